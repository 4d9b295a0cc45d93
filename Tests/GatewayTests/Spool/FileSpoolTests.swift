import Foundation
import Intake
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

@testable import Gateway

/// A spool in a folder keeps what every spool must keep, and its own promises (docs/format.md §13).
@Suite struct FileSpoolTests {
  private let fixture: SpoolFixture

  init() throws { fixture = try SpoolFixture() }

  @Test(arguments: SpoolConformance.all.map(\.name), [200, FileSpool.fileLength])
  func conforms(name: String, fileLength: Int) async throws {
    let test = try #require(SpoolConformance.all.first { $0.name == name }).test
    try await test { limit in try fixture.open(limit: limit, fileLength: fileLength) }
  }

  private func content(_ number: Int) -> [UInt8] { SpoolConformance.content(number) }

  private func fill(_ numbers: Range<Int>, fileLength: Int = FileSpool.fileLength) async throws {
    let spool = try fixture.open(fileLength: fileLength)
    for number in numbers { try await spool.append(content(number)) }
    await spool.close()
  }

  @Test func twoProcessesNeverShareAFolder() async throws {
    let spool = try fixture.open()
    do {
      _ = try fixture.open()
      Issue.record("opened twice")
    } catch let error as SpoolError { #expect(error.code == .busy) }
    await spool.close()
    await (try fixture.open()).close()
  }

  @Test func aSpoolThatIsLetGoReleasesItsFolder() async throws {
    _ = try fixture.open()
    try await eventually("the folder is free") {
      guard let spool = try? fixture.open() else { return false }
      await spool.close()
      return true
    }
  }

  @Test func filesThatAreSafeElsewhereAreRemoved() async throws {
    let spool = try fixture.open(fileLength: 400)
    var positions: [SpoolPosition] = []
    for number in 0..<40 { positions.append(try await spool.append(content(number))) }
    let before = try fixture.names().count
    #expect(before > 5)
    let first = try #require(positions.first).major
    try await spool.acknowledge(positions.filter { $0.major == first })
    #expect(try fixture.names().count == before - 1)
    try await spool.acknowledge(positions)
    #expect(try fixture.names().count == 1)
    await spool.close()
    #expect(try fixture.names().isEmpty && fixture.names(".ack").isEmpty)
  }

  @Test func acknowledgementsOutliveTheirLog() async throws {
    var left: [[UInt8]] = []
    for round in 0..<5 {
      let spool = try fixture.open()
      for number in 0..<6 { try await spool.append(content(round * 10 + number)) }
      let entries = try await SpoolFixture.rest(spool)
      #expect(entries.map(\.bytes) == left + (0..<6).map { content(round * 10 + $0) })
      // Every second one, so that runs stay apart.
      let safe = entries.enumerated().filter { $0.offset % 2 == round % 2 }.map(\.element.position)
      try await spool.acknowledge(safe)
      left = entries.filter { !safe.contains($0.position) }.map(\.bytes)
      await spool.close()
      #expect(try fixture.names(".ack").count <= 1)
    }
  }

  @Test func aTornEndIsNoDamage() async throws {
    try await fill(0..<3)
    let name = try #require(try fixture.names().first)
    let whole = try fixture.bytes(name)
    let frame = SpoolFormat.diskLength(content(0).count)
    for cut in 1..<frame * 2 {
      try fixture.write(Array(whole.dropLast(cut)), to: name)
      let spool = try fixture.open()
      #expect(spool.damages.isEmpty)
      let entries = try await SpoolFixture.rest(spool)
      #expect(entries.map(\.bytes) == (0..<(cut < 1 ? 3 : cut <= frame ? 2 : 1)).map { content($0) })
      await spool.close()
    }
    // Zeros are what some file systems leave behind a power failure.
    try fixture.write(whole + [UInt8](repeating: 0, count: 5000), to: name)
    let spool = try fixture.open()
    #expect(spool.damages.isEmpty)
    #expect(try await SpoolFixture.rest(spool).count == 3)
    try await spool.append(content(3))
    await spool.close()
    // The torn end stays where it is, and still is no damage now that another file follows.
    let again = try fixture.open()
    #expect(again.damages.isEmpty)
    #expect(try await SpoolFixture.rest(again).map(\.bytes) == (0..<4).map { content($0) })
    await again.close()
  }

  @Test func damageInTheMiddleIsNamedAndTheRestHandedOut() async throws {
    try await fill(0..<5)
    let name = try #require(try fixture.names().first)
    let whole = try fixture.bytes(name)
    let frame = SpoolFormat.diskLength(content(0).count)
    let third = whole.count - 3 * frame
    for offset in third..<third + frame {
      var bytes = whole
      bytes[offset] ^= 0x41
      try fixture.write(bytes, to: name)
      let spool = try fixture.open()
      #expect(try await SpoolFixture.rest(spool).map(\.bytes) == [0, 1, 3, 4].map { content($0) }, "byte \(offset)")
      let damage = try #require(spool.damages.first)
      #expect(spool.damages.count == 1 && damage.code == .damaged)
      #expect(await spool.status().damaged == 1)
      #expect(damage.message.contains(name) && damage.message.contains("byte \(third)"))
      await spool.close()
      #expect(try fixture.bytes(name) == bytes)
    }
    // Even when all else is safe, the damaged file stays.
    let spool = try fixture.open()
    try await spool.acknowledge(try await SpoolFixture.rest(spool).map(\.position))
    #expect(await spool.status().entries == 0)
    await spool.close()
    #expect(try fixture.names().contains(name))
  }

  @Test func aSealedEntryThatWasReplacedIsDamage() async throws {
    try await fill(0..<3)
    let name = try #require(try fixture.names().first)
    var bytes = try fixture.bytes(name)
    let frame = SpoolFormat.diskLength(content(0).count)
    // With a checksum that holds, as somebody would make it who means harm.
    let start = bytes.count - 2 * frame
    var forged: [UInt8] = []
    SpoolFormat.append([UInt8](repeating: 7, count: frame - SpoolFormat.frameLength), number: 1, to: &forged)
    bytes.replaceSubrange(start..<start + frame, with: forged)
    try fixture.write(bytes, to: name)
    let spool = try fixture.open()
    #expect(try await SpoolFixture.rest(spool).map(\.bytes) == [0, 2].map { content($0) })
    #expect(spool.damages.first?.message.contains("byte \(start)") == true)
    #expect(await spool.status().entries == 2)
    await spool.close()
  }

  @Test func aFileThatWasCutShortIsDamageOnceAnotherFollows() async throws {
    try await fill(0..<3)
    try await fill(3..<4)
    let name = try #require(try fixture.names().first)
    try fixture.write(Array(try fixture.bytes(name).dropLast(10)), to: name)
    let spool = try fixture.open()
    #expect(try await SpoolFixture.rest(spool).map(\.bytes) == [0, 1, 3].map { content($0) })
    #expect(spool.damages.first?.message.contains("3 were confirmed") == true)
    await spool.close()
  }

  @Test func aDamagedHeaderIsNamed() async throws {
    try await fill(0..<2)
    try await fill(2..<4)
    let name = try #require(try fixture.names().first)
    var bytes = try fixture.bytes(name)
    for offset in [0, 20, 60, 200] {
      bytes[offset] ^= 0x21
      try fixture.write(bytes, to: name)
      let spool = try fixture.open()
      #expect(try await SpoolFixture.rest(spool).map(\.bytes) == [2, 3].map { content($0) })
      #expect(spool.damages.first?.message.contains(name) == true)
      await spool.close()
      bytes[offset] ^= 0x21
    }
  }

  @Test func aHeaderOfWhichOnlyTheEndWasKeptIsNoDamage() async throws {
    try await fill(0..<2)
    let name = try #require(try fixture.names().first)
    let whole = try fixture.bytes(name)
    let header = try #require(try SpoolHeader.parse(whole, path: name)).head
    // As a power failure leaves a file that was just made.
    var bytes = header
    for index in 0..<header.count / 2 { bytes[index] = 0 }
    try fixture.write(bytes, to: "0000000000000009.spool")
    let spool = try fixture.open()
    #expect(spool.damages.isEmpty)
    #expect(try await SpoolFixture.rest(spool).map(\.bytes) == (0..<2).map { content($0) })
    await spool.close()
    // The same zeros over entries that were confirmed are damage.
    bytes = whole
    for index in 0..<header.count / 2 { bytes[index] = 0 }
    try fixture.write(bytes, to: name)
    let damaged = try fixture.open()
    #expect(damaged.damages.count == 1)
    await damaged.close()
  }

  @Test func aFileCutToNothingIsDamageOnceAnotherFollows() async throws {
    try await fill(0..<2)
    try await fill(2..<3)
    let name = try #require(try fixture.names().first)
    try fixture.write([], to: name)
    let spool = try fixture.open()
    #expect(spool.damages.first?.message.contains("2 entries were confirmed") == true)
    #expect(try await SpoolFixture.rest(spool).map(\.bytes) == [content(2)])
    await spool.close()
  }

  @Test func anythingInTheFolderIsReadWithoutTrapping() async throws {
    try await fill(0..<3)
    let name = try #require(try fixture.names().first)
    let whole = try fixture.bytes(name)
    var generator = SeededGenerator.reported()
    for _ in 0..<60 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      bytes = Array(bytes.prefix(Int.random(in: 0...bytes.count, using: &generator)))
      try fixture.write(bytes, to: name)
      try fixture.write(Array(bytes.reversed()), to: "0000000000000001.ack")
      guard let spool = try? fixture.open() else { continue }
      let entries = try await SpoolFixture.rest(spool)
      #expect(entries.allSatisfy { entry in (0..<3).contains { content($0) == entry.bytes } })
      await spool.close()
    }
  }

