import TerminalKit

/// Draws the `?` help over the whole body.
enum HelpView {
  static func draw(_ state: HelpState, _ model: ConsoleModel, on canvas: inout Canvas) {
    let area = Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 2)
    canvas.fill(area)
    canvas.within(area) { box in
      box.text("What can be done here", x: 2, y: 0, style: .modalTitle)
      box.text("type to find a command · Esc closes", x: 26, y: 0, style: .dim)
      let wanted = state.editor.text.lowercased()
      var seen: Set<CommandID> = []
      let commands = (model.commands + Command.everywhere).filter { seen.insert($0).inserted }.map(Command.of)
        .filter { wanted.isEmpty || PaletteState.score(wanted, $0) != nil }
      let rows = box.height - 3
      let first = max(0, min(state.first, commands.count - rows))
      for (row, command) in commands.dropFirst(first).prefix(rows).enumerated() {
        let y = row + 1
        let reason = model.top.refusal(of: command.id, model.session)
        box.text(command.keys.map(\.description).joined(separator: ", "), x: 2, y: y, style: .footerKey, limit: 16)
        box.text(":" + command.name, x: 19, y: y, style: reason == nil ? .text : .dim, limit: 18)
        box.text(reason.map { "not now: " + $0 } ?? command.help, x: 38, y: y, style: reason == nil ? .dim : .warning)
      }
      if commands.count > first + rows {
        box.text("… \(commands.count - first - rows) more, PgDn", x: 2, y: box.height - 2, style: .dim)
      }
      box.text("?", x: 2, y: box.height - 1, style: .accent)
      state.editor.draw(on: &box, x: 4, y: box.height - 1, width: box.width - 6)
    }
  }
}
