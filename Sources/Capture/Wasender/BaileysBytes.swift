import Records
import Sealing

/// Reads bytes as Baileys' gateways write them: base64, a `Buffer` object, or an object of numbered members.
enum BaileysBytes {
  /// The most that keys and digests have.
  private static let limit = 64

  static func read(_ value: JSONValue?) -> [UInt8]? {
    guard let value else { return nil }
    if let text = value.string {
      guard text.utf8.count <= limit * 2 else { return nil }
      return MediaDigest.hex(text).flatMap { Hex.decode($0) } ?? Base64.decode(text)
    }
    let elements: [JSONValue]
    if let data = value["data"]?.array {
      elements = data
    } else if let members = value.object?.members {
      guard members.enumerated().allSatisfy({ $0.element.name == String($0.offset) }) else { return nil }
      elements = members.map(\.value)
    } else {
      elements = value.array ?? []
    }
    guard (1...limit).contains(elements.count) else { return nil }
    let bytes = elements.compactMap { $0.integer.flatMap { UInt8(exactly: $0) } }
    return bytes.count == elements.count ? bytes : nil
  }

  /// A SHA-256, in hexadecimal.
  static func digest(_ value: JSONValue?) -> String? {
    read(value).flatMap { $0.count == 32 ? Hex.encode($0) : nil }
  }
}
