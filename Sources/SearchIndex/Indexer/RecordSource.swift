import Records

/// One object that holds records: a segment, or a large record's own object.
struct SourceSegment: Sendable, Hashable {
  var id: SegmentID
  var recordCount: Int
  /// Officer acts, as against captured deliveries and events.
  var isAudit: Bool
  /// What the source needs to open it.
  var handle: SourceHandle
}

/// What a source keeps about a segment; the index only passes it back.
protocol SourceHandleValue: Sendable {}
struct SourceHandle: Sendable, Hashable {
  let value: any SourceHandleValue
  static func == (left: SourceHandle, right: SourceHandle) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}

/// A leaf of a writer's ledger, as far as the index cares.
struct SourceLeaf: Sendable {
  var index: UInt64
  /// Nil for leaves that hold no records.
  var segment: SourceSegment?
}

/// One writer and how many leaves its ledger has.
struct SourceWriter: Sendable, Hashable {
  var id: WriterID
  var size: UInt64
}

/// Where the index takes its records from: the vault, or a list in memory under test.
protocol RecordSource: Sendable {
  /// The writers and the sizes of their ledgers at present.
  func writers() throws -> [SourceWriter]
  /// Leaves of one ledger, from an index, in order.
  func leaves(of writer: WriterID, from: UInt64, limit: Int) throws -> [SourceLeaf]
  /// Calls `body` with each record from a number on; a record that cannot be opened comes as nil, with the reason.
  /// Stops when `body` returns false.
  func forEachRecord(
    in segment: SourceSegment, from number: Int, _ body: (Int, Result<[UInt8], any Error>) throws -> Bool) throws
  /// One record.
  func record(at address: RecordAddress) throws -> [UInt8]
  /// The ids that a message of a provider may have, given the provider's own id: sent by them, sent by us.
  func messageIDs(provider: Provider, account: String, providerID: String) -> [MessageID]
  /// Seconds east of UTC in a zone at an instant; nil for an unknown zone.
  func zoneOffset(_ zone: String, at instant: Instant) -> Int?
  /// Folders whose changes mean that ledgers may have grown; empty where only asking helps.
  func watchedFolders() -> [String]
  /// Folders with files that grow while records are on their way.
  func growingFolders() -> [String]
  /// Files of records on their way into a ledger, as far as they were written on this machine; oldest first.
  func tail() throws -> [any SourceTailFile]
  /// Whether a ledger lists a segment by now.
  func isLogged(_ segment: SegmentID) throws -> Bool
}

extension RecordSource {
  func watchedFolders() -> [String] { [] }
  func growingFolders() -> [String] { [] }
  func tail() throws -> [any SourceTailFile] { [] }
  func isLogged(_ segment: SegmentID) throws -> Bool { true }
}
