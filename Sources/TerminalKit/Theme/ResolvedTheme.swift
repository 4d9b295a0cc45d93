/// A theme at a tier: a table from styles to what the terminal is told.
public struct ResolvedTheme: Sendable {
  /// The tier.
  public let tier: ColorTier
  private let table: [ResolvedStyle]
  private static let count = Scope.allCases.count

  init(_ theme: Theme, tier: ColorTier) {
    self.tier = tier
    let text = theme.style(.text, tier: tier)
    let plain = Scope.allCases.map { Self.resolve(theme.style($0, tier: tier), text: text, tier: tier) }
    var table = [ResolvedStyle](repeating: ResolvedStyle(), count: Self.count * Self.count)
    for overlay in Scope.allCases {
      for scope in Scope.allCases {
        let index = Int(overlay.rawValue) * Self.count + Int(scope.rawValue)
        let base = plain[Int(scope.rawValue)]
        table[index] =
          overlay == .text
          ? base : Self.lay(plain[Int(overlay.rawValue)], over: base, plainText: plain[Int(Scope.text.rawValue)])
      }
    }
    self.table = table
  }

  /// What the terminal is told for a style.
  public subscript(style: Style) -> ResolvedStyle {
    table[Int(style.overlay.rawValue) * Self.count + Int(style.scope.rawValue)]
  }

  private static func resolve(_ style: ThemeStyle, text: ThemeStyle, tier: ColorTier) -> ResolvedStyle {
    ResolvedStyle(
      foreground: (style.foreground ?? text.foreground)?.quantized(to: tier),
      background: (style.background ?? text.background)?.quantized(to: tier), attributes: style.attributes)
  }

  /// Lays a row's or box's style over that of what stands in it.
  private static func lay(_ top: ResolvedStyle, over base: ResolvedStyle, plainText: ResolvedStyle) -> ResolvedStyle {
    if top.attributes.contains(.reverse) {
      // A reversed row is one bar: words of their own colours would make patches of it. Dim ink on it cannot be read.
      return ResolvedStyle(
        foreground: top.foreground, background: top.background,
        attributes: base.attributes.union(top.attributes).subtracting(.dim))
    }
    // What has a ground of its own keeps it; words keep their ink.
    let ground = base.background == plainText.background ? top.background : base.background
    let ink = base.foreground == plainText.foreground && ground == top.background ? top.foreground : base.foreground
    return ResolvedStyle(
      foreground: ink, background: ground, attributes: base.attributes.union(top.attributes))
  }
}
