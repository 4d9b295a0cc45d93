import TerminalKit

/// The two fields of a decision about people: why, and a word typed out that confirms it.
struct DecisionForm: Sendable {
  enum Field: Sendable, Hashable { case reason, confirmation }

  /// What has to be typed: the deed itself.
  let word: String
  private(set) var field = Field.reason
  private(set) var reason = LineEditor()
  private(set) var confirmation = LineEditor()
  private(set) var isSealing = false

  init(word: String) { self.word = word }

  /// What Enter came to.
  enum Step: Sendable, Hashable {
    case wait
    case say(String)
    /// Everything is there: do it, for this reason.
    case seal(reason: String)
  }

  mutating func confirm() -> Step {
    guard !isSealing else { return .wait }
    let why = reason.text.trimmingSpaces
    guard !why.isEmpty else {
      field = .reason
      return .say("This needs a reason: it is sealed with the act.")
    }
    guard field == .confirmation else {
      field = .confirmation
      return .wait
    }
    guard confirmation.text.trimmingSpaces == word else { return .say("Nothing done: type \(word) to do it.") }
    isSealing = true
    return .seal(reason: why)
  }

  mutating func next() { if !isSealing { field = field == .reason ? .confirmation : .reason } }

  /// It did not come to pass: the form can be tried again.
  mutating func fail() { isSealing = false }

  mutating func type(_ key: Key) -> Bool {
    if isSealing { return key != .escape }
    switch key {
    case .up, .backTab:
      field = .reason
      return true
    default: return field == .reason ? reason.handle(key) : confirmation.handle(key)
    }
  }

  /// The word is typed by hand: pasting it would confirm without reading.
  mutating func paste(_ text: String) -> String? {
    guard !isSealing else { return nil }
    guard field == .reason else { return "Type the word: it is not taken from a paste." }
    reason.paste(text)
    return nil
  }

  /// Draws the fields from a row on.
  func draw(y: Int, width: Int, isReady: Bool, on canvas: inout Canvas) {
    let column = 11
    canvas.text("Reason", x: 1, y: y, style: .dim)
    reason.draw(on: &canvas, x: column, y: y, width: width - column, style: .input, isFocused: field == .reason)
    guard isReady else {
      canvas.text("Esc leaves, nothing done", x: 1, y: y + 2, style: .dim)
      return
    }
    if isSealing {
      canvas.text("sealing the act…", x: 1, y: y + 2, style: .dim)
      return
    }
    let style: Style = field == .confirmation ? .text : .dim
    var x = canvas.text("Type ", x: 1, y: y + 2, style: style)
    x = canvas.text(word, x: x, y: y + 2, style: .strong)
    x = canvas.text(" to do it:  ", x: x, y: y + 2, style: style)
    confirmation.draw(
      on: &canvas, x: x, y: y + 2, width: max(8, min(20, width - x)), style: .input, isFocused: field == .confirmation)
    let hint = "Esc leaves, nothing done"
    if x + 22 + hint.count < width { canvas.right(hint, before: width, y: y + 2, style: .dim) }
  }
}
