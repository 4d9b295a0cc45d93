import Foundation
import Intake
import Records
import Sealing
import Storage
import TestSupport
import Vault

/// A vault to import into, and the files to import.
struct IntakeCase {
  static let now = Instant(rfc3339: "2026-01-15T09:00:00Z") ?? Instant(milliseconds: 0)
  static let passphrase = "correct horse battery staple"

  let directory: TemporaryDirectory
  let vault: UnlockedVault
  private let environment: VaultEnvironment

  init(files: any FileOperations = UnsyncedFiles()) throws {
    directory = try TemporaryDirectory()
    environment = VaultEnvironment(clock: FixedClock(Self.now), randomness: SeededRandomness(seed: 7), files: files)
    vault = try VaultCreation.create(
      store: try FolderStore.create(root: directory.path("vault"), files: files),
      options: VaultOptions(
        officerName: "Maria Keller", passphrase: SecretBytes(Array(Self.passphrase.utf8)), scryptLogN: 4),
      state: StateDirectory(base: directory.path("state")), environment: environment
    ).vault
  }

  /// The vault as the next process sees it.
  func reopened(files: any FileOperations = UnsyncedFiles()) throws -> UnlockedVault {
    try LockedVault.open(
      store: try FolderStore(root: directory.path("vault"), files: files),
      state: StateDirectory(base: directory.path("state")),
      environment: VaultEnvironment(clock: FixedClock(Self.now), files: files)
    ).unlock(passphrase: SecretBytes(Array(Self.passphrase.utf8)))
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

  @discardableResult
  func write(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = directory.url.appendingPathComponent("in").appendingPathComponent(name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }

  var folder: String { directory.path("in") }

  func run(_ paths: [String], on vault: UnlockedVault? = nil, known: (any KnownDeliveries)? = nil) throws
    -> ImportReport
  {
    let vault = vault ?? self.vault
    return try Importer(vault: vault, known: known ?? VaultKnowledge(vault)).run(
      paths, options: ImportOptions(timeZone: "Europe/Berlin"))
  }

  /// A Meta payload with one text message.
  static func meta(_ id: String, _ text: String, at seconds: Int64 = 1_767_366_759, from: String = "447700900123")
    -> String
  {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900","display_phone_number":"442079460000"},"contacts":[{"profile":{"name":"Lee"},"wa_id":"\#(from)"}],"messages":[{"from":"\#(from)","id":"\#(id)","timestamp":"\#(seconds)","type":"text","text":{"body":"\#(text)"}}]}}]}]}"#
  }

  /// A Meta payload with one receipt.
  static func status(_ id: String, _ word: String) -> String {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"\#(id)","status":"\#(word)","timestamp":"1767366800","recipient_id":"447700900123"}]}}]}]}"#
  }
}

/// Everything that a vault holds, read from its segments.
struct VaultKnowledge: KnownDeliveries {
  private(set) var deliveries: [DeliveryID: Int] = [:]
  private(set) var events: [EventRecord] = []
  private(set) var acts: [OfficerAct] = []
  private(set) var bodies: [DeliveryID: [UInt8]] = [:]
  private(set) var periods: [DeliveryID: Period] = [:]
  private(set) var eventPeriods: [Period] = []

  init(_ vault: UnlockedVault) throws {
    for writer in try vault.writers() {
      for leaf in try vault.leaves(of: writer.id, from: 0) {
        guard case .segment(let segment) = leaf.entry else { continue }
        var records: [[UInt8]] = []
        try vault.openSegment(segment).forEachRecord { _, bytes in records.append(Array(bytes)) }
        for bytes in records {
          switch try Record.decode(bytes) {
          case .delivery(let delivery):
            deliveries[delivery.id, default: 0] += 1
            bodies[delivery.id] = delivery.body
            periods[delivery.id] = segment.period
          case .event(let event):
            events.append(event)
            eventPeriods.append(segment.period)
          case .act(let act): acts.append(act)
          }
        }
      }
    }
  }

  var messages: [EventRecord] { events.filter { $0.event.kind == .message } }
  func contains(delivery: DeliveryID) throws -> Bool { deliveries[delivery] != nil }
  func accounts(of provider: Provider) throws -> [String] {
    Set(events.filter { $0.event.provider == provider }.map(\.event.account)).sorted()
  }
  func contains(message: MessageID) throws -> Bool { events.contains { $0.event.messageID == message } }
  func date(of message: MessageID) throws -> ArchivedDate? {
    let readings = events.filter { $0.event.messageID == message }.map(\.event)
    let corrections = readings.map(\.dateCorrections).max()
    return corrections.map { corrections in
      ArchivedDate(
        sentAt: readings.last { $0.dateCorrections == corrections && $0.sentAt != nil }?.sentAt,
        corrections: corrections)
    }
  }
  func conversationKeys(account: String) throws -> [String] {
    Set(events.filter { $0.event.provider == .chatExport }.compactMap { $0.event.conversation?.key }).sorted()
  }
}
