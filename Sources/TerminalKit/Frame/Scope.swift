/// What a piece of the screen means.
///
/// Themes say how each is drawn; screens never name a colour.
public enum Scope: UInt8, CaseIterable, Sendable {
  case text, textDim, textStrong, textSubstitute
  case accent, header, headerPath, rule, time, number, quote, status
  case rowSelected, rowMarked
  case stateHold, stateGap, stateDeleted, stateEdited, stateOk, stateWarning, stateError
  case hit
  case footerKey, footerText
  case input, inputCursor, inputGhost
  case modal, modalTitle
  case progress, progressTrack
  case sender
  case sender0, sender1, sender2, sender3, sender4, sender5, sender6, sender7

  /// The name in theme files.
  public var name: String {
    switch self {
    case .text: "text"
    case .textDim: "text.dim"
    case .textStrong: "text.strong"
    case .textSubstitute: "text.substitute"
    case .accent: "accent"
    case .header: "header"
    case .headerPath: "header.path"
    case .rule: "rule"
    case .time: "time"
    case .number: "number"
    case .quote: "quote"
    case .status: "status"
    case .rowSelected: "row.selected"
    case .rowMarked: "row.marked"
    case .stateHold: "state.hold"
    case .stateGap: "state.gap"
    case .stateDeleted: "state.deleted"
    case .stateEdited: "state.edited"
    case .stateOk: "state.ok"
    case .stateWarning: "state.warning"
    case .stateError: "state.error"
    case .hit: "hit"
    case .footerKey: "footer.key"
    case .footerText: "footer.text"
    case .input: "input"
    case .inputCursor: "input.cursor"
    case .inputGhost: "input.ghost"
    case .modal: "modal"
    case .modalTitle: "modal.title"
    case .progress: "progress"
    case .progressTrack: "progress.track"
    case .sender: "sender"
    case .sender0: "sender.0"
    case .sender1: "sender.1"
    case .sender2: "sender.2"
    case .sender3: "sender.3"
    case .sender4: "sender.4"
    case .sender5: "sender.5"
    case .sender6: "sender.6"
    case .sender7: "sender.7"
    }
  }

  /// The letter in the style rows of goldens.
  public var letter: Character {
    switch self {
    case .text: "."
    case .textDim: "d"
    case .textStrong: "s"
    case .textSubstitute: "u"
    case .accent: "a"
    case .header: "h"
    case .headerPath: "p"
    case .rule: "-"
    case .time: "t"
    case .number: "#"
    case .quote: "q"
    case .status: "l"
    case .rowSelected: "S"
    case .rowMarked: "M"
    case .stateHold: "H"
    case .stateGap: "G"
    case .stateDeleted: "D"
    case .stateEdited: "E"
    case .stateOk: "o"
    case .stateWarning: "w"
    case .stateError: "e"
    case .hit: "f"
    case .footerKey: "k"
    case .footerText: "x"
    case .input: "i"
    case .inputCursor: "_"
    case .inputGhost: "g"
    case .modal: "m"
    case .modalTitle: "T"
    case .progress: "P"
    case .progressTrack: "r"
    case .sender: "n"
    case .sender0: "0"
    case .sender1: "1"
    case .sender2: "2"
    case .sender3: "3"
    case .sender4: "4"
    case .sender5: "5"
    case .sender6: "6"
    case .sender7: "7"
    }
  }

  /// The stable scope of a person, by a hash of their identity (never of their name, which they choose).
  public static func sender(hash: UInt64) -> Scope { Scope(rawValue: sender0.rawValue + UInt8(hash % 8)) ?? .sender }

  /// The scopes of the senders' cycle.
  static let senders: [Scope] = [.sender0, .sender1, .sender2, .sender3, .sender4, .sender5, .sender6, .sender7]

  static let byName: [String: Scope] = Dictionary(
    allCases.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
