import Records
import SearchIndex
import TerminalKit

/// What all screens may know: the vault, the officer, the zone, the size of the screen, and what the footer says.
struct SessionState: Sendable {
  /// The vault's title; empty before the vault is known.
  var vaultTitle = ""
  /// The first groups of the vault's fingerprint.
  var fingerprint = ""
  var officerName = ""
  /// The zone that times are shown in.
  var zone = NamedZone.utc
  var glyphs = GlyphSet.standard
  /// The cells of the body, where screens draw.
  var body = Size(columns: 80, rows: 21)
  var coverage: Coverage?
  /// When the console was last told the time; for ages and the idle lock.
  var now = Instant(milliseconds: 0)
  /// A job that runs in the background.
  var job: JobState?
  /// Where exports go unless the officer says otherwise.
  var folder = "."
}

/// A long job: an import, an export.
struct JobState: Sendable, Hashable {
  var title: String
  var done: Int64
  var total: Int64?
  var unit: String
  var startedAt: Instant
  var now: Instant

  /// `Exporting M-221 · 61 % · 640 of 1,031 messages · 412/s · 1 s left`
  var line: String {
    let seconds = max(0.001, Double(now.milliseconds - startedAt.milliseconds) / 1000)
    let rate = Double(done) / seconds
    var text = title
    if let total, total > 0 {
      text += " · \(done * 100 / total) % · \(Numerals.grouped(done)) of \(Numerals.grouped(total)) \(unit)"
      text += " · \(Numerals.grouped(Int64(rate)))/s"
      if rate > 0, done < total { text += " · \(Numerals.duration(Double(total - done) / rate)) left" }
    } else {
      text += " · \(Numerals.grouped(done)) \(unit) · \(Numerals.grouped(Int64(rate)))/s"
    }
    return text
  }
}

/// Something told to the officer in the status line until the next key.
struct Notice: Sendable, Hashable {
  enum Weight: Sendable, Hashable { case plain, warning, error }

  var weight: Weight
  var text: String

  static func plain(_ text: String) -> Notice { Notice(weight: .plain, text: text) }
  static func warning(_ text: String) -> Notice { Notice(weight: .warning, text: text) }
  static func error(_ text: String) -> Notice { Notice(weight: .error, text: text) }
}
