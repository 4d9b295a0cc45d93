import COpenSSL

extension [UInt8] {
  /// Overwrites the bytes, for arrays that held a secret on its way.
  public mutating func wipe() {
    withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}
