import Capture
import Casework
import Gateway
import Glibc
import Intake
import Records
import Sealing
import SearchIndex
import Settings
import Storage
import TerminalKit
import Vault

/// Why a command did not do what it was asked: what went wrong and where, what to do, and the exit status.
struct Failure: Error {
  var status: ExitStatus
  var message: String
  var remedy: String
  /// A line of input with a part of it marked.
  var pointer: Pointer?

  struct Pointer: Sendable {
    var line: String
    var column: Int
    var length: Int
  }

  init(_ status: ExitStatus, _ message: String, remedy: String = "") {
    self.status = status
    self.message = message
    self.remedy = remedy
  }

  /// Tells the user, on standard error.
  func report() {
    Output.note("holdfast: " + SafeLine.of(message))
    if let pointer {
      Output.note("  " + SafeLine.of(pointer.line))
      let before = SafeLine.of(String(pointer.line.prefix(pointer.column)))
      Output.note("  " + String(repeating: " ", count: before.count) + String(repeating: "^", count: pointer.length))
    }
    if !remedy.isEmpty { Output.note("  " + SafeLine.of(remedy)) }
  }
}

extension Failure {
  /// Translates a module's error; nil for errors that are none of ours.
  init?(classifying error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let error as VaultError: self.init(Failure.status(of: error), error.message, remedy: error.remedy)
    case let error as StorageError: self.init(Failure.status(of: error), error.message, remedy: error.remedy)
    case let error as SearchIndexError: self.init(Failure.status(of: error), error.message, remedy: error.remedy)
    case let error as CaseworkError: self.init(Failure.status(of: error), error.message, remedy: error.remedy)
    case let error as CaptureError: self.init(.badInput, error.description)
    case let error as TerminalError: self.init(.unavailable, error.message, remedy: error.remedy)
    case let error as SettingsError: self.init(.badInput, error.description)
    case let error as SealingError: self.init(Failure.status(of: error), error.message, remedy: error.remedy)
    case let error as IntakeError: self.init(.badInput, "\(error.path): \(error.message)", remedy: error.remedy)
    case let error as GatewayError:
      self.init(
        error.code == .address || error.code == .failed ? .unavailable : .badInput, error.message, remedy: error.remedy)
    case let error as SpoolError: self.init(.unavailable, error.message, remedy: error.remedy)
    case let error as OutboundError: self.init(.badInput, error.message, remedy: error.remedy)
    case let error as RecordError: self.init(.badInput, error.message)
    case is CancellationError:
      self.init(.interrupted, "interrupted", remedy: "run the same command again: it goes on where it was")
    default: return nil
    }
  }

  private static func status(of error: VaultError) -> ExitStatus {
    switch error.code {
    case .wrongPassphrase, .wrongRecoverySecret, .notPermitted: return .notPermitted
    case .corruptSlot, .noSlot, .foreignVault, .truncated, .unsupportedVersion, .badConfiguration, .noRecord, .badNote,
      .noVault:
      return .badInput
    case .tampered, .rolledBack: return .doesNotHold
    case .exists: return .cannotWrite
    case .usage: return .usage
    case .missing: return .doesNotHold
    default: return (error.cause as? StorageError).map { status(of: $0) } ?? .unavailable
    }
  }

  private static func status(of error: StorageError) -> ExitStatus {
    switch error.code {
    case .notFound, .badName, .notADirectory, .symbolicLink, .truncated: return .badInput
    case .exists, .diskFull, .readOnly, .permission: return .cannotWrite
    default: return .unavailable
    }
  }

  private static func status(of error: CaseworkError) -> ExitStatus {
    switch error.code {
    case .needsSecondOfficer, .noOfficerKey: return .notPermitted
    case .badDestination, .cannotWrite: return .cannotWrite
    case .missingReason: return .usage
    case .unreadable, .somethingFound: return .doesNotHold
    case .incompleteIndex: return .unavailable
    default: return .badInput
    }
  }

  private static func status(of error: SearchIndexError) -> ExitStatus {
    switch error.code {
    case .query, .notFound: return .badInput
    case .cancelled: return .interrupted
    case .cannotWrite: return .cannotWrite
    default:
      if let vault = error.cause as? VaultError { return status(of: vault) }
      if let storage = error.cause as? StorageError { return status(of: storage) }
      return .unavailable
    }
  }

  private static func status(of error: SealingError) -> ExitStatus {
    switch error.code {
    case .wrongPassphrase, .wrongKey: return .notPermitted
    case .randomFailure, .cryptoFailure: return .unavailable
    default: return .badInput
    }
  }
}
