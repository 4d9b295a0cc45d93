import Foundation
import Records
import Testing

/// Every refusal has its exit status, says what and where, and what to do.
@Suite struct StatusTests {
  @Test func unlocking() throws {
    let archive = try Archive()
    try archive.expect(77, ["search", "vault", "x", "--passphrase-file", "wrong"], says: "passphrase")
    try archive.expect(65, ["search", "vault", "x", "--passphrase-file", "none"], says: "passphrase file none")
    try archive.expect(65, ["search", "nowhere", "x"], says: "nowhere", "init")
    try archive.expect(65, ["search", "passphrase", "x"], says: "folder")
    try archive.expect(65, ["status", "answers"], says: "vault.toml")
    try archive.expect(73, ["status", "vault", "--state", "/proc/none"], says: "/proc/none", "--state")
    try archive.expect(64, ["status", "vault"], says: "--passphrase-file", extra: ["HOLDFAST_PASSPHRASE_FILE": ""])
    try archive.expect(69, ["vault"], says: "terminal", "--script")
  }

  @Test func slots() throws {
    let archive = try Archive()
    let keys = archive.folder.url.appendingPathComponent("vault/keys")
    let slots = try FileManager.default.subpathsOfDirectory(atPath: keys.path).filter { $0.contains("l-") }
    #expect(slots.count == 2)
    let saved = try slots.map { try Data(contentsOf: keys.appendingPathComponent($0)) }
    for (name, bytes) in zip(slots, saved) {
      try Data(bytes.prefix(bytes.count / 2)).write(to: keys.appendingPathComponent(name))
    }
    try archive.expect(65, ["status", "vault"], says: "slot")
    for (name, bytes) in zip(slots, saved) {
      var changed = bytes
      changed[changed.count - 20] ^= 1
      try changed.write(to: keys.appendingPathComponent(name))
    }
    try archive.expect(65, ["status", "vault"], says: "slot")
    let verified = try archive.run(["verify", "vault", "--json"])
    #expect(verified.status == 1 && verified.output.contains("keys/"), "\(verified)")

    try archive.make("other")
    let foreign = archive.folder.url.appendingPathComponent("other/keys")
    let names = try FileManager.default.subpathsOfDirectory(atPath: foreign.path).filter { $0.contains("l-") }
    for name in slots { try FileManager.default.removeItem(at: keys.appendingPathComponent(name)) }
    for name in names {
      try FileManager.default.copyItem(
        at: foreign.appendingPathComponent(name), to: keys.appendingPathComponent(name))
    }
    try archive.expect(65, ["status", "vault"], says: "slot")
  }

  @Test func askingForWhatIsNotThere() throws {
    let archive = try Archive()
    try archive.expect(65, ["show", "vault", "m-aaaaaaaaaaaaaaaaaaaa"], says: "m-aaaa", "search")
    try archive.expect(65, ["show", "vault", "seven"], says: "seven")
    try archive.expect(65, ["explain", "vault", "m-aaaaaaaaaaaaaaaaaaaa"], says: "m-aaaa")
    try archive.expect(65, ["timeline", "vault", "c-aaaaaaaaaaaaaaaaaaaa"], says: "c-aaaa", "conversations")
    try archive.expect(65, ["matter", "show", "vault", "M-9"], says: "M-9")
    try archive.expect(65, ["hold", "list", "vault", "--matter", "M-9"], says: "M-9")
    try archive.expect(65, ["hold", "release", "vault", "h-aaaaaaaaaaaaaaaa"], says: "h-aaaa")
    try archive.expect(
      65, ["hold", "place", "vault", "--matter", "M-9", "--query", "x", "--reason", "r"], says: "M-9")
    try archive.expect(65, ["export", "vault", "--matter", "M-9", "--out", "b"], says: "M-9")
    try archive.expect(65, ["import", "vault", "absent.json"], says: "absent.json", "nothing was imported")
    try archive.expect(65, ["verify", "vault", "--since", "passphrase"], says: "checkpoint")
    try archive.expect(65, ["verify", "vault", "--since", "absent"], says: "absent")
  }

  @Test(arguments: ["from:", "((heron", "frm:ana", "date:2024-13", "\"never closed", "heron AND", "", "phone:x"])
  func badQueries(_ query: String) throws {
    let archive = try Archive()
    let run = try archive.run(["search", "vault", query])
    #expect(run.status == 65 && run.errors.contains("column"), "\(query): \(run)")
    #expect(run.errors.contains("^"))
  }

  @Test func usage() throws {
    let archive = try Archive()
    try archive.expect(64, ["search", "vault"], says: "query")
    try archive.expect(64, ["search", "vault", "x", "--time-zone", "Mars/Olympus"], says: "Mars/Olympus")
    try archive.expect(64, ["search", "vault", "x", "--limit", "-1"], says: "limit")
    try archive.expect(64, ["import", "vault", "passphrase", "--date-order", "ydm"], says: "ydm", "dmy")
    try archive.expect(64, ["hold", "place", "vault", "--matter", "M-1", "--reason", "r"], says: "--query")
    try archive.expect(64, ["timeline", "vault", "c-aaaaaaaaaaaaaaaaaaaa", "--limit", "-1"], says: "limit")
    try archive.expect(64, ["matter", "new", "vault"], says: "matter")
    try archive.expect(64, ["search", "vault", "x", "--no-such-option"], says: "--no-such-option")
  }

