import Ledger
import Records
import Sealing
import Storage
import Synchronization

/// A vault that an officer has opened: records can be read, sealed and proved.
public final class UnlockedVault: Sendable {
  /// The same vault, as seen without keys.
  public let locked: LockedVault
  /// Who opened it.
  public let officer: Officer
  let signingKey: SigningKey?
  let keyring: Keyring
  private let segments = Mutex<[(id: SegmentID, segment: OpenSegment)]>([])
  let writerCache = Mutex<[String: VaultWriter]>([:])
  let tailCache = Mutex<[String: TailFile]>([:])
  private let recorder = Mutex<ActRecorder?>(nil)

  /// How many open segments are kept.
  private static let openSegmentLimit = 16

  init(locked: LockedVault, officer: Officer, signingKey: SigningKey?, keyring: Keyring) {
    self.locked = locked
    self.officer = officer
    self.signingKey = signingKey
    self.keyring = keyring
  }

  public var id: VaultID { locked.id }
  public var store: any ObjectStore { locked.store }
  public var environment: VaultEnvironment { locked.environment }
  public var state: VaultState { locked.state }

  /// What things are sealed to so that only the unlocked vault opens them, such as an index root key.
  public var publicIdentity: VaultPublicIdentity { locked.configuration.identity }
  /// What opens them.
  public var identities: [VaultIdentity] { keyring.identities }

  /// The acts of this officer.
  public var acts: ActRecorder {
    recorder.withLock { recorder in
      if let recorder { return recorder }
      let made = ActRecorder(vault: self)
      recorder = made
      return made
    }
  }

  /// The officers' names by id, opened.
  public func officerNames() -> [OfficerID: String] {
    var names: [OfficerID: String] = [:]
    for entry in locked.configuration.officers {
      names[entry.id] = OfficerName.open(entry.sealedName, of: entry.id, vault: id, with: keyring.identities)
    }
    return names
  }

  // MARK: - Ledger

  /// Every writer with the size and root of its log now.
  public func writers() throws -> [WriterState] { try locked.writers() }

  /// Entries of one writer's log from an index on.
  public func leaves(of writer: WriterID, from index: UInt64, limit: Int = 4096) throws -> [LedgerLeaf] {
    try locked.leaves(of: writer, from: index, limit: limit)
  }

  /// The vault checkpoint now, signed by the officer.
  public func checkpoint() throws -> String {
    guard let signingKey else {
      throw VaultError(
        .notPermitted, "a vault opened by recovery has no officer to sign a checkpoint",
        remedy: "unlock it with an officer's passphrase")
    }
    let signer = try NoteSigner(name: officer.id.noteName(in: id), key: signingKey)
    return try locked.vaultCheckpoint().signed(by: signer).serialized
  }

  // MARK: - Reading

  /// Opens a segment; the key it is sealed under is checked against the ledger.
  public func openSegment(_ description: SegmentDescription) throws -> OpenSegment {
    if let known = cachedSegment(description.id), known.description == description { return known }
    let opened = try SegmentOpening(vault: self).open(description)
    segments.withLock { segments in
      segments.removeAll { $0.id == description.id }
      segments.append((description.id, opened))
      if segments.count > UnlockedVault.openSegmentLimit { segments.removeFirst() }
    }
    return opened
  }

  private func cachedSegment(_ id: SegmentID) -> OpenSegment? {
    segments.withLock { segments in
      guard let index = segments.lastIndex(where: { $0.id == id }) else { return nil }
      let found = segments.remove(at: index)
      segments.append(found)
      return found.segment
    }
  }

  /// The canonical bytes of the record at an address.
  public func record(at address: RecordAddress) throws -> [UInt8] {
    if let open = cachedSegment(address.segment) { return try open.record(address.number) }
    return try openSegment(try segment(address.segment).description).record(address.number)
  }

  /// What the ledger says about a segment, and where it says so.
  public func segment(
    _ id: SegmentID
  ) throws -> (description: SegmentDescription, writer: WriterID, leaf: UInt64) {
    if let (description, writer, leaf) = locked.view.knownSegment(id) { return (description, writer, leaf) }
    _ = try writers()
    guard let (description, writer, leaf) = locked.view.knownSegment(id) else {
      throw VaultError(.noRecord, "no log of this vault has the segment \(id)")
    }
    return (description, writer, leaf)
  }

  /// Reads a sealed medium in pieces, in order.
  public func media(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    try SegmentOpening(vault: self).object(path, kind: .media).read(body)
  }

  /// All bytes of a sealed medium.
  public func media(_ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try media(path) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Forgets opened segments, as when the screen locks.
  public func dropCaches() {
    segments.withLock { $0 = [] }
    tailCache.withLock { $0 = [:] }
  }
}
