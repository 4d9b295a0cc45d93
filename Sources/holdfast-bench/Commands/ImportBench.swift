import ArgumentParser

/// `holdfast-bench import`
struct ImportBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Meta JSON lines to a searchable archive: read, seal, ledger, index.")

  @OptionGroup var common: CommonOptions
  @Option(help: "How many messages.") var messages = 1_000_000
  @Option(help: "Statuses after each message of the firm, 0 to 3.") var receipts = 0
  @Flag(help: "Only the whole line, without its parts and the baseline.") var wholeOnly = false

  func run() throws {
    try common.measure { workspace in
      try ImportRun(
        material: Material(messages: messages), receipts: receipts, workspace: workspace, onlyWhole: wholeOnly
      ).run()
    }
  }
}
