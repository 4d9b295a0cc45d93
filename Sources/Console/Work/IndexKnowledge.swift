import Intake
import Records
import SearchIndex

/// What is archived already, as the index knows it.
public struct IndexKnowledge: KnownDeliveries {
  private let index: ArchiveIndex
  private let items: KnownItems?

  /// Asks an index, which must have caught up with the vault.
  public init(_ index: ArchiveIndex) { self.init(index, items: nil) }

  private init(_ index: ArchiveIndex, items: KnownItems?) {
    self.index = index
    self.items = items
  }

  public func snapshot() throws -> any KnownDeliveries {
    // An import that was killed may have left segments that only the opening of its writer brought into the ledger.
    try index.catchUp()
    return IndexKnowledge(index, items: try KnownItems(index))
  }

  public func contains(delivery: DeliveryID) throws -> Bool {
    try items?.contains(delivery: delivery) ?? index.contains(delivery: delivery)
  }

  public func contains(message: MessageID) throws -> Bool {
    try items?.contains(message: message) ?? index.contains(message: message)
  }

  public func conversationKeys(account: String) throws -> [String] {
    try index.conversationKeys(provider: .chatExport, account: account)
  }

  public func accounts(of provider: Provider) throws -> [String] { try index.accounts(provider: provider) }

  public func isMissingMedia(of message: MessageID) throws -> Bool {
    guard let state = try index.mediaState(of: message) else { return false }
    return state != .stored
  }

  public func isReadable(message: MessageID) throws -> Bool {
    try items?.isReadable(message: message) ?? index.isReadable(message: message)
  }

  public func holdsEdit(of message: MessageID, from delivery: DeliveryID) throws -> Bool {
    try index.holdsEdit(of: message, from: delivery)
  }

  public func date(of message: MessageID) throws -> ArchivedDate? { try index.date(of: message) }
}
