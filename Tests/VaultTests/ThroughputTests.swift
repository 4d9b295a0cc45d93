import Foundation
import Records
import Storage
import TestSupport
import Testing
import Vault

/// Eighteen months of records at once: all are read again. What it saw of speed is printed, never asserted.
@Suite(.serialized) struct ThroughputTests {
  private static let isFull = ProcessInfo.processInfo.environment["THROUGHPUT_FULL"] != nil

  @Test func appendsAndReads() throws {
    let count = ThroughputTests.isFull ? 400_000 : 10_000
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    let test = try TestVault(store: store, clock: SystemClock())
    let writer = try test.vault.writer(kind: .importer)
    let months = (0..<18).map { number -> Period in
      let month = YearMonth(year: 2024 + number / 12, month: number % 12 + 1) ?? TestVault.october.month
      return Period(.standard, month)
    }
    let words = ["invoice", "meeting", "tomorrow", "please", "thanks", "the", "contract", "is", "signed", "call"]
    var generator = SeededGenerator(seed: 3)
    let records = (0..<1000).map { number in
      let text = (0..<8).map { _ in words[Int(generator.next() % 10)] }.joined(separator: " ")
      return TestVault.record(number, text: text + " \(generator.next())").encode()
    }
    let bytes = records.reduce(0) { $0 + $1.count } / records.count
    let clock = ContinuousClock()
    let append = try clock.measure {
      for number in 0..<count {
        let period = months[number * 18 / count]
        try writer.append(encoded: records[number % 1000], period: period, recordDate: period.month.start)
      }
      try writer.seal()
    }
    func rate(_ duration: Duration) -> Double { Double(count) / (duration / .seconds(1)) }
    var read = 0
    let vault = test.vault
    let reading = try clock.measure {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        try vault.openSegment(segment).forEachRecord { _, _ in read += 1 }
      }
    }
    var isGood = false
    let verifying = try clock.measure { isGood = try vault.verify().ok }
    #expect(isGood)
    let size = try store.list("").reduce(0) { $0 + $1.size }
    print(
      "append \(Int(rate(append)))/s, read \(Int(rate(reading)))/s, verify \(Int(rate(verifying)))/s,",
      "\(bytes) bytes a record, vault \(Double(size) / Double(count * bytes)) of them")
    #expect(read == count)
  }
}
