import CSealedSQLite
import Dispatch
import Foundation
import GRDBSQLite
import TestSupport
import Testing

@Suite struct SealKeyTests {
  static let key = [UInt8](repeating: 1, count: 32)
  static let shard = [UInt8](repeating: 2, count: 16)

  static func uri(_ path: String, _ key: String, capacity: Int = 4096) -> String? {
    var buffer = [CChar](repeating: 0x7f, count: capacity)
    let length = hf_seal_uri(path, key, &buffer, capacity)
    guard length >= 0 else { return nil }
    #expect(buffer[Int(length)] == 0)
    return String(decoding: buffer.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  @Test func malformedKeyIdsAreRefused() {
    for id in ["", "a b", "a&b", "a/b", "é", "a?b", "a%20", String(repeating: "x", count: 65)] {
      #expect(hf_seal_set_key(id, Self.key, Self.shard) == SQLITE_MISUSE)
      #expect(Self.uri("/x", id) == nil)
      hf_seal_remove_key(id)
    }
    let longest = String(repeating: "x", count: 64)
    #expect(hf_seal_set_key(longest, Self.key, Self.shard) == SQLITE_OK)
    hf_seal_remove_key(longest)
  }

  @Test func urisEscapeThePath() {
    #expect(Self.uri("/a/b-c_d.e~f", "k") == "file:/a/b-c_d.e~f?vfs=holdfast-seal&key=k")
    #expect(Self.uri("/a b/ü?x#y%z", "k") == "file:/a%20b/%C3%BC%3Fx%23y%25z?vfs=holdfast-seal&key=k")
    #expect(Self.uri("relative", "k") == nil)
    let expected = "file:/a%20b?vfs=holdfast-seal&key=k"
    for capacity in 1...64 {
      let uri = Self.uri("/a b", "k", capacity: capacity)
      #expect(uri == nil || uri == expected)
      if capacity > expected.utf8.count + 2 { #expect(uri == expected) }
      if capacity <= expected.utf8.count { #expect(uri == nil) }
    }
  }

  @Test func pathsWithOddCharactersWork() throws {
    let store = try SealedStore()
    let path = store.directory.path("an ü?db#1 %41&key=other.db")
    try store.open(path).run("CREATE TABLE t(x); INSERT INTO t VALUES(1)")
    #expect(try store.open(path).run("SELECT * FROM t") == ["1"])
    #expect(try store.bytes(path).count > 0)
  }

  @Test func withoutKeyNothingOpens() throws {
    let store = try SealedStore()
    for uri in [
      "file:\(store.path)?vfs=holdfast-seal", "file:\(store.path)?vfs=holdfast-seal&key=",
      "file:\(store.path)?vfs=holdfast-seal&key=unknown-\(store.keyID)",
    ] {
      #expect(throws: SQLiteFailure.self) { try RawConnection(opening: uri) }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: store.directory.path) == [])
  }

  @Test func openConnectionsOutliveTheirKey() throws {
    let store = try SealedStore()
    let connection = try store.open()
    try connection.run("CREATE TABLE t(x)")
    hf_seal_remove_key(store.keyID)
    try connection.run("INSERT INTO t VALUES(1)")
    #expect(try connection.run("SELECT * FROM t") == ["1"])
    #expect(throws: SQLiteFailure.self) { try RawConnection(opening: store.uri()) }
  }

  @Test func theTableIsThreadSafe() {
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for round in 0..<500 {
        let id = "thread-\(thread % 4)-\(round % 7)"
        _ = hf_seal_register()
        _ = hf_seal_set_key(id, Self.key, Self.shard)
        hf_seal_remove_key(id)
      }
    }
    for thread in 0..<4 { for round in 0..<7 { hf_seal_remove_key("thread-\(thread)-\(round)") } }
  }
}
