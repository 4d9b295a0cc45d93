import CNcurses
import CPlatform
import Glibc

/// A terminal driven by ncurses.
///
/// ncurses draws what changed and decodes keys; layout, widths, colours and safety are ours. Not `Sendable`: ncurses is
/// one global state without locks, so everything happens on the thread that made this.
public final class NcursesTerminal: Terminal {
  public private(set) var size: Size
  public let tier: ColorTier
  public let usesUnicode: Bool
  public var theme: Theme {
    didSet {
      pen = NcursesPen(theme: theme, tier: tier, usesUnicode: usesUnicode, drawsStrikes: drawsStrikes)
      invalidate()
    }
  }

  private let drawsStrikes: Bool
  private var pen: NcursesPen
  private var reader: NcursesReader
  private var shown: Frame?
  private let descriptor: Int32
  private let input: UnsafeMutablePointer<FILE>
  private let output: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private let resizeWake: Int32
  private var errors: ErrorCapture?
  private var isClosed = false
  private var hasMouse = false

  /// Takes over the terminal of this process.
  /// - Parameters:
  ///   - theme: How meanings look.
  ///   - environment: Asked for TERM, NO_COLOR and ESCDELAY.
  ///   - prefersAscii: Whether to draw in ASCII although the locale knows more.
  /// - Throws: ``TerminalError`` in words for people.
  public convenience init(theme: Theme, environment: [String: String], prefersAscii: Bool = false) throws {
    let descriptor = hf_open("/dev/tty", O_RDWR | O_NOCTTY, 0)
    guard descriptor >= 0, isatty(descriptor) == 1 else {
      if descriptor >= 0 { Glibc.close(descriptor) }
      throw TerminalError(
        code: .notATerminal, message: "there is no terminal to draw on",
        remedy: "run it in a terminal, over SSH with -t, or use the commands: holdfast --help")
    }
    let name = environment["TERM"] ?? ""
    guard !name.isEmpty, nc_probe_terminal(name, descriptor) == 1 else {
      Glibc.close(descriptor)
      throw TerminalError(
        code: .unknownTerminal,
        message: name.isEmpty ? "TERM is not set" : "this machine does not know the terminal \(SafeText(name).text)",
        remedy: "try TERM=xterm-256color, or install ncurses-term")
    }
    // In the environment they would override the real size, and freeze it.
    unsetenv("LINES")
    unsetenv("COLUMNS")
    try self.init(
      term: name, output: descriptor, input: hf_fcntl(descriptor, F_DUPFD_CLOEXEC, 3), theme: theme,
      environment: environment, prefersAscii: prefersAscii, ownsProcess: true)
  }

  /// Starts ncurses on two descriptors.
  /// - Parameter ownsProcess: Whether signals and standard error are taken care of; tests do without.
  init(
    term: String, output: Int32, input: Int32, theme: Theme, environment: [String: String],
    prefersAscii: Bool = false, ownsProcess: Bool
  ) throws {
    descriptor = output
    let isUtf8 = Self.chooseLocale()
    usesUnicode = isUtf8 && !prefersAscii
    // The modes to come back to are those before ncurses.
    if ownsProcess { _ = hf_crash_guard_install(output) }
    resizeWake = hf_wake_descriptor()
    guard let outFile = fdopen(output, "w"), let inFile = fdopen(input, "r"),
      let screen = newterm(term, outFile, inFile)
    else {
      if ownsProcess { hf_crash_guard_remove() }
      throw TerminalError(
        code: .unknownTerminal, message: "the terminal \(SafeText(term).text) cannot be used",
        remedy: "try TERM=xterm-256color")
    }
    self.output = outFile
    self.input = inFile
    self.screen = screen
    guard nc_has_cursor_addressing() else {
      endwin()
      if ownsProcess { hf_crash_guard_remove() }
      throw TerminalError(
        code: .unknownTerminal, message: "the terminal \(SafeText(term).text) cannot place text on the screen",
        remedy: "try TERM=xterm-256color, or use the commands: holdfast --help")
    }
    tier = ColorTier(colors: has_colors() ? Self.startColors() : 0, environment: environment)
    size = Size(columns: Int(nc_columns()), rows: Int(nc_rows()))
    self.theme = theme
    drawsStrikes = !term.hasPrefix("linux")
    pen = NcursesPen(theme: theme, tier: tier, usesUnicode: usesUnicode, drawsStrikes: drawsStrikes)
    reader = NcursesReader(descriptor: input)
    prepareInput(environment)
    if ownsProcess {
      _ = hf_wake_on_resize(resizeWake)
      errors = ErrorCapture()
    }
    write("\u{1b}[?2004h")
  }

  deinit { close() }

  // MARK: - Start

