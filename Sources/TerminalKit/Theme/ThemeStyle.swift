/// A style as a theme writes it; what is nil comes from `text`.
struct ThemeStyle: Hashable, Sendable {
  var foreground: ThemeColor?
  var background: ThemeColor?
  var attributes: TextAttributes = []
}
