/// The name in quotation marks that a notice about a group ends in.
enum ChatSubject {
  private static let closing: Set<Character> = ["\"", "”", "“", "»"]
  private static let opening: [Character: Set<Character>] = [
    "\"": ["\""], "”": ["“", "”"], "“": ["„"], "»": ["«"],
  ]

  /// The last quoted name: of `from “a” to “b”` it is `b`.
  static func quoted(_ text: String) -> String? {
    guard text.utf8.count <= AppPhrases.longest, let end = text.lastIndex(where: closing.contains),
      let partners = opening[text[end]],
      let start = text[..<end].lastIndex(where: partners.contains)
    else { return nil }
    let name = String(text[text.index(after: start)..<end]).trimmingSpaces
    return name.isEmpty ? nil : name
  }
}
