import SearchIndex
import TerminalKit

/// Lays items out around the selected one: a pure function of the items, the selection, its row and the size.
///
/// Only what is seen is ever made into lines.
struct TimelineFlow {
  /// An item that is at least partly seen.
  struct Placed {
    var index: Int
    /// The row of its first line, separators included; negative when it begins above.
    var y: Int
    var block: TimelineBlock
  }

  let items: [TimelineItem]
  let lines: TimelineLines
  let height: Int

  func block(_ index: Int) -> TimelineBlock {
    lines.block(items[index], after: index > 0 ? items[index - 1] : nil)
  }

  /// What is seen with the selected item's first line as near to a row as possible, and the row it came to.
  func place(selected index: Int, row: Int) -> (row: Int, placed: [Placed]) {
    guard items.indices.contains(index), height > 0 else { return (0, []) }
    let own = block(index)
    // Some lines around the selection, so that the eye sees what comes next.
    let margin = min(2, height / 6)
    let lowest = min(own.lead + margin, height - 1)
    let highest = max(0, height - own.height - margin)
    var row = min(max(row, lowest), max(highest, min(own.lead, height - 1)))
    if own.height >= height { row = 0 }

    var below = fill(after: index, from: row + own.height)
    let bottom = below.last.map { $0.y + $0.block.rows.count } ?? row + own.height
    let isEnd = (below.last?.index ?? index) == items.count - 1
    if isEnd, bottom < height { row += height - bottom }
    let above = fill(before: index, to: row - own.lead)
    let top = above.last?.y ?? row - own.lead
    let isStart = (above.last?.index ?? index) == 0
    if isStart, top > 0 { row -= top }
    let shift = isStart && top > 0 ? -top : 0
    below = fill(after: index, from: row + own.height)
    var placed = above.reversed().map { Placed(index: $0.index, y: $0.y + shift, block: $0.block) }
    placed.append(Placed(index: index, y: row - own.lead, block: own))
    placed += below
    return (row, placed)
  }

  private func fill(after index: Int, from start: Int) -> [Placed] {
    var result: [Placed] = []
    var y = start
    var next = index + 1
    while y < height, next < items.count {
      let block = block(next)
      result.append(Placed(index: next, y: y, block: block))
      y += block.rows.count
      next += 1
    }
    return result
  }

  private func fill(before index: Int, to end: Int) -> [Placed] {
    var result: [Placed] = []
    var y = end
    var next = index - 1
    while y > 0, next >= 0 {
      let block = block(next)
      y -= block.rows.count
      result.append(Placed(index: next, y: y, block: block))
      next -= 1
    }
    return result
  }

  /// The item about a screen away.
  func page(from index: Int, down: Bool) -> Int {
    var left = max(1, height - 2)
    var target = index
    while left > 0 {
      let next = target + (down ? 1 : -1)
      guard items.indices.contains(next) else { break }
      left -= block(down ? target : next).rows.count
      if left < 0, target != index { break }
      target = next
    }
    return target
  }
}
