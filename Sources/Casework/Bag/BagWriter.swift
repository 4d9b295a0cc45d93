import Records
import Storage

/// Writes a BagIt 1.0 bag into a folder that appears complete or not at all.
///
/// Everything is written to a hidden folder beside the destination, 0700, made durable as a whole, and renamed at the
/// end. What an export left there that was killed is removed by the next one to the same destination.
final class BagWriter {
  /// Where the bag will stand.
  let destination: String
  private let temporary: String
  private let files: any FileOperations
  private var payload: [String: BagDigests] = [:]
  private var tags: [String: BagDigests] = [:]
  private var folders: Set<String> = []
  private var isOpen = true
  /// Held while the folder is written, so that nobody takes it for one that was left over.
  private var lock: OpenFile?
  private var lockPath: String { temporary + "/.lock" }

  /// Begins a bag; the destination must be absent or an empty folder.
  init(destination: String, files: any FileOperations) throws {
    self.destination = destination
    self.files = files
    if let status = try files.status(destination) {
      guard status.kind == .directory, try files.names(in: destination).isEmpty else {
        throw CaseworkError(
          .badDestination, "\(destination) is there already and is not an empty folder", remedy: "name a new folder")
      }
    }
    let parent = DurableFile.parent(of: destination)
    guard try files.status(parent)?.kind == .directory else {
      throw CaseworkError(.badDestination, "there is no folder \(parent)", remedy: "make it first, or name another")
    }
    let name = destination.split(separator: "/").last.map(String.init) ?? "bundle"
    temporary = "\(parent)/.\(name).partial"
    folders = [temporary]
    if try !files.makeDirectory(temporary) {
      try takeLock()
      release()
      Self.removeTree(temporary, files: files)
      guard try files.makeDirectory(temporary) else {
        throw CaseworkError(
          .badDestination, "\(temporary) is left over from an export that was killed, and cannot be removed",
          remedy: "remove that folder")
      }
    }
    try takeLock()
  }

  deinit { cancel() }

  private func takeLock() throws {
    let file = try files.openForAppending(lockPath)
    guard try files.lock(file) else {
      files.close(file)
      isOpen = false
      throw CaseworkError(
        .badDestination, "another export is writing to \(destination)", remedy: "wait for it, or name another folder")
    }
    lock = file
  }

  private func release() {
    if let lock { files.close(lock) }
    lock = nil
  }

  /// How many payload files there are, and their bytes.
  var oxum: (octets: Int64, files: Int) { (payload.values.reduce(0) { $0 + $1.size }, payload.count) }

  /// The digests of a payload file that was written.
  func digests(ofPayload path: String) -> BagDigests? { payload["data/" + path] }

  /// Adds a file below `data/`.
  func addPayload(_ path: String, _ bytes: [UInt8]) throws {
    try addPayload(path) { write in try bytes.withUnsafeBytes { try write($0) } }
  }

  /// Adds a file below `data/` whose bytes come in pieces.
  @discardableResult
  func addPayload(
    _ path: String, _ body: (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws -> BagDigests {
    let digests = try write("data/" + path, body)
    payload["data/" + path] = digests
    return digests
  }

  /// Takes a file below `data/` out again.
  func removePayload(_ path: String) throws {
    payload["data/" + path] = nil
    try files.unlink(temporary + "/data/" + path)
  }

  /// Adds a text below `data/` that comes in pieces.
  func addText(_ path: String, _ body: ((String) throws -> Void) throws -> Void) throws {
    try addPayload(path) { write in
      var buffer: [UInt8] = []
      try body { text in
        buffer.append(contentsOf: text.utf8)
        guard buffer.count >= 1 << 18 else { return }
        try buffer.withUnsafeBytes { try write($0) }
        buffer.removeAll(keepingCapacity: true)
      }
      try buffer.withUnsafeBytes { try write($0) }
    }
  }

  /// Adds a file beside `data/`.
  func addTag(_ path: String, _ bytes: [UInt8]) throws {
    tags[path] = try write(path) { write in try bytes.withUnsafeBytes { try write($0) } }
  }

  /// Writes manifests and tag files and makes all durable; nothing is at the destination yet.
  ///
  /// Returns the bytes of `tagmanifest-sha256.txt`, whose digest stands for the whole bag.
  func prepare(info: [(name: String, value: String)]) throws -> [UInt8] {
    try addTag("bagit.txt", Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8))
    var lines = info
    lines.append(("Payload-Oxum", "\(oxum.octets).\(oxum.files)"))
    let text = lines.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { "\($0.name): \(Self.oneLine($0.value))\n" }.joined()
    try addTag("bag-info.txt", Array(text.utf8))
    try addTag("manifest-sha256.txt", Array(BagManifest.text(payload.mapValues(\.sha256)).utf8))
    try addTag("manifest-sha512.txt", Array(BagManifest.text(payload.mapValues(\.sha512)).utf8))
    let covered = tags
    let tagManifest = Array(BagManifest.text(covered.mapValues(\.sha256)).utf8)
    try addTag("tagmanifest-sha256.txt", tagManifest)
    try addTag("tagmanifest-sha512.txt", Array(BagManifest.text(covered.mapValues(\.sha512)).utf8))
    try syncAll()
    return tagManifest
  }

  /// Puts the prepared bag in its place.
  func publish() throws {
    try files.unlink(lockPath)
    try files.syncDirectory(temporary)
    try files.rename(temporary, destination)
    do { try files.syncDirectory(DurableFile.parent(of: destination)) } catch {
      // Nobody knows whether it lasts: what is said to have failed must not be there.
      try? files.rename(destination, temporary)
      throw error
    }
    isOpen = false
    release()
  }

  /// Makes everything durable: written back all at once, then asked for file by file, which costs little by then and
  /// reports errors.
  private func syncAll() throws {
    files.startWriting()
    for path in payload.keys.sorted() + tags.keys.sorted() {
      let file = try files.openForReading(temporary + "/" + path)
      defer { files.close(file) }
      try files.sync(file)
    }
    // The deepest folders first, so that no name is durable before what it names.
    for folder in folders.sorted(by: { $0.utf8.count > $1.utf8.count }) { try files.syncDirectory(folder) }
  }

  /// Removes what was written; nothing happens after `publish`.
  func cancel() {
    guard isOpen else { return }
    isOpen = false
    Self.removeTree(temporary, files: files)
    release()
  }

  private func write(
    _ path: String, _ body: (@escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Void
  ) throws -> BagDigests {
    guard BagPath.isSafe(path) else { throw CaseworkError(.cannotWrite, "internal error: unsafe path in bag: \(path)") }
    try makeFolders(path)
    let file = try files.create(temporary + "/" + path)
    defer { files.close(file) }
    var hasher = BagHasher()
    try body { [files] bytes in
      hasher.update(bytes)
      try files.write(file, bytes)
    }
    return hasher.finish()
  }

  private func makeFolders(_ path: String) throws {
    var folder = temporary
    for part in path.split(separator: "/").dropLast() {
      folder += "/" + part
      if folders.insert(folder).inserted { _ = try files.makeDirectory(folder) }
    }
  }

  private static func oneLine(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }

  /// Removes a folder and all that is in it, as far as possible: called when something failed already.
  static func removeTree(_ path: String, files: any FileOperations) {
    guard let names = try? files.names(in: path) else { return }
    for name in names {
      let inner = path + "/" + name
      if let status = try? files.status(inner), status.kind == .directory {
        removeTree(inner, files: files)
      } else {
        try? files.unlink(inner)
      }
    }
    try? files.removeDirectory(path)
  }
}
