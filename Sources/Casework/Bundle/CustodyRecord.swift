import Records
import Sealing
import SearchIndex
import Storage
import Vault

/// The record of a hand-over, beside the bundle: who, when, and which bytes; signed by the officer.
///
/// It is not part of the bundle, so that the same scope and checkpoint always give the same bundle.
struct CustodyRecord {
  static let title = "holdfast custody v1"

  let vault: UnlockedVault
  let matter: String
  let bundleName: String
  let checkpoint: String
  let digest: Digest
  let handedOverAt: Instant

  /// The file's bytes.
  func encode() throws -> [UInt8] {
    let statement = NormalisedRecord.object([
      "bundle": .string(bundleName), "checkpoint": .string(checkpoint), "handed_over_at": .string(handedOverAt.rfc3339),
      "matter": .string(matter), "officer": .string(vault.officer.id.text), "operator": .string(vault.officer.name),
      "tagmanifest_sha256": .string(digest.hex), "tool": .string(CaseworkVersion.tool), "vault": .string(vault.id.text),
    ])
    let signature = try vault.signStatement(title: Self.title, CanonicalJSON.encode(statement))
    let file = NormalisedRecord.object([
      "fingerprint": .string(vault.locked.fingerprint), "kind": .string(Self.title),
      "officer_key": .string(Sealing.Base64.encode(signature.key.bytes)),
      "signature": .string(Sealing.Base64.encode(signature.bytes)), "statement": statement,
      "vault_toml": .string(Sealing.Base64.encode(try vault.store.get(VaultPath.configuration))),
    ])
    return CanonicalJSON.encode(file) + [0x0A]
  }
}
