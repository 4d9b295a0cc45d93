import ArgumentParser

/// `holdfast-bench migrate`
struct MigrationBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: "An archive of another system taken in by the real program, killed -9 on the way; counts compared.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @Option(help: "How many records, of both shapes.") var records = 1_000_000
  @Option(help: "How often it is killed.") var kills = 20
  @Option(help: "Of a hundred messages, how many are sealed.") var sealed = 25
  @Option(help: "Different salts of the sealed bodies.") var salts = 32
  @Option(help: "Seconds that a life lasts on average; by default guessed.") var life: Double?
  @Option(help: "The seed of records and moments.") var seed: UInt64?

  func run() throws {
    let workspace = try Workspace(keep: common.keep)
    defer { workspace.finish() }
    try MigrationRun(
      workspace: workspace, program: gateway.program, records: max(1, records), kills: max(0, kills),
      sealedShare: min(100, max(0, sealed)), salts: max(1, salts), life: life,
      seed: seed ?? UInt64.random(in: 0...UInt64(UInt32.max))
    ).run().print(asJSON: common.json)
  }
}
