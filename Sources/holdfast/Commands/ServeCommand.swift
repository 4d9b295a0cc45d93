import ArgumentParser
import Gateway
import Glibc
import Records
import Vault

/// `holdfast serve VAULT --config FILE`.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Receive webhooks and seal them.",
    discussion: """
      The vault stays locked: the gateway can seal and count, and read nothing. docs/operations.md has the \
      configuration. SIGTERM finishes what is under way; SIGHUP reads accounts, secrets and certificates again.
      """)

  @Argument(help: ArgumentHelp("The vault's folder.", valueName: "vault"))
  var vault: String
  @Option(help: ArgumentHelp("The configuration.", valueName: "file")) var config: String
  @Option(
    help: ArgumentHelp("Folder for this machine's state (default: $XDG_STATE_HOME/holdfast).", valueName: "folder"))
  var state: String?
  @Flag(help: "Only read the configuration, and tell which kinds of event never arrived.") var check = false
  @Flag(help: "Only count events and bytes by kind; nothing is stored.") var measure = false
  @Flag(help: "Log more.") var verbose = false
  @Flag(help: "Answer --check and --measure in JSON, for machines.") var json = false

  func validate() throws {
    if check, measure { throw ValidationError("--check and --measure exclude one another") }
  }

  func run() throws {
    var words = [vault]
    if let state { words += ["--state", state] }
    let arguments = try VaultArguments.parse(words)
    let program = GatewayProgram(vault: try arguments.open(), configuration: config, isVerbose: verbose)
    if check {
      report(try program.check(), heading: "The configuration \(config) can be served.")
    } else if measure {
      Output.note("holdfast: measuring: events are counted and answered 200, and NOTHING IS STORED")
      report(
        try AsyncWork.run { try await program.measure(process: Int64(getpid())) },
        heading: "Counted while measuring; nothing was stored.")
    } else {
      try AsyncWork.run { try await program.serve(process: Int64(getpid())) }
    }
  }

  private func report(_ accounts: [KindReport], heading: String) {
    if json {
      Output.json(.of(["accounts": .array(accounts.map(\.json))]))
      return
    }
    Output.line(heading)
    for account in accounts {
      Output.line("")
      Output.line("\(account.account)  (\(account.provider))")
      for seen in account.seen {
        let last = seen.lastAt.map { "  last \($0.rfc3339)" } ?? ""
        Output.line(
          "  \(SafeLine.of(seen.kind)): \(Numerals.grouped(seen.count)), \(Numerals.bytes(seen.bytes))\(last)")
      }
      if account.missing.isEmpty {
        Output.line("  every expected kind has arrived")
      } else {
        Output.line("  never arrived: \(account.missing.joined(separator: ", "))")
        Output.line("  check that the provider is set to send them; some occur seldom")
      }
    }
  }
}

extension KindReport {
  /// The report as docs/cli.md gives it.
  var json: JSONValue {
    .of([
      "account": .string(account), "missing": .texts(missing), "provider": .string(provider),
      "seen": .array(
        seen.map {
          .of([
            "bytes": .whole($0.bytes), "count": .whole($0.count), "kind": .string($0.kind),
            "last_at": .instant($0.lastAt),
          ])
        }),
    ])
  }
}
