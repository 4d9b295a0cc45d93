import Foundation
import Records
import TestSupport
import Testing

/// From an empty folder to a bundle in a stranger's hands.
@Suite struct WholeLineTests {
  @Test func wholeLine() throws {
    let archive = try Archive()
    let files = try Material.write(to: archive)
    let dryRun = try archive.json(["import", "vault", "--dry-run", "--time-zone", "Europe/London"] + files)
    #expect(archive.total(dryRun, "messages") == 7)
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == 0, "a dry run seals nothing")

    let report = try archive.json(["import", "vault", "--time-zone", "Europe/London"] + files)
    #expect(report["files"]?.array?.count == 2)
    #expect(archive.total(report, "messages") == 7)
    #expect(archive.total(report, "media") == 1)
    #expect(archive.total(report, "duplicates") == 1)
    #expect(report["files"]?[0]?["format"]?.string == "meta-webhook")
    #expect(report["files"]?[1]?["format"]?.string == "chat-export-zip")
    let again = try archive.json(["import", "vault", "--time-zone", "Europe/London"] + files)
    for name in ["messages", "events", "media"] { #expect(archive.total(again, name) == 0, "\(name)") }
    #expect(try archive.json(["status", "vault"])["messages"]?.integer == 7)

    let found = try archive.json(["search", "vault", "heron flies"])
    #expect(found["total"]?.integer == 1 && found["hits"]?.array?.count == 1)
    let hit = try #require(found["hits"]?[0])
    #expect(hit["text"]?.string == "the heron flies at dawn")
    #expect(hit["phone"]?.string == Canary.anaPhone && hit["sender"]?.string == Canary.ana)
    #expect(hit["sent_at"]?.string == "2024-05-14T09:17:02Z")
    let id = try #require(hit["id"]?.string)
    let conversation = try #require(hit["conversation"]?.string)

    let shown = try archive.json(["show", "vault", id])
    #expect(shown["message"]?["archive_id"]?.string == id)
    #expect(shown["message"]?["provider_msg_id"]?.string == "wamid.HERON1")
    #expect(shown["message"]?["pii_scrubbed"] == .bool(false))
    #expect(shown["versions"]?.array?.count == 1)
    let plain = try archive.run(["show", "vault", id])
    #expect(plain.output.contains("proof holds"))

    let timeline = try archive.json(["timeline", "vault", conversation])
    #expect(timeline["items"]?.array?.compactMap { $0["text"]?.string }.first == "the heron flies at dawn")
    #expect(timeline["items"]?[0]?["reactions"]?[0]?["emoji"]?.string == "👍")
    let limited = try archive.json(["timeline", "vault", conversation, "--limit", "2"])
    #expect(limited["items"]?.array?.count == 2)
    let later = try archive.json(["timeline", "vault", conversation, "--from", "2024-05-15"])
    #expect(later["items"]?.array?.isEmpty == true)

    try holdAndHandOver(archive, id)
  }

  private func holdAndHandOver(_ archive: Archive, _ id: String) throws {
    #expect(
      try archive.json(["matter", "new", "vault", "M-1", "--title", Canary.matterTitle])["matter"]?.string == "M-1")
    let place = ["hold", "place", "vault", "--matter", "M-1", "--query", "heron OR osprey", "--reason", Canary.reason]
    #expect(try archive.json(place + ["--dry-run"])["hold"] == nil)
    #expect(try archive.json(["hold", "list", "vault"])["holds"]?.array?.isEmpty == true)
    let placed = try archive.json(place)
    #expect(placed["messages"]?.integer == 2 && placed["hold"]?["messages"]?.integer == 2)
    let explained = try archive.json(["explain", "vault", id])
    #expect(explained["holds"]?[0]?["matter"]?.string == "M-1")
    #expect(try archive.json(["search", "vault", "heron"])["hits"]?[0]?["held"]?[0]?.string == "M-1")

    // What arrives later is held too.
    try archive.write("later.json", Material.text("wamid.HERON9", "another heron", at: 1_715_700_000))
    _ = try archive.json(["import", "vault", "later.json"])
    #expect(try archive.json(["hold", "list", "vault", "--matter", "M-1"])["holds"]?[0]?["messages"]?.integer == 3)

    let report = try archive.json(["export", "vault", "--matter", "M-1", "--out", "bundle"])
    #expect(report["messages"]?.integer == 3 && report["missing"]?.integer == 0)
    #expect(try archive.json(["verify", "bundle"])["ok"] == .bool(true))
    let python = try archive.shell("cd bundle && python3 verify.py")
    #expect(python.status == 0, "\(python)")
    let again = try archive.json(["export", "vault", "--matter", "M-1", "--out", "bundle2"])
    #expect(again["sha256"] == report["sha256"], "the same scope at the same checkpoint gives the same bytes")
    try archive.write("bundle/data/messages.ndjson", "{}\n")
    #expect(try archive.run(["verify", "bundle"]).status == 1)
    #expect(try archive.shell("cd bundle && python3 verify.py").status != 0)

    let statement = try archive.run(["statement", "vault", "axolotl", "--out", "nothing"])
    #expect(statement.status == 0, "\(statement.errors)")
    let checked = try archive.shell(
      "openssl pkeyutl -verify -pubin -inkey nothing.pub.pem -rawin -in nothing -sigfile nothing.sig")
    #expect(checked.status == 0, "\(checked)")

    let note = try archive.run(["checkpoint", "vault"])
    try archive.write("note", note.output)
    let verified = try archive.json(["verify", "vault", "--since", "note"])
    #expect(verified["ok"] == .bool(true) && verified["unlocked"] == .bool(true))
    #expect(try archive.json(["verify", "vault", "--locked"])["unlocked"] == .bool(false))

    let before = try archive.json(["search", "vault", "heron"])
    #expect(try archive.run(["rebuild", "vault"]).status == 0)
    let after = try archive.json(["search", "vault", "heron"])
    #expect(before["hits"] == after["hits"], "rebuilding changes no id and no answer")

    let acts = try archive.json(["audit", "vault"])["acts"]?.array?.compactMap { $0["act"]?.string } ?? []
    for act in ["init", "import", "search", "view", "matter-open", "hold-place", "export", "statement", "explain"] {
      #expect(acts.contains(act), "\(act) is not in the audit trail")
    }
    try Canary.check(archive)
  }

  @Test func doctorFindsWhatItNeeds() throws {
    let archive = try Archive(makesVault: false)
    let report = try archive.json(["doctor"])
    #expect(report["ok"] == .bool(true))
    #expect(report["checks"]?.array?.first { $0["name"]?.string == "self-test" }?["ok"] == .bool(true))
  }

  @Test func aCopyOfAVaultIsAVaultOfItsOwn() throws {
    let archive = try Archive()
    _ = try archive.json(["import", "vault"] + Material.write(to: archive).prefix(1))
    try FileManager.default.copyItem(atPath: archive.path("vault"), toPath: archive.path("copy"))
    #expect(try archive.json(["search", "copy", "heron", "--count"])["total"]?.integer == 1)
    #expect(try archive.json(["verify", "copy"])["ok"] == .bool(true))
  }
}
