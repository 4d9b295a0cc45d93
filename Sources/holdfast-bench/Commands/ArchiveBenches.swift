import ArgumentParser

/// The archive that a run needs: the kept one, or one that is made first.
struct ArchiveOptions: ParsableArguments {
  @Option(help: "How many messages, where no archive is kept.") var messages = 1_000_000

  func withArchive(_ common: CommonOptions, _ body: (Material, BenchVault, Workspace) throws -> Outcome) throws {
    let workspace = try Workspace(keep: common.keep)
    defer { workspace.finish() }
    let kept = workspace.keptMessages
    let material = Material(messages: kept ?? messages)
    if kept == nil { _ = try ImportRun(material: material, receipts: 0, workspace: workspace, onlyWhole: true).run() }
    let archive = try BenchVault.open(in: workspace.path("archive"))
    let outcome = try body(material, archive, workspace)
    try archive.close()
    outcome.print(asJSON: common.json)
  }
}

/// `holdfast-bench search`
struct SearchBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "First hits, counts, timelines, opening a message.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var archive: ArchiveOptions
  @Option(help: "Samples of each figure.") var samples = 200

  func run() throws {
    try archive.withArchive(common) {
      try SearchRun(material: $0, archive: $1, workspace: $2, samples: max(1, samples)).run()
    }
  }
}

/// `holdfast-bench rebuild`
struct RebuildBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rebuild", abstract: "The index made anew, beside bare FTS5.")

  @OptionGroup var common: CommonOptions
  @OptionGroup var archive: ArchiveOptions

  func run() throws {
    try archive.withArchive(common) { try RebuildRun(material: $0, archive: $1, workspace: $2).run() }
  }
}

/// `holdfast-bench seal`
struct SealBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seal", abstract: "The vault's writer alone, beside a plain file.")

  @OptionGroup var common: CommonOptions
  @Option(help: "How many messages; each is two records.") var messages = 200_000

  func run() throws {
    let workspace = try Workspace(keep: common.keep)
    defer { workspace.finish() }
    try SealRun(material: Material(messages: messages), workspace: workspace).run().print(asJSON: common.json)
  }
}
