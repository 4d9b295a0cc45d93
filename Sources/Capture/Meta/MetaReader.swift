import Records

/// Reads the webhook payloads of Meta's WhatsApp Cloud API.
///
/// Every part of a payload becomes an event: what is not known yet becomes a notice or a gap, never silence.
public struct MetaReader {
  /// The reader's name and version, as records keep it.
  public static let name = "meta/1"

  let fallbackAccount: String
  let namer: Namer

  init(fallbackAccount: String, namer: Namer) {
    self.fallbackAccount = fallbackAccount
    self.namer = namer
  }

  /// Reads one webhook body.
  public static func read(body: [UInt8], context: ReadingContext, source: DeliverySource? = nil) -> Reading {
    var reader = PayloadReader(context: context, expecting: .meta)
    return reader.read(body: body, source: source)
  }

  /// Whether a payload has the form of Meta's webhooks.
  static func recognises(_ value: JSONValue) -> Bool {
    guard let object = value.object else { return false }
    if object["object"]?.string == "whatsapp_business_account" { return true }
    if let entries = object["entry"]?.array { return entries.contains { $0["changes"] != nil } || entries.isEmpty }
    return false
  }

  /// The account of a whole delivery: that of its first part that names one.
  static func account(of value: JSONValue) -> String? {
    for entry in value["entry"]?.array ?? [] {
      for change in entry["changes"]?.array ?? [] {
        if let id = change["value"]?["metadata"]?["phone_number_id"]?.text, !id.isEmpty { return id }
      }
    }
    if let id = value["entry"]?[0]?["id"]?.text, !id.isEmpty { return "waba:" + id }
    return nil
  }

  /// Adds the events of one payload.
  mutating func read(_ value: JSONValue, into sink: inout EventSink) {
    for (entryIndex, entry) in (value["entry"]?.array ?? []).enumerated() {
      let changes = entry["changes"]?.array ?? []
      for (changeIndex, change) in changes.enumerated() {
        var scope = MetaScope(entry: entry, change: change, fallback: fallbackAccount)
        scope.entryIndex = entryIndex
        scope.changeIndex = changeIndex
        let before = sink.events.count
        read(scope, into: &sink)
        if sink.events.count == before { addNotice(scope, into: &sink) }
      }
      if changes.isEmpty {
        var scope = MetaScope(entry: entry, change: .null, fallback: fallbackAccount)
        scope.entryIndex = entryIndex
        addNotice(scope, into: &sink)
      }
    }
    if sink.events.isEmpty {
      let scope = MetaScope(entry: .null, change: .null, fallback: fallbackAccount)
      sink.add(gap("unknown-type", "a delivery that says nothing", scope), at: "$")
    }
  }

  private mutating func read(_ scope: MetaScope, into sink: inout EventSink) {
    for member in scope.value.object?.members ?? [] {
      switch member.name {
      case "standby":
        // What goes on while another application answers stands one level deeper.
        var inner = scope
        inner.prefix = "standby."
        for part in member.value.array ?? [member.value] { read(part.object?.members ?? [], inner, into: &sink) }
      default: read([member], scope, into: &sink)
      }
    }
  }

  private mutating func read(_ members: [JSONObject.Member], _ scope: MetaScope, into sink: inout EventSink) {
    for member in members {
      switch member.name {
      case "messages":
        forEach(member.value, scope, "messages", &sink) { $0.addMessage($1, scope, .live, at: $2, into: &$3) }
      case "statuses":
        forEach(member.value, scope, "statuses", &sink) { $0.addStatus($1, scope, at: $2, into: &$3) }
      case "message_echoes":
        forEach(member.value, scope, "message_echoes", &sink) { $0.addMessage($1, scope, .echo, at: $2, into: &$3) }
      case "history":
        forEach(member.value, scope, "history", &sink) { $0.addHistory($1, scope, at: $2, into: &$3) }
      case "state_sync":
        forEach(member.value, scope, "state_sync", &sink) { $0.addContactSync($1, scope, at: $2, into: &$3) }
      case "groups":
        forEach(member.value, scope, "groups", &sink) { $0.addGroup($1, scope, at: $2, into: &$3) }
      case "calls":
        forEach(member.value, scope, "calls", &sink) { $0.addCall($1, scope, at: $2, into: &$3) }
      case "user_preferences":
        forEach(member.value, scope, "user_preferences", &sink) { $0.addPreference($1, scope, at: $2, into: &$3) }
      case "errors":
        forEach(member.value, scope, "errors", &sink) { $0.addError($1, scope, at: $2, into: &$3) }
      default: break
      }
    }
  }

  private mutating func forEach(
    _ value: JSONValue, _ scope: MetaScope, _ list: String, _ sink: inout EventSink,
    _ body: (inout MetaReader, JSONValue, String, inout EventSink) -> Void
  ) {
    if let elements = value.array {
      for (index, element) in elements.enumerated() { body(&self, element, scope.place(list, index), &sink) }
    } else if value.object != nil {
      body(&self, value, scope.place(list), &sink)
    }
  }
}
