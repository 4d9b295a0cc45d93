extension ShardWriter {
  func document(_ item: StoredItem, kind: String) { document(item.row, item.words, item.keys(kind: kind)) }

  func document(_ row: Int64, _ text: String?, _ keys: String) {
    documents.append((row, text ?? "", keys))
    lowest = min(lowest, row)
    highest = max(highest, row)
  }

  func removeDocument(_ row: Int64, _ text: String?, _ keys: String) {
    // What was added in this very transaction has not reached the table yet.
    if let index = documents.lastIndex(where: { $0.row == row }) {
      documents.remove(at: index)
    } else {
      removed.append((row, text ?? "", keys))
    }
  }

  func writeDocuments() throws {
    for document in removed.sorted(by: { $0.row < $1.row }) {
      try connection.statement("INSERT INTO words(words, rowid, text, keys) VALUES('delete', ?, ?, ?)").bind(
        1, document.row
      ).bind(2, document.text).bind(3, document.keys).run()
    }
    let insert = try connection.statement("INSERT INTO words(rowid, text, keys) VALUES(?, ?, ?)")
    // Ascending rows: each step back would flush FTS5's hash into a segment of its own.
    for document in documents.sorted(by: { $0.row < $1.row }) {
      insert.bind(1, document.row)
      insert.bind(2, document.text)
      insert.bind(3, document.keys)
      try insert.run()
    }
  }
}
