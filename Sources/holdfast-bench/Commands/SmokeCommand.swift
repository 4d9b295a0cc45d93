import ArgumentParser

/// `holdfast-bench smoke`
struct SmokeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smoke", abstract: "Run everything once, tiny; fail when something is broken.")

  @OptionGroup var common: CommonOptions

  func run() throws {
    var outcomes: [Outcome] = []
    try common.inWorkspace { outcomes = try SmokeRun(workspace: $0).run() }
    for var outcome in outcomes {
      // Budgets are for archives of a real size, on a machine at rest.
      for place in outcome.figures.indices {
        outcome.figures[place].budget = ""
        outcome.figures[place].isWithin = nil
      }
      outcome.print(asJSON: common.json)
      if !common.json { print() }
    }
  }
}
