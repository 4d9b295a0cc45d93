import Records
import Sealing
import Storage

/// Sealed acts that are not yet in a segment: one file per process, in the state directory (docs/format.md §8).
final class ActJournal {
  static let firstLine = "holdfast journal v1\n"

  private let files: any FileOperations
  private let file: OpenFile
  private let key: AES256GCMContext
  private var next: UInt64 = 0
  private var hasFailed = false
  let path: String

  private static func binding(_ vault: VaultID) -> AssociatedData {
    AssociatedData(.stateKey).appending(vault.text).appending("acts")
  }

  private static func data(_ number: UInt64) -> [UInt8] { AssociatedData(.actJournal).appending(number).bytes }

  private static func head(_ createdAt: Instant, _ vault: VaultID, _ wrapped: String) -> [UInt8] {
    var json = CanonicalJSON()
    json.object { json in
      json.member("created_at", createdAt.rfc3339)
      json.member("format", 1)
      json.member("vault", vault.text)
      json.member("wrapped", wrapped)
    }
    return SealedFile.head(firstLine: firstLine, header: json.bytes)
  }

  /// More bytes than this have an entry among them.
  private static func longestHead(_ vault: VaultID) -> Int {
    let wrapped = Base64.encode([UInt8](repeating: 0, count: Envelope.encodedCount(secretCount: 32)))
    return head(Instant(milliseconds: 999), vault, wrapped).count
  }

  /// Begins a journal; it stays locked while this process lives.
  init(in folder: String, vault: VaultID, identity: VaultPublicIdentity, environment: VaultEnvironment) throws {
    files = environment.files
    let randomness = environment.randomness
    path = folder + "/" + Base32.encode(try randomness.bytes(10)) + ".journal"
    let secret = try SecretBytes.random(count: 32, using: randomness)
    key = try AES256GCMContext(key: secret)
    let wrapped = try Envelope.seal(secret, to: identity, binding: ActJournal.binding(vault), using: randomness)
    let head = ActJournal.head(environment.clock.now(), vault, wrapped.base64)
    file = try files.create(path)
    do {
      guard try files.lock(file) else {
        throw VaultError(.writerBusy, "\(path) is locked by another process", remedy: "try again")
      }
      try head.withUnsafeBytes { try files.write(file, $0) }
      try files.sync(file)
      try files.syncDirectory(folder)
    } catch {
      files.close(file)
      throw error
    }
  }

  /// Adds an act; durable when this returns.
  func append(_ act: [UInt8]) throws {
    guard !hasFailed else {
      throw VaultError(.writerStopped, "\(path) failed before and is not used again", remedy: "start the program again")
    }
    let sealed = try key.seal(act, nonce: AES256GCM.counterNonce(next), aad: ActJournal.data(next))
    next += 1
    var entry: [UInt8] = []
    entry.append(u32: UInt32(sealed.count))
    entry += sealed
    do {
      try entry.withUnsafeBytes { try files.write(file, $0) }
      try files.sync(file)
    } catch {
      hasFailed = true
      throw error
    }
  }

  /// Removes the journal, whose acts are in the vault now.
  func remove() throws {
    files.close(file)
    try files.unlink(path)
  }

  /// Leaves the journal for whoever unlocks next.
  func abandon() { files.close(file) }

  // MARK: - After a crash

  /// The acts of a journal that no process holds; nil while one does.
  ///
  /// A torn end is cut off.
  static func adopt(
    _ path: String, vault: VaultID, identities: [VaultIdentity], files: any FileOperations
  ) throws -> (acts: [[UInt8]], release: () -> Void)? {
    let file = try files.openForAppending(path)
    do {
      guard try files.lock(file) else {
        files.close(file)
        return nil
      }
      let bytes = try files.read(file, at: 0, count: Int(try files.size(file)))
      return (try read(bytes, path: path, vault: vault, identities: identities), { files.close(file) })
    } catch {
      files.close(file)
      throw error
    }
  }

  private static func read(
    _ bytes: [UInt8], path: String, vault: VaultID, identities: [VaultIdentity]
  ) throws -> [[UInt8]] {
    // The header is durable before the first act: where there can be no act, none was ever acknowledged.
    if bytes.count <= longestHead(vault), SealedFile.isTorn(bytes, firstLine: firstLine) { return [] }
    guard let (header, length) = try SealedFile.parseHead(bytes, firstLine: firstLine, what: path) else { return [] }
    let json = try StrictJSON(header, what: path)
    try json.checkFormat()
    try json.check(vault: vault)
    let secret = try Envelope(base64: try json.string("wrapped")).open(with: identities, binding: binding(vault))
    let key = try AES256GCMContext(key: secret)
    var reader = ByteReader(bytes, from: length)
    var acts: [[UInt8]] = []
    // No entry is empty: zeros are what a disk may show of a last entry that did not reach it.
    while let count = reader.u32(), count > 0, let sealed = reader.take(Int(count)) {
      let number = UInt64(acts.count)
      guard let act = try? key.open(sealed, nonce: AES256GCM.counterNonce(number), aad: data(number)) else {
        // Only the last entry can be torn.
        if reader.isAtEnd { break }
        throw VaultError(.tampered, "entry \(number) of \(path) does not open", remedy: "move the file away")
      }
      acts.append(act)
    }
    return acts
  }
}
