import Foundation
import Records

/// Runs other people's programs: wrk, and the scripts under scripts/bench.
enum ShellRun {
  /// What a program writes to standard output; throws when it fails.
  static func output(_ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let text = String(decoding: bytes, as: UTF8.self)
    try expect(process.terminationStatus == 0, "\(arguments[0]) failed: \(text.suffix(300))")
    return text
  }

  static func isInstalled(_ program: String) -> Bool {
    (try? output(["sh", "-c", "command -v \(program)"])) != nil
  }

  /// The line of JSON in what a program wrote, as numbers.
  static func figures(_ text: String) throws -> [String: Double] {
    guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("{") }) else {
      throw BenchError("no figures: \(text.suffix(300))")
    }
    var figures: [String: Double] = [:]
    for member in try JSONReader.parse(Array(line.utf8)).object?.members ?? [] {
      if case .number(let token) = member.value { figures[member.name] = Double(token) }
    }
    return figures
  }
}
