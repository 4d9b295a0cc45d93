import CNcurses

/// What ncurses holds, for tests.
extension NcursesTerminal {
  /// What ncurses holds in a cell.
  func readBack(x: Int, y: Int) -> (text: String, attributes: UInt32, pair: Int32)? {
    var text = [wchar_t](repeating: 0, count: 16)
    var attributes: UInt32 = 0
    var pair: Int32 = 0
    guard nc_get(Int32(y), Int32(x), &text, &attributes, &pair) == OK else { return nil }
    var view = String.UnicodeScalarView()
    for value in text.prefix(while: { $0 != 0 }) {
      if let scalar = Unicode.Scalar(UInt32(bitPattern: value)) { view.append(scalar) }
    }
    return (String(view), attributes, pair)
  }

  /// The colours of a pair as ncurses holds them.
  func readBack(pair: Int32) -> (foreground: Int32, background: Int32)? {
    var foreground: Int32 = 0
    var background: Int32 = 0
    guard extended_pair_content(pair, &foreground, &background) == OK else { return nil }
    return (foreground, background)
  }
}
