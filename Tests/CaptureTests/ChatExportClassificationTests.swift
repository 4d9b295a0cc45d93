import Records
import Testing

@testable import Capture

@Suite struct ChatExportClassificationTests {
  /// One line of an Android export with this author and body.
  private func android(_ body: String, author: String? = "Ann") throws -> MessageEvent {
    let head = "13/04/2024, 10:00 - "
    return try ChatExportCase().events(head + (author.map { $0 + ": " } ?? "") + body + "\n")[0]
  }

  /// One line of an iOS export; `§` stands for U+200E.
  private func ios(_ line: String) throws -> MessageEvent {
    let text =
      "[13/04/2024, 09:00:00] Ann: \u{200E}Messages and calls are end-to-end encrypted.\r\n"
      + line.replacing("§", with: "\u{200E}") + "\r\n"
    return try ChatExportCase().events(text)[1]
  }

  @Test(arguments: [
    "<Media omitted>", "<Medien ausgeschlossen>", "<Multimedia omitido>", "<Mídia oculta>", "<Médias omis>",
    "<Media omessi>", "<تم استبعاد الوسائط>", "<Media weggelaten>",
  ])
  func androidMediaIsAMessageWithoutItsFile(body: String) throws {
    let event = try android(body)
    #expect(event.kind == .message)
    #expect(event.content?.media?.state == .missing)
    #expect(event.content?.media?.reason == "omitted from export")
    #expect(event.notes.contains { $0.contains("may have typed") })
    let captioned = try android(body + "\nthe caption\nof two lines")
    #expect(captioned.content?.text == "the caption\nof two lines")
  }

  @Test(arguments: [
    ("IMG-20240413-WA0002.jpg (file attached)", "image", "IMG-20240413-WA0002.jpg"),
    ("PTT-20240413-WA0002.opus (Datei angehängt)", "voice", "PTT-20240413-WA0002.opus"),
    ("VID-20240413-WA0002.mp4 (archivo adjunto)", "video", "VID-20240413-WA0002.mp4"),
    ("STK-20240413-WA0002.webp (arquivo anexado)", "sticker", "STK-20240413-WA0002.webp"),
    ("Vertrag (final).pdf (fichier joint)", "document", "Vertrag (final).pdf"),
    ("\u{200E}Ann Lee.vcf (file allegato)", "contacts", "Ann Lee.vcf"),
    ("AUD-20240413-WA0002.m4a (الملف مرفق)", "audio", "AUD-20240413-WA0002.m4a"),
    ("IMG-20240413-WA0002.jpg (in a language that nobody listed)", "image", "IMG-20240413-WA0002.jpg"),
  ])
  func androidAttachmentsAreNamed(body: String, kind: String, name: String) throws {
    let event = try android(body + "\nLook!")
    #expect(event.shape == "message/" + kind)
    #expect(event.content?.media?.fileName == name)
    #expect(event.content?.text == "Look!")
  }

  @Test(arguments: ["see notes.txt (page 3)", "(file attached)", "a.b (file attached", "I am (attached)"])
  func textInParenthesesStaysText(body: String) throws {
    #expect(try android(body).shape == "message/text")
  }

  @Test(arguments: [
    "This message was deleted", "Diese Nachricht wurde gelöscht.", "Se eliminó este mensaje.",
    "Esta mensagem foi apagada",
    "Ce message a été supprimé", "Questo messaggio è stato eliminato", "تم حذف هذه الرسالة",
  ])
  func deletedMessagesAreMessagesWithAGap(body: String) throws {
    let event = try android(body)
    #expect(event.shape == "message/deleted")
    #expect(event.gap?.reason == "deleted-before-export")
    #expect(try ios("[13/04/2024, 10:00:00] Bob: §\(body)").shape == "message/deleted")
    #expect(try ios("[13/04/2024, 10:00:00] Bob: \(body)").shape == "message/text")
  }

