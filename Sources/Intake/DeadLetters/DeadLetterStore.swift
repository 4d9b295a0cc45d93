import Records
import Sealing
import Storage
import Synchronization
import Vault

/// Keeps what arrived and could not be filed: one sealed file a letter, in the state directory.
public final class DeadLetterStore: Sendable {
  /// How much is kept of what did not prove where it came from; the rest is counted only.
  public struct QuarantineLimit: Sendable, Hashable {
    public var letters: Int
    public var bytes: Int64

    /// Creates a limit.
    public init(letters: Int = 1000, bytes: Int64 = 64 << 20) {
      self.letters = letters
      self.bytes = bytes
    }
  }

  private struct Quarantine {
    var letters: Int
    var bytes: Int64
    var turnedAway: Int64 = 0
    var countedAt = ContinuousClock.now

    func hasRoom(_ size: Int, _ limit: QuarantineLimit) -> Bool {
      letters < limit.letters && bytes + Int64(size) <= limit.bytes
    }
  }

  /// What the folder held when it was looked at last: which letters, and whether each is quarantined.
  private struct Counted {
    var letters: [String: Bool] = [:]
    var at: ContinuousClock.Instant?
  }

  let vault: LockedVault
  let key: GatewayKey?
  let folder: String
  private let limit: QuarantineLimit
  private let quarantined = Mutex<Quarantine?>(nil)
  private let counted = Mutex(Counted())

  /// Opens the store of a vault on this machine; without a key it takes no letters, but an officer can open them.
  public init(vault: LockedVault, key: GatewayKey? = nil, limit: QuarantineLimit = QuarantineLimit()) {
    self.vault = vault
    self.key = key
    self.limit = limit
    folder = vault.state.path + "/deadletter"
  }

  var files: any FileOperations { vault.environment.files }

  // MARK: - Putting aside

  /// Puts aside what could not be filed; durable when it returns.
  ///
  /// The same bytes have the same letter, so that putting them aside again leaves one.
  @discardableResult
  public func put(
    _ bytes: [UInt8], endpoint: String, reason: DeadLetter.Reason, error: String, tries: Int
  ) throws -> DeadLetterID {
    try put(bytes, endpoint, reason, error, tries, isDurable: true)
  }

  /// Puts aside what did not prove where it came from; nil when there is no room, and it is counted only.
  ///
  /// Not synced to the disk: whoever sends forgeries must not be able to keep the disk busy.
  @discardableResult
  public func quarantine(_ captured: CapturedDelivery, error: String) throws -> DeadLetterID? {
    let bytes = captured.encoded()
    let hasRoom = try quarantined.withLock { quarantine -> Bool in
      var known = try quarantine ?? countQuarantine()
      defer { quarantine = known }
      if !known.hasRoom(bytes.count, limit), .now - known.countedAt > .seconds(60) {
        // Officers may have made room.
        let turnedAway = known.turnedAway
        known = try countQuarantine()
        known.turnedAway = turnedAway
      }
      guard known.hasRoom(bytes.count, limit) else {
        known.turnedAway += 1
        return false
      }
      known.letters += 1
      known.bytes += Int64(bytes.count)
      return true
    }
    guard hasRoom else { return nil }
    return try put(bytes, captured.endpoint, .unauthenticated, error, 1, isDurable: false)
  }

  /// Forgeries that there was no room for since the start.
  public var turnedAway: Int64 { quarantined.withLock { $0?.turnedAway ?? 0 } }

  /// How many letters could not be filed, and how many were kept out at the door.
  ///
  /// Looked at every few seconds, because officers remove some; of each letter only the line is read, and only once.
  public var counts: (unfiled: Int, quarantined: Int) {
    counted.withLock { counted in
      if counted.at.map({ .now - $0 >= .seconds(3) }) ?? true {
        var letters: [String: Bool] = [:]
        for name in (try? files.names(in: folder)) ?? [] where name.hasSuffix(".letter") {
          letters[name] = counted.letters[name] ?? isQuarantined(name)
        }
        counted.letters = letters
        counted.at = .now
      }
      let quarantined = counted.letters.values.count { $0 }
      return (counted.letters.count - quarantined, quarantined)
    }
  }

  /// What cannot be read counts as what could not be filed: somebody should look.
  private func isQuarantined(_ name: String) -> Bool {
    guard let id = DeadLetterID(String(name.dropLast(".letter".count))) else { return false }
    return letter(id, notes: 0)?.isQuarantined ?? false
  }

  private func countQuarantine() throws -> Quarantine {
    let letters = try list().filter(\.isQuarantined)
    return Quarantine(letters: letters.count, bytes: letters.reduce(0) { $0 + Int64($1.size) })
  }

  private func put(
    _ bytes: [UInt8], _ endpoint: String, _ reason: DeadLetter.Reason, _ error: String, _ tries: Int, isDurable: Bool
  ) throws -> DeadLetterID {
    guard let key else {
      throw IntakeError(
        .damaged, "dead letters are sealed under the gateway key, which is not given here", path: folder,
        remedy: "Give the gateway's key file.")
    }
    let id = DeadLetterID(
      suffix: Derivation.keyedFingerprint(
        key: try key.derive(.deadLetter, context: Array("name".utf8)).copyBytes(), label: .deadLetter, value: bytes))
    let words = Array(String(error.prefix(4000)).utf8)
    var plain: [UInt8] = []
    plain.reserveCapacity(bytes.count + words.count + 4)
    for shift in [24, 16, 8, 0] { plain.append(UInt8(truncatingIfNeeded: words.count >> shift)) }
    plain += words
    plain += bytes
    let fields: [String: JSONValue] = [
      "at": .string(vault.environment.clock.now().rfc3339), "endpoint": .string(endpoint), "letter": .string(id.text),
      "reason": .string(reason.rawValue), "size": .number(String(bytes.count)), "tries": .number(String(tries)),
    ]
    let sealed = try DeadLetterFile.seal(plain, fields: fields, vault: vault, key: key)
    try DurableFile.makeDirectories(folder, files: files)
    let path = path(of: id)
    let isNew = try files.status(path) == nil
    if isDurable { try DurableFile.replace(path, sealed, files: files) } else { try write(path, sealed) }
    if isNew { counted.withLock { $0.letters[id.text + ".letter"] = reason == .unauthenticated } }
    return id
  }

