import Foundation
import Storage
import TestSupport
import Testing

/// The one suite that every store passes.
@Suite struct ObjectStoreConformanceTests {
  enum Kind: String, CaseIterable, CustomTestStringConvertible {
    case memory, folder
    var testDescription: String { rawValue }
  }

  private func make(_ kind: Kind) throws -> (any ObjectStore, TemporaryDirectory) {
    let directory = try TemporaryDirectory()
    switch kind {
    case .memory: return (MemoryStore(), directory)
    case .folder: return (try FolderStore.create(root: directory.path("vault")), directory)
    }
  }

  @Test(arguments: Kind.allCases) func putsOnceAndReads(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    #expect(try store.putIfAbsent("a/b=1/c.seg", [1, 2, 3]))
    #expect(try !store.putIfAbsent("a/b=1/c.seg", [9]))
    #expect(try store.get("a/b=1/c.seg") == [1, 2, 3])
    #expect(try store.size("a/b=1/c.seg") == 3)
    #expect(try store.getRange("a/b=1/c.seg", 1..<3) == [2, 3])
    #expect(try store.getRange("a/b=1/c.seg", 3..<3) == [])
    #expect(try store.putIfAbsent("empty", []))
    #expect(try store.get("empty") == [])
    #expect(try store.size("none") == nil)
    #expect(try store.size("a/none/c") == nil)
    #expect(try store.find("none") == nil)
    #expect(try store.find("a/none/c") == nil)
  }

  @Test(arguments: Kind.allCases) func missingAndShortObjectsAreErrors(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    _ = try store.putIfAbsent("x", [1, 2, 3])
    func code(_ body: () throws -> [UInt8]) -> StorageError.Code? {
      do {
        _ = try body()
        return nil
      } catch { return (error as? StorageError)?.code }
    }
    #expect(code { try store.get("none") } == .notFound)
    #expect(code { try store.get("none/at/all") } == .notFound)
    #expect(code { try store.getRange("x", 1..<4) } == .truncated)
    #expect(code { try store.getRange("x", -1..<2) } == .truncated)
  }

  @Test(arguments: Kind.allCases) func replacesOnlyWhatIsExpected(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    #expect(try store.replace("dir/checkpoint", [1], expecting: nil))
    #expect(try !store.replace("dir/checkpoint", [2], expecting: nil))
    #expect(try !store.replace("dir/checkpoint", [2], expecting: [7]))
    #expect(try store.get("dir/checkpoint") == [1])
    #expect(try store.replace("dir/checkpoint", [2], expecting: [1]))
    #expect(try store.get("dir/checkpoint") == [2])
    #expect(try !store.replace("other", [2], expecting: [1]))
    #expect(try store.find("other") == nil)
  }

  @Test(arguments: Kind.allCases) func listsByPrefixInOrder(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    for name in ["b/2", "a", "b/1/x", "b2/1", "b/1-y"] { _ = try store.putIfAbsent(name, [0, 0]) }
    #expect(try store.list("").map(\.path) == ["a", "b/1-y", "b/1/x", "b/2", "b2/1"])
    #expect(try store.list("b").map(\.path) == ["b/1-y", "b/1/x", "b/2", "b2/1"])
    #expect(try store.list("b/").map(\.path) == ["b/1-y", "b/1/x", "b/2"])
    #expect(try store.list("b/1").map(\.path) == ["b/1-y", "b/1/x"])
    #expect(try store.list("none/").isEmpty)
    #expect(try store.list("").allSatisfy { $0.size == 2 })
  }

  @Test(arguments: Kind.allCases) func uploadsUnderANameKnownAtTheEnd(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    let upload = try store.upload()
    try upload.append([1, 2])
    try upload.append([])
    try upload.append([3])
    #expect(try store.list("").isEmpty)
    #expect(try upload.publish("m/x"))
    #expect(try store.get("m/x") == [1, 2, 3])
    let again = try store.upload()
    try again.append([4])
    #expect(try !again.publish("m/x"))
    #expect(try store.get("m/x") == [1, 2, 3])
    let cancelled = try store.upload()
    try cancelled.append([5])
    cancelled.cancel()
    #expect(try store.list("").map(\.path) == ["m/x"])
  }

  @Test(arguments: Kind.allCases) func erases(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    _ = try store.putIfAbsent("a/b", [1])
    try store.erase("a/b")
    try store.erase("a/b")
    try store.erase("none/b")
    #expect(try store.list("").isEmpty)
    #expect(try store.putIfAbsent("a/b", [2]))
  }

  @Test(arguments: Kind.allCases) func refusesNamesThatCouldClimb(kind: Kind) throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    let names = [
      "", "/", "/etc/passwd", "a//b", "a/", "../x", "a/../b", "a/./b", ".", "..", ".hidden", "a/.b", "a b", "a\0b", "ä",
      "a\\b", "a\nb", String(repeating: "a", count: 513),
    ]
    for name in names {
      #expect(throws: StorageError.self) { try store.putIfAbsent(name, [1]) }
      #expect(throws: StorageError.self) { try store.get(name) }
      #expect(throws: StorageError.self) { try store.replace(name, [1], expecting: nil) }
      #expect(throws: StorageError.self) { try store.erase(name) }
    }
  }

  @Test(arguments: Kind.allCases) func oneOfManyPutsWins(kind: Kind) async throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    let winners = try await withThrowingTaskGroup(of: UInt8?.self) { group in
      for value in UInt8(0)..<16 {
        group.addTask {
          try store.putIfAbsent("race/x", Array(repeating: value, count: 4096)) ? value : nil
        }
      }
      var winners: [UInt8] = []
      for try await winner in group { if let winner { winners.append(winner) } }
      return winners
    }
    #expect(winners.count == 1)
    #expect(try store.get("race/x") == Array(repeating: winners.first ?? 255, count: 4096))
  }

  @Test(arguments: Kind.allCases) func oneOfManyReplacementsWinsEachRound(kind: Kind) async throws {
    let (store, directory) = try make(kind)
    defer { _ = directory }
    _ = try store.putIfAbsent("n", [0])
    for round in UInt8(0)..<8 {
      let count = try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<4 { group.addTask { try store.replace("n", [round + 1], expecting: [round]) } }
        var count = 0
        for try await won in group where won { count += 1 }
        return count
      }
      #expect(count == 1)
    }
  }
}
