import Records
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// Follows a folder and everything below it, and tells of files once they are written.
///
/// A file is told of when nothing has written to it for a while: half a file must not be imported as a whole one.
public final class FolderWatcher {
  private let folder: String
  private let descriptor: Int32
  private var folders: [Int32: String] = [:]
  /// Files that were seen, with what they were when they were seen last.
  private var waiting: [String: (status: FileStatus?, since: ContinuousClock.Instant)] = [:]
  private let files: any FileOperations
  private let quiet: Duration

  private static let events = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_ONLYDIR | IN_MODIFY)

  /// Starts to watch; files that are there already are told of first.
  public init(folder: String, files: any FileOperations = SystemFiles(), quiet: Duration = .seconds(1)) throws {
    self.folder = folder
    self.files = files
    self.quiet = quiet
    descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK))
    guard descriptor >= 0 else {
      throw IntakeError(
        .watchFailed, "the system cannot watch folders now: \(String(cString: strerror(errno)))", path: folder,
        remedy: "Close other programs that watch folders, or import without --watch.")
    }
    guard watch(folder) else {
      let reason = String(cString: strerror(errno))
      throw IntakeError(
        .notAFolder, "this cannot be watched: \(reason)", path: folder, remedy: "Name a folder that you may read.")
    }
  }

  deinit { close(descriptor) }

  /// Tells of new files until cancelled; what `body` throws ends it.
  public func run(cancel: CancellationFlag, _ body: ([String]) throws -> Void) throws {
    look(into: folder, depth: 0)
    while !cancel.isCancelled {
      let ready = settled()
      if !ready.isEmpty { try body(ready) }
      // Without anything under way it only looks for the end of the watch, twice a second.
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      _ = poll(&entry, 1, waiting.isEmpty ? 500 : 100)
      readEvents()
    }
  }

  private func watch(_ path: String) -> Bool {
    let watch = inotify_add_watch(descriptor, path, FolderWatcher.events)
    guard watch >= 0 else { return false }
    folders[watch] = path
    return true
  }

  private static func isIgnored(_ name: String) -> Bool {
    name.hasPrefix(".") || name.hasSuffix("~") || name.hasSuffix(".part") || name.hasSuffix(".tmp")
      || name.hasSuffix(".crdownload") || name == "__MACOSX"
  }

  private func look(into path: String, depth: Int) {
    guard depth < 64 else { return }
    for name in ((try? files.names(in: path)) ?? []).sorted() where !FolderWatcher.isIgnored(name) {
      let whole = path.hasSuffix("/") ? path + name : path + "/" + name
      switch (try? files.status(whole))?.kind {
      case .directory:
        if watch(whole) { look(into: whole, depth: depth + 1) }
      case .file: note(whole)
      default: break
      }
    }
  }

  private func note(_ path: String) {
    waiting[path] = (try? files.status(path), ContinuousClock.now)
  }

  /// The files that have not changed for a while.
  private func settled() -> [String] {
    let now = ContinuousClock.now
    var ready: [String] = []
    for (path, entry) in waiting where now - entry.since >= quiet {
      let status = try? files.status(path)
      guard let status, status.kind == .file else {
        waiting[path] = nil
        continue
      }
      if status == entry.status {
        ready.append(path)
        waiting[path] = nil
      } else {
        waiting[path] = (status, now)
      }
    }
    return ready.sorted()
  }

  private func readEvents() {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      guard count > 0 else { return }
      var offset = 0
      let header = MemoryLayout<inotify_event>.size
      while offset + header <= count {
        let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
        let length = Int(event.len)
        guard offset + header + length <= count else { break }
        let name = String(
          decoding: buffer[(offset + header)..<(offset + header + length)].prefix { $0 != 0 }, as: UTF8.self)
        handle(event, name)
        offset += header + length
      }
    }
  }

  private func handle(_ event: inotify_event, _ name: String) {
    if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
      // Events were lost: look at everything again. What is archived already is recognised.
      look(into: folder, depth: 0)
      return
    }
    guard let parent = folders[event.wd] else { return }
    if event.mask & UInt32(IN_IGNORED) != 0 {
      folders[event.wd] = nil
      return
    }
    guard !name.isEmpty, !FolderWatcher.isIgnored(name) else { return }
    let path = parent.hasSuffix("/") ? parent + name : parent + "/" + name
    if event.mask & UInt32(IN_ISDIR) != 0 {
      if watch(path) { look(into: path, depth: 0) }
    } else {
      note(path)
    }
  }
}
