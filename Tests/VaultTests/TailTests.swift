import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing

@testable import Vault

/// docs/format.md §13: what the gateway appended is seen at once by whoever has the vault open, and by nobody else.
@Suite struct TailTests {
  private let test: TestVault
  private let locked: LockedVault

  init() throws {
    test = try TestVault()
    locked = try test.open()
  }

  private func address(_ number: Int) throws -> RecordAddress {
    RecordAddress(segment: try #require(SegmentID("s-abcdefghijklmnop")), number: number)
  }

  private func append(_ tail: TailWriter, _ numbers: Range<Int>) throws {
    for number in numbers {
      try tail.append(address(number), period: TestVault.october, TestVault.record(number).encode())
    }
  }

  private func path(_ file: TailFile) -> String { test.vault.state.path + "/tail/" + file.name }

  @Test func entriesAreFollowed() throws {
    #expect(try test.vault.tail().isEmpty)
    let tail = try TailWriter(vault: locked)
    #expect(try test.vault.tail().isEmpty)
    try append(tail, 0..<3)
    let file = try #require(try test.vault.tail().first)
    let first = try file.entries(from: 0)
    #expect(first.map(\.address) == (try (0..<3).map(address)))
    #expect(first.map(\.bytes) == (0..<3).map { TestVault.record($0).encode() })
    #expect(first.allSatisfy { $0.period == TestVault.october })
    #expect(try file.entries(from: 3).isEmpty)
    #expect(try file.entries(from: 99).isEmpty)
    #expect(try file.entries(from: -1).isEmpty)
    try append(tail, 3..<5)
    #expect(try file.entries(from: 3).map(\.address.number) == [3, 4])
    #expect(try file.entries(from: 1).map(\.address.number) == [1, 2, 3, 4])
    #expect(try test.vault.tail().first === file)
    // Another process, which begins in the middle.
    #expect(try test.unlock().tail().first?.entries(from: 4).map(\.address.number) == [4])
  }

  @Test func aRecordIsInTheLedgerUnderItsAddress() throws {
    let key = try GatewayKey.generate()
    _ = try test.vault.enrollGateway(key: key)
    let writer = try locked.gatewayWriter(key: key)
    let tail = try TailWriter(vault: locked)
    let bytes = TestVault.record(7).encode()
    try tail.append(
      try writer.append(encoded: bytes, period: TestVault.october, recordDate: TestVault.start),
      period: TestVault.october, bytes)
    let mark = try tail.rotate()
    let entry = try #require(try test.vault.tail().first?.entries(from: 0).first)
    try writer.seal()
    #expect(try test.vault.record(at: entry.address) == entry.bytes)
    tail.remove(mark)
    #expect(try test.vault.tail().isEmpty)
    try writer.close()
  }

  @Test func rotatingKeepsWhatCameAfter() throws {
    let tail = try TailWriter(vault: locked)
    #expect(try tail.rotate().names.isEmpty)
    try append(tail, 0..<2)
    let file = try #require(try test.vault.tail().first)
    let mark = try tail.rotate()
    try append(tail, 2..<3)
    #expect(try test.vault.tail().flatMap { try $0.entries(from: 0) }.map(\.address.number) == [0, 1, 2])
    tail.remove(mark)
    tail.remove(mark)
    #expect(try file.entries(from: 2).isEmpty)
    #expect(try test.vault.tail().flatMap { try $0.entries(from: 0) }.map(\.address.number) == [2])
    tail.close()
    #expect(throws: VaultError.self) { try append(tail, 3..<4) }
  }

  @Test func whatAGoneProcessLeftIsRemoved() throws {
    let first = try TailWriter(vault: locked)
    try append(first, 0..<2)
    // Held by a living process: stays.
    _ = try TailWriter(vault: locked)
    #expect(try test.vault.tail().count == 1)
    first.close()
    let second = try TailWriter(vault: locked)
    #expect(try test.vault.tail().isEmpty)
    try append(second, 5..<6)
    #expect(try test.vault.tail().flatMap { try $0.entries(from: 0) }.map(\.address.number) == [5])
  }

  @Test func aTornEndIsNotThereYet() throws {
    let tail = try TailWriter(vault: locked)
    try append(tail, 0..<3)
    let file = try #require(try test.vault.tail().first)
    let whole = try #require(FileManager.default.contents(atPath: path(file)))
    let ends = try #require(FileManager.default.contents(atPath: path(file)))
    tail.close()
    for count in 0..<whole.count {
      try ends.prefix(count).write(to: URL(fileURLWithPath: path(file)))
      let found = try test.unlock().tail().first?.entries(from: 0) ?? []
      #expect(found.map(\.address.number) == Array(0..<found.count))
      #expect(found.count < 3)
    }
    try whole.write(to: URL(fileURLWithPath: path(file)))
    #expect(try file.entries(from: 0).count == 3)
  }

  @Test func damageInTheMiddleIsNamed() throws {
    let tail = try TailWriter(vault: locked)
    try append(tail, 0..<3)
    let file = try #require(try test.vault.tail().first)
    var bytes = try #require(FileManager.default.contents(atPath: path(file)))
    tail.close()
    bytes[bytes.count - 900] ^= 1
    try bytes.write(to: URL(fileURLWithPath: path(file)))
    do {
      _ = try test.unlock().tail().first?.entries(from: 0)
      Issue.record("the damage was not found")
    } catch let error as VaultError {
      #expect(error.code == .tampered)
      #expect(error.message.contains(file.name) && error.message.contains("at byte"))
    }
  }

  @Test func aFailedWriteEndsTheFile() throws {
    let files = FaultyFiles()
    let tail = try TailWriter(vault: locked, environment: VaultEnvironment(files: files))
    try append(tail, 0..<1)
    files.setFault(.init(call: 1, errorNumber: ENOSPC))
    #expect(throws: StorageError.self) { try append(tail, 1..<2) }
    files.setFault(nil)
    try append(tail, 2..<3)
    #expect(try test.vault.tail().count == 2)
    #expect(try test.vault.tail().flatMap { try $0.entries(from: 0) }.map(\.address.number) == [0, 2])
    tail.remove(try tail.rotate())
    #expect(try test.vault.tail().isEmpty)
  }

  @Test func anEntryLongerThanOneReadIsRead() throws {
    let tail = try TailWriter(vault: locked)
    try append(tail, 0..<1)
    let long = [UInt8](repeating: 7, count: TailFile.readLength + 12_345)
    try tail.append(address(1), period: TestVault.november, long)
    try append(tail, 2..<3)
    let file = try #require(try test.vault.tail().first)
    var entries: [TailEntry] = []
    while case let more = try file.entries(from: entries.count), !more.isEmpty { entries += more }
    #expect(entries.count == 3)
    #expect(entries[1].bytes == long && entries[1].period == TestVault.november)
  }

  @Test func aStolenDiskDoesNotOpenIt() throws {
    let tail = try TailWriter(vault: locked)
    try append(tail, 0..<1)
    // Not even the gateway key helps: the file key is wrapped to the vault identity alone.
    let file = try #require(try test.vault.tail().first)
    let bytes = try #require(FileManager.default.contents(atPath: path(file)))
    for word in ["quarterly", "\"gateway\"", "4915112345678"] { #expect(bytes.range(of: Data(word.utf8)) == nil) }
    let other = try TestVault(seed: 2)
    #expect(throws: VaultError.self) {
      try TailFile.open(
        file.name, in: test.vault.state.path + "/tail", vault: test.vault.id, identities: other.vault.identities,
        files: SystemFiles())
    }
  }
}
