/// Opens a medium of WhatsApp's own network piece by piece, in constant memory.
///
/// The file is AES-256-CBC ciphertext and the first ten bytes of HMAC-SHA-256 over IV and ciphertext. What comes out
/// before ``finish(_:)`` returned is not authenticated: the caller must be able to take it back.
public final class MediaDecryptor {
  /// Bytes of the code at the end.
  public static let macCount = 10
  private static let pieceCount = 128 << 10

  private let cipher: AES256CBC
  private var mac: HMACSHA256Stream
  private var encrypted = SHA256Hasher()
  private var plain = SHA256Hasher()
  /// The last bytes that came, which may be the code.
  private var held: [UInt8] = []
  private var room: [UInt8]
  private var isFinished = false

  /// Encrypted bytes so far, the code included.
  public private(set) var encryptedCount: Int64 = 0
  /// Plain bytes so far.
  public private(set) var plainCount: Int64 = 0

  /// Starts.
  public init(keys: MediaKeys) throws {
    cipher = try AES256CBC(.decrypt, key: keys.cipherKey, iv: keys.iv)
    mac = try HMACSHA256Stream(key: keys.macKey)
    mac.update(keys.iv)
    room = [UInt8](repeating: 0, count: MediaDecryptor.pieceCount + AES256CBC.blockCount)
  }

  deinit { room.wipe() }

  /// How long the encrypted file of a medium is.
  public static func encryptedCount(ofPlain count: Int64) -> Int64? {
    guard count >= 0, count < Int64.max - 64 else { return nil }
    return (count / 16 + 1) * 16 + Int64(macCount)
  }

  /// Takes the next piece; hands over what it decrypts to.
  public func update(_ piece: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard !isFinished else { throw SealingError(code: .invalidParameter, message: "the medium was finished before") }
    encrypted.update(piece)
    encryptedCount += Int64(piece.count)
    // All but the last ten bytes are ciphertext.
    let total = held.count + piece.count
    guard total > MediaDecryptor.macCount else {
      held.append(contentsOf: piece)
      return
    }
    let ready = total - MediaDecryptor.macCount
    let fromHeld = min(held.count, ready)
    if fromHeld > 0 {
      try held.withUnsafeBytes { try decrypt(UnsafeRawBufferPointer(rebasing: $0[..<fromHeld]), sink) }
      held.removeFirst(fromHeld)
    }
    let fromPiece = ready - fromHeld
    var rest = piece[..<(piece.startIndex + fromPiece)]
    while !rest.isEmpty {
      let part = rest.prefix(MediaDecryptor.pieceCount)
      try decrypt(UnsafeRawBufferPointer(rebasing: part), sink)
      rest = rest.dropFirst(part.count)
    }
    held.append(contentsOf: piece[(piece.startIndex + fromPiece)...])
  }

  private func decrypt(_ part: UnsafeRawBufferPointer, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    mac.update(part)
    let count = try room.withUnsafeMutableBytes { try cipher.update(part, into: $0) }
    try release(count, sink)
  }

  private func release(_ count: Int, _ sink: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard count > 0 else { return }
    plainCount += Int64(count)
    try room.withUnsafeBytes { room in
      let bytes = UnsafeRawBufferPointer(rebasing: room[..<count])
      plain.update(bytes)
      try sink(bytes)
    }
  }

  /// Checks the code, then the padding; hands over the last bytes.
  ///
  /// Throws `authenticationFailed` when the file was cut or changed, or the key is another's.
  public func finish(_ sink: (UnsafeRawBufferPointer) throws -> Void) throws -> (plain: Digest, encrypted: Digest) {
    guard !isFinished else { throw SealingError(code: .invalidParameter, message: "the medium was finished before") }
    isFinished = true
    let wanted = Array(mac.finalize().bytes.prefix(MediaDecryptor.macCount))
    guard held.count == MediaDecryptor.macCount, ConstantTime.equal(held, wanted) else {
      throw SealingError(
        code: .authenticationFailed, message: "the medium's code does not match: it was cut or changed on its way")
    }
    let count = try room.withUnsafeMutableBytes { try cipher.finish(into: $0) }
    try release(count, sink)
    return (plain.finalize(), encrypted.finalize())
  }
}
