import CSealedSQLite
import Foundation
import GRDBSQLite
import TestSupport
import Testing

/// Kills a writing process, again and again, and starves one of disk space.
///
/// The writer is a small C program of its own, compiled here; without a C compiler these tests are skipped.
@Suite struct SealCrashTests {
  static let compiler: String? = ["/usr/bin/cc", "/usr/bin/gcc", "/usr/bin/clang"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Commits rows and prints the number of each once it is committed; a limit on file size stands for a full disk.
  static let source = """
    #include <signal.h>
    #include <sqlite3.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <sys/resource.h>
    #include "CSealedSQLite.h"
    static int fail(sqlite3 *db, const char *what) {
      printf("failed %s %d %s\\n", what, sqlite3_extended_errcode(db), sqlite3_errmsg(db));
      fflush(stdout);
      return 1;
    }
    int main(int argc, char **argv) {
      unsigned char key[32], shard[16];
      for (int i = 0; i < 32; i++) key[i] = 7;
      for (int i = 0; i < 16; i++) shard[i] = 1;
      if (argc > 3) {
        struct rlimit limit = {(rlim_t)atol(argv[3]), RLIM_INFINITY};
        signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
      }
      sqlite3 *db = NULL;
      if (hf_seal_register() != 0 || hf_seal_set_key(argv[2], key, shard) != 0) return 2;
      if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != 0) return fail(db, "open");
      if (hf_seal_prepare(db) != 0) return fail(db, "prepare");
      sqlite3_exec(db, "PRAGMA wal_autocheckpoint = 20; PRAGMA synchronous = NORMAL; PRAGMA cache_size = 8", 0, 0, 0);
      if (sqlite3_exec(db, "CREATE TABLE IF NOT EXISTS t(id INTEGER PRIMARY KEY, body);"
          "CREATE VIRTUAL TABLE IF NOT EXISTS f USING fts5(body)", 0, 0, 0)) return fail(db, "create");
      for (;;) {
        if (sqlite3_exec(db, "BEGIN; INSERT INTO t(body) VALUES(hex(randomblob(2500)));"
            "INSERT INTO f(rowid, body) VALUES(last_insert_rowid(), 'canarycontent ' || hex(randomblob(40)));"
            "UPDATE t SET body = hex(randomblob(2500)) WHERE id % 7 = abs(random()) % 7"
            " AND id > (SELECT max(id) FROM t) - 40;"
            "COMMIT", 0, 0, 0)) return fail(db, "write");
        printf("%lld\\n", (long long)sqlite3_last_insert_rowid(db));
        fflush(stdout);
      }
    }
    """

  static func compile(_ directory: TemporaryDirectory, with compiler: String) throws -> String {
    let sources = Fixtures.packageRoot().appendingPathComponent("Sources/CSealedSQLite")
    try Data(source.utf8).write(to: URL(fileURLWithPath: directory.path("writer.c")))
    let files = try FileManager.default.contentsOfDirectory(atPath: sources.path)
      .filter { $0.hasSuffix(".c") && ($0.hasPrefix("seal_") || $0.hasPrefix("xaes")) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: compiler)
    process.arguments =
      ["-O1", "-I", sources.appendingPathComponent("include").path, "-o", directory.path("writer")]
      + [directory.path("writer.c")] + files.map { sources.appendingPathComponent($0).path }
      + ["-lsqlite3", "-lcrypto", "-lpthread"]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw SQLiteFailure(code: -1, message: "the writer does not compile") }
    return directory.path("writer")
  }

  /// Starts a writer; `stop` kills it after that many rows.
  static func write(_ writer: String, _ store: SealedStore, stop: Int?, limit: Int? = nil) throws -> [String] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: writer)
    process.arguments = [store.uri(), store.keyID] + (limit.map { [String($0)] } ?? [])
    process.standardOutput = pipe
    try process.run()
    var output = Data()
    while let chunk = try pipe.fileHandleForReading.read(upToCount: 512), !chunk.isEmpty {
      output.append(chunk)
      if let stop, output.count(where: { $0 == 0x0a }) >= stop { kill(process.processIdentifier, SIGKILL) }
    }
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(.enabled(if: compiler != nil)) func nothingCommittedIsLostWhenKilled() throws {
    let store = try SealedStore()
    let writer = try Self.compile(store.directory, with: try #require(Self.compiler))
    var random = SeededGenerator.reported()
    for round in 0..<20 {
      let lines = try Self.write(writer, store, stop: Int.random(in: 1...60, using: &random))
      let last = try #require(lines.last(where: { Int($0) != nil }).flatMap { Int($0) }, "\(lines)")
      let connection = try store.open()
      let rows = try connection.run(
        "SELECT count(*), max(id) FROM t; SELECT count(*) FROM f WHERE f MATCH 'canarycontent'")
      #expect(rows.count == 2)
      let count = try #require(Int(rows[1]))
      #expect(count >= last, "round \(round)")
      #expect(rows[0] == "\(count)|\(count)")
      #expect(try connection.run("PRAGMA integrity_check; INSERT INTO f(f) VALUES('integrity-check')") == ["ok"])
    }
    try? FileManager.default.removeItem(atPath: store.directory.path("writer.c"))
    #expect(try store.files(containing: ["canarycontent", "SQLite format"]).filter { $0.hasPrefix("shard") } == [])
  }

  @Test(.enabled(if: compiler != nil)) func aFullDiskIsAnErrorAndLosesNothing() throws {
    let store = try SealedStore()
    let writer = try Self.compile(store.directory, with: try #require(Self.compiler))
    // Limits at odd places, so that a write is cut within a page or a frame header.
    for limit in [100_000, 300_007, 500_003] {
      let lines = try Self.write(writer, store, stop: nil, limit: limit)
      #expect(lines.last?.hasPrefix("failed") == true)
      let committed = lines.compactMap { Int($0) }.last
      let connection = try store.open()
      if let committed {
        #expect(try connection.run("SELECT max(id) >= \(committed) FROM t") == ["1"])
        #expect(try connection.run("PRAGMA integrity_check") == ["ok"])
      }
    }
    #expect(try Int(store.open().run("SELECT count(*) FROM t")[0])! > 20)
  }
}
