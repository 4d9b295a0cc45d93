import Records
import TerminalKit

/// What a screen wants done.
enum Effect: Sendable {
  /// Ask the archive. `replacing`: answers to earlier requests of the same lane from this screen are dropped.
  case ask(Request, replacing: Bool = true)
  /// Stop what this screen asked for in a lane.
  case cancel(Request.Lane)
  case push(any Screen)
  case pop
  /// Pop down to the lowest screen, then push.
  case reset(any Screen)
  case say(Notice)
  case setZone(NamedZone)
  case setTheme(String)
  case saveScreen(String)
  case copy(String)
  case unlocked(officer: String, title: String)
  case lock
  case suspend
  case redraw
  case quit
}
