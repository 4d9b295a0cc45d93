import Records

extension CaseMessage {
  /// Whether an export had only the app's notice that the message was deleted, and never its words.
  public var wasDeletedBeforeExport: Bool { current?.content.isDeletionNotice ?? false }

  /// What stands in a transcript where a version has no words and no file; nil where it has.
  ///
  /// An empty line would look like a fault of the transcript, or like a message that said nothing.
  public func absence(in version: Version) -> String? {
    let content = version.content
    if content.isDeletionNotice {
      // An export tells the time of the message and never that of its deletion.
      let words = "deleted by \(deleter(by: content)) before the export captured at "
      let notice = content.fields["notice"].map { "; the export says ‘\($0)’" } ?? ""
      return words + TranscriptContext.stamp(version.capturedAt) + notice
    }
    guard !content.hasSubstance, content.kind == .text else { return nil }
    // The deletion has a mark of its own, which says that nothing was kept.
    return isDeleted ? nil : "empty: the message came without words"
  }

  /// The mark of a deletion, with what became of the words.
  func mark(_ deletion: Deletion) -> String {
    let kept = versions.contains { $0.content.hasSubstance }
    return EvidenceWords.transcript.line(deletion)
      + (kept ? "; what it said was kept" : "; what it said never reached the archive")
  }

  /// Who deleted a message of which an export has only the notice.
  private func deleter(by content: Content) -> String {
    let isOwner = attributes["deleted_by"] == "owner"
    if isOwner, direction != .outbound { return "the owner of the exporting phone" }
    if !isOwner, content.fields["notice"]?.hasSuffix("by admin") == true { return "an admin of the group" }
    return sender == nil ? (isOwner ? "the owner of the exporting phone" : "the sender") : senderName
  }
}

extension Content {
  /// Whether it is the notice that stands in an export for a deleted message.
  var isDeletionNotice: Bool { kind.rawValue == "deleted" }

  /// Whether it says or carries anything of the sender's.
  var hasSubstance: Bool {
    if isDeletionNotice { return false }
    return text?.isEmpty == false || media != nil || (kind != .text && kind != .unsupported)
  }
}
