import Casework
import Records
import Sealing
import SearchIndex
import Storage
import TerminalKit
import TestSupport
import Testing
import Vault

@testable import Console

/// A real vault with a conversation of some messages, and the console's worker that has it open.
struct WorkerFixture {
  static let start = Instant(milliseconds: 1_760_432_400_000)
  static let conversation = ConversationID(suffix: "workeraaaa")
  static let passphrase = "battery staple"

  let directory: TemporaryDirectory
  let worker: Worker
  private let ticket = Ticket(screen: 1, lane: .view, generation: 1)

  /// Captures one message for each text, a minute apart unless told; the senders take turns.
  init(
    _ texts: [String], secondsBetween: Int64 = 60, senders: [Party] = [Party(phone: "34612555092", name: "Ana Ruiz")]
  ) throws {
    directory = try TemporaryDirectory()
    let environment = VaultEnvironment(
      clock: FixedClock(Self.start), randomness: SeededRandomness(seed: 11), files: SystemFiles())
    let state = StateDirectory(base: directory.path("state"))
    let store = try FolderStore.create(root: directory.path("vault"), files: SystemFiles())
    let vault = try VaultCreation.create(
      store: store,
      options: VaultOptions(
        title: "Worker", officerName: "M. Okafor", passphrase: SecretBytes(Array(Self.passphrase.utf8)), scryptLogN: 4),
      state: state, environment: environment
    ).vault
    let writer = try vault.writer(kind: .importer)
    for (number, text) in texts.enumerated() {
      let event = MessageEvent(
        .message, provider: .meta, account: "447700900000",
        conversation: ConversationReference(id: Self.conversation, kind: .direct, key: "phone:34612555092"),
        messageID: Self.id(number), direction: .inbound, sender: senders[number % senders.count],
        sentAt: Instant(milliseconds: Self.start.milliseconds + Int64(number) * secondsBetween * 1000),
        content: Content(.text, text: text))
      try writer.append(
        .event(
          EventRecord(
            delivery: DeliveryID(suffix: "delivery" + Self.id(number).text.suffix(3)), part: "$",
            sequence: Int64(number), capturedAt: Self.start,
            reader: "test/1", event: event)), period: Period(.standard, YearMonth(Self.start)))
    }
    try writer.seal()
    try vault.close()
    worker = Worker(
      locked: try LockedVault.open(store: store, state: state, environment: environment),
      settings: ConsoleSettings(state: state, environment: environment, indexesFirst: true), mailbox: try Mailbox())
    _ = try ask(.unlock(passphrase: Passphrase(Self.passphrase)))
  }

  /// The id of the message with a number.
  static func id(_ number: Int) -> MessageID {
    // Letters only: digits of an id are those of base 32.
    let letters = Array("abcdefghijklmnop")
    return MessageID(suffix: "worker" + String([number / 256, number / 16, number].map { letters[$0 % 16] }))
  }

  /// Does a request at once.
  func ask(_ request: Request) throws -> Answer { try worker.perform(request, ticket, .utc, CancellationFlag()) }

  /// The acts of these kinds, oldest first.
  func acts(_ kinds: Set<OfficerAct.Kind>) throws -> [OfficerAct] {
    let opened = try worker.opened()
    try opened.vault.acts.flush()
    try opened.index.catchUp()
    return try opened.index.acts(limit: 1000).map(\.act).filter { kinds.contains($0.kind) }.reversed()
  }
}
