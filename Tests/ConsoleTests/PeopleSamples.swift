import Records
import TerminalKit

@testable import Casework
@testable import Console
@testable import SearchIndex

/// Made-up people: nobody here is anybody.
enum PeopleSamples {
  static let sizes = [Size(columns: 80, rows: 24), Size(columns: 120, rows: 40), Size(columns: 200, rows: 60)]

  static func id(_ name: String) -> PersonID { PersonID(suffix: name) }
  static func at(_ text: String) -> Instant { CaseSamples.at(text) }

  static let ana = PersonLine(
    id: id("ana22222"), name: "Ana Ruiz", phone: "34612555092", numbers: 2, claims: 5, messages: 1284,
    conversations: 3, firstAt: at("2024-03-03T09:00:00Z"), lastAt: at("2025-11-12T17:32:00Z"), isMerged: true)

  static let impostor = PersonLine(
    id: id("fana2222"), name: "Аna Ruiz", phone: "447700900555", numbers: 1, claims: 2, messages: 3, conversations: 1,
    firstAt: at("2025-11-10T09:00:00Z"), lastAt: at("2025-11-11T09:00:00Z"),
    flags: [
      PersonFlag(
        kind: .mixedScripts, value: "Аna Ruiz", reason: "The word “Аna” mixes Cyrillic and Latin letters."),
      PersonFlag(
        kind: .lookalike, value: "Аna Ruiz",
        reason: "“Аna Ruiz” looks like “Ana Ruiz” (+34 612 555 092) and is written with other characters.",
        other: PersonReference(id: id("ana22222"), name: "Ana Ruiz", phone: "34612555092")),
    ])

  static let people: [PersonLine] = [
    ana, impostor,
    PersonLine(
      id: id("number22"), name: "+34612555092", phone: "447700900777", numbers: 1, claims: 2, messages: 1,
      conversations: 1, firstAt: at("2025-10-02T09:00:00Z"), lastAt: at("2025-10-02T09:00:00Z"),
      flags: [
        PersonFlag(
          kind: .namedAsNumber, value: "+34612555092", reason: "The name is the number of Ana Ruiz.",
          other: PersonReference(id: id("ana22222"), name: "Ana Ruiz", phone: "34612555092"))
      ]),
    PersonLine(
      id: id("wang2222"), name: "王 秀英", phone: "8613800138000", numbers: 1, claims: 3, messages: 412, conversations: 2,
      firstAt: at("2024-01-09T09:00:00Z"), lastAt: at("2025-11-12T16:20:00Z")),
    PersonLine(
      id: id("laila222"), name: "د. ليلى حداد", phone: "971501234567", numbers: 1, claims: 2, messages: 88,
      conversations: 1, firstAt: at("2025-02-01T09:00:00Z"), lastAt: at("2025-11-11T12:00:00Z")),
    PersonLine(
      id: id("bidi2222"), name: "Invoice \u{202E}fdp.exe", phone: "15550100999", numbers: 1, claims: 2, messages: 2,
      conversations: 1, firstAt: at("2025-03-02T11:00:00Z"), lastAt: at("2025-03-02T11:00:00Z"),
      flags: [
        PersonFlag(
          kind: .bidiControl, value: "Invoice \u{202E}fdp.exe",
          reason: "The name has an invisible sign that turns the direction of what follows (U+202E).")
      ]),
    PersonLine(
      id: id("bare2222"), name: "15550100998", phone: "15550100998", numbers: 1, claims: 1, messages: 7,
      conversations: 1, firstAt: at("2024-03-02T11:00:00Z"), lastAt: at("2024-03-02T11:00:00Z")),
    PersonLine(
      id: id("label222"), name: "Mum", phone: nil, numbers: 0, claims: 1, messages: 240, conversations: 1,
      firstAt: at("2019-03-02T11:00:00Z"), lastAt: at("2023-03-02T11:00:00Z")),
  ]

  static func page(_ people: [PersonLine] = people, next: PersonCursor? = nil, total: Int64? = nil) -> PersonPage {
    PersonPage(people: people, next: next, total: total ?? Int64(people.count), coverage: CaseSamples.coverage)
  }

  static let merge = PersonAct(
    id: ActID(suffix: "mergeaaa"), kind: .mergePeople, at: at("2025-11-12T15:00:00Z"), officer: CaseSamples.officer,
    reason: "same passport in both files",
    groups: [[ClaimKey(.phone, "34612555092"), ClaimKey(.lid, "99887766")], [ClaimKey(.phone, "34699000111")]],
    record: CaseSamples.record(90))

