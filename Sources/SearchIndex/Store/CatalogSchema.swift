/// The tables of the catalog: what spans months.
///
/// Whatever counts is copied from the shards as absolute numbers (`…_shards`), so that applying again changes nothing.
enum CatalogSchema {
  /// Grows with every change of the tables or of what is written into them.
  static let version: Int64 = 9

  static let sql = """
    CREATE TABLE meta(name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TABLE positions(writer TEXT PRIMARY KEY, leaf INTEGER NOT NULL, record INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE listed(writer TEXT PRIMARY KEY, size INTEGER NOT NULL, records INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE shards(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL,
      messages INTEGER NOT NULL, events INTEGER NOT NULL, receipts INTEGER NOT NULL, attachments INTEGER NOT NULL,
      held INTEGER NOT NULL, first INTEGER, last INTEGER);
    CREATE TABLE conversations(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL,
      provider TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL, title TEXT NOT NULL, folded TEXT NOT NULL,
      party INTEGER, party_at INTEGER, messages INTEGER NOT NULL, events INTEGER NOT NULL, gaps INTEGER NOT NULL,
      held INTEGER NOT NULL, first INTEGER, last INTEGER, preview BLOB);
    CREATE INDEX conversations_by_last ON conversations(ifnull(last, -1), id);
    CREATE INDEX conversations_by_title ON conversations(folded, id);
    CREATE INDEX conversations_by_messages ON conversations(messages, id);
    CREATE TABLE conversation_names(conversation INTEGER, name TEXT, what INTEGER, last INTEGER NOT NULL,
      PRIMARY KEY(conversation, name, what)) WITHOUT ROWID;
    CREATE TABLE conversation_parties(conversation INTEGER, party INTEGER, PRIMARY KEY(conversation, party))
      WITHOUT ROWID;
    CREATE INDEX conversation_parties_by_party ON conversation_parties(party);
    CREATE TABLE conversation_shards(conversation INTEGER, shard INTEGER, messages INTEGER NOT NULL,
      events INTEGER NOT NULL, held INTEGER NOT NULL, first INTEGER, last INTEGER, preview BLOB, PRIMARY KEY(conversation, shard)) WITHOUT ROWID;
    CREATE TABLE parties(number INTEGER PRIMARY KEY, hash INTEGER NOT NULL UNIQUE, phone TEXT, reversed TEXT, lid TEXT,
      user TEXT, username TEXT, name TEXT, scope TEXT, person INTEGER, shared INTEGER NOT NULL DEFAULT 0, folded TEXT,
      skeleton TEXT, oddities INTEGER NOT NULL DEFAULT 0, digits TEXT);
    CREATE INDEX parties_by_phone ON parties(phone) WHERE phone IS NOT NULL;
    CREATE INDEX parties_by_reversed ON parties(reversed) WHERE reversed IS NOT NULL;
    CREATE INDEX parties_by_lid ON parties(lid) WHERE lid IS NOT NULL;
    CREATE INDEX parties_by_user ON parties(user) WHERE user IS NOT NULL;
    CREATE INDEX parties_by_username ON parties(username COLLATE NOCASE) WHERE username IS NOT NULL;
    CREATE INDEX parties_by_person ON parties(person);
    CREATE INDEX parties_by_folded ON parties(folded) WHERE folded IS NOT NULL;
    CREATE INDEX parties_by_skeleton ON parties(skeleton) WHERE skeleton IS NOT NULL;
    CREATE TABLE sightings(party INTEGER, how INTEGER, provider TEXT, account TEXT, first INTEGER NOT NULL,
      first_address TEXT NOT NULL, last INTEGER NOT NULL, last_address TEXT NOT NULL,
      PRIMARY KEY(party, how, provider, account)) WITHOUT ROWID;
    CREATE TABLE identifiers(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, key TEXT NOT NULL,
      kind INTEGER NOT NULL, person INTEGER);
    CREATE INDEX identifiers_by_person ON identifiers(person);
    CREATE TABLE party_identifiers(party INTEGER, place INTEGER, identifier INTEGER NOT NULL,
      PRIMARY KEY(party, place)) WITHOUT ROWID;
    CREATE INDEX party_identifiers_by_identifier ON party_identifiers(identifier, party);
    CREATE TABLE people(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, folded TEXT NOT NULL,
      phone TEXT, numbers INTEGER NOT NULL, claims INTEGER NOT NULL, messages INTEGER NOT NULL,
      conversations INTEGER NOT NULL, first INTEGER, last INTEGER, merged INTEGER NOT NULL);
    CREATE INDEX people_by_messages ON people(messages, id);
    CREATE INDEX people_by_name ON people(folded, id);
    CREATE INDEX people_by_last ON people(ifnull(last, -1), id);
    CREATE TABLE people_acts(act TEXT PRIMARY KEY, kind TEXT NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL,
      undoes TEXT, details TEXT NOT NULL, address TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX people_acts_by_undone ON people_acts(undoes) WHERE undoes IS NOT NULL;
    CREATE TABLE people_act_claims(id TEXT, act TEXT, side INTEGER, PRIMARY KEY(id, act, side)) WITHOUT ROWID;
    CREATE INDEX people_act_claims_by_act ON people_act_claims(act);
    CREATE TABLE stale_parties(party INTEGER PRIMARY KEY, deep INTEGER NOT NULL);
    CREATE TABLE party_shards(party INTEGER, shard INTEGER, messages INTEGER NOT NULL, PRIMARY KEY(party, shard)) WITHOUT ROWID;
    CREATE TABLE days(day INTEGER, shard INTEGER, messages INTEGER NOT NULL, PRIMARY KEY(day, shard)) WITHOUT ROWID;
    CREATE TABLE matters(name TEXT PRIMARY KEY, title TEXT NOT NULL, at INTEGER NOT NULL, officer TEXT NOT NULL,
      act TEXT NOT NULL, address TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE holds(id TEXT PRIMARY KEY, matter TEXT NOT NULL, details TEXT NOT NULL, at INTEGER NOT NULL,
      officer TEXT NOT NULL, act TEXT NOT NULL, address TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX holds_by_matter ON holds(matter);
    CREATE TABLE releases(hold TEXT PRIMARY KEY, at INTEGER NOT NULL, officer TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE held_shards(hold TEXT, conversation INTEGER, shard INTEGER, messages INTEGER NOT NULL,
      PRIMARY KEY(hold, conversation, shard)) WITHOUT ROWID;
    CREATE INDEX held_shards_by_conversation ON held_shards(conversation, shard);
    CREATE TABLE matter_shards(matter TEXT, conversation INTEGER, shard INTEGER, messages INTEGER NOT NULL,
      PRIMARY KEY(matter, conversation, shard)) WITHOUT ROWID;
    CREATE INDEX matter_shards_by_conversation ON matter_shards(conversation, shard);
    CREATE TABLE acts(at INTEGER, id TEXT, kind TEXT NOT NULL, officer TEXT NOT NULL, writer TEXT NOT NULL,
      address TEXT NOT NULL, PRIMARY KEY(at, id)) WITHOUT ROWID;
    CREATE TABLE gaps(id TEXT PRIMARY KEY, reason TEXT NOT NULL, detail TEXT NOT NULL, conversation TEXT, message TEXT,
      provider TEXT NOT NULL, account TEXT NOT NULL, at INTEGER NOT NULL, since INTEGER, until INTEGER,
      filled INTEGER NOT NULL, stands INTEGER NOT NULL, address TEXT NOT NULL) WITHOUT ROWID;
    CREATE INDEX gaps_by_conversation ON gaps(conversation);
    CREATE INDEX gaps_by_message ON gaps(message) WHERE message IS NOT NULL;
    CREATE TABLE session_words(id TEXT PRIMARY KEY, provider TEXT NOT NULL, account TEXT NOT NULL,
      session TEXT NOT NULL, at INTEGER NOT NULL, returns INTEGER NOT NULL, detail TEXT NOT NULL, address TEXT NOT NULL)
      WITHOUT ROWID;
    CREATE INDEX session_words_by_time ON session_words(provider, account, session, at);
    CREATE TABLE reconciliations(day INTEGER, id TEXT, revision INTEGER NOT NULL, provider TEXT NOT NULL,
      account TEXT NOT NULL, endpoint TEXT NOT NULL, received INTEGER NOT NULL, stored INTEGER NOT NULL,
      duplicates INTEGER NOT NULL, messages INTEGER NOT NULL, gaps INTEGER NOT NULL, exceptions INTEGER NOT NULL,
      dead_letters INTEGER NOT NULL, address TEXT NOT NULL, PRIMARY KEY(day, id)) WITHOUT ROWID;
    CREATE TABLE exceptions(address TEXT, code TEXT, detail TEXT NOT NULL, conversation TEXT, message TEXT,
      at INTEGER NOT NULL, PRIMARY KEY(address, code)) WITHOUT ROWID;
    CREATE INDEX exceptions_by_message ON exceptions(message) WHERE message IS NOT NULL;
    CREATE TABLE identities(address TEXT PRIMARY KEY, reason TEXT NOT NULL, previous INTEGER, current INTEGER NOT NULL,
      at INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX identities_by_previous ON identities(previous) WHERE previous IS NOT NULL;
    CREATE INDEX identities_by_current ON identities(current) WHERE previous IS NOT NULL;
    CREATE TABLE waiting(target BLOB, key BLOB, kind INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY(target, key))
      WITHOUT ROWID;
    CREATE TABLE run_levels(kind INTEGER, run INTEGER, level INTEGER NOT NULL, PRIMARY KEY(kind, run)) WITHOUT ROWID;
    CREATE TABLE runs(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, run INTEGER NOT NULL, first BLOB NOT NULL,
      data BLOB NOT NULL);
    CREATE INDEX runs_by_first ON runs(kind, run, first);
    CREATE TABLE provisional(segment TEXT, record INTEGER, digest BLOB NOT NULL, state INTEGER NOT NULL,
      PRIMARY KEY(segment, record)) WITHOUT ROWID;
    CREATE TABLE homes(delivery TEXT PRIMARY KEY, address TEXT NOT NULL) WITHOUT ROWID;
    CREATE VIRTUAL TABLE party_names USING fts5(name, content='', columnsize=0, detail=none, prefix='1 2 3',
      tokenize='holdfast 1');
    CREATE TABLE name_texts(number INTEGER PRIMARY KEY, conversation INTEGER NOT NULL, name TEXT NOT NULL,
      UNIQUE(conversation, name));
    CREATE VIRTUAL TABLE conversation_words USING fts5(name, content='', columnsize=0, detail=none,
      prefix='1 2 3', tokenize='holdfast 1');
    """
}
