import Records

/// Puts shared contact cards into words.
enum MetaCards {
  static func read(_ cards: JSONValue?) -> Content {
    var lines: [String] = []
    for card in cards?.array ?? [] {
      var parts: [String] = []
      let name = card["name"]
      if let full = name?["formatted_name"]?.string ?? name?["first_name"]?.string { parts.append(full) }
      if let company = card["org"]?["company"]?.string { parts.append(company) }
      for phone in card["phones"]?.array ?? [] {
        guard let number = phone["phone"]?.text ?? phone["wa_id"]?.text else { continue }
        parts.append(number)
        if let digits = phone["wa_id"]?.text, PhoneNumber.digits(number) != digits { parts.append(digits) }
      }
      for list in ["emails", "urls"] {
        for element in card[list]?.array ?? [] {
          if let text = element["email"]?.string ?? element["url"]?.string { parts.append(text) }
        }
      }
      for address in card["addresses"]?.array ?? [] {
        let words = ["street", "zip", "city", "state", "country"].compactMap { address[$0]?.text }
        if !words.isEmpty { parts.append(words.joined(separator: " ")) }
      }
      if let birthday = card["birthday"]?.text { parts.append(birthday) }
      if !parts.isEmpty { lines.append(parts.joined(separator: ", ")) }
    }
    return Content(
      .contacts, text: lines.isEmpty ? nil : lines.joined(separator: "\n"),
      fields: ["count": String(cards?.array?.count ?? 0)])
  }
}
