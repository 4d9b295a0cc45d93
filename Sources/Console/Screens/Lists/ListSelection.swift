import TerminalKit

/// A list as screens have it: the rows that the archive told of, and the one that is selected among them.
///
/// The selection stays on a row by what it is and not by where it stands, so that a list that grows never puts something
/// else under the officer's hand.
struct ListSelection<Row: Sendable, Key: Hashable & Sendable>: Sendable {
  private let key: @Sendable (Row) -> Key
  /// The rows; nil until they have come.
  private(set) var rows: [Row]?
  /// Why no rows have come.
  private(set) var problem: String?
  private var list = RowList()

  /// An empty list, whose rows are told apart by a key.
  init(by key: @escaping @Sendable (Row) -> Key) { self.key = key }

  /// How many rows there are.
  var count: Int { rows?.count ?? 0 }
  /// The place of the selected row.
  var index: Int { list.selection }

  /// The selected row; nil when there is none.
  var selected: Row? {
    guard let rows, rows.indices.contains(list.selection) else { return nil }
    return rows[list.selection]
  }

  // MARK: - Answers

  /// Takes the rows as they are now. Where the selected one is gone, another place is selected.
  mutating func take(_ new: [Row], height: Int, otherwise place: Int = 0) {
    let chosen = selected.map(key)
    rows = new
    problem = nil
    let kept = chosen.flatMap { chosen in new.firstIndex { key($0) == chosen } }
    list.select(kept ?? place, count: new.count, height: height)
  }

  /// Takes the rows that follow; those that are there already stay as they are.
  mutating func append(_ more: [Row]) {
    var seen = Set((rows ?? []).map(key))
    rows = (rows ?? []) + more.filter { seen.insert(key($0)).inserted }
  }

  /// Takes a failure: it stands in place of the rows, or is said where they are there already.
  mutating func fail(_ failure: ConsoleFailure) -> [Effect] {
    guard rows == nil else { return [.say(.error(failure.message))] }
    problem = failure.message
    return []
  }

  // MARK: - Moving

  /// Moves as a motion command says; false when it is none.
  @discardableResult
  mutating func run(_ command: CommandID, height: Int) -> Bool { list.run(command, count: count, height: height) }

  /// Selects the row of a key, if it is there.
  mutating func select(_ wanted: Key, height: Int) {
    guard let place = rows?.firstIndex(where: { key($0) == wanted }) else { return }
    list.select(place, count: count, height: height)
  }

  // MARK: - Drawing

  /// The rows, where they have come and there are any; else draws why there are none.
  ///
  /// `waiting` is shown until they come; of `nothing` the first sentence says what is so, the second why.
  func shown(
    waiting: String, nothing: (what: String, why: String), on canvas: inout Canvas
  ) -> [Row]? {
    guard let rows else {
      if let problem {
        canvas.wrapped(problem, x: 3, y: 1, style: .error, width: canvas.width - 4)
      } else {
        canvas.text(waiting, x: 3, y: 1, style: .dim)
      }
      return nil
    }
    guard rows.isEmpty else { return rows }
    canvas.text(nothing.what, x: 3, y: 1, style: .strong)
    canvas.wrapped(nothing.why, x: 3, y: 3, style: .dim, width: min(76, canvas.width - 4))
    return nil
  }

  /// Draws rows one below the other; the selected one gets its bar, its ground and the cursor.
  func draw(
    on canvas: inout Canvas, isFocused: Bool = true, glyphs: GlyphSet,
    row: (_ row: Row, _ y: Int, _ canvas: inout Canvas) -> Void
  ) {
    guard let rows else { return }
    list.draw(count: rows.count, on: &canvas, isFocused: isFocused, glyphs: glyphs) { index, y, canvas in
      row(rows[index], y, &canvas)
    }
  }
}
