import Casework
import Records
import SearchIndex
import Storage
import Vault

/// Measures what a person waits for: first hits, counts, jumps in a timeline, opening a message.
struct SearchRun {
  let material: Material
  let archive: BenchVault
  let workspace: Workspace
  var samples = 200

  private enum Expected { case hits, nothing, anything }

  private struct Plain {
    let messages: PlainMessages
    let words: PlainWords
  }

  func run() throws -> Outcome {
    var outcome = Outcome(
      title: "search: \(Figure.grouped(Double(material.messages))) messages, first 60 hits, newest first",
      machine: .current(folder: workspace.folder))
    try archive.index.catchUp()
    Outcome.note("filling the baseline")
    for name in names { workspace.remove(name) }
    let plain = Plain(
      messages: try PlainMessages(path: workspace.path("plain")), words: try PlainWords(path: workspace.path("words")))
    try plain.messages.fill(material)
    _ = try plain.words.insert(material)
    Outcome.note("searching")
    try searches(plain, &outcome)
    try counts(plain, &outcome)
    try timelines(plain, &outcome)
    try opening(&outcome)
    outcome.notes += [
      "‘LIKE’ is `SELECT … FROM messages WHERE body LIKE '%word%' ORDER BY sent_at DESC LIMIT 60` in plain SQLite with an "
        + "index on sent_at; ‘FTS5 rank’ is bare FTS5 ordered by relevance, without any field of the message.",
      "\(samples) samples of each of ours, with another word or date each time where there are several; \(plainSamples) "
        + "of each baseline. Baselines stand beside the p50 only; a ratio below 1 is faster than the baseline.",
      "Caches are warm, as in a console that is open; every sample runs the whole call, its query parsed.",
    ]
    for name in names { workspace.remove(name) }
    return outcome
  }

  private let names = ["plain", "plain-wal", "plain-shm", "words", "words-wal", "words-shm"]
  private var plainSamples: Int { min(samples, 11) }

  // MARK: First hits

  private func word(_ rank: Int) -> String { material.vocabulary.words[min(rank, material.vocabulary.words.count - 1)] }

  private func searches(_ plain: Plain, _ outcome: inout Outcome) throws {
    let pairs = phrases()
    let rare = rareWords()
    let people = (0..<40).map { Material.phone(of: $0 * 7 % material.conversations) }
    let busiest = try largest()
    let prefixes = ["ca", "st", "mo", "be", "li", "tr", "du", "ho", "pe", "wa"]
    let like = "SELECT id FROM messages WHERE body LIKE ? ORDER BY sent_at DESC LIMIT 60"
    let match = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 60"
    try search("common word", { word($0 % 20) }, &outcome, { ("LIKE", like, ["%\(word($0 % 20))%"]) }, plain)
    try search(
      "common word, FTS5 beside it", { word($0 % 20) }, &outcome, { ("FTS5 rank", match, ["\"\(word($0 % 20))\""]) },
      plain)
    try search(
      "rare word", { rare[$0 % rare.count] }, &outcome, { ("LIKE", like, ["%\(rare[$0 % rare.count])%"]) }, plain)
    try search(
      "while typing: two letters", { prefixes[$0 % prefixes.count] }, live: true, &outcome,
      { ("LIKE", like, ["%\(prefixes[$0 % prefixes.count])%"]) }, plain)
    try search(
      "phrase of two words", { "\"\(pairs[$0 % pairs.count])\"" }, &outcome,
      { ("LIKE", like, ["%\(pairs[$0 % pairs.count])%"]) }, plain)
    try search(
      "three words", { "\(word($0 % 9)) \(word(3 + $0 % 17)) \(word(30 + $0))" }, expecting: .anything, &outcome)
    let inOne = "SELECT id FROM messages WHERE conversation = ? AND body LIKE ? ORDER BY sent_at DESC LIMIT 60"
    try search(
      "word in the largest conversation", { "conv:\(busiest) \(word(100 + $0))" }, expecting: .anything, &outcome,
      { ("LIKE", inOne, [Material.phone(of: 0), "%\(word(100 + $0))%"]) }, plain)
    try search(
      "from: a number", { "from:\(people[$0 % people.count])" }, &outcome,
      {
        (
          "by sender", "SELECT id FROM messages WHERE sender = ? ORDER BY sent_at DESC LIMIT 60",
          [people[$0 % people.count]]
        )
      }, plain)
    try search(
      "from: a number, and a word", { "from:\(people[$0 % people.count]) \(word($0 % 50))" }, expecting: .anything,
      &outcome,
      {
        (
          "LIKE", "SELECT id FROM messages WHERE sender = ? AND body LIKE ? ORDER BY sent_at DESC LIMIT 60",
          [people[$0 % people.count], "%\(word($0 % 50))%"]
        )
      }, plain)
    try search(
      "a month and a word", { "date:2024-\(month($0)) \(word(10 + $0 % 300))" }, expecting: .anything, &outcome)
    try search(
      "phone digits in the text", { "7183 \(1000 + $0 * 37 % 9000)" }, expecting: .anything, &outcome,
      { ("LIKE", like, ["%7183 \(1000 + $0 * 37 % 9000)%"]) }, plain)
    try search("phone: last digits", { "phone:*\(people[$0 % people.count].suffix(5))" }, &outcome)
    try search(
      "Chinese", { ["开会", "合同", "付款", "账号"][$0 % 4] }, &outcome,
      { ("LIKE", like, ["%\(["开会", "合同", "付款", "账号"][$0 % 4])%"]) }, plain)
    try search(
      "nothing found", { "xqzv\($0)" }, expecting: .nothing, &outcome, { ("LIKE", like, ["%xqzv\($0)%"]) }, plain)
  }

