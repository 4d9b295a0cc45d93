import Foundation
import Records
import Testing

/// Whatever is changed in a vault, `verify` ends with 1 and names the object.
@Suite struct TamperTests {
  private func tampered(_ relative: String, _ change: (URL) throws -> Void) throws -> Program.Run {
    let archive = try Archive()
    _ = try archive.json(["import", "vault", "--time-zone", "UTC"] + Material.write(to: archive))
    let root = archive.folder.url.appendingPathComponent("vault")
    let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).sorted()
    let name = try #require(names.first { $0.contains(relative) && !$0.hasSuffix("/") && isFile(root, $0) })
    try change(root.appendingPathComponent(name))
    let run = try archive.run(["verify", "vault", "--json"])
    #expect(run.status == 1, "\(name): \(run)")
    let report = try run.json()
    #expect(report["ok"] == .bool(false))
    let objects = report["problems"]?.array?.compactMap { $0["object"]?.string } ?? []
    #expect(objects.contains { $0.contains(name) || name.contains($0) }, "\(name) is not among \(objects)")
    return run
  }

  private func isFile(_ root: URL, _ name: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: root.appendingPathComponent(name).path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  private func flip(_ url: URL, at place: (Int) -> Int) throws {
    var bytes = try Data(contentsOf: url)
    bytes[place(bytes.count)] ^= 0x20
    try bytes.write(to: url)
  }

  @Test func aFlippedBitInASegment() throws { _ = try tampered(".seg") { try flip($0) { $0 / 2 } } }

  @Test func aTruncatedSegment() throws {
    _ = try tampered(".seg") { url in
      let bytes = try Data(contentsOf: url)
      try bytes.prefix(bytes.count - 100).write(to: url)
    }
  }

  @Test func aRemovedSegment() throws { _ = try tampered(".seg") { try FileManager.default.removeItem(at: $0) } }

  @Test func aFlippedBitInAnAttachment() throws { _ = try tampered("media/") { try flip($0) { $0 - 5 } } }

  @Test func aChangedKey() throws { _ = try tampered("keys/") { try flip($0) { $0 / 2 } } }

  @Test func aChangedConfiguration() throws {
    _ = try tampered("vault.toml") { url in
      let text = try String(contentsOf: url, encoding: .utf8)
      try text.replacingOccurrences(of: "title = \"vault\"", with: "title = \"fault\"")
        .write(to: url, atomically: true, encoding: .utf8)
    }
  }

  @Test func aLogThatWasRolledBack() throws {
    let archive = try Archive()
    let vault = archive.path("vault")
    let old = archive.path("old")
    try FileManager.default.copyItem(atPath: vault, toPath: old)
    _ = try archive.json(["import", "vault"] + Material.write(to: archive).prefix(1))
    let note = try archive.run(["checkpoint", "vault"])
    try archive.write("note", note.output)
    #expect(try archive.run(["verify", "vault"]).status == 0)
    try FileManager.default.removeItem(atPath: vault)
    try FileManager.default.moveItem(atPath: old, toPath: vault)
    #expect(try archive.run(["verify", "vault", "--since", "note"]).status == 1)
    // Without the note this machine still remembers what it saw.
    #expect(try archive.run(["verify", "vault"]).status == 1)
  }
}
