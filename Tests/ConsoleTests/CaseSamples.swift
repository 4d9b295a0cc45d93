import Foundation
import Records
import Testing
import TestSupport

@testable import Casework
@testable import Console
@testable import SearchIndex
@testable import TerminalKit

/// Made-up values of the archive, and screens drawn from them.
enum CaseSamples {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 32), Size(columns: 160, rows: 45)]
  static let now = Instant(rfc3339: "2025-11-12T17:40:00Z")!
  static let officer = OfficerID(suffix: "okafor22")
  static let conversation = ConversationID(suffix: "anaruiz2")
  static let group = ConversationID(suffix: "deskemea")
  static let ana = Party(phone: "34612555092", name: "Ana Ruiz")
  static let lee = Party(phone: "442079460123", name: "J. Lee")
  static let coverage = Coverage(
    indexed: 2514, records: 2514, checkpoint: "w-gatewayaaaa:2318", newestCapturedAt: at("2025-11-12T17:32:00Z"))

  static func at(_ text: String) -> Instant { Instant(rfc3339: text)! }
  static func message(_ name: String) -> MessageID { MessageID(suffix: name) }
  static func record(_ number: Int) -> RecordAddress {
    RecordAddress(segment: SegmentID(suffix: "aaaabbbbcccc"), number: number)
  }

  static func session(_ size: Size = Size(columns: 120, rows: 32)) -> SessionState {
    var session = SessionState()
    session.vaultTitle = "Meridian Wealth"
    session.fingerprint = "7QK4-M2XA"
    session.officerName = "M. Okafor"
    session.zone = NamedZone("Europe/London")!
    session.body = Size(columns: size.columns, rows: size.rows - 5)
    session.coverage = coverage
    session.now = now
    session.folder = "/cases"
    return session
  }

  static func draw(_ screen: some Screen, _ session: SessionState) -> Frame {
    var canvas = Canvas(session.body)
    screen.draw(on: &canvas, session)
    return canvas.frame
  }

  /// What a screen shows, as one text.
  static func text(_ screen: some Screen, _ session: SessionState = session()) -> String {
    draw(screen, session).textRows.joined(separator: "\n")
  }

  static func hit(
    _ name: String, _ time: String, _ text: String, mark: String = "fix", sender: Party? = ana,
    title: String = "Ana Ruiz",
    in place: ConversationID = conversation, version: Int = 1, versions: Int = 1, deleted: Bool = false,
    held: [String] = []
  ) -> SearchHit {
    var ranges: [Range<Int>] = []
    if !mark.isEmpty, let range = text.range(of: mark) {
      let start = text.utf8.distance(from: text.startIndex, to: range.lowerBound)
      ranges = [start..<start + mark.utf8.count]
    }
    return SearchHit(
      id: message(name), conversation: place, conversationTitle: title, sender: sender, direction: .inbound,
      provider: .meta, kind: .text, sentAt: at(time), precision: .second, at: at(time), text: text, highlights: ranges,
      version: version, versions: versions, isDeleted: deleted, held: held, hasMedia: false, record: record(17))
  }

  static let hits = [
    hit("hita", "2024-05-14T08:14:00Z", "can you move the fix a little? before 11 if you can", held: ["M-221"]),
    hit(
      "hitb", "2024-05-14T08:31:00Z", "the fix at 4pm not 11", sender: Party(name: "Ruiz"), title: "Desk EMEA FX",
      in: group),
    hit("hitc", "2024-05-09T15:02:00Z", "no fix on Monday", deleted: true, held: ["M-180", "M-221"]),
    hit("hitd", "2024-05-02T09:40:00Z", "fix rate, edited later", version: 1, versions: 2),
    hit(
      "hite", "2024-04-14T06:05:00Z", "تم fix السعر قبل الساعة", sender: Party(name: "د. ليلى حداد"),
      title: "د. ليلى حداد",
      in: ConversationID(suffix: "laila222")),
    hit(
      "hitf", "2023-12-30T20:00:00Z",
      "a long story that goes on and on before it comes to what was looked for, and only here, at the very end of the "
        + "line that does not fit on any screen, is the fix that was asked about"),
  ]

  static func page(_ hits: [SearchHit] = hits, next: Bool = false) -> SearchPage {
    SearchPage(
      hits: hits,
      next: next ? hits.last.map { SearchCursor(at: $0.at, sequence: 1, id: $0.id) } : nil, coverage: coverage)
  }

  static func item(
    _ name: String, _ time: String, _ text: String, sender: Party? = ana, deleted: Bool = false, versions: Int = 1,
    held: [String] = []
  ) -> TimelineItem {
    TimelineItem(
      id: .message(message(name)), category: .message, conversation: conversation, provider: .meta, direction: .inbound,
      sender: sender, sentAt: at(time), precision: .second, at: at(time), contentKind: .text, text: text, media: nil,
      reply: nil, reactions: [], receipt: "read", version: versions, versions: versions, isDeleted: deleted,
      deletedAt: deleted ? at("2024-05-14T08:17:40Z") : nil, hasConflict: false, isStub: false,
      held: held.map { TimelineItem.HeldBy(matter: $0, hold: HoldID(suffix: "holdaaaa22")) }, attributes: [:],
      record: record(17))
  }

  static let timeline = TimelinePage(
    conversation: conversation,
    items: [
      item("ctxa", "2024-05-13T16:00:00Z", "see you tomorrow"),
      item("ctxb", "2024-05-14T08:12:00Z", "morning", sender: lee),
      item("hita", "2024-05-14T08:14:00Z", "can you move the fix a little? before 11 if you can"),
      item("ctxc", "2024-05-14T08:15:00Z", "let me look", sender: lee),
      item("ctxd", "2024-05-14T08:16:00Z", "call me, not here", sender: lee, deleted: true),
      item("ctxe", "2024-05-14T08:17:00Z", "ok", versions: 2),
    ], anchorIndex: 2, hasOlder: true, hasNewer: true, messagesBefore: 811, messagesTotal: 1284, coverage: coverage)

  // MARK: - Matters

  static func hold(
    _ name: String, _ predicate: String, reason: String, messages: Int64, released: Instant? = nil,
    problem: String? = nil
  ) -> HoldSummary {
    HoldSummary(
      placement: HoldPlacement(
        hold: HoldID(suffix: name), matter: "M-221", reason: reason, predicate: predicate, grammar: 1, tokenizer: 1,
        timeZone: "Europe/London"), placedAt: at("2024-06-02T09:00:00Z"), placedBy: officer, releasedAt: released,
      releasedBy: released == nil ? nil : officer, messages: messages, conversations: 2, act: ActID(suffix: "acta22"),
      record: record(3), problem: problem)
  }

  static let matters = [
    MatterSummary(
      name: "M-180", title: "Brightwater review", openedAt: at("2024-03-01T09:00:00Z"), openedBy: officer, holds: [],
      messages: 0, conversations: 0),
    MatterSummary(
      name: "M-221", title: "Project Heron", openedAt: at("2024-06-01T09:00:00Z"), openedBy: officer,
      holds: [
        hold("holdaaaa22", "from:ruiz date:2024-05", reason: "Regulator request 2025/417", messages: 1031),
        hold(
          "holdbbbb33", "\"move the\" fix", reason: "Second letter", messages: 12, released: at("2025-01-07T12:00:00Z")),
      ], messages: 1031, conversations: 3),
  ]

  static let preview = HoldPreview(
    predicate: "fix", plainWords: "messages with the word “fix”", timeZone: "Europe/London", messages: 1031,
    attachments: 88, conversations: 3, people: 3, held: ["M-180": 212], coverage: coverage)

  static let report = ExportReport(
    path: "/cases/m-221-2025-11-12", custodyPath: "/cases/m-221-2025-11-12.custody.json", matter: "M-221",
    checkpoint: "k-7q2kx4", checkpointText: "", conversations: 3, messages: 1031, records: 1090, attachments: 88,
    rawDeliveries: 1002, withheldDeliveries: 29, exceptions: 32, missing: 0,
    digest: String(repeating: "ab", count: 32), warnings: ["two messages could not be decrypted by the provider"])

  // MARK: - A message

  static func opened(problem: String? = nil, text: String = "ok, but keep this between us") -> OpenedMessage {
    let id = message("7q2kx4aa")
    func version(_ number: Int, _ origin: MessageDetail.Version.Origin, _ text: String, _ time: String)
      -> MessageDetail.Version
    {
      MessageDetail.Version(
        number: number, origin: origin, sender: ana, sentAt: at(time), capturedAt: at(time),
        content: Content(.text, text: text), held: [], record: record(16 + number))
    }
    var item = item("7q2kx4aa", "2024-05-14T08:17:02Z", text, deleted: true, versions: 2, held: ["M-221"])
    item.reply = TimelineItem.Reply(message: message("hita"), sender: ana, quoted: "can you move the fix")
    let receipts = [("sent", "08:17:02"), ("delivered", "08:17:03"), ("read", "08:17:20")].map { status, clock in
      MessageDetail.ReceiptStep(
        status: status, party: lee, at: at("2024-05-14T\(clock)Z"), capturedAt: nil, error: nil, record: record(30))
    }
    let provenance = MessageDetail.Provenance(
      role: "message", record: record(17), delivery: DeliveryID(suffix: "91abcdef22"),
      part: "entry[0].changes[0].value.messages[0]", capturedAt: at("2024-05-14T08:17:03Z"), reader: "meta 1")
    let detail = MessageDetail(
      item: item, conversationTitle: "Ana Ruiz", conversationKind: .direct, account: "447700900123", session: nil,
      providerMessageID: "wamid.HBgL", recipients: [lee], capturedAt: at("2024-05-14T08:17:03Z"),
      versions: [
        version(1, .original, text, "2024-05-14T08:17:02Z"),
        version(2, .edit, "ok", "2024-05-14T08:17:30Z"),
      ], receipts: receipts,
      reactions: [
        MessageDetail.ReactionStep(
          party: lee, emoji: "👍", at: at("2024-05-14T08:18:00Z"), stands: true, record: record(31))
      ],
      revocations: [
        MessageDetail.Revocation(
          kind: "revoke", party: ana, at: at("2024-05-14T08:17:40Z"), record: record(32),
          capturedAt: at("2024-05-14T08:17:41Z"))
      ], replyTo: timeline.items[2], provenance: [provenance], authenticity: Authenticity(.hmacSHA256, .valid),
      source: DeliverySource(name: "webhook-2024-05.ndjson", fileDigest: String(repeating: "0f", count: 32), line: 812),
      exceptions: [],
      event: MessageEvent(.message, provider: .meta, account: "447700900123", messageID: id), coverage: coverage)
    let check = OpenedMessage.Check(
      record: record(17), role: "message", isCommitted: problem == nil, equalsIndex: problem == nil, isLogged: true,
      leaf: 2291, logSize: 2318, writer: "w-gatewayaaaa", problem: problem)
    return OpenedMessage(
      detail: detail, checks: [check], raw: "{\"object\":\"whatsapp_business_account\",\n \"entry\":[]}",
      rawLength: 1204,
      explanation: ["kept for ever: no retention schedule lets class default go"], evidence: evidence(of: detail))
  }

  /// What is said of a message that stands after two of our own side's, of which one was read.
  static func evidence(of detail: MessageDetail) -> MessageEvidence? {
    guard let message = CaseMessage(detail) else { return nil }
    func entry(_ name: String, _ clock: String, _ words: String, _ receipts: [(String, String)]) -> ReadTrail.Entry {
      ReadTrail.Entry(
        message: self.message(name), at: at("2024-05-14T\(clock)Z"), isOurs: true, words: words,
        receipts: receipts.map {
          CaseMessage.Step(
            what: $0.0, party: ana, at: at("2024-05-14T\($0.1)Z"), capturedAt: at("2024-05-14T\($0.1)Z"))
        })
    }
    let trail = ReadTrail(
      entries: [
        entry("ctxc", "08:15:00", "let me look", [("delivered", "08:15:01"), ("read", "08:15:20")]),
        entry("ctxd", "08:16:00", "call me, not here", [("delivered", "08:16:01"), ("read", "08:17:20")]),
      ], bound: .recent)
    var evidence = MessageEvidence(of: message)
    for moment in ReadMoment.all(of: message) { evidence.add(moment, trail, message) }
    return evidence
  }
}

