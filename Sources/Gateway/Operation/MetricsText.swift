import Intake
import Records

/// Prometheus' text format (docs/operations.md, “Watching it”).
struct MetricsText {
  private var text = ""

  static func render(_ status: GatewayStatus, answers: [Int: Int64], acknowledged: Histogram, now: Instant) -> String {
    var writer = MetricsText()
    writer.accounts(status)
    writer.rejected(answers)
    writer.histogram(acknowledged)
    writer.parts(status, now)
    return writer.text
  }

  private mutating func accounts(_ status: GatewayStatus) {
    begin("holdfast_deliveries_total", "counter", "Deliveries by account and outcome.")
    for account in status.accounts {
      for (outcome, value) in [
        ("accepted", account.accepted), ("unauthorized", account.unauthorized), ("refused", account.refused),
      ] {
        line("holdfast_deliveries_total", [("account", account.name), ("outcome", outcome)], String(value))
      }
    }
    begin("holdfast_last_delivery_timestamp_seconds", "gauge", "When the last delivery was accepted.")
    for account in status.accounts {
      guard let lastAt = account.lastAt else { continue }
      line(
        "holdfast_last_delivery_timestamp_seconds", [("account", account.name)],
        MetricsText.seconds(lastAt.milliseconds))
    }
  }

  /// Why a request was turned away that never became a delivery.
  static let reasons: [(status: Int, reason: String)] = [
    (400, "malformed"), (403, "wrong verify token"), (404, "for nobody"), (405, "method"), (408, "too slow"),
    (413, "too large"), (415, "compressed"), (431, "headers too large"),
  ]

  private mutating func rejected(_ answers: [Int: Int64]) {
    begin("holdfast_requests_rejected_total", "counter", "Requests turned away before they were deliveries.")
    for (status, reason) in MetricsText.reasons {
      line("holdfast_requests_rejected_total", [("reason", reason)], String(answers[status] ?? 0))
    }
  }

  private mutating func histogram(_ histogram: Histogram) {
    let name = "holdfast_ack_seconds"
    begin(name, "histogram", "From the whole request to its 200.")
    var sum: Int64 = 0
    for (bound, count) in zip(Histogram.bounds, histogram.counts) {
      sum += count
      line(name + "_bucket", [("le", MetricsText.decimal(bound, 6))], String(sum))
    }
    line(name + "_bucket", [("le", "+Inf")], String(histogram.count))
    line(name + "_sum", [], MetricsText.decimal(histogram.sum, 6))
    line(name + "_count", [], String(histogram.count))
  }

  private mutating func parts(_ status: GatewayStatus, _ now: Instant) {
    let age = status.spool.oldestAt.map { max(0, now.milliseconds - $0.milliseconds) } ?? 0
    gauge("holdfast_up", "1 while it serves, 0 while it measures or drains.", status.mode == .serving ? "1" : "0")
    gauge("holdfast_connections", "Open connections.", String(status.connections))
    gauge("holdfast_spool_entries", "Deliveries that are not sealed yet.", String(status.spool.entries))
    gauge("holdfast_spool_bytes", "Their bytes.", String(status.spool.bytes))
    gauge("holdfast_spool_limit_bytes", "What the spool may hold.", String(status.spool.limit))
    gauge("holdfast_spool_oldest_seconds", "The age of the oldest of them.", MetricsText.seconds(age))
    gauge("holdfast_spool_failed", "1 while the spool takes nothing.", status.spool.failure == nil ? "0" : "1")
    gauge(
      "holdfast_spool_damaged", "Places in the queues where entries cannot be read any more.",
      String(status.spool.damaged + status.media.damaged + status.forward.damaged))
    counter("holdfast_archived_total", "Deliveries sealed and acknowledged.", status.archived)
    gauge(
      "holdfast_seal_lag_seconds", "The age of the oldest record that is not sealed.",
      MetricsText.seconds(status.sealLagMilliseconds))
    gauge("holdfast_archiver_failed", "1 while the archiver files nothing.", status.archiverFailure == nil ? "0" : "1")
    gauge("holdfast_media_waiting", "Media to be fetched.", String(status.media.entries))
    counter("holdfast_media_failed_total", "Media that could not be had.", status.media.failed)
    gauge("holdfast_forward_waiting", "Deliveries to be relayed.", String(status.forward.entries))
    counter("holdfast_forward_dropped_total", "Deliveries that were not relayed.", status.forward.failed)
    gauge("holdfast_dead_letters", "Deliveries that could not be filed.", String(status.deadLetters))
    gauge(
      "holdfast_quarantined", "Deliveries that did not prove where they came from, and are kept.",
      String(status.quarantined))
    gauge("holdfast_disk_free_bytes", "Free on the fuller disk.", String(status.diskFree))
    gauge("holdfast_disk_bytes", "Size of the fuller disk.", String(status.diskTotal))
    begin("holdfast_checkpoint_timestamp_seconds", "gauge", "The last checkpoint of the gateway's ledger.")
    if let at = status.checkpointAt {
      line("holdfast_checkpoint_timestamp_seconds", [], MetricsText.seconds(at.milliseconds))
    }
    gauge("holdfast_start_timestamp_seconds", "When it started.", MetricsText.seconds(status.startedAt.milliseconds))
  }

  // MARK: - Form

  private mutating func begin(_ name: String, _ kind: String, _ help: String) {
    text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind)\n"
  }

  private mutating func gauge(_ name: String, _ help: String, _ value: String) {
    begin(name, "gauge", help)
    line(name, [], value)
  }

  private mutating func counter(_ name: String, _ help: String, _ value: Int64) {
    begin(name, "counter", help)
    line(name, [], String(value))
  }

  private mutating func line(_ name: String, _ labels: [(String, String)], _ value: String) {
    let inner = labels.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",")
    text += inner.isEmpty ? "\(name) \(value)\n" : "\(name){\(inner)} \(value)\n"
  }

  private static func seconds(_ milliseconds: Int64) -> String { decimal(milliseconds, 3) }

  /// A whole number of small units as a decimal fraction, exactly.
  static func decimal(_ value: Int64, _ digits: Int) -> String {
    let text = String(max(0, value))
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
    let whole = padded.dropLast(digits)
    var fraction = padded.suffix(digits)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
  }
}
