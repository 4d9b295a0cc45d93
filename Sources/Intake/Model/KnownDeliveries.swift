import Capture
import Records

/// What is archived already, as the index knows it; asked from the importer's threads.
public protocol KnownDeliveries: KnownChatExports {
  /// Whether a delivery with these bytes is archived.
  func contains(delivery: DeliveryID) throws -> Bool
  /// Whether a message is archived.
  func contains(message: MessageID) throws -> Bool
  /// The keys (`export:…`) of conversations that came from chat exports into an account.
  func conversationKeys(account: String) throws -> [String]
  /// The accounts under which conversations of a provider are archived.
  func accounts(of provider: Provider) throws -> [String]
  /// Whether an archived message names a file that the vault does not have.
  func isMissingMedia(of message: MessageID) throws -> Bool
  /// The date under which a message is archived; nil where it is not.
  func date(of message: MessageID) throws -> ArchivedDate?
  /// Whether a message is archived with what it says, and not only as one that is missing.
  func isReadable(message: MessageID) throws -> Bool
  /// Whether an archived version of a message was read from a delivery.
  func holdsEdit(of message: MessageID, from delivery: DeliveryID) throws -> Bool
  /// What is known now, in a form that answers many questions quickly.
  ///
  /// An import makes one once its writer is open: by then what an interrupted import left is in the ledger, and must be
  /// known, or it would be taken in twice.
  func snapshot() throws -> any KnownDeliveries
}

extension KnownDeliveries {
  /// None: then no export is recognised as the continuation of an earlier one.
  public func conversationKeys(account: String) throws -> [String] { [] }

  /// None: then what is archived under another account is taken in once more without a word.
  public func accounts(of provider: Provider) throws -> [String] { [] }

  /// Never: then the files of an export whose text is archived already are not taken in later.
  public func isMissingMedia(of message: MessageID) throws -> Bool { false }

  /// None: then a date that is settled or corrected later is not added to what is archived.
  public func date(of message: MessageID) throws -> ArchivedDate? { nil }

  /// As far as it is archived: then a message that came as a gap is never completed by a later import.
  public func isReadable(message: MessageID) throws -> Bool { try contains(message: message) }

  /// Always: then an edit that could not be opened is never completed by a later import.
  public func holdsEdit(of message: MessageID, from delivery: DeliveryID) throws -> Bool { true }

  /// Itself.
  public func snapshot() throws -> any KnownDeliveries { self }
}

/// Knows nothing: everything is new.
public struct NothingKnown: KnownDeliveries {
  /// Creates it.
  public init() {}

  public func contains(delivery: DeliveryID) throws -> Bool { false }
  public func contains(message: MessageID) throws -> Bool { false }
}
