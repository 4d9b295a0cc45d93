import Foundation

/// Starts the real program on a vault of the bench, and ends it as a power cut would, as far as processes go.
struct ProgramRunner {
  let program: String
  /// Holds `vault`, `state` and `pass`.
  let folder: String

  var environment: [String: String] {
    [
      "HOLDFAST_STATE_DIR": folder + "/state", "HOLDFAST_PASSPHRASE_FILE": folder + "/pass", "PATH": "/usr/bin:/bin",
      "LANG": "C.UTF-8", "HOME": folder, "TERM": "xterm-256color",
    ]
  }

  /// How a run ended.
  struct End {
    var wasKilled: Bool
    var status: Int32
    var seconds: Double
    /// The last lines of what it wrote.
    var words: String
  }

  /// Runs the program; after `life` seconds it is killed if it still lives.
  func run(_ arguments: [String], life: Double? = nil) throws -> End {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    let log = folder + "/program.log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let output = FileHandle(forWritingAtPath: log)
    process.standardOutput = output
    process.standardError = output
    let began = Stopwatch.now
    try process.run()
    if let life {
      while process.isRunning, Stopwatch.now - began < life { usleep(2_000) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
    process.waitUntilExit()
    let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    return End(
      wasKilled: process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL,
      status: process.terminationStatus, seconds: Stopwatch.now - began,
      words: text.split(separator: "\n").suffix(4).joined(separator: " | "))
  }

  /// Runs the program to its end, which must be a good one.
  func complete(_ arguments: [String]) throws {
    let end = try run(arguments)
    try expect(
      end.status == 0 && !end.wasKilled,
      "holdfast \(arguments.joined(separator: " ")) ended with \(end.status): \(end.words)")
  }

  // MARK: - In a terminal

  static let tmux = "/usr/bin/tmux"

  /// Starts the console in a terminal of its own, types the lines once it is there, and kills it.
  ///
  /// Returns whether there was something to kill.
  func killConsole(_ arguments: [String], typing lines: [String], life: Double) throws -> Bool {
    let socket = "holdfast-kill-\(UInt32.random(in: 0...(.max)))"
    // Foundation sees the end of a process by a descriptor that its children inherit: tmux's server must not keep it.
    let close = "for n in {3..255}; do eval \"exec $n>&-\"; done; exec \"$@\""
    func tmux(_ arguments: [String]) -> String {
      (try? output(of: ["/bin/bash", "-c", close, "bash", Self.tmux, "-L", socket] + arguments)) ?? ""
    }
    let words = ([program] + arguments).map { "'\($0)'" }.joined(separator: " ")
    _ = tmux(["-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "exec \(words)"])
    defer { _ = tmux(["kill-server"]) }
    let pane = tmux(["list-panes", "-F", "#{pane_pid}"])
    guard let process = pid_t(pane.trimmingCharacters(in: .whitespacesAndNewlines)) else { return false }
    let began = Stopwatch.now
    while Stopwatch.now - began < 60, kill(process, 0) == 0 {
      if tmux(["capture-pane", "-p"]).contains("views are logged") { break }
      usleep(10_000)
    }
    let typed = Stopwatch.now
    for line in lines where Stopwatch.now - typed < life {
      _ = tmux(["send-keys", "-l", line])
      _ = tmux(["send-keys", "Enter"])
    }
    usleep(UInt32(max(0, life - (Stopwatch.now - typed)) * 1e6))
    return kill(process, SIGKILL) == 0
  }

  private func output(of words: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = environment
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    // A file: a server that is left behind would keep a pipe open.
    let path = folder + "/tmux.log"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let file = FileHandle(forWritingAtPath: path)
    process.standardOutput = file
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}
