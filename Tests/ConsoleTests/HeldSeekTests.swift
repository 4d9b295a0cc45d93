import Records
import SearchIndex
import Testing

@testable import Console

/// `]h` and `[h` ask the index for the nearest held message, however far away it is.
@Suite struct HeldSeekTests {
  /// The number of the held message found from a window of the messages in a range.
  private func seek(_ fixture: WorkerFixture, _ shown: ClosedRange<Int>, isForward: Bool) throws -> MessageID? {
    guard
      case .timeline(let page) = try fixture.ask(
        .timeline(
          WorkerFixture.conversation, .message(WorkerFixture.id(shown.lowerBound)), before: 0,
          after: shown.upperBound - shown.lowerBound))
    else { return nil }
    #expect(page.items.map(\.messageID) == shown.map { WorkerFixture.id($0) })
    var window = TimelineWindow(WorkerFixture.conversation)
    window.replace(page)
    let seek = try #require(HeldSeek(window, isForward: isForward))
    guard case .nearestHeld(let found) = try fixture.ask(.nearestHeld(seek)) else { return nil }
    return found
  }

  /// Also where many messages came in one second, so that their times alone do not tell their order.
  @Test(arguments: [Int64(60), 0])
  func findsTheNearest(secondsBetween: Int64) throws {
    let fixture = try WorkerFixture((0..<40).map { "message \($0)" }, secondsBetween: secondsBetween)
    defer { fixture.worker.lock() }
    _ = try fixture.ask(.openMatter(name: "M-1", title: "Heron"))
    let held = [3, 20, 35]
    _ = try fixture.ask(
      .placeHold(.messages(held.map { WorkerFixture.id($0) }), matter: "M-1", reason: "asked for"))
    if secondsBetween > 0 {
      #expect(try seek(fixture, 5...9, isForward: true) == WorkerFixture.id(20))
      #expect(try seek(fixture, 24...30, isForward: false) == WorkerFixture.id(20))
      #expect(try seek(fixture, 5...20, isForward: true) == WorkerFixture.id(35), "the edge itself does not count")
      #expect(try seek(fixture, 20...24, isForward: false) == WorkerFixture.id(3))
    }
    #expect(try seek(fixture, 0...3, isForward: true) == WorkerFixture.id(20))
    #expect(try seek(fixture, 35...39, isForward: false) == WorkerFixture.id(20))
    #expect(try seek(fixture, 0...35, isForward: true) == nil)
    #expect(try seek(fixture, 3...39, isForward: false) == nil)
  }

  @Test func lookingForAHeldMessageIsNoViewOfWhatLiesBetween() throws {
    let fixture = try WorkerFixture((0..<40).map { "message \($0)" })
    defer { fixture.worker.lock() }
    _ = try fixture.ask(.openMatter(name: "M-1", title: "Heron"))
    _ = try fixture.ask(.placeHold(.messages([WorkerFixture.id(35)]), matter: "M-1", reason: "asked for"))
    #expect(try seek(fixture, 0...4, isForward: true) == WorkerFixture.id(35))
    let views = try fixture.acts([.view])
    #expect(views.map { $0.details["messages"]?.array?.count } == [5], "only the window")
  }
}
