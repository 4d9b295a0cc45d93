import Casework
import Intake
import Records
import Sealing
import SearchIndex
import Storage
import Vault

/// Makes `sample-vault/`: the archive of an invented wealth-management desk, the same bytes on every machine.
///
/// The conversations are written as provider payloads and chat exports and go through the real readers and the real
/// importer. Everything that a vault takes from the world is held still: the clock, the randomness and the files' order.
/// With seeded randomness its keys are known to everybody who reads this, so it protects nothing.
public struct SampleVault: Sendable {
  /// What unlocks it.
  public static let passphrase = "heron flies at four"
  static let title = "Meridian Wealth"
  static let officer = "M. Okafor"
  /// A lower cost than the default, so that unlocking the sample takes a blink.
  static let scryptLogN = 15

  /// What was put into the vault.
  public struct Report: Sendable {
    public var vault: VaultID
    /// One report an import run.
    public var imports: [ImportReport]
    public var statistics: ArchiveStatistics
    public var matters: [MatterSummary]
    public var verification: VerifyReport
  }

  private let seed: UInt64

  /// A generator; another seed gives the same stories among other scenes.
  public init(seed: UInt64 = 0x4845_524F_4E04) { self.seed = seed }

  /// Fills an empty store; `scratch` is an existing folder for the source files and for state that is thrown away.
  public func make(in store: any ObjectStore, scratch: String) throws -> Report {
    let clock = SteppingClock(from: SampleVault.start)
    let environment = VaultEnvironment(clock: clock, randomness: SeededRandomness(seed: seed))
    let state = StateDirectory(base: scratch + "/state")
    let options = VaultOptions(
      title: SampleVault.title, officerName: SampleVault.officer,
      passphrase: SecretBytes(Array(SampleVault.passphrase.utf8)), scryptLogN: SampleVault.scryptLogN,
      timeZone: "Europe/London")
    let vault = try VaultCreation.create(store: store, options: options, state: state, environment: environment).vault
    let imports = try importEverything(into: vault, clock: clock, scratch: scratch)
    let index = try ArchiveIndex.open(vault: vault, environment: VaultEnvironment(clock: clock))
    defer { index.close() }
    try index.catchUp()
    let matters = try SampleMatters(vault: vault, index: index, clock: clock).open()
    try vault.acts.flush()
    try index.catchUp()
    let report = Report(
      vault: vault.id, imports: imports, statistics: try index.statistics(), matters: matters,
      verification: try vault.verify())
    try vault.close()
    return report
  }

  /// 2025-11-12 08:40 UTC, two weeks after the last message.
  private static let start = Instant(seconds: 1_762_936_800)

  private func importEverything(
    into vault: UnlockedVault, clock: SteppingClock, scratch: String
  ) throws -> [ImportReport] {
    let folder = scratch + "/sources"
    let files = vault.environment.files
    try DurableFile.makeDirectories(folder, files: files)
    let sources = SourceFiles(seed: seed).files
    for source in sources { _ = try DurableFile.create(folder + "/" + source.name, source.bytes, files: files) }
    let importer = Importer(vault: vault, known: NothingKnown())
    var reports: [ImportReport] = []
    var rest = sources[...]
    // Neighbours that the same can be said about are one import, as an officer would do it.
    while let origin = rest.first?.origin {
      let run = rest.prefix { $0.origin == origin }
      rest = rest.dropFirst(run.count)
      clock.advance(minutes: 23)
      reports.append(try importer.run(run.map { folder + "/" + $0.name }, options: origin.options))
    }
    return reports
  }
}

extension SourceFile.Origin {
  fileprivate var options: ImportOptions {
    switch self {
    case .provider: return ImportOptions()
    case .british(let owner): return ImportOptions(account: owner, timeZone: "Europe/London", dateOrder: .dayMonthYear)
    case .german(let owner): return ImportOptions(account: owner, timeZone: "Europe/Berlin", dateOrder: .dayMonthYear)
    }
  }
}
