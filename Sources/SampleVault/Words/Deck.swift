/// The scenes that one conversation draws from, each once until all were played.
struct Deck {
  private let scenes: [String]
  private var rest: [String]

  init(scenes: [String]) {
    self.scenes = scenes
    rest = scenes
  }

  /// A scene that suits the month; those that belong to it come first.
  mutating func draw(month: Int, random: inout SplitMix64) -> String {
    if rest.allSatisfy({ Script.month(of: $0) != nil }) { rest = scenes }
    let seasonal = rest.indices.filter { Script.month(of: rest[$0]) == month }
    let plain = rest.indices.filter { Script.month(of: rest[$0]) == nil }
    let index = random.pick(seasonal.isEmpty ? plain : seasonal)
    return rest.remove(at: index)
  }

  /// The scenes of a conversation's language, or of the group.
  static func scenes(for thread: SampleThread) -> [String] {
    switch (thread.short, thread.language) {
    case ("desk-fx", _): return ScenesGroups.desk
    case ("brightwater", _): return ScenesGroups.family
    case ("hk-group", _): return ScenesGroups.hongKong
    case (_, "es"): return ScenesSpanish.all
    case (_, "de"): return ScenesGerman.all
    case (_, "ar"): return ScenesArabic.all
    case (_, "he"): return ScenesHebrew.all
    case (_, "zh"): return ScenesChinese.all
    case (_, "ja"): return ScenesJapanese.all
    case (_, "th"): return ScenesThai.all
    default: return ScenesEnglish.all
    }
  }

  /// How many scenes a conversation plays.
  static func count(for thread: SampleThread, random: inout SplitMix64) -> Int {
    switch thread.short {
    case "desk-fx": return 6
    case "brightwater": return 11
    case "hk-group": return 10
    case "whitfield": return 5
    case "whitfield-son": return 0
    case "ruiz": return 14
    default: break
    }
    switch thread.language {
    case "en": return 7 + random.below(7)
    case "es", "de": return 7 + random.below(6)
    case "ar", "zh": return 7 + random.below(5)
    default: return 6 + random.below(4)
    }
  }
}
