/// The columns of a timeline, the same on every row of a pane.
struct TimelineColumns: Hashable {
  /// Where the sign of a mark stands; the bar of the selection is in column 0, the time in 1 to 5.
  static let mark = 6
  static let time = 1

  let width: Int
  let sender: Int
  let senderWidth: Int
  let text: Int
  /// The cells of a line of text.
  let textWidth: Int
  /// The column after the last that is written on.
  let edge: Int

  init(width: Int) {
    self.width = width
    let isNarrow = width < 60
    sender = isNarrow ? 7 : 8
    senderWidth = width >= 110 ? 18 : width >= 60 ? 14 : 8
    text = sender + senderWidth + (isNarrow ? 1 : 2)
    edge = width - 1
    textWidth = max(8, min(100, edge - text))
  }
}
