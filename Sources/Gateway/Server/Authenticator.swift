import Records
import Sealing

/// How one account's deliveries prove where they come from; pure functions over headers and raw bytes.
///
/// Every secret is tried, in constant time, whichever fits: during a rotation two of them are valid.
public struct Authenticator: Sendable {
  private enum Scheme: Sendable {
    case hmacSHA256([HMACSHA256])
    case hmacSHA512([HMACSHA512])
    case sharedSecret(header: String, [Digest])
  }

  private let scheme: Scheme

  /// The scheme of an account's provider; an account without secrets accepts nothing.
  public init(_ account: AccountSettings) {
    switch account.provider {
    case .meta, .gowa: scheme = .hmacSHA256(account.secrets.map { HMACSHA256(key: $0) })
    case .waha: scheme = .hmacSHA512(account.secrets.map { HMACSHA512(key: $0) })
    default:
      scheme = .sharedSecret(
        header: account.secretHeader ?? "x-webhook-signature", account.secrets.map { $0.withUnsafeBytes(SHA256.hash) })
    }
  }

  /// What is known about who sent these bytes.
  public func check(_ headers: [Delivery.Header], _ body: [UInt8]) -> Authenticity {
    switch scheme {
    case .hmacSHA256(let keys):
      return Authenticity(
        .hmacSHA256,
        outcome(headers.values(of: "x-hub-signature-256")) { value in
          guard let code = Authenticator.code(value, prefix: "sha256=", count: 32) else { return false }
          return Authenticator.any(keys) { ConstantTime.equal($0.authenticate(body).bytes, code) }
        })
    case .hmacSHA512(let keys):
      let algorithms = headers.values(of: "x-webhook-hmac-algorithm")
      guard algorithms.isEmpty || algorithms == ["sha512"] else { return Authenticity(.hmacSHA512, .invalid) }
      return Authenticity(
        .hmacSHA512,
        outcome(headers.values(of: "x-webhook-hmac")) { value in
          guard let code = Authenticator.code(value, prefix: "", count: 64) else { return false }
          return Authenticator.any(keys) { ConstantTime.equal($0.authenticate(body), code) }
        })
    case .sharedSecret(let header, let secrets):
      return Authenticity(
        .sharedSecret,
        outcome(headers.values(of: header)) { value in
          // Digests are compared, so that not even a secret's length shows.
          let digest = SHA256.hash(Array(value.utf8))
          return Authenticator.any(secrets) { ConstantTime.equal($0, digest) }
        })
    }
  }

  /// One header decides; two that might contradict one another do not.
  private func outcome(_ values: [String], _ isValid: (String) -> Bool) -> Authenticity.Outcome {
    guard let value = values.first else { return .absent }
    return values.count == 1 && isValid(value) ? .valid : .invalid
  }

  private static func code(_ value: String, prefix: String, count: Int) -> [UInt8]? {
    guard value.utf8.count == prefix.utf8.count + count * 2, value.hasPrefix(prefix) else { return nil }
    return Hex.decode(value.dropFirst(prefix.count).lowercased())
  }

  private static func any<Secret>(_ secrets: [Secret], _ fits: (Secret) -> Bool) -> Bool {
    var found = false
    for secret in secrets where fits(secret) { found = true }
    return found
  }
}
