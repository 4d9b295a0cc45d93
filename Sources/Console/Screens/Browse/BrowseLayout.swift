import TerminalKit

/// Where the panes and their parts lie: a pure function of the size.
struct BrowseLayout {
  /// Nil where the pane is not shown.
  let list: Rect?
  let timeline: Rect?
  /// The column of the rule between the panes.
  let rule: Int?

  /// The width from which both panes are shown.
  static let wide = 96

  init(_ size: Size, isSingle: Bool, showsTimeline: Bool) {
    let whole = Rect(size)
    if !isSingle, size.columns >= Self.wide {
      let (left, right) = Layout.splitLeft(whole, min(42, max(31, size.columns / 4)), gap: 1)
      (list, timeline, rule) = (left, right, left.right)
    } else if isSingle || showsTimeline {
      (list, timeline, rule) = (nil, whole, nil)
    } else {
      (list, timeline, rule) = (whole, nil, nil)
    }
  }

  /// The parts of the list's pane.
  struct ListParts {
    let head: Int
    let rowHeight: Int
    /// How many conversations are shown.
    let visible: Int

    init(_ size: Size, isBeside: Bool) {
      head = isBeside || size.rows >= 14 ? 2 : 1
      rowHeight = isBeside && size.rows >= 12 ? 2 : 1
      visible = max(1, (size.rows - head) / rowHeight)
    }
  }

  /// The parts of the timeline's pane.
  struct TimelineParts {
    let head: Int
    /// Whether there is a row that names the day of what follows.
    let hasDay: Bool
    let flow: Rect
    let bottom: Int

    init(_ size: Size) {
      head = size.rows >= 22 && size.columns >= 60 ? 2 : 1
      hasDay = size.rows >= 9
      let start = head + (hasDay ? 1 : 0)
      bottom = size.rows - 1
      flow = Rect(x: 0, y: start, width: size.columns, height: max(1, bottom - start))
    }
  }
}
