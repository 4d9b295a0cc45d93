import Foundation
import TerminalKit
import TestSupport
import Testing

@testable import Console

/// Pictures of the screen, compared with files.
///
/// `RECORD_GOLDEN=1` writes them anew, and fails so that nobody forgets it.
@Suite struct BrowseGoldenTests {
  static let sizes = [(80, 24), (120, 32), (160, 45), (40, 12)]

  private func check(_ name: String, _ frame: Frame) throws {
    let folder = Fixtures.packageRoot().appendingPathComponent("Tests/Goldens/Console/Browse")
    let file = folder.appendingPathComponent(name + ".txt")
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try frame.golden.write(to: file, atomically: true, encoding: .utf8)
      Issue.record("recorded \(name)")
      return
    }
    let golden = try String(contentsOf: file, encoding: .utf8)
    #expect(frame.golden == golden, "\(name) differs; got:\n\(frame.golden)")
  }

  @Test(arguments: sizes) func listAndPreview(_ columns: Int, _ rows: Int) throws {
    let session = BrowseFixtures.session(columns, rows)
    var screen = BrowseFixtures.screen(session)
    try check("list-\(columns)x\(rows)", BrowseFixtures.frame(screen, session))
    _ = screen.run(.open, session)
    for _ in 0..<4 { _ = screen.run(.up, session) }
    _ = screen.run(.mark, session)
    _ = screen.run(.up, session)
    _ = screen.run(.up, session)
    try check("timeline-\(columns)x\(rows)", BrowseFixtures.frame(screen, session))
    _ = screen.run(.top, session)
    try check("start-\(columns)x\(rows)", BrowseFixtures.frame(screen, session))
  }

  @Test func filterAndPrompt() throws {
    let session = BrowseFixtures.session(120, 32)
    var screen = BrowseFixtures.screen(session)
    _ = screen.run(.filter, session)
    for letter in "lee" { _ = screen.type(.character(letter), session) }
    let request = Request.conversations(filter: "lee", after: nil)
    _ = screen.receive(.conversations(BrowseFixtures.page([])), to: request, session)
    try check("filter-empty", BrowseFixtures.frame(screen, session))
    screen = BrowseFixtures.screen(session)
    _ = screen.run(.goto, session)
    for letter in "14 Mayy" { _ = screen.type(.character(letter), session) }
    _ = screen.type(.enter, session)
    try check("prompt", BrowseFixtures.frame(screen, session))
  }

  @Test func asciiAndEmpty() throws {
    var session = BrowseFixtures.session(80, 24)
    session.glyphs = .ascii
    var screen = BrowseFixtures.screen(session)
    _ = screen.run(.open, session)
    try check("ascii-80x24", BrowseFixtures.frame(screen, session))
    screen = BrowseFixtures.screen(session, list: BrowseFixtures.page([]))
    try check("empty-80x24", BrowseFixtures.frame(screen, session))
  }
}
