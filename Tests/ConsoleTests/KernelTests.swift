import Foundation
import Records
import SearchIndex
import TerminalKit
import TestSupport
import Testing

@testable import Console

/// A screen that notes what reaches it.
private struct ProbeScreen: Screen {
  var title = "Probe"
  var commands: [CommandID] { [.down, .hold, .goto, .nextDay] }
  var ran: [CommandID] = []
  var typed: [Key] = []
  var answers = 0
  var takesText = false

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    ran.append(command)
    return command == .hold ? [.ask(.matters)] : []
  }
  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    command == .goto ? "There are no dates here." : nil
  }
  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    guard takesText, key.typed != nil else { return (false, []) }
    typed.append(key)
    return (true, [])
  }
  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    answers += 1
    return []
  }
  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.text("probe", x: 0, y: 0)
    canvas.cursor(x: 0, y: 0)
  }
}

@Suite struct KernelTests {
  private func unlocked(_ screen: ProbeScreen = ProbeScreen()) -> ConsoleModel {
    var model = ConsoleModel(session: SessionState(vaultTitle: "Vault"), size: Size(columns: 80, rows: 24))
    model.enter(screen)
    return model
  }

  private func probe(_ model: ConsoleModel) -> ProbeScreen? { model.top as? ProbeScreen }

  @Test func everyCommandIsDescribedOnceAndHasAWay() {
    #expect(Set(Command.all.map(\.id)).count == Command.all.count)
    for command in Command.all {
      #expect(!command.title.isEmpty && command.help.hasSuffix("."), "\(command.id)")
    }
    #expect(Set(CommandID.allCases) == Set(Command.all.map(\.id)), "each id stands in the table")
  }

  @Test func keysRunTheScreensCommandsAndSequences() {
    var model = unlocked()
    _ = model.handle(TerminalEvent.key(.character("j")))
    _ = model.handle(TerminalEvent.key(.character("]")))
    #expect(model.pending == [.character("]")])
    _ = model.handle(TerminalEvent.key(.character("d")))
    #expect(probe(model)?.ran == [.down, .nextDay])
    #expect(model.pending.isEmpty)
  }

  @Test func aSequenceThatComesToNothingGivesItsLastKeyBack() {
    var model = unlocked()
    _ = model.handle(TerminalEvent.key(.character("]")))
    _ = model.handle(TerminalEvent.key(.character("j")))
    #expect(probe(model)?.ran == [.down])
  }

  @Test func refusedCommandsSayWhy() {
    var model = unlocked()
    _ = model.handle(TerminalEvent.key(.character("g")))
    _ = model.handle(TerminalEvent.key(.character("d")))
    #expect(model.notice?.text == "There are no dates here.")
    #expect(probe(model)?.ran == [])
  }

  @Test func textFieldsTakeLettersBeforeCommands() {
    var screen = ProbeScreen()
    screen.takesText = true
    var model = unlocked(screen)
    for key in "jh?:/".map(Key.character) { _ = model.handle(TerminalEvent.key(key)) }
    #expect(probe(model)?.typed.count == 5)
    #expect(probe(model)?.ran == [])
    #expect(model.overlay == nil)
  }

