import Foundation
import Storage
import TestSupport
import Testing

/// What only folders have: modes, links, faults.
@Suite struct FolderStoreTests {
  private func code(_ body: () throws -> Void) -> StorageError? {
    do {
      try body()
      return nil
    } catch { return error as? StorageError }
  }

  @Test func filesAndFoldersArePrivate() throws {
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    _ = try store.putIfAbsent("a/b/c", [1])
    func mode(_ path: String) throws -> Int {
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.path(path))
      return try #require(attributes[.posixPermissions] as? NSNumber).intValue
    }
    #expect(try mode("vault/a/b/c") == 0o600)
    for folder in ["vault", "vault/a", "vault/a/b", "vault/.incoming"] { #expect(try mode(folder) == 0o700) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path("vault/.incoming")).isEmpty)
  }

  @Test func symbolicLinksAreRefused() throws {
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    _ = try store.putIfAbsent("real/x", [1])
    try Data([7]).write(to: URL(fileURLWithPath: directory.path("outside")))
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: directory.path("vault/file"), withDestinationPath: directory.path("outside"))
    try manager.createSymbolicLink(atPath: directory.path("vault/dir"), withDestinationPath: directory.path(""))
    let fresh = try FolderStore(root: directory.path("vault"))
    #expect(code { _ = try fresh.get("file") }?.code == .symbolicLink)
    #expect(code { _ = try fresh.get("dir/outside") }?.code == .symbolicLink)
    #expect(code { _ = try fresh.putIfAbsent("dir/new", [1]) } != nil)
    #expect(code { _ = try fresh.replace("dir/new", [1], expecting: nil) } != nil)
    #expect(code { try fresh.erase("dir/outside") } != nil)
    #expect(manager.fileExists(atPath: directory.path("outside")))
    #expect(!manager.fileExists(atPath: directory.path("new")))
    #expect(try !fresh.putIfAbsent("file", [1]))
    #expect(try fresh.list("").map(\.path) == ["dir", "file", "real/x"])
  }

  @Test func createsOnlyInAnEmptyFolder() throws {
    let directory = try TemporaryDirectory()
    try Data().write(to: URL(fileURLWithPath: directory.path("x")))
    #expect(code { _ = try FolderStore.create(root: directory.path) }?.code == .exists)
    #expect(code { _ = try FolderStore(root: directory.path("none")) }?.code == .notFound)
    #expect(code { _ = try FolderStore(root: directory.path("x")) }?.code == .notADirectory)
    #expect(throws: Never.self) { try FolderStore.create(root: directory.path("new/deep")) }
  }

  @Test func errorsSayWhereAndWhatToDo() {
    let full = StorageError("cannot write", path: "/v/x", errorNumber: ENOSPC)
    #expect(full.code == .diskFull)
    #expect(full.description == "cannot write /v/x: No space left on device; \(full.remedy)")
    for (number, code) in [
      (EROFS, StorageError.Code.readOnly), (EACCES, .permission), (EPERM, .permission), (EIO, .inputOutput),
      (ENOENT, .notFound), (ELOOP, .symbolicLink), (EDQUOT, .diskFull), (EMFILE, .tooManyFiles),
    ] {
      let error = StorageError("cannot write", path: "/v/x", errorNumber: number)
      #expect(error.code == code)
      #expect(!error.remedy.isEmpty)
    }
  }

  /// At each call, whatever fails: the object is whole or absent, nothing is left lying about, and the next try works.
  @Test(arguments: [ENOSPC, EIO]) func everyFailingCallLeavesTheObjectWholeOrAbsent(number: Int32) throws {
    var call = 1
    var failures = 0
    while true {
      let directory = try TemporaryDirectory()
      let files = FaultyFiles()
      let store = try FolderStore.create(root: directory.path("vault"), files: files)
      files.setFault(.init(call: call, errorNumber: number))
      let error = code { _ = try store.putIfAbsent("a/b", [1, 2, 3]) }
      files.setFault(nil)
      let fresh = try FolderStore(root: directory.path("vault"))
      let found = try fresh.find("a/b")
      #expect(found == nil || found == [1, 2, 3])
      guard error != nil else {
        #expect(found == [1, 2, 3])
        break
      }
      failures += 1
      _ = try fresh.putIfAbsent("a/b", [1, 2, 3])
      #expect(try fresh.get("a/b") == [1, 2, 3])
      call += 1
    }
    #expect(failures >= 8)
  }

  @Test func everyFailingCallLeavesTheOldOrTheNewContent() throws {
    var call = 1
    while true {
      let directory = try TemporaryDirectory()
      let files = FaultyFiles()
      let store = try FolderStore.create(root: directory.path("vault"), files: files)
      _ = try store.putIfAbsent("c", [1])
      files.setFault(.init(call: call, errorNumber: EIO))
      let error = code { _ = try store.replace("c", [2], expecting: [1]) }
      files.setFault(nil)
      let found = try FolderStore(root: directory.path("vault")).get("c")
      #expect(found == [1] || found == [2])
      if error == nil {
        #expect(found == [2])
        break
      }
      call += 1
    }
    #expect(call >= 5)
  }

  @Test func aFailedSyncEndsTheFile() throws {
    let directory = try TemporaryDirectory()
    let files = FaultyFiles()
    let store = try FolderStore.create(root: directory.path("vault"), files: files)
    _ = try store.putIfAbsent("a", [0])
    files.setFault(.init(call: 1, errorNumber: EIO, onlySyncs: true))
    let upload = try store.upload()
    try upload.append([1])
    #expect(code { _ = try upload.publish("b") }?.code == .inputOutput)
    // The fault is over, and still the upload is not used again.
    #expect(code { try upload.append([1]) } != nil)
    #expect(code { _ = try upload.publish("b") } != nil)
    #expect(try store.list("").map(\.path) == ["a"])
  }

  @Test func abandonedUploadsAreRemovedAfterADay() throws {
    let directory = try TemporaryDirectory()
    let store = try FolderStore.create(root: directory.path("vault"))
    let upload = try store.upload()
    try upload.append([1])
    let incoming = directory.path("vault/.incoming")
    let now = Int64(Date().timeIntervalSince1970)
    try store.removeAbandoned(now: now)
    #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).count == 1)
    try store.removeAbandoned(now: now + 90_000)
    #expect(try FileManager.default.contentsOfDirectory(atPath: incoming).isEmpty)
    upload.cancel()
  }

  @Test func durableFilesAreReplacedWhole() throws {
    let directory = try TemporaryDirectory()
    let files = SystemFiles()
    let path = directory.path("f")
    #expect(try DurableFile.read(path, files: files) == nil)
    try DurableFile.replace(path, [1], files: files)
    try DurableFile.replace(path, [2, 3], files: files)
    #expect(try DurableFile.read(path, files: files) == [2, 3])
    #expect(try !DurableFile.create(path, [4], files: files))
    #expect(throws: StorageError.self) { try DurableFile.read(path, limit: 1, files: files) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["f"])
    try Data().write(to: URL(fileURLWithPath: directory.path("f.new-abc")))
    let now = Int64(Date().timeIntervalSince1970)
    try DurableFile.removeAbandoned(in: directory.path, now: now, files: files)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path).count == 2)
    try DurableFile.removeAbandoned(in: directory.path, now: now + 90_000, files: files)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["f"])
  }

  @Test func locksExcludeEachOther() throws {
    let directory = try TemporaryDirectory()
    let files = SystemFiles()
    let first = try files.openForAppending(directory.path("lock"))
    let second = try files.openForAppending(directory.path("lock"))
    #expect(try files.lock(first))
    #expect(try !files.lock(second))
    files.close(first)
    #expect(try files.lock(second))
    files.close(second)
  }
}
