/// Writes a chat export as an Android phone does: a text file without media.
enum AndroidExport {
  /// From lines `2024-05-14 09:12 Name: text`, or without a name for what WhatsApp itself wrote.
  static func text(_ lines: String) -> [UInt8] {
    let output = lines.split(separator: "\n").map { line in
      let date = line.prefix(10)
      let day = "\(date.dropFirst(8))/\(date.dropFirst(5).prefix(2))/\(date.prefix(4))"
      return "\(day), \(line.dropFirst(11).prefix(5)) - \(line.dropFirst(17))"
    }
    return Array((output.joined(separator: "\n") + "\n").utf8)
  }
}
