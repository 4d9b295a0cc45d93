import ArgumentParser

/// The benchmarks: each measures Holdfast and, in the same run, what it is compared with.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holdfast-bench", abstract: "Measures Holdfast beside what it is compared with.",
    discussion: "Build it with `swift build -c release`. docs/performance.md explains the figures.",
    subcommands: [
      SmokeCommand.self, ImportBench.self, SearchBench.self, RebuildBench.self, SealBench.self, GatewayBench.self,
      GatewayKillBench.self, GatewayDayBench.self, MigrationBench.self, KillBench.self,
    ])
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Flag(help: "Print JSON: a line for each run.") var json = false
  @Option(help: "Work in this folder and leave the archive there for other runs.") var keep: String?

  /// Runs in a workspace that is cleared away afterwards.
  func inWorkspace(_ body: (Workspace) throws -> Void) throws {
    let workspace = try Workspace(keep: keep)
    defer { workspace.finish() }
    try body(workspace)
  }

  /// Runs one measurement and prints what came out.
  func measure(_ body: (Workspace) throws -> Outcome) throws {
    try inWorkspace { try body($0).print(asJSON: json) }
  }
}

/// Options of every command that does something at random moments.
struct SeedOptions: ParsableArguments {
  @Option(name: .customLong("seed"), help: "The seed of the random moments, and of what is made at random.")
  var given: UInt64?

  /// The seed: the given one, or one by chance.
  var seed: UInt64 { given ?? UInt64.random(in: 0...UInt64(UInt32.max)) }
}
