import Glibc
import Records
import Synchronization

/// The `Date` header, made once a second.
enum HTTPDate {
  private static let last = Mutex<(second: Int64, text: String)>((0, ""))

  static func now() -> String {
    let second = Int64(time(nil))
    return last.withLock { last in
      if last.second != second { last = (second, text(second)) }
      return last.text
    }
  }

  /// RFC 9110's form: `Sun, 06 Nov 1994 08:49:37 GMT`.
  static func text(_ second: Int64) -> String {
    let time = CivilTime(Instant(seconds: second))
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
    return "\(days[time.date.weekday - 1]), \(two(time.date.day)) \(months[time.date.month - 1]) \(time.date.year) "
      + "\(two(time.hour)):\(two(time.minute)):\(two(time.second)) GMT"
  }
}
