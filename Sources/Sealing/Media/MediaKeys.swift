import Records

/// The keys of one medium of WhatsApp's own network, from its media key.
///
/// HKDF-SHA-256 without salt, 112 bytes: IV, cipher key, MAC key, and 32 bytes that are not used for the file.
public struct MediaKeys: Sendable {
  /// What a medium is for its keys.
  public enum Purpose: String, Sendable, CaseIterable {
    case image = "WhatsApp Image Keys"
    case video = "WhatsApp Video Keys"
    case audio = "WhatsApp Audio Keys"
    case document = "WhatsApp Document Keys"

    /// The purpose of a kind of content; stickers count as images, voice notes as audio.
    public init?(_ kind: Content.Kind) {
      switch kind {
      case .image, .sticker: self = .image
      case .video: self = .video
      case .audio, .voice: self = .audio
      case .document: self = .document
      default: return nil
      }
    }
  }

  /// Bytes of a media key.
  public static let mediaKeyCount = 32

  let iv: [UInt8]
  let cipherKey: SecretBytes
  let macKey: SecretBytes

  /// Derives the keys.
  public init(mediaKey: SecretBytes, purpose: Purpose) throws {
    guard mediaKey.count == MediaKeys.mediaKeyCount else {
      throw SealingError(code: .invalidParameter, message: "a media key has 32 bytes, not \(mediaKey.count)")
    }
    let expanded = try HKDF.expand(
      key: HKDF.extract(salt: [], inputKey: mediaKey), info: Array(purpose.rawValue.utf8), length: 112)
    iv = expanded.withUnsafeBytes { Array($0[0..<16]) }
    cipherKey = expanded.withUnsafeBytes { SecretBytes(UnsafeRawBufferPointer(rebasing: $0[16..<48])) }
    macKey = expanded.withUnsafeBytes { SecretBytes(UnsafeRawBufferPointer(rebasing: $0[48..<80])) }
  }
}
