import CNcurses
import CPlatform
import Glibc

/// A terminal driven by ncurses.
///
/// The one file that knows of ncurses.
///
/// ncurses draws what changed and decodes keys; layout, widths, colours and safety are ours. Not `Sendable`: ncurses is
/// one global state without locks, so everything happens on the thread that made this.
public final class NcursesTerminal: Terminal {
  public private(set) var size: Size
  public let tier: ColorTier
  public let usesUnicode: Bool
  public var theme: Theme {
    didSet {
      resolved = theme.resolved(for: tier)
      drawn.removeAll(keepingCapacity: true)
      invalidate()
    }
  }

  private var resolved: ResolvedTheme
  /// The console of Linux has no marks: it would draw a sign of its own for each.
  private let drawsStrikes: Bool
  /// Attributes and colour pair by style, filled as styles are first seen.
  private var drawn: [Style: (attributes: UInt32, pair: Int32)] = [:]
  private var shown: Frame?
  private let descriptor: Int32
  private let input: UnsafeMutablePointer<FILE>
  private let output: UnsafeMutablePointer<FILE>
  private let screen: OpaquePointer
  private let resizeWake: Int32
  private var errors: ErrorCapture?
  private var isClosed = false
  private var hasMouse = false
  private var emptyReads = 0

  private static let pasteBegin: Int32 = 5000
  private static let pasteEnd: Int32 = 5001
  private static let maximumPaste = 1 << 20

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
    resolved = theme.resolved(for: tier)
    drawsStrikes = !term.hasPrefix("linux")
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
    let forms: [(String, Int32)] = [
      ("\u{1b}[A", KEY_UP), ("\u{1b}[B", KEY_DOWN), ("\u{1b}[C", KEY_RIGHT), ("\u{1b}[D", KEY_LEFT),
      ("\u{1b}OA", KEY_UP), ("\u{1b}OB", KEY_DOWN), ("\u{1b}OC", KEY_RIGHT), ("\u{1b}OD", KEY_LEFT),
      ("\u{1b}[H", KEY_HOME), ("\u{1b}[F", KEY_END), ("\u{1b}OH", KEY_HOME), ("\u{1b}OF", KEY_END),
      ("\u{1b}[1~", KEY_HOME), ("\u{1b}[4~", KEY_END), ("\u{1b}[7~", KEY_HOME), ("\u{1b}[8~", KEY_END),
      ("\u{1b}[5~", KEY_PPAGE), ("\u{1b}[6~", KEY_NPAGE), ("\u{1b}[2~", KEY_IC), ("\u{1b}[3~", KEY_DC),
      ("\u{1b}[Z", KEY_BTAB), ("\u{1b}[200~", Self.pasteBegin), ("\u{1b}[201~", Self.pasteEnd),
    ]
    for (sequence, code) in forms { define_key(sequence, code) }
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
        put(cell, x: x, y: y, columns: columns)
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

  private func put(_ cell: Cell, x: Int, y: Int, columns: Int) {
    let (attributes, pair) = ink(cell.style)
    var text: (wchar_t, wchar_t, wchar_t, wchar_t, wchar_t, wchar_t) = (0, 0, 0, 0, 0, 0)
    // libc may not agree about the width; then ncurses would lose its place. What cannot be shown is a question mark.
    let isKnown = usesUnicode && nc_libc_width(cell.glyph.base) == Int32(cell.width)
    let fits = x + Int(cell.width) <= columns
    withUnsafeMutableBytes(of: &text) { bytes in
      // The tuple is six wchar_t in a row: the base, four marks at most, and the end.
      let slots = bytes.bindMemory(to: wchar_t.self)
      guard isKnown, fits else {
        slots[0] = fits ? wchar_t(AsciiFallback.character(for: cell.glyph)) : 0x20
        return
      }
      var index = 0
      cell.glyph.forEachScalar { scalar in
        slots[index] = wchar_t(scalar.value)
        index += 1
      }
      // ncurses knows no attribute for it: the line is a mark on the letter, and only on the screen.
      if index < 5, isStruck(cell) { slots[index] = wchar_t(Self.strike) }
    }
    withUnsafeBytes(of: &text) { bytes in
      guard let start = bytes.bindMemory(to: wchar_t.self).baseAddress else { return }
      // The last cell of the screen is written although ncurses reports an error, as it cannot move on from there.
      _ = nc_put(Int32(y), Int32(x), start, attributes, pair)
      if cell.width == 2, !isKnown, fits { _ = nc_put(Int32(y), Int32(x + 1), start, attributes, pair) }
    }
  }

  /// COMBINING LONG STROKE OVERLAY.
  private static let strike: UInt32 = 0x336

  /// Whether a line goes through a cell; emoji would fall apart under a mark.
  private func isStruck(_ cell: Cell) -> Bool {
    drawsStrikes && (0x20..<0x1F000).contains(cell.glyph.base) && cell.width > 0
      && resolved[cell.style].attributes.contains(.struck)
  }

