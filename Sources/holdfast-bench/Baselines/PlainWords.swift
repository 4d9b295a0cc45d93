/// Bare FTS5: contentless, the default tokenizer, nothing but the text.
struct PlainWords {
  let database: PlainDatabase

  static let note =
    "‘bare FTS5’ is a contentless FTS5 table with the default tokenizer and the index's own pragmas (8 KiB pages, WAL, "
    + "synchronous=NORMAL, automerge 8, crisismerge 32), fed the texts alone, 20,000 a transaction, on one thread. It "
    + "stores no metadata and opens no vault."

  init(path: String) throws {
    database = try PlainDatabase(path: path)
    // columnsize stays on: ordering by rank needs it.
    try database.run(
      """
      CREATE VIRTUAL TABLE words USING fts5(text, content='', detail=full);
      INSERT INTO words(words, rank) VALUES('automerge', 8), ('crisismerge', 32), ('pgsz', 8000);
      """)
  }

  /// Seconds for all messages, in batches.
  func insert(_ material: Material, batch: Int = 20_000) throws -> Double {
    let statement = try database.prepare("INSERT INTO words(rowid, text) VALUES(?, ?)")
    var watch = Stopwatch()
    var next = 0
    while next < material.messages {
      let end = min(material.messages, next + batch)
      let texts = (next..<end).map { material.message($0).text }
      try watch.time {
        try database.run("BEGIN")
        for (index, text) in texts.enumerated() {
          statement.bind(1, Int64(next + index + 1))
          statement.bind(2, text)
          try statement.run()
        }
        try database.run("COMMIT")
      }
      next = end
    }
    return watch.seconds
  }
}
