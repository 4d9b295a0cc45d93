import Records
import Sealing
import Synchronization

@testable import SearchIndex

/// A gateway in memory: a spool, open segments of several periods, a tail, and a ledger.
///
/// Whatever is appended stays in the spool until it is sealed; a crash loses the open segments, and what was not
/// acknowledged is appended again, under other addresses.
final class TailSource: RecordSource {
  struct Segment: SourceHandleValue {
    var id: SegmentID
    var records: [[UInt8]] = []
  }

  private struct File: SourceTailFile {
    var name: String
    var all: [SourceTailEntry] = []
    func entries(from index: Int) throws -> [SourceTailEntry] { Array(all.dropFirst(index)) }
  }

  private struct State {
    var log: [Segment] = []
    var byID: [SegmentID: Segment] = [:]
    var open: [Int: Segment] = [:]
    var files: [File] = []
    var spool: [[Record]] = []
    var taken = 0
    var made = 0
  }

  private let state = Mutex(State())
  private let writer = WriterID(suffix: "gateway")
  /// In how many periods records fall.
  let periods: Int

  init(periods: Int = 2) { self.periods = periods }

  // MARK: The gateway

  /// Spools deliveries, each with the records that it becomes.
  func receive(_ deliveries: [[Record]]) { state.withLock { $0.spool += deliveries } }

  /// Appends up to so many deliveries to the open segments; the tail has them at once when `visible`.
  func archive(_ count: Int, visible: Bool = true) {
    state.withLock { state in
      for delivery in state.spool.dropFirst(state.taken).prefix(count) {
        for (index, record) in delivery.enumerated() {
          let period = (index + record.encode().count) % periods
          if state.open[period] == nil {
            state.made += 1
            let suffix = Base32.prefix(SHA256.hash("tail/\(state.made)"), characters: 20)
            state.open[period] = Segment(id: SegmentID(suffix: suffix))
          }
          guard var segment = state.open[period] else { continue }
          let bytes = record.encode()
          segment.records.append(bytes)
          state.open[period] = segment
          if visible {
            if state.files.isEmpty { state.files.append(File(name: "tail-\(state.made)")) }
            state.files[state.files.count - 1].all.append(
              SourceTailEntry(
                address: RecordAddress(segment: segment.id, number: segment.records.count - 1),
                isAudit: record.isAct, bytes: bytes))
          }
        }
        state.taken += 1
      }
    }
  }

  /// Logs the open segments; then acknowledges and removes the tail, unless it dies in between.
  func seal(acknowledges: Bool = true) {
    state.withLock { state in
      for (_, segment) in state.open.sorted(by: { $0.key < $1.key }) {
        state.log.append(segment)
        state.byID[segment.id] = segment
      }
      state.open = [:]
      guard acknowledges else { return }
      state.spool.removeFirst(state.taken)
      state.taken = 0
      state.files = []
    }
  }

  /// Loses what is not logged; some of the open segments may have been logged before.
  func crash(loggedFirst: Int = 0, keepsFiles: Bool = false) {
    state.withLock { state in
      for (_, segment) in state.open.sorted(by: { $0.key < $1.key }).prefix(loggedFirst) {
        state.log.append(segment)
        state.byID[segment.id] = segment
      }
      state.open = [:]
      state.taken = 0
      if !keepsFiles { state.files = [] }
    }
  }

  func dropTail() { state.withLock { $0.files = [] } }

  var isDone: Bool { state.withLock { $0.spool.isEmpty } }

  // MARK: The source

  func writers() throws -> [SourceWriter] {
    state.withLock { [SourceWriter(id: writer, size: UInt64($0.log.count))] }
  }

  func leaves(of writer: WriterID, from: UInt64, limit: Int) throws -> [SourceLeaf] {
    state.withLock { state in
      state.log.enumerated().dropFirst(Int(from)).prefix(limit).map { index, segment in
        SourceLeaf(
          index: UInt64(index),
          segment: SourceSegment(
            id: segment.id, recordCount: segment.records.count, isAudit: false, handle: SourceHandle(value: segment)))
      }
    }
  }

  func forEachRecord(
    in segment: SourceSegment, from number: Int, _ body: (Int, Result<[UInt8], any Error>) throws -> Bool
  ) throws {
    guard let segment = state.withLock({ $0.byID[segment.id] }) else { return }
    for (index, bytes) in segment.records.enumerated() where index >= number {
      if try !body(index, .success(bytes)) { return }
    }
  }

  func record(at address: RecordAddress) throws -> [UInt8] {
    try state.withLock { state in
      if let segment = state.byID[address.segment], segment.records.indices.contains(address.number) {
        return segment.records[address.number]
      }
      for file in state.files {
        if let entry = file.all.first(where: { $0.address == address }) { return entry.bytes }
      }
      throw SearchIndexError(.source, "no such record")
    }
  }

  func messageIDs(provider: Provider, account: String, providerID: String) -> [MessageID] {
    [false, true].map { Make.messageID(providerID, fromMe: $0, provider: provider, account: account) }
  }

  func zoneOffset(_ zone: String, at instant: Instant) -> Int? { 0 }
  func tail() throws -> [any SourceTailFile] { state.withLock { $0.files } }
  func isLogged(_ segment: SegmentID) throws -> Bool { state.withLock { $0.byID[segment] != nil } }
}

extension Record {
  fileprivate var isAct: Bool { if case .act = self { true } else { false } }
}
