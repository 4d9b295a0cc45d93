import Foundation
import Records
import Synchronization
import TestSupport
import Testing

/// A folder with a passphrase, a state directory and, once made, a vault.
final class Archive: Sendable {
  let folder: TemporaryDirectory
  private let runs = Mutex(0)

  /// Makes the folder and, unless told otherwise, a vault in it.
  init(makesVault: Bool = true, _ options: [String] = []) throws {
    folder = try TemporaryDirectory()
    try Data("heron passphrase\n".utf8).write(to: folder.url.appendingPathComponent("passphrase"))
    try Data("another passphrase\n".utf8).write(to: folder.url.appendingPathComponent("wrong"))
    try FileManager.default.createDirectory(atPath: folder.path("answers"), withIntermediateDirectories: true)
    guard makesVault else { return }
    try make("vault", options)
  }

  /// Makes a vault with a cheap slot.
  func make(_ name: String, _ options: [String] = []) throws {
    let made = try run(
      ["init", name, "--officer", Canary.officer, "--recovery-file", name + "-recovery", "--scrypt-log-n", "10"]
        + options)
    try #require(made.status == 0, "\(made.errors)")
  }

  func path(_ name: String) -> String { folder.path(name) }

  /// What the program finds in its environment.
  var environment: [String: String] {
    [
      "HOLDFAST_STATE_DIR": path("state"), "HOLDFAST_PASSPHRASE_FILE": path("passphrase"), "LANG": "C.UTF-8",
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path,
    ]
  }

  private func answers() -> String {
    runs.withLock { runs in
      runs += 1; return path("answers/\(runs)")
    }
  }

  /// Runs the program in the folder.
  func run(_ arguments: [String], _ extra: [String: String] = [:]) throws -> Program.Run {
    try execute(Program.path, arguments, extra)
  }

  /// Runs any program in the folder.
  func execute(_ executable: String, _ arguments: [String], _ extra: [String: String] = [:]) throws -> Program.Run {
    let answers = answers()
    let process = try Program.start(
      executable, arguments, in: folder.path, environment: environment.merging(extra) { $1 }, answers: answers)
    return try Program.finish(process, answers: answers)
  }

  /// Runs a shell command in the folder.
  func shell(_ command: String, _ extra: [String: String] = [:]) throws -> Program.Run {
    try execute("/bin/bash", ["-c", command], extra)
  }

  /// Starts the program without waiting for its end.
  func start(_ arguments: [String]) throws -> (process: Process, answers: String) {
    let answers = answers()
    return (
      try Program.start(
        Program.path, arguments, in: folder.path, environment: environment, answers: answers), answers
    )
  }

  /// Runs the program, which must succeed, and reads its JSON.
  func json(_ arguments: [String], _ location: SourceLocation = #_sourceLocation) throws -> JSONValue {
    let run = try run(arguments + ["--json"])
    #expect(run.status == 0, "\(arguments.joined(separator: " ")): \(run.errors)", sourceLocation: location)
    return try run.json(location)
  }

  /// A run that must fail with a status, saying these words, and what to do on a second line.
  func expect(
    _ status: Int32, _ arguments: [String], says words: String..., extra: [String: String] = [:],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let run = try run(arguments, extra)
    #expect(!run.wasKilled && run.status == status, "\(arguments): \(run)", sourceLocation: location)
    for word in words { #expect(run.errors.contains(word), "\(arguments): \(run.errors)", sourceLocation: location) }
    #expect(run.errors.split(separator: "\n").count >= 2, "no remedy: \(run.errors)", sourceLocation: location)
  }

  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    try Data(bytes).write(to: folder.url.appendingPathComponent(name))
    return name
  }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String { try write(name, text.utf8) }

  /// The sums over the files of an import.
  func total(_ report: JSONValue, _ name: String) -> Int64 {
    (report["files"]?.array ?? []).reduce(0) { $0 + ($1[name]?.integer ?? 0) }
  }

  /// Every file below some folders, with its bytes.
  func files(below folders: [String]) throws -> [(path: String, bytes: Data)] {
    var found: [(String, Data)] = []
    for name in folders {
      let base = folder.url.appendingPathComponent(name)
      let walk = try #require(FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil))
      while let url = walk.nextObject() as? URL {
        guard let bytes = try? Data(contentsOf: url) else { continue }
        found.append((url.path, bytes))
      }
    }
    return found
  }
}
