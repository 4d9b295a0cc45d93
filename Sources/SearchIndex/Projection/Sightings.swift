import Records

/// When, in which account and by which records each party of a batch was seen.
struct Sightings {
  /// In what way a record names somebody.
  enum How: Int64, Sendable {
    /// As one who writes, receives, reads, or takes part.
    case message = 0
    /// In an address book or a list of chats.
    case contact = 1
    /// In a change of numbers or ids.
    case change = 2
    /// As our own side: who writes what goes out, and whom it is sent to that comes in.
    case own = 3

    init(of change: IdentityChange) {
      if change.previous != nil {
        self = .change
      } else {
        self = ["contact", "chat"].contains(change.reason) ? .contact : .message
      }
    }
  }

  struct Key: Hashable {
    var party: Int64
    /// How, and the account's number in this batch.
    var place: Int
  }

  struct Span {
    var first: Int64
    var firstAddress: RecordAddress
    var last: Int64
    var lastAddress: RecordAddress
  }

  private(set) var accounts: [AccountName] = []
  private(set) var spans: [Key: Span] = [:]

  /// The number of an account in this batch; there are few.
  mutating func number(of account: AccountName) -> Int {
    if let index = accounts.firstIndex(of: account) { return index }
    accounts.append(account)
    return accounts.count - 1
  }

  mutating func note(_ party: Int64, how: How, account: Int, at: Int64, by address: RecordAddress) {
    let key = Key(party: party, place: account << 2 | Int(how.rawValue))
    guard var span = spans[key] else {
      spans[key] = Span(first: at, firstAddress: address, last: at, lastAddress: address)
      return
    }
    guard at <= span.first || at >= span.last else { return }
    if at < span.first || (at == span.first && address < span.firstAddress) {
      span.first = at
      span.firstAddress = address
    }
    if at > span.last || (at == span.last && address < span.lastAddress) {
      span.last = at
      span.lastAddress = address
    }
    spans[key] = span
  }

  /// The same, said by a record at another address.
  func moved(to address: RecordAddress) -> Sightings {
    var moved = self
    for key in spans.keys {
      moved.spans[key]?.firstAddress = address
      moved.spans[key]?.lastAddress = address
    }
    return moved
  }

  /// How and in which account a key means.
  func place(_ key: Key) -> (how: Int64, account: AccountName) {
    (Int64(key.place & 3), accounts[key.place >> 2])
  }
}
