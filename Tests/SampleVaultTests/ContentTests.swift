import Records
import SampleVault
import SearchIndex
import Testing

/// What somebody finds in the sample.
@Suite struct ContentTests {
  private func sample() throws -> MadeSample { try MadeSample.shared.get() }

  @Test func hasTheSizeItIsDescribedWith() throws {
    let figures = try sample().index.statistics()
    #expect(figures.conversations == 60)
    #expect((2_400...2_600).contains(figures.messages), "\(figures.messages) messages")
    // The gap of Lucy Farrow waits for the message that nobody delivered.
    #expect(figures.waiting == 1)
    #expect(figures.exceptions == 0)
    #expect(figures.gaps >= 2)
    let first = try #require(figures.firstAt)
    let last = try #require(figures.lastAt)
    let months = (last.milliseconds - first.milliseconds) / 86_400_000 / 30
    #expect((17...19).contains(months), "\(months) months")
  }

  @Test func importsWithoutExceptions() throws {
    let files = try sample().report.imports.flatMap(\.files)
    for file in files { #expect(file.exceptions.isEmpty, "\(file.path): \(file.exceptions)") }
    #expect(Set(files.map(\.format)) == ["meta-webhook", "wasender", "chat-export-txt", "chat-export-zip"])
  }

  @Test(arguments: [
    "heron", "开会", "phone:*5092", "تحويل", "ประชุม", "תודה", "会議", "Geeignetheitserklärung", "dividendo",
    "has:edit", "has:deletion", "has:reaction", "has:reply", "type:voice", "type:image", "type:document",
    "type:location", "in:group", "hold:M-221", "matter:M-180", "\"heron flies at four\"", "恭喜发财",
  ])
  func finds(_ query: String) throws {
    let count = try sample().count(query)
    #expect(count > 0, "nothing is found by \(query)")
    #expect(count < 1_500, "too much is found by \(query)")
  }

  @Test func keepsWhatWasEditedAndDeleted() throws {
    let sample = try sample()
    let deleted = try sample.index.search(try QueryParser.parse("\"keep this between us\"").get(), limit: 5)
    #expect(deleted.hits.map(\.isDeleted) == [true])
    let before = try sample.index.search(try QueryParser.parse("\"capital protected in nearly all\"").get(), limit: 5)
    let after = try sample.index.search(try QueryParser.parse("\"read section 4\"").get(), limit: 5)
    #expect(before.hits.map(\.id) == after.hits.map(\.id))
    #expect(after.hits.map(\.versions) == [2])
  }

  @Test func holdsTheTwoMatters() throws {
    let sample = try sample()
    let matters = try sample.index.matters()
    #expect(matters.map(\.name).sorted() == ["M-180", "M-221"])
    #expect(matters.map(\.holds.count) == [3, 3])
    let ruiz = try #require(try sample.conversation("Ana Ruiz"))
    #expect(ruiz.held == ruiz.messages && ruiz.matters == ["M-221"])
    let desk = try #require(try sample.conversation("Desk EMEA FX"))
    #expect(desk.held > 8 && desk.held < desk.messages)
    let whitfield = try #require(try sample.conversation("Daniel Whitfield"))
    #expect(whitfield.held == whitfield.messages && whitfield.matters == ["M-180"])
  }

  @Test func storesTheFilesOfExports() throws {
    let sample = try sample()
    let media = try sample.index.attachments(conversation: nil, limit: 1_000).map(\.media)
    let stored = media.filter { $0.state == .stored }
    #expect(stored.count >= 12)
    for medium in stored {
      let path = try #require(medium.path)
      #expect(Int64(try sample.vault.media(path).count) == medium.size)
    }
    #expect(media.contains { $0.state == .remote })
  }

  @Test func namesGroupsAndTheChangedNumber() throws {
    let sample = try sample()
    for title in ["Brightwater family", "港股小组 HK Desk", "Familie Vogel 🐦", "Lantern Yard"] {
      let group = try #require(try sample.conversation(title), "no group \(title)")
      #expect(group.kind == .group)
    }
    #expect(try sample.count("phone:33639980117") > 0)
    #expect(try sample.count("phone:33639980171") > 0)
  }

  @Test func theSessionWasDownFor39Minutes() throws {
    let gaps = try MadeSample.shared.get().index.gaps().filter { $0.reason == "session-down" }
    #expect(gaps.map { $0.from?.rfc3339 } == ["2025-05-02T08:02:00Z"])
    #expect(gaps.map { $0.until?.rfc3339 } == ["2025-05-02T08:41:00Z"])
  }
}
