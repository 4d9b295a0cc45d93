/// The shape of a header: lines of one file share it, quoted lines of another export mostly do not.
struct HeaderShape: Hashable, Sendable {
  /// What stands between the time and the rest of the line.
  enum Ending: UInt8, Sendable {
    case bracket, dash, colon, comma, space
  }

  var ending: Ending
  /// The first byte of the sign between the numbers of the date.
  var separator: UInt8
  /// Whether that sign is followed by a space, as in `13. 6. 2018`.
  var spaced: Bool
  var timeFirst: Bool
  /// Where a four-digit or era year stands; 3 where the year has two digits.
  var yearPlace: UInt8
}

/// The head of one line: when, and in which shape that is written.
struct ChatHeader: Sendable {
  var stamp: ChatStamp
  var shape: HeaderShape
  /// Whether U+200E or U+200F stands before the bracket, as iOS writes before media.
  var lineMarked: Bool
  /// Where the author or the system text begins.
  var rest: Int
}
