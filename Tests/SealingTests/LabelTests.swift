import Sealing
import Testing

@Suite struct LabelTests {
  @Test func labelsAreUniqueAndPrefixFree() {
    let all = Label.allCases.map(\.bytes)
    for (i, a) in all.enumerated() {
      #expect(a.dropLast().allSatisfy { $0 > 0x20 && $0 < 0x7f })
      #expect(a.starts(with: Array("holdfast/v1/".utf8)))
      for b in all[(i + 1)...] { #expect(!a.starts(with: b) && !b.starts(with: a)) }
    }
  }

  @Test func associatedDataNeverRunsFieldsTogether() {
    let forms: [AssociatedData] = [
      AssociatedData(.segmentBlock), AssociatedData(.segmentFooter), AssociatedData(.segmentBlock, version: 2),
      AssociatedData(.segmentBlock).appending(""), AssociatedData(.segmentBlock).appending("ab"),
      AssociatedData(.segmentBlock).appending("a").appending("b"), AssociatedData(.segmentBlock).appending(UInt64(1)),
      AssociatedData(.segmentBlock).appending(UInt64(1)).appending(""),
    ]
    for (i, a) in forms.enumerated() { for b in forms[(i + 1)...] { #expect(a.bytes != b.bytes) } }
    #expect(
      AssociatedData(.spool).appending("x").bytes
        == [0, 17] + Array("holdfast/v1/spool".utf8) + [0, 1, 0, 0, 0, 1] + Array("x".utf8))
  }
}
