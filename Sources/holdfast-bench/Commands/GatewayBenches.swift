import ArgumentParser

extension GatewayRun.Engine: ExpressibleByArgument {}

/// Options of every command that runs a gateway.
struct GatewayOptions: ParsableArguments {
  @Option(help: "The holdfast program; by default the one beside this.") var program: String?
}

/// `holdfast-bench gateway`
struct GatewayBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway",
    abstract: "Webhooks acknowledged durable, beside Express and Redis; sealed, and searchable.",
    discussion: "Needs wrk; the baseline installs the rest from Debian. Run it in the folder of the sources.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @Option(help: "What the spool is kept in: file, or redis with a server of the run's own.")
  var engine = GatewayRun.Engine.file
  @Option(help: "Seconds under load, for each side.") var seconds = 10
  @Option(help: "Connections at once.") var connections = 64
  @Option(help: "Deliveries in the spool that is drained.") var drained = 100_000
  @Option(help: "Where post.lua and express-baseline are.") var scripts = "scripts/bench"
  @Flag(help: "Without Express and Redis.") var withoutBaseline = false

  func run() throws {
    try common.measure { workspace in
      try GatewayRun(
        workspace: workspace, program: gateway.program, engine: engine, scripts: scripts, seconds: max(1, seconds),
        connections: max(1, connections), drained: max(1, drained), withBaseline: !withoutBaseline
      ).run()
    }
  }
}

/// `holdfast-bench gateway-kill`
struct GatewayKillBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway-kill",
    abstract: "kill -9 at random moments under load; every confirmed delivery is looked for.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @OptionGroup var chance: SeedOptions
  @Option(help: "How often it is killed.") var kills = 200
  @Option(help: "Instead of killing: take the vault's store away for so many deliveries.") var away = 0
  @Option(help: "Connections at once.") var clients = 8
  @Option(help: "The longest life, in milliseconds.") var longest = 600

  func run() throws {
    try common.measure { workspace in
      try KillRun(
        workspace: workspace, program: gateway.program, kills: max(1, kills), away: max(0, away),
        clients: max(1, clients), longest: max(1, longest), seed: chance.seed
      ).run()
    }
  }
}

/// `holdfast-bench gateway-day`
struct GatewayDayBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gateway-day", abstract: "24 hours of a firm of 60 desks, replayed and compared with what was sent.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var gateway: GatewayOptions
  @Option(help: "Messages of each desk.") var messages = 250
  @Option(help: "Deliveries a second while searches are timed.") var rate = 500
  @Option(help: "The day's seed.") var seed: UInt64 = 24

  func run() throws {
    try common.measure { workspace in
      try GatewaySimulatorRun(
        workspace: workspace, program: gateway.program, messagesPerDesk: max(1, messages), rate: max(1, rate),
        seed: seed
      ).run()
    }
  }
}
