import Records
import TerminalKit

/// One place of the console: a value that takes commands, keys and answers, and draws itself.
///
/// Screens lie on a stack, the topmost one is seen. A screen never waits and never touches the archive: it returns
/// effects, and the answers come back as events.
protocol Screen: Sendable {
  /// The words of the breadcrumb.
  var title: String { get }
  /// The commands that are possible here, in the order of importance.
  var commands: [CommandID] { get }
  /// Whether typed characters are text now, so that no letter is a command.
  var takesText: Bool { get }
  /// The keys that the footer tells of, where they do not do here what their commands' names say; nil for the commands.
  var footer: [(key: String, title: String)]? { get }

  /// What to do when the screen comes to the top for the first time.
  mutating func appear(_ session: SessionState) -> [Effect]
  /// What to do when the screen above it has gone and it is seen again.
  mutating func uncovered(_ session: SessionState) -> [Effect]
  /// Runs a command that ``commands`` lists.
  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect]
  /// Runs a command with the words that followed its name in the palette.
  mutating func runWithArgument(_ command: CommandID, _ argument: String, _ session: SessionState) -> [Effect]
  /// Why a command cannot run now; nil when it can.
  func refusal(of command: CommandID, _ session: SessionState) -> String?
  /// Takes a key that no command has, in a text field first of all; false when the key means nothing here.
  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect])
  /// Takes pasted text.
  mutating func paste(_ text: String, _ session: SessionState) -> [Effect]
  /// Takes the answer to a request of this screen.
  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect]
  /// Takes the failure of a request of this screen.
  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect]
  /// How often the screen wants to look again while it is on top; nil for never, so that nothing wakes.
  var interval: Duration? { get }
  /// The interval has passed.
  mutating func tick(_ session: SessionState) -> [Effect]
  /// The archive has grown.
  mutating func archiveChanged(_ session: SessionState) -> [Effect]
  /// Draws the body: everything between the header and the footer.
  func draw(on canvas: inout Canvas, _ session: SessionState)
}

extension Screen {
  var takesText: Bool { false }
  var footer: [(key: String, title: String)]? { nil }
  mutating func appear(_ session: SessionState) -> [Effect] { [] }
  mutating func uncovered(_ session: SessionState) -> [Effect] { [] }
  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] { [] }
  mutating func runWithArgument(_ command: CommandID, _ argument: String, _ session: SessionState) -> [Effect] {
    run(command, session)
  }
  func refusal(of command: CommandID, _ session: SessionState) -> String? { nil }
  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) { (false, []) }
  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] { [] }
  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] { [] }
  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    [.say(.error(failure.message))]
  }
  mutating func archiveChanged(_ session: SessionState) -> [Effect] { [] }
  var interval: Duration? { nil }
  mutating func tick(_ session: SessionState) -> [Effect] { [] }
}
