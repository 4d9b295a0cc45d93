import Intake
import Records
import Sealing
import Storage
import Vault

/// Writes a spool's files: one write and one sync for all that wait.
///
/// A file is never written again after a failure: what the disk holds of it is unknown then. The next goes into a new file.
final class SpoolAppender: @unchecked Sendable {
  // @unchecked: touched by the spool's thread only, once the spool is open.
  struct Active {
    var number: UInt64
    var file: OpenFile
    var key: SpoolFileKey
    var length: Int
    var entries: UInt64
  }

  /// A file that was made.
  struct NewFile {
    var number: UInt64
    var path: String
    var key: SpoolFileKey
    var start: Int
  }

  private let folder: String
  private let gatewayKey: GatewayKey
  private let vault: LockedVault
  private let environment: VaultEnvironment
  private let fileLength: Int
  private var active: Active?
  /// The last number given to a file, made or not.
  private var lastNumber: UInt64
  /// The last file that holds entries, and how many of them are confirmed.
  private var previous: (file: UInt64, entries: UInt64)

  init(
    folder: String, key: GatewayKey, vault: LockedVault, environment: VaultEnvironment, fileLength: Int,
    lastNumber: UInt64, previous: (file: UInt64, entries: UInt64)
  ) {
    self.folder = folder
    gatewayKey = key
    self.vault = vault
    self.environment = environment
    self.fileLength = fileLength
    self.lastNumber = lastNumber
    self.previous = previous
  }

  /// Whether the next append goes to a new file.
  var needsFile: Bool { active.map { $0.length >= fileLength } ?? true }

  /// Begins a new file; nothing goes to the one before any more.
  func begin() throws -> NewFile {
    end()
    lastNumber += 1
    let files = environment.files
    let (secret, wrap) = try DoubleWrap.make(purpose: SpoolFormat.purpose, vault: vault, key: gatewayKey)
    let head = SpoolHeader(
      number: lastNumber, previousFile: previous.file, previousEntries: previous.entries, vault: vault.id,
      createdAt: environment.clock.now(), wrap: wrap
    ).encoded
    let key = try SpoolFileKey(secret, head: head)
    let path = folder + "/" + SpoolFormat.name(lastNumber, SpoolFormat.suffix)
    let file = try files.create(path)
    do {
      try head.withUnsafeBytes { try files.write(file, $0) }
      try files.syncData(file)
      try files.syncDirectory(folder)
    } catch {
      files.close(file)
      try? files.unlink(path)
      throw error
    }
    previous = (lastNumber, 0)
    active = Active(number: lastNumber, file: file, key: key, length: head.count, entries: 0)
    return NewFile(number: lastNumber, path: path, key: key, start: head.count)
  }

  /// Adds entries to the file that was begun; durable when this returns.
  func append(_ contents: [[UInt8]]) throws -> (number: UInt64, first: UInt64, slots: [SpoolScan.Slot]) {
    guard var active else { throw SpoolError(.failed, "no spool file is open") }
    let now = environment.clock.now()
    var bytes: [UInt8] = []
    bytes.reserveCapacity(contents.reduce(0) { $0 + SpoolFormat.diskLength($1.count) })
    var slots: [SpoolScan.Slot] = []
    slots.reserveCapacity(contents.count)
    let first = active.entries
    do {
      for content in contents {
        let start = bytes.count
        let sealed = try active.key.seal(content, appendedAt: now, number: active.entries)
        SpoolFormat.append(sealed, number: active.entries, to: &bytes)
        slots.append(.init(offset: UInt32(active.length + start), length: UInt32(bytes.count - start)))
        active.entries += 1
      }
      try bytes.withUnsafeBytes { try environment.files.write(active.file, $0) }
      try environment.files.syncData(active.file)
    } catch {
      end()
      throw error
    }
    active.length += bytes.count
    self.active = active
    previous = (active.number, active.entries)
    return (active.number, first, slots)
  }

  /// Ends the file.
  func end() {
    if let active { environment.files.close(active.file) }
    active = nil
  }
}
