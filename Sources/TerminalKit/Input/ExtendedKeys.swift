/// The names that terminfo gives to keys with modifiers: `kRIT5` is Ctrl-Right.
///
/// Their numbers are handed out at run time.
enum ExtendedKeys {
  private static let stems: [(name: String, code: Key.Code)] = [
    ("kUP", .up), ("kDN", .down), ("kLFT", .left), ("kRIT", .right), ("kHOM", .home), ("kEND", .end),
    ("kPRV", .pageUp), ("kNXT", .pageDown), ("kDC", .delete), ("kIC", .insert),
  ]

  /// The key of a name, if it is one we know.
  static func key(named name: String) -> Key? {
    guard let stem = stems.first(where: { name.hasPrefix($0.name) }) else { return nil }
    // xterm's number is 1 plus 1 for Shift, 2 for Alt, 4 for Ctrl. Without a number it is Shift alone.
    let rest = name.dropFirst(stem.name.count)
    guard let number = rest.isEmpty ? 2 : Int(rest), (2...8).contains(number) else { return nil }
    let bits = number - 1
    return Key(stem.code, control: bits & 4 != 0, alt: bits & 2 != 0, shift: bits & 1 != 0)
  }

  /// The key of a character as the terminal sends it, in raw mode.
  static func key(scalar: Unicode.Scalar) -> Key? {
    switch scalar.value {
    case 0: return Key(.character(" "), control: true)
    case 9: return .tab
    // Raw terminals send a carriage return for Enter; pipes and some programs that type send a line feed.
    case 10, 13: return .enter
    case 27: return .escape
    case 8, 127: return .backspace
    case 1...26: return .control(Character(Unicode.Scalar(UInt8(scalar.value + 96))))
    case 28...31: return .control(Character(Unicode.Scalar(UInt8(scalar.value + 64))))
    case 0x80...0x9f: return nil
    default: return .character(Character(scalar))
    }
  }
}
