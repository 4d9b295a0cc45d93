/// A key press.
public struct Key: Hashable, Sendable, CustomStringConvertible {
  /// Which key.
  public enum Code: Hashable, Sendable {
    case character(Character)
    case enter, escape, tab, backspace, delete, insert, up, down, left, right, home, end, pageUp, pageDown
    case function(Int)
  }

  /// Which key.
  public var code: Code
  /// Whether Ctrl was held.
  public var control: Bool
  /// Whether Alt was held.
  public var alt: Bool
  /// Whether Shift was held; never set for characters, which carry it in themselves.
  public var shift: Bool

  /// Makes a key press.
  public init(_ code: Code, control: Bool = false, alt: Bool = false, shift: Bool = false) {
    self.code = code
    self.control = control
    self.alt = alt
    self.shift = shift
  }

  public static let enter = Key(.enter)
  public static let escape = Key(.escape)
  public static let tab = Key(.tab)
  public static let backTab = Key(.tab, shift: true)
  public static let backspace = Key(.backspace)
  public static let delete = Key(.delete)
  public static let up = Key(.up)
  public static let down = Key(.down)
  public static let left = Key(.left)
  public static let right = Key(.right)
  public static let home = Key(.home)
  public static let end = Key(.end)
  public static let pageUp = Key(.pageUp)
  public static let pageDown = Key(.pageDown)
  public static let space = Key(.character(" "))

  /// A character key.
  public static func character(_ character: Character) -> Key { Key(.character(character)) }

  /// A letter with Ctrl.
  public static func control(_ character: Character) -> Key { Key(.character(character), control: true) }

  private static let named: [(name: String, code: Code)] = [
    ("Enter", .enter), ("Esc", .escape), ("Tab", .tab), ("Space", .character(" ")), ("Backspace", .backspace),
    ("Delete", .delete), ("Insert", .insert), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("Home", .home), ("End", .end), ("PgUp", .pageUp), ("PgDn", .pageDown),
  ]
  private static let aliases: [String: Code] = [
    "return": .enter, "cr": .enter, "escape": .escape, "pageup": .pageUp, "pagedown": .pageDown, "del": .delete,
    "ins": .insert, "bs": .backspace,
  ]

  /// The names of keys that are no characters, for messages.
  public static var names: [String] { named.map(\.name) + ["F1"] }

  /// Reads a name as key maps and scripts write it: `j`, `G`, `Enter`, `Ctrl-d`, `Shift-Tab`, `Alt-x`, `F5`.
  public init?(_ name: String) {
    var rest = Substring(name)
    var key = Key(.enter)
    while rest.count > 1 {
      if let after = Self.drop("ctrl-", from: rest) ?? Self.drop("c-", from: rest) {
        key.control = true
        rest = after
      } else if let after = Self.drop("alt-", from: rest) {
        key.alt = true
        rest = after
      } else if let after = Self.drop("shift-", from: rest) {
        key.shift = true
        rest = after
      } else {
        break
      }
    }
    guard let code = Self.code(rest) else { return nil }
    key.code = code
    if case .character(let character) = code {
      if key.shift {
        guard let upper = character.uppercased().first, upper != character else { return nil }
        key.code = .character(upper)
        key.shift = false
      }
      if key.control { key.code = .character(Character(character.lowercased())) }
    }
    self = key
  }

  private static func drop(_ prefix: String, from text: Substring) -> Substring? {
    guard text.count > prefix.count, text.prefix(prefix.count).lowercased() == prefix else { return nil }
    return text.dropFirst(prefix.count)
  }

  private static func code(_ name: Substring) -> Code? {
    if name.count == 1, let character = name.first {
      guard character.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else { return nil }
      return .character(character)
    }
    let lower = name.lowercased()
    if let found = named.first(where: { $0.name.lowercased() == lower }) { return found.code }
    if let code = aliases[lower] { return code }
    if lower.hasPrefix("f"), let number = Int(lower.dropFirst()), (1...24).contains(number) { return .function(number) }
    return nil
  }

  /// The name, as ``init(_:)`` reads it.
  public var description: String {
    var text = ""
    if control { text += "Ctrl-" }
    if alt { text += "Alt-" }
    if shift { text += "Shift-" }
    switch code {
    case .function(let number): return text + "F\(number)"
    case .character(let character) where character != " ": return text + String(character)
    default: return text + (Self.named.first { $0.code == code }?.name ?? "?")
    }
  }

  /// The character it types, when it types one.
  public var typed: Character? {
    guard case .character(let character) = code, !control, !alt else { return nil }
    return character
  }
}
