import Foundation
import Testing

@testable import TerminalKit

@Suite struct EventLoopTests {
  @Test func mailboxKeepsOrderAndWakes() throws {
    let mailbox = try Mailbox<Int>()
    #expect(!Descriptors.wait([mailbox.wakeDescriptor], timeout: .zero).readable[0])
    for number in 0..<100 { mailbox.post(number) }
    #expect(Descriptors.wait([mailbox.wakeDescriptor], timeout: .zero).readable[0])
    #expect(mailbox.drain() == Array(0..<100))
    #expect(!Descriptors.wait([mailbox.wakeDescriptor], timeout: .zero).readable[0])
    #expect(mailbox.drain().isEmpty)
  }

  @Test func mailboxFromManyThreads() async throws {
    let mailbox = try Mailbox<Int>()
    await withTaskGroup(of: Void.self) { group in
      for number in 0..<50 { group.addTask { for _ in 0..<100 { mailbox.post(number) } } }
    }
    #expect(mailbox.drain().count == 5000)
  }

  @Test func keysAreHandledAndDrawn() throws {
    let terminal = HeadlessTerminal(size: Size(columns: 40, rows: 10))
    let mailbox = try Mailbox<String>()
    mailbox.post("loaded")
    terminal.feed([.key(.character("j")), .key(.character("q"))])
    var seen: [String] = []
    EventLoop(terminal: terminal, mailbox: mailbox).run(
      handle: { input in
        switch input {
        case .terminal(.key(let key)): seen.append(key.description)
        case .terminal: break
        case .posted(let text):
          seen.append(text)
          return .stop
        case .timer: break
        }
        return .redraw
      },
      draw: { size in
        var canvas = Canvas(size)
        canvas.text(seen.joined(separator: " "), x: 0, y: 0)
        return canvas.frame
      })
    #expect(seen == ["j", "q", "loaded"])
    #expect(terminal.frame?.textRows[0] == "j q loaded")
  }

  /// A flood of events costs at most 60 frames a second, and its last state is shown.
  @Test func floodsAreCoalesced() throws {
    let terminal = HeadlessTerminal(size: Size(columns: 40, rows: 10))
    let mailbox = try Mailbox<Int>()
    let thread = Thread {
      for number in 1...200 {
        mailbox.post(number)
        usleep(1000)
      }
      mailbox.post(-1)
    }
    thread.start()
    var last = 0
    let began = ContinuousClock.now
    EventLoop(terminal: terminal, mailbox: mailbox).run(
      handle: { input in
        if case .posted(let number) = input {
          if number < 0 { return .stop }
          last = number
        }
        return .redraw
      },
      draw: { size in
        var canvas = Canvas(size)
        canvas.text("\(last)", x: 0, y: 0)
        return canvas.frame
      })
    let seconds = Double((ContinuousClock.now - began).components.seconds) + 1
    #expect(terminal.frameCount <= Int(seconds * 60) + 2)
    #expect(terminal.frame?.textRows[0] == "200")
  }

  @Test func timersOnlyWhenAsked() throws {
    let terminal = HeadlessTerminal(size: Size(columns: 40, rows: 10))
    let due = ContinuousClock.now + .milliseconds(20)
    var inputs = 0
    EventLoop(terminal: terminal, mailbox: try Mailbox<Int>()).run(
      deadline: { due },
      handle: { input in
        inputs += 1
        guard case .timer = input else { return .redraw }
        return .stop
      },
      draw: { Canvas($0).frame })
    #expect(inputs == 1)
    #expect(ContinuousClock.now >= due)
  }

  @Test func endOfTerminalEndsTheLoop() throws {
    let terminal = HeadlessTerminal(size: Size(columns: 40, rows: 10))
    terminal.feed([.ended])
    var ended = false
    EventLoop(terminal: terminal, mailbox: try Mailbox<Int>()).run(
      handle: { input in
        if case .terminal(.ended) = input { ended = true }
        return .idle
      },
      draw: { Canvas($0).frame })
    #expect(ended)
  }
}
