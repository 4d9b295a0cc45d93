import Intake
import Records
import SearchIndex
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// How capture stands on this machine, as looked at once.
struct HealthReport: Sendable, Hashable {
  /// What the gateway said of itself last; nil when none ever ran here.
  var gateway: GatewayStatus?
  /// Why its file cannot be read.
  var problem: String?
  var coverage: Coverage
  /// How many gaps are open, and the newest of them.
  var openGaps: Int64
  var gaps: [GapSummary]
  /// What gateways counted in the last week.
  var days: [ReconciliationDay] = []
  /// Bytes free and bytes in all on the disk of the state directory; nil where the system does not say.
  var disk: Disk?

  struct Disk: Sendable, Hashable {
    var free: Int64
    var total: Int64

    /// Asks the system about the disk of a path.
    init?(of path: String) {
      var words = statvfs()
      guard statvfs(path, &words) == 0 else { return nil }
      free = Disk.bytes(words.f_bavail, words.f_frsize)
      total = Disk.bytes(words.f_blocks, words.f_frsize)
    }

    init(free: Int64, total: Int64) {
      self.free = free
      self.total = total
    }

    private static func bytes(_ blocks: some BinaryInteger, _ size: some BinaryInteger) -> Int64 {
      let (bytes, overflow) = Int64(clamping: blocks).multipliedReportingOverflow(by: Int64(clamping: size))
      return overflow ? .max : bytes
    }
  }

  /// A gateway writes each second: when it has not for this long, it does not run.
  static let patience: Int64 = 10_000

  /// Looks at everything that is shown; opens no record.
  static func look(_ opened: Worker.Opened) throws -> HealthReport {
    var status: GatewayStatus?
    var problem: String?
    do { status = try GatewayStatusFile(state: opened.vault.state).read() } catch {
      problem = FailureText.of(error).message
    }
    let week = CivilTime(opened.vault.environment.clock.now()).date.daysSinceEpoch - 7
    return HealthReport(
      gateway: status, problem: problem, coverage: try opened.index.coverage(), openGaps: try opened.index.gapCount(),
      gaps: try opened.index.gaps(limit: 3),
      days: try opened.index.reconciliation(since: CivilDate(daysSinceEpoch: week)),
      disk: Disk(of: opened.vault.state.path))
  }

  /// Since when the gateway has not run, as far as its file tells; nil while it runs.
  func silentSince(_ now: Instant) -> Instant? {
    guard let gateway else { return nil }
    let age = now.milliseconds.subtractingReportingOverflow(gateway.writtenAt.milliseconds)
    return age.overflow || age.partialValue > HealthReport.patience || gateway.mode == .stopped
      ? gateway.writtenAt : nil
  }
}
