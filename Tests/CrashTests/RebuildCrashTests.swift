import Foundation
import TestSupport
import Testing

@testable import SearchIndex

/// A rebuild that dies leaves the old index serving, whole, or the new one.
@Suite(.serialized) struct RebuildCrashTests {
  private func operation(_ test: CrashCase, _ expected: IndexCrashTests.Expected) throws -> CrashOperation {
    let material = try CrashMaterial(test)
    return CrashOperation(
      name: "rebuild",
      prepare: { opened in
        _ = try opened.importing(material.paths)
        expected.dump = try IndexCrashTests.lines(opened.index)
        expected.counts = try opened.index.statistics().counts
      },
      perform: { opened, told in
        try opened.index.rebuild()
        told()
      },
      check: { opened, _ in
        // At once, before anything is indexed again.
        try IndexCrashTests.compare(opened.index, expected)
        try opened.index.catchUp()
        try IndexCrashTests.compare(opened.index, expected)
        try opened.index.rebuild()
        try IndexCrashTests.compare(opened.index, expected)
        let left = opened.index.files.names(in: opened.index.files.folder).filter { $0.hasPrefix("g") }
        try same(left.count, 1, "generations after a rebuild")
      })
  }

  @Test func killedAnywhere() throws {
    let test = try CrashCase()
    #expect(try operation(test, IndexCrashTests.Expected()).crash(test, sample: 16) > 8)
  }

  @Test func failingAnywhere() throws {
    let test = try CrashCase()
    #expect(try operation(test, IndexCrashTests.Expected()).fail(test, sample: 2) > 4)
  }

  /// Where the new generation takes the place of the old one.
  @Test func failingAtTheSwitch() throws {
    let test = try CrashCase()
    #expect(try operation(test, IndexCrashTests.Expected()).failLastSyncs(test, count: 24) == 24)
  }

  @Test func whatAKilledRebuildLeftIsRemovedInTime() throws {
    let test = try CrashCase()
    let opened = try test.open(test.files)
    defer { opened.close() }
    try opened.index.catchUp()
    let folder = opened.index.files.folder
    let manager = FileManager.default
    for (name, age) in [("gaaaaaaaaaaaaaaaa", 7200.0), ("gbbbbbbbbbbbbbbbb", 0)] {
      try manager.createDirectory(atPath: folder + "/" + name, withIntermediateDirectories: false)
      try Data([1]).write(to: URL(fileURLWithPath: folder + "/" + name + "/catalog.idx"))
      try manager.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: folder + "/" + name)
    }
    try opened.index.catchUp()
    let names = Set(try manager.contentsOfDirectory(atPath: folder))
    #expect(!names.contains("gaaaaaaaaaaaaaaaa"))
    // Another process may just be making this one.
    #expect(names.contains("gbbbbbbbbbbbbbbbb"))
    #expect(names.contains(try opened.index.current().generation))
  }
}
