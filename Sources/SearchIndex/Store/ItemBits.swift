import Records

/// The small facts of an item, packed into one number.
struct ItemBits: Sendable, Hashable {
  var raw: Int64

  init(raw: Int64) { self.raw = raw }

  static let dated: Int64 = 1 << 8
  static let media: Int64 = 1 << 9
  static let link: Int64 = 1 << 10
  static let reply: Int64 = 1 << 11
  static let edited: Int64 = 1 << 12
  static let revoked: Int64 = 1 << 13
  static let reacted: Int64 = 1 << 14
  static let conflict: Int64 = 1 << 15
  /// Only a later event of the message is here, not the message.
  static let stub: Int64 = 1 << 16
  /// The sender has a token of its own. In direct conversations the conversation's token does as well: whoever looks
  /// for a sender there looks at the conversation, and checks.
  static let senderKey: Int64 = 1 << 17
  /// Its readings name different times.
  static let retimed: Int64 = 1 << 21
  /// One of its readings has its file in the vault, whether or not it stands first.
  static let filed: Int64 = 1 << 22
  static let kindShift: Int64 = 24

  init(
    category: TimelineItem.Category, direction: MessageEvent.Direction, precision: MessageEvent.Precision, kind: Int64
  ) {
    raw = ItemBits.code(category) | ItemBits.code(direction) << 4 | ItemBits.code(precision) << 6
    raw |= kind << ItemBits.kindShift
  }

  func has(_ mask: Int64) -> Bool { raw & mask != 0 }

  mutating func set(_ mask: Int64, _ value: Bool = true) {
    if value { raw |= mask } else { raw &= ~mask }
  }

  var category: TimelineItem.Category {
    ItemBits.categories[Int(raw & 15) < ItemBits.categories.count ? Int(raw & 15) : 6]
  }
  var direction: MessageEvent.Direction { ItemBits.directions[min(2, Int(raw >> 4 & 3))] }
  var precision: MessageEvent.Precision { ItemBits.precisions[min(2, Int(raw >> 6 & 3))] }
  var kind: Int64 {
    get { raw >> ItemBits.kindShift }
    set { raw = raw & ((1 << ItemBits.kindShift) - 1) | newValue << ItemBits.kindShift }
  }

  /// The furthest receipt: 0 for none, else its rank plus one.
  var receipt: Int {
    get { Int(raw >> 18 & 7) }
    set { raw = raw & ~(7 << 18) | Int64(newValue & 7) << 18 }
  }

  private static let categories: [TimelineItem.Category] = [.message, .system, .group, .identity, .call, .gap, .other]
  private static let directions: [MessageEvent.Direction] = [.inbound, .outbound, .unknown]
  private static let precisions: [MessageEvent.Precision] = [.millisecond, .second, .minute]

  static func code(_ category: TimelineItem.Category) -> Int64 { Int64(categories.firstIndex(of: category) ?? 6) }
  static func code(_ direction: MessageEvent.Direction) -> Int64 { Int64(directions.firstIndex(of: direction) ?? 2) }
  static func code(_ precision: MessageEvent.Precision) -> Int64 { Int64(precisions.firstIndex(of: precision) ?? 1) }
}
