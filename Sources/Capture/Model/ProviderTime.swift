import Records

/// Reads the times that providers send: seconds, milliseconds, fractions, texts and split 64-bit values.
struct ProviderTime: Sendable, Hashable {
  var instant: Instant
  var precision: MessageEvent.Precision

  /// Below this a number means seconds, from here on milliseconds: 1e11 s lies in the year 5138.
  private static let millisecondsFrom: Int64 = 100_000_000_000
  /// From here on microseconds.
  private static let microsecondsFrom: Int64 = 100_000_000_000_000
  /// The end of the year 9999, in milliseconds.
  private static let latest: Int64 = 253_402_300_799_999

  /// Reads a time; nil when there is none, or it is zero, negative or senseless.
  init?(_ value: JSONValue?) {
    guard let value else { return nil }
    let found: ProviderTime?
    switch value {
    case .number(let token), .string(let token): found = ProviderTime.read(token)
    case .object: found = ProviderTime.long(value).flatMap { ProviderTime.at($0, fraction: 0, hasFraction: false) }
    default: found = nil
    }
    guard let found else { return nil }
    self = found
  }

  /// A whole number, from a number, its text, or the `{low, high}` that JavaScript splits 64 bits into.
  static func long(_ value: JSONValue?) -> Int64? {
    guard let value else { return nil }
    if let whole = value.integer { return whole }
    guard let low = value["low"]?.integer else { return nil }
    let high = value["high"]?.integer ?? 0
    return Int64(Int32(truncatingIfNeeded: high)) << 32 | Int64(UInt32(truncatingIfNeeded: low))
  }

  private init(_ instant: Instant, _ precision: MessageEvent.Precision) {
    self.instant = instant
    self.precision = precision
  }

  private static func read(_ token: String) -> ProviderTime? {
    var whole: Int64 = 0
    var fraction: Int64 = 0
    var scale: Int64 = 100
    var inFraction = false
    var digits = 0
    for byte in token.utf8 {
      switch byte {
      case 0x30...0x39:
        let digit = Int64(byte - 0x30)
        digits += 1
        if inFraction {
          fraction += digit * scale
          scale /= 10
        } else {
          let (scaled, tooBig) = whole.multipliedReportingOverflow(by: 10)
          if tooBig { return nil }
          whole = scaled.addingReportingOverflow(digit).partialValue
          if whole < 0 { return nil }
        }
      case 0x2E where !inFraction && digits > 0: inFraction = true
      default:
        // Exponents, RFC 3339, or nothing we know.
        if let double = Double(token), double.isFinite, double > 0, double < 1e18 {
          return at(Int64(double), fraction: Int64((double - double.rounded(.down)) * 1000), hasFraction: true)
        }
        guard let instant = Instant(rfc3339: token), instant.milliseconds > 0 else { return nil }
        return ProviderTime(instant, instant.milliseconds % 1000 == 0 ? .second : .millisecond)
      }
    }
    guard digits > 0 else { return nil }
    return at(whole, fraction: fraction, hasFraction: inFraction)
  }

  private static func at(_ number: Int64, fraction: Int64, hasFraction: Bool) -> ProviderTime? {
    guard number > 0 else { return nil }
    let found: ProviderTime
    if number < millisecondsFrom {
      found = ProviderTime(
        Instant(milliseconds: number * 1000 + fraction), hasFraction ? .millisecond : .second)
    } else if number < microsecondsFrom {
      found = ProviderTime(Instant(milliseconds: number), .millisecond)
    } else {
      found = ProviderTime(Instant(milliseconds: number / 1000), .millisecond)
    }
    return found.instant.milliseconds <= latest ? found : nil
  }
}
