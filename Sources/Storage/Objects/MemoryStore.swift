import Synchronization

/// A store in memory, for tests and for composing bundles.
public final class MemoryStore: ObjectStore {
  private let objects = Mutex<[String: [UInt8]]>([:])
  public let location: String

  /// Creates an empty store.
  public init(location: String = "memory") { self.location = location }

  public var description: String { "a store in memory" }

  public func putIfAbsent(_ name: String, _ bytes: [UInt8]) throws -> Bool {
    try ObjectName.check(name)
    return objects.withLock { objects in
      guard objects[name] == nil else { return false }
      objects[name] = bytes
      return true
    }
  }

  public func upload() throws -> any ObjectUpload { MemoryUpload(store: self) }

  public func replace(_ name: String, _ bytes: [UInt8], expecting: [UInt8]?) throws -> Bool {
    try ObjectName.check(name)
    return objects.withLock { objects in
      guard objects[name] == expecting else { return false }
      objects[name] = bytes
      return true
    }
  }

  public func get(_ name: String) throws -> [UInt8] {
    try ObjectName.check(name)
    guard let bytes = objects.withLock({ $0[name] }) else {
      throw StorageError(.notFound, path: name, "there is no object \(name) in \(description)")
    }
    return bytes
  }

  public func getRange(_ name: String, _ range: Range<Int64>) throws -> [UInt8] {
    let bytes = try get(name)
    guard range.lowerBound >= 0, range.upperBound <= Int64(bytes.count) else {
      throw StorageError(.truncated, path: name, "\(name) ends before byte \(range.upperBound)")
    }
    return Array(bytes[Int(range.lowerBound)..<Int(range.upperBound)])
  }

  public func size(_ name: String) throws -> Int64? {
    try ObjectName.check(name)
    return objects.withLock { $0[name].map { Int64($0.count) } }
  }

  public func list(_ prefix: String) throws -> [ObjectInfo] {
    objects.withLock { objects in
      objects.filter { $0.key.hasPrefix(prefix) }
        .map { ObjectInfo(path: $0.key, size: Int64($0.value.count)) }
        .sorted { $0.path < $1.path }
    }
  }

  public func erase(_ name: String) throws {
    try ObjectName.check(name)
    objects.withLock { $0[name] = nil }
  }

  /// Puts any bytes under a name, whatever was there: for tests that tamper.
  public func overwrite(_ name: String, _ bytes: [UInt8]?) { objects.withLock { $0[name] = bytes } }

  private final class MemoryUpload: ObjectUpload {
    private let store: MemoryStore
    private var bytes: [UInt8] = []

    init(store: MemoryStore) { self.store = store }

    func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
    func publish(_ name: String) throws -> Bool { try store.putIfAbsent(name, bytes) }
    func cancel() { bytes = [] }
  }
}