  /// Sets the locale for characters, and tells whether it is UTF-8.
  ///
  /// Nothing else of the locale is ours to change.
  private static func chooseLocale() -> Bool {
    setlocale(LC_CTYPE, "")
    if nc_codeset_is_utf8() { return true }
    if setlocale(LC_CTYPE, "C.UTF-8") != nil, nc_codeset_is_utf8() { return true }
    setlocale(LC_CTYPE, "")
    return false
  }

  private static func startColors() -> Int {
    start_color()
    use_default_colors()
    return Int(nc_colors())
  }

  private func prepareInput(_ environment: [String: String]) {
    raw()
    noecho()
    nonl()
    intrflush(nc_stdscr(), false)
    keypad(nc_stdscr(), true)
    nodelay(nc_stdscr(), true)
    leaveok(nc_stdscr(), false)
    // A slow line may need longer to keep an escape sequence together.
    if environment["ESCDELAY"] == nil { set_escdelay(25) }
    NcursesKeys.define()
  }

  // MARK: - Output

  public func invalidate() { shown = nil }

  public func present(_ frame: Frame) {
    guard !isClosed, frame != shown else { return }
    let columns = min(frame.size.columns, Int(nc_columns()))
    let rows = min(frame.size.rows, Int(nc_rows()))
    let last = shown.flatMap { $0.size == frame.size ? $0 : nil }
    if last == nil {
      // Whatever is on the screen is not what we think.
      wclear(nc_stdscr())
    }
    for y in 0..<rows {
      let row = frame.row(y)
      if let last, last.row(y) == row { continue }
      for x in 0..<columns {
        let cell = row[row.startIndex + x]
        if cell.width == 0 || last.map({ $0[x, y] == cell }) ?? false { continue }
        pen.put(cell, x: x, y: y, columns: columns)
      }
    }
    if let cursor = frame.cursor, cursor.x < columns, cursor.y < rows {
      curs_set(frame.showsCaret ? 2 : 1)
      wmove(nc_stdscr(), Int32(cursor.y), Int32(cursor.x))
    } else {
      curs_set(0)
    }
    shown = frame
    // Terminals that know synchronized output show the frame at once; the others ignore this.
    write("\u{1b}[?2026h")
    wnoutrefresh(nc_stdscr())
    doupdate()
    write("\u{1b}[?2026l")
  }

  /// Writes past ncurses, which has nothing waiting at these moments.
  private func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes = bytes.dropFirst(count)
      } else if errno != EINTR {
        return
      }
    }
  }

  /// Turns reports of the mouse on or off.
  ///
  /// Off by default: they take the terminal's own selection away.
  public func setMouse(_ isOn: Bool) {
    hasMouse = isOn
    nc_mouse(isOn)
  }

  // MARK: - Input

  public func waitForInput(wake: Int32?, timeout: Duration?) -> [TerminalEvent] {
    guard !isClosed else { return [.ended] }
    let events = reader.wait(wake: wake, resizeWake: resizeWake, timeout: timeout)
    for case .resize(let size) in events {
      self.size = size
      invalidate()
    }
    return events
  }

  // MARK: - Away and back

  public func suspend<T>(_ body: () throws -> T) rethrows -> T {
    guard !isClosed else { return try body() }
    if hasMouse { nc_mouse(false) }
    write("\u{1b}[?2004l")
    def_prog_mode()
    endwin()
    errors?.stop()
    defer { resume() }
    return try body()
  }

  /// Stops the process as Ctrl-z does elsewhere, and goes on when the shell lets it.
  public func suspendToShell() {
    suspend { _ = kill(0, SIGTSTP) }
  }

  private func resume() {
    errors?.start()
    reset_prog_mode()
    flushinp()
    var rows: Int32 = 0
    var columns: Int32 = 0
    if hf_window_size(descriptor, &rows, &columns) == 0, rows > 0, columns > 0,
      rows != nc_rows() || columns != nc_columns()
    {
      // Tells of itself as a key.
      resizeterm(rows, columns)
    }
    wrefresh(nc_stdscr())
    write("\u{1b}[?2004h")
    if hasMouse { nc_mouse(true) }
    invalidate()
  }

  public func close() {
    guard !isClosed else { return }
    isClosed = true
    if hasMouse { nc_mouse(false) }
    write("\u{1b}[?2004l")
    curs_set(1)
    // The picture that ncurses keeps holds messages.
    werase(nc_stdscr())
    wrefresh(nc_stdscr())
    endwin()
    _ = hf_wake_on_resize(-1)
    hf_crash_guard_remove()
    errors = nil
    delscreen(screen)
    fclose(output)
    fclose(input)
    if resizeWake >= 0 { Glibc.close(resizeWake) }
    shown = nil
  }
}
