/// A style in the terms of a terminal.
public struct ResolvedStyle: Hashable, Sendable {
  /// The number of the text's colour, or nil for the terminal's own.
  public var foreground: UInt8?
  /// The number of the ground's colour, or nil for the terminal's own.
  public var background: UInt8?
  /// The attributes.
  public var attributes: TextAttributes

  /// Makes a style.
  public init(foreground: UInt8? = nil, background: UInt8? = nil, attributes: TextAttributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The contrast of text and ground, as xterm shows them.
  /// - Parameters:
  ///   - standardForeground: The terminal's own colour of text.
  ///   - standardBackground: The terminal's own ground.
  public func contrast(standardForeground: RGB, standardBackground: RGB) -> Double {
    let text = foreground.map(RGB.init(indexed:)) ?? standardForeground
    let ground = background.map(RGB.init(indexed:)) ?? standardBackground
    return text.contrast(with: ground)
  }
}
