import TerminalKit

/// Draws the `:` palette above the footer.
enum PaletteView {
  static func draw(_ state: PaletteState, _ model: ConsoleModel, on canvas: inout Canvas) {
    let matches = state.matches(model.commands)
    let shown = min(matches.count, max(3, min(10, canvas.height - 6)))
    let height = shown + 1
    let area = Rect(x: 0, y: canvas.height - 2 - height, width: canvas.width, height: height + 2)
    canvas.fill(area)
    canvas.within(area) { box in
      box.rule(y: 0)
      let first = Layout.scroll(0, toShow: state.selection, height: shown, count: matches.count)
      for row in 0..<shown {
        let command = matches[first + row]
        let y = row + 1
        let reason = model.top.refusal(of: command.id, model.session)
        let style: Style = reason == nil ? .text : .dim
        box.text(
          command.name + (command.argument.isEmpty ? "" : " " + command.argument), x: 2, y: y, style: style, limit: 22)
        box.text(
          command.keys.map(\.description).prefix(2).joined(separator: ", "), x: 25, y: y, style: .footerKey, limit: 14)
        box.text(reason ?? command.help, x: 40, y: y, style: reason == nil ? .dim : .warning)
        if first + row == state.selection {
          box.overlay(.rowSelected, on: Rect(x: 0, y: y, width: box.width, height: 1))
        }
      }
      let input = height + 1
      box.fill(Rect(x: 0, y: input, width: box.width, height: 1))
      box.text(":", x: 1, y: input, style: .accent)
      state.editor.draw(on: &box, x: 2, y: input, width: box.width - 3)
    }
  }
}
