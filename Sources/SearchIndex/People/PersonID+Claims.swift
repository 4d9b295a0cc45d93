import Records
import Sealing

extension PersonID {
  /// The id that finds whoever a claim belongs to; the same in every vault.
  public init(_ key: ClaimKey) {
    self.init(suffix: Derivation.identifier(label: .identityIdentifier, texts: key.text))
  }
}