  static let detail = PersonDetail(
    line: ana, ids: [id("ana22222"), id("old22222")],
    claims: [
      claim(.profileName, "Ana Ruiz", "2024-09-01T10:00:00Z", "2025-11-12T17:32:00Z", 1100),
      claim(
        .profileName, "Anita", "2024-03-03T09:00:00Z", "2024-08-30T10:00:00Z", 180,
        superseded: Supersession(
          at: at("2024-09-01T10:00:00Z"), by: "Ana Ruiz", record: CaseSamples.record(31), reason: "later-name")),
      claim(
        .exportLabel, "Ana (client)", "2023-03-03T09:00:00Z", "2023-08-30T10:00:00Z", 4,
        key: ClaimKey(.name, "Ana (client)", scope: CaseSamples.conversation)),
      claim(
        .phone, "34612555092", "2024-06-11T10:00:00Z", "2025-11-12T17:32:00Z", 1200,
        key: ClaimKey(.phone, "34612555092")),
      claim(
        .phone, "34699000111", "2024-03-03T09:00:00Z", "2024-06-10T10:00:00Z", 84,
        key: ClaimKey(.phone, "34699000111"), mergedBy: merge.id,
        superseded: Supersession(
          at: at("2024-06-11T10:00:00Z"), by: "34612555092", record: CaseSamples.record(22),
          reason: "user_changed_number")),
      claim(.lid, "99887766", "2025-01-01T09:00:00Z", "2025-11-12T17:32:00Z", 900, key: ClaimKey(.lid, "99887766")),
    ],
    changes: [
      IdentityClaim(
        reason: "user_changed_number", previous: Party(phone: "34699000111"), current: Party(phone: "34612555092"),
        at: at("2024-06-11T10:00:00Z"), record: CaseSamples.record(22))
    ], history: [merge], coverage: CaseSamples.coverage)

  static func claim(
    _ kind: PersonClaim.Kind, _ value: String, _ first: String, _ last: String, _ messages: Int64,
    key: ClaimKey? = nil, mergedBy: ActID? = nil, superseded: Supersession? = nil
  ) -> PersonClaim {
    PersonClaim(
      kind: kind, value: value, key: key, provider: kind == .exportLabel ? .chatExport : .meta,
      accounts: ["447700900123"], firstAt: at(first), firstRecord: CaseSamples.record(17), lastAt: at(last),
      lastRecord: CaseSamples.record(812), superseded: superseded, messages: messages, mergedBy: mergedBy)
  }

  static let conversations = [
    PersonConversation(
      conversation: BrowseFixtures.conversation(
        "ana", "Ana Ruiz", phone: "34612555092", held: 40, last: "thanks", at: "2025-11-12T17:32:00Z"),
      messages: 1100, firstAt: at("2024-03-03T09:00:00Z"), lastAt: at("2025-11-12T17:32:00Z")),
    PersonConversation(
      conversation: BrowseFixtures.conversation(
        "desk", "Desk EMEA FX", .group, people: 14, last: "call me", at: "2025-11-12T16:58:00Z"),
      messages: 180, firstAt: at("2024-05-03T09:00:00Z"), lastAt: at("2025-11-12T16:58:00Z")),
    PersonConversation(
      conversation: BrowseFixtures.conversation(
        "laila", "د. ليلى حداد", .group, people: 3, last: "", at: "2025-02-01T09:00:00Z"),
      messages: 4, firstAt: at("2025-02-01T09:00:00Z"), lastAt: at("2025-02-01T09:00:00Z")),
  ]

  static var preview: MergePreview {
    MergePreview(
      people: [ana, impostor], messages: 1287, conversations: 4,
      holds: [
        HoldReach(
          hold: CaseSamples.hold("holdaaaa22", "from:ruiz", reason: "Regulator request 2025/417", messages: 1031),
          through: 990, messagesAfter: 1034, throughAfter: 993, widens: true),
        HoldReach(
          hold: CaseSamples.hold("holdbbbb22", "with:ruiz", reason: "Complaint", messages: 1284), through: 1284,
          messagesAfter: 1284, throughAfter: 1284, widens: false),
      ])
  }

  static var splitPreview: SplitPreview {
    SplitPreview(people: [ana], groups: merge.groups, holds: preview.holds.filter { !$0.widens })
  }

  /// The list as it looks with its people loaded.
  static func list(_ session: SessionState, _ page: PersonPage = page()) -> PeopleScreen {
    var screen = PeopleScreen()
    _ = screen.appear(session)
    _ = screen.receive(.people(page), to: .people(screen.filter, screen.order, after: nil), session)
    return screen
  }

  /// A person's page with everything that is known.
  static func person(_ session: SessionState, _ detail: PersonDetail = detail) -> PersonScreen {
    var screen = PersonScreen(detail.line)
    _ = screen.appear(session)
    _ = screen.receive(.person(detail), to: .person(screen.target, isOpening: true), session)
    _ = screen.receive(.conversationsOf(conversations), to: .conversationsOf(detail.line.id), session)
    return screen
  }

  /// The screens that effects put on top.
  static func pushed<S: Screen>(_ effects: [Effect], as type: S.Type) -> S? {
    for case .push(let screen) in effects { if let found = screen as? S { return found } }
    return nil
  }

  /// What effects say in the status line.
  static func said(_ effects: [Effect]) -> String? {
    for case .say(let notice) in effects { return notice.text }
    return nil
  }
}