  private func search(
    _ what: String, _ query: (Int) -> String, live: Bool = false, expecting: Expected = .hits, _ outcome: inout Outcome,
    _ baseline: ((Int) -> (String, String, [String]))? = nil, _ plain: Plain? = nil
  ) throws {
    var found = 0
    let own = try Samples.of(samples) { index in
      let parsed = try QueryParser.read(query(index), options: QueryOptions(completesLastWord: live))
      found += try archive.index.search(parsed).hits.count
    }
    try expect(expecting == .anything || (found > 0) == (expecting == .hits), "\(what): \(found) hits")
    var beside: (what: String, value: Double)?
    if let baseline, let plain {
      let (name, sql, _) = baseline(0)
      let database = sql.contains("FROM words") ? plain.words.database : plain.messages.database
      let statement = try database.prepare(sql)
      let times = try Samples.of(plainSamples) { index in
        for (place, value) in baseline(index).2.enumerated() { statement.bind(Int32(place + 1), value) }
        try statement.run()
      }
      beside = (name, times.percentile(0.5))
    }
    add(what, own, beside, 5, 30, &outcome)
  }

  private func add(
    _ what: String, _ own: Samples, _ baseline: (what: String, value: Double)?, _ median: Double?, _ worst: Double?,
    _ outcome: inout Outcome
  ) {
    let (half, most) = (own.percentile(0.5), own.percentile(0.99))
    outcome.figures.append(
      Figure(
        what: what + ", p50", value: half, unit: "ms", baseline: baseline, budget: median.map { "≤ \(Int($0))" } ?? "",
        isWithin: median.map { half <= $0 }))
    outcome.figures.append(
      Figure(
        what: "  p99", value: most, unit: "ms", budget: worst.map { "≤ \(Int($0))" } ?? "",
        isWithin: worst.map { most <= $0 }))
  }

  private func month(_ index: Int) -> String { (index % 12 < 9 ? "0" : "") + String(index % 12 + 1) }

  /// Two words that stand beside one another in some message.
  private func phrases() -> [String] {
    var phrases: [String] = []
    var number = 0
    while phrases.count < 40, number < material.messages {
      let words = material.message(number).text.split(separator: " ")
      if words.count > 3, words[1].utf8.allSatisfy({ $0 > 0x60 && $0 < 0x7B }),
        words[2].utf8.allSatisfy({ $0 > 0x60 && $0 < 0x7B })
      {
        phrases.append("\(words[1]) \(words[2])")
      }
      number += max(1, material.messages / 97)
    }
    return phrases.isEmpty ? [word(0)] : phrases
  }

