import ArgumentParser

/// `holdfast-bench kill`
struct KillBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kill",
    abstract: "kill -9 at random moments of an import, then of the console; everything is looked for afterwards.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @OptionGroup var chance: SeedOptions
  @Option(help: "How often each is killed.") var kills = 200
  @Flag(help: "Only the import.") var onlyImport = false
  @Flag(help: "Only the console.") var onlyConsole = false

  func run() throws {
    let seed = chance.seed
    try common.inWorkspace { workspace in
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
}
