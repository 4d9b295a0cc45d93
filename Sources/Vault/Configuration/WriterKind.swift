/// What a writer does.
public enum WriterKind: String, Sendable, Hashable, CaseIterable {
  /// Imports files.
  case importer
  /// Seals the acts of an officer.
  case console
  /// Receives webhooks; works while the vault is locked.
  case gateway
}
