/// A size in cells.
public struct Size: Hashable, Sendable {
  public var columns: Int
  public var rows: Int

  /// Makes a size; negative numbers count as 0, and no side is longer than 4,096.
  public init(columns: Int, rows: Int) {
    self.columns = min(4096, max(0, columns))
    self.rows = min(4096, max(0, rows))
  }

  /// Whether the console can be drawn: 40 × 10 and more.
  public var isUsable: Bool { columns >= Self.minimum.columns && rows >= Self.minimum.rows }

  /// The smallest usable size.
  public static let minimum = Size(columns: 40, rows: 10)
}

/// A cell's place; the first one is (0, 0).
public struct Point: Hashable, Sendable {
  public var x: Int
  public var y: Int

  /// Makes a point.
  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// A rectangle of cells.
public struct Rect: Hashable, Sendable {
  public var x: Int
  public var y: Int
  public var width: Int
  public var height: Int

  /// Makes a rectangle; negative sides count as 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// The whole of a size.
  public init(_ size: Size) { self.init(x: 0, y: 0, width: size.columns, height: size.rows) }

  /// The column after the last.
  public var right: Int { x + width }
  /// The row after the last.
  public var bottom: Int { y + height }
  /// Whether it has no cell.
  public var isEmpty: Bool { width == 0 || height == 0 }
  /// Its size.
  public var size: Size { Size(columns: width, rows: height) }

  /// Whether it has a cell.
  public func contains(_ point: Point) -> Bool {
    point.x >= x && point.x < right && point.y >= y && point.y < bottom
  }

  /// The cells it shares with another.
  public func intersection(_ other: Rect) -> Rect {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rect(x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
  }

  /// Smaller by so much on each side.
  public func inset(horizontally: Int = 0, vertically: Int = 0) -> Rect {
    Rect(x: x + horizontally, y: y + vertically, width: width - 2 * horizontally, height: height - 2 * vertically)
  }
}
