import CNcurses
import Glibc

/// Puts cells on ncurses' screen in the colours of a theme.
struct NcursesPen {
  private let theme: ResolvedTheme
  private let tier: ColorTier
  private let usesUnicode: Bool
  /// The console of Linux has no marks: it would draw a sign of its own for each.
  private let drawsStrikes: Bool
  /// Attributes and colour pair by style, filled as styles are first seen.
  private var inks: [Style: (attributes: UInt32, pair: Int32)] = [:]

  init(theme: Theme, tier: ColorTier, usesUnicode: Bool, drawsStrikes: Bool) {
    self.theme = theme.resolved(for: tier)
    self.tier = tier
    self.usesUnicode = usesUnicode
    self.drawsStrikes = drawsStrikes
  }

  /// Puts a cell of a row of `columns` cells.
  mutating func put(_ cell: Cell, x: Int, y: Int, columns: Int) {
    let (attributes, pair) = ink(cell.style)
    var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (0, 0, 0, 0, 0, 0)
    // libc may not agree about the width; then ncurses would lose its place. What cannot be shown is a question mark.
    let isKnown = usesUnicode && nc_libc_width(cell.glyph.base) == Int32(cell.width)
    let fits = x + Int(cell.width) <= columns
    withUnsafeMutableBytes(of: &text) { bytes in
      // The tuple is six wchar_t in a row: the base, four marks at most, and the end.
      let slots = bytes.bindMemory(to: wchar_t.self)
      guard isKnown, fits else {
        slots[0] = fits ? wchar_t(AsciiFallback.character(for: cell.glyph)) : 0x20
        return
      }
      var index = 0
      cell.glyph.forEachScalar { scalar in
        slots[index] = wchar_t(scalar.value)
        index += 1
      }
      // ncurses knows no attribute for it: the line is a mark on the letter, and only on the screen.
      if index < 5, isStruck(cell) { slots[index] = wchar_t(Self.strike) }
    }
    withUnsafeBytes(of: &text) { bytes in
      guard let start = bytes.bindMemory(to: wchar_t.self).baseAddress else { return }
      // The last cell of the screen is written although ncurses reports an error, as it cannot move on from there.
      _ = nc_put(Int32(y), Int32(x), start, attributes, pair)
      if cell.width == 2, !isKnown, fits { _ = nc_put(Int32(y), Int32(x + 1), start, attributes, pair) }
    }
  }

  /// COMBINING LONG STROKE OVERLAY.
  private static let strike: UInt32 = 0x336

  /// Whether a line goes through a cell; emoji would fall apart under a mark.
  private func isStruck(_ cell: Cell) -> Bool {
    drawsStrikes && (0x20..<0x1F000).contains(cell.glyph.base) && cell.width > 0
      && theme[cell.style].attributes.contains(.struck)
  }

  private mutating func ink(_ style: Style) -> (attributes: UInt32, pair: Int32) {
    if let known = inks[style] { return known }
    let wanted = theme[style]
    var attributes: UInt32 = 0
    if wanted.attributes.contains(.bold) { attributes |= nc_attr_bold() }
    if wanted.attributes.contains(.dim) { attributes |= nc_attr_dim() }
    if wanted.attributes.contains(.italic) { attributes |= nc_attr_italic() }
    if wanted.attributes.contains(.underline) { attributes |= nc_attr_underline() }
    if wanted.attributes.contains(.reverse) { attributes |= nc_attr_reverse() }
    var pair: Int32 = 0
    if tier != .mono, wanted.foreground != nil || wanted.background != nil {
      pair = max(0, alloc_pair(wanted.foreground.map(Int32.init) ?? -1, wanted.background.map(Int32.init) ?? -1))
    }
    inks[style] = (attributes, pair)
    return (attributes, pair)
  }
}
