import Records

/// Puts a place into words, so that it can be read and found.
enum LocationText {
  /// Content with the fields `latitude`, `longitude`, `name`, `address`, `url`.
  static func content(_ fields: [String: String]) -> Content {
    var lines: [String] = []
    for name in ["name", "address"] {
      if let text = fields[name], !text.isEmpty { lines.append(text) }
    }
    if let latitude = fields["latitude"], let longitude = fields["longitude"] {
      lines.append(latitude + ", " + longitude)
    }
    if let url = fields["url"] { lines.append(url) }
    return Content(.location, text: lines.isEmpty ? nil : lines.joined(separator: "\n"), fields: fields)
  }
}
