import Records

/// What the import of an archive took in.
public struct BackfillReport: Sendable, Hashable {
  /// The path as it was given.
  public var path: String
  /// Files looked at.
  public var files: Int64 = 0
  public var totals = BackfillTotals()
  /// Whether it went on where an earlier run was interrupted; the totals are those of both.
  public var isResumed = false
  /// Why it did not go on where an earlier run was interrupted, but began anew.
  public var restarted: String?

  init(path: String) { self.path = path }

  /// The entry that `import --json` prints under `archives`.
  public var json: JSONValue {
    var members = totals.json.object?.members ?? []
    members += [
      .init(name: "files", value: .number(String(files))), .init(name: "path", value: .string(path)),
      .init(name: "resumed", value: .bool(isResumed)),
      .init(name: "restarted", value: restarted.map(JSONValue.string) ?? .null),
    ]
    return .object(JSONObject(members))
  }

  /// The same as an entry of an import of files, exceptions as far as they are listed.
  public var file: ImportReport.File {
    var file = ImportReport.File(path: path, format: "archive")
    file.deliveries = totals.records
    file.messages = totals.messages
    file.events = totals.events
    file.duplicates = totals.duplicates
    file.gaps = totals.gaps
    file.exceptions = totals.listed
    return file
  }
}
