import Records

/// What WhatsApp itself wrote in the place of, or around, what people wrote.
enum AppLine: Hashable, Sendable {
  /// A file was sent and is not in the export; the kind where the words say it.
  case omitted(String?)
  /// The message was deleted before the export; true when by the exporting phone's owner.
  case deleted(byOwner: Bool)
  /// A view-once message.
  case viewOnce
  /// A call: `missed`, `voice`, `video` …
  case call(String)
  case liveLocation
  /// The message had not been decrypted on the exporting phone.
  case waiting
  /// The group's history: the action as `GroupChange` names it.
  case group(String)
  /// Any other notice, with a short name: `encryption`, `security-code`, `business` …
  case system(String)
}
