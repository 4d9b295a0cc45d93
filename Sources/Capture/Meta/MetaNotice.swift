import Records

/// What is known of Meta's notices that are not messages.
enum MetaNotice {
  /// Account events after which no webhook can be expected.
  static let endsCapture: Set<String> = [
    "PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_DELETED", "ACCOUNT_OFFBOARDED", "DISABLED_UPDATE",
    "ACCOUNT_DISABLED",
  ]

  private static let prefixes = [
    "account_", "message_template_", "template_", "phone_number_", "business_", "group_", "smb_", "partner_",
    "payment_", "flows", "security", "tracking_", "user_", "automatic_", "calls", "history", "messages", "standby",
    "messaging_", "message_echoes",
  ]

  /// Whether a field's changes are understood well enough not to be a gap.
  static func isKnown(_ field: String) -> Bool { prefixes.contains { field.hasPrefix($0) } }

  /// The words of a template as they now stand, in full.
  static func templateWords(_ value: JSONValue) -> [String] {
    let names = ["message_template_title", "message_template_element", "message_template_footer"]
    let buttons = (value["message_template_buttons"]?.array ?? []).prefix(20)
    return names.compactMap { value[$0]?.string }.filter { !$0.isEmpty }
      + buttons.compactMap { $0["message_template_button_text"]?.string.map { "[\($0)]" } }
  }

  /// `group_participants_add` as `add`.
  static func groupAction(_ type: String) -> String {
    for prefix in ["group_participants_", "group_settings_", "group_"] where type.hasPrefix(prefix) {
      return String(type.dropFirst(prefix.count))
    }
    return type
  }

  /// The plain members of an object as attributes, long ones cut: the raw delivery has them in full.
  static func attributes(of value: JSONValue) -> [String: String] {
    var result: [String: String] = [:]
    for member in value.object?.members.prefix(40) ?? [] {
      switch member.value {
      case .string(let text), .number(let text): result[member.name] = String(text.prefix(200))
      case .bool(let flag): result[member.name] = flag ? "true" : "false"
      default: break
      }
    }
    return result
  }
}
