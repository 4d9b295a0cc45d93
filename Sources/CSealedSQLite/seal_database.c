// The database file: whole pages, and two slices of page 1.

#include <string.h>

#include "seal_file.h"
#include "seal_report.h"

#define PAGE HF_SEAL_PAGE_SIZE
#define MAX_PAGES 0xfffffffeLL
// SQLite locks byte 0x40000000 and so never uses the page around it.
#define LOCK_PAGE (0x40000000LL / PAGE)

// Fields of the database header, https://www.sqlite.org/fileformat.html#the_database_header
#define HEADER_SIZE 100
#define HEADER_PAGE_SIZE 16
#define HEADER_RESERVED 20
#define HEADER_CHANGE_COUNTER 24

int seal_reserve_is_clean(const uint8_t *page) {
  uint8_t any = 0;
  for (int i = SEAL_USABLE; i < PAGE; i++) {
    any |= page[i];
  }
  return any == 0;
}

static int header_is_ours(const uint8_t *page) {
  return page[HEADER_PAGE_SIZE] == PAGE >> 8 && page[HEADER_PAGE_SIZE + 1] == 0 &&
         page[HEADER_RESERVED] == HF_SEAL_RESERVED;
}

// Reads and opens the page at a page boundary.
static int read_page(SealFile *file, uint8_t *out, sqlite3_int64 offset) {
  const uint32_t pgno = (uint32_t)(offset / PAGE + 1);
  uint8_t *sealed = seal_cipher_scratch(file->cipher);
  const int code = seal_raw_read(file, sealed, PAGE, offset);
  if (code == SQLITE_IOERR_SHORT_READ) {
    // Beyond the end SQLite expects zeros. But a page of which a part is there was cut off, and SQLite
    // would take the zeros for its content.
    sqlite3_int64 size = 0;
    memset(out, 0, PAGE);
    const int size_code = seal_real(file)->pMethods->xFileSize(seal_real(file), &size);
    if (size_code != SQLITE_OK || size <= offset) {
      return size_code == SQLITE_OK ? code : size_code;
    }
    return seal_refuse(SQLITE_IOERR_DATA, "page %u of %s is cut off", pgno, file->name);
  }
  if (code != SQLITE_OK) {
    memset(out, 0, PAGE);
    return code;
  }
  if (!open_page(file->cipher, SEAL_DATABASE, pgno, sealed, out)) {
    return seal_refuse(SQLITE_IOERR_DATA, "page %u of %s does not open: wrong key, wrong shard, or changed bytes", pgno,
                       file->name);
  }
  if (offset == 0 && !header_is_ours(out)) {
    memset(out, 0, PAGE);
    return seal_refuse(SQLITE_IOERR_DATA, "page 1 of %s has another page size or reserve", file->name);
  }
  return SQLITE_OK;
}

// The header as SQLite reads it when it opens a file, before it holds any lock or knows of the log.
// Page 1 may then be half-written, by a checkpoint in progress or one that lost power, while the log
// still has the whole page. SQLite takes only page size and reserve from here, which are constants
// of the format, and reads page 1 again, under lock and authenticated, before it uses anything else.
static int read_header(SealFile *file, uint8_t *out) {
  uint8_t page[PAGE];
  const int code = read_page(file, page, 0);
  memcpy(out, page, HEADER_SIZE);
  if (code == SQLITE_IOERR_DATA) {
    memset(out, 0, HEADER_SIZE);
    out[HEADER_PAGE_SIZE] = PAGE >> 8;
    out[HEADER_RESERVED] = HF_SEAL_RESERVED;
    return SQLITE_OK;
  }
  return code;
}

static int read_change_counter(SealFile *file, uint8_t *out) {
  uint8_t page[PAGE];
  const int code = read_page(file, page, 0);
  memcpy(out, page + HEADER_CHANGE_COUNTER, 16);
  return code;
}

static int is_page(int n, sqlite3_int64 offset) {
  return n == PAGE && offset >= 0 && offset % PAGE == 0 && offset / PAGE < MAX_PAGES && offset / PAGE != LOCK_PAGE;
}

int seal_database_read(SealFile *file, uint8_t *out, int n, sqlite3_int64 offset) {
  if (is_page(n, offset)) {
    return read_page(file, out, offset);
  }
  if (offset == 0 && n == HEADER_SIZE) {
    return read_header(file, out);
  }
  if (offset == HEADER_CHANGE_COUNTER && n == 16) {
    return read_change_counter(file, out);
  }
  if (n > 0) {
    memset(out, 0, (size_t)n);
  }
  return seal_refuse(SQLITE_IOERR_READ, "read of %d bytes at %lld of a database", n, (long long)offset);
}

int seal_database_write(SealFile *file, const uint8_t *in, int n, sqlite3_int64 offset) {
  if (!is_page(n, offset)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "write of %d bytes at %lld of a database", n, (long long)offset);
  }
  if (!seal_reserve_is_clean(in)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "a page with content in its reserved bytes");
  }
  if (offset == 0 && !header_is_ours(in)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "a database with %d reserved bytes: hf_seal_prepare was not run first",
                       in[HEADER_RESERVED]);
  }
  uint8_t *sealed = seal_cipher_scratch(file->cipher);
  if (!seal_page(file->cipher, SEAL_DATABASE, (uint32_t)(offset / PAGE + 1), in, sealed)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "libcrypto could not seal a page");
  }
  return seal_raw_write(file, sealed, PAGE, offset);
}
