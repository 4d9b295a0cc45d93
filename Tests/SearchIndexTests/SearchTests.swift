import Records
import Storage
import TestSupport
import Testing

@testable import SearchIndex

@Suite struct SearchTests {
  let folder: TemporaryDirectory
  let index: ArchiveIndex
  let ana = Make.conversation("34600000921", name: "Ana Ruiz")
  let lee = Make.conversation("447700900123", name: "Jöhn Lee")
  let desk = Make.group("g1", title: "Desk EMEA FX")

  init() throws {
    folder = try TemporaryDirectory()
    let source = MemorySource()
    let john = Party(phone: "447700900123", name: "Jöhn Lee")
    source.append([
      Make.message("1", "Move the EUR fix, it's \"urgent\"", at: "2024-05-14T09:00:00Z", in: ana),
      Make.message("2", "call me on +44 7700 900-555", at: "2024-05-14T10:00:00Z", in: lee),
      Make.message("3", "see https://example.com/path", at: "2024-05-20T10:00:00Z", in: lee, direction: .outbound),
      Make.message("4", "我们明天开会", at: "2024-06-01T10:00:00Z", in: desk, from: john),
      Make.message(
        "5", "café 👍🏽 move", at: "2024-06-02T10:00:00Z", in: desk, from: Party(phone: "34600000921", name: "Ana Ruiz")),
      Make.message(
        "6", nil, at: "2024-06-03T10:00:00Z", in: desk, from: john, kind: .image,
        media: MediaReference(.stored, path: "m/1", mimeType: "image/jpeg", fileName: "a.jpg", size: 10)),
      Make.message("7", "answer", at: "2024-07-03T10:00:00Z", in: desk, from: john, replyTo: "5"),
      Make.message("8", "undated move", at: "2024-07-04T10:00:00Z", in: ana, dated: false),
    ])
    index = try ArchiveIndex.make(source, folder.path)
  }

  private func ids(_ query: String) throws -> String {
    let hits = try index.search(.of(query), limit: 100).hits
    let expected = try index.count(.of(query), cap: nil)
    #expect(Int64(hits.count) == expected.count && expected.isExact, "\(query)")
    let names = (1...8).map { "\($0)" }
    return hits.map { hit in
      names.first { Make.messageID($0) == hit.id || Make.messageID($0, fromMe: true) == hit.id } ?? "?"
    }.joined()
  }

  @Test(arguments: [
    ("move", "851"), ("MOVE fix", "1"), ("move -fix", "85"), ("mov*", "851"), ("fix OR answer", "71"),
    ("-move", "76432"), ("cafe", "5"), ("👍", "5"), ("开会", "4"), ("天", "4"), ("我们开会", ""),
    ("\"the eur fix\"", "1"), ("\"eur the\"", ""), ("+447700900555", "2"), ("\"900-555\"", "2"),
    ("from:ana", "851"), ("from:john", "7642"), ("from:lee move", ""), ("from:\"ana ruiz\" move", "851"),
    ("phone:+447700900123", "76432"), ("phone:*0123", "76432"), ("from:*0921", "851"),
    ("to:lee", "3"), ("with:lee", "765432"), ("with:ana", "876541"), ("in:group", "7654"), ("in:direct", "8321"),
    ("conv:desk", "7654"), ("conv:emea type:image", "6"), ("type:image", "6"), ("type:text move", "851"),
    ("has:media", "6"), ("has:link", "3"), ("has:reply", "7"), ("has:edit", ""), ("-has:link in:direct", "821"),
    ("date:2024-05", "321"), ("date:2024-05-14", "21"), ("date:2024-06..", "87654"), ("before:2024-06", "321"),
    ("after:2024-06", "87"), ("date:2024-05 move", "1"), ("move (date:2024-05 OR from:ana) -undated", "51"),
    ("from:nobody", ""), ("conv:nowhere", ""), ("fix OR has:media", "61"), ("fix OR -from:ana", "764321"),
    ("hold:M-1", ""), ("tag:x", ""), ("-(move OR answer)", "6432"), ("move OR (call from:lee)", "8521"),
  ])
  func finds(query: String, expected: String) throws {
    #expect(try ids(query) == expected, "\(query)")
  }

