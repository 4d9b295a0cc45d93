import Foundation
import Records
import TestSupport
import Testing

@testable import SearchIndex

/// An index is a function of the records, not of the order or the batches in which they came.
@Suite struct RebuildTests {
  private func corpus(_ generator: inout SeededGenerator) -> [Record] {
    let places = [
      Make.conversation("34600000921", name: "Ana Ruiz"), Make.conversation("447700900123", name: "J. Lee"),
      Make.group("g1", title: "Desk EMEA FX"), Make.group("g2", title: nil),
    ]
    let words = ["fix", "move", "call", "lunch", "secret", "明天", "👍", "https://x.example/a"]
    func time(_ generator: inout SeededGenerator) -> String {
      let month = Int.random(in: 3...5, using: &generator)
      let second = Int.random(in: 10...14, using: &generator)
      return "2024-0\(month)-1\(Int.random(in: 0...1, using: &generator))T10:00:\(second)Z"
    }
    var records: [Record] = []
    for number in 0..<60 {
      let place = places.randomElement(using: &generator)!
      let at = time(&generator)
      let outbound = Bool.random(using: &generator)
      let id = "N\(number)"
      func text() -> String { (0..<3).map { _ in words.randomElement(using: &generator)! }.joined(separator: " ") }
      let first = text()
      let sender = Party(phone: "34600000921", name: ["Ana", "Ana R."].randomElement(using: &generator)!)
      let isMissing = number % 13 == 5
      func message(
        _ text: String, captured: String?, at other: String? = nil, dated: Bool? = nil,
        lacking reason: String? = nil, corrections: Int = 0
      ) -> Record {
        Make.message(
          id, text, at: other ?? at, in: place, from: sender, direction: outbound ? .outbound : .inbound,
          kind: number % 7 == 2 ? .image : .text,
          media: number % 7 == 2
            ? MediaReference(
              reason != nil ? .missing : captured == nil ? .remote : .stored, mimeType: "image/jpeg", reason: reason)
            : nil,
          replyTo: number % 5 == 1 ? "N\(number - 1)" : nil, captured: captured, sequence: Int64(number % 3),
          dated: dated ?? (number % 17 != 4), gap: reason.map { Gap(reason: $0, detail: "HTTP 404") },
          corrections: corrections)
      }
      if !isMissing {
        records.append(message(first, captured: nil))
        if number % 3 == 0 { records.append(message(first, captured: "2024-06-0\(1 + number % 9)T00:00:00Z")) }
        if number % 11 == 3 { records.append(message(text(), captured: "2024-06-0\(1 + number % 9)T01:00:00Z")) }
        // Its file was given up, some before it was had, some for ever, some under another time.
        if number % 7 == 2 {
          records.append(
            message(
              number % 2 == 0 ? first : text(), captured: "2024-05-20T00:00:00Z",
              at: number % 3 == 1 ? time(&generator) : nil, dated: number % 9 > 0, lacking: "media-expired"))
        }
        // The same id with other times, mostly of other months, or with none; with the same words or with others.
        if number % 4 == 1 {
          let others = [text(), first, text(), first]
          for step in 0..<Int.random(in: 1...4, using: &generator) {
            records.append(
              message(
                others[step], captured: "2024-06-0\(Int.random(in: 1...9, using: &generator))T02:00:0\(step)Z",
                at: time(&generator), dated: Int.random(in: 0..<4, using: &generator) > 0,
                corrections: max(0, Int.random(in: -3...2, using: &generator))))
          }
        }
      }
      for step in 0..<(number % 4) {
        records.append(
          Make.late(
            .edit, of: id, at: "2024-05-2\(step)T10:00:00Z", in: place, from: sender, text: text(), fromMe: outbound))
      }
      if number % 6 == 1 {
        records.append(
          Make.late(.revoke, of: id, at: "2024-05-25T00:00:00Z", in: place, from: sender, fromMe: outbound))
      }
      for status in ["sent", "delivered", "read"].prefix(number % 5) where outbound {
        records.append(Make.late(.receipt, of: id, at: time(&generator), in: place, status: status, fromMe: true))
      }
      if number % 4 == 2 {
        records.append(Make.late(.reaction, of: id, at: time(&generator), in: place, emoji: "👍", fromMe: outbound))
      }
      if number % 8 == 6 {
        records.append(
          Make.other(
            .gap, at: "2024-05-0\(1 + number % 9)T00:00:00Z", in: place,
            gap: Gap(reason: "undecryptable", detail: "no key"), message: Make.messageID(id, fromMe: outbound)))
      }
    }
    records.append(
      Make.other(
        .group, at: "2024-04-01T00:00:00Z", in: places[2],
        group: GroupChange(action: "add", participants: [Party(phone: "4499", name: "New One")])))
    records.append(Make.other(.system, at: "2024-04-01T00:00:00Z", in: places[1], text: "security code changed"))
    records += people(places[2], &generator)
    for number in 0..<12 {
      records.append(
        SessionGapTests.word(
          number % 3 == 1 ? "connected" : "disconnected", at: time(&generator), session: "s\(number % 2)",
          delivery: String(number % 10)))
    }
    records += [
      Make.matter("M-1"), Make.hold("h1", matter: "M-1", "fix"), Make.hold("h2", matter: "M-1", "conv:\(places[2].id)"),
      Make.hold("h3", matter: "M-2", "from:ana has:media"), Make.hold("h4", matter: "M-3", "with:lee move"),
      Make.hold("h5", matter: "M-3", "date:2024-04"), Make.hold("h6", matter: "M-4", "date:2024-05-10 secret"),
    ]
    return records
  }

