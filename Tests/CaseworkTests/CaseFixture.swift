import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Vault

@testable import Casework

/// A vault with a few messages in two conversations, and the scope that a matter would have there.
struct CaseFixture {
  static let start = Instant(rfc3339: "2025-10-14T09:00:00Z") ?? Instant(milliseconds: 0)
  static let conversation = ConversationID(suffix: "inscope234")
  static let other = ConversationID(suffix: "elsewhere2")
  static let hostile =
    "<script>alert('x')</script> & \"quoted\" \u{202E}drawkcab\u{202C} \u{1B}[31mred\u{1B}[0m\r\nsecond line"
  static let media = Array("not really a picture, but bytes are bytes".utf8)

  let directory: TemporaryDirectory
  let environment: VaultEnvironment
  let vault: UnlockedVault
  private(set) var scope: CaseScope
  var root: String { directory.path("vault") }

  init(files: any FileOperations = SystemFiles(), clock: any Records.Clock = FixedClock(Self.start)) throws {
    directory = try TemporaryDirectory()
    environment = VaultEnvironment(
      clock: clock, randomness: SeededRandomness(seed: 7), files: files)
    let store = try FolderStore.create(root: directory.path("vault"), files: SystemFiles())
    vault = try VaultCreation.create(
      store: store,
      options: VaultOptions(
        title: "Heron Archive", officerName: "Maria Keller", passphrase: SecretBytes(Array("battery staple".utf8)),
        scryptLogN: 4),
      state: StateDirectory(base: directory.path("state")), environment: environment
    ).vault
    scope = CaseScope(
      matter: "M-1", title: "Project Heron", holds: [], conversations: [], records: [], parts: [], exceptions: [])
    try fill()
  }

  static let period = Period(.standard, YearMonth(start))

