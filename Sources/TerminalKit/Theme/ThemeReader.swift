import Settings

/// One theme file, read but not yet joined with the one it inherits from.
struct ThemeReader {
  var title = ""
  var styles: [Scope: ThemeStyle] = [:]
  var overrides: [ColorTier: [Scope: ThemeStyle]] = [:]
  var glyphs: [GlyphSet.Name: String] = [:]
  var asciiGlyphs: [GlyphSet.Name: String] = [:]
  private(set) var warnings: [SettingsError] = []
  private var palette: [String: ThemeColor] = [:]

  private static let topKeys = [
    "name", "about", "author", "inherits", "palette", "styles", "tier16", "tier8", "mono", "senders", "glyphs",
  ]

  /// Reads a theme.
  ///
  /// Whatever is wrong becomes a warning with its place: the rest still holds.
  /// - Parameter palette: The colours that the inherited theme names.
  init(_ table: SettingsTable, inheritedPalette: [String: ThemeColor] = [:]) {
    palette = inheritedPalette
    read(table)
  }

  /// The colours by name, for a theme that inherits from this one.
  var namedColors: [String: ThemeColor] { palette }

  private mutating func read(_ table: SettingsTable) {
    warnings += table.unknownKeys(allowed: Self.topKeys)
    title = check { try table.string("name") } ?? ""
    if let colors = check({ try table.table("palette") }) { readPalette(colors) }
    if let table = check({ try table.table("styles") }) { styles = readStyles(table) }
    for tier in ColorTier.allCases {
      guard let name = tier.tableName, let part = check({ try table.table(name) }) else { continue }
      overrides[tier] = readStyles(part)
    }
    if let senders = check({ try table.table("senders") }) { readSenders(senders) }
    if let part = check({ try table.table("glyphs") }) { readGlyphs(part) }
  }

  private mutating func readPalette(_ table: SettingsTable) {
    for key in table.keys {
      guard let text = check({ try table.string(key) }) else { continue }
      if let color = ThemeColor(text) ?? palette[text] {
        palette[key] = color
      } else {
        warnings.append(badColor(text, table, key))
      }
    }
  }

  private mutating func readStyles(_ table: SettingsTable) -> [Scope: ThemeStyle] {
    var result: [Scope: ThemeStyle] = [:]
    readStyles(table, prefix: "", into: &result)
    return result
  }

  /// `"state.hold" = …` and `state.hold = …` are the same to us, and two things to TOML.
  private mutating func readStyles(_ table: SettingsTable, prefix: String, into result: inout [Scope: ThemeStyle]) {
    for key in table.keys {
      let name = prefix + key
      if let scope = Scope.byName[name], let style = readStyle(table, key) {
        result[scope] = style
        continue
      }
      if case .table(let inner) = table[key], Scope.byName.keys.contains(where: { $0.hasPrefix(name + ".") }) {
        readStyles(inner, prefix: name + ".", into: &result)
        continue
      }
      guard Scope.byName[name] == nil else { continue }
      let near = DidYouMean.nearest(to: name, among: Scope.allCases.map(\.name))
      warnings.append(
        table.error(
          key, "unknown style \(name)", code: .unknownKey, remedy: near.map { "did you mean \($0)?" } ?? "remove it"))
    }
  }

  private mutating func readStyle(_ table: SettingsTable, _ key: String) -> ThemeStyle? {
    switch table[key] {
    case .string(let text): return ThemeStyle(foreground: color(text, table, key))
    case .table(let parts):
      let known = ["fg", "bg", "attr"]
      // `text = …` beside `text.dim = …`: a table of styles, not a style.
      if !parts.keys.isEmpty, !parts.keys.contains(where: { known.contains($0) }),
        parts.keys.contains(where: { Scope.byName[key + "." + $0] != nil })
      {
        return nil
      }
      warnings += parts.unknownKeys(allowed: known)
      var style = ThemeStyle()
      if let text = check({ try parts.string("fg") }) { style.foreground = color(text, parts, "fg") }
      if let text = check({ try parts.string("bg") }) { style.background = color(text, parts, "bg") }
      for name in check({ try parts.strings("attr") }) ?? [] {
        if let found = TextAttributes.byName.first(where: { $0.name == name }) {
          style.attributes.insert(found.value)
        } else {
          let names = TextAttributes.byName.map(\.name)
          let near = DidYouMean.nearest(to: name, among: names)
          warnings.append(
            parts.error(
              "attr", "unknown attribute \(name)",
              remedy: near.map { "did you mean \($0)?" } ?? "known: \(names.joined(separator: ", "))"))
        }
      }
      return style
    default:
      warnings.append(table.error(key, "\(key) is no style", remedy: "write a colour or {fg, bg, attr}"))
      return ThemeStyle()
    }
  }

  private mutating func color(_ text: String, _ table: SettingsTable, _ key: String) -> ThemeColor? {
    // The palette first, so that a theme may give "red" its own red.
    if let color = palette[text] ?? ThemeColor(text) { return color }
    warnings.append(badColor(text, table, key))
    return nil
  }

  private func badColor(_ text: String, _ table: SettingsTable, _ key: String) -> SettingsError {
    let near = DidYouMean.nearest(to: text, among: Array(palette.keys).sorted() + ThemeColor.names + ["default"])
    return table.error(
      key, "unknown colour \(text)",
      remedy: near.map { "did you mean \($0)?" } ?? "write #rrggbb, a name of the palette, or a number up to 255")
  }

  private mutating func readSenders(_ table: SettingsTable) {
    warnings += table.unknownKeys(allowed: ["cycle"])
    let names = check { try table.strings("cycle") } ?? []
    let colors = names.compactMap { color($0, table, "cycle") }
    guard !colors.isEmpty else { return }
    for (index, scope) in Scope.senders.enumerated() {
      styles[scope] = ThemeStyle(
        foreground: colors[index % colors.count], attributes: styles[.sender]?.attributes ?? [])
    }
  }

  private mutating func readGlyphs(_ table: SettingsTable) {
    let names = GlyphSet.Name.allCases.map(\.rawValue)
    warnings += table.unknownKeys(allowed: names + ["ascii"])
    for name in GlyphSet.Name.allCases {
      guard let text = check({ try table.string(name.rawValue) }), fits(text, table, name) else { continue }
      glyphs[name] = text
    }
    guard let ascii = check({ try table.table("ascii") }) else { return }
    warnings += ascii.unknownKeys(allowed: names)
    for name in GlyphSet.Name.allCases {
      guard let text = check({ try ascii.string(name.rawValue) }), fits(text, ascii, name) else { continue }
      if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) {
        asciiGlyphs[name] = text
      } else {
        warnings.append(ascii.error(name.rawValue, "\(name.rawValue) is not ASCII", remedy: "use plain characters"))
      }
    }
  }

  /// A sign is a word at most: a longer one would push what it stands before off the line.
  private mutating func fits(_ text: String, _ table: SettingsTable, _ name: GlyphSet.Name) -> Bool {
    let width = TextSafety.width(of: text)
    guard width > GlyphSet.maximumWidth else { return true }
    warnings.append(
      table.error(
        name.rawValue, "\(name.rawValue) takes \(width) cells", remedy: "use at most \(GlyphSet.maximumWidth)"))
    return false
  }

  private mutating func check<T>(_ body: () throws -> T?) -> T? {
    do {
      return try body()
    } catch let error as SettingsError {
      warnings.append(error)
    } catch {
      // The getters throw nothing else.
    }
    return nil
  }
}
