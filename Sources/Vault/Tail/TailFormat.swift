import Records
import Sealing

/// What writer and reader of a tail share (docs/format.md §13).
enum TailFormat {
  static let firstLine = "holdfast tail v1\n"
  static let suffix = ".tail"

  static func folder(_ state: VaultState) -> String { state.path + "/tail" }

  static func binding(_ vault: VaultID) -> AssociatedData {
    AssociatedData(.stateKey).appending(vault.text).appending("tail")
  }

  static func data(_ number: Int) -> [UInt8] { AssociatedData(.tailEntry).appending(UInt64(number)).bytes }
}