  private mutating func fill() throws {
    let writer = try vault.writer(kind: .importer)
    let medium = try writer.putMedia(Self.media, period: Self.period)
    let whole = delivery("wholeaaaa", #"{"entry":"all of it is in scope"}"#)
    let batch = delivery("batchaaaa", #"{"entry":"carries a part of another conversation"}"#)
    let wholeAddress = try writer.append(.delivery(whole), period: Self.period)
    _ = wholeAddress
    try writer.append(.delivery(batch), period: Self.period)
    var messages: [CaseMessage] = []
    func add(_ event: MessageEvent, _ delivery: Delivery, part: String, sequence: Int64) throws -> RecordAddress {
      try writer.append(
        .event(
          EventRecord(
            delivery: delivery.id, part: part, sequence: sequence, capturedAt: Self.start, reader: "test/1",
            event: event)),
        period: Self.period)
    }
    let first = event("maaaa", Self.hostile, seconds: 60)
    let firstAddress = try add(first, whole, part: "$[0]", sequence: 0)
    var edit = event("maaaa", "an edited text, ünïcödé 👨‍👩‍👧", seconds: 90)
    edit.kind = .edit
    let editAddress = try add(edit, whole, part: "$[1]", sequence: 1)
    var picture = event("mbbbb", "look", seconds: 60)
    picture.content = Content(
      .image, text: "look",
      media: MediaReference(
        .stored, path: medium.path, mimeType: "image/jpeg", fileName: "../../evil<b>.jpeg", size: medium.size,
        sha256: medium.sha256))
    let pictureAddress = try add(picture, batch, part: "$[0]", sequence: 2)
    _ = try add(event("mzzzz", "not in scope", seconds: 70, conversation: Self.other), batch, part: "$[1]", sequence: 3)
    try writer.seal()

    messages.append(
      message(
        first, [("original", first, firstAddress), ("edit", edit, editAddress)],
        [provenance("message", firstAddress, whole, "$[0]"), provenance("edit", editAddress, whole, "$[1]")]))
    messages.append(
      message(picture, [("original", picture, pictureAddress)], [provenance("message", pictureAddress, batch, "$[0]")]))
    scope.conversations = [
      CaseConversation(
        id: Self.conversation, kind: .direct, title: "Ana <Ruiz> & \u{202E}co", provider: .meta,
        account: "447700900000",
        messages: messages)
    ]
    scope.records = [firstAddress, editAddress, pictureAddress]
    scope.parts = Set(messages.flatMap(\.provenance).map { "\($0.delivery) \($0.part)" })
  }

  func checkpoint() throws -> BundleCheckpoint { try BundleCheckpoint.current(vault: vault, acts: []) }

  /// Builds the bundle in a new folder; the files of its bag as a dictionary.
  @discardableResult
  func build(_ name: String, checkpoint: BundleCheckpoint? = nil, files: any FileOperations = SystemFiles()) throws
    -> String
  {
    let path = directory.path(name)
    let bag = try BagWriter(destination: path, files: files)
    let builder = BundleBuilder(
      vault: vault, checkpoint: try checkpoint ?? self.checkpoint(), bag: bag, progress: { _ in }, cancel: nil)
    _ = try builder.build(scope)
    try bag.publish()
    return path
  }

  /// Every file of a folder, by its path.
  static func contents(_ root: String) throws -> [String: Data] {
    var found: [String: Data] = [:]
    let url = URL(fileURLWithPath: root)
    let paths = FileManager.default.enumerator(atPath: root)
    while let path = paths?.nextObject() as? String {
      var isFolder: ObjCBool = false
      let full = url.appendingPathComponent(path)
      if FileManager.default.fileExists(atPath: full.path, isDirectory: &isFolder), !isFolder.boolValue {
        found[path] = try Data(contentsOf: full)
      }
    }
    return found
  }

  /// Runs a program; its status and what it printed.
  static func run(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private func delivery(_ suffix: String, _ body: String) -> Delivery {
    Delivery(
      id: DeliveryID(suffix: suffix), provider: .meta, account: "447700900000", capturedAt: Self.start,
      authenticity: Authenticity(.hmacSHA256, .valid), body: Array(body.utf8),
      originalDigest: SHA256.hash(Array(body.utf8)).hex)
  }

  private func event(
    _ id: String, _ text: String, seconds: Int64, conversation: ConversationID = CaseFixture.conversation
  ) -> MessageEvent {
    MessageEvent(
      .message, provider: .meta, account: "447700900000",
      conversation: ConversationReference(id: conversation, kind: .direct, key: "phone:34612555092"),
      messageID: MessageID(suffix: id), providerMessageID: "wamid." + id, direction: .inbound,
      sender: Party(phone: "34612555092", name: "=Ana Ruiz"),
      sentAt: Instant(milliseconds: Self.start.milliseconds - seconds * 1000), content: Content(.text, text: text))
  }

  private func provenance(
    _ role: String, _ record: RecordAddress, _ delivery: Delivery, _ part: String
  ) -> CaseMessage.Provenance {
    CaseMessage.Provenance(
      role: role, record: record, delivery: delivery.id, part: part, capturedAt: Self.start, reader: "test/1")
  }

  private func message(
    _ event: MessageEvent, _ versions: [(String, MessageEvent, RecordAddress)], _ provenance: [CaseMessage.Provenance]
  ) -> CaseMessage {
    CaseMessage(
      id: event.messageID ?? MessageID(suffix: "none"), conversation: Self.conversation, provider: .meta,
      account: event.account, providerMessageID: event.providerMessageID, direction: event.direction,
      sender: event.sender, sentAt: event.sentAt, capturedAt: Self.start, at: event.sentAt ?? Self.start,
      versions: versions.enumerated().map { offset, version in
        CaseMessage.Version(
          number: offset + 1, origin: version.0, sender: version.1.sender, sentAt: version.1.sentAt,
          capturedAt: Self.start, content: version.1.content ?? Content(.text), record: version.2)
      },
      receipts: [CaseMessage.Step(what: "read", party: nil, at: Self.start)],
      reactions: [CaseMessage.Step(what: "👍🏽", party: Party(phone: "447700900123"), at: Self.start)],
      revocations: [CaseMessage.Step(what: "revoke", party: nil, at: Self.start)],
      reply: ReplyReference(target: "wamid.x", quoted: "<b>quoted</b>"), provenance: provenance)
  }
}
