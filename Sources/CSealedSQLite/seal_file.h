// An open file of the sealing VFS, and the two kinds of file it knows.

#ifndef HF_SEAL_FILE_H
#define HF_SEAL_FILE_H

#include <sqlite3.h>

#include "seal_cipher.h"

typedef struct SealFile {
  sqlite3_file base;
  SealKind kind;
  const char *name;            // SQLite's, valid while the file is open
  SealCipher *cipher;          // a log borrows its database's: one connection uses both, in turn
  struct SealFile *database;   // of a log: the database it belongs to
  int recovering;              // of a database: this connection holds the log's recovery lock
  sqlite3_int64 header_at;     // of a log: where a frame header was just written, or -1
  unsigned header_pgno;        //           and the page number in it
  sqlite3_int64 rewritten_at;  // of a log: first frame overwritten in place since its header was written, or -1
} SealFile;

// The file of the VFS below, which lies behind the SealFile in the same allocation.
static inline sqlite3_file *seal_real(SealFile *file) { return (sqlite3_file *)(file + 1); }

static inline int seal_raw_read(SealFile *file, void *out, int n, sqlite3_int64 offset) {
  return seal_real(file)->pMethods->xRead(seal_real(file), out, n, offset);
}

static inline int seal_raw_write(SealFile *file, const void *in, int n, sqlite3_int64 offset) {
  return seal_real(file)->pMethods->xWrite(seal_real(file), in, n, offset);
}

// Reads and writes, by kind. Each accepts an enumerated list of shapes and refuses all others.
int seal_database_read(SealFile *file, uint8_t *out, int n, sqlite3_int64 offset);
int seal_database_write(SealFile *file, const uint8_t *in, int n, sqlite3_int64 offset);
int seal_wal_read(SealFile *file, uint8_t *out, int n, sqlite3_int64 offset);
int seal_wal_write(SealFile *file, const uint8_t *in, int n, sqlite3_int64 offset);

// Checks that a page may be sealed: its reserved bytes are zero. SQLite sums a log frame before the
// VFS sees it, so these bytes must come back on recovery exactly as they were: always zero in memory.
int seal_reserve_is_clean(const uint8_t *page);

// The methods of every sealed file; also the proof that a file is one.
extern const sqlite3_io_methods seal_methods;

#endif
