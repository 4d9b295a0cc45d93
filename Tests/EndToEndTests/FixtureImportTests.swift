import Foundation
import Records
import TestSupport
import Testing

/// Every payload and chat export of the shared fixtures is taken in, and everything is accounted for.
@Suite struct FixtureImportTests {
  @Test(.enabled(if: Fixtures.url("payloads") != nil), arguments: ["payloads", "chat-exports"])
  func everythingIsAccountedFor(_ folder: String) throws {
    let source = try #require(Fixtures.url(folder))
    let archive = try Archive()
    let report = try archive.json(["import", "vault", source.path, "--time-zone", "Europe/Madrid"])
    let files = report["files"]?.array ?? []
    #expect(files.count > 20)
    for file in files {
      func count(_ name: String) -> Int64 { file[name]?.integer ?? 0 }
      let accounted =
        count("messages") + count("events") + count("duplicates") + count("gaps")
        + Int64(file["exceptions"]?.array?.count ?? 0)
      #expect(accounted >= max(1, count("deliveries")), "\(file)")
    }
    let status = try archive.json(["status", "vault"])
    #expect(status["deliveries"]?.integer == archive.total(report, "deliveries"))
    #expect(status["indexed"] == status["records"])
    let again = try archive.json(["import", "vault", source.path, "--time-zone", "Europe/Madrid"])
    for name in ["messages", "events", "media", "gaps"] { #expect(archive.total(again, name) == 0, "\(name)") }
    #expect(try archive.json(["status", "vault"])["messages"] == status["messages"])
    #expect(try archive.json(["verify", "vault"])["ok"] == .bool(true))
  }
}
