import Records
import Sealing

extension WriterID {
  /// The writer that has this key: nobody else can have its id.
  init(of key: VerifyingKey, in vault: VaultID) {
    self.init(suffix: Derivation.identifier(label: .writerIdentifier, parts: [Array(vault.text.utf8), key.bytes]))
  }

  /// The writer that a log's origin names: `holdfast/<vault>/<writer>`.
  init?(ofName name: String, in vault: VaultID) {
    let lead = "holdfast/\(vault)/"
    guard name.hasPrefix(lead) else { return nil }
    self.init(String(name.dropFirst(lead.count)))
  }

  /// The origin of this writer's log, and the name in its verifier key.
  func origin(in vault: VaultID) -> String { "holdfast/\(vault)/\(self)" }
}

extension OfficerID {
  /// The officer that has this key.
  init(of key: VerifyingKey, in vault: VaultID) {
    self.init(suffix: Derivation.identifier(label: .officerIdentifier, parts: [Array(vault.text.utf8), key.bytes]))
  }

  /// The name that signs the officer's notes.
  func noteName(in vault: VaultID) -> String { "holdfast/\(vault)/\(self)" }
}
