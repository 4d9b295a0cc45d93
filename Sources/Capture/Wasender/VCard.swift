/// Takes the readable lines out of a vCard.
enum VCard {
  /// Names, numbers, addresses and organisations, in their order and without repetition.
  static func lines(of card: String) -> [String] {
    var found: [String] = []
    for line in card.split(whereSeparator: \.isNewline).prefix(200) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon].uppercased()
      let property = name.split(separator: ".").last?.split(separator: ";").first ?? ""
      guard ["FN", "TEL", "EMAIL", "ORG", "ADR", "URL", "NOTE"].contains(property) else { continue }
      let value = line[line.index(after: colon)...].split(separator: ";").joined(separator: " ")
        .trimmingSpaces()
      if !value.isEmpty, !found.contains(value) { found.append(value) }
    }
    return found
  }
}

extension StringProtocol {
  /// Without white space at both ends.
  fileprivate func trimmingSpaces() -> String {
    var rest = Substring(self)
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
