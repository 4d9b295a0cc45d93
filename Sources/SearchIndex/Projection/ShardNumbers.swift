import Records

/// Gives a shard's own small numbers to conversations, parties, segments, kinds and accounts.
///
/// A cache over the shard's tables; forget it when a transaction is undone.
final class ShardNumbers {
  private let connection: Connection
  private var conversations: [ConversationID: (number: Int64, kind: Int64, plain: Bool)] = [:]
  private var parties: [Int64: Int64] = [:]
  private var segments: [SegmentID: Int64] = [:]
  private var segmentNames: [Int64: SegmentID] = [:]
  private var kinds: [String: Int64] = [:]
  private var kindNames: [Int64: String] = [:]
  private var accounts: [AccountName: Int64] = [:]
  private static let limit = 20_000

  init(_ connection: Connection) { self.connection = connection }

  func forget() {
    conversations = [:]
    parties = [:]
    segments = [:]
    segmentNames = [:]
    kinds = [:]
    kindNames = [:]
    accounts = [:]
  }

  func conversation(_ id: ConversationID, kind: ConversationReference.Kind) throws -> Int64 {
    let rank = ItemBits.rank(kind)
    // Plain: it has messages without a token for their sender.
    let plain = kind == .direct
    if let known = conversations[id], known.kind >= rank, known.plain || !plain { return known.number }
    let find = try connection.statement("SELECT number, kind, plain FROM conversations WHERE id = ?")
    find.bind(1, id.text)
    var found: (number: Int64, kind: Int64, plain: Bool)?
    try find.forEach {
      found = ($0.integer(0), $0.integer(1), $0.integer(2) != 0)
      return false
    }
    if conversations.count > ShardNumbers.limit { conversations = [:] }
    if var found {
      if rank > found.kind || (plain && !found.plain) {
        found.kind = max(found.kind, rank)
        found.plain = found.plain || plain
        try connection.statement("UPDATE conversations SET kind = ?, plain = ? WHERE number = ?").bind(1, found.kind)
          .bind(2, found.plain ? 1 : 0).bind(3, found.number).run()
      }
      conversations[id] = found
      return found.number
    }
    try connection.statement("INSERT INTO conversations(id, kind, plain, messages, events) VALUES(?, ?, ?, 0, 0)")
      .bind(1, id.text).bind(2, rank).bind(3, plain ? 1 : 0).run()
    let number = connection.lastRow
    conversations[id] = (number, rank, plain)
    return number
  }

  func party(_ hash: Int64, claims: Party?) throws -> Int64 {
    if hash == 0 { return 0 }
    if let number = parties[hash] { return number }
    if parties.count > ShardNumbers.limit { parties = [:] }
    if let number = try connection.statement("SELECT number FROM parties WHERE hash = ?").bind(1, hash).firstInteger() {
      parties[hash] = number
      return number
    }
    let claims = claims ?? Party()
    try connection.statement(
      "INSERT INTO parties(hash, phone, lid, user, username, name, messages) VALUES(?, ?, ?, ?, ?, ?, 0)"
    ).bind(1, hash).bind(2, claims.phone).bind(3, claims.lid).bind(4, claims.userID).bind(5, claims.username).bind(
      6, claims.name
    ).run()
    let number = connection.lastRow
    parties[hash] = number
    return number
  }

  func segment(_ id: SegmentID) throws -> Int64 {
    if let number = segments[id] { return number }
    if segments.count > ShardNumbers.limit { segments = [:] }
    let find = try connection.statement("SELECT number FROM segments WHERE id = ?").bind(1, id.text)
    if let number = try find.firstInteger() {
      segments[id] = number
      return number
    }
    try connection.statement("INSERT INTO segments(id) VALUES(?)").bind(1, id.text).run()
    segments[id] = connection.lastRow
    return connection.lastRow
  }

  func segmentID(_ number: Int64) throws -> SegmentID {
    if let id = segmentNames[number] { return id }
    if segmentNames.count > ShardNumbers.limit { segmentNames = [:] }
    let find = try connection.statement("SELECT id FROM segments WHERE number = ?").bind(1, number)
    var id = SegmentID(unchecked: "s-")
    try find.forEach {
      id = SegmentID(unchecked: $0.text(0))
      return false
    }
    segmentNames[number] = id
    return id
  }

  /// Zero is text, which most messages are.
  func kind(_ name: String) throws -> Int64 {
    if name == "text" { return 0 }
    if let number = kinds[name] { return number }
    if kinds.count > ShardNumbers.limit { kinds = [:] }
    let find = try connection.statement("SELECT number FROM kinds WHERE name = ?").bind(1, name)
    if let number = try find.firstInteger() {
      kinds[name] = number
      return number
    }
    try connection.statement("INSERT INTO kinds(name) VALUES(?)").bind(1, name).run()
    kinds[name] = connection.lastRow
    return connection.lastRow
  }

  func kindName(_ number: Int64) throws -> String {
    if number == 0 { return "text" }
    if let name = kindNames[number] { return name }
    let find = try connection.statement("SELECT name FROM kinds WHERE number = ?").bind(1, number)
    var name = "text"
    try find.forEach {
      name = $0.text(0)
      return false
    }
    if kindNames.count > 1000 { kindNames = [:] }
    kindNames[number] = name
    return name
  }

  func account(_ name: AccountName) throws -> Int64 {
    if let number = accounts[name] { return number }
    let find = try connection.statement("SELECT number FROM accounts WHERE provider = ? AND account = ?")
    if let number = try find.bind(1, name.provider).bind(2, name.account).firstInteger() {
      accounts[name] = number
      return number
    }
    try connection.statement("INSERT INTO accounts(provider, account) VALUES(?, ?)").bind(1, name.provider).bind(
      2, name.account
    ).run()
    if accounts.count > 1000 { accounts = [:] }
    accounts[name] = connection.lastRow
    return connection.lastRow
  }
}
