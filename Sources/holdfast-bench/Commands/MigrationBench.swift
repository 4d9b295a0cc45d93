import ArgumentParser

/// `holdfast-bench migrate`
struct MigrationBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "An archive of another system taken in by the real program, killed -9 on the way; counts compared.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @OptionGroup var chance: SeedOptions
  @Option(help: "How many records, of both shapes.") var records = 1_000_000
  @Option(help: "How often it is killed.") var kills = 20
  @Option(help: "Of a hundred messages, how many are sealed.") var sealed = 25
  @Option(help: "Different salts of the sealed bodies.") var salts = 32
  @Option(help: "Seconds that a life lasts on average; by default guessed.") var life: Double?

  func run() throws {
    try common.measure { workspace in
      try MigrationRun(
        workspace: workspace, program: gateway.program, records: max(1, records), kills: max(0, kills),
        sealedShare: min(100, max(0, sealed)), salts: max(1, salts), life: life, seed: chance.seed
      ).run()
    }
  }
}
