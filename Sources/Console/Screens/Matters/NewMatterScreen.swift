import Records
import TerminalKit

/// The form that opens a matter: its short name and its title.
struct NewMatterScreen: Screen {
  enum Field: Sendable, Hashable { case name, title }

  private(set) var field = Field.name
  private(set) var name = LineEditor()
  private(set) var words = LineEditor()
  private(set) var isOpening = false
  private(set) var problem: String?

  init() {}

  var title: String { "New matter" }
  var takesText: Bool { true }
  var commands: [CommandID] { [.confirm, .nextField, .back] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .nextField:
      field = field == .name ? .title : .name
      return []
    case .confirm: return confirm()
    default: return []
    }
  }

  private mutating func confirm() -> [Effect] {
    guard !isOpening else { return [] }
    let short = name.text.trimmingSpaces
    let long = words.text.trimmingSpaces
    guard !short.isEmpty else {
      field = .name
      return [.say(.warning("A matter needs a short name, such as M-221."))]
    }
    guard field == .title || !long.isEmpty else {
      field = .title
      return []
    }
    guard !long.isEmpty else { return [.say(.warning("A matter needs a title: what is it about?"))] }
    isOpening = true
    problem = nil
    return [.ask(.openMatter(name: short, title: long))]
  }

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    if isOpening { return (key != .escape, []) }
    if key == .up || key == .backTab {
      field = .name
      return (true, [])
    }
    switch field {
    case .name: return (name.handle(key), [])
    case .title: return (words.handle(key), [])
    }
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    switch field {
    case .name: name.paste(text)
    case .title: words.paste(text)
    }
    return []
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .openMatter(let name, _) = request else { return [] }
    return [.pop, .say(.plain("Matter \(name) is open."))]
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    isOpening = false
    problem = failure.message
    return []
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let width = min(canvas.width - 2, 80)
    canvas.wrapped(
      "A matter is the case that holds and exports belong to.", x: 1, y: 1, style: .strong, width: width)
    canvas.text("Name", x: 1, y: 3, style: .dim)
    name.draw(
      on: &canvas, x: 9, y: 3, width: min(32, width - 9), style: .input, ghost: name.isEmpty ? "M-221" : "",
      isFocused: field == .name)
    canvas.text("Title", x: 1, y: 4, style: .dim)
    words.draw(on: &canvas, x: 9, y: 4, width: width - 9, style: .input, isFocused: field == .title)
    if let problem {
      canvas.wrapped(problem, x: 1, y: 6, style: .error, width: width)
    } else {
      canvas.text(
        isOpening ? "opening the matter…" : "Enter opens it · Esc leaves, nothing opened", x: 1, y: 6, style: .dim)
    }
  }
}
