import Testing

@testable import SampleVault

/// The scenes' notation, and that no scene comes out with a slot left open.
@Suite struct ScriptTests {
  private func played(_ scene: String, _ slots: [String: String] = [:], seed: UInt64 = 1) -> [Utterance] {
    var random = SplitMix64(seed: seed)
    return Script.utterances(scene, from: 1_700_000_000, filling: slots, random: &random)
  }

  @Test func readsMarks() throws {
    let said = played(
      """
      < {react:👍} hello
      >nair ^ {edit:{ccy} 2} {ccy} 1
      < oops {del}
      > [pdf:{fund} sheet.pdf] the sheet
      < [voice:9]
      """, ["ccy": "EUR", "fund": "Fjord"])
    #expect(said.map(\.text) == ["hello", "EUR 1", "oops", "the sheet", ""])
    #expect(said.map(\.byClient) == [true, false, true, false, true])
    #expect(said[0].reaction == "👍")
    #expect(said[1].author == "nair" && said[1].answersPrevious && said[1].editedTo == "EUR 2")
    #expect(said[2].isDeleted)
    #expect(said[3].attachment == .document("Fjord sheet.pdf"))
    #expect(said[4].attachment == .voice(seconds: 9))
    #expect(zip(said, said.dropFirst()).allSatisfy { $0.sentAt < $1.sentAt })
  }

  @Test func choosesOneOfSeveral() {
    let seen = Set((0..<60).map { played("< {a|b {x}|}!", ["x": "X"], seed: $0)[0].text })
    #expect(seen == ["a!", "b X!", "!"])
  }

  @Test func leavesNoSlotOpen() {
    var random = SplitMix64(seed: 7)
    var said = 0
    for thread in Cast.threads where thread.kind != .export {
      for utterance in SourceFiles.utterances(of: thread, random: &random) {
        said += 1
        for text in [utterance.text, utterance.editedTo ?? ""] {
          #expect(!text.contains { "{}[]|@".contains($0) } || text.contains("@"), "\(thread.short): \(text)")
        }
        #expect(!utterance.text.isEmpty || utterance.attachment != .none, "\(thread.short) says nothing")
        #expect(
          utterance.author.isEmpty || utterance.author == thread.adviser || thread.members[utterance.author] != nil)
      }
    }
    #expect(said > 2_000)
  }

  @Test func playsEveryConversationInTurnAndNoSceneTwice() {
    var random = SplitMix64(seed: 7)
    for thread in Cast.threads where thread.kind != .export {
      let scenes = Deck.scenes(for: thread)
      let count = Deck.count(for: thread, random: &random)
      #expect(scenes.count >= count, "\(thread.short) would repeat itself")
      let times = SourceFiles.utterances(of: thread, random: &random).map(\.sentAt)
      #expect(times == times.sorted())
    }
  }

  @Test func playsSeasonalScenesInTheirMonth() {
    var deck = Deck(scenes: ["@12\n< noel", "< any", "< other"])
    var random = SplitMix64(seed: 3)
    #expect(deck.draw(month: 6, random: &random) != "@12\n< noel")
    #expect(deck.draw(month: 12, random: &random) == "@12\n< noel")
  }

  @Test func sourceFilesAreTheSameEachTime() {
    let first = SourceFiles(seed: 11).files
    let second = SourceFiles(seed: 11).files
    #expect(first.map(\.name) == second.map(\.name))
    #expect(first.map(\.bytes) == second.map(\.bytes))
    #expect(first.map(\.bytes) != SourceFiles(seed: 12).files.map(\.bytes))
  }
}
