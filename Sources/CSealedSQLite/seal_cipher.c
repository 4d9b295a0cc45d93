#include "seal_cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <string.h>

#include "seal_report.h"
#include "xaes.h"

// Labels of key derivation and associated data. Changing one makes every existing index unreadable.
static const char page_label[] = "holdfast/v1/index-page";
static const char wal_header_label[] = "holdfast/v1/index-wal-header";

// label || shard uuid || page number (big-endian) || kind; only the last five bytes vary.
#define AAD_LABEL (sizeof page_label - 1)
#define AAD_SIZE (AAD_LABEL + 16 + 4 + 1)

struct SealCipher {
  Xaes pages;
  EVP_CIPHER_CTX *header_encrypt;
  EVP_CIPHER_CTX *header_decrypt;
  EVP_CIPHER_CTX *header_tweak;
  uint8_t aad[AAD_SIZE];
  uint8_t scratch[FRAME_SIZE];
};

// HKDF-SHA256 with the shard uuid as salt.
static int derive(const SealKey *key, const char *label, uint8_t *out, size_t n) {
  EVP_KDF *kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
  EVP_KDF_CTX *ctx = kdf == NULL ? NULL : EVP_KDF_CTX_new(kdf);
  int ok = 0;
  if (ctx != NULL) {
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)key->key, sizeof key->key),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)key->shard_uuid, sizeof key->shard_uuid),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)label, strlen(label)),
        OSSL_PARAM_construct_end(),
    };
    ok = EVP_KDF_derive(ctx, out, n, parameters) == 1;
  }
  EVP_KDF_CTX_free(ctx);
  EVP_KDF_free(kdf);
  return ok;
}

SealCipher *seal_cipher_new(const SealKey *key) {
  SealCipher *cipher = OPENSSL_zalloc(sizeof *cipher);
  uint8_t page_key[32], header_keys[64];
  if (cipher == NULL) {
    return NULL;
  }
  int ok = derive(key, page_label, page_key, sizeof page_key) &&
           derive(key, wal_header_label, header_keys, sizeof header_keys) && xaes_init(&cipher->pages, page_key);
  if (ok) {
    cipher->header_encrypt = aes_block_context(header_keys, 1);
    cipher->header_decrypt = aes_block_context(header_keys, 0);
    cipher->header_tweak = aes_block_context(header_keys + 32, 1);
    ok = cipher->header_encrypt != NULL && cipher->header_decrypt != NULL && cipher->header_tweak != NULL;
  }
  OPENSSL_cleanse(page_key, sizeof page_key);
  OPENSSL_cleanse(header_keys, sizeof header_keys);
  if (!ok) {
    seal_cipher_free(cipher);
    return NULL;
  }
  memcpy(cipher->aad, page_label, AAD_LABEL);
  memcpy(cipher->aad + AAD_LABEL, key->shard_uuid, 16);
  return cipher;
}

void seal_cipher_free(SealCipher *cipher) {
  if (cipher == NULL) {
    return;
  }
  xaes_free(&cipher->pages);
  EVP_CIPHER_CTX_free(cipher->header_encrypt);
  EVP_CIPHER_CTX_free(cipher->header_decrypt);
  EVP_CIPHER_CTX_free(cipher->header_tweak);
  OPENSSL_clear_free(cipher, sizeof *cipher);
}

uint8_t *seal_cipher_scratch(SealCipher *cipher) { return cipher->scratch; }

static const uint8_t *associated_data(SealCipher *cipher, SealKind kind, uint32_t pgno) {
  uint8_t *tail = cipher->aad + AAD_LABEL + 16;
  tail[0] = (uint8_t)(pgno >> 24);
  tail[1] = (uint8_t)(pgno >> 16);
  tail[2] = (uint8_t)(pgno >> 8);
  tail[3] = (uint8_t)pgno;
  tail[4] = (uint8_t)kind;
  return cipher->aad;
}

int seal_page(SealCipher *cipher, SealKind kind, uint32_t pgno, const uint8_t *page, uint8_t *out) {
  uint8_t *nonce = out + SEAL_USABLE;
  // Drawn per page and never buffered: a buffer would repeat itself in both halves of a fork.
  if (RAND_bytes(nonce, XAES_NONCE) != 1 ||
      !xaes_seal(&cipher->pages, nonce, associated_data(cipher, kind, pgno), AAD_SIZE, page, SEAL_USABLE, out,
                 nonce + XAES_NONCE)) {
    return 0;
  }
  seal_count_sealed();
  return 1;
}

int open_page(SealCipher *cipher, SealKind kind, uint32_t pgno, const uint8_t *sealed, uint8_t *out) {
  const uint8_t *nonce = sealed + SEAL_USABLE;
  const int ok = xaes_open(&cipher->pages, nonce, associated_data(cipher, kind, pgno), AAD_SIZE, sealed, SEAL_USABLE,
                           nonce + XAES_NONCE, out);
  memset(out + SEAL_USABLE, 0, HF_SEAL_RESERVED);
  if (ok) {
    seal_count_opened();
  }
  return ok;
}

// XEX: one block under a mask that depends on where the frame lies and on the readable part of its
// header. It hides SQLite's salts and rolling checksum, which is computed over plaintext pages.
static int frame_header(SealCipher *cipher, EVP_CIPHER_CTX *block_cipher, int64_t offset, const uint8_t *in,
                        uint8_t *out) {
  uint8_t mask[16], block[16];
  for (int i = 0; i < 8; i++) {
    mask[i] = (uint8_t)((uint64_t)offset >> (56 - 8 * i));
  }
  memcpy(mask + 8, in, 8);
  if (!aes_block(cipher->header_tweak, mask, mask)) {
    return 0;
  }
  for (int i = 0; i < 16; i++) {
    block[i] = in[8 + i] ^ mask[i];
  }
  if (!aes_block(block_cipher, block, block)) {
    return 0;
  }
  memmove(out, in, 8);
  for (int i = 0; i < 16; i++) {
    out[8 + i] = block[i] ^ mask[i];
  }
  return 1;
}

int seal_frame_header(SealCipher *cipher, int64_t offset, const uint8_t in[FRAME_HEADER], uint8_t out[FRAME_HEADER]) {
  return frame_header(cipher, cipher->header_encrypt, offset, in, out);
}

int open_frame_header(SealCipher *cipher, int64_t offset, const uint8_t in[FRAME_HEADER], uint8_t out[FRAME_HEADER]) {
  return frame_header(cipher, cipher->header_decrypt, offset, in, out);
}
