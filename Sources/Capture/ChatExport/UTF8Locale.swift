#if canImport(Glibc)
  import Glibc
#endif

/// Runs code with UTF-8 as the thread's character set, whatever the process was started with.
///
/// libarchive turns names through the C library's locale, and loses all but ASCII in the plain C locale of services
/// and containers. Only the calling thread is touched, and only for the time of the call.
enum UTF8Locale {
  private struct Handle: @unchecked Sendable {
    // Made once, never freed or changed: any thread may use it.
    var locale: locale_t?
  }

  private static let handle = Handle(locale: newlocale(characterTypeMask, "C.UTF-8", nil))

  /// The mask of LC_CTYPE alone; the macro is not imported.
  private static var characterTypeMask: Int32 { 1 << Int32(LC_CTYPE) }

  static func run<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let locale = handle.locale else { return try body() }
    let before = uselocale(locale)
    defer { _ = uselocale(before) }
    return try body()
  }
}
