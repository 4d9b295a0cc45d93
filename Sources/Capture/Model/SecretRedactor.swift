import Records
import Sealing

/// Replaces pairing codes and credentials in a body before it is sealed, by a keyed fingerprint.
struct SecretRedactor {
  private let key: [UInt8]
  private static let deepest = 3
  private static let credentials: Set<String> = [
    "sessionid", "apikey", "token", "accesstoken", "secret", "webhooksecret", "authorization", "password", "jwt",
  ]
  private static let pairing: Set<String> = ["qr", "qrcode", "pairingcode"]

  init(key: [UInt8]) { self.key = key }

  /// The name under which a session is known: the same session, the same name, and no way back.
  func sessionFingerprint(_ session: String) -> String {
    "session-" + Derivation.keyedFingerprint(key: key, label: .credentialFingerprint, value: Array(session.utf8))
  }

  /// The body with its secrets replaced, and what was replaced where.
  ///
  /// `form` says where the payload tells a pairing code: nothing that stands there is kept.
  func redact(_ body: [UInt8], form: PairingForm) -> (body: [UInt8], redactions: [Delivery.Redaction]) {
    let found = body.withUnsafeBufferPointer { buffer in
      var scanner = SecretScanner(
        bytes: buffer, credentials: SecretRedactor.credentials, pairing: SecretRedactor.pairing, form: form,
        deepest: SecretRedactor.deepest)
      scanner.scan()
      return scanner.found
    }
    guard !found.isEmpty else { return (body, []) }
    var output: [UInt8] = []
    output.reserveCapacity(body.count + found.count * 48)
    var redactions: [Delivery.Redaction] = []
    var done = 0
    for secret in found {
      output += body[done..<secret.range.lowerBound]
      let replacement = Array("\"redacted:\(fingerprint(Array(body[secret.range])))\"".utf8)
      redactions.append(
        Delivery.Redaction(offset: Int64(output.count), length: Int64(replacement.count), what: secret.what))
      output += replacement
      done = secret.range.upperBound
    }
    output += body[done...]
    return (output, redactions)
  }

  /// The fingerprint of a JSON token: of the text it means where it is a string.
  private func fingerprint(_ token: [UInt8]) -> String {
    let text = (try? JSONReader.parse(token))?.text ?? String(decoding: token, as: UTF8.self)
    return sessionFingerprint(text)
  }
}

/// Finds the values of telling names in JSON bytes; in broken JSON as far as it goes.
struct SecretScanner {
  struct Secret {
    var range: Range<Int>
    var what: String
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let credentials: Set<String>
  let pairing: Set<String>
  let form: PairingForm
  let deepest: Int
  private(set) var found: [Secret] = []
  private var names: [Frame] = []

  private struct Frame {
    var isObject: Bool
    /// What the member being read is, if it is a secret.
    var secret: String?
    var expectsName: Bool
  }

  init(
    bytes: UnsafeBufferPointer<UInt8>, credentials: Set<String>, pairing: Set<String>, form: PairingForm, deepest: Int
  ) {
    self.bytes = bytes
    self.credentials = credentials
    self.pairing = pairing
    self.form = form
    self.deepest = deepest
  }

  /// Walks the tokens without recursion, so that nesting costs no stack.
  mutating func scan() {
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case 0x7B, 0x5B:
        let inherited = names.last?.secret
        names.append(Frame(isObject: bytes[index] == 0x7B, secret: inherited, expectsName: bytes[index] == 0x7B))
        index += 1
      case 0x7D, 0x5D:
        _ = names.popLast()
        index += 1
      case 0x2C:
        if let last = names.indices.last, names[last].isObject {
          names[last].expectsName = true
          names[last].secret = names.count >= 2 ? names[names.count - 2].secret : nil
        }
        index += 1
      case 0x3A:
        if let last = names.indices.last { names[last].expectsName = false }
        index += 1
      case 0x22:
        let end = stringEnd(from: index)
        if let last = names.indices.last, names[last].isObject, names[last].expectsName {
          if names[last].secret == nil { names[last].secret = secret(named: index..<end) }
        } else if let what = names.last?.secret {
          found.append(Secret(range: index..<end, what: what))
        }
        index = end
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default:
        let start = index
        while index < bytes.count,
          ![0x2C, 0x7D, 0x5D, 0x20, 0x0A, 0x0D, 0x09, 0x22, 0x7B, 0x5B, 0x3A].contains(bytes[index])
        {
          index += 1
        }
        let isWord = [0x74, 0x66, 0x6E].contains(bytes[start])
        if let what = names.last?.secret, !isWord { found.append(Secret(range: start..<index, what: what)) }
      }
    }
  }

  private func stringEnd(from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == 0x22 { return index + 1 }
      index += bytes[index] == 0x5C ? 2 : 1
    }
    return bytes.count
  }

  /// What a member's value is, from its name and depth; nil where it may be kept.
  private func secret(named range: Range<Int>) -> String? {
    guard names.count <= deepest else { return nil }
    let token = Array(bytes[range])
    let name =
      (token.contains(0x5C) ? (try? JSONReader.parse(token))?.string : nil)
      ?? String(decoding: token.dropFirst().dropLast(), as: UTF8.self)
    let plain = name.lowercased().filter { $0 != "_" && $0 != "-" }
    switch form {
    case .none: break
    case .whole: if names.count == 1, plain == "data" || plain == "payload" { return "pairing-code" }
    case .inner: if names.count == 2, plain == "data" { return "pairing-code" }
    }
    if credentials.contains(plain) { return "session-credential" }
    if pairing.contains(plain) { return "pairing-code" }
    return nil
  }
}