  @Test(arguments: [
    ("Bob added Ann", "group/add"), ("Bob created group \"Friday: lunch\"", "group/create"),
    ("Ann left", "group/leave"),
    ("You removed Bob", "group/remove"), ("Bob changed the subject to “a: b”", "group/subject"),
    ("Bob changed this group's icon", "group/icon"), ("Bob joined using this group's invite link", "group/join"),
    ("Du hast Bob hinzugefügt.", "group/add"), ("Bob hat die Gruppe verlassen.", "group/leave"),
    ("Bob hat die Gruppe „Freitag“ erstellt.", "group/create"), ("Bob creó el grupo \"x\"", "group/create"),
    ("Bob añadió a Ann", "group/add"), ("Bob salió del grupo", "group/leave"),
    ("Bob criou o grupo \"x\"", "group/create"),
    ("Bob adicionou Ann", "group/add"), ("Bob saiu", "group/leave"), ("Bob a créé le groupe « x »", "group/create"),
    ("Bob a ajouté Ann", "group/add"), ("Bob a quitté le groupe", "group/leave"),
    ("Bob ha creato il gruppo \"x\"", "group/create"), ("Bob ha aggiunto Ann", "group/add"),
    ("Bob ha abbandonato", "group/leave"), ("أضاف Bob Ann", "group/add"), ("غادر Bob", "group/leave"),
    ("Your security code with Ann changed. Tap to learn more.", "system/security-code"),
    ("Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.", "system/encryption"),
    (
      "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them.",
      "system/encryption"
    ),
    ("Bob turned on advanced chat privacy.", "system/privacy"),
    ("Bob hat den erweiterten Chat-Datenschutz ausgeschaltet.", "system/privacy"),
    ("You turned off disappearing messages. Tap to change.", "system/disappearing"),
    ("Du hast die Nachrichtendauer aktualisiert. Neue Nachrichten verschwinden nach 90 Tagen.", "system/disappearing"),
    ("Bob changed their phone number to a new number. Tap to message or add the new number.", "system/number-change"),
    ("+49 170 1234567 changed to +49 170 7654321.", "system/number-change"),
    ("Bob hat eine neue Telefonnummer. Tippe, um eine Nachricht zu schreiben.", "system/number-change"),
    ("You blocked this contact. Tap to unblock.", "system/contact"), ("Bob is a contact", "system/contact"),
    (
      "Only messages that mention or people share with @Meta AI can be read by Meta. Meta can’t read any other "
        + "messages in this chat, as your personal messages remain end-to-end encrypted.", "system/meta-ai"
    ),
    ("Bob started a call", "call/voice"), ("Bob hat einen Videoanruf gestartet.", "call/video"),
    ("You turned on admin approval to join this group. Tap to change.", "group/settings"),
    ("Bob deleted this group's icon", "group/icon"), ("You changed the group description", "group/description"),
    ("You're now an admin", "group/promote"), ("Du bist kein*e Admin mehr.", "group/demote"),
    ("Bob joined from the community", "group/join"), ("Ann, Cy and 3 others were added", "group/add"),
    ("Something that no list has", "system/unclassified"),
  ])
  func linesWithoutAuthorAreEvents(body: String, shape: String) throws {
    let event = try android(body, author: nil)
    #expect(event.shape == shape)
    #expect(event.content?.text == body)
    #expect(event.sender == nil)
  }