  /// People by many claims, changes of numbers, merges and splits; all holds were placed before the first act.
  private func people(_ place: ConversationReference, _ generator: inout SeededGenerator) -> [Record] {
    var records: [Record] = []
    func claims(_ generator: inout SeededGenerator) -> Party {
      let number = Int.random(in: 0...5, using: &generator)
      var party = Party(name: ["Ana", "Аna", "Lee", "+34 600 000 921", nil].randomElement(using: &generator)!)
      if Bool.random(using: &generator) { party.phone = "4477009001\(number)" }
      if Int.random(in: 0..<3, using: &generator) == 0 {
        party.lid = "9900\(number / 2 + Int.random(in: 0...1, using: &generator))"
      }
      if Int.random(in: 0..<4, using: &generator) == 0 { party.userID = "US.\(number)" }
      if party.key == nil { party.name = "Nobody" }
      return party
    }
    for number in 0..<30 {
      records.append(
        Make.message(
          "P\(number)", "person \(number)", at: "2024-04-0\(1 + number % 9)T10:00:0\(number % 3)Z", in: place,
          from: claims(&generator)))
    }
    for number in 0..<4 {
      records.append(
        Make.identity(claims(&generator), was: claims(&generator), at: "2024-04-0\(number + 2)T00:00:00Z"))
    }
    func key(_ generator: inout SeededGenerator) -> String {
      let number = Int.random(in: 0...5, using: &generator)
      return ["phone:4477009001\(number)", "lid:9900\(number / 2)", "user:US.\(number)"].randomElement(
        using: &generator)!
    }
    for number in 0..<5 {
      let (one, other) = (key(&generator), key(&generator))
      records.append(Make.merge("merge\(number)", [[one], [other]], at: "2024-07-0\(number + 1)T00:00:00Z"))
      if number % 2 == 0 {
        records.append(Make.split("undo\(number)", undoes: "merge\(number)", at: "2024-07-1\(number)T00:00:00Z"))
      } else {
        records.append(Make.split("part\(number)", [[one], [other]], at: "2024-07-1\(number)T00:00:00Z"))
      }
    }
    return records + [
      Make.hold("p1", matter: "M-5", "from:+44770090011"), Make.hold("p2", matter: "M-5", "from:lid:99001"),
      Make.hold("p3", matter: "M-6", "with:user:US.3 person"), Make.hold("p4", matter: "M-6", "phone:+44770090014"),
    ]
  }

