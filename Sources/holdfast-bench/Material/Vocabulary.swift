import Glibc

/// Words that occur as words do: the second half as often as the first, the third a third as often (Zipf).
struct Vocabulary: Sendable {
  /// The most common first; common words are short.
  let words: [String]

  init(count: Int = 60_000) {
    var random = SplitMix64(seed: 0x70CA_B01A)
    var seen: Set<String> = []
    var words: [String] = []
    words.reserveCapacity(count)
    while words.count < count {
      let word = Vocabulary.word(rank: words.count, &random)
      if seen.insert(word).inserted { words.append(word) }
    }
    self.words = words
  }

  /// A word, drawn by its frequency.
  func draw(_ random: inout SplitMix64) -> String {
    let rank = Int(pow(Double(words.count), random.unit())) - 1
    return words[min(words.count - 1, max(0, rank))]
  }

  private static let onsets = [
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "st", "tr", "pl", "ch", "br",
  ]
  private static let vowels = ["a", "e", "i", "o", "u", "ea", "ou", "y"]
  private static let codas = ["", "", "", "n", "r", "s", "t", "l", "nd", "m"]

  private static func word(rank: Int, _ random: inout SplitMix64) -> String {
    let syllables = rank < 150 ? 1 : rank < 6000 ? 1 + random.below(2) : 2 + random.below(3)
    var word = ""
    for _ in 0..<syllables { word += random.pick(onsets) + random.pick(vowels) + random.pick(codas) }
    return word
  }
}