  @Test(arguments: [
    ("§[13/04/2024, 10:00:00] Bob: §image omitted", "message/image"),
    ("§[13/04/2024, 10:00:00] Bob: §Image omitted", "message/image"),
    ("§[13/04/2024, 10:00:00] Bob: look §image omitted", "message/image"),
    ("[13/04/2024, 10:00:00] Bob: image omitted", "message/text"),
    ("[13/04/2024, 10:00:00] Bob: <Media omitted>", "message/text"),
    ("[13/04/2024, 10:00:00] Bob: null", "message/text"),
    ("[13/04/2024, 10:00:00] Bob: Missed voice call", "message/text"),
    ("[13/04/2024, 10:00:00] Bob: §Missed voice call. §Tap to call back", "call/missed-voice"),
    ("[13/04/2024, 10:00:00] Bob: §Video call. §2 min", "call/video"),
    ("§[13/04/2024, 10:00:00] Bob: §words of a language that no list has", "message/media"),
    ("§[13/04/2024, 10:00:00] Bob: Plan.pdf • §2 halaman §tidak dikenal", "message/document"),
    ("[13/04/2024, 10:00:00] Bob: §words of a language that no list has", "message/text"),
    ("[13/04/2024, 10:00:00] Bob: §Bob added Ann", "group/add"),
    ("[13/04/2024, 10:00:00] Friday lunch: §Bob added Ann", "group/add"),
    ("[13/04/2024, 10:00:00] Bob: §POLL:\nWhen?\nOPTION: now (2 votes)\nOPTION: never (0 votes)", "message/poll"),
    ("[13/04/2024, 10:00:00] Bob: §Location: https://maps.google.com/?q=52.5,13.4", "message/location"),
    ("[13/04/2024, 10:00:00] Bob: §Waiting for this message. This may take a while.", "message/unsupported"),
    ("[13/04/2024, 10:00:00] Bob: §View once photo omitted", "message/view-once"),
    ("[13/04/2024, 10:00:00] Bob: hello §<This message was edited>", "message/text"),
    ("§[13/04/2024, 10:00:00] Bob: §Video message omitted", "message/video"),
    ("§[13/04/2024, 10:00:00] Bob: §Изображение отсутствует", "message/image"),
    ("[13/04/2024, 10:00:00] ~\u{202F}Bob: §~\u{202F}Bob added you", "group/add"),
    ("[13/04/2024, 10:00:00] Ann: §Ann is a contact.", "system/contact"),
    ("[13/04/2024, 10:00:00] You: §You created this group", "group/create"),
    ("[13/04/2024, 10:00:00] Friday lunch: §Messages and calls are end-to-end encrypted.", "system/encryption"),
    ("[13/04/2024, 10:00:00] Bob: §Voice call. §No answer", "call/voice"),
    ("[13/04/2024, 10:00:00] Bob: @\u{2068}Ann Lee\u{2069} left §<This message was edited>", "message/text"),
  ])
  func iosMarksTellTheAppsWordsFromPeoples(line: String, shape: String) throws {
    let event = try ios(line)
    #expect(event.shape == shape)
    #expect(!event.notes.contains { $0.contains("may have typed") })
  }

  @Test func anIOSAttachmentInAnyLanguageIsNamed() throws {
    for word in ["attached", "Anhang", "adjunto", "pièce jointe", "neznámé slovo"] {
      let event = try ios("§[13/04/2024, 10:00:00] Bob: §<\(word): 00000035-PHOTO-2024-04-13-10-00-00.jpg>")
      #expect(event.content?.media?.fileName == "00000035-PHOTO-2024-04-13-10-00-00.jpg")
      #expect(event.shape == "message/image")
    }
    let document = try ios("§[13/04/2024, 10:00:00] Bob: Plan.pdf • §2 pages §<attached: 00000047-Plan.pdf>")
    #expect(document.content?.media?.fileName == "00000047-Plan.pdf")
    #expect(document.content?.text == "Plan.pdf")
    #expect(document.content?.fields["pages"] == "2 pages")
  }

  @Test func theEditMarkIsNoPartOfTheWords() throws {
    let event = try ios("[13/04/2024, 10:00:00] Bob: hello §<This message was edited>")
    #expect(event.content?.text == "hello")
    #expect(event.attributes["edited"] == "true")
    #expect(try ios("[13/04/2024, 10:00:00] Bob: hello §<This message was edited.>").content?.text == "hello")
    let typed = try ios("[13/04/2024, 10:00:00] Bob: hello <This message was edited>")
    #expect(typed.content?.text == "hello <This message was edited>")
    #expect(try android("hello <Diese Nachricht wurde bearbeitet>").content?.text == "hello")
  }

