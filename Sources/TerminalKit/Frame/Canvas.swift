/// Draws on a frame, within a rectangle.
///
/// All places are relative to the current rectangle, and nothing outside of it changes. Every string passes
/// ``TextSafety``, so a label from a message is as harmless as one of ours.
public struct Canvas {
  /// What has been drawn.
  public private(set) var frame: Frame
  /// The current rectangle, in the frame's cells.
  private var origin: Point
  /// The part of the current rectangle that is on the frame and in all rectangles around it.
  private var clip: Rect
  /// The size of the current rectangle.
  public private(set) var size: Size

  /// An empty canvas.
  public init(_ size: Size) {
    frame = Frame(size)
    origin = Point(x: 0, y: 0)
    clip = Rect(size)
    self.size = size
  }

  /// The current rectangle in its own coordinates.
  public var bounds: Rect { Rect(size) }
  /// The columns of the current rectangle.
  public var width: Int { size.columns }
  /// The rows of the current rectangle.
  public var height: Int { size.rows }

  /// Draws within a rectangle of the current one.
  public mutating func within<T>(_ rect: Rect, _ body: (inout Canvas) throws -> T) rethrows -> T {
    let saved = (origin, clip, size)
    let placed = Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height)
    origin = Point(x: placed.x, y: placed.y)
    clip = clip.intersection(placed)
    size = rect.size
    defer { (origin, clip, size) = saved }
    return try body(&self)
  }

  // MARK: - Text

  /// Writes text from a column on, and returns the column after it.
  /// - Parameter limit: At most so many cells; what is longer ends with `…`. By default up to the right edge.
  @discardableResult
  public mutating func text(
    _ string: String, x: Int, y: Int, style: Style = .text, limit: Int? = nil
  ) -> Int {
    line(SafeText(string, style: style).line, x: x, y: y, limit: limit)
  }

  /// Writes safe text from a column on, and returns the column after it.
  @discardableResult
  public mutating func text(_ text: SafeText, x: Int, y: Int, limit: Int? = nil) -> Int {
    line(text.line, x: x, y: y, limit: limit)
  }

  /// Writes a line from a column on, and returns the column after it.
  @discardableResult
  public mutating func line(_ line: TextLine, x: Int, y: Int, limit: Int? = nil) -> Int {
    let room = min(limit ?? .max, size.columns - x)
    guard room > 0, y >= 0, y < size.rows else { return x }
    let shown = line.truncated(to: room)
    var column = x
    for item in shown.glyphs {
      put(item.glyph, width: item.width, style: item.style, x: column, y: y)
      column += Int(item.width)
    }
    return column
  }

  /// Writes text that ends before a column (by default the right edge), and returns the column it begins at.
  @discardableResult
  public mutating func right(
    _ string: String, before edge: Int? = nil, y: Int, style: Style = .text, limit: Int? = nil
  ) -> Int {
    right(SafeText(string, style: style), before: edge, y: y, limit: limit)
  }

  /// Writes safe text that ends before a column, and returns the column it begins at.
  @discardableResult
  public mutating func right(_ text: SafeText, before edge: Int? = nil, y: Int, limit: Int? = nil) -> Int {
    let edge = min(edge ?? size.columns, size.columns)
    let shown = text.line.truncated(to: min(limit ?? edge, edge))
    line(shown, x: edge - shown.width, y: y)
    return edge - shown.width
  }

  /// Writes text in the middle of the current rectangle.
  public mutating func center(_ string: String, y: Int, style: Style = .text) {
    let shown = SafeText(string, style: style).truncated(to: size.columns)
    line(shown, x: (size.columns - shown.width) / 2, y: y)
  }

  /// Writes lines, one below the other, and returns the row after the last.
  @discardableResult
  public mutating func lines(_ lines: some Sequence<TextLine>, x: Int, y: Int) -> Int {
    var row = y
    for item in lines {
      line(item, x: x, y: row)
      row += 1
    }
    return row
  }

  /// Wraps text from a column to the right edge, and returns the row after the last line.
  @discardableResult
  public mutating func wrapped(
    _ string: String, x: Int, y: Int, style: Style = .text, width: Int? = nil, maximumLines: Int = .max
  ) -> Int {
    let room = width ?? size.columns - x
    guard room > 0 else { return y }
    let text = SafeText(string, style: style)
    return lines(TextLayout.wrap(text, width: room, maximumLines: maximumLines), x: x, y: y)
  }

  // MARK: - Surfaces

  /// Fills a rectangle with a one-cell character, by default a blank.
  public mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", style: Style = .text) {
    let kind = ScalarClass.of(scalar)
    let glyph = kind == .narrow ? Glyph(scalar) : .space
    let area = onFrame(rect)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { frame.put(glyph, width: 1, style: style, x: x, y: y, limit: clip.right) }
    }
  }

  /// Draws a horizontal line, by default over the whole width.
  public mutating func rule(y: Int, x: Int = 0, width: Int? = nil, style: Style = .rule) {
    fill(Rect(x: x, y: y, width: width ?? size.columns - x, height: 1), with: "─", style: style)
  }

  /// Draws a vertical line, by default over the whole height.
  public mutating func verticalRule(x: Int, y: Int = 0, height: Int? = nil, style: Style = .rule) {
    fill(Rect(x: x, y: y, width: 1, height: height ?? size.rows - y), with: "│", style: style)
  }

  /// Draws one character of a line or a bar.
  public mutating func mark(_ scalar: Unicode.Scalar, x: Int, y: Int, style: Style = .rule) {
    fill(Rect(x: x, y: y, width: 1, height: 1), with: scalar, style: style)
  }

  /// Draws a bar that is filled to a part between 0 and 1, in eighths of a cell.
  public mutating func bar(_ part: Double, x: Int, y: Int, width: Int) {
    guard width > 0 else { return }
    fill(Rect(x: x, y: y, width: width, height: 1), style: .progressTrack)
    let eighths = Int((min(1, max(0, part.isFinite ? part : 0)) * Double(width * 8)).rounded(.down))
    fill(Rect(x: x, y: y, width: eighths / 8, height: 1), with: "█", style: .progress)
    let rest = eighths % 8
    if rest > 0, let scalar = Unicode.Scalar(UInt32(0x2590 - rest)) {
      mark(scalar, x: x + eighths / 8, y: y, style: .progress)
    }
  }

  /// Lays a meaning over a rectangle: the selected row, a marked one, a modal box.
  public mutating func overlay(_ scope: Scope, on rect: Rect) {
    let area = onFrame(rect)
    for y in area.y..<area.bottom {
      for x in area.x..<area.right { frame.setOverlay(scope, x: x, y: y) }
    }
  }

  /// Puts the terminal's cursor; out of sight it is not moved.
  public mutating func cursor(x: Int, y: Int, caret: Bool = false) {
    let point = Point(x: origin.x + x, y: origin.y + y)
    guard clip.contains(point) else { return }
    frame.cursor = point
    frame.showsCaret = caret
  }

  // MARK: - Cells

  private func onFrame(_ rect: Rect) -> Rect {
    Rect(x: origin.x + rect.x, y: origin.y + rect.y, width: rect.width, height: rect.height).intersection(clip)
  }

  private mutating func put(_ glyph: Glyph, width: UInt8, style: Style, x: Int, y: Int) {
    let place = Point(x: origin.x + x, y: origin.y + y)
    if clip.contains(place) {
      frame.put(glyph, width: width, style: style, x: place.x, y: place.y, limit: clip.right)
    } else if width == 2, clip.contains(Point(x: place.x + 1, y: place.y)) {
      // The second half of a wide character at the left edge.
      frame.put(.space, width: 1, style: style, x: place.x + 1, y: place.y, limit: clip.right)
    }
  }
}
