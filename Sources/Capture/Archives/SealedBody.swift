import Records
import Sealing

/// A body that another system sealed with AES-256-GCM: `{content, iv, tag, salt}` in hexadecimal.
struct SealedBody {
  /// Why something in its place cannot be one.
  struct Malformed: Error {
    var reason: String
  }

  var content: [UInt8]
  var nonce: [UInt8]
  var tag: [UInt8]
  var salt: [UInt8]

  /// Whether a value claims to be a sealed body, well formed or not.
  ///
  /// An object with a nonce or a tag is one, also when the rest is missing: it must not be taken for words.
  static func isMeant(by value: JSONValue) -> Bool {
    value.object != nil && value["content"] != nil
      && (value["iv"] != nil || value["tag"] != nil || value["salt"] != nil)
  }

  /// A sealed body that stands as text, as some systems store it.
  static func inText(_ text: String) -> JSONValue? {
    guard text.utf8.first == 0x7B, let value = try? JSONReader.parse(Array(text.utf8)), isMeant(by: value) else {
      return nil
    }
    return value
  }

  /// Reads the fields; says which of them is wrong.
  init(_ value: JSONValue) throws(Malformed) {
    content = try SealedBody.bytes("content", of: value)
    nonce = try SealedBody.bytes("iv", of: value)
    tag = try SealedBody.bytes("tag", of: value)
    salt = try SealedBody.bytes("salt", of: value)
    guard ForeignGCM.nonceCounts.contains(nonce.count) else {
      throw Malformed(reason: "the iv has \(nonce.count) bytes, not 12 or 16")
    }
    guard tag.count == AES256GCM.tagCount else { throw Malformed(reason: "the tag has \(tag.count) bytes, not 16") }
    guard (1...PBKDF2.maximumSaltCount).contains(salt.count) else {
      throw Malformed(reason: "the salt has \(salt.count) bytes, not 1 to \(PBKDF2.maximumSaltCount)")
    }
  }

  private static func bytes(_ name: String, of value: JSONValue) throws(Malformed) -> [UInt8] {
    guard let found = value[name] else { throw Malformed(reason: "the sealed body has no ‘\(name)’") }
    // Hexadecimal of digits alone may have been written as a number; its text is the same.
    guard let text = found.text else { throw Malformed(reason: "‘\(name)’ of the sealed body is no text") }
    guard let bytes = Hex.decode(text) else {
      throw Malformed(reason: "‘\(name)’ of the sealed body is not hexadecimal with an even number of digits")
    }
    return bytes
  }
}