  private func write(_ path: String, _ bytes: [UInt8]) throws {
    let temporary = path + ".new-0"
    try files.unlink(temporary)
    let file = try files.create(temporary)
    do {
      defer { files.close(file) }
      try bytes.withUnsafeBytes { try files.write(file, $0) }
    }
    try files.rename(temporary, path)
  }

  // MARK: - Looking

  func path(of id: DeadLetterID) -> String { "\(folder)/\(id.text).letter" }

  /// All letters, oldest first; nothing is opened.
  ///
  /// A letter whose line cannot be read is listed as `damaged`.
  public func list() throws -> [DeadLetter] {
    guard try files.status(folder) != nil else { return [] }
    let names = try files.names(in: folder)
    var notes: [String: Int] = [:]
    for name in names where name.hasSuffix(".note") { notes[String(name.prefix { $0 != "." }), default: 0] += 1 }
    return names.filter { $0.hasSuffix(".letter") }.compactMap { name -> DeadLetter? in
      let stem = String(name.dropLast(".letter".count))
      guard let id = DeadLetterID(stem) else { return nil }
      return letter(id, notes: notes[stem] ?? 0)
    }.sorted { ($0.at, $0.id) < ($1.at, $1.id) }
  }

  private func letter(_ id: DeadLetterID, notes: Int) -> DeadLetter? {
    do {
      guard let line = try head(of: id) else { return nil }
      return DeadLetter(id, try DeadLetterFile(parsing: line, vault: vault.id, path: path(of: id)), notes: notes)
    } catch {
      return DeadLetter(
        id: id, at: Instant(milliseconds: 0), endpoint: "", reason: DeadLetter.Reason(rawValue: "damaged"), tries: 0,
        size: 0, notes: notes)
    }
  }

  /// The beginning of a letter, of which nothing but the line is read.
  private func head(of id: DeadLetterID) throws -> [UInt8]? {
    let path = path(of: id)
    guard try files.status(path) != nil else { return nil }
    let file = try files.openForReading(path)
    defer { files.close(file) }
    return try files.read(file, at: 0, count: Int(clamping: min(files.size(file), DeadLetterFile.longestLine)))
  }

  func read(_ id: DeadLetterID) throws -> DeadLetterFile? {
    guard let bytes = try DurableFile.read(path(of: id), limit: 1 << 30, files: files) else { return nil }
    return try DeadLetterFile(parsing: bytes, vault: vault.id, path: path(of: id))
  }

  /// Opens a letter with its notes.
  public func open(_ id: DeadLetterID, as opener: DeadLetterOpener) throws -> OpenDeadLetter {
    guard let file = try read(id) else { throw missing(id) }
    let (error, bytes) = try DeadLetterStore.content(of: file.open(opener, path: path(of: id)), path(of: id))
    let notes = try notes(of: id, as: opener)
    return OpenDeadLetter(
      letter: DeadLetter(id, file, notes: notes.count), error: error, bytes: bytes,
      captured: try? CapturedDelivery(decoding: bytes), notes: notes)
  }

  static func content(of plain: [UInt8], _ path: String) throws -> (error: String, bytes: [UInt8]) {
    let length = plain.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard plain.count >= 4, length <= plain.count - 4 else { throw DeadLetterFile.damaged(path) }
    return (String(decoding: plain[4..<(4 + length)], as: UTF8.self), Array(plain[(4 + length)...]))
  }

  func missing(_ id: DeadLetterID) -> IntakeError {
    IntakeError(
      .noLetter, "there is no dead letter \(id)", path: folder,
      remedy: "`holdfast deadletters list` names them; one that was filed meanwhile is gone.")
  }

  /// Removes a letter and its notes, after it was put where it belongs.
  func remove(_ id: DeadLetterID, keepingForMedia: Bool = false) throws {
    if keepingForMedia { try keepForMedia(id) } else { try files.unlink(path(of: id)) }
    for name in try files.names(in: folder) where name.hasPrefix(id.text + ".") && name.hasSuffix(".note") {
      try files.unlink(folder + "/" + name)
    }
    try files.syncDirectory(folder)
    counted.withLock { $0.at = nil }
    quarantined.withLock { quarantine in
      let turnedAway = quarantine?.turnedAway ?? 0
      quarantine = try? countQuarantine()
      quarantine?.turnedAway = turnedAway
    }
  }
}

extension IntakeError.Code {
  public static let noLetter = IntakeError.Code(rawValue: "no-letter")
}

extension DeadLetter {
  init(_ id: DeadLetterID, _ file: DeadLetterFile, notes: Int) {
    let fields = file.fields
    self.init(
      id: id, at: fields["at"]?.string.flatMap { Instant(rfc3339: $0) } ?? Instant(milliseconds: 0),
      endpoint: fields["endpoint"]?.string ?? "", reason: Reason(rawValue: fields["reason"]?.string ?? "damaged"),
      tries: Int(clamping: fields["tries"]?.integer ?? 0), size: Int(clamping: fields["size"]?.integer ?? 0),
      notes: notes)
  }
}
