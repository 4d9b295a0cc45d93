import Foundation
import Settings

/// Finds themes: in folders, first match first, and then among those built in.
public struct ThemeLibrary: Sendable {
  /// The folders that are searched for `<name>.toml`, in order.
  public let directories: [String]

  /// A theme with what was wrong in its files. A faulty theme still loads.
  public struct Result: Sendable {
    public let theme: Theme
    public let warnings: [SettingsError]
  }

  /// The theme that is used when none is chosen.
  public static let standardName = "night"

  /// Makes a library.
  public init(directories: [String] = []) { self.directories = directories }

  /// The names of all themes, sorted.
  public var names: [String] {
    var names = Set(BuiltInThemes.texts.keys)
    for directory in directories {
      for file in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where file.hasSuffix(".toml") {
        names.insert(String(file.dropLast(5)))
      }
    }
    return names.sorted()
  }

  /// Loads a theme with all it inherits. An unknown name gives the standard theme and a warning.
  public func load(_ name: String) -> Result {
    var warnings: [SettingsError] = []
    guard let found = text(of: name) else {
      let near = DidYouMean.nearest(to: name, among: names)
      warnings.append(
        SettingsError(
          code: .badValue, message: "there is no theme \(name)", file: "theme",
          remedy: near.map { "did you mean \($0)?" } ?? "known: \(names.joined(separator: ", "))"))
      guard name != Self.standardName else {
        return Result(theme: Theme.join([], name: name), warnings: warnings)
      }
      let standard = load(Self.standardName)
      return Result(theme: standard.theme, warnings: warnings + standard.warnings)
    }
    let chain = chain(from: name, found, &warnings)
    var readers: [ThemeReader] = []
    for link in chain.reversed() {
      let reader = ThemeReader(link.text, file: link.file, inheritedPalette: readers.last?.namedColors ?? [:])
      warnings += reader.warnings
      readers.append(reader)
    }
    return Result(theme: Theme.join(readers, name: name), warnings: warnings)
  }

  /// The theme's text and those it inherits from, nearest first.
  private func chain(
    from name: String, _ first: (text: String, file: String), _ warnings: inout [SettingsError]
  ) -> [(text: String, file: String)] {
    var chain = [first]
    var seen: Set<String> = [name]
    var current = first
    while let parent = ThemeReader.inheritedName(current.text) {
      let place = (try? SettingsDocument.parse(current.text, file: ""))?.position(of: "inherits")
      func warn(_ message: String, _ remedy: String) {
        warnings.append(
          SettingsError(
            code: .badValue, message: message, file: current.file, line: place?.line ?? 0, column: place?.column ?? 0,
            remedy: remedy))
      }
      // A theme of the user's may carry the name of the built-in one that it inherits from.
      if seen.contains(parent) {
        guard parent == name, chain.count == 1, let text = BuiltInThemes.texts[parent], text != current.text else {
          warn("\(parent) inherits from itself", "inherit from another theme")
          break
        }
        current = (text, "built-in \(parent).toml")
        chain.append(current)
        continue
      }
      guard let next = text(of: parent) else {
        let near = DidYouMean.nearest(to: parent, among: names)
        warn("there is no theme \(parent)", near.map { "did you mean \($0)?" } ?? "name an existing theme")
        break
      }
      seen.insert(parent)
      chain.append(next)
      current = next
    }
    return chain
  }

  private func text(of name: String) -> (text: String, file: String)? {
    // A name is a file's name and nothing else: no way out of the folder.
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0) else { return nil }
    for directory in directories {
      let path = directory + "/" + name + ".toml"
      guard let data = FileManager.default.contents(atPath: path), data.count <= SettingsDocument.maximumBytes,
        let text = String(validating: data, as: UTF8.self)
      else { continue }
      return (text, path)
    }
    return BuiltInThemes.texts[name].map { ($0, "built-in \(name).toml") }
  }
}

extension Theme {
  /// Joins the files of a theme; later ones win.
  static func join(_ readers: [ThemeReader], name: String) -> Theme {
    var styles: [Scope: ThemeStyle] = [:]
    var overrides: [ColorTier: [Scope: ThemeStyle]] = [:]
    var glyphs = GlyphSet.standard
    var ascii = GlyphSet.ascii
    for reader in readers {
      styles.merge(reader.styles) { _, new in new }
      for (tier, part) in reader.overrides { overrides[tier, default: [:]].merge(part) { _, new in new } }
      for (name, text) in reader.glyphs { glyphs[name] = text }
      for (name, text) in reader.asciiGlyphs { ascii[name] = text }
    }
    return Theme(
      name: name, title: readers.last?.title ?? name, glyphs: glyphs, asciiGlyphs: ascii, styles: styles,
      overrides: overrides)
  }
}
