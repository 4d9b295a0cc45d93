import Foundation
import Intake
import Storage
import TestSupport
import Testing

@Suite struct FolderWatcherTests {
  @Test func tellsOfFilesOnceTheyAreWritten() throws {
    let directory = try TemporaryDirectory()
    let base = directory.url
    @Sendable func url(_ name: String) -> URL { base.appendingPathComponent(name) }
    try Data("there".utf8).write(to: url("first.json"))
    let watcher = try FolderWatcher(folder: directory.path, quiet: .seconds(2))
    let cancel = CancellationFlag()
    var seen: [String] = []
    var step = 0
    let deadline = ContinuousClock.now + .seconds(60)
    let writer = Thread {
      Thread.sleep(forTimeInterval: 0.2)
      try? FileManager.default.createDirectory(at: url("sub"), withIntermediateDirectories: true)
      try? Data("deep".utf8).write(to: url("sub/second.json"))
      try? Data("x".utf8).write(to: url(".hidden"))
      try? Data("x".utf8).write(to: url("half.part"))
      _ = FileManager.default.createFile(atPath: url("third.json").path, contents: Data("a".utf8))
      if let handle = try? FileHandle(forWritingTo: url("third.json")) {
        for _ in 0..<5 {
          Thread.sleep(forTimeInterval: 0.02)
          _ = try? handle.seekToEnd()
          try? handle.write(contentsOf: Data("more".utf8))
        }
        try? handle.close()
      }
      Thread.sleep(forTimeInterval: 60)
      cancel.cancel()
    }
    writer.start()
    try watcher.run(cancel: cancel) { paths in
      for path in paths where path.hasSuffix("third.json") {
        #expect((try? Data(contentsOf: URL(fileURLWithPath: path)).count) == 21)
      }
      seen += paths.map { String($0.split(separator: "/").last ?? "") }
      step += 1
      if Set(seen).isSuperset(of: ["first.json", "second.json", "third.json"]) || ContinuousClock.now > deadline {
        cancel.cancel()
      }
    }
    #expect(Set(seen) == ["first.json", "second.json", "third.json"])
    #expect(seen.count == 3)
  }

  @Test func onlyFolders() throws {
    let directory = try TemporaryDirectory()
    try Data("x".utf8).write(to: directory.url.appendingPathComponent("file"))
    for path in [directory.path("file"), directory.path("absent")] {
      #expect(throws: IntakeError.self) { _ = try FolderWatcher(folder: path) }
    }
  }
}
