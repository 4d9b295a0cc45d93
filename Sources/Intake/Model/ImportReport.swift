import Records

/// What an import took in, file by file.
public struct ImportReport: Sendable, Hashable {
  /// One file, or a path that could not be read.
  public struct File: Sendable, Hashable {
    /// The path as it was given, or found below a folder that was.
    public var path: String
    /// `meta-webhook`, `wasender`, `chat-export-txt`, `chat-export-zip`; `unknown` where it could not be told.
    public var format: String
    public var deliveries: Int64 = 0
    /// Distinct messages that were not archived before.
    public var messages: Int64 = 0
    /// Receipts, reactions, edits, deletions, system lines and other changes.
    public var events: Int64 = 0
    /// Messages and deliveries that were archived already, or came earlier in this import.
    public var duplicates: Int64 = 0
    /// Files that were sealed.
    public var media: Int64 = 0
    public var gaps: Int64 = 0
    /// Messages that were archived without a date and have one now, because the order of their dates was stated.
    public var dated: Int64 = 0
    /// Messages that were archived with another date, which this import corrected.
    public var redated: Int64 = 0
    /// Messages that are archived with another date than this reading gives them; nothing was changed.
    public var datedOtherwise: Int64 = 0
    public var exceptions: [Exception] = []

    /// Creates the entry of a file that nothing was read from yet.
    public init(path: String, format: String = "unknown") {
      self.path = path
      self.format = format
    }
  }

  /// Something that could not be read as it should.
  public struct Exception: Sendable, Hashable {
    /// The place in the file.
    public var place: String
    /// What is wrong, and what became of it.
    public var what: String

    /// Creates an exception.
    public init(place: String, what: String) {
      self.place = place
      self.what = what
    }
  }

  public var files: [File]

  /// Creates a report.
  public init(files: [File] = []) { self.files = files }

  /// The sums over all files; its exceptions are those of all files, its path is empty.
  public var total: File {
    var total = File(path: "", format: "")
    for file in files {
      total.deliveries += file.deliveries
      total.messages += file.messages
      total.events += file.events
      total.duplicates += file.duplicates
      total.media += file.media
      total.gaps += file.gaps
      total.dated += file.dated
      total.redated += file.redated
      total.datedOtherwise += file.datedOtherwise
      total.exceptions += file.exceptions
    }
    return total
  }

  /// The shape that `import --json` prints.
  public var json: JSONValue {
    .object(JSONObject([JSONObject.Member(name: "files", value: .array(files.map(\.json)))]))
  }
}

extension ImportReport.File {
  /// The entry as JSON.
  var json: JSONValue {
    func member(_ name: String, _ value: JSONValue) -> JSONObject.Member { .init(name: name, value: value) }
    func count(_ name: String, _ value: Int64) -> JSONObject.Member { member(name, .number(String(value))) }
    let list = exceptions.map { exception in
      JSONValue.object(
        JSONObject([member("where", .string(exception.place)), member("what", .string(exception.what))]))
    }
    let dates = [("dated", dated), ("dated_otherwise", datedOtherwise), ("redated", redated)].filter { $0.1 > 0 }
      .map(count)
    return .object(
      JSONObject(
        [
          member("path", .string(path)), member("format", .string(format)), count("deliveries", deliveries),
          count("messages", messages), count("events", events), count("duplicates", duplicates), count("media", media),
          count("gaps", gaps), member("exceptions", .array(list)),
        ] + dates))
  }
}
