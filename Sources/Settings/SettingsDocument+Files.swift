import Foundation

extension SettingsDocument {
  /// Reads and parses a file.
  /// - Throws: ``SettingsError`` with code `unreadable` when it cannot be read.
  public static func read(path: String) throws -> SettingsTable {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      throw SettingsError(
        code: .unreadable, message: "cannot be read", file: path, remedy: "check that it exists and is yours to read")
    }
    return try parse([UInt8](data), file: path)
  }
}
