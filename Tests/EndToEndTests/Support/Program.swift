import Foundation
import Records
import Testing

/// The program as it was built, run as a user runs it.
enum Program {
  /// What one run gave.
  struct Run {
    var status: Int32
    /// Whether a signal ended it; `status` is then its number.
    var wasKilled: Bool
    var output: String
    var errors: String

    /// The one line of JSON that it answered.
    func json(_ location: SourceLocation = #_sourceLocation) throws -> JSONValue {
      do { return try JSONReader.parse(Array(output.utf8)) } catch {
        Issue.record("no JSON: \(output) \(errors)", sourceLocation: location)
        throw error
      }
    }
  }

  /// The folder of everything that was built: the test bundle lies beside the program.
  static var folder: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
  }

  static var path: String { folder.appendingPathComponent("holdfast").path }

  /// Starts a program; its answers go to files, so that it never waits for a reader.
  static func start(
    _ executable: String, _ arguments: [String], in folder: String, environment: [String: String], answers: String
  ) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    for suffix in [".out", ".err"] { _ = FileManager.default.createFile(atPath: answers + suffix, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: answers + ".out"))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: answers + ".err"))
    try process.run()
    return process
  }

  /// Waits for the end of a program and reads what it answered.
  static func finish(_ process: Process, answers: String) throws -> Run {
    let guardian = DispatchWorkItem { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
    DispatchQueue.global().asyncAfter(deadline: .now() + 600, execute: guardian)
    process.waitUntilExit()
    guardian.cancel()
    func text(_ suffix: String) -> String {
      String(decoding: FileManager.default.contents(atPath: answers + suffix) ?? Data(), as: UTF8.self)
    }
    return Run(
      status: process.terminationStatus, wasKilled: process.terminationReason == .uncaughtSignal, output: text(".out"),
      errors: text(".err"))
  }
}
