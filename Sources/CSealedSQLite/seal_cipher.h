// The cipher of one open database: pages, and the headers of write-ahead log frames.

#ifndef HF_SEAL_CIPHER_H
#define HF_SEAL_CIPHER_H

#include <stdint.h>

#include "CSealedSQLite.h"
#include "seal_keys.h"

#define SEAL_USABLE (HF_SEAL_PAGE_SIZE - HF_SEAL_RESERVED)
#define WAL_HEADER 32
#define FRAME_HEADER 24
#define FRAME_SIZE (FRAME_HEADER + HF_SEAL_PAGE_SIZE)

// Which kind of file a page lies in; part of its associated data.
typedef enum SealKind { SEAL_DATABASE = 0, SEAL_WAL = 1 } SealKind;

typedef struct SealCipher SealCipher;

// Derives the keys of a shard. Returns NULL when memory or libcrypto fails.
SealCipher *seal_cipher_new(const SealKey *key);

// Wipes and frees a cipher; NULL is allowed.
void seal_cipher_free(SealCipher *cipher);

// Space for one sealed frame. It belongs to the cipher, so one operation at a time may use it.
uint8_t *seal_cipher_scratch(SealCipher *cipher);

// Seals a page whose reserved bytes are zero. Returns 1 on success. `out` is not `page`.
int seal_page(SealCipher *cipher, SealKind kind, uint32_t pgno, const uint8_t *page, uint8_t *out);

// Opens a page; its reserved bytes come out zero. Returns 1 on success, else `out` is zeroed.
int open_page(SealCipher *cipher, SealKind kind, uint32_t pgno, const uint8_t *sealed, uint8_t *out);

// Enciphers or deciphers bytes 8-23 of the header of the frame at `offset`. Returns 1 on success.
int seal_frame_header(SealCipher *cipher, int64_t offset, const uint8_t in[FRAME_HEADER], uint8_t out[FRAME_HEADER]);
int open_frame_header(SealCipher *cipher, int64_t offset, const uint8_t in[FRAME_HEADER], uint8_t out[FRAME_HEADER]);

#endif
