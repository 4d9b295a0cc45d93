import Foundation
import Intake
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

@testable import Gateway

/// docs/operations.md, “A lost or stolen key”: what the gateway answered 200 for is saved by an officer.
@Suite struct SpoolRescueTests {
  private let fixture: SpoolFixture
  private let new: GatewayKey

  init() throws {
    fixture = try SpoolFixture()
    new = try GatewayKey.generate()
  }

  private func open(_ queue: String, _ key: GatewayKey) throws -> FileSpool {
    try FileSpool.open(
      folder: SpoolSet.folder(queue, of: fixture.locked), key: key, vault: fixture.locked, limit: 1 << 30)
  }

  private func content(_ queue: String, _ number: Int) -> [UInt8] { Array("\(queue) \(number)".utf8) }

  /// Entries in each queue, of which the first is acknowledged.
  private func fill(_ count: Int = 20) async throws {
    for queue in SpoolRescue.queues {
      let spool = try open(queue, fixture.key)
      var first: SpoolPosition?
      for number in 0..<count {
        let position = try await spool.append(content(queue, number))
        first = first ?? position
      }
      try await spool.acknowledge(try [#require(first)])
      await spool.close()
    }
  }

  private func contents(_ queue: String) async throws -> Set<[UInt8]> {
    let spool = try open(queue, new)
    let entries = try await SpoolFixture.rest(spool)
    await spool.close()
    let bytes = Set(entries.map(\.bytes))
    return bytes
  }

  private func expected(_ queue: String, _ count: Int = 20) -> Set<[UInt8]> {
    Set((1..<count).map { content(queue, $0) })
  }

  private func folders() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: SpoolSet.parent(of: fixture.locked)).sorted()
  }

  @Test func allQueuesComeUnderTheNewKey() async throws {
    #expect(try SpoolRescue.waiting(in: fixture.unlocked, notUnder: new).count == 0)
    #expect(try await SpoolRescue.recover(fixture.unlocked, under: new).count == 0)
    try await fill()
    #expect(try SpoolRescue.waiting(in: fixture.unlocked, notUnder: fixture.key).count == 0)
    let waiting = try SpoolRescue.waiting(in: fixture.unlocked, notUnder: new)
    #expect(waiting.entries == Dictionary(uniqueKeysWithValues: SpoolRescue.queues.map { ($0, 19) }))
    #expect(throws: VaultError.self) { try open("deliveries", new) }

    let saved = try await SpoolRescue.recover(fixture.unlocked, under: new)
    #expect(saved.entries == waiting.entries && saved.damages == [])
    #expect(try SpoolRescue.waiting(in: fixture.unlocked, notUnder: new).count == 0)
    for queue in SpoolRescue.queues { #expect(try await contents(queue) == expected(queue)) }
    #expect(try folders() == SpoolRescue.queues.sorted())
    // Whoever has the old key opens none of it any more.
    for queue in SpoolRescue.queues { #expect(throws: VaultError.self) { try open(queue, fixture.key) } }
    #expect(try await SpoolRescue.recover(fixture.unlocked, under: new).count == 0)
  }

  @Test func oneThatWasInterruptedGoesOn() async throws {
    try await fill()
    // It died after it had set the folder aside and copied some; the gateway ran meanwhile.
    let folder = SpoolSet.folder("deliveries", of: fixture.locked)
    try FileManager.default.moveItem(atPath: folder, toPath: folder + ".lost-1")
    let spool = try open("deliveries", new)
    try await spool.append(content("deliveries", 1))
    try await spool.append(content("deliveries", 99))
    await spool.close()
    #expect(try SpoolRescue.waiting(in: fixture.unlocked, notUnder: new).entries["deliveries"] == 19)
    _ = try await SpoolRescue.recover(fixture.unlocked, under: new)
    #expect(try await contents("deliveries") == expected("deliveries").union([content("deliveries", 99)]))
    #expect(try folders() == SpoolRescue.queues.sorted())
  }

  @Test func whatIsDamagedStaysAndIsTold() async throws {
    try await fill()
    let folder = SpoolSet.folder("media", of: fixture.locked)
    let name = try #require(
      try FileManager.default.contentsOfDirectory(atPath: folder).first { $0.hasSuffix(SpoolFormat.suffix) })
    let url = URL(fileURLWithPath: folder + "/" + name)
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count - 200] ^= 1
    try bytes.write(to: url)
    let saved = try await SpoolRescue.recover(fixture.unlocked, under: new)
    #expect(saved.entries["media"] == 18)
    #expect(saved.damages.count == 1 && saved.damages.allSatisfy { $0.contains(name) }, "\(saved.damages)")
    let rest = try await contents("media")
    #expect(rest.count == 18 && rest.isSubset(of: expected("media")))
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder + ".damaged-1/" + name)) == bytes)
    #expect(try await SpoolRescue.recover(fixture.unlocked, under: new).count == 0)
  }

  @Test func aFolderInUseIsNotTouched() async throws {
    try await fill()
    let gateway = try open("deliveries", fixture.key)
    await #expect(throws: SpoolError.self) { try await SpoolRescue.recover(fixture.unlocked, under: new) }
    await gateway.close()
    let names = try FileManager.default.contentsOfDirectory(atPath: SpoolSet.folder("deliveries", of: fixture.locked))
    #expect(names.contains { $0.hasSuffix(SpoolFormat.suffix) })
    _ = try await SpoolRescue.recover(fixture.unlocked, under: new)
    #expect(try await contents("deliveries") == expected("deliveries"))
  }
}
