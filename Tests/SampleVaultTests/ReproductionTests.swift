import Foundation
import SampleVault
import Storage
import TestSupport
import Testing

/// The sample vault is what its generator makes, byte for byte.
@Suite struct ReproductionTests {
  @Test func aSecondRunGivesTheSameBytes() throws {
    let first = try MadeSample.shared.get()
    let folder = try TemporaryDirectory()
    let second = MemoryStore(location: "elsewhere")
    _ = try SampleVault().make(in: second, scratch: folder.path)
    let names = try first.store.list("").map(\.path)
    #expect(try second.list("").map(\.path) == names)
    for name in names { #expect(try first.store.get(name) == second.get(name), "\(name) differs") }
  }

  @Test func theCommittedVaultHoldsTheSameRecords() throws {
    let root = Fixtures.packageRoot().appendingPathComponent("sample-vault").path
    let folder = try TemporaryDirectory()
    let vault = try MadeSample.unlock(FolderStore(root: root), state: folder.path)
    let committed = try MadeSample.records(of: vault)
    let made = try MadeSample.records(of: MadeSample.shared.get().vault)
    let advice = "run: swift run -c release make-sample-vault sample-vault"
    // Whoever looks around in it adds acts in a log of their own.
    let writers = Set(try MadeSample.shared.get().vault.writers().map(\.id.text))
    let own = committed.keys.filter { key in writers.contains { key.hasPrefix($0) } }
    #expect(own.sorted() == made.keys.sorted(), "\(advice)")
    for (segment, records) in made {
      #expect(committed[segment] == records, "\(segment) differs; \(advice)")
    }
  }

  @Test func theCommittedVaultVerifiesAndIsSmall() throws {
    let root = Fixtures.packageRoot().appendingPathComponent("sample-vault").path
    let store = try FolderStore(root: root)
    let folder = try TemporaryDirectory()
    let report = try MadeSample.unlock(store, state: folder.path).verify()
    #expect(report.ok, "\(report.problems)")
    #expect(report.unlocked)
    #expect(report.pending == 0)
    let size = try store.list("").reduce(0) { $0 + $1.size }
    #expect(size < 8 << 20, "\(size) bytes")
  }
}
