import Foundation

/// Deliveries and chat exports that the project wrote itself.
enum Material {
  /// A Meta delivery around one value.
  static func meta(_ value: String) -> String {
    """
    {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":\
    {"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"100"},\(value)}\
    }]}]}

    """
  }

  /// A text message from one of the two people.
  static func text(_ id: String, _ body: String, at seconds: Int, from phone: String = Canary.anaPhone) -> String {
    let name = phone == Canary.anaPhone ? Canary.ana : Canary.bruno
    return meta(
      """
      "contacts":[{"profile":{"name":"\(name)"},"wa_id":"\(phone)"}],"messages":[{"from":"\(phone)","id":"\(id)",\
      "timestamp":"\(seconds)","type":"text","text":{"body":"\(body)"}}]
      """)
  }

  /// Five messages, a reaction, a receipt and the same message again.
  static let payloads =
    text("wamid.HERON1", "the heron flies at dawn", at: 1_715_678_222)
    + text("wamid.HERON2", "bring the kestrel file, call me", at: 1_715_678_282)
    + text("wamid.HERON3", "no birds here", at: 1_715_678_400, from: Canary.brunoPhone)
    + meta(
      """
      "contacts":[{"profile":{"name":"\(Canary.ana)"},"wa_id":"\(Canary.anaPhone)"}],"messages":[{"from":\
      "\(Canary.anaPhone)","id":"wamid.HERON4","timestamp":"1715678500","type":"image","image":{"caption":\
      "lorikeet-scan of the page","mime_type":"image/jpeg","sha256":"3q2+7w==","id":"555"}}]
      """)
    + meta(
      """
      "contacts":[{"profile":{"name":"\(Canary.ana)"},"wa_id":"\(Canary.anaPhone)"}],"messages":[{"from":\
      "\(Canary.anaPhone)","id":"wamid.HERON5","timestamp":"1715678600","type":"reaction","reaction":{"message_id":\
      "wamid.HERON1","emoji":"👍"}}]
      """)
    + meta(
      """
      "statuses":[{"id":"wamid.OUT1","status":"delivered","timestamp":"1715678700","recipient_id":"\(Canary.anaPhone)"}]
      """)
    + text("wamid.HERON1", "the heron flies at dawn", at: 1_715_678_222)

  /// A chat with three messages, a system line and a picture, as Android writes it.
  static let chat = """
    14/05/2024, 09:15 - Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.
    14/05/2024, 09:17 - \(Canary.odile): the osprey invoice is attached
    and has a second line about a capercaillie
    14/05/2024, 09:18 - \(Canary.odile): IMG-20240514-WA0001.jpg (file attached)
    15/05/2024, 19:45 - \(Canary.officer): thank you

    """

  /// Files for `import`: payloads as JSON lines, and a zip with a chat and its picture.
  static func write(to archive: Archive) throws -> [String] {
    try archive.write("payloads.jsonl", payloads)
    let name = "WhatsApp Chat with \(Canary.odile)"
    try archive.write(name + ".txt", chat)
    try archive.write("IMG-20240514-WA0001.jpg", [0xFF, 0xD8, 0xFF, 0xE0] + Array("seen-by-nobody".utf8))
    _ = try archive.execute(
      "/usr/bin/env", ["zip", "-q", "-j", name + ".zip", name + ".txt", "IMG-20240514-WA0001.jpg"])
    return ["payloads.jsonl", name + ".zip"]
  }
}
