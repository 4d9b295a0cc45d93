import TerminalKit

/// What a query can say, shown while there is none.
enum SearchGuide {
  private static let examples: [(query: String, meaning: String)] = [
    ("invoice", "a word, in all versions, deleted messages too"),
    ("\"call me\"", "words in this order"),
    ("fix | rate", "one or the other; blanks between words mean both"),
    ("-lunch", "without it"),
    ("with:ruiz", "what a person sent or was sent; also from: and to:"),
    ("phone:*0123", "a number, or how it ends"),
    ("date:2024-05..2024-06", "when; also before: and after:"),
    ("has:deletion", "or edit, media, link, reply, reaction"),
    ("type:voice in:group", "what kind of message, and where"),
    ("hold:any matter:M-1", "what is held"),
  ]

  /// Draws as many examples as there is room for.
  static func draw(on canvas: inout Canvas) {
    canvas.text("Type at least two characters, such as", x: 3, y: 1, style: .dim)
    for (row, example) in examples.prefix(max(0, canvas.height - 3)).enumerated() {
      canvas.text(example.query, x: 3, y: row + 3, style: .strong, limit: 22)
      canvas.text(example.meaning, x: 27, y: row + 3, style: .dim, limit: canvas.width - 28)
    }
  }

  /// The digits, where somebody typed a number as people write numbers, and nothing else.
  static func number(typed query: String) -> String? {
    guard query.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) || "+()-./ \u{A0}".unicodeScalars.contains($0) })
    else { return nil }
    let digits = query.filter { $0.isASCII && $0.isNumber }
    return (6...15).contains(digits.count) ? digits : nil
  }
}
