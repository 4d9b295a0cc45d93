import Casework
import Records
import SearchIndex
import TestSupport
import Testing

/// A hold that was reported as placed is in force whatever happens after; one that was not is there whole or not at all.
@Suite(.serialized) struct HoldCrashTests {
  private static let predicates = ["heron 7", "from:447700900111", "text"]

  /// What holds catch when nothing happens.
  private final class Expected {
    var messages: [String: Int64] = [:]
  }

  private static func query(_ number: Int, _ opened: OpenedCase) throws -> Query {
    try opened.query(predicates[number])
  }

  private func operation(_ test: CrashCase) throws -> CrashOperation {
    let material = try CrashMaterial(test)
    let expected = Expected()
    func place(_ number: Int, _ opened: OpenedCase) throws -> HoldSummary {
      try opened.cases.placeHold(
        matter: "M-1", on: .query(try Self.query(number, opened)), reason: "reason \(number)")
    }
    func complete(_ opened: OpenedCase, _ told: () -> Void = {}) throws {
      if try opened.index.matter("M-1") == nil { try opened.cases.openMatter(name: "M-1", title: "Heron") }
      told()
      let known = Set(try opened.cases.holds().map(\.placement.reason))
      for number in Self.predicates.indices where !known.contains("reason \(number)") {
        _ = try place(number, opened)
        told()
      }
    }
    return CrashOperation(
      name: "hold",
      prepare: { opened in _ = try opened.importing(material.paths) },
      perform: { opened, told in
        try complete(opened, told)
        expected.messages = Self.messages(try opened.cases.holds())
        do {
          try opened.cases.releaseHold(try opened.cases.holds()[0].id, reason: "none")
        } catch let error as CaseworkError where error.code == .needsSecondOfficer { told() }
      },
      check: { opened, told in
        try opened.index.catchUp()
        let census = try Census(opened.vault)
        try hold((census.acts[OfficerAct.Kind.openMatter.rawValue] ?? 0) >= min(told, 1), "the matter is lost")
        let holds = try opened.cases.holds()
        let placed = min(max(0, told - 1), Self.predicates.count)
        for number in 0..<placed {
          try same(holds.count { $0.placement.reason == "reason \(number)" }, 1, "the hold that was placed, \(number)")
        }
        try hold(holds.count <= min(placed + 1, Self.predicates.count), "more holds than were asked for")
        for (reason, messages) in Self.messages(holds) {
          try same(messages, expected.messages[reason], "held by \(reason)")
        }
        if told > Self.predicates.count + 1 {
          try same(census.acts[OfficerAct.Kind.refuseRelease.rawValue] ?? 0, 1, "the refused release")
        }
        try complete(opened)
        try same(Self.messages(try opened.cases.holds()), expected.messages, "held in the end")
        try same(try Census(opened.vault).acts[OfficerAct.Kind.placeHold.rawValue], Self.predicates.count, "placements")
        try same(try opened.index.statistics().holds, Int64(Self.predicates.count), "holds counted")
      })
  }

  private static func messages(_ holds: [HoldSummary]) -> [String: Int64] {
    var found: [String: Int64] = [:]
    for hold in holds { found[hold.placement.reason] = hold.messages }
    return found
  }

  @Test func killedAnywhere() throws {
    let test = try CrashCase()
    #expect(try operation(test).crash(test, sample: 16) > 8)
  }

  @Test func failingAnywhere() throws {
    let test = try CrashCase()
    #expect(try operation(test).fail(test, sample: 2) > 4)
  }
}
