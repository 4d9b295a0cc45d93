/// An object on its way into a folder store.
final class FolderUpload: ObjectUpload {
  private let store: FolderStore
  let path: String
  private var file: OpenFile?

  init(store: FolderStore) throws {
    self.store = store
    path = try store.nextTemporaryPath()
    file = try store.files.create(path)
  }

  private func open() throws -> OpenFile {
    guard let file else { throw StorageError(.other, path: path, "\(path) failed before and is not used again") }
    return file
  }

  func append(_ bytes: UnsafeRawBufferPointer) throws {
    do {
      try store.files.write(open(), bytes)
    } catch {
      cancel()
      throw error
    }
  }

  /// Makes the temporary file durable and closes it.
  func finish() throws {
    do {
      try store.files.sync(open())
    } catch {
      cancel()
      throw error
    }
    if let file { store.files.close(file) }
    file = nil
  }

  func publish(_ name: String) throws -> Bool {
    try finish()
    return try store.publish(path, as: name)
  }

  func cancel() {
    if let file { store.files.close(file) }
    file = nil
    try? store.files.unlink(path)
  }

  deinit { if file != nil { cancel() } }
}
