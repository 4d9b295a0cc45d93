import TerminalKit

/// The `:` palette: every command by its name, its title, its help or its key.
struct PaletteState: Sendable, Equatable {
  var editor = LineEditor()
  var selection = 0

  /// The word before the first blank, and what follows it.
  var parts: (name: String, argument: String) {
    let text = editor.text
    guard let space = text.firstIndex(of: " ") else { return (text, "") }
    return (String(text[..<space]), String(text[text.index(after: space)...]))
  }

  /// The commands that fit what is typed, the best first.
  func matches(_ commands: [CommandID]) -> [Command] {
    let wanted = parts.name.lowercased()
    var seen: Set<CommandID> = []
    let all = (commands + Command.everywhere).filter { seen.insert($0).inserted }.map(Command.of)
    guard !wanted.isEmpty else { return all }
    return all.compactMap { command -> (Command, Int)? in
      PaletteState.score(wanted, command).map { (command, $0) }
    }.enumerated().sorted { ($0.element.1, $0.offset) < ($1.element.1, $1.offset) }.map(\.element.0)
  }

  /// How badly a command fits; nil when it does not.
  static func score(_ wanted: String, _ command: Command) -> Int? {
    if command.name == wanted { return 0 }
    if command.name.hasPrefix(wanted) { return 1 }
    if command.title.lowercased().hasPrefix(wanted) { return 2 }
    if command.name.contains(wanted) || command.title.lowercased().contains(wanted) { return 3 }
    if command.keys.contains(where: { $0.description.lowercased() == wanted }) { return 4 }
    if command.help.lowercased().contains(wanted) { return 5 }
    return isSubsequence(wanted, of: command.name) ? 6 : nil
  }

  private static func isSubsequence(_ wanted: String, of name: String) -> Bool {
    var rest = Substring(name)
    for character in wanted {
      guard let index = rest.firstIndex(of: character) else { return false }
      rest = rest[rest.index(after: index)...]
    }
    return true
  }
}

/// The `?` help: what can be done here, with keys, and why not where it cannot.
struct HelpState: Sendable, Equatable {
  var editor = LineEditor()
  var first = 0
}