  private func fill(_ source: MemorySource, _ records: [Record], _ generator: inout SeededGenerator) -> [[Record]] {
    var parts: [[Record]] = []
    var rest = records[...]
    while !rest.isEmpty {
      let count = min(rest.count, Int.random(in: 1...25, using: &generator))
      parts.append(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    return parts
  }

  @Test func anyOrderAndAnyBatchesGiveTheSameIndex() throws {
    var generator = SeededGenerator.reported()
    for _ in 0..<4 {
      let records = corpus(&generator)
      // Addresses belong to the vault: the segments are made once, and logged in different orders.
      let source = MemorySource()
      let parts = fill(source, records.shuffled(using: &generator), &generator)
      var reference: String?
      for round in 0..<3 {
        let folder = try TemporaryDirectory()
        let replay = OrderedSource(
          parts, order: round == 0 ? Array(parts.indices) : parts.indices.shuffled(using: &generator))
        let index = try ArchiveIndex(source: replay, wrapping: PlainWrapping(), folder: folder.path)
        while replay.release(Int.random(in: 1...4, using: &generator)) {
          var profile = IndexerProfile(batch: Int.random(in: 1...40, using: &generator), openShards: 2, shardCache: 50)
          profile.rememberedTargets = Int.random(in: 0...30, using: &generator)
          try index.catchUp(profile: profile)
          if Int.random(in: 0..<4, using: &generator) == 0 { index.close() }
        }
        let dump = try IndexDump(store: index.current()).text()
        #expect(twice(in: dump) == [])
        if let reference {
          let (old, new) = (Set(reference.split(separator: "\n")), Set(dump.split(separator: "\n")))
          #expect(old.subtracting(new).sorted() == [], "only in the first")
          #expect(new.subtracting(old).sorted() == [], "only in round \(round)")
          if old != new { return }
        }
        reference = dump
        if round == 0 {
          try index.rebuild()
          #expect(try IndexDump(store: index.current()).text() == dump)
        }
        index.close()
      }
    }
  }

  @Test func killedBetweenAnyTwoCommitsGivesTheSameIndex() throws {
    struct Killed: Error {}
    var generator = SeededGenerator(seed: 42)
    let parts = fill(MemorySource(), corpus(&generator).shuffled(using: &generator), &generator)
    let whole = OrderedSource(parts, order: Array(parts.indices))
    _ = whole.release(.max)
    let folder = try TemporaryDirectory()
    let reference = try ArchiveIndex(source: whole, wrapping: PlainWrapping(), folder: folder.path)
    try reference.catchUp()
    let expected = try IndexDump(store: reference.current()).text()
    var survived = 0
    for crash in stride(from: 1, through: 60, by: 4) {
      let folder = try TemporaryDirectory()
      let index = try ArchiveIndex(source: whole, wrapping: PlainWrapping(), folder: folder.path)
      var count = 0
      do {
        let indexer = try Indexer(
          store: index.current(), source: whole,
          profile: IndexerProfile(batch: 20, openShards: 2, shardCache: 50))
        indexer.crashPoint = { _ in
          count += 1
          if count == crash { throw Killed() }
        }
        _ = try indexer.catchUp(progress: { _ in }, cancel: nil) {}
      } catch is Killed { survived += 1 }
      try index.catchUp()
      let dump = try IndexDump(store: index.current()).text()
      let (old, new) = (Set(expected.split(separator: "\n")), Set(dump.split(separator: "\n")))
      #expect(old.subtracting(new).sorted() == [], "lost when killed at commit \(crash)")
      #expect(new.subtracting(old).sorted() == [], "too much when killed at commit \(crash)")
      if old != new { return }
      index.close()
    }
    #expect(survived > 10)
  }

  @Test func killedAndThenContinuedInAnotherOrderGivesTheSameIndex() throws {
    struct Killed: Error {}
    var generator = SeededGenerator.reported()
    let parts = fill(MemorySource(), corpus(&generator).shuffled(using: &generator), &generator)
    let folder = try TemporaryDirectory()
    let whole = OrderedSource(parts, order: Array(parts.indices))
    _ = whole.release(.max)
    let reference = try ArchiveIndex(source: whole, wrapping: PlainWrapping(), folder: folder.path)
    try reference.catchUp()
    let expected = Set(try IndexDump(store: reference.current()).text().split(separator: "\n"))
    for _ in 0..<12 {
      let folder = try TemporaryDirectory()
      let replay = OrderedSource(parts, order: parts.indices.shuffled(using: &generator))
      let index = try ArchiveIndex(source: replay, wrapping: PlainWrapping(), folder: folder.path)
      var kills = 0
      // Each attempt may get further than the last one, through other records that have come to stand before.
      while replay.release(Int.random(in: 1...3, using: &generator)) {
        var left = Int.random(in: 1...8, using: &generator)
        do {
          let indexer = try Indexer(
            store: index.current(), source: replay,
            profile: IndexerProfile(batch: Int.random(in: 5...60, using: &generator), openShards: 2, shardCache: 50))
          indexer.crashPoint = { _ in
            left -= 1
            if left == 0 { throw Killed() }
          }
          _ = try indexer.catchUp(progress: { _ in }, cancel: nil) {}
        } catch is Killed { kills += 1 }
      }
      try index.catchUp()
      let dump = Set(try IndexDump(store: index.current()).text().split(separator: "\n"))
      #expect(expected.subtracting(dump).sorted() == [], "lost")
      #expect(dump.subtracting(expected).sorted() == [], "too much")
      #expect(kills > 3)
      if dump != expected { return }
      index.close()
    }
  }

  /// The messages that stand in more than one month.
  private func twice(in dump: String) -> [String] {
    var seen: Set<String> = []
    var twice: [String] = []
    for line in dump.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard parts.count > 1, parts[0].hasSuffix(" item") else { continue }
      if !seen.insert(String(parts[1])).inserted { twice.append(String(line)) }
    }
    return twice
  }

  @Test func aRebuildTakesANewKeyAndLeavesNothingOld() throws {
    let source = MemorySource()
    source.append([Make.message("1", "one", at: "2024-05-14T09:00:00Z", in: Make.conversation("1", name: "A"))])
    let folder = try TemporaryDirectory()
    let index = try ArchiveIndex.make(source, folder.path)
    let before = try index.current()
    try index.rebuild()
    let after = try index.current()
    #expect(before.generation != after.generation && before.root.secret != after.root.secret)
    #expect(IndexFiles(folder: folder.path).names(in: folder.path).filter { $0.hasPrefix("g") } == [after.generation])
    #expect(try index.texts("one") == ["one"])
    let other = try ArchiveIndex(source: source, wrapping: PlainWrapping(), folder: folder.path)
    #expect(try other.texts("one") == ["one"])
    try index.rebuild()
    #expect(try other.texts("one") == ["one"])
  }

  @Test func aLostOrOlderShardIsNoticed() throws {
    let source = MemorySource()
    let place = Make.conversation("1", name: "A")
    source.append([Make.message("1", "one", at: "2024-05-14T09:00:00Z", in: place)])
    let folder = try TemporaryDirectory()
    var index = try ArchiveIndex.make(source, folder.path)
    let path = try index.current().folder
    try index.current().openCatalog(role: .writer, cachePages: 10).write { try ShardMeta.set($0, "open", 1) }
    index.close()
    try index.current().openCatalog(role: .writer, cachePages: 10).write { try ShardMeta.set($0, "open", 1) }
    let files = IndexFiles(folder: folder.path)
    for name in files.names(in: path) where name.hasPrefix("shard-") { remove(path + "/" + name) }
    source.append([Make.message("2", "two", at: "2024-06-14T09:00:00Z", in: place)])
    index = try ArchiveIndex.make(source, folder.path)
    #expect(try index.search(.of("one OR two")).hits.count == 2)
  }

  @Test func oneIndexesAndTheOthersRead() throws {
    let source = MemorySource()
    source.append([Make.message("1", "one", at: "2024-05-14T09:00:00Z", in: Make.conversation("1", name: "A"))])
    let folder = try TemporaryDirectory()
    let first = try ArchiveIndex.make(source, folder.path)
    let second = try ArchiveIndex(source: source, wrapping: PlainWrapping(), folder: folder.path)
    try second.catchUp()
    #expect(try second.texts("one") == ["one"])
    source.append([Make.message("2", "two", at: "2024-05-14T09:00:01Z", in: Make.conversation("1", name: "A"))])
    first.close()
    try second.catchUp()
    #expect(try second.texts("two") == ["two"])
  }
}
