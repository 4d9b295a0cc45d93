/// A point in an archiver's work at which a test can end it, as a crash would.
public enum ArchiverStep: String, Sendable, Hashable, CaseIterable {
  case taken, read, filedEvent, filedDelivery, filed, handedOver, rotated, sealed, counted, acknowledged, tailRemoved
  case lettered
}
