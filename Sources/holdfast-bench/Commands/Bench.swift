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
}
