/// What stands in one cell: a spacing character and up to four combining ones.
///
/// Four is what a cell of ncurses can hold. Everything is stored inline: filling a screen allocates nothing, two frames
/// compare as plain memory, and no table keeps fragments of messages alive.
public struct Glyph: Hashable, Sendable {
  /// The spacing character; 0 in the second cell of a wide one.
  public private(set) var base: UInt32
  private var mark0: UInt32 = 0
  private var mark1: UInt32 = 0
  private var mark2: UInt32 = 0
  private var mark3: UInt32 = 0

  init(_ base: Unicode.Scalar) { self.base = base.value }
  private init(raw: UInt32) { base = raw }

  /// A blank.
  public static let space = Glyph(" ")
  /// The second cell of a wide character.
  static let continuation = Glyph(raw: 0)

  /// Adds a combining character; false when there is no room.
  mutating func add(_ mark: Unicode.Scalar) -> Bool {
    if mark0 == 0 {
      mark0 = mark.value
    } else if mark1 == 0 {
      mark1 = mark.value
    } else if mark2 == 0 {
      mark2 = mark.value
    } else if mark3 == 0 {
      mark3 = mark.value
    } else {
      return false
    }
    return true
  }

  /// Whether there is nothing but the base.
  public var isSingle: Bool { mark0 == 0 }

  /// Calls `body` with each scalar in order.
  public func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
    for value in [base, mark0, mark1, mark2, mark3] {
      guard value != 0, let scalar = Unicode.Scalar(value) else { return }
      body(scalar)
    }
  }

  /// The scalars as text.
  public var text: String {
    var view = String.UnicodeScalarView()
    forEachScalar { view.append($0) }
    return String(view)
  }
}
