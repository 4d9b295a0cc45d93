/// Encrypts a medium as WhatsApp's own network does: for tests and simulations of it.
public final class MediaEncryptor {
  private let cipher: AES256CBC
  private var mac: HMACSHA256Stream

  /// Starts a file.
  public init(keys: MediaKeys) throws {
    cipher = try AES256CBC(.encrypt, key: keys.cipherKey, iv: keys.iv)
    mac = try HMACSHA256Stream(key: keys.macKey)
    mac.update(keys.iv)
  }

  /// What the next piece, of at most 16 MiB, encrypts to.
  public func update(_ plain: [UInt8]) throws -> [UInt8] {
    var out = [UInt8](repeating: 0, count: plain.count + AES256CBC.blockCount)
    let count = try out.withUnsafeMutableBytes { out in
      try plain.withUnsafeBytes { try cipher.update($0, into: out) }
    }
    out.removeLast(out.count - count)
    mac.update(out)
    return out
  }

  /// The last block and the code.
  public func finish() throws -> [UInt8] {
    var out = [UInt8](repeating: 0, count: AES256CBC.blockCount)
    let count = try out.withUnsafeMutableBytes { try cipher.finish(into: $0) }
    out.removeLast(out.count - count)
    mac.update(out)
    return out + mac.finalize().bytes.prefix(MediaDecryptor.macCount)
  }

  /// The file that ``MediaDecryptor`` opens.
  public static func encrypt(_ plain: [UInt8], keys: MediaKeys) throws -> [UInt8] {
    let encryptor = try MediaEncryptor(keys: keys)
    return try encryptor.update(plain) + encryptor.finish()
  }
}