  @Test(arguments: [
    "image omitted", "<Media omitted>", "This message was deleted.", "Missed voice call", "view once photo omitted",
    "ok <This message was edited>", "Bild weggelassen", "Данное сообщение удалено",
  ])
  func whoeverTypesTheAppsWordsIsFoundOut(body: String) throws {
    let typed = try ios("[13/04/2024, 10:00:00] Bob: \(body)")
    #expect(typed.shape == "message/text" && typed.content?.text == body)
    #expect(typed.attributes["imitates_app"] == "true" && typed.gap == nil)
    #expect(typed.notes.contains { $0.contains("a person typed them") })
    let real = try ios("§[13/04/2024, 10:00:00] Bob: §\(body.replacing("<This", with: "\u{200E}<This"))")
    #expect(real.attributes["imitates_app"] == nil)
    // Where nothing is marked, nobody can be found out, and the event says so.
    let unmarked = try android(body)
    #expect(unmarked.attributes["imitates_app"] == nil)
    #expect(unmarked.shape == "message/text" || unmarked.attributes["unmarked"] == "true")
  }

  @Test func placesKeepTheirCoordinatesAsWritten() throws {
    let event = try android("location: https://maps.google.com/?q=51.50214569326172,-0.12739796972656")
    #expect(event.content?.fields["latitude"] == "51.50214569326172")
    #expect(event.content?.fields["longitude"] == "-0.12739796972656")
    #expect(try android("see https://maps.google.com/?q=1,2 there").shape == "message/text")
  }

  @Test func anEmptyBodyIsAGap() throws {
    let event = try android("")
    #expect(event.kind == .message && event.gap?.reason == "empty")
    #expect(event.sender?.name == "Ann")
  }

  @Test(arguments: [
    ("+40 521 028 61 88", "40521028 6188"), ("\u{202A}+49\u{00A0}170\u{00A0}1234567\u{202C}", "491701234567"),
    ("~\u{202F}+49 170 1234567", "491701234567"),
  ])
  func numbersAreReadAsNumbers(label: String, digits: String) throws {
    let event = try android("hi", author: label)
    #expect(event.sender?.phone == digits.replacing(" ", with: ""))
    #expect(event.sender?.name == nil)
  }

  @Test func profileNamesLoseTheirTilde() throws {
    #expect(try android("hi", author: "~\u{202F}Ann Lee").sender?.name == "Ann Lee")
    #expect(try android("hi", author: "~ Ann Lee").sender?.name == "Ann Lee")
    #expect(try android("hi", author: "\u{202A}~\u{00A0}Ann Lee\u{202C}").sender?.name == "Ann Lee")
    // A tilde is no mark of the app's own words, and what is left of the label stays as evidence.
    #expect(try android("hi", author: "~\u{202F}Ann Lee").attributes["label"] == "~ Ann Lee")
  }

  @Test func joinersBelongToNames() throws {
    let family = "The Lees 👨\u{200D}👩\u{200D}👧"
    #expect(try android("hi", author: "\u{200E}" + family).sender?.name == family)
    let persian = "علی\u{200C}رضا"
    #expect(try android("hi", author: persian + "\u{200F}").sender?.name == persian)
    let file = try android("\u{200E}Die Lees 👨\u{200D}👩\u{200D}👧.pdf (file attached)")
    #expect(file.content?.media?.fileName == "Die Lees 👨\u{200D}👩\u{200D}👧.pdf")
  }

