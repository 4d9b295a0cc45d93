import Records
import Sealing
import SearchIndex
import Storage
import Vault

/// A statement that an officer signed, in a form that openssl checks.
public struct SignedStatement: Sendable, Hashable {
  /// The statement's bytes: canonical JSON and a line feed.
  public var body: [UInt8]
  /// Ed25519 over `body` as it is.
  public var signature: [UInt8]
  /// The officer's public key, PEM.
  public var publicKey: String

  /// How to check the three files that ``write(to:files:)`` makes.
  public static func instructions(_ path: String) -> String {
    "openssl pkeyutl -verify -pubin -inkey \(path).pub.pem -rawin -in \(path) -sigfile \(path).sig"
  }

  /// Writes the statement, its signature and the key: `path`, `path.sig` and `path.pub.pem`; none may exist.
  public func write(to path: String, files: any FileOperations = SystemFiles()) throws {
    for (suffix, bytes) in [("", body), (".sig", signature), (".pub.pem", Array(publicKey.utf8))] {
      guard try DurableFile.create(path + suffix, bytes, files: files) else {
        throw CaseworkError(.badDestination, "\(path + suffix) is there already", remedy: "name another file")
      }
    }
  }
}

extension CaseManager {
  /// The title that the officer's signature over a statement begins with.
  static let statementTitle = "holdfast statement v1"

  /// States that a search of everything indexed found nothing: refused when it finds something, or when the index lags.
  ///
  /// - Parameters:
  ///   - typed: The query as it was typed.
  ///   - query: The query as it was understood, relative dates written out.
  public func nothingFoundStatement(
    typed: String, query: Query, cancel: CancellationFlag? = nil
  ) throws -> SignedStatement {
    try index.catchUp(cancel: cancel)
    let found = try index.count(query, cap: nil, cancel: cancel)
    guard found.count == 0 else {
      throw CaseworkError(
        .somethingFound, "the search has \(found.count) hits: nothing to certify", remedy: "look at the hits first")
    }
    let coverage = found.coverage
    guard coverage.isComplete else {
      throw CaseworkError(
        .incompleteIndex, "only \(coverage.indexed) of \(coverage.records) capture records are indexed",
        remedy: "wait until the index has caught up, then ask again")
    }
    guard !query.isRelative else {
      throw CaseworkError(.badPredicate, "a statement needs fixed dates", remedy: "write the dates out")
    }
    func number(_ value: some BinaryInteger) -> JSONValue { .number(String(value)) }
    let checkpoint = try vault.locked.checkpointText()
    let statement = NormalisedRecord.object([
      "kind": .string(Self.statementTitle), "statement": .string("nothing found"), "vault": .string(vault.id.text),
      "fingerprint": .string(vault.locked.fingerprint), "query": .string(typed),
      "query_canonical": .string(query.canonicalText), "query_in_words": .string(query.plainWords),
      "time_zone": .string(query.timeZone), "grammar": number(QueryGrammar.version),
      "tokenizer": number(CaseworkVersion.tokenizer), "total": number(0), "indexed": number(coverage.indexed),
      "records": number(coverage.records), "index_checkpoint": .string(coverage.checkpoint),
      "vault_checkpoint": .string(checkpoint), "officer": .string(vault.officer.id.text),
      "officer_name": .string(vault.officer.name), "stated_at": .string(vault.environment.clock.now().rfc3339),
      "tool": .string(CaseworkVersion.tool),
    ])
    // The first line is the title that the signature covers, so that the file is signed exactly as it is.
    let json = CanonicalJSON.encode(statement) + [0x0A]
    let signature = try vault.signStatement(title: Self.statementTitle, json)
    try vault.acts.recordDurably(
      .statement,
      details: JSONObject([
        JSONObject.Member(name: "query", value: .string(query.canonicalText)),
        JSONObject.Member(name: "sha256", value: .string(SHA256.hash(json).hex)),
        JSONObject.Member(name: "statement", value: .string("nothing found")),
      ]))
    return SignedStatement(
      body: Array((Self.statementTitle + "\n").utf8) + json, signature: signature.bytes,
      publicKey: PEM.publicKey(signature.key))
  }
}

/// Public keys as openssl reads them.
enum PEM {
  /// An Ed25519 public key as a SubjectPublicKeyInfo (RFC 8410).
  static func publicKey(_ key: VerifyingKey) -> String {
    let header: [UInt8] = [0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00]
    return "-----BEGIN PUBLIC KEY-----\n\(Sealing.Base64.encode(header + key.bytes))\n-----END PUBLIC KEY-----\n"
  }
}