  @Test func creating() throws {
    let archive = try Archive(makesVault: false)
    let officer = ["--officer", "A"]
    try archive.expect(64, ["init", "vault"], says: "--officer")
    try archive.expect(64, ["init", "vault"] + officer, says: "--recovery-file")
    try archive.expect(
      64, ["init", "vault", "--recovery-file", "r"] + officer, says: "terminal", extra: ["HOLDFAST_PASSPHRASE_FILE": ""]
    )
    try archive.expect(64, ["init", "vault", "--recovery-file", "r", "--scrypt-log-n", "40"] + officer, says: "17")
    try archive.expect(64, ["init", "vault", "--recovery-file", "r", "--time-zone", "X"] + officer, says: "zone")
    let cheap = ["--recovery-file", "r", "--scrypt-log-n", "10"] + officer
    try archive.expect(73, ["init", "passphrase/vault"] + cheap, says: "passphrase")
    try archive.expect(73, ["init", "/proc/none"] + cheap, says: "/proc/none")
    try archive.expect(73, ["init", "vault", "--recovery-file", "/proc/none/r"] + officer, says: "recovery file")
    try archive.expect(73, ["init", "vault", "--recovery-file", "passphrase"] + officer, says: "passphrase")
    #expect(!FileManager.default.fileExists(atPath: archive.path("r")), "nothing was made, so nothing is left behind")
    let made = try archive.run(["init", "vault"] + cheap)
    #expect(made.status == 0 && made.errors.contains("cheap to guess"))
    let secret = try String(contentsOfFile: archive.path("r"), encoding: .utf8)
    #expect(!secret.isEmpty && !made.output.contains(secret))
    try archive.expect(73, ["init", "vault", "--recovery-file", "r2", "--scrypt-log-n", "10"] + officer, says: "empty")
    try FileManager.default.createDirectory(atPath: archive.path("v2"), withIntermediateDirectories: true)
    try archive.expect(64, ["init", "v2", "--recovery-file", "v2/r", "--scrypt-log-n", "10"] + officer, says: "vault")
  }

  @Test func handingOver() throws {
    let archive = try Archive()
    _ = try archive.json(["import", "vault"] + Material.write(to: archive).prefix(1))
    _ = try archive.json(["matter", "new", "vault", "M-1", "--title", "T"])
    try archive.expect(65, ["matter", "new", "vault", "M-1", "--title", "T"], says: "M-1")
    try archive.expect(65, ["export", "vault", "--matter", "M-1", "--out", "b"], says: "nothing")
    let place = ["hold", "place", "vault", "--matter", "M-1"]
    try archive.expect(65, place + ["--query", "heron date:today", "--reason", "r"], says: "date:today")
    try archive.expect(65, place + ["--message", "m-aaaaaaaaaaaaaaaaaaaa", "--reason", "r"], says: "m-aaaa")
    try archive.expect(65, place + ["--conversation", "c-a", "--reason", "r"], says: "c-a")
    let hold = try archive.json(place + ["--query", "heron", "--reason", "r"])["hold"]?["id"]?.string ?? ""
    try archive.expect(77, ["hold", "release", "vault", hold], says: "second officer")
    #expect(try archive.json(["hold", "list", "vault"])["holds"]?[0]?["released_at"] == nil)
    try archive.expect(73, ["export", "vault", "--matter", "M-1", "--out", "vault/b"], says: "inside the vault")
    try archive.expect(73, ["export", "vault", "--matter", "M-1", "--out", "none/b"], says: "none")
    try archive.expect(73, ["export", "vault", "--matter", "M-1", "--out", "answers"], says: "answers")
    try archive.expect(1, ["statement", "vault", "heron", "--out", "s"], says: "hits")
    try archive.expect(73, ["statement", "vault", "axolotl", "--out", "passphrase"], says: "passphrase")
    try archive.expect(73, ["statement", "vault", "axolotl", "--out", "/proc/none/s"], says: "/proc/none")
  }

  @Test func aChatWithoutZoneIsRefusedByTheFile() throws {
    let archive = try Archive()
    let files = try Material.write(to: archive)
    let report = try archive.json(["import", "vault"] + files)
    #expect(report["files"]?[0]?["messages"]?.integer == 4)
    #expect(report["files"]?[1]?["messages"]?.integer == 0)
    #expect(report["files"]?[1]?["exceptions"]?[0]?["what"]?.string?.contains("--time-zone") == true)

    let zoned = try Archive(["--time-zone", "Asia/Tokyo"])
    _ = try zoned.json(["import", "vault"] + Material.write(to: zoned))
    #expect(
      try zoned.json(["search", "vault", "osprey"])["hits"]?[0]?["sent_at"]?.string == "2024-05-14T00:17:00Z",
      "the vault's own zone is taken")
  }
}
