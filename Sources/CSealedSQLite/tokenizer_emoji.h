// Emoji: one token for each that a reader sees as one.

#ifndef HF_TOKENIZER_EMOJI_H
#define HF_TOKENIZER_EMOJI_H

#include <stdint.h>

#include "CSealedSQLite.h"

typedef struct Emoji {
  int length;  // bytes of text
  int full_n, base_n;
  char full[HF_TOKEN_MAX];  // without variation selectors: they come and go with the sender's phone
  char base[HF_TOKEN_MAX];  // also without skin tones; of a keycap the bare digit or sign
} Emoji;

// Reads the emoji at `text`, of which `n` bytes are left and whose first character is `cp` of
// `cp_length` bytes. Returns 0 when there is none.
int emoji_read(const uint8_t *text, int n, uint32_t cp, int cp_length, Emoji *emoji);

#endif
