import Records
import Sealing
import Storage
import Synchronization

/// Keeps a sealed copy of what was appended to the gateway's writer, for whoever has the vault open on this machine.
///
/// Nothing in it is durable: what must survive is in the spool. The gateway itself cannot read it again. One process has
/// one tail writer; it begins by removing what a process that is gone left behind, which comes again from the spool.
public final class TailWriter: Sendable {
  /// The file that is written now.
  private struct Current {
    var file: OpenFile
    var key: AES256GCMContext
    var count = 0
  }

  private struct State {
    var current: Current?
    /// Files that are complete, with their lock still held.
    var finished: [OpenFile] = []
    var number: UInt64
    var isClosed = false
  }

  private let vault: LockedVault
  private let environment: VaultEnvironment
  private let folder: String
  private let state: Mutex<State>

  /// Begins a tail in the vault's state directory.
  public init(vault: LockedVault, environment: VaultEnvironment? = nil) throws {
    self.vault = vault
    self.environment = environment ?? vault.environment
    folder = TailFormat.folder(vault.state)
    let files = self.environment.files
    try DurableFile.makeDirectories(folder, files: files)
    var last: UInt64 = 0
    for name in try files.names(in: folder) where name.hasSuffix(TailFormat.suffix) {
      last = max(last, UInt64(name.prefix(16), radix: 16) ?? 0)
      try TailWriter.removeAbandoned(folder + "/" + name, files: files)
    }
    state = Mutex(State(number: last &+ 1))
  }

  private static func removeAbandoned(_ path: String, files: any FileOperations) throws {
    guard let file = try? files.openForReading(path) else { return }
    defer { files.close(file) }
    if try files.lock(file) { try files.unlink(path) }
  }

  /// Adds a record under the address its writer gave.
  ///
  /// After a failure the next call begins a new file.
  public func append(_ address: RecordAddress, period: Period, _ encoded: [UInt8]) throws {
    let plain = try TailEntry.encode(address, period, encoded)
    try state.withLock { state in
      guard !state.isClosed else { throw VaultError(.writerStopped, "the tail was closed") }
      var current: Current
      if let known = state.current {
        current = known
      } else {
        current = try begin(number: state.number)
        state.number &+= 1
      }
      do {
        let sealed = try current.key.seal(
          plain, nonce: AES256GCM.counterNonce(UInt64(current.count)), aad: TailFormat.data(current.count))
        var entry: [UInt8] = []
        entry.reserveCapacity(sealed.count + 4)
        entry.append(u32: UInt32(sealed.count))
        entry += sealed
        try entry.withUnsafeBytes { try environment.files.write(current.file, $0) }
        current.count += 1
        state.current = current
      } catch {
        // Half an entry may be in the file: nothing may follow it.
        state.current = nil
        state.finished.append(current.file)
        throw error
      }
    }
  }

  private func begin(number: UInt64) throws -> Current {
    let (files, randomness) = (environment.files, environment.randomness)
    let digits = String(number, radix: 16)
    let name = String(repeating: "0", count: 16 - digits.count) + digits + "-" + Base32.encode(try randomness.bytes(5))
    let secret = try SecretBytes.random(count: AES256GCM.keyCount, using: randomness)
    let wrapped = try Envelope.seal(
      secret, to: vault.configuration.identity, binding: TailFormat.binding(vault.id), using: randomness)
    var json = CanonicalJSON()
    json.object { json in
      json.member("created_at", environment.clock.now().rfc3339)
      json.member("format", 1)
      json.member("vault", vault.id.text)
      json.member("wrapped", wrapped.base64)
    }
    let path = folder + "/" + name + TailFormat.suffix
    let file = try files.create(path)
    do {
      guard try files.lock(file) else { throw VaultError(.writerBusy, "\(path) is locked by another process") }
      try SealedFile.head(firstLine: TailFormat.firstLine, header: json.bytes).withUnsafeBytes {
        try files.write(file, $0)
      }
      return Current(file: file, key: try AES256GCMContext(key: secret))
    } catch {
      files.close(file)
      try? files.unlink(path)
      throw error
    }
  }

  // MARK: - Rotating

  /// Ends the file: what is appended from now on goes to another one.
  ///
  /// Call it before ``VaultWriter/seal(reason:)``, and ``remove(_:)`` after: whatever is in the marked files was appended
  /// to the writer before, and is logged then.
  public func rotate() throws -> TailMark {
    state.withLock { state in
      if let current = state.current { state.finished.append(current.file) }
      state.current = nil
      return TailMark(names: Set(state.finished.map(\.path)))
    }
  }

  /// Removes the files up to a mark, whose records are logged.
  public func remove(_ mark: TailMark) {
    let files = environment.files
    state.withLock { state in
      for file in state.finished where mark.names.contains(file.path) {
        // A file that stays behind is removed when the gateway starts next; its records are found by their address.
        try? files.unlink(file.path)
        files.close(file)
      }
      state.finished.removeAll { mark.names.contains($0.path) }
    }
  }

  /// Ends the tail; what was not removed stays until the gateway starts next.
  public func close() {
    state.withLock { state in
      state.isClosed = true
      if let current = state.current { state.finished.append(current.file) }
      for file in state.finished { environment.files.close(file) }
      state.current = nil
      state.finished = []
    }
  }

  deinit { close() }
}

/// Up to where a tail was written.
public struct TailMark: Sendable, Hashable {
  let names: Set<String>
}