  /// Words that occur in a message, and in few others.
  private func rareWords() -> [String] {
    let common = Set(material.vocabulary.words.prefix(20_000))
    var rare: [String] = []
    var number = 0
    while rare.count < samples, number < material.messages {
      let words = material.message(number).text.split(separator: " ").map(String.init)
      if let word = words.first(where: { !common.contains($0) && $0.utf8.allSatisfy { $0 > 0x60 && $0 < 0x7B } }) {
        rare.append(word)
      }
      number += max(1, material.messages / 4096)
    }
    return rare.isEmpty ? [word(0)] : rare
  }

  private func largest() throws -> ConversationID {
    guard let first = try archive.index.conversations(order: .messages, limit: 1).conversations.first else {
      throw BenchError("the archive has no conversation")
    }
    return first.id
  }

  // MARK: Counts, timelines, messages

  private func counts(_ plain: Plain, _ outcome: inout Outcome) throws {
    let exact = try plain.messages.database.prepare("SELECT count(*) FROM messages WHERE body LIKE ?")
    let beside = try Samples.of(3) { index in
      exact.bind(1, "%\(word(index))%")
      try exact.run()
    }
    let capped = try Samples.of(samples) { _ = try archive.index.count(QueryParser.read(word($0 % 20))) }
    add("count of a common word, up to 1,000", capped, nil, nil, nil, &outcome)
    let all = try Samples.of(min(samples, 20)) { _ = try archive.index.count(QueryParser.read(word($0)), cap: nil) }
    add("count of a common word, exact", all, ("LIKE", beside.percentile(0.5)), nil, nil, &outcome)
  }

  private func timelines(_ plain: Plain, _ outcome: inout Outcome) throws {
    let index = archive.index
    let busiest = try largest()
    let page = try plain.messages.database.prepare(
      "SELECT * FROM messages WHERE conversation = ? AND sent_at >= ? ORDER BY sent_at LIMIT 200")
    let beside = try Samples.of(samples) { number in
      page.bind(1, Material.phone(of: Material.busiest))
      page.bind(2, date(number))
      try page.run()
    }
    let jumps = try Samples.of(samples) { number in
      let instant = Instant(milliseconds: date(number) * 1000)
      try expect(!(try index.timeline(busiest, from: .date(instant)).items.isEmpty), "the timeline is empty")
    }
    add("timeline: jump to a date", jumps, ("same rows, plain table", beside.percentile(0.5)), nil, 15, &outcome)
    let top = try Samples.of(samples) { _ in _ = try index.timeline(busiest, from: .oldest) }
    add("timeline: top", top, nil, nil, 15, &outcome)
    let bottom = try Samples.of(samples) { _ in _ = try index.timeline(busiest, from: .newest) }
    add("timeline: bottom", bottom, nil, nil, 15, &outcome)
    var cursor = try index.timeline(busiest, from: .newest).items.first?.messageID
    let pages = try Samples.of(samples) { _ in
      guard let at = cursor else { return }
      let page = try index.timeline(busiest, from: .message(at), before: 100, after: 0)
      if page.hasOlder {
        cursor = page.items.first?.messageID
      } else {
        cursor = try index.timeline(busiest, from: .newest).items.first?.messageID
      }
    }
    add("timeline: a page up", pages, nil, nil, 15, &outcome)
    let list = try Samples.of(samples) { _ in _ = try index.conversations() }
    add("200 conversations", list, nil, nil, nil, &outcome)
  }

  private func date(_ number: Int) -> Int64 {
    Material.start + Int64(number) * 7_919_113 % (Material.year - 86_400 * 20)
  }

  private func opening(_ outcome: inout Outcome) throws {
    let busiest = try largest()
    var ids: [MessageID] = []
    for number in 0..<samples {
      let at = Instant(milliseconds: date(number) * 1000)
      let items = try archive.index.timeline(busiest, from: .date(at), before: 0, after: 1).items
      if let id = items.first?.messageID { ids.append(id) }
    }
    try expect(!ids.isEmpty, "there is no message to open")
    let details = try Samples.of(ids.count) { number in
      try expect(try archive.index.message(ids[number]) != nil, "a message does not open")
    }
    add("message: open, its records unsealed", details, nil, nil, nil, &outcome)
    let proofs = try Samples.of(min(ids.count, 50)) { number in
      guard let detail = try archive.index.message(ids[number]), let version = detail.versions.first else {
        throw BenchError("a message has no version")
      }
      try archive.vault.proof(of: version.record).check()
    }
    add("message: open and check its proof", proofs, nil, nil, nil, &outcome)
  }
}
