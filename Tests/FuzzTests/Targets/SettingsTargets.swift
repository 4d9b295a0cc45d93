@testable import Settings
@testable import TerminalKit

extension FuzzTarget {
  private static let tomlWords = [
    "[", "]", "[[", "]]", " = ", "\"", "\"\"\"", "'''", "\\u0041", "\\U00110000", "1979-05-27T07:32:00Z", "0x", "1e308",
    "inf",
    "nan", "true", "{ ", " }", ".", "#", "\n", "inherits = \"night\"", "[styles]", "[palette]", "[tier16]", "[glyphs]",
    "[senders]", "fg", "bg", "bold", "#ff00ff", "\"state.hold\"",
  ]

  static let settings: [FuzzTarget] = [
    FuzzTarget(
      "settings", dictionary: tomlWords, maximumLength: 2048,
      seeds: {
        [
          "a = 1\nb = \"x\"\n[t]\nc = [1, 2]\n[[u]]\nd = 1.5\n[[u]]\ne = true\n", "a.b.c = { d = 'x', e.f = [ ] }\n",
          "s = \"\"\"\nx\\\n  y\"\"\"\nt = 2024-05-14T09:17:02Z\n\"\" = 1\n", "# c\r\nx = 0xFF\r\n",
        ].map { Array($0.utf8) }
      },
      check: { bytes in
        do {
          let table = try SettingsDocument.parse(bytes, file: "x.toml")
          for key in table.keys {
            _ = try? table.string(key)
            _ = try? table.int(key)
            _ = try? table.number(key)
            _ = try? table.strings(key)
            _ = try? table.tables(key)
            let position = table.position(of: key)
            try require(position.line >= 0 && position.line <= bytes.count + 1, "\(key) is on line \(position.line)")
          }
          try require(
            table.unknownKeys(allowed: []).count == table.keys.count, "a key that nobody knows is not told of")
        } catch let error as SettingsError {
          try require(error.line >= 0 && error.line <= bytes.count + 1, "an error on line \(error.line)")
          try require(error.message.utf8.count <= bytes.count * 8 + 4096, "an error longer than the file")
        }
      }),
    FuzzTarget(
      "theme", dictionary: tomlWords, maximumLength: 2048,
      seeds: {
        let texts = BuiltInThemes.texts.sorted { $0.key < $1.key }.prefix(1).map { String($0.value.prefix(1800)) }
        return
          (texts + [
            "name = \"x\"\ninherits = \"night\"\n[palette]\nred = \"#ff0000\"\n[styles]\n\"state.hold\" = { fg = \"red\", bold = true }\n[tier16]\ntext = { fg = \"bright red\" }\n[glyphs]\nhold = \"⚖\"\n"
          ]).map { Array($0.utf8) }
      },
      check: { bytes in
        guard let table = try? SettingsDocument.parse(bytes, file: "x.toml") else { return }
        let reader = ThemeReader(table)
        try require(reader.warnings.count <= bytes.count * 2 + 16, "more warnings than bytes")
        let theme = Theme.join([reader], name: "x")
        for tier in ColorTier.allCases {
          let resolved = theme.resolved(for: tier)
          for scope in Scope.allCases { _ = resolved[Style(scope)] }
        }
        // A sign of any width would push what it stands before off the line.
        for name in GlyphSet.Name.allCases {
          for set in [theme.glyphs, theme.asciiGlyphs] {
            let width = TextSafety.width(of: set[name])
            try require(width <= GlyphSet.maximumWidth, "the sign \(name) takes \(width) cells")
          }
        }
      }),
  ]
}