  @Test func whereOneIsStaysInSightOnANarrowScreen() {
    let titles = ["Meridian Wealth", "Conversations", "Ana Ruiz", "message m-yw6a47…"]
    func path(_ room: Int) -> String { Chrome.path(titles, room: room, .standard).joined(separator: " ▸ ") }
    #expect(path(80) == "Meridian Wealth ▸ Conversations ▸ Ana Ruiz ▸ message m-yw6a47…")
    #expect(path(50) == "Meridian Wealth ▸ … ▸ Ana Ruiz ▸ message m-yw6a47…")
    #expect(path(40) == "Meridian Wealth ▸ … ▸ message m-yw6a47…")
    #expect(path(30) == "… ▸ message m-yw6a47…")
    for room in 0...80 {
      #expect(path(room).hasSuffix("message m-yw6a47…"), "\(room)")
      if room >= 21 { #expect(TextSafety.width(of: path(room)) <= room) }
    }
    #expect(Chrome.path(["Vault"], room: 2, .standard) == ["Vault"])
  }

  @Test func aCheckpointIsShownWholeOrNotAtAll() {
    var session = SessionState(vaultTitle: "Vault")
    session.coverage = Coverage(
      indexed: 11_767, records: 11_767, checkpoint: "w-f3lmt7shi6:35 w-ms75lhg3kd:80 w-amu4tvaaaa:7", pending: 0)
    var model = ConsoleModel(session: session, size: Size(columns: 80, rows: 24))
    model.enter(ProbeScreen())
    func status(_ columns: Int) -> String { Chrome.draw(model, Size(columns: columns, rows: 24)).textRows[23] }
    #expect(status(160).contains("checkpoint w-f3lmt7… 35, w-ms75lh… 80, w-amu4tv… 7"))
    #expect(status(80).contains("views are logged · checkpoint of 3 ledgers"), "\(status(80))")
    #expect(status(50).hasSuffix("views are logged"), "\(status(50))")
  }

  @Test func aPasteThatIsTooLongSaysSo() {
    var screen = ProbeScreen()
    screen.takesText = true
    var model = unlocked(screen)
    _ = model.handle(TerminalEvent.paste(String(repeating: "x", count: 5000)))
    #expect(model.notice?.text == "Nothing was pasted: it is longer than 4,096 characters.")
  }

  @Test func aCommandOfAnotherPageIsNotCalledUnknown() {
    func notice(_ name: String) -> String? {
      var model = unlocked()
      for key in [Key.character(":")] + name.map(Key.character) + [.enter] { _ = model.handle(TerminalEvent.key(key)) }
      return model.notice?.text
    }
    #expect(notice("release") == "‘release’ does nothing on this page.")
    #expect(notice("xyzzy") == "No command is called ‘xyzzy’.")
  }

  @Test func aSuggestionIsMadeOnce() {
    guard case .failure(let error) = QueryParser.parse("date:2024-13", options: QueryOptions()) else {
      Issue.record("a thirteenth month was taken")
      return
    }
    #expect(FailureText.of(error).message == "no month 13 in 2024; did you mean 2024-12?")
  }

  @Test func staleAnswersNeverReachTheScreen() throws {
    var model = unlocked()
    let first = try #require(start(model.handle(TerminalEvent.key(.character("h")))))
    let second = try #require(start(model.handle(TerminalEvent.key(.character("h")))))
    _ = model.handle(ConsoleEvent.answer(.matters([]), to: first.0, ticket: first.1))
    #expect(probe(model)?.answers == 0)
    _ = model.handle(ConsoleEvent.answer(.matters([]), to: second.0, ticket: second.1))
    #expect(probe(model)?.answers == 1)
  }

  private func start(_ actions: [Action]) -> (Request, Ticket)? {
    for case .start(let request, let ticket) in actions { return (request, ticket) }
    return nil
  }

  @Test func theFirstKeysOfALockedConsoleGoNowhereButThePassphrase() {
    var model = ConsoleModel(session: SessionState(vaultTitle: "Vault"), size: Size(columns: 80, rows: 24))
    for key in "1:?/Q".map(Key.character) { #expect(model.handle(TerminalEvent.key(key)).isEmpty) }
    #expect(model.overlay == nil)
    #expect(!model.isUnlocked)
    #expect(!model.draw(Size(columns: 80, rows: 24)).golden.contains("1:?/Q"), "a passphrase is never drawn")
  }

  @Test func lockingForgetsEverything() {
    var model = unlocked()
    model.session.officerName = "M. Okafor"
    model.lock()
    #expect(!model.isUnlocked)
    #expect(model.stack.count == 1)
    let rows = model.draw(Size(columns: 80, rows: 24)).textRows.joined()
    #expect(!rows.contains("Okafor") && !rows.contains("probe"))
  }

  @Test func leavingIsAskedFor() {
    var model = unlocked()
    #expect(model.handle(TerminalEvent.key(.control("c"))).isEmpty)
    #expect(model.handle(TerminalEvent.key(.character("n"))).isEmpty)
    _ = model.handle(TerminalEvent.key(.character("Q")))
    let actions = model.handle(TerminalEvent.key(.character("y")))
    #expect(actions.contains { if case .quit = $0 { true } else { false } })
  }

  @Test func thePaletteFindsCommandsByNameTitleKeyAndHelp() {
    func first(_ text: String) -> CommandID? {
      var state = PaletteState()
      state.editor.text = text
      return state.matches([.hold, .goto]).first?.id
    }
    #expect(first("hold") == .hold)
    #expect(first("go to") == .goto)
    #expect(first("audit") == .activity)
    #expect(first("cnv") == .conversations)
    #expect(first("zzz") == nil)
  }

  @Test(arguments: [Size(columns: 40, rows: 10), Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)])
  func everyOverlayFitsEverySize(size: Size) {
    for overlay in [Overlay.palette(PaletteState()), .help(HelpState()), .leaving] {
      var model = unlocked()
      model.overlay = overlay
      let frame = model.draw(size)
      #expect(frame.size == size)
      #expect(frame.cursor != nil)
    }
  }

  @Test func tooSmallASizeSaysSo() {
    let frame = unlocked().draw(Size(columns: 30, rows: 8))
    #expect(frame.textRows[0].contains("40"))
  }

  @Test func phonesAndNumbersReadWell() {
    #expect(Numerals.phone("34612555092") == "+34 612 555 092")
    #expect(Numerals.phone("442079460123") == "+44 20 7946 0123")
    #expect(Numerals.phone("not a number") == "not a number")
    #expect(Numerals.grouped(1_234_567) == "1,234,567")
    #expect(Numerals.bytes(412_300) == "412 kB")
    #expect(Numerals.duration(4_320) == "1 h 12 min")
  }
}

@Suite struct DocumentationTests {
  @Test func theHandbookListsEveryCommandAsTheRegistryHasIt() throws {
    let file = Fixtures.packageRoot().appendingPathComponent("docs/console.md")
    let text = try String(contentsOf: file, encoding: .utf8)
    for command in Command.all {
      let name = command.argument.isEmpty ? command.name : command.name + " " + command.argument
      let keys = command.keys.map { "`\($0)`" }.joined(separator: ", ")
      #expect(text.contains("| `\(name)` | \(keys) | \(command.help) |"), "docs/console.md: \(name)")
    }
  }
}
