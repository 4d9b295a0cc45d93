import Foundation
import Settings

/// Finds themes: in folders, first match first, and then among those built in.
public struct ThemeLibrary: Sendable {
  /// The folders that are searched for `<name>.toml`, in order.
  public let directories: [String]

  /// A theme with what was wrong in its files.
  ///
  /// A faulty theme still loads.
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
      for file in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] where file.hasSuffix(".toml")
      {
        names.insert(String(file.dropLast(5)))
      }
    }
    return names.sorted()
  }

  /// Loads a theme with all it inherits.
  ///
  /// An unknown name gives the standard theme and a warning.
  public func load(_ name: String) -> Result {
    var warnings: [SettingsError] = []
    guard let found = file(of: name) else {
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
    var readers: [ThemeReader] = []
    for table in chain(from: name, found, &warnings).reversed() {
      let reader = ThemeReader(table, inheritedPalette: readers.last?.namedColors ?? [:])
      warnings += reader.warnings
      readers.append(reader)
    }
    return Result(theme: Theme.join(readers, name: name), warnings: warnings)
  }

  private struct File {
    var text: String
    var path: String
  }

  /// The theme's file and those it inherits from, nearest first.
  ///
  /// What is not TOML becomes a warning.
  private func chain(from name: String, _ first: File, _ warnings: inout [SettingsError]) -> [SettingsTable] {
    var chain: [SettingsTable] = []
    var seen: Set<String> = [name]
    var current = first
    while let table = parse(current, &warnings) {
      chain.append(table)
      guard case .string(let parent) = table["inherits"] else { break }
      if seen.contains(parent) {
        // A theme of the user's may carry the name of the built-in one that it inherits from.
        guard parent == name, chain.count == 1, let text = BuiltInThemes.texts[parent], text != current.text else {
          warnings.append(
            table.error("inherits", "\(parent) inherits from itself", remedy: "inherit from another theme"))
          break
        }
        current = File(text: text, path: "built-in \(parent).toml")
        continue
      }
      guard let next = file(of: parent) else {
        let near = DidYouMean.nearest(to: parent, among: names)
        warnings.append(
          table.error(
            "inherits", "there is no theme \(parent)",
            remedy: near.map { "did you mean \($0)?" } ?? "name an existing theme"))
        break
      }
      seen.insert(parent)
      current = next
    }
    return chain
  }

  private func parse(_ file: File, _ warnings: inout [SettingsError]) -> SettingsTable? {
    do {
      return try SettingsDocument.parse(file.text, file: file.path)
    } catch let error as SettingsError {
      warnings.append(error)
    } catch {
      warnings.append(SettingsError(code: .syntax, message: "\(error)", file: file.path))
    }
    return nil
  }

  private func file(of name: String) -> File? {
    // A name is a file's name and nothing else: no way out of the folder.
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.utf8.contains(0) else { return nil }
    for directory in directories {
      let path = directory + "/" + name + ".toml"
      guard let data = FileManager.default.contents(atPath: path), data.count <= SettingsDocument.maximumBytes,
        let text = String(validating: data, as: UTF8.self)
      else { continue }
      return File(text: text, path: path)
    }
    return BuiltInThemes.texts[name].map { File(text: $0, path: "built-in \(name).toml") }
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
