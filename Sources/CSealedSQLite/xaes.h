// XAES-256-GCM (C2SP): AES-256-GCM with a 192-bit nonce, so that random nonces never run out.

#ifndef HF_XAES_H
#define HF_XAES_H

#include <openssl/evp.h>
#include <stddef.h>
#include <stdint.h>

#define XAES_KEY 32
#define XAES_NONCE 24
#define XAES_TAG 16

// A key made ready for many messages. Not thread-safe: one per file.
typedef struct Xaes {
  EVP_CIPHER_CTX *derive;  // AES-256-ECB under the key: the block cipher of the CMAC derivation
  EVP_CIPHER_CTX *seal;    // AES-256-GCM, re-keyed for each message
  EVP_CIPHER_CTX *open;
  uint8_t subkey[16];      // K1 of CMAC
} Xaes;

// Prepares a key. Returns 1 on success; on failure `x` holds nothing and may be freed all the same.
int xaes_init(Xaes *x, const uint8_t key[XAES_KEY]);

// Wipes and frees what xaes_init made.
void xaes_free(Xaes *x);

// Seals `n` bytes of `in` into `out` and `tag`. Returns 1 on success.
int xaes_seal(Xaes *x, const uint8_t nonce[XAES_NONCE], const uint8_t *aad, int aad_n, const uint8_t *in, int n,
              uint8_t *out, uint8_t tag[XAES_TAG]);

// Opens `n` bytes of `in`. Returns 1 on success; on failure `out` is zeroed.
int xaes_open(Xaes *x, const uint8_t nonce[XAES_NONCE], const uint8_t *aad, int aad_n, const uint8_t *in, int n,
              const uint8_t tag[XAES_TAG], uint8_t *out);

// A context for single AES-256 blocks (ECB, no padding), or NULL.
EVP_CIPHER_CTX *aes_block_context(const uint8_t key[32], int encrypt);

// Runs one block through such a context. Returns 1 on success.
int aes_block(EVP_CIPHER_CTX *ctx, const uint8_t in[16], uint8_t out[16]);

#endif
