import Records
import SearchIndex

/// Everything tiny, once: fails when something is broken, whatever the clock says.
struct SmokeRun {
  let workspace: Workspace

  func run() throws -> [Outcome] {
    let material = Material(messages: 3_000)
    var outcomes = [try ImportRun(material: material, receipts: 1, workspace: workspace).run()]
    let archive = try BenchVault.open(in: workspace.path("archive"))
    outcomes.append(try SearchRun(material: material, archive: archive, workspace: workspace, samples: 8).run())
    outcomes.append(try RebuildRun(material: material, archive: archive, workspace: workspace).run())
    try again(archive)
    let report = try archive.vault.verify(since: nil, progress: { _ in }, cancel: nil)
    try expect(report.ok, "the vault does not verify: \(report.problems.first.map { "\($0)" } ?? "")")
    try archive.close()
    outcomes.append(try SealRun(material: Material(messages: 500), workspace: workspace).run())
    return outcomes
  }

  /// The rebuilt index finds the same messages as a scan of the material.
  private func again(_ archive: BenchVault) throws {
    let material = Material(messages: 3_000)
    let word = material.vocabulary.words[5]
    let wanted = (0..<material.messages).filter { number in
      material.message(number).text.split { !$0.isLetter }.contains { $0 == word }
    }.count
    let found = try archive.index.count(QueryParser.read(word), cap: nil).count
    try expect(found == Int64(wanted), "‘\(word)’: \(found) found, \(wanted) written")
  }
}
