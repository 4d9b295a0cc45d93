// libcrypto as Swift sees it.
//
// The low-level digests (SHA256_Init and so on) are deprecated in OpenSSL 3 in favour of EVP, which fetches
// an implementation at each call and costs several times the hash itself for the short inputs of a Merkle
// tree. They still run the same accelerated code, so they are used here on purpose.

#ifndef HOLDFAST_COPENSSL_SHIM_H
#define HOLDFAST_COPENSSL_SHIM_H

#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

// Macros with arguments do not reach Swift.

static inline void *hf_secure_malloc(size_t count) {
  return CRYPTO_secure_malloc(count, __FILE__, __LINE__);
}

// Wipes and frees memory of hf_secure_malloc, or of plain malloc when the secure heap was full.
static inline void hf_secure_clear_free(void *memory, size_t count) {
  CRYPTO_secure_clear_free(memory, count, __FILE__, __LINE__);
}

#endif
