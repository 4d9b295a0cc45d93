import Records
import TerminalKit

/// The first screen: asks for the passphrase, and shows how far opening has come.
struct UnlockScreen: Screen {
  let vaultTitle: String
  let fingerprint: String
  private var editor = LineEditor(isSecret: true)
  private var isOpening = false
  private var problem = ""

  init(vaultTitle: String, fingerprint: String) {
    self.vaultTitle = vaultTitle
    self.fingerprint = fingerprint
  }

  var title: String { "Unlock" }
  var commands: [CommandID] { [.confirm] }
  var takesText: Bool { true }

  mutating func type(_ key: Key, _ session: SessionState) -> (isTaken: Bool, effects: [Effect]) {
    if isOpening { return (key != .escape, []) }
    if key == .enter {
      guard !editor.isEmpty else { return (true, []) }
      let passphrase = Passphrase(editor.text)
      editor.clear()
      return (true, open(passphrase))
    }
    guard key != .escape else { return (false, []) }
    problem = ""
    _ = editor.handle(key)
    return (true, [])
  }

  mutating func paste(_ text: String, _ session: SessionState) -> [Effect] {
    if !isOpening { editor.paste(text) }
    return []
  }

  /// Opens with a passphrase that came from a file.
  mutating func open(_ passphrase: Passphrase) -> [Effect] {
    isOpening = true
    problem = ""
    return [.ask(.unlock(passphrase: passphrase))]
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    guard case .unlocked(let officer, let title, _) = answer else { return [] }
    return [.unlocked(officer: officer, title: title)]
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    isOpening = false
    problem = failure.message
    return []
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    let box = Layout.centered(Size(columns: min(56, canvas.width - 4), rows: 9), in: canvas.bounds)
    canvas.within(box) { box in
      box.text("Holdfast", x: 0, y: 0, style: .strong)
      box.text(vaultTitle, x: 0, y: 1)
      box.text("vault \(fingerprint)", x: 0, y: 2, style: .dim)
      box.text("Passphrase", x: 0, y: 4, style: .dim)
      if isOpening {
        let line = session.job.map(\.line) ?? "opening"
        box.text(
          line.hasPrefix("Starting") ? "opening: this takes a second on purpose…" : line, x: 12, y: 4, style: .progress)
        box.cursor(x: 12, y: 4)
      } else {
        editor.draw(on: &box, x: 12, y: 4, width: box.width - 12, secret: session.glyphs[.secret])
      }
      if !problem.isEmpty { box.wrapped(problem, x: 0, y: 6, style: .error, maximumLines: 2) }
      box.text("Enter", x: 0, y: 8, style: .footerKey)
      box.text("opens", x: 6, y: 8, style: .footerText)
      box.text("Esc", x: 14, y: 8, style: .footerKey)
      box.text("leaves", x: 18, y: 8, style: .footerText)
    }
  }
}