  @Test func anotherVaultsFileIsRefused() async throws {
    try await fill(0..<1)
    let other = try SpoolFixture()
    try FileManager.default.createDirectory(atPath: other.folder, withIntermediateDirectories: true)
    let name = try #require(try fixture.names().first)
    try other.write(try fixture.bytes(name), to: name)
    #expect(throws: VaultError.self) { try other.open() }
  }

  // MARK: - Keys

  @Test func withoutTheKeyNothingOpens() async throws {
    try await fill(0..<2)
    do {
      _ = try fixture.open(key: .generate())
      Issue.record("another key opened it")
    } catch let error as VaultError { #expect(error.code == .wrongKey) }
    // The folder is free again.
    await (try fixture.open()).close()
  }

  @Test func anOfficerRecoversWhatALostKeyLeft() async throws {
    let spool = try fixture.open(fileLength: 300)
    for number in 0..<12 { try await spool.append(content(number)) }
    let taken = try await spool.next(limit: 2, wait: .zero)
    try await spool.acknowledge([taken[1].position])
    await spool.close()
    let found = try SpoolRecovery.entries(folder: fixture.folder, vault: fixture.unlocked)
    #expect(found.damages.isEmpty)
    #expect(found.entries.map(\.bytes) == (0..<12).filter { $0 != 1 }.map { content($0) })
    // Nothing was changed.
    let again = try fixture.open()
    #expect(try await SpoolFixture.rest(again).count == 11)
    await again.close()
    #expect(throws: (any Error).self) {
      try SpoolRecovery.entries(folder: fixture.folder, vault: SpoolFixture().unlocked)
    }
  }

  @Test func nothingIsReadableAtRest() async throws {
    let words = ["zanzibar-canary", "4917699988877"]
    let spool = try fixture.open()
    for _ in 0..<3 { try await spool.append(Array("zanzibar-canary of 4917699988877".utf8)) }
    let entries = try await SpoolFixture.rest(spool)
    try await spool.acknowledge([entries[1].position])
    for root in [fixture.base, fixture.base + "-state"] {
      let found = FileManager.default.enumerator(atPath: root)
      while let name = found?.nextObject() as? String {
        guard let bytes = FileManager.default.contents(atPath: root + "/" + name) else { continue }
        for word in words { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)") }
      }
    }
    await spool.close()
  }
}
