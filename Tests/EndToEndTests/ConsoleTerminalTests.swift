import Foundation
import TestSupport
import Testing

/// The real program in a real terminal: tmux types, and reads what the officer would see.
@Suite(.serialized) struct ConsoleTerminalTests {
  static let hasTmux = FileManager.default.isExecutableFile(atPath: "/usr/bin/tmux")

  /// A vault with two conversations, made by the program itself.
  private struct Bench {
    let folder: TemporaryDirectory
    let program: String
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryDirectory()
      program = try Bench.locate()
      try "heron flies\n".write(toFile: path + "/pass", atomically: true, encoding: .utf8)
      var lines = ""
      for index in 0..<40 {
        let second = 1_715_678_000 + index * 3_000
        let text = index == 17 ? "call me, not here about the fix" : "message number \(index) about lunch"
        lines += """
          {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"442079460123","phone_number_id":"9"},"contacts":[{"profile":{"name":"Ana Ruiz"},"wa_id":"34612555092"}],"messages":[{"from":"34612555092","id":"wamid.T\(index)","timestamp":"\(second)","type":"text","text":{"body":"\(text)"}}]}}]}]}

          """
      }
      lines += """
        {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"442079460123","phone_number_id":"9"},"contacts":[{"profile":{"name":"Evil \\u001b[31m\\u202eName"},"wa_id":"34612555093"}],"messages":[{"from":"34612555093","id":"wamid.E","timestamp":"1715700000","type":"text","text":{"body":"\\u001b]0;owned\\u0007\\u001b[2J 👨‍👩‍👧‍👦 done"}}]}}]}]}

        """
      try lines.write(toFile: path + "/in.jsonl", atomically: true, encoding: .utf8)
      try run([
        "init", "vault", "--officer", "M. Okafor", "--recovery-file", "recovery", "--scrypt-log-n", "10", "--title",
        "Meridian",
      ])
      try run(["import", "vault", "in.jsonl"])
    }

    static func locate() throws -> String {
      var folder = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent()
      if folder == nil { folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent() }
      let program = (folder ?? URL(fileURLWithPath: ".")).appendingPathComponent("holdfast").path
      try #require(FileManager.default.isExecutableFile(atPath: program), "the program is not built at \(program)")
      return program
    }

    @discardableResult
    func run(_ arguments: [String], status: Int32 = 0, extra: [String: String] = [:]) throws -> String {
      try shell([program] + arguments, status: status, extra: extra)
    }

