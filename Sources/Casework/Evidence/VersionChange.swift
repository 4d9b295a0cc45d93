import Records

/// What one wording of a message changed of the wording before it.
public struct VersionChange: Sendable, Hashable {
  /// The number of the version.
  public var version: Int
  /// The number of the version that it is compared with: the one before it; for another reading of the same id, the
  /// first reading.
  public var base: Int
  /// Whether it is another reading of the same id, and no later wording.
  public var isOtherReading: Bool
  public var words: VersionDiff
  /// What else differs: the kind of message, its file.
  public var facts: [String]

  /// Whether nothing differs in words, kind or file.
  public var isSame: Bool { !words.isChanged && facts.isEmpty }

  /// The changes of all versions after the first, in their order.
  public static func all(of message: CaseMessage) -> [VersionChange] {
    var changes: [VersionChange] = []
    // Conflicting readings stand between the original and its edits: no edit was made of them.
    var wording: CaseMessage.Version?
    for version in message.versions {
      if version.origin == "conflict" {
        if let first = message.versions.first, first.number != version.number {
          changes.append(VersionChange(of: version, from: first, isOtherReading: true))
        }
      } else {
        if let wording { changes.append(VersionChange(of: version, from: wording, isOtherReading: false)) }
        wording = version
      }
    }
    return changes
  }

  private init(of version: CaseMessage.Version, from base: CaseMessage.Version, isOtherReading: Bool) {
    self.version = version.number
    self.base = base.number
    self.isOtherReading = isOtherReading
    words = VersionDiff(from: base.content.text ?? "", to: version.content.text ?? "")
    facts = []
    if base.content.kind != version.content.kind {
      facts.append("it was \(base.content.kind) and is \(version.content.kind)")
    }
    switch (base.content.media, version.content.media) {
    case (nil, nil): break
    case (_?, nil): facts.append("the file is not named again")
    case (nil, _?): facts.append("a file came with it")
    case (let old?, let new?):
      if let first = old.sha256, let second = new.sha256, first != second { facts.append("the file is another one") }
      if let first = old.fileName, let second = new.fileName, first != second {
        facts.append("the file's name was ‘\(first)’ and is ‘\(second)’")
      }
    }
  }

  /// `changed in 2 places from version 1`, with what else differs.
  public var summary: String {
    let count = words.places
    var parts: [String] = []
    let from = isOtherReading ? "as against version \(base)" : "from version \(base)"
    if count > 0 {
      let lead = isOtherReading ? "differs in" : "changed in"
      parts.append("\(lead) \(count) \(count == 1 ? "place" : "places") \(from)")
    }
    parts += facts
    if parts.isEmpty { parts.append("says the same as version \(base)") }
    if words.isCoarse { parts.append("too long and too different to be compared closely") }
    return parts.joined(separator: "; ")
  }
}
