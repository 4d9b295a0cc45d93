import CNcurses
import CPlatform
import Glibc

/// Reads what ncurses decodes: keys, pastes, the mouse, a new size.
struct NcursesReader {
  private static let maximumPaste = 1 << 20

  private let descriptor: Int32
  private var emptyReads = 0

  /// Reads from a descriptor that ncurses was started on.
  init(descriptor: Int32) { self.descriptor = descriptor }

  /// What came, at once or after a wait; `.ended` when nobody is at the other side any more.
  mutating func wait(wake: Int32?, resizeWake: Int32, timeout: Duration?) -> [TerminalEvent] {
    let waiting = readAll()
    if !waiting.isEmpty { return waiting }
    let ready = Descriptors.wait([descriptor, wake ?? -1, resizeWake], timeout: timeout)
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

  private mutating func readAll() -> [TerminalEvent] {
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
      case NcursesKeys.pasteBegin: events.append(.paste(readPaste()))
      case NcursesKeys.pasteEnd: break
      case let code:
        if let key = NcursesKeys.key(code: code) { events.append(.key(key)) }
      }
    }
    if isResized {
      events.append(.resize(Size(columns: Int(nc_columns()), rows: Int(nc_rows()))))
    }
    return events
  }

  private mutating func readPaste() -> String {
    var view = String.UnicodeScalarView()
    var length = 0
    var value: wint_t = 0
    var kind: Int32 = 0
    while true {
      guard nc_read(&value, &kind) else {
        // A long paste comes in pieces. When nothing follows for a while, its end was lost.
        if Descriptors.wait([descriptor], timeout: .milliseconds(300)).readable[0] != true { break }
        emptyReads += 1
        if emptyReads > 100 { break }
        continue
      }
      emptyReads = 0
      if kind == KEY_CODE_YES {
        if Int32(bitPattern: value) == NcursesKeys.pasteEnd { break }
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
}
