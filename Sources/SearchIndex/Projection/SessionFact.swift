import Records

/// A word about whether a session is captured, as a file holds it: that it was lost, or that it is back.
///
/// What the gateway hears goes on record as a gap of its own, with its end; of what a file says the gaps are made here.
struct SessionFact: Hashable {
  /// What is down or up.
  struct Scope: Hashable {
    var provider: Provider
    var account: String
    var session: String
  }

  var id: String
  var scope: Scope
  var at: Int64
  var isReturn: Bool
  var detail: String
  var address: RecordAddress

  /// Reads an event; nil where it says nothing of a session, or not when: what has no time ends nothing.
  init?(_ event: MessageEvent, reader: String, id: String, place: Placement, address: RecordAddress) {
    guard place.isDated, reader != "coverage/1", let word = SessionWord(event) else { return nil }
    // What a reader calls a gap is one until the session is back, also while it asks for a code.
    guard word == .returned || event.saysSessionDown && event.gap?.until == nil else { return nil }
    self.init(
      id: id, scope: Scope(provider: event.provider, account: event.account, session: event.session ?? ""),
      at: place.at, isReturn: word == .returned, detail: event.gap?.detail ?? "", address: address)
  }

  init(id: String, scope: Scope, at: Int64, isReturn: Bool, detail: String, address: RecordAddress) {
    self.id = id
    self.scope = scope
    self.at = at
    self.isReturn = isReturn
    self.detail = detail
    self.address = address
  }

  /// A time without capture: from the first word that the session is lost to the next that it is back.
  struct Outage: Hashable {
    var first: SessionFact
    var until: Int64?
  }

  /// The times without capture among words of one session; the same whatever the order of the words.
  ///
  /// Of the same instant nobody can tell which word came last: that the session is lost stands, for a gap too many can
  /// be looked into and one too few cannot.
  static func outages(_ words: [SessionFact]) -> [Outage] {
    let ordered = words.sorted { ($0.at, $0.isReturn ? 0 : 1, $0.id) < ($1.at, $1.isReturn ? 0 : 1, $1.id) }
    var outages: [Outage] = []
    var isDown = false
    for word in ordered {
      if word.isReturn {
        if isDown { outages[outages.count - 1].until = word.at }
        isDown = false
      } else if !isDown {
        outages.append(Outage(first: word))
        isDown = true
      }
    }
    return outages
  }
}
