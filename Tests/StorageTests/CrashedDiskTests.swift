import Storage
import TestSupport
import Testing

/// The disks that crash tests put in place are those that a crash could leave.
@Suite struct CrashedDiskTests {
  private typealias Change = FaultyFiles.Change

  private func left(_ changes: [Change], _ loss: CrashedDisk.Loss) -> [String: String] {
    CrashedDisk(changes[...]).state(losing: loss).files.mapValues { bytes in
      String(decoding: bytes.map { $0 == 0 ? UInt8(ascii: "0") : $0 }, as: UTF8.self)
    }
  }

  private func append(_ path: String, _ text: String) -> Change { .append(path, Array(text.utf8)) }

  @Test func bytesThatWereNotSynced() {
    let changes = [
      .create("/a/f"), .syncDirectory("/a"), append("/a/f", "kept"), .sync("/a/f"), append("/a/f", "abcd"),
      .write("/a/f", 0, Array("KE".utf8)),
    ]
    #expect(left(changes, .nothing) == ["/a/f": "KEptabcd"])
    #expect(left(changes, .bytes) == ["/a/f": "kept"])
    #expect(left(changes, .torn) == ["/a/f": "keptabc"])
    #expect(left(changes, .firstHalf) == ["/a/f": "KEpt000d"])
    #expect(left(changes, .bytesButNotSizes) == ["/a/f": "kept0000"])
    #expect(left(changes, .names) == ["/a/f": "KEptabcd"])
    #expect(left(changes + [.sync("/a/f")], .bytes) == ["/a/f": "KEptabcd"])
  }

  @Test func namesThatWereNotSynced() {
    let changes: [Change] = [
      .create("/a/new"), append("/a/new", "x"), .sync("/a/new"), .link("/a/new", "/b/f"), .unlink("/a/new"),
    ]
    #expect(left(changes, .nothing) == ["/b/f": "x"])
    #expect(left(changes, .names) == [:])
    #expect(left(changes + [.syncDirectory("/b")], .names) == ["/b/f": "x"])
    #expect(left(changes + [.syncDirectory("/b")], .namesAndBytes) == ["/b/f": "x"])
    // A later name without the earlier ones.
    #expect(left(Array(changes.dropLast()), .allNamesButTheLast) == ["/b/f": "x"])
    #expect(left(Array(changes.dropLast()), .nothing) == ["/a/new": "x", "/b/f": "x"])
  }

  @Test func renamesReplaceOrDoNot() {
    let changes: [Change] = [
      .create("/a/f"), append("/a/f", "old"), .sync("/a/f"), .syncDirectory("/a"), .create("/a/g"),
      append("/a/g", "new"), .sync("/a/g"), .rename("/a/g", "/a/f"),
    ]
    #expect(left(changes, .nothing) == ["/a/f": "new"])
    #expect(left(changes, .names) == ["/a/f": "old"])
    #expect(left(changes + [.syncDirectory("/a")], .names) == ["/a/f": "new"])
  }

  @Test func aFolderIsRenamedWithWhatIsInIt() {
    let changes: [Change] = [
      .makeDirectory("/a/p"), .syncDirectory("/a"), .create("/a/p/f"), append("/a/p/f", "x"), .sync("/a/p/f"),
      .syncDirectory("/a/p"), .rename("/a/p", "/a/q"),
    ]
    #expect(left(changes, .nothing) == ["/a/q/f": "x"])
    #expect(left(changes, .names) == ["/a/p/f": "x"])
    #expect(left(changes + [.syncDirectory("/a")], .names) == ["/a/q/f": "x"])
    let disk = CrashedDisk((changes + [.syncDirectory("/a")])[...])
    #expect(disk.state(losing: .namesAndBytes).folders == ["/a/q"])
  }

  @Test func aFullDiskTakesAPart() throws {
    let directory = try TemporaryDirectory()
    let files = FaultyFiles(over: UnsyncedFiles(), recording: true)
    let path = directory.path("f")
    let file = try files.create(path)
    defer { files.close(file) }
    files.setFault(.init(call: 1, errorNumber: 28))
    #expect(throws: StorageError.self) { try Array("abcdef".utf8).withUnsafeBytes { try files.write(file, $0) } }
    #expect(try files.size(file) == 3)
    try Array("gh".utf8).withUnsafeBytes { try files.write(file, $0) }
    #expect(try files.size(file) == 5)
    #expect(files.changes == [.create(path), .append(path, Array("gh".utf8))])
  }
}
