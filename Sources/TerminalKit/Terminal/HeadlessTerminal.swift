#if canImport(Glibc)
  import Glibc
#endif

/// A terminal without a screen, for scripts and tests: it keeps frames and is fed events.
public final class HeadlessTerminal: Terminal {
  public private(set) var size: Size
  public let tier: ColorTier
  public let usesUnicode: Bool
  public var theme: Theme
  /// The frames that were shown, oldest first, at most ``keptFrames``.
  public private(set) var frames: [Frame] = []
  /// How many frames were shown.
  public private(set) var frameCount = 0
  /// How many frames are kept.
  public var keptFrames: Int
  /// Whether ``close()`` was called.
  public private(set) var isClosed = false
  private var events: [TerminalEvent] = []

  /// Makes a terminal of a fixed size.
  public init(
    size: Size, theme: Theme = ThemeLibrary().load(ThemeLibrary.standardName).theme, tier: ColorTier = .colors256,
    usesUnicode: Bool = true, keptFrames: Int = 1
  ) {
    self.size = size
    self.theme = theme
    self.tier = tier
    self.usesUnicode = usesUnicode
    self.keptFrames = max(1, keptFrames)
  }

  /// The frame that is shown.
  public var frame: Frame? { frames.last }

  /// Adds events that ``waitForInput(wake:timeout:)`` will return.
  public func feed(_ new: [TerminalEvent]) {
    for case .resize(let size) in new { self.size = size }
    events += new
  }

  public func present(_ frame: Frame) {
    frameCount += 1
    frames.append(frame)
    if frames.count > keptFrames { frames.removeFirst(frames.count - keptFrames) }
  }

  public func invalidate() {}

  public func waitForInput(wake: Int32?, timeout: Duration?) -> [TerminalEvent] {
    if events.isEmpty {
      guard wake != nil || timeout != nil else { return [.ended] }
      Descriptors.wait([wake ?? -1], timeout: timeout)
      return []
    }
    defer { events = [] }
    return events
  }

  public func suspend<T>(_ body: () throws -> T) rethrows -> T { try body() }

  public func close() { isClosed = true }
}
