import Intake
import Records
import Vault

extension GatewayStatus {
  /// A status older than this was left by a gateway that runs no more.
  private static let patienceMilliseconds: Int64 = 10_000

  /// Whether the gateway that wrote this still runs.
  func isRunning(at now: Instant) -> Bool {
    mode != .stopped && now.milliseconds - writtenAt.milliseconds < GatewayStatus.patienceMilliseconds
  }

  /// Whether a gateway of a vault runs on this machine.
  static func isRunning(of vault: LockedVault) throws -> Bool {
    let file = GatewayStatusFile(state: vault.state, files: vault.environment.files)
    return try file.read()?.isRunning(at: vault.environment.clock.now()) ?? false
  }
}
