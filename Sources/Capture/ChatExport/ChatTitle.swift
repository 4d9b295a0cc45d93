/// The conversation's title in the name of an export file, as WhatsApp names it in each language.
enum ChatTitle {
  private static let beforeTitle = [
    "WhatsApp Chat with ", "WhatsApp Chat mit ", "WhatsApp-Chat mit ", "Chat de WhatsApp con ",
    "Conversa do WhatsApp com ",
    "Conversa do WhatsApp - ", "Discussion WhatsApp avec ", "Chat WhatsApp con ", "دردشة واتساب مع ",
    "محادثة واتساب مع ",
    "WhatsApp-chat met ", "WhatsApp Chat met ", "Чат WhatsApp с контактом ", "Чат WhatsApp с ",
    "Chat WhatsApp s uživatelem ",
    "Czat WhatsApp z ", "Chat WhatsApp dengan ", "WhatsApp chat with ", "WhatsApp Sohbeti - ", "WhatsApp-chatt med ",
    "WhatsApp-chat med ", "WhatsApp-keskustelu - ", "Chat WhatsApp cu ", "Чат WhatsApp із ", "WhatsApp Chat - ",
    "WhatsApp-Chat - ", "Chat de WhatsApp - ", "Discussion WhatsApp - ", "Chat WhatsApp - ", "دردشة واتساب - ",
  ]

  /// The title; nil when the name says nothing, as `_chat.txt` does.
  static func title(ofFile name: String) -> String? {
    var stem = name
    for ending in [".txt", ".zip"] where stem.lowercased().hasSuffix(ending) { stem.removeLast(ending.count) }
    for prefix in beforeTitle where stem.hasPrefix(prefix) {
      let title = withoutCopyNumber(String(stem.dropFirst(prefix.count)))
      return title.isEmpty ? nil : title
    }
    return nil
  }

  /// Browsers append ` (1)` to a second download: that is not part of the name.
  private static func withoutCopyNumber(_ text: String) -> String {
    var title = Substring(text)
    while title.last == " " { title.removeLast() }
    guard title.last == ")", let open = title.lastIndex(of: "("), open > title.startIndex else { return String(title) }
    let inside = title[title.index(after: open)...].dropLast()
    let before = title.index(before: open)
    guard !inside.isEmpty, inside.count <= 2, inside.allSatisfy({ $0.isASCII && $0.isNumber }), title[before] == " "
    else { return String(title) }
    return String(title[..<before])
  }
}
