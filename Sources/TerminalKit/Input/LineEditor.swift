/// A text field: a value that keys change.
public struct LineEditor: Hashable, Sendable {
  /// The most graphemes it takes, so that a paste cannot fill the memory.
  public static let maximumLength = 4096

  private var characters: [Character] = []
  /// The place of the caret, in graphemes from 0.
  public private(set) var cursor = 0
  /// Whether it is shown as dots: a passphrase.
  public let isSecret: Bool

  /// Makes a field with its caret at the end.
  public init(_ text: String = "", isSecret: Bool = false) {
    self.isSecret = isSecret
    self.text = text
  }

  /// What has been typed.
  ///
  /// Setting it puts the caret at the end.
  public var text: String {
    get { String(characters) }
    set {
      characters = Array(Self.cleaned(newValue).prefix(Self.maximumLength))
      cursor = characters.count
    }
  }

  /// Whether nothing has been typed.
  public var isEmpty: Bool { characters.isEmpty }

  /// The text before the caret, for completion.
  public var textBeforeCursor: String { String(characters[..<cursor]) }

  /// Forgets everything.
  public mutating func clear() {
    characters.removeAll()
    cursor = 0
  }

  /// Changes the field by a key; false when the key is none of its own.
  ///
  /// Arrows, Home, End, Backspace, Delete, Ctrl-a and Ctrl-e (ends), Ctrl-u and Ctrl-k (delete to them), Ctrl-w (delete a
  /// word), Ctrl-b and Ctrl-f, Ctrl-h, Alt-b and Alt-f (by words), and everything that types.
  public mutating func handle(_ key: Key) -> Bool {
    switch key {
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(characters.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = characters.count
    case .backspace, .control("h"): remove(max(0, cursor - 1)..<cursor)
    case .delete: remove(cursor..<min(characters.count, cursor + 1))
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<characters.count)
    case .control("w"): remove(wordStart..<cursor)
    case Key(.character("b"), alt: true), Key(.left, control: true): cursor = wordStart
    case Key(.character("f"), alt: true), Key(.right, control: true): cursor = wordEnd
    default:
      guard let character = key.typed else { return false }
      insert(String(character))
    }
    return true
  }

  /// Inserts pasted text: line ends and tabs become blanks, other controls are left out.
  public mutating func paste(_ text: String) { insert(Self.cleaned(text)) }

  /// Replaces graphemes before the caret, for completion.
  public mutating func replace(lastGraphemes count: Int, with text: String) {
    remove(max(0, cursor - max(0, count))..<cursor)
    insert(Self.cleaned(text))
  }

  private mutating func insert(_ text: String) {
    guard !text.isEmpty else { return }
    guard isPlain(cursor - 1), isPlain(cursor), text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      return join(String(characters[..<cursor]) + text, String(characters[cursor...]))
    }
    let new = Array(text)
    guard characters.count + new.count <= Self.maximumLength else { return }
    characters.insert(contentsOf: new, at: cursor)
    cursor += new.count
  }

  private mutating func remove(_ range: Range<Int>) {
    characters.removeSubrange(range)
    cursor = range.lowerBound
    guard !isPlain(cursor - 1) || !isPlain(cursor) else { return }
    join(String(characters[..<cursor]), String(characters[cursor...]))
  }

  /// Whether what stands at a place, if anything does, joins no neighbour that is as plain.
  ///
  /// Other characters may, on either side: marks and joiners behind, number signs and flags before.
  private func isPlain(_ place: Int) -> Bool {
    !characters.indices.contains(place) || (characters[place].isASCII && !characters[place].isNewline)
  }

  /// Reads both parts again as one text, with the caret after the first.
  private mutating func join(_ head: String, _ tail: String) {
    let all = Array(head + tail)
    guard all.count <= Self.maximumLength else { return }
    var scalars = head.unicodeScalars.count
    characters = all
    cursor = 0
    while scalars > 0, cursor < all.count {
      scalars -= all[cursor].unicodeScalars.count
      cursor += 1
    }
  }

  private var wordStart: Int {
    var index = cursor
    while index > 0, characters[index - 1] == " " { index -= 1 }
    while index > 0, characters[index - 1] != " " { index -= 1 }
    return index
  }

  private var wordEnd: Int {
    var index = cursor
    while index < characters.count, characters[index] == " " { index += 1 }
    while index < characters.count, characters[index] != " " { index += 1 }
    return index
  }

  private static func cleaned(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for character in text {
      if character.isNewline || character == "\t" {
        view.append(" ")
        continue
      }
      for scalar in character.unicodeScalars where scalar.properties.generalCategory != .control {
        view.append(scalar)
      }
    }
    return String(view)
  }
}
