/// How each meaning looks: colours and attributes by scope, and the signs.
public struct Theme: Sendable {
  /// The name by which it is chosen.
  public let name: String
  /// A line about it.
  public let title: String
  /// The signs for terminals with Unicode.
  public let glyphs: GlyphSet
  /// The signs for terminals with ASCII only.
  public let asciiGlyphs: GlyphSet
  let styles: [Scope: ThemeStyle]
  let overrides: [ColorTier: [Scope: ThemeStyle]]

  /// A look-up table for one tier: every style there can be, resolved.
  public func resolved(for tier: ColorTier) -> ResolvedTheme { ResolvedTheme(self, tier: tier) }

  /// A scope's style as the theme means it: its own, else that of the name before the dot, else that of `text`.
  func style(_ scope: Scope, tier: ColorTier) -> ThemeStyle {
    var name = scope.name
    while true {
      if let known = Scope.byName[name] {
        if let style = overrides[tier]?[known] ?? styles[known] { return style }
      }
      guard let dot = name.lastIndex(of: ".") else { break }
      name = String(name[..<dot])
    }
    return overrides[tier]?[.text] ?? styles[.text] ?? ThemeStyle()
  }
}
