// What a program does with a connection: name the file, make the connection safe, check that it is.

#include <string.h>

#include "seal_file.h"
#include "seal_keys.h"
#include "seal_report.h"

int hf_seal_uri(const char *path, const char *key_id, char *out, size_t capacity) {
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-~";
  static const char hex[] = "0123456789ABCDEF";
  static const char middle[] = "?vfs=" HF_SEAL_VFS_NAME "&key=";
  if (path == NULL || path[0] != '/' || !seal_key_id_is_valid(key_id) || capacity == 0) {
    return -1;
  }
  size_t n = 0;
  const size_t rest = strlen(middle) + strlen(key_id) + 1;
  if (capacity < 5 + rest || capacity > 1 << 20) {
    return -1;
  }
  memcpy(out, "file:", 5);
  for (n = 5; *path != 0; path++) {
    if (n + 3 + rest > capacity) {
      return -1;
    }
    const unsigned char byte = (unsigned char)*path;
    if (strchr(plain, byte) != NULL) {
      out[n++] = (char)byte;
    } else {
      out[n++] = '%';
      out[n++] = hex[byte >> 4];
      out[n++] = hex[byte & 15];
    }
  }
  memcpy(out + n, middle, strlen(middle));
  memcpy(out + n + strlen(middle), key_id, strlen(key_id) + 1);
  return (int)(n + rest - 1);
}

int hf_seal_is_sealed(void *db) {
  sqlite3_file *file = NULL;
  return db != NULL && sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK &&
         file != NULL && file->pMethods == &seal_methods;
}

// Runs a statement and keeps the first column of its last row.
static int run(sqlite3 *db, const char *sql, char result[16]) {
  sqlite3_stmt *statement = NULL;
  result[0] = 0;
  int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
  while (code == SQLITE_OK && (code = sqlite3_step(statement)) == SQLITE_ROW) {
    const char *text = (const char *)sqlite3_column_text(statement, 0);
    sqlite3_snprintf(16, result, "%s", text == NULL ? "" : text);
    code = SQLITE_OK;
  }
  const int extended = sqlite3_extended_errcode(db);
  sqlite3_finalize(statement);
  return code == SQLITE_DONE ? SQLITE_OK : extended;
}

// Brings a database into WAL mode. The detour by MEMORY is needed: the switch is itself a transaction,
// and in the default mode it would open a rollback journal, which the VFS refuses.
static int enter_wal(sqlite3 *db) {
  char mode[16];
  int code = run(db, "PRAGMA main.journal_mode", mode);
  if (code != SQLITE_OK || strcmp(mode, "wal") == 0 || sqlite3_db_readonly(db, "main") == 1) {
    return code;
  }
  code = run(db, "PRAGMA main.journal_mode = MEMORY", mode);
  if (code == SQLITE_OK) {
    code = run(db, "PRAGMA main.journal_mode = WAL", mode);
  }
  if (code == SQLITE_OK && strcmp(mode, "wal") != 0) {
    return seal_refuse(SQLITE_CANTOPEN, "the database stays in journal mode %s", mode);
  }
  return code;
}

int hf_seal_prepare(void *connection) {
  sqlite3 *db = connection;
  char ignored[16];
  if (!hf_seal_is_sealed(db)) {
    return seal_refuse(SQLITE_CANTOPEN, "the connection does not go through the seal");
  }
  // VACUUM, VACUUM INTO and ATTACH could all put pages into files that are not sealed.
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  static const char *const settings[] = {
      "PRAGMA temp_store = MEMORY",
      "PRAGMA mmap_size = 0",
      "PRAGMA main.page_size = 8192",
  };
  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
    const int code = run(db, settings[i], ignored);
    if (code != SQLITE_OK) {
      return code;
    }
  }
  int reserved = HF_SEAL_RESERVED;
  int code = sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
  if (code == SQLITE_OK) {
    code = enter_wal(db);
  }
  if (code == SQLITE_OK) {
    code = run(db, "PRAGMA main.cache_size = -16000", ignored);
  }
  if (code != SQLITE_OK) {
    return code;
  }
  reserved = -1;  // asks only
  code = sqlite3_file_control(db, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved);
  if (code == SQLITE_OK && reserved != HF_SEAL_RESERVED) {
    return seal_refuse(SQLITE_CANTOPEN, "the database reserves %d bytes a page", reserved);
  }
  return code;
}
