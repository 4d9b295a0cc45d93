/// A point in time: whole milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored as POSIX does.
///
/// A bare instant never says whose clock it is: name the property `sentAt`, `capturedAt` or `sealedAt`.
public struct Instant: Sendable, Hashable, Comparable {
  /// Milliseconds since the Unix epoch; negative before 1970.
  public var milliseconds: Int64

  /// Creates an instant from milliseconds since the Unix epoch.
  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  /// Creates an instant from whole seconds since the Unix epoch, saturating at the ends of the range.
  public init(seconds: Int64) {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    milliseconds = overflow ? (seconds < 0 ? .min : .max) : product
  }

  /// Whole seconds since the Unix epoch, rounded towards the past.
  public var seconds: Int64 { milliseconds.flooredQuotient(by: 1000) }

  public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

extension Instant: CustomStringConvertible {
  public var description: String { rfc3339 }

  /// RFC 3339 in UTC: `2024-05-14T09:17:02Z`, with `.123` only where there are milliseconds.
  public var rfc3339: String {
    let time = CivilTime(self)
    var text = "\(time.date)T" + time.clock
    if time.millisecond != 0 {
      let digits = String(time.millisecond)
      text += "." + String(repeating: "0", count: 3 - digits.count) + digits
    }
    return text + "Z"
  }

  /// Reads RFC 3339 with any offset; nil where the text is anything else.
  public init?(rfc3339 text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[13] == 0x3A, bytes[16] == 0x3A,
      bytes[10] == 0x54 || bytes[10] == 0x74 || bytes[10] == 0x20
    else { return nil }
    func number(_ from: Int, _ count: Int) -> Int? {
      guard from + count <= bytes.count else { return nil }
      var value = 0
      for byte in bytes[from..<from + count] {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      return value
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
      let minute = number(14, 2), let second = number(17, 2),
      let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 61
    else { return nil }
    var index = 19
    var fraction = 0
    if index < bytes.count, bytes[index] == 0x2E {
      index += 1
      var scale = 100
      let start = index
      while index < bytes.count, bytes[index] >= 0x30, bytes[index] <= 0x39 {
        fraction += Int(bytes[index] - 0x30) * scale
        scale /= 10
        index += 1
      }
      guard index > start else { return nil }
    }
    guard index < bytes.count else { return nil }
    var offset = 0
    if bytes[index] == 0x5A || bytes[index] == 0x7A {
      guard index + 1 == bytes.count else { return nil }
    } else {
      guard bytes[index] == 0x2B || bytes[index] == 0x2D, index + 6 == bytes.count, bytes[index + 3] == 0x3A,
        let hours = number(index + 1, 2), let minutes = number(index + 4, 2), hours < 24, minutes < 60
      else { return nil }
      offset = (hours * 60 + minutes) * (bytes[index] == 0x2B ? 60 : -60)
    }
    let clock = Int64(hour * 3600 + minute * 60 + second - offset)
    milliseconds = (Int64(date.daysSinceEpoch) * 86400 + clock) * 1000 + Int64(fraction)
  }
}

extension Int64 {
  /// Division that rounds towards negative infinity, as calendars need before 1970.
  public func flooredQuotient(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? quotient - 1 : quotient
  }

  /// The remainder that belongs to `flooredQuotient`: never negative for a positive divisor.
  public func flooredRemainder(by divisor: Int64) -> Int64 {
    // Not from the quotient: that times the divisor lies below the range for the smallest values.
    let remainder = self % divisor
    return remainder != 0 && (remainder < 0) != (divisor < 0) ? remainder + divisor : remainder
  }
}
