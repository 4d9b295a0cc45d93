// The methods of a sealed file: reads and writes go to the cipher, the rest to the VFS below.

#include "seal_file.h"

#include <stdlib.h>

#include "seal_report.h"

// The slot of SQLite's log-index locks that is held during recovery (WAL_RECOVER_LOCK in wal.c).
#define RECOVER_LOCK 2

static int file_close(sqlite3_file *base) {
  SealFile *file = (SealFile *)base;
  if (file->kind == SEAL_DATABASE) {
    seal_cipher_free(file->cipher);
  }
  file->cipher = NULL;
  return seal_real(file)->pMethods->xClose(seal_real(file));
}

static int file_read(sqlite3_file *base, void *out, int n, sqlite3_int64 offset) {
  SealFile *file = (SealFile *)base;
  return file->kind == SEAL_DATABASE ? seal_database_read(file, out, n, offset) : seal_wal_read(file, out, n, offset);
}

static int file_write(sqlite3_file *base, const void *in, int n, sqlite3_int64 offset) {
  SealFile *file = (SealFile *)base;
  return file->kind == SEAL_DATABASE ? seal_database_write(file, in, n, offset) : seal_wal_write(file, in, n, offset);
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size) {
  SealFile *file = (SealFile *)base;
  if (size < 0 || (file->kind == SEAL_DATABASE && size % HF_SEAL_PAGE_SIZE != 0)) {
    return seal_refuse(SQLITE_IOERR_TRUNCATE, "truncation to %lld bytes", (long long)size);
  }
  return seal_real(file)->pMethods->xTruncate(seal_real(file), size);
}

static int file_sync(sqlite3_file *base, int flags) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xSync(real, flags);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xFileSize(real, size);
}

static int file_lock(sqlite3_file *base, int level) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xLock(real, level);
}

static int file_unlock(sqlite3_file *base, int level) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xUnlock(real, level);
}

static int file_check_reserved_lock(sqlite3_file *base, int *result) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xCheckReservedLock(real, result);
}

// A PRAGMA reaches the VFS first as {error, name, value}; SQLITE_OK means that it has been dealt with.
static int page_size_pragma(char **arguments) {
  if (sqlite3_stricmp(arguments[1], "page_size") != 0 || arguments[2] == NULL ||
      atoi(arguments[2]) == HF_SEAL_PAGE_SIZE) {
    return SQLITE_NOTFOUND;
  }
  seal_refuse(SQLITE_MISUSE, "page size %.20s", arguments[2]);
  return SQLITE_OK;
}

static int file_control(sqlite3_file *base, int operation, void *argument) {
  sqlite3_file *real = seal_real((SealFile *)base);
  switch (operation) {
    case SQLITE_FCNTL_MMAP_SIZE:
      *(sqlite3_int64 *)argument = 0;
      return SQLITE_OK;
    case SQLITE_FCNTL_CHUNK_SIZE:  // would grow the file by zeros
    case SQLITE_FCNTL_BEGIN_ATOMIC_WRITE:
    case SQLITE_FCNTL_COMMIT_ATOMIC_WRITE:
    case SQLITE_FCNTL_ROLLBACK_ATOMIC_WRITE:
      return SQLITE_NOTFOUND;
    case SQLITE_FCNTL_PRAGMA:
      if (page_size_pragma(argument) == SQLITE_OK) {
        return SQLITE_OK;
      }
      break;
    default:
      break;
  }
  const int code = real->pMethods->xFileControl(real, operation, argument);
  if (operation == SQLITE_FCNTL_VFSNAME && code == SQLITE_OK) {
    char **name = argument;
    char *full = sqlite3_mprintf(HF_SEAL_VFS_NAME "/%s", *name == NULL ? "" : *name);
    sqlite3_free(*name);
    *name = full;
    return full == NULL ? SQLITE_NOMEM : SQLITE_OK;
  }
  return code;
}

static int file_sector_size(sqlite3_file *base) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xSectorSize(real);
}

// Without POWERSAFE_OVERWRITE SQLite would split pages at sector boundaries; with any of the atomic,
// safe-append or sub-page characteristics it would skip syncs or use shapes that a sealed page lacks.
static int file_device_characteristics(sqlite3_file *base) {
  sqlite3_file *real = seal_real((SealFile *)base);
  const int kept = SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN;
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE | (real->pMethods->xDeviceCharacteristics(real) & kept);
}

static int file_shm_map(sqlite3_file *base, int region, int size, int extend, void volatile **out) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xShmMap(real, region, size, extend, out);
}

static int file_shm_lock(sqlite3_file *base, int offset, int n, int flags) {
  SealFile *file = (SealFile *)base;
  const int code = seal_real(file)->pMethods->xShmLock(seal_real(file), offset, n, flags);
  if (code == SQLITE_OK && offset <= RECOVER_LOCK && RECOVER_LOCK < offset + n) {
    file->recovering = (flags & SQLITE_SHM_LOCK) != 0 && (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  }
  return code;
}

static void file_shm_barrier(sqlite3_file *base) {
  sqlite3_file *real = seal_real((SealFile *)base);
  real->pMethods->xShmBarrier(real);
}

static int file_shm_unmap(sqlite3_file *base, int delete_it) {
  sqlite3_file *real = seal_real((SealFile *)base);
  return real->pMethods->xShmUnmap(real, delete_it);
}

const sqlite3_io_methods seal_methods = {
    .iVersion = 2,  // shared memory, but no xFetch: a mapped page would be a sealed one
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_device_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};
