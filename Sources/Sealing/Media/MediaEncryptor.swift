/// Encrypts a medium as WhatsApp's own network does: for tests and simulations of it.
public enum MediaEncryptor {
  /// The file that ``MediaDecryptor`` opens.
  public static func encrypt(_ plain: [UInt8], keys: MediaKeys) throws -> [UInt8] {
    let cipher = try AES256CBC(.encrypt, key: keys.cipherKey, iv: keys.iv)
    var mac = try HMACSHA256Stream(key: keys.macKey)
    mac.update(keys.iv)
    var file = [UInt8](repeating: 0, count: plain.count + 2 * AES256CBC.blockCount)
    var written = 0
    try file.withUnsafeMutableBytes { out in
      try plain.withUnsafeBytes { plain in
        var rest = plain[...]
        while !rest.isEmpty {
          let part = rest.prefix(1 << 20)
          let room = UnsafeMutableRawBufferPointer(rebasing: out[written...])
          written += try cipher.update(UnsafeRawBufferPointer(rebasing: part), into: room)
          rest = rest.dropFirst(part.count)
        }
      }
      written += try cipher.finish(into: UnsafeMutableRawBufferPointer(rebasing: out[written...]))
    }
    file.removeLast(file.count - written)
    mac.update(file)
    return file + mac.finalize().bytes.prefix(MediaDecryptor.macCount)
  }
}
