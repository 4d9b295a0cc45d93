import Glibc

/// What the program's exit status means; docs/cli.md, “Exit status” (the numbers are those of sysexits.h).
enum ExitStatus: Int32 {
  case fine = 0
  /// The thing checked does not hold: tampering found, an export misses something in scope.
  case doesNotHold = 1
  case usage = 64
  case badInput = 65
  case unavailable = 69
  case cannotWrite = 73
  case notPermitted = 77
  /// Ended by Ctrl-c or SIGTERM; what was taken in until then is sealed.
  case interrupted = 130
}

/// Calls whose names ArgumentParser's own would hide.
enum Darwinless {
  /// Ends the process after flushing what was printed.
  static func exit(_ status: Int32) -> Never {
    fflush(nil)
    Glibc.exit(status)
  }
}
