import Records
import Testing

@testable import Console

/// Whoever opens a message leaves one act, and it says what was on the screen.
@Suite struct ViewingActTests {
  @Test func openingAMessageIsOneAct() throws {
    let fixture = try WorkerFixture(["call me"])
    defer { fixture.worker.lock() }
    guard case .message(let opened) = try fixture.ask(.message(WorkerFixture.id(0))) else {
      Issue.record("no message")
      return
    }
    #expect(opened.explanation.first?.hasPrefix("kept for ever") == true)
    let acts = try fixture.acts([.view, .explain])
    #expect(acts.map(\.kind) == [.view])
    #expect(acts.first?.details["messages"]?.array?.map(\.string) == [WorkerFixture.id(0).text])
    #expect(acts.first?.details["conversation"]?.string == WorkerFixture.conversation.text)
    #expect(
      acts.first?.details["shown"]?.array?.map(\.string) == ["every version", "raw delivery", "why it is kept"])
    #expect(acts.first.map { ActWords.sentence($0, Names()) }?.hasPrefix("opened a message in ") == true)
  }

  @Test func askingWhyAMessageIsKeptIsAnActOfItsOwn() throws {
    let fixture = try WorkerFixture(["call me"])
    defer { fixture.worker.lock() }
    _ = try fixture.ask(.explain(WorkerFixture.id(0)))
    #expect(try fixture.acts([.view, .explain]).map(\.kind) == [.explain])
  }
}
