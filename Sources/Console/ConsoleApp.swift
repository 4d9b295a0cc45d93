import Glibc
import Records
import Storage
import TerminalKit
import Vault

/// The console as a program starts it.
public struct ConsoleOptions: Sendable {
  public var theme: String
  /// Folders with theme files, the first one wins.
  public var themeDirectories: [String]
  /// Minutes without a key after which the console locks; 0 for never.
  public var idleMinutes: Int
  /// The zone that times are shown in; nil for the vault's own.
  public var timeZone: String?
  /// A passphrase that was read from a file; nil to ask for it.
  public var passphrase: [UInt8]?
  /// Where exports and statements go unless the officer says otherwise.
  public var folder: String

  /// Creates options with sensible defaults.
  public init(
    theme: String = ThemeLibrary.standardName, themeDirectories: [String] = [], idleMinutes: Int = 10,
    timeZone: String? = nil, passphrase: [UInt8]? = nil, folder: String = "."
  ) {
    self.theme = theme
    self.themeDirectories = themeDirectories
    self.idleMinutes = idleMinutes
    self.timeZone = timeZone
    self.passphrase = passphrase
    self.folder = folder
  }
}

/// Runs the console on a terminal, or a script of keys without one.
public enum ConsoleApp {
  /// Runs on the terminal of this process, on the calling thread, until the officer leaves.
  public static func run(
    vault: LockedVault, state: StateDirectory, environment: VaultEnvironment, options: ConsoleOptions,
    processEnvironment: [String: String]
  ) throws {
    let library = ThemeLibrary(directories: options.themeDirectories)
    let terminal = try NcursesTerminal(theme: library.load(options.theme).theme, environment: processEnvironment)
    defer { terminal.close() }
    let driver = try ConsoleDriver(
      vault: vault, settings: ConsoleSettings(state: state, environment: environment), options: options,
      library: library, size: terminal.size)
    driver.run(on: terminal)
  }

  /// Plays a script of keys at a fixed size, waiting after each key until nothing is under way.
  ///
  /// Each line holds keys as key maps name them, and text in quotes; `: "save-screen PATH" Enter` writes the screen.
  public static func play(
    script: String, name: String, columns: Int, rows: Int, vault: LockedVault, state: StateDirectory,
    environment: VaultEnvironment, options: ConsoleOptions
  ) throws {
    let driver = try ConsoleDriver(
      vault: vault, settings: ConsoleSettings(state: state, environment: environment, indexesFirst: true),
      options: options, library: ThemeLibrary(directories: options.themeDirectories),
      size: Size(columns: columns, rows: rows))
    try driver.play(script, name: name)
  }
}
