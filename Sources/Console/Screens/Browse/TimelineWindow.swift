import Records
import SearchIndex

/// The part of a conversation's timeline that is held in memory, and what is selected in it.
///
/// The selection is an identity, never a place in the array: what arrives before or after cannot move it.
struct TimelineWindow: Sendable {
  /// How many items one page brings.
  static let chunk = 200
  /// The most items that are held.
  static let most = 600
  /// How near the edge the selection may come before the next page is asked for.
  static let approach = 60

  let conversation: ConversationID
  private(set) var items: [TimelineItem] = []
  private(set) var hasOlder = false
  private(set) var hasNewer = false
  /// About how many messages lie before the first item held.
  private(set) var messagesBefore: Int64 = 0
  private(set) var messagesTotal: Int64 = 0
  /// What is selected; nil only while nothing is held.
  private(set) var selected: TimelineItem.ID?
  /// The row of the flow in which the selected item's first line stands.
  var row = 0
  /// Whether the first page has arrived.
  private(set) var isLoaded = false
  /// What was asked for and has not been answered.
  var pending: TimelineLoad?
  /// Whether a change was told of while something was still asked for.
  var wantsCheck = false
  /// Whether that change may concern all items: a hold.
  var wantsWhole = false
  /// Whether something has arrived that is not shown.
  private(set) var hasNews = false
  /// How many times a page brought nothing new: the next one is larger.
  private(set) var stalls = 0

  init(_ conversation: ConversationID) { self.conversation = conversation }

  // MARK: - Selection

  /// The place of an item among those held.
  func index(of id: TimelineItem.ID?) -> Int? {
    guard let id else { return nil }
    return items.firstIndex { $0.id == id }
  }

  /// The place of the selected item.
  var selectedIndex: Int? { index(of: selected) }

  /// The selected item.
  var selectedItem: TimelineItem? { selectedIndex.map { items[$0] } }

  /// Whether the selection is the newest item of the conversation.
  var isAtEnd: Bool { !hasNewer && selected == items.last?.id }

  /// Selects an item that is held.
  mutating func select(_ index: Int) {
    guard items.indices.contains(index) else { return }
    selected = items[index].id
    if isAtEnd { hasNews = false }
  }

  // MARK: - Pages

  /// Shows a page in place of everything held.
  mutating func replace(_ page: TimelinePage, selecting id: TimelineItem.ID? = nil) {
    items = Self.distinct(page.items, known: [])
    (hasOlder, hasNewer) = (page.hasOlder, page.hasNewer)
    (messagesBefore, messagesTotal) = (page.messagesBefore, page.messagesTotal)
    isLoaded = true
    hasNews = false
    stalls = 0
    let anchored = page.anchorIndex.flatMap { page.items.indices.contains($0) ? page.items[$0].id : nil }
    selected = [id, anchored].compactMap { $0 }.first { index(of: $0) != nil } ?? items.last?.id
  }

  /// Adds a page of what is older than everything held.
  mutating func prepend(_ page: TimelinePage) {
    let added = Self.distinct(page.items, known: items)
    stalls = added.isEmpty ? min(5, stalls + 1) : 0
    items.insert(contentsOf: added, at: 0)
    hasOlder = page.hasOlder
    messagesTotal = page.messagesTotal
    messagesBefore = page.messagesBefore
    trim(fromEnd: true)
  }

  /// Adds a page of what is newer than everything held.
  mutating func append(_ page: TimelinePage) {
    let added = Self.distinct(page.items, known: items)
    stalls = added.isEmpty ? min(5, stalls + 1) : 0
    items += added
    hasNewer = page.hasNewer
    messagesTotal = page.messagesTotal
    trim(fromEnd: false)
  }

  /// Takes over what has changed in the items held, and notes what is new without moving anything.
  /// - Parameter follows: Nobody reads here: go on to the newest.
  mutating func merge(_ page: TimelinePage, follows: Bool) {
    var places: [TimelineItem.ID: Int] = [:]
    for (index, item) in items.enumerated() { places[item.id] = index }
    var last = -1
    var added: [TimelineItem] = []
    var isInside = false
    for item in page.items {
      if let place = places[item.id] {
        items[place] = item
        last = max(last, place)
        if !added.isEmpty { isInside = true }
      } else {
        added.append(item)
      }
    }
    let hasGrown = page.messagesTotal > messagesTotal
    messagesTotal = page.messagesTotal
    let continues = !hasNewer && last == items.count - 1
    if continues, !isInside, !added.isEmpty {
      items += Self.distinct(added, known: items)
      hasNewer = page.hasNewer
      if follows, let newest = items.last {
        selected = newest.id
      } else {
        hasNews = true
      }
      trim(fromEnd: false)
    } else if !added.isEmpty || hasGrown {
      if continues || hasGrown { hasNewer = hasNewer || page.hasNewer }
      hasNews = true
    }
  }

  /// Lets go of what is farthest from the selection.
  private mutating func trim(fromEnd: Bool) {
    let excess = items.count - Self.most
    guard excess > 0, let index = selectedIndex else { return }
    if fromEnd {
      let count = min(excess, items.count - 1 - index)
      guard count > 0 else { return }
      items.removeLast(count)
      hasNewer = true
    } else {
      let count = min(excess, index)
      guard count > 0 else { return }
      messagesBefore += Int64(items[..<count].count { $0.messageID != nil })
      items.removeFirst(count)
      hasOlder = true
    }
  }

  private static func distinct(_ new: [TimelineItem], known: [TimelineItem]) -> [TimelineItem] {
    var seen = Set(known.map(\.id))
    return new.filter { seen.insert($0.id).inserted }
  }

  // MARK: - What to ask for

  /// The page that is needed now that the selection is near an edge.
  var needed: TimelineLoad? {
    guard isLoaded, pending == nil, let index = selectedIndex else { return nil }
    let size = Self.chunk << stalls
    if hasNewer, items.count - 1 - index < Self.approach, let last = items.last {
      return TimelineLoad(
        conversation: conversation, anchor: .item(last.id, at: last.at), before: 0, after: size, purpose: .newer)
    }
    if hasOlder, index < Self.approach, let first = items.first {
      return TimelineLoad(
        conversation: conversation, anchor: .item(first.id, at: first.at), before: size, after: 0, purpose: .older)
    }
    return nil
  }

  /// The place of the selected line among all: `(812, 1284)`.
  var place: (line: Int64, of: Int64)? {
    guard let index = selectedIndex, messagesTotal > 0 else { return nil }
    let line = messagesBefore + Int64(items[...index].count { $0.messageID != nil })
    return (min(max(1, line), messagesTotal), messagesTotal)
  }
}
