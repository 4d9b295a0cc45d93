/// What a segment key is for; its wrapping is bound to all of it.
public struct SegmentKeyBinding: Sendable, Hashable {
  /// The vault.
  public let vaultID: String
  /// The segment, or the media object.
  public let segmentID: String
  /// The retention key it is sealed to.
  public let retentionKeyID: String
  /// The retention class.
  public let retentionClass: String
  /// The period, as the vault writes it.
  public let period: String
  /// The writer.
  public let writer: String

  /// Names the key.
  public init(
    vaultID: String, segmentID: String, retentionKeyID: String, retentionClass: String, period: String, writer: String
  ) {
    self.vaultID = vaultID
    self.segmentID = segmentID
    self.retentionKeyID = retentionKeyID
    self.retentionClass = retentionClass
    self.period = period
    self.writer = writer
  }

  /// The fields as associated data, under a label.
  public func associatedData(_ label: Label = .segmentKeyWrap) -> AssociatedData {
    AssociatedData(label).appending(vaultID).appending(segmentID).appending(retentionKeyID)
      .appending(retentionClass).appending(period).appending(writer)
  }
}
