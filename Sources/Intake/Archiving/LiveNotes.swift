import Records

/// Says where a provider's time and ours do not go together.
enum LiveNotes {
  /// Adds a note to a live message whose time lies more than five minutes from its capture.
  static func add(to record: inout EventRecord) {
    let event = record.event
    guard event.kind == .message, event.attributes["route"] == nil || event.attributes["route"] == "echo",
      let sentAt = event.sentAt
    else { return }
    let (difference, overflow) = record.capturedAt.milliseconds.subtractingReportingOverflow(sentAt.milliseconds)
    guard !overflow, difference.magnitude > UInt64(DeliveryFiler.tolerance) else { return }
    record.event.attributes["clock_difference_seconds"] = String(difference / 1000)
    record.event.notes.append(
      difference > 0
        ? "the provider's time is \(words(difference)) before its capture: it came late, or a clock is wrong"
        : "the provider's time is \(words(-difference)) after its capture: a clock is wrong")
  }

  private static func words(_ milliseconds: Int64) -> String {
    let minutes = milliseconds / 60_000
    if minutes < 120 { return "\(minutes) minutes" }
    return minutes < 48 * 60 ? "\(minutes / 60) hours" : "\(minutes / 1440) days"
  }
}
