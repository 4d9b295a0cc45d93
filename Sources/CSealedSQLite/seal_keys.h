// The table of keys: key id -> (key, shard uuid). Filled by the program, read when a file opens.

#ifndef HF_SEAL_KEYS_H
#define HF_SEAL_KEYS_H

#include <stdint.h>

typedef struct SealKey {
  uint8_t key[32];
  uint8_t shard_uuid[16];
} SealKey;

// Copies the key filed under `key_id`. Returns 1 when there is one. The caller wipes the copy.
int seal_key_copy(const char *key_id, SealKey *out);

// Returns 1 when `key_id` is well-formed: short, and free of characters that a URI must escape.
int seal_key_id_is_valid(const char *key_id);

#endif
