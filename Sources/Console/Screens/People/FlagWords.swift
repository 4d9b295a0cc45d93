import SearchIndex
import TerminalKit

/// What is odd about somebody's names and numbers, in words.
enum FlagWords {
  /// Two words, for lists: no longer than the narrowest column has room for.
  static func short(_ kind: PersonFlag.Kind) -> String {
    switch kind {
    case .bidiControl: return "turned text"
    case .invisible: return "hidden signs"
    case .mixedScripts: return "mixed letters"
    case .lookalike: return "look-alike"
    case .sameName: return "same name"
    case .namedAsNumber: return "is a number"
    case .sharedNumber: return "shared number"
    case .reusedNumber: return "reused number"
    }
  }

  /// What is odd, as a sentence of its own.
  static func sentence(_ flag: PersonFlag) -> String {
    guard let first = flag.reason.first else { return "" }
    let words = first.uppercased() + flag.reason.dropFirst()
    return words.hasSuffix(".") ? words : words + "."
  }

  /// What such a flag means and what to do about it, for whoever has never met one.
  static func meaning(_ kind: PersonFlag.Kind) -> String {
    switch kind {
    case .invisible: return "Two names that look the same may be different ones."
    case .mixedScripts: return "Letters of several alphabets look alike: the name may imitate another."
    case .bidiControl, .lookalike: return "Who wrote is told by the number, not by the name."
    case .sameName: return "Who wrote is told by the number, not by the name."
    case .namedAsNumber: return "The number in the name is not the number that wrote."
    case .sharedNumber: return "Numbers are given anew: look at the dates before you join people by one."
    case .reusedNumber: return "Whoever wrote from it later may be somebody else."
    }
  }

  /// The mark beside a name, with its word: `⚑ look-alike`, `⚑ look-alike +1`; nil without a flag.
  static func mark(_ flags: [PersonFlag], _ glyphs: GlyphSet) -> String? {
    guard let first = flags.first else { return nil }
    let others = Set(flags.map(\.kind)).count - 1
    return "\(glyphs[.flagged]) \(short(first.kind))" + (others > 0 ? " +\(others)" : "")
  }
}
