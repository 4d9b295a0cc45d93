/// Where the columns of the list of people stand: a pure function of the width.
///
/// The number always stands beside the name, since a name proves nothing.
struct PeopleColumns: Sendable, Hashable {
  let name = 3
  let nameWidth: Int
  /// The columns that a narrow screen has no room for are nil.
  let phone: Int?
  let phoneWidth = 18
  /// `+3`: how many other claims there are.
  let others: Int?
  let flag: Int?
  let flagWidth: Int
  let conversations: Int?
  let messages: Int?
  /// The columns after which the figures end.
  let seen: Int
  /// Whether the first day is told too.
  let hasSpan: Bool

  init(width: Int) {
    seen = width - 1
    guard width >= 70 else {
      (phone, others, flag, conversations, messages) = (width >= 46 ? 24 : nil, nil, nil, nil, nil)
      nameWidth = width >= 46 ? 20 : max(8, width - 14)
      flagWidth = 0
      hasSpan = false
      return
    }
    let isWide = width >= 110
    hasSpan = width >= 150
    nameWidth = width >= 150 ? 40 : isWide ? 30 : 18
    let phone = name + nameWidth + 2
    self.phone = phone
    let others = phone + phoneWidth + 3
    self.others = others
    flag = others + 2
    messages = width - 1 - (hasSpan ? 28 : isWide ? 11 : 10)
    conversations = isWide ? (messages ?? 0) - 11 : nil
    flagWidth = (conversations.map { $0 - 7 } ?? (messages ?? 0) - 8) - others - 2
  }
}
