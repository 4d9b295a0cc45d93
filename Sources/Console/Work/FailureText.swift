import Casework
import Intake
import Records
import SearchIndex
import Storage
import Vault

/// Turns any error into words for the officer.
enum FailureText {
  static func of(_ error: any Error) -> ConsoleFailure {
    switch error {
    case let failure as ConsoleFailure: return failure
    case is CancellationError: return ConsoleFailure(.cancelled, "Cancelled.")
    case let error as QueryError:
      var message = error.message
      if let suggestion = error.suggestion, !message.contains("did you mean") {
        message += "; did you mean \(suggestion)?"
      }
      return ConsoleFailure(.query, message, column: error.column, length: error.length)
    case let error as SearchIndexError where error.code == .cancelled: return ConsoleFailure(.cancelled, "Cancelled.")
    case let error as VaultError where error.code == .wrongPassphrase:
      return ConsoleFailure(.wrongPassphrase, "This passphrase opens nothing here. Try again.")
    case let error as VaultError: return words(error.message, error.remedy)
    case let error as StorageError: return words(error.message, error.remedy)
    case let error as SearchIndexError: return words(error.message, error.remedy)
    case let error as IntakeError: return words(error.message, error.remedy)
    case let error as CaseworkError:
      return ConsoleFailure(error.code == .needsSecondOfficer ? .refused : .other, joined(error.message, error.remedy))
    default: return ConsoleFailure(.other, String(describing: error))
    }
  }

  private static func words(_ message: String, _ remedy: String) -> ConsoleFailure {
    ConsoleFailure(.other, joined(message, remedy))
  }

  private static func joined(_ message: String, _ remedy: String) -> String {
    remedy.isEmpty ? message : message + ". " + remedy.prefix(1).uppercased() + remedy.dropFirst()
  }
}
