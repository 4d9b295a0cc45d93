/// The tables of one month. Numbers in them (conversation, party, segment, kind) mean something only in their shard.
///
/// `items` holds a row for each message and each event of a timeline: `row` is (seconds since the shard's start << 14 |
/// sequence), `fraction` the milliseconds from the row's second to the item's time, `lag` the milliseconds from there
/// to its capture. `versions` holds what came after the first wording; its rows share the number space of `items`,
/// and both are documents of the full-text table `words`.
/// `records` names the records that say nothing new, with the time of a reading where it differs from what stands. `ItemBits` explains `bits`.
enum ShardSchema {
  /// Grows with every change of the tables or of what is written into them.
  static let version: Int64 = 4

  static let sql = """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE positions(writer TEXT PRIMARY KEY, leaf INTEGER NOT NULL, record INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE conversations(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,
      plain INTEGER NOT NULL, messages INTEGER NOT NULL, events INTEGER NOT NULL, first INTEGER, last INTEGER,
      preview BLOB);
    CREATE TABLE parties(number INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, phone TEXT, lid TEXT, user TEXT,
      username TEXT, name TEXT, messages INTEGER NOT NULL);
    CREATE TABLE days(day INTEGER PRIMARY KEY, messages INTEGER NOT NULL);
    CREATE TABLE segments(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);
    CREATE TABLE kinds(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
    CREATE TABLE accounts(number INTEGER PRIMARY KEY, provider TEXT NOT NULL, account TEXT NOT NULL,
      UNIQUE(provider, account));
    CREATE TABLE items(
      row INTEGER PRIMARY KEY,
      fraction INTEGER NOT NULL,
      sequence INTEGER NOT NULL,
      id INTEGER NOT NULL,
      tail BLOB NOT NULL,
      conversation INTEGER NOT NULL,
      sender INTEGER NOT NULL,
      recipient INTEGER NOT NULL,
      account INTEGER NOT NULL,
      bits INTEGER NOT NULL,
      lag INTEGER NOT NULL,
      segment INTEGER NOT NULL,
      record INTEGER NOT NULL,
      text TEXT,
      extra BLOB);
    CREATE INDEX items_by_id ON items(id);
    CREATE TABLE versions(
      row INTEGER PRIMARY KEY,
      item INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      sent INTEGER,
      captured INTEGER NOT NULL,
      sender INTEGER NOT NULL,
      kind INTEGER NOT NULL,
      segment INTEGER NOT NULL,
      record INTEGER NOT NULL,
      text TEXT,
      extra BLOB);
    CREATE INDEX versions_by_item ON versions(item);
    CREATE INDEX versions_in_conflict ON versions(item, ifnull(sent, captured)) WHERE origin = 1;
    CREATE TABLE receipts(item INTEGER, status TEXT, party INTEGER, at INTEGER, captured INTEGER NOT NULL,
      segment INTEGER NOT NULL, record INTEGER NOT NULL, dated INTEGER NOT NULL, error TEXT,
      PRIMARY KEY(item, status, party, at)) WITHOUT ROWID;
    CREATE TABLE reactions(item INTEGER, party INTEGER, at INTEGER, emoji TEXT, captured INTEGER NOT NULL,
      segment INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(item, party, at, emoji)) WITHOUT ROWID;
    CREATE TABLE marks(item INTEGER, kind TEXT, party INTEGER, at INTEGER, captured INTEGER NOT NULL,
      segment INTEGER NOT NULL, record INTEGER NOT NULL, PRIMARY KEY(item, kind, party, at)) WITHOUT ROWID;
    CREATE TABLE records(item INTEGER, segment INTEGER, record INTEGER, role TEXT NOT NULL, at INTEGER,
      PRIMARY KEY(item, segment, record)) WITHOUT ROWID;
    CREATE INDEX records_by_time ON records(at) WHERE at IS NOT NULL;
    CREATE TABLE held(item INTEGER, doc INTEGER, hold INTEGER, PRIMARY KEY(item, doc, hold)) WITHOUT ROWID;
    CREATE INDEX held_by_hold ON held(hold);
    CREATE TABLE holds(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, matter TEXT NOT NULL,
      predicate TEXT NOT NULL, released INTEGER);
    CREATE VIRTUAL TABLE words USING fts5(text, keys, content='', columnsize=0, detail=full,
      tokenize='holdfast 1');
    INSERT INTO words(words, rank) VALUES('automerge', 8), ('crisismerge', 32), ('pgsz', 8000);
    """
}
