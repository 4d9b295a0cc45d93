import Foundation
import Records
import Testing

/// Which files are missing is listed, and asking for them leaves a request for the gateway.
@Suite struct MediaCommandTests {
  @Test func missingFilesAreListedAndAskedFor() throws {
    let archive = try Archive()
    try archive.write("payloads.jsonl", Material.payloads)
    _ = try archive.json(["import", "vault", "payloads.jsonl", "--account", "acct"])
    let answer = try archive.json(["media", "list", "vault"])
    let media = try #require(answer["media"]?.array)
    #expect(media.count == 1 && answer["indexed"] == answer["records"])
    #expect(media.first?["type"]?.string == "image/jpeg" && media.first?["state"]?.string != "stored")
    let id = try #require(media.first?["message"]?.string)
    #expect(try archive.run(["media", "list", "vault"]).output.contains(id))
    let conversation = try #require(media.first?["conversation"]?.string)
    #expect(
      try archive.json(["media", "list", "vault", "--conversation", conversation])["media"]?.array?.count == 1)
    #expect(try archive.run(["show", "vault", id]).output.contains("image/jpeg"))

    let asked = try archive.json(["media", "retry", "vault", id])
    #expect(asked["asked"]?.string == id && asked["running"] == .bool(false))
    #expect(try archive.files(below: ["state"]).contains { $0.path.hasSuffix("/gateway/media-retry/" + id) })
    #expect(try archive.json(["media", "retry", "vault", "--all"])["asked"]?.string == "all")
    #expect(try archive.files(below: ["state"]).contains { $0.path.hasSuffix("/gateway/media-retry/all") })

    try archive.expect(64, ["media", "retry", "vault"], says: "--all")
    try archive.expect(64, ["media", "retry", "vault", id, "--all"], says: "--all")
    try archive.expect(65, ["media", "retry", "vault", "seven"], says: "seven")
    try archive.expect(65, ["media", "list", "vault", "--conversation", "seven"], says: "seven")
    try archive.expect(64, ["media", "list", "vault", "--limit", "0"], says: "--limit")
  }
}
