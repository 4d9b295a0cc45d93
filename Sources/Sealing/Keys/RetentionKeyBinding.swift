/// What a retention key is for; its wrapping is bound to all of it.
public struct RetentionKeyBinding: Sendable, Hashable {
  /// The vault.
  public let vaultID: String
  /// The key's own id.
  public let keyID: String
  /// The retention class.
  public let retentionClass: String
  /// The period, as the vault writes it.
  public let period: String
  /// The writer whose records it covers.
  public let writer: String

  /// Names the key.
  public init(vaultID: String, keyID: String, retentionClass: String, period: String, writer: String) {
    self.vaultID = vaultID
    self.keyID = keyID
    self.retentionClass = retentionClass
    self.period = period
    self.writer = writer
  }

  /// The fields as associated data, under a label.
  public func associatedData(_ label: Label = .retentionKeyWrap) -> AssociatedData {
    AssociatedData(label).appending(vaultID).appending(keyID).appending(retentionClass).appending(period)
      .appending(writer)
  }
}
