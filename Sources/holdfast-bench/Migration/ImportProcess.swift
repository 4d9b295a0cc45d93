import Foundation
import Glibc

/// `holdfast import` in a process of its own, watched for its memory.
final class ImportProcess {
  private let process = Process()
  private let output: String
  private(set) var peakMemory: Int64 = 0

  /// Starts the program; `arguments` follow its name.
  init(program: String, arguments: [String], folder: String) throws {
    output = folder + "/import.out"
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = [
      "HOLDFAST_STATE_DIR": folder + "/state", "HOLDFAST_PASSPHRASE_FILE": folder + "/passphrase",
      "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8",
    ]
    process.standardInput = FileHandle.nullDevice
    for path in [output, folder + "/import.err"] { _ = FileManager.default.createFile(atPath: path, contents: nil) }
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: folder + "/import.err")
    try process.run()
  }

  /// Waits so many seconds at most; whether it still runs then.
  func wait(_ seconds: Double) -> Bool {
    let end = Stopwatch.now + seconds
    while process.isRunning {
      let left = end - Stopwatch.now
      guard left > 0 else { return true }
      look()
      usleep(UInt32(min(left, 0.02) * 1e6) + 1)
    }
    return false
  }

  private func look() {
    guard let text = try? String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
    else { return }
    peakMemory = max(peakMemory, (Int64(line.filter(\.isNumber)) ?? 0) * 1024)
  }

  /// Ends it as a power cut does, as far as processes go; whether it was still running.
  func kill() -> Bool {
    guard process.isRunning else { return false }
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal
  }

  /// The whole answer, where it was given before the end; a kill after that is one of a program that is done.
  var printed: String? {
    guard let text = try? String(contentsOfFile: output, encoding: .utf8), text.last == "\n" else { return nil }
    return text
  }

  /// What it answered, once it ended by itself.
  func answer() throws -> String {
    process.waitUntilExit()
    let errors = (try? String(contentsOfFile: output.dropLast(3) + "err", encoding: .utf8)) ?? ""
    try expect(
      process.terminationReason == .exit && process.terminationStatus == 0,
      "holdfast import ended with \(process.terminationStatus): \(errors.suffix(500))")
    return try String(contentsOfFile: output, encoding: .utf8)
  }
}
