#include "xaes.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <string.h>

#include "CSealedSQLite.h"

EVP_CIPHER_CTX *aes_block_context(const uint8_t key[32], int encrypt) {
  EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
  if (ctx != NULL && EVP_CipherInit_ex(ctx, EVP_aes_256_ecb(), NULL, key, NULL, encrypt) == 1 &&
      EVP_CIPHER_CTX_set_padding(ctx, 0) == 1) {
    return ctx;
  }
  EVP_CIPHER_CTX_free(ctx);
  return NULL;
}

int aes_block(EVP_CIPHER_CTX *ctx, const uint8_t in[16], uint8_t out[16]) {
  int written = 0;
  return EVP_CipherUpdate(ctx, out, &written, in, 16) == 1 && written == 16;
}

int xaes_init(Xaes *x, const uint8_t key[XAES_KEY]) {
  uint8_t block[16] = {0};
  memset(x, 0, sizeof *x);
  x->derive = aes_block_context(key, 1);
  x->seal = EVP_CIPHER_CTX_new();
  x->open = EVP_CIPHER_CTX_new();
  if (x->derive == NULL || x->seal == NULL || x->open == NULL ||
      EVP_EncryptInit_ex(x->seal, EVP_aes_256_gcm(), NULL, NULL, NULL) != 1 ||
      EVP_DecryptInit_ex(x->open, EVP_aes_256_gcm(), NULL, NULL, NULL) != 1 ||
      !aes_block(x->derive, block, block)) {
    xaes_free(x);
    return 0;
  }
  // K1 = L << 1 in GF(2^128), L = AES_K(0); branch-free in the secret bit.
  const uint8_t carry = (uint8_t)(0 - (block[0] >> 7)) & 0x87;
  for (int i = 0; i < 15; i++) {
    x->subkey[i] = (uint8_t)(block[i] << 1 | block[i + 1] >> 7);
  }
  x->subkey[15] = (uint8_t)(block[15] << 1) ^ carry;
  OPENSSL_cleanse(block, sizeof block);
  return 1;
}

void xaes_free(Xaes *x) {
  EVP_CIPHER_CTX_free(x->derive);
  EVP_CIPHER_CTX_free(x->seal);
  EVP_CIPHER_CTX_free(x->open);
  OPENSSL_cleanse(x, sizeof *x);
}

// Kx = CMAC(00 01 'X' 00 || N[:12]) || CMAC(00 02 'X' 00 || N[:12]); each is a single block.
static int derive_key(Xaes *x, const uint8_t nonce[XAES_NONCE], uint8_t derived[32]) {
  uint8_t block[16];
  int ok = 1;
  for (uint8_t counter = 1; counter <= 2; counter++) {
    const uint8_t prefix[4] = {0, counter, 'X', 0};
    memcpy(block, prefix, 4);
    memcpy(block + 4, nonce, 12);
    for (int i = 0; i < 16; i++) {
      block[i] ^= x->subkey[i];
    }
    ok &= aes_block(x->derive, block, derived + 16 * (counter - 1));
  }
  OPENSSL_cleanse(block, sizeof block);
  return ok;
}

int xaes_seal(Xaes *x, const uint8_t nonce[XAES_NONCE], const uint8_t *aad, int aad_n, const uint8_t *in, int n,
              uint8_t *out, uint8_t tag[XAES_TAG]) {
  uint8_t key[32];
  int written = 0;
  const int ok = derive_key(x, nonce, key) && EVP_EncryptInit_ex(x->seal, NULL, NULL, key, nonce + 12) == 1 &&
                 (aad_n == 0 || EVP_EncryptUpdate(x->seal, NULL, &written, aad, aad_n) == 1) &&
                 (n == 0 || EVP_EncryptUpdate(x->seal, out, &written, in, n) == 1) &&
                 EVP_EncryptFinal_ex(x->seal, tag, &written) == 1 &&
                 EVP_CIPHER_CTX_ctrl(x->seal, EVP_CTRL_GCM_GET_TAG, XAES_TAG, tag) == 1;
  OPENSSL_cleanse(key, sizeof key);
  return ok;
}

int xaes_open(Xaes *x, const uint8_t nonce[XAES_NONCE], const uint8_t *aad, int aad_n, const uint8_t *in, int n,
              const uint8_t tag[XAES_TAG], uint8_t *out) {
  uint8_t key[32], expected[XAES_TAG], rest[16];
  int written = 0;
  memcpy(expected, tag, XAES_TAG);
  const int ok = derive_key(x, nonce, key) && EVP_DecryptInit_ex(x->open, NULL, NULL, key, nonce + 12) == 1 &&
                 (aad_n == 0 || EVP_DecryptUpdate(x->open, NULL, &written, aad, aad_n) == 1) &&
                 (n == 0 || EVP_DecryptUpdate(x->open, out, &written, in, n) == 1) &&
                 EVP_CIPHER_CTX_ctrl(x->open, EVP_CTRL_GCM_SET_TAG, XAES_TAG, expected) == 1 &&
                 EVP_DecryptFinal_ex(x->open, rest, &written) == 1;
  OPENSSL_cleanse(key, sizeof key);
  if (!ok && n > 0) {
    memset(out, 0, (size_t)n);
  }
  return ok;
}

int hf_xaes256gcm_seal(const uint8_t key[32], const uint8_t nonce[24], const uint8_t *aad, size_t aad_n,
                       const uint8_t *in, size_t n, uint8_t *out) {
  Xaes x;
  if (aad_n > INT_MAX || n > INT_MAX || !xaes_init(&x, key)) {
    return 0;
  }
  const int ok = xaes_seal(&x, nonce, aad, (int)aad_n, in, (int)n, out, out + n);
  xaes_free(&x);
  return ok;
}

int hf_xaes256gcm_open(const uint8_t key[32], const uint8_t nonce[24], const uint8_t *aad, size_t aad_n,
                       const uint8_t *in, size_t n, uint8_t *out) {
  Xaes x;
  if (aad_n > INT_MAX || n > INT_MAX || !xaes_init(&x, key)) {
    return 0;
  }
  const int ok = xaes_open(&x, nonce, aad, (int)aad_n, in, (int)n, in + n, out);
  xaes_free(&x);
  return ok;
}
