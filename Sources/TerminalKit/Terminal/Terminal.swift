/// The seam between the console and a terminal.
///
/// A terminal belongs to one thread, the one that made it: that of ``EventLoop``. Nothing else may call it; other
/// threads post to a ``Mailbox``.
public protocol Terminal: AnyObject {
  /// The size in cells.
  var size: Size { get }
  /// The colours it has.
  var tier: ColorTier { get }
  /// Whether it shows more than ASCII.
  var usesUnicode: Bool { get }
  /// How meanings look. Setting it redraws everything at the next frame.
  var theme: Theme { get set }
  /// Shows a frame: only what changed since the last one is written.
  func present(_ frame: Frame)
  /// Draws everything anew at the next frame, for when something else wrote to the screen.
  func invalidate()
  /// Waits for input, for a byte on `wake`, or for a time, and returns what came; nothing when only woken.
  func waitForInput(wake: Int32?, timeout: Duration?) -> [TerminalEvent]
  /// Gives the terminal back to the shell while something else runs in the foreground.
  func suspend<T>(_ body: () throws -> T) rethrows -> T
  /// Puts the terminal back as it was. May be called more than once.
  func close()
}

extension Terminal {
  /// The signs to draw with.
  public var glyphs: GlyphSet { usesUnicode ? theme.glyphs : theme.asciiGlyphs }
}
