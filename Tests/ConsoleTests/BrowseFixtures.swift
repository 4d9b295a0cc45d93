import Records
import TerminalKit

@testable import Console
@testable import SearchIndex

/// Hand-made conversations and messages: nothing here comes from anywhere.
enum BrowseFixtures {
  static let ana = Party(phone: "34612555092", name: "Ana Ruiz")
  static let lee = Party(phone: "442079460123", name: "J. Lee")
  static let coverage = Coverage(indexed: 2514, records: 2514, checkpoint: "w-abc:12")
  static let anaChat = ConversationID(suffix: "ana")

  static func at(_ text: String) -> Instant { Instant(rfc3339: text) ?? Instant(milliseconds: 0) }

  static func session(_ columns: Int, _ rows: Int) -> SessionState {
    var session = SessionState()
    session.vaultTitle = "Meridian Wealth"
    session.zone = NamedZone("Europe/London") ?? .utc
    session.body = Chrome.body(of: Size(columns: columns, rows: rows)).size
    session.now = at("2025-11-12T17:40:00Z")
    session.coverage = coverage
    return session
  }

  static func conversation(
    _ suffix: String, _ title: String, _ kind: ConversationReference.Kind = .direct, phone: String? = nil,
    people: Int64 = 2, held: Int64 = 0, gaps: Int64 = 0, last: String, by sender: Party? = nil, at time: String,
    messages: Int64 = 1284
  ) -> ConversationSummary {
    ConversationSummary(
      id: ConversationID(suffix: suffix), kind: kind, provider: .meta, account: "447700900123", title: title,
      phone: phone, counterpart: nil, names: [title],
      last: ConversationSummary.LastMessage(
        id: MessageID(suffix: suffix), sender: sender, direction: .inbound, kind: .text, preview: last,
        isDeleted: false, at: at(time)),
      messages: messages, events: 3, held: held, matters: held > 0 ? ["M-221"] : [], gaps: gaps,
      firstAt: at("2024-03-03T09:00:00Z"), lastAt: at(time), participants: people)
  }

  static var conversations: [ConversationSummary] {
    var list = [
      conversation(
        "ana", "Ana Ruiz", phone: "34612555092", held: 40, last: "thanks, that works", at: "2025-11-12T17:32:00Z"),
      conversation(
        "desk", "Desk EMEA FX", .group, people: 14, held: 3, last: "call me", by: Party(name: "Lee Wong"),
        at: "2025-11-12T16:58:00Z"),
      conversation("wang", "王 秀英", phone: "8613800138000", last: "明天开会吗", at: "2025-11-12T16:20:00Z"),
      conversation("laila", "د. ليلى حداد", phone: "971501234567", gaps: 2, last: "شكرا", at: "2025-11-11T12:00:00Z"),
      conversation("bright", "Brightwater group", .group, people: 6, last: "Ana joined", at: "2025-11-11T11:00:00Z"),
      conversation("unnamed", "15550100999", phone: "15550100999", last: "", at: "2025-03-02T11:00:00Z"),
    ]
    for number in 0..<30 {
      list.append(
        conversation(
          "more" + String(UnicodeScalar(UInt8(97 + number % 26))) + (number > 25 ? "b" : "a"),
          "Client number \(number + 1)", phone: "44770090\(1000 + number)", last: "hello \(number)",
          at: "2024-10-02T11:00:00Z"))
    }
    return list
  }

  static func page(_ list: [ConversationSummary] = conversations, more: Bool = false) -> ConversationPage {
    ConversationPage(
      conversations: list,
      next: more ? ConversationCursor(order: .newest, number: 7, text: "", id: anaChat) : nil, coverage: coverage)
  }

  static func item(
    _ suffix: String, _ time: String, _ text: String, by sender: Party? = ana,
    _ category: TimelineItem.Category = .message,
    kind: Content.Kind = .text, direction: MessageEvent.Direction = .inbound
  ) -> TimelineItem {
    let id: TimelineItem.ID = category == .message ? .message(MessageID(suffix: suffix)) : .event("e-" + suffix)
    return TimelineItem(
      id: id, category: category, conversation: anaChat, provider: .meta, direction: direction, sender: sender,
      sentAt: at(time), precision: .second, at: at(time), contentKind: kind, text: text, media: nil, reply: nil,
      reactions: [], receipt: nil, version: 1, versions: 1, isDeleted: false, deletedAt: nil, hasConflict: false,
      isStub: false, held: [], attributes: [:],
      record: RecordAddress(segment: SegmentID(suffix: "abc"), number: 1))
  }

