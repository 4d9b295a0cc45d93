import ArgumentParser
import Console
import Foundation
import Vault

/// `holdfast [console] VAULT`.
struct ConsoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console", abstract: "Open the console: read, search, hold and export, with the keyboard.",
    discussion: "`holdfast VAULT` does the same. ? shows every key; docs/console.md describes all of it.")

  @OptionGroup var arguments: VaultArguments
  @Option(help: "The theme: the name of a built-in one, or of a file in the folder of themes.") var theme: String?
  @Option(help: ArgumentHelp("Play the keys in this file without a terminal.", valueName: "file")) var script: String?
  @Option(help: ArgumentHelp("The size that a script plays at.", valueName: "columnsxrows")) var size = "80x24"
  @Option(help: "Minutes without a key after which the console locks; 0 for never.") var idleLock = 10
  @Option(help: ArgumentHelp("Where exports and statements go unless told otherwise.", valueName: "folder"))
  var folder = "."

  func run() throws {
    guard !arguments.json else {
      throw Failure(
        .usage, "the console answers on the screen, not in JSON", remedy: "use the command for the question")
    }
    guard idleLock >= 0 else {
      throw Failure(.usage, "--idle-lock must not be negative", remedy: "give minutes, or 0 for never")
    }
    let size = try parsedSize()
    let text = try script.map { try FileText.read($0, what: "the script") }
    let vault = try arguments.open()
    let zone = try arguments.timeZone.map { _ in try arguments.zone(of: vault).name }
    let reader = PassphraseReader(file: arguments.passphraseFile)
    var options = ConsoleOptions(
      themeDirectories: themeDirectories, idleMinutes: idleLock, timeZone: zone,
      passphrase: reader.isFileNamed ? try reader.read(prompt: "").copyBytes() : nil, folder: folder)
    if let theme { options.theme = theme }
    let state = try arguments.stateDirectory()
    if let script, let text {
      try ConsoleApp.play(
        script: text, name: script, columns: size.columns, rows: size.rows, vault: vault, state: state,
        environment: VaultEnvironment(), options: options)
      return
    }
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw Failure(
        .unavailable, "the console needs a terminal for input and output",
        remedy: "run it in one, or give --script FILE, or use another command; `holdfast --help` lists them")
    }
    try ConsoleApp.run(
      vault: vault, state: state, environment: VaultEnvironment(), options: options,
      processEnvironment: ProcessInfo.processInfo.environment)
  }

  private func parsedSize() throws -> (columns: Int, rows: Int) {
    let parts = size.split(separator: "x").map { Int($0) }
    guard parts.count == 2, let columns = parts[0], let rows = parts[1], (1...1000).contains(columns),
      (1...1000).contains(rows)
    else {
      throw Failure(.usage, "‘\(size)’ is not a size", remedy: "give columns and rows as 80x24")
    }
    return (columns, rows)
  }

  /// The officer's own themes, in the folder where programs keep settings.
  private var themeDirectories: [String] {
    let environment = ProcessInfo.processInfo.environment
    if let base = environment["XDG_CONFIG_HOME"], !base.isEmpty { return [base + "/holdfast/themes"] }
    return environment["HOME"].map { [$0 + "/.config/holdfast/themes"] } ?? []
  }
}
