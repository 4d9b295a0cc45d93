import Records
import Testing

@testable import Casework

/// Who was in a group: from what came and went, and never more than that says.
@Suite struct GroupMembersTests {
  private let ana = Party(phone: "34600000921", name: "Ana Ruiz")
  private let anaByLID = Party(phone: "34600000921", lid: "812345")
  private let bruno = Party(phone: "34600000922")
  private let lee = Party(name: "J. Lee")
  private let desk = Party(phone: "15550001111")

  private func members(_ steps: [(String, [Party], Party?)]) -> GroupMembers {
    var group = GroupMembers()
    for (number, step) in steps.enumerated() {
      group.add(
        GroupChange(action: step.0, participants: step.1, actor: step.2), sender: nil,
        at: Instant(milliseconds: Int64(number) * 1000),
        record: RecordAddress(segment: SegmentID(unchecked: "s-abcdefghijklmnop"), number: number))
    }
    return group
  }

  @Test func aListAndWhatCameAfterIt() {
    let group = members([
      ("create", [ana, bruno], desk), ("add", [lee], ana), ("remove", [bruno], desk), ("promote", [ana], desk),
    ])
    #expect(group.isWhole)
    #expect(group.members.map(\.party) == [ana, desk, lee])
    #expect(group.members.map(\.isAdmin) == [true, nil, nil])
    #expect(group.members.map(\.record.number) == [0, 0, 1])
    #expect(group.former.map(\.party) == [bruno])
    #expect(group.former.map(\.how) == ["remove"] && group.former.map(\.record.number) == [2])
  }

  @Test func withoutAListNothingIsWhole() {
    let founder = members([("create", [desk], desk)])
    #expect(!founder.isWhole && founder.members.map(\.party) == [desk])
    let later = members([("subject", [], ana), ("leave", [], bruno)])
    #expect(!later.isWhole && later.members.isEmpty && later.former.map(\.party) == [bruno])
    #expect(later.knownFrom == Instant(milliseconds: 0))
    #expect(members([]).knownFrom == nil)
  }

  @Test func onePersonUnderTwoIdsIsOne() {
    let group = members([("add", [ana], nil), ("join", [anaByLID], nil), ("promote", [Party(lid: "812345")], nil)])
    #expect(group.members.map(\.party) == [Party(phone: "34600000921", lid: "812345", name: "Ana Ruiz")])
    #expect(group.members[0].since == Instant(milliseconds: 0) && group.members[0].isAdmin == true)
    let left = members([("add", [lee], nil), ("leave", [lee], nil), ("add", [lee], nil)])
    #expect(left.members.map(\.party) == [lee] && left.former.isEmpty)
    // A name alone is nobody with a number.
    #expect(members([("add", [ana], nil), ("remove", [Party(phone: "1", name: "Ana Ruiz")], nil)]).members.count == 1)
  }

  @Test func whatIsNotUnderstoodIsCounted() {
    let group = members([("join_request_created", [lee], nil), ("settings", [], desk), ("add", [Party()], nil)])
    #expect(group.members.isEmpty && group.former.isEmpty && group.unclear == 1)
    // Our own number joins: everybody is named with it.
    #expect(members([("join", [desk, ana], nil)]).isWhole)
    #expect(!members([("join", [ana], nil)]).isWhole)
  }
}