  private func ink(_ style: Style) -> (attributes: UInt32, pair: Int32) {
    if let known = drawn[style] { return known }
    let wanted = resolved[style]
    var attributes: UInt32 = 0
    if wanted.attributes.contains(.bold) { attributes |= nc_attr_bold() }
    if wanted.attributes.contains(.dim) { attributes |= nc_attr_dim() }
    if wanted.attributes.contains(.italic) { attributes |= nc_attr_italic() }
    if wanted.attributes.contains(.underline) { attributes |= nc_attr_underline() }
    if wanted.attributes.contains(.reverse) { attributes |= nc_attr_reverse() }
    var pair: Int32 = 0
    if tier != .mono, wanted.foreground != nil || wanted.background != nil {
      pair = max(0, alloc_pair(wanted.foreground.map(Int32.init) ?? -1, wanted.background.map(Int32.init) ?? -1))
    }
    drawn[style] = (attributes, pair)
    return (attributes, pair)
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
    let waiting = readAll()
    if !waiting.isEmpty { return waiting }
    let ready = Descriptors.wait([fileno(input), wake ?? -1, resizeWake], timeout: timeout)
    if ready.readable[2] { hf_wake_clear(resizeWake) }
    // Also when a signal ended the wait: ncurses tells of a new size only when it is asked for a key.
    let events = readAll()
    if !events.isEmpty {
      emptyReads = 0
    } else if ready.hungUp[0] {
      return [.ended]
    } else if ready.readable[0] {
      // Readable and nothing to read, time and again: the other side is gone.
      emptyReads += 1
      if emptyReads > 100 { return [.ended] }
    }
    return events
  }

  private func readAll() -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    var isResized = false
    var value: wint_t = 0
    var kind: Int32 = 0
    while events.count < 256, nc_read(&value, &kind) {
      if kind != KEY_CODE_YES {
        if let key = Unicode.Scalar(value).flatMap(ExtendedKeys.key(scalar:)) { events.append(.key(key)) }
        continue
      }
      switch Int32(bitPattern: value) {
      case KEY_RESIZE: isResized = true
      case KEY_MOUSE:
        if let event = mouseEvent() { events.append(.mouse(event)) }
      case Self.pasteBegin: events.append(.paste(readPaste()))
      case Self.pasteEnd: break
      case let code:
        if let key = Self.key(code: code) { events.append(.key(key)) }
      }
    }
    if isResized {
      size = Size(columns: Int(nc_columns()), rows: Int(nc_rows()))
      invalidate()
      events.append(.resize(size))
    }
    return events
  }

  private func readPaste() -> String {
    var view = String.UnicodeScalarView()
    var length = 0
    var value: wint_t = 0
    var kind: Int32 = 0
    while true {
      guard nc_read(&value, &kind) else {
        // A long paste comes in pieces. When nothing follows for a while, its end was lost.
        if Descriptors.wait([fileno(input)], timeout: .milliseconds(300)).readable[0] != true { break }
        emptyReads += 1
        if emptyReads > 100 { break }
        continue
      }
      emptyReads = 0
      if kind == KEY_CODE_YES {
        if Int32(bitPattern: value) == Self.pasteEnd { break }
        continue
      }
      guard length < Self.maximumPaste, let scalar = Unicode.Scalar(value) else { continue }
      view.append(scalar == "\r" ? "\n" : scalar)
      length += 1
    }
    return String(view)
  }

  private func mouseEvent() -> MouseEvent? {
    var x: Int32 = 0
    var y: Int32 = 0
    var kind: Int32 = 0
    var button: Int32 = 0
    guard nc_mouse_event(&x, &y, &kind, &button) else { return nil }
    let kinds: [Int32: MouseEvent.Kind] = [1: .press, 2: .release, 3: .wheelUp, 4: .wheelDown]
    return kinds[kind].map { MouseEvent(kind: $0, point: Point(x: Int(x), y: Int(y)), button: Int(button)) }
  }

  private static func key(code: Int32) -> Key? {
    switch code {
    case KEY_UP: return .up
    case KEY_DOWN: return .down
    case KEY_LEFT: return .left
    case KEY_RIGHT: return .right
    case KEY_HOME: return .home
    case KEY_END: return .end
    case KEY_PPAGE: return .pageUp
    case KEY_NPAGE: return .pageDown
    case KEY_IC: return Key(.insert)
    case KEY_DC: return .delete
    case KEY_BACKSPACE: return .backspace
    case KEY_ENTER: return .enter
    case KEY_BTAB: return .backTab
    case KEY_SLEFT: return Key(.left, shift: true)
    case KEY_SRIGHT: return Key(.right, shift: true)
    case KEY_SR: return Key(.up, shift: true)
    case KEY_SF: return Key(.down, shift: true)
    case nc_key_f0() + 1...nc_key_f0() + 24: return Key(.function(Int(code - nc_key_f0())))
    default: return keyname(code).flatMap { ExtendedKeys.key(named: String(cString: $0)) }
    }
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

  // MARK: - For tests

  /// What ncurses holds in a cell.
  func readBack(x: Int, y: Int) -> (text: String, attributes: UInt32, pair: Int32)? {
    var text = [wchar_t](repeating: 0, count: 16)
    var attributes: UInt32 = 0
    var pair: Int32 = 0
    guard nc_get(Int32(y), Int32(x), &text, &attributes, &pair) == OK else { return nil }
    var view = String.UnicodeScalarView()
    for value in text.prefix(while: { $0 != 0 }) {
      if let scalar = Unicode.Scalar(UInt32(bitPattern: value)) { view.append(scalar) }
    }
    return (String(view), attributes, pair)
  }

  /// The colours of a pair as ncurses holds them.
  func readBack(pair: Int32) -> (foreground: Int32, background: Int32)? {
    var foreground: Int32 = 0
    var background: Int32 = 0
    guard extended_pair_content(pair, &foreground, &background) == OK else { return nil }
    return (foreground, background)
  }
}