  /// A bit of everything that a timeline shows.
  static var talk: [TimelineItem] {
    func change(_ item: TimelineItem, _ body: (inout TimelineItem) -> Void) -> TimelineItem {
      var item = item
      body(&item)
      return item
    }
    let held = [TimelineItem.HeldBy(matter: "M-221", hold: HoldID(suffix: "aaa"))]
    return [
      item("a", "2024-05-02T10:00:00Z", "Good morning, Ana here."),
      item("b", "2024-05-14T08:14:00Z", "can you move the fix a little? before 11 if you can"),
      change(item("c", "2024-05-14T08:15:00Z", "let me look", by: lee, direction: .outbound)) {
        $0.reply = TimelineItem.Reply(
          message: MessageID(suffix: "b"), sender: ana, quoted: "can you move the fix a little? before 11 if you can")
        $0.receipt = "read"
      },
      change(item("d", "2024-05-14T08:16:00Z", "call me, not here", by: lee, direction: .outbound)) {
        $0.receipt = "delivered"
        $0.held = held
      },
      change(item("e", "2024-05-14T08:17:00Z", "ok, but keep this between us")) {
        $0.isDeleted = true
        $0.deletedAt = at("2024-05-14T08:17:40Z")
        $0.version = 2
        $0.versions = 2
        $0.held = held
      },
      change(item("f", "2024-05-14T11:29:00Z", "the term sheet", kind: .image)) {
        $0.media = TimelineItem.Media(
          state: .stored, fileName: "IMG-0231.jpg", mimeType: "image/jpeg", size: 412_000, seconds: nil, sha256: nil,
          path: "x", reason: nil)
      },
      change(item("g", "2024-05-14T11:30:00Z", "", kind: .voice)) {
        $0.media = TimelineItem.Media(
          state: .missing, fileName: nil, mimeType: "audio/ogg", size: 12_400, seconds: 14, sha256: nil, path: nil,
          reason: "the provider had deleted it")
      },
      change(item("h", "2024-05-14T11:31:00Z", "Received, thank you.", by: lee, direction: .outbound)) {
        $0.version = 2
        $0.versions = 2
        $0.receipt = "sent"
      },
      item("i", "2024-05-15T07:02:00Z", "session disconnected until 08:41", by: nil, .gap),
      change(item("j", "2024-05-15T07:44:00Z", "Any news on the 40k?")) {
        $0.reactions = [TimelineItem.ReactionGroup(emoji: "👍", parties: [lee])]
      },
      item("k", "2024-05-15T07:45:00Z", "Ben Okri (+447700900555) added by Ana Ruiz", by: ana, .group),
      item("l", "2024-05-15T07:46:00Z", "شكرا جزيلا", by: Party(phone: "971501234567")),
      item(
        "m", "2024-05-15T07:47:00Z",
        "First, the settlement instructions have changed since last week; second, the account that you were given on "
          + "Monday must not be used any more. Please confirm both in writing."),
      item("n", "2024-05-15T07:48:00Z", "\u{1B}[31mred\u{202E} text", by: lee),
    ]
  }

  static func timeline(
    _ items: [TimelineItem] = talk, anchor: Int? = nil, older: Bool = false, newer: Bool = false, before: Int64 = 798,
    total: Int64 = 1284
  ) -> TimelinePage {
    TimelinePage(
      conversation: anaChat, items: items, anchorIndex: anchor ?? items.count - 1, hasOlder: older, hasNewer: newer,
      messagesBefore: before, messagesTotal: total, coverage: coverage)
  }

  /// The requests among effects.
  static func requests(_ effects: [Effect]) -> [Request] {
    effects.compactMap { if case .ask(let request, _) = $0 { request } else { nil } }
  }

  /// A screen with its list and its timeline loaded.
  static func screen(
    _ session: SessionState, list: ConversationPage = page(), timeline page: TimelinePage = timeline()
  ) -> BrowseScreen {
    var screen = BrowseScreen()
    var asked = requests(screen.appear(session))
    while let request = asked.popLast() {
      switch request {
      case .conversations(_, nil): asked += requests(screen.receive(.conversations(list), to: request, session))
      case .timeline(_, .newest, _, _): asked += requests(screen.receive(.timeline(page), to: request, session))
      default: break
      }
    }
    return screen
  }

  static func frame(_ screen: BrowseScreen, _ session: SessionState) -> Frame {
    var canvas = Canvas(session.body)
    screen.draw(on: &canvas, session)
    return canvas.frame
  }
}
