/// The text form that all slot files share.
///
/// The first line is the format's name; then come lines `key value`, always the same keys in the same order,
/// each line ended by a newline; the last is `check`, a digest of all lines before it. There is one way to
/// write a slot, and only that is read.
struct SlotText {
  private(set) var lines: String

  /// Longer files are not slots.
  static let maximumCount = 1 << 20

  init(format: Label) { lines = format.rawValue + "\n" }

  mutating func add(_ key: String, _ value: String) { lines += "\(key) \(value)\n" }

  /// What has been written so far, as what is sealed is bound to.
  var bytes: [UInt8] { Array(lines.utf8) }

  /// The whole file: the lines and their check.
  var finished: [UInt8] { Array((lines + "check \(SlotText.check(Array(lines.utf8)))\n").utf8) }

  /// The values of a file's lines, in the order of `keys`; throws `corruptSlot` when anything is not as written.
  static func parse(_ encoded: [UInt8], format: Label, keys: [String]) throws -> [String] {
    guard encoded.count <= maximumCount, let text = String(validating: encoded, as: UTF8.self) else {
      throw corrupt("the file is not text")
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == keys.count + 3, lines.removeLast().isEmpty else {
      throw corrupt("it has \(lines.count) lines")
    }
    guard lines[0] == format.rawValue else {
      if lines[0].hasPrefix("holdfast/") {
        throw SealingError(
          code: .unsupportedVersion, message: "an unlock slot of the form \(lines[0].prefix(80)) is not known here",
          remedy: "Use a newer version of Holdfast")
      }
      throw corrupt("its first line is not \(format.rawValue)")
    }
    let signed = encoded.prefix(encoded.count - lines[lines.count - 1].utf8.count - 1)
    guard lines.removeLast() == "check \(check(Array(signed)))" else {
      throw corrupt("its check does not match: a byte was changed")
    }
    return try zip(keys, lines.dropFirst()).map { key, line in
      guard line.hasPrefix(key + " ") else { throw corrupt("the line '\(key)' is not where it belongs") }
      return String(line.dropFirst(key.count + 1))
    }
  }

  static func corrupt(_ what: String) -> SealingError {
    SealingError(
      code: .corruptSlot, message: "the unlock slot is damaged: \(what)",
      remedy: "Restore the file from a backup of the vault's keys folder, or unlock with another slot")
  }

  /// Whether text is safe as a value: an id, not empty, without spaces.
  static func isIdentifier(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
          true
        default: false
        }
      }
  }

  static func require(identifiers: String...) throws {
    for text in identifiers where !isIdentifier(text) {
      throw SealingError(
        code: .invalidParameter, message: "'\(text)' cannot be an id: letters, digits, '-', '_' and '.' only")
    }
  }

  private static func check(_ bytes: [UInt8]) -> String {
    Derivation.digest(label: .slotCheck, parts: [bytes]).hex
  }
}
