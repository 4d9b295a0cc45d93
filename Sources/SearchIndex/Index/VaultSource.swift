import Foundation
import Records
import Sealing
import Storage
import Synchronization
import Vault

/// Takes records from an unlocked vault.
struct VaultSource: RecordSource {
  let vault: UnlockedVault
  private let zones = ZoneCache()

  init(vault: UnlockedVault) { self.vault = vault }

  private struct Description: SourceHandleValue {
    let segment: SegmentDescription
  }

  func writers() throws -> [SourceWriter] {
    try vault.writers().map { SourceWriter(id: $0.id, size: $0.size) }.sorted { $0.id < $1.id }
  }

  func leaves(of writer: WriterID, from: UInt64, limit: Int) throws -> [SourceLeaf] {
    try vault.leaves(of: writer, from: from, limit: limit).map { leaf in
      guard case .segment(let segment) = leaf.entry else { return SourceLeaf(index: leaf.index, segment: nil) }
      return SourceLeaf(
        index: leaf.index,
        segment: SourceSegment(
          id: segment.id, recordCount: segment.recordCount, isAudit: segment.period.retentionClass == .audit,
          handle: SourceHandle(value: Description(segment: segment))))
    }
  }

  private struct Stop: Error {}

  func forEachRecord(
    in segment: SourceSegment, from number: Int, _ body: (Int, Result<[UInt8], any Error>) throws -> Bool
  ) throws {
    guard let description = segment.handle.value as? Description else { return }
    var next = number
    do {
      try vault.openSegment(description.segment).forEachRecord { number, bytes in
        guard number >= next else { return }
        next = number + 1
        if try !body(number, .success([UInt8](bytes))) { throw Stop() }
      }
    } catch is Stop {
      return
    } catch let error as VaultError {
      // A segment that is there and does not open is said, record by record, and does not stop the rest. A store that
      // does not answer is another matter: it may answer later.
      while next < segment.recordCount {
        let failed = next
        next += 1
        if try !body(failed, .failure(error)) { return }
      }
    }
  }

  func record(at address: RecordAddress) throws -> [UInt8] {
    do { return try vault.record(at: address) } catch let error as VaultError where error.code == .noRecord {
      if let bytes = try pendingRecord(at: address) { return bytes }
      throw error
    }
  }

  func messageIDs(provider: Provider, account: String, providerID: String) -> [MessageID] {
    [UInt8(0), 1].map { fromMe in
      MessageID(
        suffix: Derivation.identifier(
          label: .messageIdentifier,
          parts: [
            Array(vault.id.text.utf8), Array(provider.rawValue.utf8), Array(account.utf8), Array(providerID.utf8),
            [fromMe],
          ]))
    }
  }

  func watchedFolders() -> [String] {
    let ledger = vault.store.location + "/ledger"
    let writers = (try? vault.writers()) ?? []
    return [ledger] + writers.map { "\(ledger)/\($0.id)" }
  }

  func zoneOffset(_ zone: String, at instant: Instant) -> Int? { zones.offset(zone, at: instant) }
}

// MARK: - What is on its way

extension VaultSource {
  private struct File: SourceTailFile {
    let file: TailFile
    var name: String { file.name }
    func entries(from index: Int) throws -> [SourceTailEntry] {
      try file.entries(from: index).map {
        SourceTailEntry(address: $0.address, isAudit: $0.period.retentionClass == .audit, bytes: $0.bytes)
      }
    }
  }

  func tail() throws -> [any SourceTailFile] { try vault.tail().map { File(file: $0) } }

  func isLogged(_ segment: SegmentID) throws -> Bool {
    do {
      _ = try vault.segment(segment)
      return true
    } catch let error as VaultError where error.code == .noRecord { return false }
  }

  /// Where the tail will be, and is not yet: whoever waits for it waits there.
  func growingFolders() -> [String] { [vault.state.path + "/tail", vault.state.path] }

  /// A record that no ledger lists yet; nil where the tail has it no longer.
  private func pendingRecord(at address: RecordAddress) throws -> [UInt8]? {
    for file in try vault.tail().reversed() {
      var index = 0
      while true {
        let entries = try file.entries(from: index)
        if entries.isEmpty { break }
        if let found = entries.first(where: { $0.address == address }) { return found.bytes }
        index += entries.count
      }
    }
    return nil
  }
}

/// Offsets of named zones.
final class ZoneCache: Sendable {
  private let zones = Mutex<[String: TimeZone]>([:])

  func offset(_ name: String, at instant: Instant) -> Int? {
    if name == "UTC" { return 0 }
    let zone = zones.withLock { zones -> TimeZone? in
      if let known = zones[name] { return known }
      let zone = TimeZone(identifier: name)
      if let zone { zones[name] = zone }
      return zone
    }
    return zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.milliseconds) / 1000))
  }
}

/// Wraps the index's root key to the vault identity.
struct VaultRootWrapping: RootWrapping {
  let vault: UnlockedVault

  private var binding: AssociatedData {
    var binding = AssociatedData(.indexRoot)
    binding.append(vault.id.text)
    return binding
  }

  func wrap(_ root: SecretBytes) throws -> [UInt8] {
    try Envelope.seal(root, to: vault.publicIdentity, binding: binding, using: vault.environment.randomness).encoded
  }

  func unwrap(_ bytes: [UInt8]) throws -> SecretBytes {
    try Envelope(encoded: bytes).open(with: vault.identities, binding: binding)
  }

  func randomBytes(_ count: Int) throws -> SecretBytes {
    try SecretBytes.random(count: count, using: vault.environment.randomness)
  }
}
