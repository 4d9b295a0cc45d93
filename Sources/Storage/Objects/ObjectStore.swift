/// Named immutable bytes: a folder, memory, or a bucket.
///
/// What returns has been made durable. Names obey ``ObjectName``. Every call may be made from any thread.
public protocol ObjectStore: Sendable {
  /// What the store is, for messages.
  var description: String { get }
  /// What tells this store from a copy of it: the real path of a folder, the URL of a bucket.
  var location: String { get }

  /// Stores an object under a name that is free; false, and nothing changed, when it is taken.
  func putIfAbsent(_ name: String, _ bytes: [UInt8]) throws -> Bool
  /// Begins an object whose name is known only at its end.
  func upload() throws -> any ObjectUpload
  /// Replaces an object whole; false, and nothing changed, unless it holds `expecting` now (nil: is absent now).
  func replace(_ name: String, _ bytes: [UInt8], expecting: [UInt8]?) throws -> Bool
  /// All bytes of an object.
  func get(_ name: String) throws -> [UInt8]
  /// Some bytes of an object; fewer than asked for is an error.
  func getRange(_ name: String, _ range: Range<Int64>) throws -> [UInt8]
  /// The size of an object, or nil when there is none.
  func size(_ name: String) throws -> Int64?
  /// Every object whose name begins with `prefix` (empty: all), by name, odd ones included.
  func list(_ prefix: String) throws -> [ObjectInfo]
  /// Removes an object; nothing happens when there is none.
  func erase(_ name: String) throws
}

/// An object under way.
public protocol ObjectUpload: AnyObject {
  /// Adds bytes.
  func append(_ bytes: UnsafeRawBufferPointer) throws
  /// Stores what was added under a name that is free; false, and nothing stored, when it is taken.
  func publish(_ name: String) throws -> Bool
  /// Gives up.
  func cancel()
}

extension ObjectUpload {
  /// Adds bytes.
  public func append(_ bytes: [UInt8]) throws { try bytes.withUnsafeBytes { try append($0) } }
}

extension ObjectStore {
  /// All bytes of an object, or nil when there is none.
  public func find(_ name: String) throws -> [UInt8]? {
    do {
      return try get(name)
    } catch let error as StorageError where error.code == .notFound {
      return nil
    }
  }
}
