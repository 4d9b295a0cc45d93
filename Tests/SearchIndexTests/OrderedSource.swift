import Records
import Sealing
import Synchronization

@testable import SearchIndex

/// The same segments every time, each in a log of its own, revealed little by little in an order of choice.
final class OrderedSource: RecordSource {
  private let inner = MemorySource()
  private let order: [WriterID]
  private let shown = Mutex<Int>(0)

  init(_ parts: [[Record]], order: [Int]) {
    for (index, part) in parts.enumerated() { inner.append(part, writer: OrderedSource.name(index)) }
    self.order = order.map { WriterID(suffix: OrderedSource.name($0)) }
  }

  private static func name(_ index: Int) -> String {
    String(
      decoding: [UInt8(97 + index / 676 % 26), UInt8(97 + index / 26 % 26), UInt8(97 + index % 26)], as: UTF8.self)
  }

  /// Shows some more; false when everything was shown before.
  func release(_ count: Int) -> Bool {
    shown.withLock { shown in
      if shown == order.count { return false }
      shown = count > order.count - shown ? order.count : shown + count
      return true
    }
  }

  func writers() throws -> [SourceWriter] {
    let visible = Set(order.prefix(shown.withLock { $0 }))
    return inner.writers().filter { visible.contains($0.id) }
  }

  func leaves(of writer: WriterID, from: UInt64, limit: Int) throws -> [SourceLeaf] {
    inner.leaves(of: writer, from: from, limit: limit)
  }

  func forEachRecord(
    in segment: SourceSegment, from number: Int, _ body: (Int, Result<[UInt8], any Error>) throws -> Bool
  ) throws {
    try inner.forEachRecord(in: segment, from: number, body)
  }

  func record(at address: RecordAddress) throws -> [UInt8] { try inner.record(at: address) }
  func messageIDs(provider: Provider, account: String, providerID: String) -> [MessageID] {
    inner.messageIDs(provider: provider, account: account, providerID: providerID)
  }
  func zoneOffset(_ zone: String, at instant: Instant) -> Int? { 0 }
}