  @Test func aNameWithAColonIsKnownByTheAppsMark() throws {
    let text = [
      "[13/04/2024, 09:00:00] Ops: Berlin: first words",
      "\u{200E}[13/04/2024, 10:00:00] Ops: Berlin: \u{200E}image omitted",
      "[13/04/2024, 11:00:00] Bob: hi", "",
    ].joined(separator: "\r\n")
    let events = try ChatExportCase().events(text)
    #expect(events.map { $0.sender?.name } == ["Ops: Berlin", "Ops: Berlin", "Bob"])
    #expect(events[0].content?.text == "first words")
  }

  @Test func aGroupIsNamedByItsNotices() throws {
    let text = """
      13/04/2024, 09:00 - Friday: Messages and calls are end-to-end encrypted.
      13/04/2024, 09:00 - Bob created group "Friday"
      13/04/2024, 09:01 - Bob changed the group name from "Friday" to “Lunch: 2”
      13/04/2024, 10:00 - Ann: x

      """
    let events = try ChatExportCase().events(text)
    #expect(events.map(\.shape) == ["system/encryption", "group/create", "group/subject", "message/text"])
    #expect(events.map { $0.group?.value } == [nil, "Friday", "Lunch: 2", nil])
    #expect(events[0].sender == nil && events[0].attributes["label"] == "Friday")
    #expect(events.allSatisfy { $0.conversation?.kind == .group })
    let typed = try ChatExportCase().events(
      "13/04/2024, 09:00 - Ann: Messages and calls are end-to-end encrypted.\n13/04/2024, 10:00 - Ann: x\n")
    #expect(typed.map(\.shape) == ["message/text", "message/text"])
  }

  @Test func kindsOfConversations() throws {
    func kind(_ text: String, _ name: String = "_chat.txt") throws -> ConversationReference.Kind? {
      try ChatExportCase().events(text, name: name)[0].conversation?.kind
    }
    let two = "13/04/2024, 10:00 - Ann: x\n13/04/2024, 10:00 - Bob: y\n"
    #expect(try kind(two) == .direct)
    #expect(try kind(two + "13/04/2024, 10:00 - Cy: z\n") == .group)
    #expect(try kind("13/04/2024, 09:00 - Bob created group \"x\"\n" + two) == .group)
    #expect(try kind("13/04/2024, 10:00 - Ann: x\n", "WhatsApp Chat with Ann.txt") == .direct)
    #expect(try kind("13/04/2024, 10:00 - Ann: x\n") == .unknown)
  }

  @Test(arguments: [
    "WhatsApp Chat with Ann.txt", "WhatsApp Chat mit Ann.txt", "Chat de WhatsApp con Ann.txt",
    "Conversa do WhatsApp com Ann.txt",
    "Discussion WhatsApp avec Ann.txt", "Chat WhatsApp con Ann.txt", "دردشة واتساب مع Ann.txt",
    "WhatsApp Chat with Ann (1).txt",
  ])
  func theOtherOfATitledChatIsTheOwner(name: String) throws {
    let events = try ChatExportCase().events(
      "13/04/2024, 10:00 - Ann: x\n13/04/2024, 10:00 - Bob: y\n", name: name)
    #expect(events.map(\.direction) == [.inbound, .outbound])
    #expect(events[0].conversation?.title == "Ann")
    #expect(events[0].conversation?.counterpart?.name == "Ann")
    #expect(events[1].attributes["direction_from"] != nil)
  }

  @Test func theAccountIsTheOwnerWhereItIsNamed() throws {
    let text = "13/04/2024, 10:00 - Ann: x\n13/04/2024, 10:00 - +49 170 1234567: y\n"
    #expect(try ChatExportCase(account: "491701234567").events(text).map(\.direction) == [.inbound, .outbound])
    #expect(try ChatExportCase(account: "ann").events(text).map(\.direction) == [.outbound, .inbound])
    #expect(try ChatExportCase().events(text).map(\.direction) == [.unknown, .unknown])
  }
}
