import Foundation
import Settings
import TestSupport
import Testing

@testable import TerminalKit

@Suite struct ThemeTests {
  static let shipped = ["base", "colour-blind", "contrast", "mono", "night", "paper"]

  @Test func builtInThemesAreTheFiles() throws {
    let folder = Fixtures.packageRoot().appendingPathComponent("themes")
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) where file.hasSuffix(".toml") {
      let text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
      #expect(
        BuiltInThemes.texts[String(file.dropLast(5))] == text,
        "run scripts/generate-built-in-themes > Sources/TerminalKit/Theme/BuiltInThemes.swift")
    }
    #expect(BuiltInThemes.texts.keys.sorted() == Self.shipped)
  }

  @Test(arguments: shipped)
  func loadsWithoutWarnings(_ name: String) {
    let result = ThemeLibrary().load(name)
    #expect(result.warnings.isEmpty, "\(result.warnings)")
    for scope in Scope.allCases where !scope.name.hasPrefix("sender.") {
      #expect(result.theme.styles[scope] != nil, "\(name) does not define \(scope.name)")
    }
  }

  /// Text is readable on its ground, in rows and boxes too.
  ///
  /// Lines and tracks are not text.
  @Test(arguments: shipped, ColorTier.allCases)
  func contrast(_ name: String, _ tier: ColorTier) {
    let theme = ThemeLibrary().load(name).theme.resolved(for: tier)
    let terminals = [
      (RGB(red: 0xe5, green: 0xe5, blue: 0xe5), RGB(red: 0, green: 0, blue: 0)),
      (RGB(red: 0, green: 0, blue: 0), RGB(red: 0xff, green: 0xff, blue: 0xff)),
    ]
    for overlay in [Scope.text, .rowSelected, .rowMarked, .modal] {
      for scope in Scope.allCases where scope != .rule && scope != .progressTrack {
        for (text, ground) in terminals {
          let style = theme[Style(scope, over: overlay)]
          let ratio = style.contrast(standardForeground: text, standardBackground: ground)
          #expect(ratio >= 4.5, "\(name) \(tier): \(scope.name) over \(overlay.name) has \(ratio), \(style)")
        }
      }
    }
  }

  /// The theme for people who need it: as WCAG asks at its highest level, and nothing dimmed.
  @Test func highContrast() {
    let theme = ThemeLibrary().load("contrast").theme.resolved(for: .colors256)
    let ground = RGB(indexed: 0)
    for overlay in [Scope.text, .rowSelected, .rowMarked, .modal] {
      for scope in Scope.allCases {
        let style = theme[Style(scope, over: overlay)]
        let ratio = style.contrast(standardForeground: ground, standardBackground: ground)
        #expect(ratio >= 7, "\(scope.name) over \(overlay.name) has \(ratio), \(style)")
        #expect(!style.attributes.contains(.dim), "\(scope.name)")
      }
    }
  }

  /// What an officer must tell apart stays apart without the red or the green cones.
  @Test(arguments: ColourBlindness.allCases)
  func colourBlind(_ kind: ColourBlindness) {
    let theme = ThemeLibrary().load("colour-blind").theme.resolved(for: .colors256)
    func ink(_ scope: Scope) -> RGB { theme[Style(scope)].foreground.map(RGB.init(indexed:)) ?? RGB(indexed: 0) }
    func ground(_ scope: Scope) -> RGB { theme[Style(scope)].background.map(RGB.init(indexed:)) ?? RGB(indexed: 0) }
    for (one, other) in [
      (Scope.stateOk, Scope.stateWarning), (.stateOk, .stateHold), (.stateOk, .stateGap), (.stateHold, .text),
      (.stateWarning, .text), (.stateOk, .text), (.stateHold, .textDim), (.accent, .text), (.sender, .stateHold),
    ] {
      let distance = kind.distance(ink(one), ink(other))
      #expect(distance >= 0.08, "\(kind): \(one.name) and \(other.name) are \(distance) apart")
    }
    for (one, other) in [(Scope.stateError, Scope.hit), (.stateError, .text), (.hit, .text), (.hit, .rowSelected)] {
      let distance = kind.distance(ground(one), ground(other))
      #expect(distance >= 0.08, "\(kind): the grounds of \(one.name) and \(other.name) are \(distance) apart")
    }
  }

  /// The measure of the test above can fail: red and green of one lightness are far apart for most, near for some.
  @Test func colourBlindnessIsMeasured() {
    let red = RGB(red: 0xb0, green: 0x60, blue: 0x20)
    let green = RGB(red: 0x70, green: 0x80, blue: 0x20)
    #expect(ColourBlindness.none.distance(red, green) > 0.1)
    #expect(ColourBlindness.deuteranopia.distance(red, green) < 0.05)
  }

  /// No state is a colour alone: each has a word, in ASCII too.
  @Test(arguments: shipped)
  func everyStateHasAWord(_ name: String) {
    let theme = ThemeLibrary().load(name).theme
    for glyphs in [theme.glyphs, theme.asciiGlyphs] {
      for (sign, word) in [(GlyphSet.Name.hold, "HOLD"), (.deleted, "deleted"), (.edited, "edited")] {
        #expect(glyphs[sign] == word, "\(name)")
      }
      for sign in [GlyphSet.Name.gap, .warning, .cross, .check, .marked, .selected] {
        #expect(glyphs[sign].contains { !$0.isWhitespace }, "\(name): \(sign)")
      }
    }
  }

  /// Without colours the states still differ from plain text, and the selected row from the others.
  @Test(arguments: shipped)
  func monoDiffers(_ name: String) {
    let theme = ThemeLibrary().load(name).theme.resolved(for: .mono)
    let plain = theme[.text]
    for scope in Scope.allCases {
      let style = theme[Style(scope)]
      #expect(style.foreground == nil && style.background == nil)
    }
    #expect(theme[Style(.text, over: .rowSelected)] != plain)
    #expect(theme[Style(.text, over: .rowMarked)] != plain)
    for scope in [Scope.stateHold, .stateGap, .stateError, .stateWarning, .stateDeleted, .hit, .footerKey] {
      #expect(theme[Style(scope)] != plain, "\(name): \(scope.name)")
    }
    #expect(theme[Style(.stateHold, over: .rowSelected)] != theme[Style(.text, over: .rowSelected)])
  }

  @Test func noColorMeansMono() {
    #expect(ColorTier(colors: 256, environment: ["NO_COLOR": "1"]) == .mono)
    #expect(ColorTier(colors: 256, environment: ["NO_COLOR": ""]) == .colors256)
    #expect(ColorTier(colors: 88) == .colors16)
    #expect(ColorTier(colors: 8) == .colors8)
    #expect(ColorTier(colors: -1) == .mono)
  }

  @Test func quantising() {
    #expect(ThemeColor("#1c1c1c")?.quantized(to: .colors256) == 234)
    #expect(ThemeColor("#d7af5f")?.quantized(to: .colors256) == 179)
    #expect(ThemeColor("#ff0101")?.quantized(to: .colors16) == 9)
    #expect(ThemeColor("#fefefe")?.quantized(to: .colors8) == 7)
    #expect(ThemeColor("red")?.quantized(to: .colors8) == 1)
    #expect(ThemeColor("bright-red")?.quantized(to: .colors8) == 1)
    #expect(ThemeColor("200")?.quantized(to: .colors16) != nil)
    #expect(ThemeColor("default")?.quantized(to: .colors256) == nil)
    for bad in ["#12345", "#gggggg", "256", "nocolour", "", "#+12345"] { #expect(ThemeColor(bad) == nil, "\(bad)") }
  }

  @Test func contrastOfBlackAndWhite() {
    #expect(RGB(indexed: 0).contrast(with: RGB(indexed: 15)) == 21)
  }

  @Test func scopesFallBackAtDots() throws {
    let folder = try TemporaryDirectory()
    try "[styles]\ntext=\"1\"\nstate=\"2\"\n".write(toFile: folder.path("a.toml"), atomically: true, encoding: .utf8)
    let result = ThemeLibrary(directories: [folder.path]).load("a")
    let theme = result.theme.resolved(for: .colors256)
    #expect(theme[.text].foreground == 1)
    #expect(theme[.hold].foreground == 1)
    #expect(result.warnings.count == 1)
  }

  @Test func faultsAreWarningsWithPlaces() throws {
    let folder = try TemporaryDirectory()
    try """
    inherits = "nigth"
    [palete]
    [palette]
    amber = "#zzz"
    gold = "#d7af5f"
    [styles]
    "state.hlod" = "gold"
    text.dim = { fg = "gld", attr = ["bald"] }
    accent = 7
    [glyphs]
    hold = "⚖"
    edited = "seventeen letters"
    [glyphs.ascii]
    hold = "⚖"
    """.write(toFile: folder.path("mine.toml"), atomically: true, encoding: .utf8)
    let result = ThemeLibrary(directories: [folder.path]).load("mine")
    let texts = result.warnings.map { "\($0.line): \($0.message); \($0.remedy)" }.sorted()
    #expect(
      texts
        == [
          "12: edited takes 17 cells; use at most 16",
          "14: hold is not ASCII; use plain characters",
          "1: there is no theme nigth; did you mean night?",
          "2: unknown key palete; did you mean palette?",
          "4: unknown colour #zzz; write #rrggbb, a name of the palette, or a number up to 255",
          "7: unknown style state.hlod; did you mean state.hold?",
          "8: unknown attribute bald; did you mean bold?",
          "8: unknown colour gld; did you mean gold?",
          "9: accent is no style; write a colour or {fg, bg, attr}",
        ].sorted(), "\(texts.joined(separator: "\n"))")
    #expect(result.theme.glyphs[.hold] == "⚖")
    #expect(result.theme.asciiGlyphs[.hold] == "HOLD")
    #expect(result.theme.glyphs[.edited] == "edited")
  }

  @Test func cyclesEnd() throws {
    let folder = try TemporaryDirectory()
    try "inherits = \"b\"\n[styles]\ntext=\"1\"".write(toFile: folder.path("a.toml"), atomically: true, encoding: .utf8)
    try "inherits = \"a\"\n[styles]\naccent=\"2\"".write(
      toFile: folder.path("b.toml"), atomically: true, encoding: .utf8)
    let result = ThemeLibrary(directories: [folder.path]).load("a")
    #expect(result.warnings.map(\.message) == ["a inherits from itself"])
    #expect(result.theme.resolved(for: .colors256)[.accent].foreground == 2)
    #expect(ThemeLibrary().load("../etc/passwd").theme.name == "night")
  }

  @Test func paletteIsInherited() throws {
    let folder = try TemporaryDirectory()
    try "inherits = \"night\"\n[styles]\naccent=\"sage\"".write(
      toFile: folder.path("night.toml"), atomically: true, encoding: .utf8)
    let result = ThemeLibrary(directories: [folder.path]).load("night")
    #expect(result.warnings.isEmpty)
    #expect(result.theme.resolved(for: .colors256)[.accent].foreground == 108)
    #expect(result.theme.resolved(for: .colors256)[.hold].foreground == 179)
  }
}
