import Records
import Sealing
import Storage
import Testing
import Vault

@Suite struct VaultLifecycleTests {
  @Test func createsUnlocksAppendsReadsAndVerifies() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    var addresses: [RecordAddress] = []
    for number in 0..<20 {
      addresses.append(try writer.append(TestVault.record(number), period: TestVault.october))
    }
    try writer.seal()
    try test.vault.close()

    let vault = try test.unlock()
    #expect(vault.officer.name == "Maria Keller")
    #expect(vault.officer.isAdministrator)
    #expect(vault.officerNames()[vault.officer.id] == "Maria Keller")
    for (number, address) in addresses.enumerated() {
      #expect(try vault.record(at: address) == TestVault.record(number).encode())
    }
    let report = try vault.verify()
    #expect(report.problems == [])
    #expect(report.ok && report.unlocked && report.pending == 0)
    #expect(report.segments == 2)
    #expect(report.records == 21)
    let locked = try test.open().verify()
    #expect(locked.problems == [])
    #expect(locked.ok && !locked.unlocked)
  }

  @Test func recoveryOpensForReadingOnly() throws {
    let test = try TestVault()
    let address = try test.vault.writer(kind: .importer).append(TestVault.record(1), period: TestVault.october)
    try test.vault.close()
    let vault = try test.open().unlock(recoverySecret: test.created.recoverySecretText)
    #expect(try vault.record(at: address) == TestVault.record(1).encode())
    #expect(throws: VaultError.self) { try vault.checkpoint() }
  }

  @Test func appendsOverManyMonthsAndBlocks() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    var expected: [RecordAddress: [UInt8]] = [:]
    var month = TestVault.october.month
    for round in 0..<18 {
      for number in 0..<40 {
        let text = String(repeating: "line \(round) \(number) ", count: number == 7 ? 5000 : 40)
        let record = TestVault.record(number, text: text)
        let address = try writer.append(record, period: Period(.standard, month), recordDate: month.start)
        expected[address] = record.encode()
      }
      month = month.next
    }
    try writer.seal()
    let vault = try test.unlock()
    for (address, bytes) in expected { #expect(try vault.record(at: address) == bytes) }
    #expect(try vault.verify().ok)
  }

  @Test func largeRecordsAreObjectsOfTheirOwn() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    let before = try writer.append(TestVault.record(1), period: TestVault.october)
    let large = TestVault.record(2, text: String(repeating: "a long export, line after line\n", count: 60_000))
    let address = try writer.append(large, period: TestVault.october)
    let after = try writer.append(TestVault.record(3), period: TestVault.october)
    try writer.seal()
    let vault = try test.unlock()
    #expect(try test.store.list("segments/").contains { $0.path.hasSuffix(".rec") })
    #expect(try vault.record(at: address) == large.encode())
    #expect(try vault.record(at: before) == TestVault.record(1).encode())
    #expect(try vault.record(at: after) == TestVault.record(3).encode())
    try vault.proof(of: address).check()
    let report = try vault.verify()
    #expect(report.problems == [])
  }

  @Test(arguments: [0, 1, 200, 262_139, 262_140, 262_141, 524_280, 600_001])
  func mediaRoundTripAndAreKeptOnce(size: Int) throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
    let first = try writer.putMedia(bytes, period: TestVault.october)
    let again = try writer.putMedia(bytes, period: TestVault.october)
    let other = try writer.putMedia(bytes, period: TestVault.november)
    try writer.seal()
    #expect(first.isNew && !again.isNew && other.isNew)
    #expect(first.path == again.path && first.path != other.path)
    #expect(first.sha256 == SHA256.hash(bytes).hex && first.size == Int64(size))
    let vault = try test.unlock()
    #expect(try vault.media(first.path) == bytes)
    #expect(try vault.verify().problems == [])
  }

  @Test func followsFromAPosition() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    try writer.append(TestVault.record(1), period: TestVault.october)
    try writer.seal()
    let reader = try test.unlock()
    let size = try #require(try reader.writers().first { $0.id == writer.id }).size
    #expect(try reader.leaves(of: writer.id, from: size).isEmpty)
    let address = try writer.append(TestVault.record(2), period: TestVault.october)
    try writer.seal()
    let new = try reader.leaves(of: writer.id, from: size)
    let found = new.contains { leaf in
      if case .segment(let segment) = leaf.entry { return segment.id == address.segment }
      return false
    }
    #expect(found)
  }

  @Test func provesRecordsWithoutTheVault() throws {
    let test = try TestVault()
    let writer = try test.vault.writer(kind: .importer)
    var addresses: [RecordAddress] = []
    for number in 0..<13 { addresses.append(try writer.append(TestVault.record(number), period: TestVault.october)) }
    try writer.seal()
    for address in addresses { try test.vault.proof(of: address).check() }
    var forged = try test.vault.proof(of: addresses[4])
    forged.record[20] ^= 1
    #expect(throws: VaultError.self) { try forged.check() }
    var moved = try test.vault.proof(of: addresses[4])
    moved.index = 5
    #expect(throws: VaultError.self) { try moved.check() }
    var resalted = try test.vault.proof(of: addresses[4])
    resalted.salt[0] ^= 1
    #expect(throws: VaultError.self) { try resalted.check() }
    let tlog = try test.vault.proof(of: addresses[0]).tlogProof()
    #expect(tlog.text.hasPrefix("c2sp.org/tlog-proof@v1\n"))
  }
}
