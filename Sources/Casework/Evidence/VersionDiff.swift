/// What was changed between two wordings: pieces that stayed, were removed, or were added.
///
/// Read without the added pieces it is the old text, without the removed ones the new text, byte for byte. It costs
/// little whatever the texts are: where a close comparison would cost too much, more is said to be replaced than need be.
public struct VersionDiff: Sendable, Hashable {
  /// What became of a piece.
  public enum Change: String, Sendable, Hashable {
    case kept, removed, added
  }

  /// A stretch of text with one fate.
  public struct Piece: Sendable, Hashable {
    public var change: Change
    public var text: String
  }

  /// In the order of the texts; where something was replaced, what was removed stands first.
  public let pieces: [Piece]
  /// Whether the texts were too long and too different to be compared closely.
  public let isCoarse: Bool

  /// How many steps a comparison may take: some hundredths of a second.
  public static let usualBudget = 3_000_000

  /// Compares two wordings.
  public init(from old: String, to new: String, budget: Int = VersionDiff.usualBudget) {
    let olds = WordSplitter.split(old)
    let news = WordSplitter.split(new)
    // By their bytes: texts that only look alike, such as é in two spellings, are different evidence.
    var numbers: [[UInt8]: Int32] = [:]
    func number(_ word: Substring) -> Int32 {
      let next = Int32(clamping: numbers.count)
      let bytes = Array(word.utf8)
      if let known = numbers[bytes] { return known }
      numbers[bytes] = next
      return next
    }
    var differ = WordDiffer(olds.map(number), news.map(number), budget: budget)
    differ.run()
    isCoarse = differ.isCoarse
    pieces = Self.pieces(olds, news, differ)
  }

  /// Whether anything differs.
  public var isChanged: Bool { pieces.contains { $0.change != .kept } }

  /// How many stretches differ.
  public var places: Int {
    var count = 0
    var isInside = false
    for piece in pieces {
      if piece.change != .kept, !isInside { count += 1 }
      isInside = piece.change != .kept
    }
    return count
  }

  /// The text that was compared from.
  public var oldText: String { joined { $0 != .added } }

  /// The text that was compared to.
  public var newText: String { joined { $0 != .removed } }

  private func joined(_ isWanted: (Change) -> Bool) -> String {
    var text = ""
    for piece in pieces where isWanted(piece.change) { text += piece.text }
    return text
  }

  // MARK: - Showing

  /// A piece as it is shown: what stayed may be cut.
  public struct Shown: Sendable, Hashable {
    public var change: Change
    public var text: String
    /// Whether something that stayed was left out before the text.
    public var isCut = false
  }

  /// The pieces, with no more of what stayed than is needed to find the place.
  public func shown(around context: Int = 60) -> [Shown] {
    var result: [Shown] = []
    for (index, piece) in pieces.enumerated() {
      let isFirst = index == 0
      let isLast = index == pieces.count - 1
      // Bytes are at least as many as characters: short texts need no counting.
      guard piece.change == .kept, piece.text.utf8.count > 3 * context, pieces.count > 1 else {
        result.append(Shown(change: piece.change, text: piece.text))
        continue
      }
      let head = isFirst ? "" : String(piece.text.prefix(context))
      let tail = isLast ? "" : String(piece.text.suffix(context))
      guard head.utf8.count + tail.utf8.count < piece.text.utf8.count else {
        result.append(Shown(change: .kept, text: piece.text))
        continue
      }
      if !head.isEmpty { result.append(Shown(change: .kept, text: head)) }
      result.append(Shown(change: .kept, text: tail, isCut: true))
    }
    return result
  }

  /// The changes on one line of plain text, by the signs `[−removed−]` and `[+added+]`.
  public func marked(around context: Int = 60) -> String {
    shown(around: context).reduce(into: "") { line, piece in
      if piece.isCut { line += " … " }
      switch piece.change {
      case .kept: line += piece.text
      case .removed: line += "[−\(piece.text)−]"
      case .added: line += "[+\(piece.text)+]"
      }
    }
  }

  // MARK: - Making

  private static func pieces(_ olds: [Substring], _ news: [Substring], _ differ: WordDiffer) -> [Piece] {
    var result: [Piece] = []
    var (removed, added) = ("", "")
    // Blanks between two changes: whether they stay is known when what follows is.
    var between = ""
    func flush() {
      if !removed.isEmpty { result.append(Piece(change: .removed, text: removed)) }
      if !added.isEmpty { result.append(Piece(change: .added, text: added)) }
      (removed, added) = ("", "")
    }
    func keep(_ text: some StringProtocol) {
      if result.last?.change == .kept {
        result[result.count - 1].text += text
      } else if !text.isEmpty {
        result.append(Piece(change: .kept, text: String(text)))
      }
    }
    var (place, newPlace) = (0, 0)
    while place < olds.count || newPlace < news.count {
      let isRemoved = place < olds.count && differ.removed[place]
      let isAdded = newPlace < news.count && differ.added[newPlace]
      if isRemoved || isAdded {
        // Replaced words with only blanks between them read better as one replacement.
        removed += between
        added += between
        between = ""
        if isRemoved {
          removed += olds[place]
          place += 1
        } else {
          added += news[newPlace]
          newPlace += 1
        }
        continue
      }
      guard place < olds.count, newPlace < news.count else { break }
      let word = olds[place]
      (place, newPlace) = (place + 1, newPlace + 1)
      if !removed.isEmpty, !added.isEmpty, between.isEmpty, isBlank(word) {
        between = String(word)
        continue
      }
      flush()
      keep(between)
      between = ""
      keep(word)
    }
    flush()
    keep(between)
    return result
  }

  private static func isBlank(_ word: Substring) -> Bool {
    word.utf8.count <= 3 && word.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }
}
