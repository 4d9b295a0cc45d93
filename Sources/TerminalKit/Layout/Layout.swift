/// Splits rectangles: pure functions of sizes.
public enum Layout {
  /// The top rows and what remains.
  public static func splitTop(_ rect: Rect, _ rows: Int) -> (top: Rect, rest: Rect) {
    let taken = min(max(0, rows), rect.height)
    return (
      Rect(x: rect.x, y: rect.y, width: rect.width, height: taken),
      Rect(x: rect.x, y: rect.y + taken, width: rect.width, height: rect.height - taken)
    )
  }

  /// What remains and the bottom rows.
  public static func splitBottom(_ rect: Rect, _ rows: Int) -> (rest: Rect, bottom: Rect) {
    let taken = min(max(0, rows), rect.height)
    let (rest, bottom) = splitTop(rect, rect.height - taken)
    return (rest, bottom)
  }

  /// The left columns and what remains after a gap.
  public static func splitLeft(_ rect: Rect, _ columns: Int, gap: Int = 0) -> (left: Rect, rest: Rect) {
    let taken = min(max(0, columns), rect.width)
    let start = min(rect.width, taken + max(0, gap))
    return (
      Rect(x: rect.x, y: rect.y, width: taken, height: rect.height),
      Rect(x: rect.x + start, y: rect.y, width: rect.width - start, height: rect.height)
    )
  }

  /// What remains before a gap and the right columns.
  public static func splitRight(_ rect: Rect, _ columns: Int, gap: Int = 0) -> (rest: Rect, right: Rect) {
    let taken = min(max(0, columns), rect.width)
    let rest = max(0, rect.width - taken - max(0, gap))
    return (
      Rect(x: rect.x, y: rect.y, width: rest, height: rect.height),
      Rect(x: rect.right - taken, y: rect.y, width: taken, height: rect.height)
    )
  }

  /// A box of at most this size in the middle, a little above the centre as the eye expects.
  public static func centered(_ size: Size, in rect: Rect) -> Rect {
    let width = min(size.columns, rect.width)
    let height = min(size.rows, rect.height)
    return Rect(
      x: rect.x + (rect.width - width) / 2, y: rect.y + (rect.height - height) * 2 / 5, width: width, height: height)
  }

  /// The first row to show so that a row is on screen, moving as little as possible.
  /// - Parameters:
  ///   - offset: The first row shown now.
  ///   - row: The row to show.
  ///   - height: The rows of the window.
  ///   - count: All rows.
  ///   - margin: Rows to keep above and below where there are any.
  public static func scroll(_ offset: Int, toShow row: Int, height: Int, count: Int, margin: Int = 0) -> Int {
    guard height > 0, count > 0 else { return 0 }
    let margin = min(max(0, margin), (height - 1) / 2)
    let highest = max(0, count - height)
    var first = min(max(0, offset), highest)
    if row < first + margin { first = row - margin }
    if row > first + height - 1 - margin { first = row - height + 1 + margin }
    return min(max(0, first), highest)
  }
}
