/// How a cell is drawn: the meaning of what stands there, and perhaps of the row or box it stands in.
///
/// A frame does not know its theme: colours are looked up when it is shown. So a golden holds under every theme, and a
/// theme can change without drawing anew.
public struct Style: Hashable, Sendable {
  /// What stands there.
  public var scope: Scope
  /// What lies over it; `text` means nothing.
  public var overlay: Scope

  /// Makes a style.
  public init(_ scope: Scope, over overlay: Scope = .text) {
    self.scope = scope
    self.overlay = overlay
  }

  /// The letter in style rows: the overlay's for plain text, else the scope's.
  public var letter: Character { scope == .text && overlay != .text ? overlay.letter : scope.letter }

  /// The style of remarks about the text in this style.
  var annotated: Style { Style(.textSubstitute, over: overlay) }

  public static let text = Style(.text)
  public static let dim = Style(.textDim)
  public static let strong = Style(.textStrong)
  public static let accent = Style(.accent)
  public static let header = Style(.header)
  public static let headerPath = Style(.headerPath)
  public static let rule = Style(.rule)
  public static let time = Style(.time)
  public static let number = Style(.number)
  public static let quote = Style(.quote)
  public static let status = Style(.status)
  public static let hold = Style(.stateHold)
  public static let gap = Style(.stateGap)
  public static let deleted = Style(.stateDeleted)
  public static let edited = Style(.stateEdited)
  public static let ok = Style(.stateOk)
  public static let warning = Style(.stateWarning)
  public static let error = Style(.stateError)
  public static let hit = Style(.hit)
  public static let footerKey = Style(.footerKey)
  public static let footerText = Style(.footerText)
  public static let input = Style(.input)
  public static let inputCursor = Style(.inputCursor)
  public static let inputGhost = Style(.inputGhost)
  public static let modal = Style(.modal)
  public static let modalTitle = Style(.modalTitle)
  public static let progress = Style(.progress)
  public static let progressTrack = Style(.progressTrack)

  /// The stable style of a person, by a hash of their identity.
  public static func sender(hash: UInt64) -> Style { Style(.sender(hash: hash)) }
}
