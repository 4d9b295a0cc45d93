import Records

/// The payload and export files that the sample vault is imported from.
struct SourceFiles {
  /// File name → content, in the order they are to be imported.
  private(set) var files: [(name: String, bytes: [UInt8])] = []

  /// Writes every conversation of the cast.
  init(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var streams: [String: [MetaPayloads.Timed]] = [:]
    for thread in Cast.threads where thread.kind != .export {
      let adviser = Cast.adviser(thread.adviser)
      let utterances = SourceFiles.utterances(of: thread, random: &random)
      switch adviser.route {
      case .meta:
        var payloads = MetaPayloads(adviser: adviser, thread: thread)
        for (index, utterance) in utterances.enumerated() {
          if thread.short == "castellan", index == utterances.count / 2 {
            payloads.changeNumber(to: "33639980171", at: utterance.sentAt - 3600)
          }
          if thread.short == "farrow", index == utterances.count / 3 { payloads.unsupported(at: utterance.sentAt - 90) }
          payloads.add(utterance)
        }
        streams[adviser.short, default: []] += payloads.payloads
      case .wasender:
        var payloads = WasenderPayloads(adviser: adviser, thread: thread)
        for utterance in utterances { payloads.add(utterance) }
        streams[adviser.short, default: []] += payloads.payloads
      }
    }
    let outage = Int64(20_210) * 86_400 + 28_920
    streams["wei", default: []] += WasenderPayloads.outage(of: Cast.adviser("wei"), from: outage, until: outage + 2_340)
    for adviser in Cast.advisers {
      let route = adviser.route == .meta ? "meta" : "wasender"
      var lines: [UInt8] = []
      let ordered = (streams[adviser.short] ?? []).enumerated().sorted { left, right in
        (left.element.at, left.offset) < (right.element.at, right.offset)
      }
      for payload in ordered {
        lines += CanonicalJSON.encode(payload.element.json)
        lines.append(0x0A)
      }
      files.append(("\(route)-\(adviser.short).jsonl", lines))
    }
    addExports(random: &random)
  }

  private mutating func addExports(random: inout SplitMix64) {
    if let heron = Story.heron.first(where: { $0.conversation == "heron-export" }),
      let thread = Cast.threads.first(where: { $0.short == "heron-export" })
    {
      var utterances = Script.utterances(heron)
      let last = utterances[utterances.count - 1].sentAt
      let extra: [(Utterance.Attachment, String)] = [
        (.image("list"), "the list, page one"), (.document("Heron timetable.pdf"), ""), (.voice(seconds: 12), ""),
      ]
      for (index, attachment) in extra.enumerated() {
        var utterance = Utterance(
          sentAt: last + Int64(index + 1) * 4_000, byClient: index != 1, author: "", text: attachment.1)
        utterance.attachment = attachment.0
        utterances.append(utterance)
      }
      files.append(
        ("WhatsApp Chat - Ana R Geneva.zip", ExportFiles.iPhone(thread, owner: "James Lee", utterances)))
    }
    files.append(("WhatsApp Chat with Lantern Yard.txt", ExportFiles.android(ExportChats.lantern, german: false)))
    files.append(("WhatsApp Chat mit Familie Vogel.txt", ExportFiles.android(ExportChats.vogel, german: true)))
  }

  /// A thread's stories and scenes in the order of time.
  private static func utterances(of thread: Thread, random: inout SplitMix64) -> [Utterance] {
    var result: [Utterance] = []
    for story in Story.heron + Story.whitfield where story.conversation == thread.short {
      result += Script.utterances(story)
    }
    var deck = scenes(for: thread)
    for start in OfficeCalendar.starts(sceneCount(for: thread, random: &random), random: &random) {
      if deck.isEmpty { deck = scenes(for: thread) }
      let scene = deck.remove(at: random.below(deck.count))
      let slots = OfficeCalendar.slots(for: thread, at: start, random: &random)
      var spoken = Script.utterances(scene, from: start, filling: slots, random: &random)
      if thread.kind == .group { assignMembers(of: thread, to: &spoken, random: &random) }
      result += spoken
    }
    return result.enumerated().sorted { ($0.element.sentAt, $0.offset) < ($1.element.sentAt, $1.offset) }.map(\.element)
  }

  private static func assignMembers(of thread: Thread, to spoken: inout [Utterance], random: inout SplitMix64) {
    let names = thread.members.keys.sorted()
    let speaker = random.pick(names)
    for index in spoken.indices where spoken[index].byClient { spoken[index].author = speaker }
  }

  private static func scenes(for thread: Thread) -> [String] {
    switch thread.language {
    case "es": return ScenesWorld.spanish
    case "de": return ScenesWorld.german
    case "ar": return ScenesWorld.arabic
    case "he": return ScenesWorld.hebrew
    case "zh": return ScenesWorld.chinese
    case "ja": return ScenesWorld.japanese
    case "th": return ScenesWorld.thai
    default: return ScenesEnglish.all
    }
  }

  private static func sceneCount(for thread: Thread, random: inout SplitMix64) -> Int {
    switch thread.short {
    case "desk-fx": return 4
    case "whitfield": return 5
    case "whitfield-son": return 0
    case "ruiz": return 16
    default: break
    }
    if thread.kind == .group { return 14 }
    switch thread.language {
    case "en": return 9 + random.below(7)
    case "es", "de": return 7 + random.below(6)
    case "ar", "zh": return 7 + random.below(5)
    default: return 6 + random.below(4)
    }
  }
}