    @discardableResult
    func shell(_ words: [String], status: Int32? = 0, extra: [String: String] = [:]) throws -> String {
      let process = Process()
      process.executableURL = URL(fileURLWithPath: words[0])
      process.arguments = Array(words.dropFirst())
      process.currentDirectoryURL = URL(fileURLWithPath: path)
      var environment = ProcessInfo.processInfo.environment
      environment["HOLDFAST_STATE_DIR"] = path + "/state"
      environment["HOLDFAST_PASSPHRASE_FILE"] = path + "/pass"
      environment.merge(extra) { $1 }
      process.environment = environment
      // A file, not a pipe: a server that tmux leaves behind would keep a pipe open for ever.
      let file = path + "/output-\(UInt32.random(in: 0...(.max)))"
      _ = FileManager.default.createFile(atPath: file, contents: nil)
      let output = try #require(FileHandle(forWritingAtPath: file))
      process.standardInput = FileHandle.nullDevice
      process.standardOutput = output
      process.standardError = output
      try process.run()
      process.waitUntilExit()
      try output.close()
      let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)
      try FileManager.default.removeItem(atPath: file)
      if let status { #expect(process.terminationStatus == status, "\(words.joined(separator: " ")): \(text)") }
      return text
    }
  }

  /// A tmux server of its own, with the console started in a shell that goes on afterwards.
  private final class Screen {
    let bench: Bench
    let socket = "holdfast-\(UInt32.random(in: 0...(.max)))"

    init(_ bench: Bench, columns: Int, rows: Int, environment: String = "", arguments: String = "") throws {
      self.bench = bench
      let command =
        "cd \(bench.path); stty -a > before; env -u HOLDFAST_PASSPHRASE_FILE HOLDFAST_STATE_DIR=\(bench.path)/state LC_ALL=C.UTF-8 "
        + "\(environment) \(bench.program) vault \(arguments); echo status $?; stty -a > after; exec sh"
      try tmux("-f", "/dev/null", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)", "sh", "-c", command)
    }

    deinit { _ = try? tmux("kill-server") }

    @discardableResult
    func tmux(_ arguments: String...) throws -> String {
      // Foundation sees the end of a process by a descriptor that its children inherit: tmux's server must not keep it.
      let close =
        "for f in /proc/$$/fd/*; do n=${f##*/}; if [ $n -gt 2 ]; then eval \"exec $n>&-\"; fi; done; exec \"$@\""
      return try bench.shell(
        ["/bin/bash", "-c", close, "bash", "/usr/bin/tmux", "-L", socket] + arguments, status: nil)
    }

    var text: String { (try? tmux("capture-pane", "-p")) ?? "" }

    /// Types words as they are, or keys by their tmux names.
    func type(_ words: String) throws { try tmux("send-keys", "-l", words) }
    func press(_ keys: String...) throws {
      for key in keys { try tmux("send-keys", key) }
    }

    /// Waits until the screen shows some words; fails with the screen when it never does.
    func wait(for words: String, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
      var shown = ""
      for _ in 0..<2400 {
        shown = text
        if shown.contains(words) { return }
        usleep(25_000)
      }
      Issue.record("never saw ‘\(words)’ in:\n\(shown)", sourceLocation: sourceLocation)
    }

    /// Waits until the screen shows something else.
    func waitForChange(from before: String) throws {
      for _ in 0..<2400 {
        if text != before { return }
        usleep(25_000)
      }
      Issue.record("nothing changed in:\n\(before)")
    }

    func unlock() throws {
      try wait(for: "Passphrase")
      try type("heron flies")
      try press("Enter")
      try wait(for: "Ana Ruiz")
    }
  }

  @Test(.enabled(if: hasTmux), arguments: [(80, 24), (160, 45)])
  func theOfficersWholePathWorksByKeys(columns: Int, rows: Int) throws {
    let bench = try Bench()
    let screen = try Screen(bench, columns: columns, rows: rows)
    try screen.wait(for: "Passphrase")
    try screen.type("wrong")
    try screen.press("Enter")
    try screen.wait(for: "opens nothing here")
    try screen.unlock()
    // Search, open the hit in its thread, then the message with its proof.
    try screen.type("/")
    try screen.type("\"call me\"")
    try screen.wait(for: "1 message")
    try screen.press("Enter", "Enter")
    try screen.wait(for: "line 18 of 40")
    try screen.press("Enter")
    try screen.wait(for: "Version 1 of 1")
    #expect(screen.text.contains("Ana Ruiz"))
    try screen.type("G")
    try screen.wait(for: "equals the index")
    // A matter, a hold on the conversation, and its bundle.
    try screen.type("2")
    try screen.wait(for: "Matters")
    try screen.type("n")
    try screen.wait(for: "New matter")
    try screen.type("M-221")
    try screen.press("Tab")
    try screen.type("Project Heron")
    try screen.press("Enter")
    try screen.wait(for: "Project Heron")
    try screen.press("Escape")
    try screen.type("1")
    try screen.wait(for: "Ana Ruiz")
    try screen.press("Down")
    try screen.press("Up")
    try screen.type("h")
    try screen.wait(for: "until released by two officers")
    _ = try bench.shell(
      [bench.program, "matter", "list", "vault", "--json"], status: 0)
  }

  @Test(.enabled(if: hasTmux)) func theOfficerSeesWhoIsWhoMergesAndUndoesIt() throws {
    let bench = try Bench()
    let screen = try Screen(bench, columns: 120, rows: 40)
    try screen.unlock()
    // Everybody, the number beside the name, and a word where a name is odd.
    try screen.type("8")
    try screen.wait(for: "+34 612 555 093")
    try screen.wait(for: "⚑ ")
    #expect(!screen.text.contains("\u{202E}"))
    // Found as it is typed; the page says what is known and by which record.
    try screen.type("fana")
    try screen.wait(for: "1 person")
    try screen.press("Enter")
    try screen.wait(for: "from – to")
    try screen.wait(for: "+34 612 555 092")
    try screen.press("Enter")
    try screen.wait(for: "Version 1 of 1")
    try screen.press("Escape")
    try screen.wait(for: "from – to")
    // The search begins with the person.
    try screen.type("/")
    try screen.wait(for: "from:p-")
    try screen.wait(for: "40 messages")
    try screen.press("Escape")
    try screen.wait(for: "from – to")
    // Merged with whoever else it is, by an act; and undone by another.
    try screen.type("m")
    try screen.wait(for: "1 marked")
    try screen.type("fevil")
    try screen.wait(for: "1 person")
    try screen.press("Tab", "Space")
    try screen.wait(for: "2 marked")
    try screen.type("m")
    try screen.wait(for: "41 messages")
    try screen.type("one passport")
    try screen.press("Enter")
    try screen.type("merge")
    try screen.press("Enter")
    try screen.wait(for: "merged by an officer")
    try screen.wait(for: "What officers decided")
    // Once the conversations stand there, nothing but keys changes the screen.
    try screen.wait(for: "direct ·")
    for _ in 0..<30 {
      let before = screen.text
      if before.contains("S undoes it") { break }
      try screen.press("Down")
      try screen.waitForChange(from: before)
    }
    try screen.type("S")
    try screen.wait(for: "Undoes a merge")
    try screen.type("two passports")
    try screen.press("Enter")
    try screen.type("split")
    try screen.press("Enter")
    try screen.wait(for: "Split: now")
    try screen.type("Qy")
    try screen.wait(for: "status 0")
    let audit = try bench.run(["audit", "vault", "--json"])
    for words in ["people-merge", "people-split", "one passport", "two passports"] { #expect(audit.contains(words)) }
  }

  @Test(.enabled(if: hasTmux)) func hostileTextIsShownAndNeverObeyed() throws {
    let screen = try Screen(try Bench(), columns: 100, rows: 30)
    try screen.unlock()
    try screen.type("/")
    try screen.type("done")
    try screen.wait(for: "1 message")
    let shown = screen.text
    #expect(shown.contains("␛"))
    #expect(!shown.contains("\u{1B}") && !shown.contains("\u{202E}"))
    #expect(try screen.tmux("display-message", "-p", "#{pane_title}").contains("owned") == false)
  }

  @Test(.enabled(if: hasTmux)) func theTerminalIsAsBeforeAfterEveryEnd() throws {
    let bench = try Bench()
    for end in ["quit", "TERM", "SEGV", "ABRT"] {
      let screen = try Screen(bench, columns: 80, rows: 24, environment: "SWIFT_BACKTRACE=enable=no")
      try screen.unlock()
      if end == "quit" {
        try screen.type("Qy")
      } else {
        let process = try screen.tmux("list-panes", "-F", "#{pane_pid}").trimmingCharacters(in: .whitespacesAndNewlines)
        try bench.shell(["/usr/bin/pkill", "-\(end)", "-P", process, "holdfast"], status: nil)
      }
      try screen.wait(for: "status", "after \(end)")
      usleep(200_000)
      let before = try String(contentsOfFile: bench.path + "/before", encoding: .utf8)
      let after = try String(contentsOfFile: bench.path + "/after", encoding: .utf8)
      #expect(before == after, "after \(end)")
      #expect(
        try screen.tmux("display-message", "-p", "#{alternate_on} #{cursor_flag}").hasPrefix("0 1"), "after \(end)")
      try FileManager.default.removeItem(atPath: bench.path + "/after")
    }
  }

  @Test(.enabled(if: hasTmux)) func itFollowsTheSizeAndSaysWhenItIsTooSmall() throws {
    let screen = try Screen(try Bench(), columns: 120, rows: 32)
    try screen.unlock()
    try screen.tmux("resize-window", "-x", "60", "-y", "18")
    try screen.wait(for: "Ana Ruiz")
    try screen.tmux("resize-window", "-x", "30", "-y", "8")
    try screen.wait(for: "Too small")
    try screen.tmux("resize-window", "-x", "100", "-y", "30")
    try screen.wait(for: "Ana Ruiz")
  }

  @Test func withoutATerminalOrWithAnUnknownOneItSaysWhatToDo() throws {
    let bench = try Bench()
    let alone = try bench.shell(["/usr/bin/setsid", "--wait", bench.program, "vault"], status: 69)
    #expect(alone.contains("terminal"))
    guard Self.hasTmux else { return }
    let screen = try Screen(bench, columns: 100, rows: 20, environment: "TERM=unheard-of")
    try screen.wait(for: "unheard-of")
    try screen.wait(for: "status 69")
  }

  @Test(.enabled(if: hasTmux)) func itWorksInALocaleThatIsNotUTF8() throws {
    let screen = try Screen(try Bench(), columns: 100, rows: 24, environment: "LC_ALL=POSIX LANG=POSIX")
    try screen.unlock()
    #expect(screen.text.contains("Ana Ruiz"))
  }

  @Test func scriptsPlayKeysAndSaveScreens() throws {
    let bench = try Bench()
    try """
    / "lunch" Enter       # find
    : "save-screen hits.txt" Enter
    Esc Esc
    : "status" Enter : "save-screen status.txt" Enter
    """.write(toFile: bench.path + "/keys", atomically: true, encoding: .utf8)
    try bench.run(["console", "vault", "--script", "keys", "--size", "100x30"])
    let hits = try String(contentsOfFile: bench.path + "/hits.txt", encoding: .utf8)
    #expect(hits.contains("39 messages"))
    #expect(hits.split(separator: "\n", omittingEmptySubsequences: false).count == 31)
    #expect(try String(contentsOfFile: bench.path + "/status.txt", encoding: .utf8).contains("40"))
    // What the officer looked at is in the audit trail.
    let audit = try bench.run(["audit", "vault", "--json"])
    #expect(
      audit.contains("\"query\":\"lunch\"") && audit.contains("\"act\":\"view\"")
        || audit.contains("\"act\":\"search\""))
    let wrong = try bench.shell([bench.program, "console", "vault", "--script", "none"], status: 65)
    #expect(wrong.contains("none"))
  }
}
