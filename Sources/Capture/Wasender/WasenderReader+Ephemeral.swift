import Records

extension WasenderReader {
  /// Makes an event the notice that disappearing messages were switched on or off in its chat.
  func setEphemeral(_ event: inout MessageEvent, seconds: Int64?) {
    event.kind = .system
    event.messageID = nil
    let seconds = seconds ?? 0
    noteEphemeral(&event, seconds: seconds)
    event.content = Content(
      .text, text: seconds > 0 ? "disappearing messages: after \(seconds) seconds" : "disappearing messages: off")
  }

  /// Says in an event that disappearing messages were switched on or off.
  func noteEphemeral(_ event: inout MessageEvent, seconds: Int64?) {
    event.attributes["ephemeral_setting"] = String(seconds ?? 0)
    guard let seconds, seconds > 0 else { return }
    event.notes.append("messages in this chat now disappear from the phones; what is archived stays")
  }
}
