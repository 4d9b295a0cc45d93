/// Paths of C2SP tlog-tiles.
public enum TilePath {
  /// The path of the log's checkpoint.
  public static let checkpoint = "checkpoint"

  /// The path of a tile of hashes.
  public static func tile(level: Int, index: UInt64, width: Int = TileAddress.fullWidth) -> String {
    TileAddress(kind: .hashes(level: level), index: index, width: width).path
  }

  /// The path of an entry bundle.
  public static func entries(index: UInt64, width: Int = TileAddress.fullWidth) -> String {
    TileAddress(kind: .entries, index: index, width: width).path
  }

  /// What a path names; nil unless it is written exactly as such paths are.
  public static func parse(_ path: String) -> TileAddress? {
    var parts = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
      .map { String(Substring($0)) }
    guard parts.count >= 3, parts.count <= 11, parts.removeFirst() == "tile" else { return nil }
    let folder = parts.removeFirst()
    let kind: TileAddress.Kind
    if folder == "entries" {
      kind = .entries
    } else if let level = Decimal.parse(folder), level < 64 {
      kind = .hashes(level: Int(level))
    } else {
      return nil
    }
    var width = TileAddress.fullWidth
    if parts.count >= 2, parts[parts.count - 2].hasSuffix(".p") {
      guard let partial = Decimal.parse(parts.removeLast()), (1...255).contains(partial) else { return nil }
      width = Int(partial)
      parts[parts.count - 1].removeLast(2)
    }
    var index: UInt64 = 0
    for part in parts {
      let digits = part.utf8.suffix(3)
      guard digits.count == 3, digits.allSatisfy({ (48...57).contains($0) }), let value = UInt64(part.suffix(3)) else {
        return nil
      }
      let (shifted, isTooLarge) = index.multipliedReportingOverflow(by: 1000)
      let (sum, isTooLargeToo) = shifted.addingReportingOverflow(value)
      guard !isTooLarge, !isTooLargeToo else { return nil }
      index = sum
    }
    let address = TileAddress(kind: kind, index: index, width: width)
    return address.path.utf8.elementsEqual(path.utf8) ? address : nil
  }

  /// An index as path elements: 1234067 is `x001/x234/067`.
  static func elements(_ index: UInt64) -> String {
    var text = padded(index % 1000)
    var rest = index / 1000
    while rest > 0 {
      text = "x\(padded(rest % 1000))/\(text)"
      rest /= 1000
    }
    return text
  }

  private static func padded(_ number: UInt64) -> String {
    number < 10 ? "00\(number)" : number < 100 ? "0\(number)" : "\(number)"
  }
}
