// The write-ahead log, https://www.sqlite.org/fileformat.html#the_write_ahead_log
//
// A 32-byte header without content, then frames: a 24-byte header (page number, size after commit, two
// salts, rolling checksum) and a page. The page is sealed; of the frame header all but the page
// number and the size is enciphered, because the checksum is one of plaintext.

#include <string.h>

#include "seal_file.h"
#include "seal_report.h"

#define PAGE HF_SEAL_PAGE_SIZE

static uint32_t page_number(const uint8_t *header) {
  return (uint32_t)header[0] << 24 | (uint32_t)header[1] << 16 | (uint32_t)header[2] << 8 | header[3];
}

static int read_frame_header(SealFile *file, uint8_t *out, sqlite3_int64 frame) {
  uint8_t sealed[FRAME_HEADER];
  const int code = seal_raw_read(file, sealed, FRAME_HEADER, frame);
  if (code == SQLITE_OK && !open_frame_header(file->cipher, frame, sealed, out)) {
    return seal_refuse(SQLITE_IOERR_READ, "libcrypto could not open a frame header");
  }
  return code;
}

static int read_frame_page(SealFile *file, uint8_t *out, sqlite3_int64 frame) {
  uint8_t *sealed = seal_cipher_scratch(file->cipher);
  const int code = seal_raw_read(file, sealed, FRAME_SIZE, frame);
  if (code != SQLITE_OK) {
    return code;
  }
  const uint32_t pgno = page_number(sealed);
  if (!open_page(file->cipher, SEAL_WAL, pgno, sealed + FRAME_HEADER, out)) {
    return seal_refuse(SQLITE_IOERR_DATA, "page %u in %s does not open: wrong key, wrong shard, or changed bytes", pgno,
                       file->name);
  }
  return SQLITE_OK;
}

// SQLite reads whole frames for two reasons. On recovery a frame may be torn; SQLite expects to find
// out from its checksum, so a frame that does not open comes back as zeros, which no log accepts. To
// sum up again what a transaction overwrote in place it reads frames of its own, and would write the
// zeros back: there a frame that does not open is an error.
static int read_frame(SealFile *file, uint8_t *out, sqlite3_int64 frame) {
  uint8_t *sealed = seal_cipher_scratch(file->cipher);
  const int code = seal_raw_read(file, sealed, FRAME_SIZE, frame);
  if (code != SQLITE_OK) {
    return code;
  }
  if (open_frame_header(file->cipher, frame, sealed, out) &&
      open_page(file->cipher, SEAL_WAL, page_number(sealed), sealed + FRAME_HEADER, out + FRAME_HEADER)) {
    return SQLITE_OK;
  }
  memset(out, 0, FRAME_SIZE);
  const int own = file->rewritten_at >= 0 && frame >= file->rewritten_at && !file->database->recovering;
  return own ? seal_refuse(SQLITE_IOERR_DATA, "a frame of %s does not open", file->name) : SQLITE_OK;
}

int seal_wal_read(SealFile *file, uint8_t *out, int n, sqlite3_int64 offset) {
  int code = -1;
  if (offset >= 0 && n > 0 && n <= FRAME_SIZE) {
    const sqlite3_int64 within = offset < WAL_HEADER ? offset : (offset - WAL_HEADER) % FRAME_SIZE;
    const sqlite3_int64 frame = offset - within;
    if (offset < WAL_HEADER) {
      if (offset + n <= WAL_HEADER) {
        return seal_raw_read(file, out, n, offset);
      }
    } else if (within == FRAME_HEADER && n == PAGE) {
      code = read_frame_page(file, out, frame);
    } else if (within == 0 && n == FRAME_SIZE) {
      code = read_frame(file, out, frame);
    } else if (within + n <= FRAME_HEADER) {
      uint8_t header[FRAME_HEADER] = {0};
      code = read_frame_header(file, header, frame);
      memcpy(out, header + within, (size_t)n);
    }
  }
  if (code == -1) {
    code = seal_refuse(SQLITE_IOERR_READ, "read of %d bytes at %lld of a log", n, (long long)offset);
  }
  if (code != SQLITE_OK && n > 0) {
    memset(out, 0, (size_t)n);
  }
  return code;
}

static int write_log_header(SealFile *file, const uint8_t *in) {
  const uint32_t page_size = page_number(in + 8);
  if (page_size != PAGE) {
    return seal_refuse(SQLITE_IOERR_WRITE, "a log with pages of %u bytes", page_size);
  }
  file->header_at = file->rewritten_at = -1;
  return seal_raw_write(file, in, WAL_HEADER, 0);
}

static int write_frame_header(SealFile *file, const uint8_t *in, sqlite3_int64 frame) {
  uint8_t sealed[FRAME_HEADER];
  file->header_at = -1;
  if (!seal_frame_header(file->cipher, frame, in, sealed)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "libcrypto could not seal a frame header");
  }
  const int code = seal_raw_write(file, sealed, FRAME_HEADER, frame);
  if (code == SQLITE_OK) {
    file->header_at = frame;
    file->header_pgno = page_number(in);
  }
  return code;
}

static int write_frame_page(SealFile *file, const uint8_t *in, sqlite3_int64 frame) {
  uint32_t pgno = file->header_pgno;
  if (file->header_at != frame) {
    // No header came before: a transaction overwrites a frame that it wrote itself.
    uint8_t header[FRAME_HEADER];
    const int code = read_frame_header(file, header, frame);
    if (code != SQLITE_OK) {
      return code == SQLITE_IOERR_SHORT_READ ? SQLITE_IOERR_WRITE : code;
    }
    pgno = page_number(header);
    if (file->rewritten_at < 0 || frame < file->rewritten_at) {
      file->rewritten_at = frame;
    }
  }
  file->header_at = -1;
  if (!seal_reserve_is_clean(in)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "a page with content in its reserved bytes");
  }
  uint8_t *sealed = seal_cipher_scratch(file->cipher);
  if (!seal_page(file->cipher, SEAL_WAL, pgno, in, sealed)) {
    return seal_refuse(SQLITE_IOERR_WRITE, "libcrypto could not seal a page");
  }
  return seal_raw_write(file, sealed, PAGE, frame + FRAME_HEADER);
}

int seal_wal_write(SealFile *file, const uint8_t *in, int n, sqlite3_int64 offset) {
  if (offset == 0 && n == WAL_HEADER) {
    return write_log_header(file, in);
  }
  if (offset >= WAL_HEADER) {
    const sqlite3_int64 within = (offset - WAL_HEADER) % FRAME_SIZE;
    if (within == 0 && n == FRAME_HEADER) {
      return write_frame_header(file, in, offset);
    }
    if (within == FRAME_HEADER && n == PAGE) {
      return write_frame_page(file, in, offset - within);
    }
  }
  return seal_refuse(SQLITE_IOERR_WRITE, "write of %d bytes at %lld of a log", n, (long long)offset);
}
