// Emoji sequences as in UTS #51: flags, keycaps, skin tones, tag sequences, and joined emoji.

#include "tokenizer_emoji.h"

#include "unicode_tables.h"
#include "utf8.h"

#define JOINER 0x200d
#define KEYCAP 0x20e3
#define EMOJI_SELECTOR 0xfe0f
#define CANCEL_TAG 0xe007f

static int is_selector(uint32_t cp) { return cp == 0xfe0e || cp == EMOJI_SELECTOR; }
static int is_skin_tone(uint32_t cp) { return cp >= 0x1f3fb && cp <= 0x1f3ff; }
static int is_regional(uint32_t cp) { return cp >= 0x1f1e6 && cp <= 0x1f1ff; }
static int is_tag(uint32_t cp) { return cp >= 0xe0020 && cp <= CANCEL_TAG; }

typedef struct Cursor {
  const uint8_t *text;
  int n, at, next;  // `at`: the character `cp`; `next`: the one after it
  uint32_t cp;      // UTF8_INVALID at the end
} Cursor;

static void advance(Cursor *c) {
  int length = 0;
  c->at = c->next;
  c->cp = c->at < c->n ? utf8_decode(c->text + c->at, c->n - c->at, &length) : UTF8_INVALID;
  c->next = c->at + length;
}

static uint32_t peek(const Cursor *c) {
  int length;
  return c->next < c->n ? utf8_decode(c->text + c->next, c->n - c->next, &length) : UTF8_INVALID;
}

static void put(Emoji *emoji, uint32_t cp, int in_base) {
  emoji->full_n += utf8_encode(cp, emoji->full + emoji->full_n);
  if (in_base) {
    emoji->base_n += utf8_encode(cp, emoji->base + emoji->base_n);
  }
}

// Selectors, skin tones and tags after an emoji character.
static void read_modifiers(Cursor *c, Emoji *emoji) {
  for (; emoji->full_n < HF_TOKEN_MAX - 8; advance(c)) {
    if (is_skin_tone(c->cp)) {
      put(emoji, c->cp, 0);
    } else if (is_tag(c->cp)) {
      put(emoji, c->cp, 1);
    } else if (!is_selector(c->cp)) {
      return;
    }
  }
}

static int may_be_joined(uint32_t cp) {
  return cp > 0x7f && cp != UTF8_INVALID && (unicode_class(cp) == UNICODE_EMOJI || unicode_needs_selector(cp));
}

static int is_keycap(Cursor c) {
  advance(&c);
  if (c.cp == EMOJI_SELECTOR) {
    advance(&c);
  }
  return c.cp == KEYCAP;
}

static int read_keycap(Cursor *c, Emoji *emoji) {
  put(emoji, c->cp, 1);
  put(emoji, KEYCAP, 0);
  do {
    advance(c);
  } while (c->cp != KEYCAP);
  return c->next;
}

int emoji_read(const uint8_t *text, int n, uint32_t cp, int cp_length, Emoji *emoji) {
  Cursor c = {.text = text, .n = n, .at = 0, .next = cp_length, .cp = cp};
  emoji->length = emoji->full_n = emoji->base_n = 0;
  if (cp < 0x80) {
    if (unicode_needs_selector(cp) && is_keycap(c)) {
      emoji->length = read_keycap(&c, emoji);
    }
    return emoji->length > 0;
  }
  if (unicode_class(cp) != UNICODE_EMOJI && !(unicode_needs_selector(cp) && peek(&c) == EMOJI_SELECTOR)) {
    return 0;
  }
  put(emoji, cp, 1);
  if (is_regional(cp)) {
    advance(&c);
    if (is_regional(c.cp)) {
      put(emoji, c.cp, 1);
      advance(&c);
    }
    emoji->length = c.at;
    return 1;
  }
  advance(&c);
  read_modifiers(&c, emoji);
  while (c.cp == JOINER && may_be_joined(peek(&c)) && emoji->full_n < HF_TOKEN_MAX - 16) {
    put(emoji, JOINER, 1);
    advance(&c);
    put(emoji, c.cp, 1);
    advance(&c);
    read_modifiers(&c, emoji);
  }
  emoji->length = c.at;
  return 1;
}
