import TerminalKit

/// What lies over the topmost screen.
enum Overlay: Sendable, Equatable {
  case palette(PaletteState)
  case help(HelpState)
  /// Asks before leaving.
  case leaving
}
