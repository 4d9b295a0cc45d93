import Sealing
import Settings

/// Where the files lie that a configuration names: `credential:NAME` is systemd's, other paths start at the file's folder.
struct SettingsPaths {
  /// The folder of the configuration file, with a slash at its end; empty for the working directory.
  var folder: String
  var credentialsDirectory: String?

  init(file: String, credentialsDirectory: String? = SecretFile.credentialsDirectory()) {
    folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    self.credentialsDirectory = credentialsDirectory
  }

  /// The path that a setting means.
  func resolve(_ text: String, _ table: SettingsTable, _ key: String) throws -> String {
    guard !text.isEmpty else { throw table.error(key, "\(table.name(of: key)) is empty", remedy: "name a file") }
    let mark = "credential:"
    if text.hasPrefix(mark) {
      let name = text.dropFirst(mark.count)
      guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
        throw table.error(key, "‘\(text)’ names no credential", remedy: "write credential:NAME")
      }
      guard let credentialsDirectory else {
        throw table.error(
          key, "‘\(text)’ is a systemd credential, and this process has none",
          remedy: "start it as a unit with LoadCredential=, or name a file")
      }
      return credentialsDirectory + "/" + name
    }
    return text.hasPrefix("/") ? text : folder + text
  }

  /// The file that a key names; nil when the key is absent.
  func path(_ table: SettingsTable, _ key: String) throws -> String? {
    try table.string(key).map { try resolve($0, table, key) }
  }

  /// The secret in the file that a key names.
  func secret(_ table: SettingsTable, _ key: String) throws -> SecretBytes? {
    try table.string(key).map { try secret($0, table, key) }
  }

  /// The secrets in the files that a key lists.
  func secrets(_ table: SettingsTable, _ key: String) throws -> [SecretBytes] {
    try (table.strings(key) ?? []).map { try secret($0, table, key) }
  }

  private func secret(_ text: String, _ table: SettingsTable, _ key: String) throws -> SecretBytes {
    let path = try resolve(text, table, key)
    do {
      return try SecretFile.read(path, credentialsDirectory: credentialsDirectory)
    } catch let refusal as SecretFile.Refusal {
      throw table.error(key, refusal.message, remedy: refusal.remedy)
    }
  }
}