  @Test func byIdentity() throws {
    let id = Make.messageID("2")
    #expect(try ids("id:\(id)") == "2")
    #expect(try ids("id:\(id) OR id:\(Make.messageID("7"))") == "72")
    #expect(try ids("conv:\(lee.id)") == "32")
    #expect(try index.location(of: id)?.conversation == lee.id)
  }

  @Test func marksTheWords() throws {
    let hit = try #require(try index.search(.of("eur mov*")).hits.first)
    let bytes = Array(hit.text.utf8)
    #expect(hit.highlights.map { String(decoding: bytes[$0], as: UTF8.self) } == ["Move", "EUR"])
  }

  @Test func syntaxOfTheEngineNeverLeaks() throws {
    for text in [
      "\"text : x\"", "\"a\"\"b\"", "NEAR", "\"{keys} : s1\"", "keys:s1 ".replacing(":", with: " "), "\"s1\"", "c1",
      "\"^x\"",
    ] {
      #expect(try ids(text) == "", "\(text)")
    }
  }

  @Test func languageIsRefusedInWords() throws {
    #expect(throws: SearchIndexError.self) { try index.search(.of("lang:en")) }
  }

  @Test func aCancelledSearchStops() throws {
    let cancel = CancellationFlag()
    cancel.cancel()
    #expect { try index.search(.of("move"), cancel: cancel) } throws: {
      ($0 as? SearchIndexError)?.code == .cancelled
    }
    #expect(try ids("move") == "851")
  }

  @Test func lastWordCompletes() throws {
    #expect(try index.search(.of("mo", completes: true)).hits.count == 3)
    #expect(try index.search(.of("mo")).hits.isEmpty)
  }

  @Test func everyMatchIsGivenOnce() throws {
    var seen: [MessageID] = []
    try index.forEachMatch(.of("move")) {
      seen.append($0.id)
      return true
    }
    #expect(seen.count == 3 && Set(seen).count == 3)
  }
}

/// Beginnings of words are looked for in the newest rows first; both ways have to agree.
@Suite struct BeginningTests {
  @Test func probingAndAskingAgree() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let place = Make.conversation("34600000921", name: "Ana Ruiz")
    var records: [Record] = []
    for number in 0..<3200 {
      let word = number % 100 == 7 ? "thimble" : number % 3 == 0 ? "there" : "other"
      let day = 1 + number / 120
      let minute = number % 60
      records.append(
        Make.message(
          "N\(number)", "\(word) number\(number)",
          at: "2024-05-\(day < 10 ? "0" : "")\(day)T1\(number / 60 % 10):\(minute < 10 ? "0" : "")\(minute):00Z",
          in: place))
    }
    records.append(Make.late(.edit, of: "N7", at: "2024-05-01T20:00:00Z", in: place, text: "thorn", fromMe: false))
    source.append(records)
    let index = try ArchiveIndex.make(source, folder.path)
    for query in ["th*", "thi*", "tho*", "th* number7*", "th* -thimble", "from:ana thi*", "zz*", "th* OR oth*"] {
      var paged: [MessageID] = []
      var cursor: SearchCursor?
      repeat {
        let page = try index.search(.of(query), after: cursor, limit: 50)
        paged += page.hits.map(\.id)
        cursor = page.next
      } while cursor != nil
      let whole = try index.search(.of(query), order: .oldest, limit: 5000).hits.map(\.id)
      #expect(paged == whole.reversed(), "\(query)")
      #expect(try index.count(.of(query), cap: nil).count == Int64(whole.count), "\(query)")
    }
  }
}
