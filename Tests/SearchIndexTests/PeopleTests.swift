import Records
import TestSupport
import Testing

@testable import SearchIndex

/// Who is one person: by records, by officers' acts, and never by a name.
@Suite struct PeopleTests {
  let folder: TemporaryDirectory
  let source = MemorySource()
  let group = Make.group("g1", title: "Desk")

  init() throws { folder = try TemporaryDirectory() }

  private func say(
    _ id: String, _ text: String, _ party: Party, at: String = "2024-05-14T09:00:00Z", provider: Provider = .meta
  ) -> Record {
    Make.message(id, text, at: at, in: group, from: party, provider: provider)
  }

  private func names(_ index: ArchiveIndex, _ filter: PersonFilter = PersonFilter()) throws -> [String] {
    try index.people(filter: filter, order: .name).people.map(\.name)
  }

  private func person(_ index: ArchiveIndex, _ key: String) throws -> PersonDetail {
    let id = PersonID(try #require(ClaimKey(key)))
    return try #require(try index.person(id))
  }

  @Test func idThenNumberThenNumberChangeAreOnePersonAllProvable() throws {
    source.append([
      say("1", "by id", Party(userID: "US.1", name: "Ann"), at: "2024-05-01T00:00:00Z"),
      say("2", "by id and number", Party(phone: "441", userID: "US.1", name: "Ann Lee"), at: "2024-05-02T00:00:00Z"),
      Make.identity(
        Party(phone: "442", userID: "US.2"), was: Party(phone: "441", userID: "US.1"), at: "2024-05-03T00:00:00Z"),
      say("3", "by the new number", Party(phone: "442"), at: "2024-05-04T00:00:00Z"),
      say("4", "somebody else", Party(phone: "449", name: "Ann Lee"), at: "2024-05-04T00:00:00Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let ann = try person(index, "phone:442")
    #expect(try person(index, "user:US.1").line.id == ann.line.id)
    #expect(ann.line.messages == 3 && ann.line.numbers == 2 && ann.line.phone == "442" && !ann.line.isMerged)
    #expect(Set(ann.claims.compactMap(\.key?.text)) == ["phone:441", "phone:442", "user:US.1", "user:US.2"])
    let old = try #require(ann.claims.first { $0.value == "441" })
    #expect(old.superseded?.by == "442" && old.superseded?.reason == "user_changed_number")
    #expect(old.superseded?.at == Make.time("2024-05-03T00:00:00Z"))
    #expect(ann.claims.first { $0.value == "442" }?.superseded == nil)
    let name = try #require(ann.claims.first { $0.value == "Ann" })
    #expect(name.kind == .profileName && name.superseded?.by == "Ann Lee" && name.key == nil)
    for claim in ann.claims {
      for address in [claim.firstRecord, claim.lastRecord] { _ = try source.record(at: address) }
    }
    #expect(ann.changes.map(\.reason) == ["user_changed_number"])
    // Any claim finds all; a name finds whoever has it, with all that is theirs.
    for query in ["from:+442*", "phone:+441*", "from:user:US.2", "from:US.1", "from:\(ann.line.id)", "from:phone:441"] {
      #expect(try index.texts(query).count == (query.contains("*") ? 3 : 3), "\(query)")
    }
    #expect(try index.texts("from:\"ann lee\"").count == 4)
    #expect(try index.texts("from:+449*") == ["somebody else"])
  }

  @Test func everyClaimFindsThePerson() throws {
    let party = Party(
      phone: "447700900123", lid: "123456789012345", userID: "US.134912", username: "@Ann.Lee", name: "Ann Lee")
    source.append([
      say("1", "one", party), say("2", "two", Party(lid: "123456789012345")),
      say("3", "other", Party(phone: "3499999")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let id = try person(index, "lid:123456789012345").line.id
    let values = [
      "+447700900123", "447700900123", "\"+44 7700 900123\"", "07700900123", "*0123", "+4477*", "lid:123456789012345",
      "123456789012345", "user:US.134912", "US.134912", "@ann.lee", "username:ann.lee", "ann", "\"ann lee\"", "le*",
      id.text, "\"lid:123456789012345\"",
    ]
    for value in values {
      for field in ["from", "with", "to"] where field != "to" || true {
        let found = try index.texts("\(field):\(value)")
        if field == "from" { #expect(Set(found) == ["one", "two"], "\(field):\(value)") }
        if field == "with" { #expect(found.count == 3, "\(field):\(value)") }
      }
      let query = try Query.of("from:\(value)")
      #expect(try Query.of(query.canonicalText) == query, "\(value)")
    }
    for text in [
      "ann", "le", "4477009", "0123", "@ann", "US.13", "12345678", "lid:123456789012345", id.text, "ann lee",
    ] {
      #expect(try index.people(filter: PersonFilter(text: text)).people.map(\.id) == [id], "\(text)")
    }
    #expect(try index.people(named: "nobody").isEmpty)
    #expect(try index.person(of: Party(lid: "123456789012345", name: "new"), in: group.id)?.id == id)
  }

  @Test func namesAloneNeverJoinAndBelongToTheirConversation() throws {
    let other = Make.group("g2", title: "Other")
    source.append([
      say("1", "one", Party(name: "Anna"), provider: .chatExport),
      Make.message("2", "two", at: "2024-05-14T09:00:00Z", in: other, from: Party(name: "Anna"), provider: .chatExport),
      say("3", "three", Party(phone: "44123456789", name: "Anna")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try names(index) == ["Anna", "Anna", "Anna"])
    let label = ClaimKey(.name, "Anna", scope: group.id)
    let anna = try #require(try index.person(PersonID(label)))
    #expect(anna.claims.map(\.kind) == [.exportLabel] && anna.claims.first?.key == label && anna.line.messages == 1)
    #expect(try index.texts("from:\"\(label)\"") == ["one"])
    #expect(Set(try index.texts("from:anna")) == ["one", "two", "three"])
    // An officer's word joins this one and not the other.
    source.append(
      [Make.merge("m", [[label.text], ["phone:44123456789"]], at: "2024-06-01T00:00:00Z")], writer: "a", isAudit: true)
    try index.catchUp()
    #expect(Set(try index.texts("from:+44123456789")) == ["one", "three"])
    #expect(try index.person(PersonID(label))?.line.isMerged == true)
    #expect(try index.people(filter: PersonFilter(mergedOnly: true)).people.count == 1)
  }

  @Test func aMergeJoinsAllClaimsAndUndoingItPartsThem() throws {
    source.append([
      say("1", "ann", Party(phone: "4411111111", name: "Ann")), say("2", "lee", Party(lid: "77777777", name: "Lee")),
      say("3", "bob", Party(phone: "4422222222", name: "Bob")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    func found(_ query: String) throws -> [String] { try index.texts(query).sorted() }
    #expect(try found("from:+4411111111") == ["ann"])
    source.append(
      [Make.merge("m", [["phone:4411111111"], ["lid:77777777"]], at: "2024-06-01T00:00:00Z")], writer: "a",
      isAudit: true)
    try index.catchUp()
    for query in ["from:+4411111111", "from:lee", "from:ann", "from:lid:77777777", "phone:+4411111111"] {
      #expect(try found(query) == ["ann", "lee"], "\(query)")
    }
    let merged = try person(index, "lid:77777777")
    #expect(merged.line.isMerged && merged.line.messages == 2 && merged.ids.count == 2)
    #expect(merged.history.map(\.id) == [Make.actID("m")] && merged.history.first?.undoneBy == nil)
    #expect(Set(merged.claims.compactMap(\.mergedBy)) == [Make.actID("m")])
    #expect(try index.conversations(of: merged.line.id).map(\.messages) == [2])
    let before = try IndexDump(store: index.current()).text()
    try index.rebuild()
    #expect(try IndexDump(store: index.current()).text() == before)
    source.append([Make.split("s", undoes: "m", at: "2024-06-02T00:00:00Z")], writer: "b", isAudit: true)
    try index.catchUp()
    #expect(try found("from:+4411111111") == ["ann"])
    let lee = try person(index, "lid:77777777")
    #expect(!lee.line.isMerged && lee.line.messages == 1)
    #expect(lee.history.map(\.kind) == [.splitPeople, .mergePeople] && lee.history[1].undoneBy == Make.actID("s"))
    try index.rebuild()
    #expect(try found("from:lee") == ["lee"])
    #expect(try index.people(filter: PersonFilter()).total == 3)
  }

  @Test func aSplitPartsWhatRecordsJoinAndAMergeTakesItBack() throws {
    source.append([
      say("1", "number", Party(phone: "4411111111", name: "Ann")),
      say("2", "both", Party(phone: "4411111111", lid: "77777777")), say("3", "id", Party(lid: "77777777")),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.texts("from:ann").count == 3)
    source.append(
      [Make.split("s", [["lid:77777777"], ["phone:4411111111"]], at: "2024-06-01T00:00:00Z")], writer: "a",
      isAudit: true)
    try index.catchUp()
    #expect(try index.texts("from:lid:77777777").sorted() == ["both", "id"])
    #expect(try index.texts("from:ann") == ["number"])
    // New records that say the same do not undo an officer's word; what is new goes with its id.
    source.append([say("4", "again", Party(phone: "4411111111", lid: "77777777", name: "A."))])
    try index.catchUp()
    #expect(try index.texts("from:ann") == ["number"])
    #expect(try index.texts("from:lid:77777777").sorted() == ["again", "both", "id"])
    source.append(
      [Make.merge("m", [["lid:77777777"], ["phone:4411111111"]], at: "2024-06-02T00:00:00Z")], writer: "b",
      isAudit: true)
    try index.catchUp()
    #expect(try index.texts("from:ann").count == 4)
  }

  @Test func aNumberThatPassedToSomebodyElseJoinsNobody() throws {
    source.append([
      say("1", "ann", Party(phone: "4411111111", lid: "10001", name: "Ann"), at: "2023-01-01T00:00:00Z"),
      say("2", "bob", Party(phone: "4411111111", lid: "10002", name: "Bob"), at: "2024-01-01T00:00:00Z"),
      say("3", "who", Party(phone: "4411111111"), at: "2024-02-01T00:00:00Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.texts("from:ann") == ["ann"])
    #expect(try index.texts("from:lid:10002") == ["bob"])
    // The number itself still finds every message that carries it.
    #expect(try index.texts("phone:+4411111111").count == 3)
    let ann = try person(index, "lid:10001")
    #expect(ann.line.flags.map(\.kind).contains(.sharedNumber))
    #expect(ann.claims.contains { $0.kind == .phone && $0.key == nil })
  }

  @Test func spoofedNamesAreFlaggedWithWhomTheyResemble() throws {
    source.append([
      say("1", "a", Party(phone: "4411111111", name: "Ann Lee"), at: "2024-01-01T00:00:00Z"),
      say("2", "b", Party(phone: "4422222222", name: "Аnn Lee"), at: "2024-02-01T00:00:00Z"),
      say("3", "c", Party(phone: "4433333333", name: "ann lee"), at: "2024-03-01T00:00:00Z"),
      say("4", "d", Party(phone: "4444444444", name: "+44 1111-1111"), at: "2024-04-01T00:00:00Z"),
      say("5", "e", Party(phone: "4455555555", name: "\u{202E}eeL"), at: "2024-04-01T00:00:00Z"),
      say("6", "f", Party(phone: "4466666666", name: "Quite Honest"), at: "2024-04-01T00:00:00Z"),
      say("7", "g", Party(phone: "4477777777", name: "+44 7777 7777"), at: "2024-04-01T00:00:00Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    func flags(_ phone: String) throws -> [PersonFlag] { try person(index, "phone:\(phone)").line.flags }
    #expect(try flags("4422222222").map(\.kind) == [.mixedScripts, .lookalike])
    #expect(try flags("4422222222").last?.other?.phone == "4411111111")
    #expect(try flags("4433333333").map(\.kind) == [.lookalike, .sameName])
    #expect(try flags("4433333333").last?.other?.phone == "4411111111")
    #expect(try flags("4444444444").map(\.kind) == [.namedAsNumber])
    #expect(try flags("4444444444").first?.other?.phone == "4411111111")
    #expect(try flags("4455555555").map(\.kind) == [.bidiControl])
    #expect(try flags("4455555555").first?.reason.contains("U+202E") == true)
    #expect(try flags("4466666666").isEmpty)
    #expect(try flags("4477777777").isEmpty)
    let flagged = try index.people(filter: PersonFilter(flaggedOnly: true))
    #expect(
      Set(flagged.people.compactMap(\.phone)) == Set(flagged.people.filter { !$0.flags.isEmpty }.compactMap(\.phone)))
    #expect(flagged.total == 5)
    // Merged by an officer, the two are one person and resemble nobody.
    source.append(
      [Make.merge("m", [["phone:4411111111"], ["phone:4433333333"]], at: "2024-06-01T00:00:00Z")], writer: "a",
      isAudit: true)
    try index.catchUp()
    #expect(Set(try flags("4433333333").map(\.kind)) == [.lookalike])
  }

  @Test func aNumberSeenAfterItWasGivenUpIsFlagged() throws {
    source.append([
      say("1", "a", Party(phone: "4411111111"), at: "2024-01-01T00:00:00Z"),
      Make.identity(Party(phone: "4422222222"), was: Party(phone: "4411111111"), at: "2024-02-01T00:00:00Z"),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    #expect(try person(index, "phone:4422222222").line.flags.isEmpty)
    source.append([say("2", "b", Party(phone: "4411111111"), at: "2024-03-01T00:00:00Z")])
    try index.catchUp()
    #expect(try person(index, "phone:4422222222").line.flags.map(\.kind) == [.reusedNumber])
  }

  @Test(arguments: PersonOrder.allCases) func pagesHaveEverybodyOnce(order: PersonOrder) throws {
    source.append(
      (0..<57).map { number in
        say(
          "\(number)", "x", Party(phone: "44000000\(number % 23)", name: number % 3 == 0 ? "N\(number % 23)" : nil),
          at: "2024-05-0\(1 + number % 5)T09:00:00Z")
      })
    let index = try ArchiveIndex.make(source, folder.path)
    let all = try index.people(filter: PersonFilter(), order: order).people
    // Those who wrote; the counterpart of no conversation is among them.
    #expect(all.count == 23)
    var paged: [PersonLine] = []
    var cursor: PersonCursor?
    repeat {
      let page = try index.people(filter: PersonFilter(), order: order, after: cursor, limit: 4)
      paged += page.people
      cursor = page.next
    } while cursor != nil
    #expect(paged == all)
    #expect(try index.people(filter: PersonFilter(conversation: group.id)).total == 23)
  }

  @Test func contactsAndPushNamesSayWhereTheyComeFrom() throws {
    source.append([
      say("1", "x", Party(phone: "4411111111", name: "annie"), provider: .wasender),
      Make.identity(
        Party(phone: "4411111111", name: "Ann (client)"), reason: "contact", at: "2024-05-01T00:00:00Z",
        provider: .wasender),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let ann = try person(index, "phone:4411111111")
    #expect(ann.line.name == "Ann (client)")
    #expect(ann.claims.map(\.kind) == [.phone, .contactName, .pushName])
  }
}
