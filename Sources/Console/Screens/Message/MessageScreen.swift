import Records
import SearchIndex
import TerminalKit

/// One message, opened: every version, what happened to it, and the proof of each record behind it.
struct MessageScreen: Screen {
  /// What of the message is shown.
  enum Page: Sendable, Hashable { case versions, raw, scalars, explanation }

  let id: MessageID
  private(set) var opened: OpenedMessage?
  private(set) var problem: String?
  private(set) var page = Page.versions
  private(set) var isExplaining = false
  private var scroller = Scroller()
  /// A hold form lies above: what holds the message may have changed when it goes.
  private var isHolding = false
  /// The page as it was last set: setting 64 KiB anew for each key would be felt.
  private var cached: (key: PaperKey, paper: Paper)?

  private struct PaperKey: Hashable {
    var page: Page
    var width: Int
    var zone: String
  }

  init(_ id: MessageID) { self.id = id }

  var title: String {
    let name = "message \(Wording.short(id))"
    switch page {
    case .versions: return name
    case .raw: return name + " · raw delivery"
    case .scalars: return name + " · scalars"
    case .explanation: return name + " · why it is kept"
    }
  }

  var commands: [CommandID] {
    let others: [CommandID] = [.raw, .inspect, .explain, .versions].filter { $0 != shownBy }
    return [.hold] + others.filter { $0 != .versions } + [.copyCitation, .quoted, .person]
      + others.filter { $0 == .versions }
      + [.open, .refresh] + Scroller.motions + [.back]
  }

  private var shownBy: CommandID {
    switch page {
    case .versions: return .versions
    case .raw: return .raw
    case .scalars: return .inspect
    case .explanation: return .explain
    }
  }

  mutating func appear(_ session: SessionState) -> [Effect] { [.ask(.message(id))] }

  mutating func uncovered(_ session: SessionState) -> [Effect] {
    guard isHolding else { return [] }
    isHolding = false
    return [.ask(.message(id))]
  }

  func refusal(of command: CommandID, _ session: SessionState) -> String? {
    switch command {
    case .back, .refresh: return nil
    case .quoted:
      guard let opened else { return "The message is still being opened." }
      return opened.detail.item.reply?.message == nil ? "It answers no message that is in the archive." : nil
    case .person:
      guard let opened else { return "The message is still being opened." }
      return opened.detail.item.sender == nil ? "Nothing says who sent this." : nil
    default: return opened == nil ? "The message is still being opened." : nil
    }
  }

  mutating func run(_ command: CommandID, _ session: SessionState) -> [Effect] {
    switch command {
    case .back:
      guard page != .versions else { return [.pop] }
      show(.versions, session)
    case .raw: show(.raw, session)
    case .versions: show(.versions, session)
    case .inspect: show(.scalars, session)
    case .explain:
      show(.explanation, session)
      if opened?.explanation.isEmpty == true, !isExplaining {
        isExplaining = true
        return [.ask(.explain(id), replacing: false)]
      }
    case .hold:
      isHolding = true
      return [.push(HoldScreen(target: .messages([id])))]
    case .copyCitation:
      guard let opened else { return [] }
      let lines = Citation.lines(of: opened, vault: session.vaultTitle, fingerprint: session.fingerprint, session.zone)
      return [.push(ReportScreen(title: "Citation", lines: lines))]
    case .quoted:
      guard let quoted = opened?.detail.item.reply?.message else { return [] }
      return [.push(MessageScreen(quoted))]
    case .person:
      guard let item = opened?.detail.item, let sender = item.sender else { return [] }
      return [.push(PersonScreen(of: sender, in: item.conversation))]
    case .open:
      guard let opened else { return [] }
      return [.push(BrowseScreen(opening: opened.detail.item.conversation, at: id))]
    case .refresh: return [.ask(.message(id))]
    default:
      let paper = paper(session.body.columns, session)
      _ = scroller.run(command, count: paper.lines.count, height: session.body.rows - 1)
    }
    return []
  }

  private mutating func show(_ new: Page, _ session: SessionState) {
    page = new
    scroller = Scroller()
    keep(session)
  }

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch answer {
    case .message(let message):
      opened = message
      problem = nil
    case .explained(let lines):
      isExplaining = false
      opened?.explanation = lines.isEmpty ? ["Nothing more is known."] : lines
    default: return []
    }
    cached = nil
    keep(session)
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    isExplaining = false
    if opened == nil {
      problem = failure.message
      return []
    }
    return [.say(.error(failure.message))]
  }

  // MARK: - Drawing

  private mutating func keep(_ session: SessionState) {
    let key = PaperKey(page: page, width: session.body.columns, zone: session.zone.name)
    cached = (key, make(key.width, session))
  }

  private func paper(_ width: Int, _ session: SessionState) -> Paper {
    if let cached, cached.key == PaperKey(page: page, width: width, zone: session.zone.name) { return cached.paper }
    return make(width, session)
  }

  private func make(_ width: Int, _ session: SessionState) -> Paper {
    guard let opened else { return Paper(width: width) }
    switch page {
    case .versions: return MessagePaper(message: opened, width: width, session).versions()
    case .raw: return MessagePaper(message: opened, width: width, session).raw()
    case .scalars: return MessagePaper(message: opened, width: width, session).scalars()
    case .explanation: return MessagePaper(message: opened, width: width, session).explanation(isExplaining)
    }
  }

  func draw(on canvas: inout Canvas, _ session: SessionState) {
    canvas.cursor(x: 0, y: 0)
    guard opened != nil else {
      if let problem {
        canvas.text("The message could not be opened.", x: 3, y: 1, style: .error)
        canvas.wrapped(problem, x: 3, y: 3, width: min(76, canvas.width - 4))
        canvas.text("R tries again · Esc goes back", x: 3, y: canvas.height - 2, style: .dim)
      } else {
        canvas.text("opening the sealed record…", x: 3, y: 1, style: .dim)
      }
      return
    }
    let paper = paper(canvas.width, session)
    let height = canvas.height - 1
    let first = scroller.shown(count: paper.lines.count, height: height)
    canvas.within(Rect(x: 0, y: 0, width: canvas.width, height: height)) { paper.draw(from: first, on: &$0) }
    canvas.position(first: first, height: height, count: paper.lines.count, glyphs: session.glyphs)
  }
}
