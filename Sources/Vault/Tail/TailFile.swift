import Records
import Sealing
import Storage
import Synchronization

/// One file of a gateway's tail, as an officer's process follows it.
public final class TailFile: Sendable {
  private struct State {
    var key: AES256GCMContext
    /// Where each entry begins that was seen so far, and after them where the next will.
    var offsets: [Int64]
  }

  /// The file's name; names grow in the order of writing.
  public let name: String

  /// At most this much is read at once, or one entry if that is longer.
  static let readLength = 4 << 20
  /// No entry is longer.
  static let maximumEntryLength = PaddedFrame.maximumPlainLength + 1024

  private let path: String
  private let files: any FileOperations
  private let state: Mutex<State>

  private init(name: String, path: String, files: any FileOperations, key: SecretBytes, start: Int64) throws {
    self.name = name
    self.path = path
    self.files = files
    state = Mutex(State(key: try AES256GCMContext(key: key), offsets: [start]))
  }

  /// Opens a file; nil when it is gone again, or its beginning is not written yet.
  static func open(
    _ name: String, in folder: String, vault: VaultID, identities: [VaultIdentity], files: any FileOperations
  ) throws -> TailFile? {
    let path = folder + "/" + name
    guard let file = try existing(path, files: files) else { return nil }
    defer { files.close(file) }
    let bytes = try files.read(file, at: 0, count: 65_536)
    // A tail is never made durable, so that a disk may show zeros of it after a crash; its writer makes it anew.
    if bytes.first == 0 { return nil }
    guard let (header, length) = try SealedFile.parseHead(bytes, firstLine: TailFormat.firstLine, what: path) else {
      return nil
    }
    let json = try StrictJSON(header, what: path)
    try json.checkFormat()
    try json.check(vault: vault)
    let key: SecretBytes
    do {
      key = try Envelope(base64: try json.string("wrapped")).open(with: identities, binding: TailFormat.binding(vault))
    } catch let error as SealingError {
      throw VaultError(.tampered, "\(path) does not open: \(error.message)", remedy: "remove it", cause: error)
    }
    return try TailFile(name: name, path: path, files: files, key: key, start: Int64(length))
  }

  private static func existing(_ path: String, files: any FileOperations) throws -> OpenFile? {
    do { return try files.openForReading(path) } catch let error as StorageError where error.code == .notFound {
      return nil
    }
  }

  /// Entries from an index on, and none when nothing is new; more may follow, so ask until there are none.
  ///
  /// Only what was not read before is read. A file that is gone has no more entries: its records are logged. A last entry
  /// that is not whole is not there yet; another that does not open is an error.
  public func entries(from index: Int) throws -> [TailEntry] {
    guard index >= 0 else { return [] }
    return try state.withLock { state in
      guard let file = try TailFile.existing(path, files: files) else { return [] }
      defer { files.close(file) }
      let size = try files.size(file)
      var number = min(index, state.offsets.count - 1)
      var entries: [TailEntry] = []
      while entries.isEmpty, state.offsets[number] < size {
        let before = number
        try read(file, size: size, from: &number, &state) { if $0 >= index { entries.append($1) } }
        if number == before { break }
      }
      return entries
    }
  }

  private func read(
    _ file: OpenFile, size: Int64, from number: inout Int, _ state: inout State, _ body: (Int, TailEntry) -> Void
  ) throws {
    let start = state.offsets[number]
    var bytes = try files.read(file, at: start, count: Int(min(size - start, Int64(TailFile.readLength))))
    if let length = ByteReader.length(bytes), length + 4 > bytes.count, length <= TailFile.maximumEntryLength,
      Int64(length) + 4 <= size - start
    {
      bytes = try files.read(file, at: start, count: length + 4)
    }
    var reader = ByteReader(bytes)
    while reader.remaining >= 4 {
      let offset = start + Int64(reader.position)
      guard let length = reader.u32() else { break }
      guard length <= TailFile.maximumEntryLength else { throw damaged(number, offset) }
      guard let sealed = reader.take(Int(length)) else { break }
      let end = start + Int64(reader.position)
      guard
        let plain = try? state.key.open(
          sealed, nonce: AES256GCM.counterNonce(UInt64(number)), aad: TailFormat.data(number)),
        let entry = TailEntry(decoding: plain)
      else {
        // The last one may be half written.
        if end >= size { return }
        throw damaged(number, offset)
      }
      body(number, entry)
      number += 1
      if number == state.offsets.count { state.offsets.append(end) }
    }
  }

  private func damaged(_ number: Int, _ offset: Int64) -> VaultError {
    VaultError(
      .tampered, "entry \(number) of \(path), at byte \(offset), does not open",
      remedy: "restart the gateway: it brings these records again from its spool")
  }
}

extension ByteReader {
  /// The length that these bytes begin with.
  static func length(_ bytes: [UInt8]) -> Int? {
    var reader = ByteReader(bytes)
    return reader.u32().map { Int($0) }
  }
}
