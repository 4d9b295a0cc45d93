extension SampleVault.Report {
  /// The figures, for a person.
  public var text: String {
    var lines = imports.flatMap(\.files).map { file in
      let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
      return "\(name): \(file.messages) messages, \(file.events) events, \(file.media) files, "
        + "\(file.duplicates) duplicates, \(file.gaps) gaps"
        + file.exceptions.map { "\n  \($0.place): \($0.what)" }.joined()
    }
    lines.append(
      "\(statistics.conversations) conversations, \(statistics.messages) messages, \(statistics.people) people, "
        + "\(statistics.attachments) attachments, \(statistics.receipts) receipts, \(statistics.gaps) gaps, "
        + "\(statistics.exceptions) exceptions, \(statistics.waiting) waiting, \(statistics.held) held")
    for matter in matters {
      lines.append(
        "\(matter.name) \(matter.title): \(matter.messages) messages in \(matter.conversations) conversations")
      lines += matter.holds.map { "  \($0.messages) by \($0.placement.predicate)" }
    }
    lines.append(
      "\(vault): \(verification.segments) segments, \(verification.records) records, "
        + (verification.ok ? "everything verifies" : "PROBLEMS"))
    return lines.joined(separator: "\n")
  }
}
