import ArgumentParser

/// `holdfast-bench kill`
struct KillBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill",
    abstract: "kill -9 at random moments of an import, then of the console; everything is looked for afterwards.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @Option(help: "How often each is killed.") var kills = 200
  @Option(help: "The seed of the random moments.") var seed: UInt64?
  @Flag(help: "Only the import.") var onlyImport = false
  @Flag(help: "Only the console.") var onlyConsole = false

  func run() throws {
    let workspace = try Workspace(keep: common.keep)
    defer { workspace.finish() }
    let seed = seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    if !onlyConsole {
      try ImportKillRun(workspace: workspace, program: gateway.program, kills: max(1, kills), seed: seed).run()
        .print(asJSON: common.json)
    }
    if !onlyImport {
      try ConsoleKillRun(workspace: workspace, program: gateway.program, kills: max(1, kills), seed: seed).run()
        .print(asJSON: common.json)
    }
  }
}
