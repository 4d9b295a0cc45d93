import Records
import SampleVault
import Sealing
import SearchIndex
import Storage
import TestSupport
import Vault

/// A sample vault that was made in memory, opened again with its passphrase.
final class MadeSample: Sendable {
  let store: MemoryStore
  let report: SampleVault.Report
  let vault: UnlockedVault
  let index: ArchiveIndex
  private let folder: TemporaryDirectory

  init(place: String) throws {
    folder = try TemporaryDirectory()
    store = MemoryStore(location: place)
    report = try SampleVault().make(in: store, scratch: folder.path)
    vault = try MadeSample.unlock(store, state: folder.path("second"))
    index = try ArchiveIndex.open(vault: vault)
    try index.catchUp()
  }

  /// One for all tests that only read: making it takes a few seconds.
  static let shared = Result { try MadeSample(place: "first") }

  static func unlock(_ store: any ObjectStore, state: String) throws -> UnlockedVault {
    try LockedVault.open(store: store, state: StateDirectory(base: state))
      .unlock(passphrase: SecretBytes(Array(SampleVault.passphrase.utf8)))
  }

  /// Every record of a vault, by writer and segment, in the order they were sealed.
  static func records(of vault: UnlockedVault) throws -> [String: [[UInt8]]] {
    var result: [String: [[UInt8]]] = [:]
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        var records: [[UInt8]] = []
        try vault.openSegment(segment).forEachRecord { _, bytes in records.append(Array(bytes)) }
        result["\(writer.id) \(segment.path)"] = records
      }
    }
    return result
  }

  func count(_ query: String) throws -> Int64 {
    try index.count(try QueryParser.parse(query).get(), cap: nil).count
  }

  func conversation(_ title: String) throws -> ConversationSummary? {
    try index.conversations(filter: ConversationFilter(text: title), limit: 20).conversations.first {
      $0.title == title
    }
  }
}
