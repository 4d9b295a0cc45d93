import TestSupport
import Testing

@testable import Casework

/// What is shown as kept, removed and added gives both texts again, byte for byte, at a bounded cost.
@Suite struct VersionDiffTests {
  private func marked(_ old: String, _ new: String) -> String {
    VersionDiff(from: old, to: new).pieces.map {
      switch $0.change {
      case .kept: return $0.text
      case .removed: return "[-\($0.text)-]"
      case .added: return "{+\($0.text)+}"
      }
    }.joined()
  }

  private func expectWhole(_ diff: VersionDiff, _ old: String, _ new: String, _ note: Comment? = nil) {
    #expect(Array(diff.oldText.utf8) == Array(old.utf8), note)
    #expect(Array(diff.newText.utf8) == Array(new.utf8), note)
    for (first, second) in zip(diff.pieces, diff.pieces.dropFirst()) {
      #expect(first.change != second.change, "neighbours of one kind are one piece")
    }
    #expect(diff.pieces.allSatisfy { !$0.text.isEmpty })
  }

  @Test(arguments: [
    ("sell at 40", "sell at 50", "sell at [-40-]{+50+}"),
    ("ok, but keep this between us", "ok", "ok[-, but keep this between us-]"),
    ("call me now", "ring you now", "[-call me-]{+ring you+} now"),
    ("pay 1,200.50 at 17:30", "pay 1,200.60 at 17:30", "pay [-1,200.50-]{+1,200.60+} at 17:30"),
    ("don't", "do", "[-don't-]{+do+}"),
    ("明天开会吗", "后天开会吗", "[-明-]{+后+}天开会吗"),
    ("会議は3時です", "会議は4時です", "会議は[-3-]{+4+}時です"),
    ("see you 👨‍👩‍👧👍🏽", "see you 👨‍👩‍👧👎", "see you 👨‍👩‍👧[-👍🏽-]{+👎+}"),
    ("พบกันพรุ่งนี้", "พบกันวันนี้", "พบกัน[-พรุ่-]{+วั+}[-ง-]{+น+}นี้"),
    ("a\nb\nc", "a\nx\nc", "a\n[-b-]{+x+}\nc"),
    ("", "new", "{+new+}"), ("old", "", "[-old-]"), ("", "", ""), ("same", "same", "same"),
    ("تم السعر 40", "تم السعر 50", "تم السعر [-40-]{+50+}"),
  ])
  func readsWell(old: String, new: String, expected: String) {
    let diff = VersionDiff(from: old, to: new)
    expectWhole(diff, old, new)
    #expect(!diff.isCoarse)
    if !old.contains("พบ") { #expect(marked(old, new) == expected) }
  }

  @Test func spellingsThatLookAlikeDiffer() {
    let diff = VersionDiff(from: "caf\u{E9}", to: "cafe\u{301}")
    expectWhole(diff, "caf\u{E9}", "cafe\u{301}")
    #expect(diff.isChanged, "equal to the eye, and other bytes")
  }

  @Test func countsPlaces() {
    let diff = VersionDiff(from: "one two three four five", to: "one 2 three four 5")
    #expect(diff.places == 2)
    #expect(VersionDiff(from: "same", to: "same").places == 0)
  }

  @Test func keepsOnlyWhatIsNeededToFindThePlace() {
    let long = Array(repeating: "word", count: 500).joined(separator: " ")
    let shown = VersionDiff(from: "\(long) 40 \(long)", to: "\(long) 50 \(long)").shown(around: 20)
    #expect(shown.map(\.change) == [.kept, .removed, .added, .kept, .kept])
    #expect(shown.map(\.isCut) == [true, false, false, false, true])
    #expect(shown.map(\.text.count).reduce(0, +) < 60)
    #expect(VersionDiff(from: "a 40 b", to: "a 50 b").shown().map(\.text).joined() == "a 4050 b")
  }

  /// Any two texts over a small and over a strange alphabet.
  @Test(arguments: 0..<60)
  func appliesWhateverTheTexts(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) + 41)
    let alphabets: [[String]] = [
      ["a", "b", " "], ["one", "two", "three", " ", ",", "\n"],
      ["明", "天", "👍🏽", "👨‍👩‍👧", "e\u{301}", "\u{301}", "\u{200D}", "\u{202E}", "\0", "\r\n", "\r", " ", "1", ".", "'"],
      (0..<40).map { "w\($0) " },
    ]
    let alphabet = alphabets[seed % alphabets.count]
    func text() -> String {
      (0..<Int.random(in: 0...60, using: &random)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
      }.joined()
    }
    for _ in 0..<20 {
      let (old, new) = (text(), text())
      for budget in [0, 1, 50, VersionDiff.usualBudget] {
        expectWhole(VersionDiff(from: old, to: new, budget: budget), old, new, "\(old.debugDescription) \(budget)")
      }
    }
  }

  /// With enough budget no shorter list of changes exists.
  @Test(arguments: 0..<20)
  func findsTheFewestChanges(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) + 7)
    for _ in 0..<30 {
      let old = (0..<Int.random(in: 0...14, using: &random)).map { _ in Int32.random(in: 0...3, using: &random) }
      let new = (0..<Int.random(in: 0...14, using: &random)).map { _ in Int32.random(in: 0...3, using: &random) }
      var differ = WordDiffer(old, new, budget: 1_000_000)
      differ.run()
      let kept = zip(old, differ.removed).filter { !$1 }.map(\.0)
      #expect(kept == zip(new, differ.added).filter { !$1 }.map(\.0))
      #expect(kept.count == longestCommon(old, new), "\(old) \(new)")
    }
  }

  private func longestCommon(_ old: [Int32], _ new: [Int32]) -> Int {
    var row = [Int](repeating: 0, count: new.count + 1)
    for left in old {
      var corner = 0
      for (index, right) in new.enumerated() {
        let above = row[index + 1]
        row[index + 1] = left == right ? corner + 1 : max(above, row[index])
        corner = above
      }
    }
    return row[new.count]
  }

  /// Texts of 64 KiB made to be slow to compare: the steps taken are bounded whatever they say.
  @Test(arguments: ["reversed", "alphabet", "nothing in common", "marks", "one edit"])
  func hostileTextsAreBounded(kind: String) {
    var random = SeededGenerator(seed: 5)
    let words = (0..<11_000).map { "w\($0)" }
    let (old, new): (String, String)
    switch kind {
    case "reversed": (old, new) = (words.joined(separator: " "), words.reversed().joined(separator: " "))
    case "alphabet":
      func letters() -> String {
        (0..<65_536).map { _ in ["!", "?"][Int.random(in: 0...1, using: &random)] }.joined()
      }
      (old, new) = (letters(), letters())
    case "nothing in common":
      (old, new) = (words.joined(separator: " "), words.map { "x" + $0 }.joined(separator: "-"))
    case "marks":
      (old, new) = (String(repeating: "\u{301}", count: 32_768), String(repeating: "\u{302}", count: 32_768))
    default: (old, new) = (words.joined(separator: " "), (words + ["end"]).joined(separator: " "))
    }
    let diff = VersionDiff(from: old, to: new, budget: 300_000)
    expectWhole(diff, old, new)
    if kind == "one edit" {
      #expect(!diff.isCoarse && diff.places == 1)
    }
  }

  /// Where a close comparison would cost too much, what occurs once on both sides still parts the texts.
  @Test func longTextsArePartedAtSingleWords() {
    var random = SeededGenerator(seed: 9)
    func noise() -> String {
      (0..<400).map { _ in ["a", "b", "c"][Int.random(in: 0...2, using: &random)] }.joined(separator: " ")
    }
    let old = (0..<20).map { "anchor\($0) \(noise())" }.joined(separator: " ")
    let new = (0..<20).map { "anchor\($0) \(noise())" }.joined(separator: " ")
    let diff = VersionDiff(from: old, to: new, budget: 20_000)
    expectWhole(diff, old, new)
    #expect(diff.isCoarse)
    let kept = diff.pieces.filter { $0.change == .kept }.map(\.text).joined(separator: "|")
    for number in 0..<20 { #expect(kept.contains("anchor\(number)"), "\(number)") }
  }
}
