import TerminalKit

/// The lines of one item: the separators before it, which belong to it, and its own.
struct TimelineBlock {
  /// One line.
  struct Row {
    /// What the line is.
    enum Kind: Equatable { case day, silence, body }

    var kind = Kind.body
    /// Texts and the columns they begin at.
    var pieces: [(x: Int, line: TextLine)] = []
    /// What ends at the right edge.
    var right: TextLine?
    /// What stands in the middle.
    var centered: TextLine?
  }

  var rows: [Row] = []
  /// How many rows are separators.
  var lead = 0
  /// How many rows are the item's own.
  var height: Int { rows.count - lead }
}
