/// The signs of the console, each with a form for terminals that only know ASCII.
public struct GlyphSet: Hashable, Sendable {
  /// A sign.
  public enum Name: String, CaseIterable, Sendable {
    case selected, marked, hold, flagged, gap, deleted, edited, check, checks, cross, warning, reply, attachment
    case path, bullet, ellipsis, open, closed, secret
  }

  /// The most cells that a sign may take.
  static let maximumWidth = 16

  private var table: [Name: String]

  /// The sign's text.
  public subscript(name: Name) -> String {
    get { table[name] ?? name.rawValue }
    set { table[name] = newValue }
  }

  /// The signs when no theme says otherwise.
  public static let standard = GlyphSet(table: [
    .selected: "▌", .marked: "▪", .hold: "HOLD", .flagged: "⚑", .gap: "╌╌", .deleted: "deleted", .edited: "edited",
    .check: "✓", .checks: "✓✓", .cross: "✗", .warning: "!", .reply: "↳", .attachment: "▤", .path: "▸", .bullet: "·",
    .ellipsis: "…", .open: "▾", .closed: "▸", .secret: "•",
  ])

  /// The same in ASCII.
  public static let ascii = GlyphSet(table: [
    .selected: ">", .marked: "*", .hold: "HOLD", .flagged: "!", .gap: "--", .deleted: "deleted", .edited: "edited",
    .check: "ok", .checks: "read", .cross: "x", .warning: "!", .reply: "re:", .attachment: "[]", .path: ">",
    .bullet: "-", .ellipsis: "...", .open: "v", .closed: ">", .secret: "*",
  ])
}
