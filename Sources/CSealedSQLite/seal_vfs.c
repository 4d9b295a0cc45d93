// The VFS itself: which files may be opened, and with which key.

#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <string.h>

#include "seal_file.h"
#include "seal_keys.h"
#include "seal_report.h"

static sqlite3_vfs *below(sqlite3_vfs *vfs) { return vfs->pAppData; }

static int open_database(SealFile *file) {
  SealKey key;
  const char *key_id = sqlite3_uri_parameter(file->name, "key");
  if (key_id == NULL || !seal_key_copy(key_id, &key)) {
    return seal_refuse(SQLITE_CANTOPEN, "no key \"%.64s\" for %s", key_id == NULL ? "" : key_id, file->name);
  }
  file->cipher = seal_cipher_new(&key);
  OPENSSL_cleanse(&key, sizeof key);
  return file->cipher == NULL ? SQLITE_NOMEM : SQLITE_OK;
}

static int open_wal(SealFile *file) {
  sqlite3_file *database = sqlite3_database_file_object(file->name);
  if (database == NULL || database->pMethods != &seal_methods) {
    return seal_refuse(SQLITE_CANTOPEN, "%s is the log of no sealed database", file->name);
  }
  file->database = (SealFile *)database;
  file->cipher = file->database->cipher;
  return SQLITE_OK;
}

// Everything but a database and its log is refused: journals, temporary files, sorter spills,
// statement journals. With memory-only temporary storage and WAL mode SQLite asks for none of them.
static int vfs_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *out_flags) {
  SealFile *file = (SealFile *)base;
  memset(file, 0, sizeof *file);
  if (name == NULL || (flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL)) == 0 ||
      (flags & SQLITE_OPEN_DELETEONCLOSE) != 0) {
    return seal_refuse(SQLITE_CANTOPEN, "a file that is neither database nor log (flags %x): %s", (unsigned)flags,
                       name == NULL ? "temporary" : name);
  }
  file->kind = (flags & SQLITE_OPEN_WAL) != 0 ? SEAL_WAL : SEAL_DATABASE;
  file->name = name;
  file->header_at = file->rewritten_at = -1;
  int code = file->kind == SEAL_WAL ? open_wal(file) : open_database(file);
  if (code != SQLITE_OK) {
    return code;
  }
  code = below(vfs)->xOpen(below(vfs), name, seal_real(file), flags, out_flags);
  if (code != SQLITE_OK) {
    if (seal_real(file)->pMethods != NULL) {
      seal_real(file)->pMethods->xClose(seal_real(file));
    }
    if (file->kind == SEAL_DATABASE) {
      seal_cipher_free(file->cipher);
    }
    return code;
  }
  base->pMethods = &seal_methods;
  return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_directory) {
  return below(vfs)->xDelete(below(vfs), name, sync_directory);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *result) {
  return below(vfs)->xAccess(below(vfs), name, flags, result);
}

static int vfs_full_pathname(sqlite3_vfs *vfs, const char *name, int n, char *out) {
  return below(vfs)->xFullPathname(below(vfs), name, n, out);
}

// A sealed connection loads no extensions.
static void *vfs_dl_open(sqlite3_vfs *vfs, const char *name) {
  (void)vfs;
  (void)name;
  return NULL;
}

static void vfs_dl_error(sqlite3_vfs *vfs, int n, char *out) {
  (void)vfs;
  sqlite3_snprintf(n, out, "holdfast-seal loads no extensions");
}

static void vfs_dl_close(sqlite3_vfs *vfs, void *library) {
  (void)vfs;
  (void)library;
}

static int vfs_randomness(sqlite3_vfs *vfs, int n, char *out) {
  (void)vfs;
  return RAND_bytes((unsigned char *)out, n) == 1 ? n : 0;
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds) { return below(vfs)->xSleep(below(vfs), microseconds); }

static int vfs_current_time(sqlite3_vfs *vfs, double *out) { return below(vfs)->xCurrentTime(below(vfs), out); }

static int vfs_last_error(sqlite3_vfs *vfs, int n, char *out) { return below(vfs)->xGetLastError(below(vfs), n, out); }

static int vfs_current_time_int64(sqlite3_vfs *vfs, sqlite3_int64 *out) {
  return below(vfs)->xCurrentTimeInt64(below(vfs), out);
}

static sqlite3_vfs seal_vfs = {
    .iVersion = 2,
    .mxPathname = 1024,
    .zName = HF_SEAL_VFS_NAME,
    .xOpen = vfs_open,
    .xDelete = vfs_delete,
    .xAccess = vfs_access,
    .xFullPathname = vfs_full_pathname,
    .xDlOpen = vfs_dl_open,
    .xDlError = vfs_dl_error,
    .xDlClose = vfs_dl_close,
    .xRandomness = vfs_randomness,
    .xSleep = vfs_sleep,
    .xCurrentTime = vfs_current_time,
    .xGetLastError = vfs_last_error,
    .xCurrentTimeInt64 = vfs_current_time_int64,
};

int hf_seal_register(void) {
  static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  static int registered = 0;
  int code = sqlite3_initialize();
  pthread_mutex_lock(&lock);
  if (!registered && code == SQLITE_OK) {
    sqlite3_vfs *unix_vfs = sqlite3_vfs_find("unix");
    if (unix_vfs == NULL || unix_vfs->iVersion < 2) {
      code = SQLITE_ERROR;
    } else {
      seal_vfs.pAppData = unix_vfs;
      seal_vfs.mxPathname = unix_vfs->mxPathname;
      seal_vfs.szOsFile = (int)sizeof(SealFile) + unix_vfs->szOsFile;
      code = sqlite3_vfs_register(&seal_vfs, 0);
      registered = code == SQLITE_OK;
    }
  }
  pthread_mutex_unlock(&lock);
  return code;
}
