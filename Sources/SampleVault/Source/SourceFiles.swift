import Records

/// The payload and export files that the sample vault is imported from.
struct SourceFiles {
  /// In the order they are to be imported.
  private(set) var files: [SourceFile] = []

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
      add("\(route)-\(adviser.short).jsonl", .provider, lines)
    }
    addExports()
  }

  private mutating func addExports() {
    for thread in Cast.threads where thread.kind == .export {
      let owner = Cast.adviser(thread.adviser).name
      switch thread.short {
      case "heron-export":
        let utterances = Story.heron.filter { $0.conversation == thread.short }.flatMap(Script.utterances)
        add(
          "WhatsApp Chat - \(thread.name).zip", .british(owner), IPhoneExport.direct(thread, owner: owner, utterances))
      case "familie-vogel":
        add("WhatsApp-Chat - \(thread.name).zip", .german(owner), IPhoneExport.group(thread, ExportChats.vogel))
      default:
        add("WhatsApp Chat with \(thread.name).txt", .british(owner), AndroidExport.text(ExportChats.lantern))
      }
    }
  }

  private mutating func add(_ name: String, _ origin: SourceFile.Origin, _ bytes: [UInt8]) {
    files.append(SourceFile(name: name, origin: origin, bytes: bytes))
  }

  /// A thread's stories and scenes in the order of time.
  static func utterances(of thread: SampleThread, random: inout SplitMix64) -> [Utterance] {
    var result: [Utterance] = []
    for story in Story.heron + Story.whitfield where story.conversation == thread.short {
      result += Script.utterances(story)
    }
    let taken = Set(result.map { Int($0.sentAt / 86_400) })
    var deck = Deck(scenes: Deck.scenes(for: thread))
    let count = Deck.count(for: thread, random: &random)
    for start in OfficeCalendar.starts(count, avoiding: taken, random: &random) {
      let scene = deck.draw(month: OfficeCalendar.month(of: start), random: &random)
      let slots = Slots.words(for: thread, at: start, random: &random)
      result += Script.utterances(scene, from: start, filling: slots, random: &random)
    }
    return result.enumerated().sorted { ($0.element.sentAt, $0.offset) < ($1.element.sentAt, $1.offset) }.map(\.element)
  }
}
