/// A colour as a theme writes it.
public enum ThemeColor: Hashable, Sendable {
  /// The terminal's own.
  case standard
  /// One of the terminal's colours by number, 0 to 255.
  case indexed(UInt8)
  /// Red, green and blue.
  case rgb(UInt8, UInt8, UInt8)

  static let names = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    "bright-black", "bright-red", "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan",
    "bright-white",
  ]

  /// Reads `default`, `#rrggbb`, a name of the sixteen, or a number from 0 to 255.
  init?(_ text: String) {
    if text == "default" {
      self = .standard
    } else if text.hasPrefix("#") {
      let digits = text.dropFirst()
      guard digits.utf8.count == 6, digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else {
        return nil
      }
      self = .rgb(UInt8(value >> 16 & 0xff), UInt8(value >> 8 & 0xff), UInt8(value & 0xff))
    } else if let number = Self.names.firstIndex(of: text) {
      self = .indexed(UInt8(number))
    } else if let number = UInt8(text) {
      self = .indexed(number)
    } else {
      return nil
    }
  }

  /// The number at a tier, or nil for the terminal's own colour.
  ///
  /// We choose the nearest ourselves and never redefine the terminal's colours, which fails in tmux and outlives us.
  func quantized(to tier: ColorTier) -> UInt8? {
    let rgb: RGB
    switch self {
    case .standard: return nil
    case .indexed(let number):
      if tier != .mono, Int(number) < tier.rawValue { return number }
      rgb = RGB(indexed: number)
    case .rgb(let red, let green, let blue): rgb = RGB(red: red, green: green, blue: blue)
    }
    switch tier {
    case .mono: return nil
    case .colors256: return rgb.nearest(in: 16...255)
    case .colors16: return rgb.nearest(in: 0...15)
    case .colors8: return rgb.nearest(in: 0...7)
    }
  }
}
