import ArgumentParser
import Glibc
import Records
import SearchIndex
import Storage

/// `holdfast index VAULT`.
struct IndexCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "index", abstract: "Keep the search index current until interrupted, or once.")

  @OptionGroup var arguments: VaultArguments
  @Flag(help: "Index what is there, then end.") var once = false

  func run() throws {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    // Blocked before any thread starts, so that only the wait below gets them.
    if !once { pthread_sigmask(SIG_BLOCK, &signals, nil) }
    try Session.run(arguments) { session in
      let coverage = try session.index.coverage()
      if arguments.json {
        Output.json(coverage.json)
      } else {
        Output.line(coverage.line)
      }
      guard !once else { return }
      session.index.startFollowing { Output.note("holdfast: \(SafeLine.of(String(describing: $0)))") }
      Output.note("Following the vault. Ctrl-c ends.")
      var received: Int32 = 0
      sigwait(&signals, &received)
      session.index.stopFollowing()
    }
  }
}

/// `holdfast rebuild VAULT`.
struct RebuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "Delete the search index and build it anew from the vault.")

  @OptionGroup var arguments: VaultArguments

  func run() throws {
    let cancel = CancellationFlag()
    Interruption.onSignal { cancel.cancel() }
    try Session.run(arguments, catchUp: false) { session in
      let line = ProgressLine("Rebuilding")
      do {
        defer { line.finish() }
        try session.index.rebuild(progress: line.update, cancel: cancel)
      }
      try session.vault.acts.record(.rebuild, details: JSONObject())
      let coverage = try session.index.coverage()
      if arguments.json { Output.json(coverage.json) } else { Output.line(coverage.line) }
    }
  }
}

extension Coverage {
  /// The coverage as docs/cli.md gives it.
  var json: JSONValue {
    .of(["checkpoint": .string(checkpoint), "indexed": .whole(indexed), "records": .whole(records)])
  }

  /// The coverage on one line.
  var line: String {
    "indexed \(Numerals.grouped(indexed)) of \(Numerals.grouped(records)) capture records at checkpoint \(checkpoint)"
  }
}
