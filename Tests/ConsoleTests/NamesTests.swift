import Records
import Testing

@testable import Console
@testable import SearchIndex
@testable import TerminalKit

/// Pages about acts and holds say who and where, not which id.
@Suite struct NamesTests {
  @Test func idsStandForNames() {
    let names = Names(
      officers: [CaseSamples.officer: "M. Okafor"], conversations: [CaseSamples.conversation: "Ana Ruiz"])
    #expect(names.officer(CaseSamples.officer) == "M. Okafor")
    #expect(names.officer(OfficerID(suffix: "somebody22")) == "o-somebo…")
    #expect(names.conversation("c-anaruiz2") == "“Ana Ruiz”")
    #expect(names.naming("conv:c-anaruiz2 date:2024-05") == "conv:“Ana Ruiz” date:2024-05")
    #expect(
      names.naming("in the conversation c-anaruiz2", isExact: true) == "in the conversation “Ana Ruiz” c-anaruiz2")
    #expect(names.naming("conv:c-unknown22 c-") == "conv:c-unknown22 c-")
  }

  @Test func theWorkerFindsThem() throws {
    let fixture = try WorkerFixture(["hello"])
    _ = try fixture.ask(.openMatter(name: "M-1", title: "One"))
    let target = HoldTarget.conversation(WorkerFixture.conversation, title: "Ana Ruiz")
    _ = try fixture.ask(.placeHold(target, matter: "M-1", reason: "why"))
    guard let act = try fixture.acts([.placeHold]).first, case .acts(_, let names) = try fixture.ask(.acts) else {
      Issue.record("no act")
      return
    }
    #expect(names.officer(act.officer) == "M. Okafor")
    #expect(ActWords.sentence(act, names).contains("conv:“+34612555092”"))
    guard case .matters(let matters, let holders) = try fixture.ask(.matters), let hold = matters.first?.holds.first
    else {
      Issue.record("no matter")
      return
    }
    #expect(HoldWords.predicate(hold, holders) == "messages in the conversation “+34612555092” c-worker…")
  }

  @Test func anImportOfNothingIsRefused() throws {
    let fixture = try WorkerFixture(["hello"])
    let missing = fixture.directory.path("nowhere.zip")
    #expect(throws: ConsoleFailure(.other, "There is no file or folder \(missing): nothing was imported.")) {
      try fixture.ask(.importFiles([missing]))
    }
  }
}
