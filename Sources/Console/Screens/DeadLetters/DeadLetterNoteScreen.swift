import Intake
import Records
import TerminalKit

/// The form that puts a note beside a dead letter.
struct DeadLetterNoteScreen: Screen {
  let id: DeadLetterID
  private(set) var words = LineEditor()
  private(set) var isWriting = false
  private(set) var problem: String?

  init(_ id: DeadLetterID) { self.id = id }

  var title: String { "Note" }
  var takesText: Bool { true }
  var commands: [CommandID] { [.confirm, .back] }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back: return [.pop]
    case .confirm:
      let text = words.text.trimmingSpaces
      guard !text.isEmpty else { return [.say(.warning("A note needs words: why is it kept, or what was done?"))] }
      guard !isWriting else { return [] }
      isWriting = true
      problem = nil
      return [.ask(.annotateDeadLetter(id, text))]
    default: return []
    }
  }

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    isWriting ? (key != .escape, []) : (words.handle(key), [])
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    if !isWriting { words.paste(text) }
    return []
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .annotateDeadLetter = request else { return [] }
    return [.pop, .say(.plain("The note is sealed beside the letter."))]
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    isWriting = false
    problem = failure.message
    return []
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let width = min(canvas.width - 2, 80)
    canvas.wrapped(
      "A note says why a dead letter is kept or what was done about it. It is sealed, and recorded as your act.",
      x: 1, y: 1, style: .strong, width: width, maximumLines: 2)
    canvas.text("Letter", x: 1, y: 4, style: .dim)
    canvas.text(id.text, x: 9, y: 4, limit: width - 9)
    canvas.text("Note", x: 1, y: 5, style: .dim)
    words.draw(on: &canvas, x: 9, y: 5, width: width - 9, style: .input, isFocused: true)
    if let problem {
      canvas.wrapped(problem, x: 1, y: 7, style: .error, width: width)
    } else {
      canvas.text(
        isWriting ? "sealing the note…" : "Enter seals it · Esc leaves, nothing written", x: 1, y: 7, style: .dim)
    }
  }
}
