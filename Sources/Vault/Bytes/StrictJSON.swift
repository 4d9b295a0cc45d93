import Records

/// Reads the small JSON texts of the format: canonical, one object, not one byte without meaning.
struct StrictJSON {
  let object: JSONObject
  private let what: String

  /// Reads a text; `what` names it in errors.
  init(_ bytes: [UInt8], what: String) throws {
    self.what = what
    guard let value = try? JSONReader.parse(bytes), case .object(let object) = value,
      CanonicalJSON.encode(value) == bytes
    else { throw VaultError(.tampered, "\(what) is damaged: it is not canonical JSON") }
    self.object = object
  }

  func string(_ name: String) throws -> String {
    guard let text = object[name]?.string else { throw lacks(name) }
    return text
  }

  func integer(_ name: String) throws -> Int64 {
    guard case .number = object[name], let value = object[name]?.integer else { throw lacks(name) }
    return value
  }

  func period() throws -> Period {
    guard let retentionClass = RetentionClass(rawValue: try string("class")),
      let month = YearMonth(try string("month"))
    else { throw lacks("class or month") }
    return Period(retentionClass, month)
  }

  /// Refuses any version of the format but 1.
  func checkFormat() throws {
    let format = try integer("format")
    guard format == 1 else {
      throw VaultError(
        .unsupportedVersion, "\(what) has format \(format); this program reads format 1",
        remedy: "use the version of holdfast that wrote it, or a newer one")
    }
  }

  /// Refuses what belongs to another vault.
  func check(vault: VaultID) throws {
    let found = try string("vault")
    guard found == vault.text else {
      throw VaultError(
        .foreignVault, "\(what) belongs to the vault \(found), not to \(vault)",
        remedy: "move it back to its own vault")
    }
  }

  func lacks(_ name: String) -> VaultError { VaultError(.tampered, "\(what) is damaged: no usable ‘\(name)’") }
}
