import Storage
import TestSupport
import Testing

@testable import SearchIndex

/// An index that dies while it is written says afterwards what one says that did not.
@Suite(.serialized) struct IndexCrashTests {
  /// What an index of the same vault says that was never interrupted.
  final class Expected {
    var dump = ""
    var counts: [String: Int64] = [:]
  }

  static func lines(_ index: ArchiveIndex) throws -> String { try IndexDump(store: index.current()).text() }

  static func compare(_ index: ArchiveIndex, _ expected: Expected) throws {
    let dump = try lines(index)
    if dump != expected.dump {
      let (old, new) = (Set(expected.dump.split(separator: "\n")), Set(dump.split(separator: "\n")))
      let without = { (lines: Set<Substring>) in lines.filter { !$0.hasPrefix("acts") }.sorted().prefix(5) }
      let (lost, more) = (without(old.subtracting(new)), without(new.subtracting(old)))
      try hold(lost.isEmpty && more.isEmpty, "lost from the index: \(lost); too much: \(more)")
    }
    try same(try index.statistics().counts, expected.counts, "counts")
  }

  /// Indexes what is there in several batches, in two goes.
  private func operation(_ test: CrashCase, _ expected: Expected) throws -> CrashOperation {
    let material = try CrashMaterial(test)
    let profile = IndexerProfile(batch: 9, openShards: 2, shardCache: 50, catalogCache: 50)
    return CrashOperation(
      name: "index",
      prepare: { opened in
        _ = try opened.importing([material.paths[0]])
        let importer = try opened.addUnindexed(Array(material.paths[1...]))
        try same(importer.exceptions.count, 0, "exceptions")
      },
      perform: { opened, told in
        try opened.index.catchUp(profile: profile)
        told()
        try opened.index.catchUp(profile: profile)
        expected.dump = try IndexCrashTests.lines(opened.index)
        expected.counts = try opened.index.statistics().counts
      },
      check: { opened, told in
        if opened.index.files.names(in: opened.index.files.folder).filter({ $0.hasPrefix("g") }).count > 2 {
          throw Broken("generations pile up")
        }
        try opened.index.catchUp(profile: profile)
        try IndexCrashTests.compare(opened.index, expected)
      })
  }

  @Test func killedAnywhere() throws {
    let test = try CrashCase()
    let expected = Expected()
    #expect(try operation(test, expected).crash(test, sample: 20) > 8)
  }

  @Test func failingAnywhere() throws {
    let test = try CrashCase()
    let expected = Expected()
    #expect(try operation(test, expected).fail(test, sample: 3) > 4)
  }
}
