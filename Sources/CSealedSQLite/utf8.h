// Reading and writing UTF-8, strictly: no overlong forms, no surrogates, nothing above U+10FFFF.

#ifndef HF_UTF8_H
#define HF_UTF8_H

#include <stdint.h>

// What a byte that belongs to no character decodes to; its length is 1.
#define UTF8_INVALID 0xffffffffu

// Decodes the character at `text`, of which `n` >= 1 bytes are left, and sets its length.
static inline uint32_t utf8_decode(const uint8_t *text, int n, int *length) {
  const uint8_t first = text[0];
  *length = 1;
  if (first < 0x80) {
    return first;
  }
  int size;
  uint32_t cp, least;
  if (first >= 0xc2 && first <= 0xdf) {
    size = 2, cp = first & 0x1f, least = 0x80;
  } else if ((first & 0xf0) == 0xe0) {
    size = 3, cp = first & 0x0f, least = 0x800;
  } else if (first >= 0xf0 && first <= 0xf4) {
    size = 4, cp = first & 0x07, least = 0x10000;
  } else {
    return UTF8_INVALID;
  }
  if (n < size) {
    return UTF8_INVALID;
  }
  for (int i = 1; i < size; i++) {
    if ((text[i] & 0xc0) != 0x80) {
      return UTF8_INVALID;
    }
    cp = cp << 6 | (text[i] & 0x3f);
  }
  if (cp < least || cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff)) {
    return UTF8_INVALID;
  }
  *length = size;
  return cp;
}

// Encodes a valid code point and returns its length, 1 to 4.
static inline int utf8_encode(uint32_t cp, char *out) {
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  if (cp < 0x800) {
    out[0] = (char)(0xc0 | cp >> 6);
    out[1] = (char)(0x80 | (cp & 0x3f));
    return 2;
  }
  if (cp < 0x10000) {
    out[0] = (char)(0xe0 | cp >> 12);
    out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
    out[2] = (char)(0x80 | (cp & 0x3f));
    return 3;
  }
  out[0] = (char)(0xf0 | cp >> 18);
  out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
  out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
  out[3] = (char)(0x80 | (cp & 0x3f));
  return 4;
}

#endif
