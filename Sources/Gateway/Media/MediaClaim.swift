import Sealing

/// The SHA-256 that a provider claims, in the forms they write it.
enum MediaClaim {
  /// Lower-case hexadecimal, from base64 or hexadecimal; nil when it is not 32 bytes.
  static func hex(_ claim: String) -> String? {
    if claim.utf8.count == 64 { return Digest(hex: claim.lowercased())?.hex }
    return Digest(base64: claim)?.hex
  }
}
