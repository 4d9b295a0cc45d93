import CNcurses

/// What ncurses calls the keys, and what terminals send for them that terminfo does not know.
enum NcursesKeys {
  static let pasteBegin: Int32 = 5000
  static let pasteEnd: Int32 = 5001

  /// Teaches ncurses the forms that terminals use whatever their terminfo entry says, and bracketed paste.
  static func define() {
    let forms: [(String, Int32)] = [
      ("\u{1b}[A", KEY_UP), ("\u{1b}[B", KEY_DOWN), ("\u{1b}[C", KEY_RIGHT), ("\u{1b}[D", KEY_LEFT),
      ("\u{1b}OA", KEY_UP), ("\u{1b}OB", KEY_DOWN), ("\u{1b}OC", KEY_RIGHT), ("\u{1b}OD", KEY_LEFT),
      ("\u{1b}[H", KEY_HOME), ("\u{1b}[F", KEY_END), ("\u{1b}OH", KEY_HOME), ("\u{1b}OF", KEY_END),
      ("\u{1b}[1~", KEY_HOME), ("\u{1b}[4~", KEY_END), ("\u{1b}[7~", KEY_HOME), ("\u{1b}[8~", KEY_END),
      ("\u{1b}[5~", KEY_PPAGE), ("\u{1b}[6~", KEY_NPAGE), ("\u{1b}[2~", KEY_IC), ("\u{1b}[3~", KEY_DC),
      ("\u{1b}[Z", KEY_BTAB), ("\u{1b}[200~", pasteBegin), ("\u{1b}[201~", pasteEnd),
    ]
    for (sequence, code) in forms { define_key(sequence, code) }
  }

  /// The key of an ncurses code; nil when it is none of ours.
  static func key(code: Int32) -> Key? {
    switch code {
    case KEY_UP: return .up
    case KEY_DOWN: return .down
    case KEY_LEFT: return .left
    case KEY_RIGHT: return .right
    case KEY_HOME: return .home
    case KEY_END: return .end
    case KEY_PPAGE: return .pageUp
    case KEY_NPAGE: return .pageDown
    case KEY_IC: return Key(.insert)
    case KEY_DC: return .delete
    case KEY_BACKSPACE: return .backspace
    case KEY_ENTER: return .enter
    case KEY_BTAB: return .backTab
    case KEY_SLEFT: return Key(.left, shift: true)
    case KEY_SRIGHT: return Key(.right, shift: true)
    case KEY_SR: return Key(.up, shift: true)
    case KEY_SF: return Key(.down, shift: true)
    case nc_key_f0() + 1...nc_key_f0() + 24: return Key(.function(Int(code - nc_key_f0())))
    default: return keyname(code).flatMap { ExtendedKeys.key(named: String(cString: $0)) }
    }
  }
}
