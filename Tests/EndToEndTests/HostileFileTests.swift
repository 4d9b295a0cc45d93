import Foundation
import Records
import TestSupport
import Testing

/// Files that nobody should send: each is accounted for, none ends the program or stops the others.
@Suite struct HostileFileTests {
  /// Imports a file together with a good one; returns the entry of the bad one.
  private func report(_ name: String, _ make: (Archive) throws -> Void) throws -> JSONValue {
    let archive = try Archive()
    try make(archive)
    try archive.write("good.json", Material.text("wamid.HERON1", "the heron flies", at: 1_715_678_222))
    let report = try archive.json(["import", "vault", "--time-zone", "UTC", name, "good.json"])
    let files = report["files"]?.array ?? []
    #expect(files.last?["messages"]?.integer == 1, "the good file is taken in")
    let entry = try #require(files.first { $0["path"]?.string?.hasPrefix(name) == true })
    func count(_ name: String) -> Int64 { entry[name]?.integer ?? 0 }
    let accounted =
      count("messages") + count("events") + count("gaps") + count("duplicates")
      + Int64(entry["exceptions"]?.array?.count ?? 0)
    #expect(accounted >= max(1, count("deliveries")), "\(entry)")
    #expect(try archive.json(["verify", "vault"])["ok"] == .bool(true))
    #expect(try archive.json(["search", "vault", "heron", "--count"])["total"]?.integer == 1)
    return entry
  }

  private func exceptions(_ entry: JSONValue) -> [String] {
    entry["exceptions"]?.array?.compactMap { $0["what"]?.string } ?? []
  }

  @Test func notAChat() throws {
    let entry = try report("letter.txt") { try $0.write("letter.txt", "Dear all,\nthis is a letter.\n") }
    #expect(!exceptions(entry).isEmpty && entry["deliveries"]?.integer == 0)
  }

  @Test func emptyFilesAndFolders() throws {
    #expect(!exceptions(try report("empty.json") { try $0.write("empty.json", "") }).isEmpty)
    let entry = try report("hollow") {
      try FileManager.default.createDirectory(atPath: $0.path("hollow"), withIntermediateDirectories: true)
    }
    #expect(!exceptions(entry).isEmpty)
  }

  @Test func unreadableFile() throws {
    let entry = try report("pipe") { _ = try $0.execute("/usr/bin/env", ["mkfifo", "pipe"]) }
    #expect(!exceptions(entry).isEmpty)
    guard getuid() != 0 else { return }
    let denied = try report("secret.json") {
      try $0.write("secret.json", "{}")
      chmod($0.path("secret.json"), 0)
    }
    #expect(!exceptions(denied).isEmpty)
  }

  @Test func brokenJSON() throws {
    for text in ["{", "[1,", "{\"a\":}", "nul", "{\"object\":\"whatsapp_business_account\",\"entry\":7}", "[[[[[["] {
      _ = try report("broken.json") { try $0.write("broken.json", text) }
    }
  }

  @Test func deepJSON() throws {
    _ = try report("deep.json") {
      try $0.write("deep.json", String(repeating: "[", count: 200_000) + String(repeating: "]", count: 200_000))
    }
  }

  @Test func invalidUTF8() throws {
    let parts = Material.text("wamid.X", "a%b", at: 1_715_678_222).split(separator: "%")
    _ = try report("latin.json") { archive in
      try archive.write("latin.json", Array(parts[0].utf8) + [0xE9, 0xFF, 0xC0, 0x80] + Array(parts[1].utf8))
    }
    _ = try report("latin.txt") { archive in
      try archive.write(
        "latin.txt", Array("14/05/2024, 09:17 - Ana: caf".utf8) + [0xE9, 0x0A, 0xFF, 0xFE, 0x0A])
    }
  }

  @Test func loneSurrogates() throws {
    let entry = try report("surrogate.json") {
      try $0.write(
        "surrogate.json", Material.text("wamid.S", "lone \\ud83d and \\udc4d here", at: 1_715_678_222))
    }
    #expect(entry["messages"]?.integer == 1)
  }

