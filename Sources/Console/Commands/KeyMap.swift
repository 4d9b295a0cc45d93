import TerminalKit

/// Finds the command of a key, as the screen's commands and the keys typed so far allow.
struct KeyMap {
  /// What a key leads to.
  enum Match: Equatable {
    case command(CommandID)
    /// The beginning of longer sequences: wait for the next key.
    case prefix
    case nothing
  }

  /// The screen's commands come first: `h` on a search is the hold on all of it.
  static func match(_ keys: [Key], commands: [CommandID]) -> Match {
    var isPrefix = false
    for id in commands + Command.everywhere {
      for sequence in Command.of(id).keys {
        if sequence.keys == keys {
          return .command(id)
        } else if sequence.hasPrefix(keys) {
          isPrefix = true
        }
      }
    }
    return isPrefix ? .prefix : .nothing
  }

  /// What the keys so far can still become, for the hint that appears while a sequence is open.
  static func continuations(of keys: [Key], commands: [CommandID]) -> [(key: String, title: String)] {
    var result: [(String, String)] = []
    for id in commands + Command.everywhere {
      for sequence in Command.of(id).keys where sequence.keys.count > keys.count && sequence.hasPrefix(keys) {
        result.append((sequence.keys[keys.count].description, Command.of(id).title))
      }
    }
    return result
  }
}
