import CSealedSQLite
import TestSupport
import Testing

@testable import SearchIndex

/// The keys of the index's databases are held by open connections and by nothing else (docs/sealed-sqlite.md).
@Suite struct FileKeyTests {
  @Test func noKeyStaysBehind() throws {
    let folder = try TemporaryDirectory()
    let source = MemorySource()
    let lee = Make.conversation("447700900123", name: "Lee")
    source.append([
      Make.message("A1", "words", at: "2024-05-14T09:00:00Z", in: lee),
      Make.message("A2", "words", at: "2024-06-14T09:00:00Z", in: lee),
    ])
    let index = try ArchiveIndex.make(source, folder.path)
    let tag = try index.current().root.tag
    #expect(try index.search(.of("words"), after: nil, limit: 10).hits.count == 2)
    #expect(hf_seal_key_count(tag) == 0)
    try index.rebuild()
    #expect(hf_seal_key_count(try index.current().root.tag) == 0)
    index.close()

    // While a database opens, its key is there.
    let root = try ArchiveIndex.make(source, folder.path).current().root
    let counts = try root.withFileKey(of: "catalog") { _ in
      try root.withFileKey(of: "catalog") { _ in hf_seal_key_count(root.tag) }
    }
    #expect(counts == 2 && hf_seal_key_count(root.tag) == 0)
  }
}
