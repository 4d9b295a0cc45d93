import TerminalKit

/// A command as officers meet it: its name in the palette, what it does, and its keys.
///
/// This table feeds the key map, the `:` palette, the `?` help, the footer and docs/console.md.
struct Command: Sendable {
  let id: CommandID
  /// What it does, in two or three words: the footer and the palette show it.
  let title: String
  /// What it does, in a sentence.
  let help: String
  /// The key sequences that run it; the first is shown.
  let keys: [KeySequence]
  /// What it takes after its name in the palette, such as `DATE`; empty for nothing.
  let argument: String

  /// The name typed in the palette.
  var name: String { id.rawValue }

  /// The first key, for hints.
  var hint: String { keys.first.map(\.description) ?? ":" + name }

  fileprivate init(_ id: CommandID, _ title: String, _ help: String, keys: [String] = [], argument: String = "") {
    self.id = id
    self.title = title
    self.help = help
    self.keys = keys.compactMap { KeySequence($0) }
    self.argument = argument
  }

  /// Every command, in the order of the help.
  static let all: [Command] = [
    Command(.open, "open", "Open what is selected.", keys: ["Enter"]),
    Command(.back, "back", "Go back to where you were.", keys: ["Esc", "q"]),
    Command(.down, "down", "Select the next line.", keys: ["j", "Down"]),
    Command(.up, "up", "Select the line before.", keys: ["k", "Up"]),
    Command(.pageDown, "page down", "Go down by a screen.", keys: ["PgDn", "Ctrl-d"]),
    Command(.pageUp, "page up", "Go up by a screen.", keys: ["PgUp", "Ctrl-u"]),
    Command(.top, "first", "Go to the first line.", keys: ["g g", "Home"]),
    Command(.bottom, "last", "Go to the last line.", keys: ["G", "End"]),
    Command(.nextPane, "other pane", "Go to the other pane.", keys: ["Tab", "Shift-Tab"]),
    Command(.left, "left pane", "Go to the left pane.", keys: ["Left"]),
    Command(.right, "right pane", "Go to the right pane.", keys: ["Right"]),
    Command(.search, "search", "Search the whole archive, as you type.", keys: ["/"], argument: "QUERY"),
    Command(.editQuery, "edit query", "Go back to the query.", keys: ["/", "i"]),
    Command(.nextHit, "next hit", "Go to the next hit.", keys: ["n"]),
    Command(.previousHit, "previous hit", "Go to the hit before.", keys: ["N"]),
    Command(
      .filter, "filter", "Show only those whose names or numbers hold some text.", keys: ["f", "Ctrl-p"]),
    Command(.heldOnly, "held only", "Show only conversations under a legal hold, or all again.", keys: ["H"]),
    Command(.goto, "go to date", "Go to a date in this conversation.", keys: ["g d"], argument: "DATE"),
    Command(.nextDay, "next day", "Go to the next day with messages.", keys: ["] d"]),
    Command(.previousDay, "day before", "Go to the day before.", keys: ["[ d"]),
    Command(.nextHeld, "next held", "Go to the next message under a hold.", keys: ["] h"]),
    Command(.previousHeld, "held before", "Go to the message before that is under a hold.", keys: ["[ h"]),
    Command(.quoted, "quoted", "Go to the message that this one answers.", keys: ["g q"]),
    Command(.mark, "mark", "Mark or unmark what is selected, to act on several.", keys: ["Space"]),
    Command(.unmarkAll, "unmark all", "Remove all marks.", keys: ["u"]),
    Command(.markAll, "mark all", "Mark all hits on this page.", keys: ["*"]),
    Command(.hold, "hold", "Place a legal hold on the marked messages, or on what is selected.", keys: ["h"]),
    Command(.holdAll, "hold all", "Place a legal hold on whatever this search finds, now and later.", keys: ["h"]),
    Command(.statement, "statement", "Write a signed statement that this search finds nothing.", keys: ["w"]),
    Command(.explain, "explain", "Say why this message is still kept.", keys: ["e"]),
    Command(.inspect, "scalars", "Show the message's characters one by one.", keys: ["s"]),
    Command(.raw, "raw delivery", "Show the delivery as it arrived.", keys: ["x"]),
    Command(.versions, "versions", "Show all versions again.", keys: ["v"]),
    Command(.copyCitation, "citation", "Show a citation of this message to copy.", keys: ["y"]),
    Command(.person, "sender", "Go to the person who sent this, or who is written to.", keys: ["p"]),
    Command(.members, "members", "Say who was in this group on the day of the selected message.", keys: ["M"]),
    Command(.merge, "merge", "Say that the marked people are one person.", keys: ["m"]),
    Command(.split, "split", "Say that claims are somebody else's, or undo a merge.", keys: ["S"]),
    Command(.flagged, "flagged only", "Show only people with odd names or numbers, or all again.", keys: ["F"]),
    Command(.order, "order", "Order people by when they were seen, by messages, or by name.", keys: ["o"]),
    Command(.latest, "last record", "Open the last record that says so.", keys: ["L"]),
    Command(.newMatter, "new matter", "Open a matter.", keys: ["n"]),
    Command(.release, "release", "Ask for the release of a hold: it needs a second officer.", keys: ["r"]),
    Command(.export, "export", "Write the matter's case bundle.", keys: ["E"]),
    Command(.retry, "retry", "File this dead letter now.", keys: ["r"]),
    Command(.annotate, "annotate", "Put a note beside this dead letter.", keys: ["a"]),
    Command(
      .nextKind, "kind", "Show only what could not be filed, only what proved no origin, or all.", keys: ["o"]),
    Command(.confirm, "go on", "Go on with what the form says.", keys: ["Enter"]),
    Command(.nextField, "next field", "Go to the next field.", keys: ["Tab", "Down"]),
    Command(.refresh, "refresh", "Show what has arrived since.", keys: ["R"]),
    Command(.conversations, "conversations", "Go to the conversations.", keys: ["1"]),
    Command(.people, "people", "Go to the people: names, numbers, and what is odd about them.", keys: ["8"]),
    Command(.matters, "matters", "Go to matters and their holds.", keys: ["2"]),
    Command(.activity, "activity", "Go to what officers did: the audit trail.", keys: ["3"]),
    Command(.gaps, "gaps", "Go to what is known to be missing.", keys: ["4"]),
    Command(.status, "status", "Go to what the archive holds.", keys: ["5"]),
    Command(.health, "health", "Go to how capture stands: rates, queues, lags, disk.", keys: ["6"]),
    Command(.deadLetters, "dead letters", "Go to what could not be filed, or proved no origin.", keys: ["7"]),
    Command(
      .importFiles, "import", "Import files or folders in the background.", argument: "PATH"),
    Command(.verify, "verify", "Check the whole vault in the background."),
    Command(.zone, "time zone", "Show times in another zone.", keys: ["g z"], argument: "ZONE"),
    Command(.theme, "theme", "Change how the console looks.", argument: "NAME"),
    Command(.palette, "commands", "Find and run any command by its name.", keys: [":"]),
    Command(.help, "help", "List what can be done here.", keys: ["?"]),
    Command(.lock, "lock", "Lock the console and wipe the screen."),
    Command(.redraw, "redraw", "Draw the screen anew.", keys: ["Ctrl-l"]),
    Command(.suspend, "suspend", "Go to the shell; fg comes back.", keys: ["Ctrl-z"]),
    Command(.saveScreen, "save screen", "Write the screen to a text file.", argument: "PATH"),
    Command(.quit, "quit", "Leave the console.", keys: ["Q", "Ctrl-c"]),
  ]

  /// The command of an id.
  static func of(_ id: CommandID) -> Command {
    table[id] ?? Command(id, id.rawValue, "")
  }

  private static let table = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })

  /// Commands that every screen has.
  static let everywhere: [CommandID] = [
    .back, .palette, .help, .search, .conversations, .matters, .activity, .gaps, .status, .health, .deadLetters,
    .people, .importFiles, .verify, .zone,
    .theme, .lock, .redraw, .suspend, .saveScreen, .quit,
  ]
}