  @Test func nulsAndControls() throws {
    let entry = try report("controls.json") {
      try $0.write(
        "controls.json", Material.text("wamid.C", "a\\u0000b\\u001b]0;owned\\u0007\\u202ec", at: 1_715_678_222))
    }
    #expect(entry["messages"]?.integer == 1)
  }

  @Test func controlsNeverReachTheTerminal() throws {
    let archive = try Archive()
    try archive.write(
      "in.json", Material.text("wamid.C", "x \\u001b[31mred\\u202e\\u0007 marker", at: 1_715_678_222))
    _ = try archive.json(["import", "vault", "in.json"])
    let found = try archive.run(["search", "vault", "marker"])
    #expect(found.status == 0 && found.output.contains("marker"))
    #expect(!found.output.unicodeScalars.contains { $0.value < 32 && $0 != "\n" || $0.value == 0x202E })
  }

  @Test func aLineLongerThanAnyPayload() throws {
    let filler = String(repeating: "heronless ", count: 1 << 20)
    let entry = try report("long.jsonl") { archive in
      let url = archive.folder.url.appendingPathComponent("long.jsonl")
      _ = FileManager.default.createFile(atPath: url.path, contents: nil)
      let handle = try FileHandle(forWritingTo: url)
      try handle.write(contentsOf: Data("{\"object\":\"".utf8))
      for _ in 0..<7 { try handle.write(contentsOf: Data(filler.utf8)) }
      try handle.write(contentsOf: Data("\"}\n".utf8))
      try handle.write(contentsOf: Data(Material.text("wamid.L", "after it", at: 1_715_678_222).utf8))
      try handle.close()
    }
    #expect(entry["messages"]?.integer == 1, "what stands behind the long line is read: \(entry)")
  }

  @Test func emptyZip() throws {
    let end: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
    #expect(!exceptions(try report("none.zip") { try $0.write("none.zip", end) }).isEmpty)
    #expect(!exceptions(try report("cut.zip") { try $0.write("cut.zip", [0x50, 0x4B, 3, 4, 20, 0]) }).isEmpty)
  }

  @Test func zipWithPathsThatLeaveIt() throws {
    let script = """
      import zipfile
      z = zipfile.ZipFile('slip.zip', 'w')
      z.writestr('_chat.txt', '14/05/2024, 09:17 - Ana: hello\\n14/05/2024, 09:18 - Ana: ../../slipped.jpg (file attached)\\n')
      z.writestr('../../slipped.jpg', b'slipped')
      z.writestr('/tmp/holdfast-slipped.jpg', b'slipped')
      """
    var outside = ""
    let entry = try report("slip.zip") { archive in
      try archive.write("make.py", script)
      _ = try archive.execute("/usr/bin/env", ["python3", "make.py"])
      outside = archive.folder.url.deletingLastPathComponent().deletingLastPathComponent().path + "/slipped.jpg"
    }
    #expect(entry["messages"]?.integer == 2, "\(entry)")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/holdfast-slipped.jpg"))
    #expect(!FileManager.default.fileExists(atPath: outside))
  }

  @Test func zipBomb() throws {
    let script = """
      import zipfile
      z = zipfile.ZipFile('bomb.zip', 'w', zipfile.ZIP_DEFLATED, compresslevel=9)
      z.writestr('_chat.txt', '14/05/2024, 09:17 - Ana: hello\\n')
      with z.open('IMG-1.jpg', 'w', force_zip64=True) as f:
        for _ in range(600): f.write(bytes(1 << 20))
      """
    let entry = try report("bomb.zip") { archive in
      try archive.write("make.py", script)
      _ = try archive.execute("/usr/bin/env", ["python3", "make.py"])
    }
    #expect(exceptions(entry).contains { $0.contains("far more") }, "\(entry)")
  }
}
