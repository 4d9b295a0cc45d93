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
  /// Whether an archived message names a file that the vault does not have.
  func isMissingMedia(of message: MessageID) throws -> Bool
  /// What is known now, in a form that answers many questions quickly; an import makes one when it begins.
  func snapshot() throws -> any KnownDeliveries
}

extension KnownDeliveries {
  /// None: then no export is recognised as the continuation of an earlier one.
  public func conversationKeys(account: String) throws -> [String] { [] }

  /// Never: then the files of an export whose text is archived already are not taken in later.
  public func isMissingMedia(of message: MessageID) throws -> Bool { false }

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
