extension LineEditor {
  /// Draws the field and puts the caret.
  ///
  /// A text longer than the field scrolls so that the caret is seen.
  /// - Parameters:
  ///   - ghost: What completion would add, shown quietly after the text.
  ///   - secret: The sign that stands for each grapheme of a passphrase.
  public func draw(
    on canvas: inout Canvas, x: Int, y: Int, width: Int, style: Style = .input, ghost: String = "",
    secret: String = "•", isFocused: Bool = true
  ) {
    guard width > 0 else { return }
    let before = shown(textBeforeCursor, secret: secret, style: style)
    let after = shown(String(text.dropFirst(cursor)), secret: secret, style: style)
    // One cell is kept for the caret after the text.
    var skip = 0
    var offset = before.width
    while offset > width - 1, skip < before.glyphs.count {
      offset -= Int(before.glyphs[skip].width)
      skip += 1
    }
    canvas.within(Rect(x: x, y: y, width: width, height: 1)) { field in
      field.fill(field.bounds, style: style)
      let head = before.glyphs[skip...]
      var column = field.line(TextLine(glyphs: head, width: offset), x: 0, y: 0)
      column = field.line(after.line, x: column, y: 0)
      if !ghost.isEmpty, after.glyphs.isEmpty { field.text(ghost, x: column, y: 0, style: .inputGhost) }
      if isFocused { field.cursor(x: offset, y: 0, caret: true) }
    }
  }

  private func shown(_ text: String, secret: String, style: Style) -> SafeText {
    isSecret
      ? SafeText(String(repeating: secret, count: text.count), style: style) : SafeText(text, style: style)
  }
}