/// Compares a frame with the picture recorded for it.
enum CaseGolden {
  static func check(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let folder = Fixtures.packageRoot().appendingPathComponent("Tests/Goldens/Console")
    let url = folder.appendingPathComponent("\(name)-\(frame.size.columns).txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try frame.golden.write(to: url, atomically: true, encoding: .utf8)
      Issue.record(
        "recorded \(url.lastPathComponent): look at it, then run without RECORD_GOLDEN", sourceLocation: sourceLocation)
      return
    }
    let recorded = try String(contentsOf: url, encoding: .utf8)
    #expect(frame.golden == recorded, "\(name)", sourceLocation: sourceLocation)
  }

  /// No row is wider than the frame, and nothing that acts on a terminal is on it.
  static func checkSafe(_ frame: Frame, sourceLocation: SourceLocation = #_sourceLocation) {
    for y in 0..<frame.size.rows {
      #expect(frame.row(y).reduce(0) { $0 + Int($1.width) } == frame.size.columns, sourceLocation: sourceLocation)
    }
    for scalar in frame.textRows.joined().unicodeScalars {
      let isHarmful =
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value)
        || (0x2066...0x2069).contains(scalar.value)
      #expect(!isHarmful, "U+\(String(scalar.value, radix: 16))", sourceLocation: sourceLocation)
    }
  }

  /// Text that tries everything.
  static let hostile =
    "\u{1B}]0;pwn\u{7}\u{202E}gpj.exe\u{2066} \u{9B}31m\r\n\ttab \u{200D}👨‍👩‍👧‍👦e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306} \u{0} %s "
    + String(repeating: "w", count: 300)
}
