import Records
import Storage

/// Says in a file which entries are being read, so that an entry that ends the process is found out.
///
/// Written without fsync: it must survive the process, not the machine.
struct CrashMarker {
  /// Entries that were in work when the process ended.
  struct Suspicion: Sendable, Hashable {
    var first: SpoolPosition
    var last: SpoolPosition
    /// How often the process ended over them.
    var crashes: Int

    func contains(_ position: SpoolPosition) -> Bool { first <= position && position <= last }
    var isOne: Bool { first == last }
  }

  private let path: String
  private let files: any FileOperations

  init(folder: String, files: any FileOperations) throws {
    try DurableFile.makeDirectories(folder, files: files)
    path = folder + "/in-work"
    self.files = files
  }

  /// What the process before was at when it ended; nil when it ended as it should.
  func read() -> Suspicion? {
    guard let bytes = (try? DurableFile.read(path, limit: 4096, files: files)) ?? nil,
      let value = try? JSONReader.parse(bytes), let crashes = value["tries"]?.integer, crashes > 0, crashes < 1 << 20,
      let first = CrashMarker.position(value["first"]), let last = CrashMarker.position(value["last"])
    else { return nil }
    return Suspicion(first: first, last: last, crashes: Int(crashes))
  }

  /// Says what is begun; `crashes` counts this try, should it be one.
  func begin(_ suspicion: Suspicion) throws {
    var json = CanonicalJSON()
    json.object { json in
      json.member("first", suspicion.first.description)
      json.member("last", suspicion.last.description)
      json.member("tries", Int64(suspicion.crashes))
    }
    let temporary = path + ".new"
    try files.unlink(temporary)
    let file = try files.create(temporary)
    do {
      defer { files.close(file) }
      try json.bytes.withUnsafeBytes { try files.write(file, $0) }
    }
    try files.rename(temporary, path)
  }

  /// Says that nothing is in work.
  func end() throws { try files.unlink(path) }

  private static func position(_ value: JSONValue?) -> SpoolPosition? {
    let parts = (value?.string ?? "").split(separator: "-")
    guard parts.count == 2, let major = UInt64(parts[0]), let minor = UInt64(parts[1]) else { return nil }
    return SpoolPosition(major: major, minor: minor)
  }
}
