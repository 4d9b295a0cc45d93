import Records
import Testing

/// What people are named by in officers' acts.
@Suite struct ClaimKeyTests {
  @Test(arguments: [
    "phone:447700900123", "lid:123456789012345", "user:US.13491208655302741918", "username:ann.lee", "name::Ann",
    "name:c-abcd2345:Ann: the first", "user:123@broadcast",
  ])
  func textIsReadBack(text: String) throws { #expect(try #require(ClaimKey(text)).text == text) }

  @Test(arguments: [
    "", "phone:", "phone:12a", "name:Ann", "name:c-ABC:Ann", "mail:a", "username:@", "lid", "name:x-1:Ann",
  ])
  func otherTextsAreNone(text: String) { #expect(ClaimKey(text) == nil) }

  @Test func formsOfOneClaimAreOneKey() {
    #expect(ClaimKey("username:@Ann") == ClaimKey("username:ann"))
    #expect(ClaimKey("phone:+441") == ClaimKey("phone:441"))
  }

  @Test func aPartyIsNamedByItsStrongestClaims() {
    let place = ConversationID(suffix: "abcd")
    #expect(
      Party(phone: "44", lid: "7", userID: "U", username: "a", name: "A").keys(in: place).map(\.text) == [
        "user:U", "lid:7", "phone:44",
      ])
    #expect(Party(username: "@A", name: "A").keys(in: place).map(\.text) == ["username:a"])
    #expect(Party(name: "A").keys(in: place).map(\.text) == ["name:c-abcd:A"])
    #expect(Party().keys(in: place).isEmpty)
  }

  @Test func actsAreReadBack() throws {
    let groups = [[ClaimKey(.phone, "441"), ClaimKey(.lid, "7")], [ClaimKey(.name, "Ann", scope: nil)]]
    let merge = PeopleMerge(groups: groups, reason: "their card says so")
    #expect(PeopleMerge(details: merge.details) == merge)
    let undo = PeopleSplit(undoes: ActID(suffix: "abcd"), groups: [], reason: "wrong")
    #expect(PeopleSplit(details: undo.details) == undo)
    let split = PeopleSplit(groups: groups, reason: "two cards")
    #expect(PeopleSplit(details: split.details) == split)
    let record = Record.act(
      OfficerAct(
        id: ActID(suffix: "abcd"), kind: .mergePeople, officer: OfficerID(suffix: "maria"),
        doneAt: Instant(milliseconds: 0), details: merge.details))
    #expect(try Record.decode(record.encode()) == record)
    #expect(
      String(decoding: record.encode(), as: UTF8.self)
        == #"{"details":{"people":[["phone:441","lid:7"],["name::Ann"]],"reason":"their card says so"},"done_at":0,"id":"a-abcd","kind":"act","officer":"o-maria","v":1,"what":"people-merge"}"#
    )
  }

  @Test(arguments: [
    #"{"reason":"x"}"#, #"{"people":[["phone:1"]],"reason":"x"}"#, #"{"people":[["phone:x"],["lid:1"]],"reason":"x"}"#,
    #"{"people":[[1],["lid:1"]],"reason":"x"}"#, #"{"people":[["phone:1"],["lid:1"]]}"#,
    #"{"people":"all","reason":"x"}"#,
  ])
  func brokenDetailsAreNoAct(text: String) throws {
    let object = try #require(try JSONReader.parse(Array(text.utf8)).object)
    #expect(PeopleMerge(details: object) == nil)
    #expect(PeopleSplit(details: object) == nil)
  }
}
