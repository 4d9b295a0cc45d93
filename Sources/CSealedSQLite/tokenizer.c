// The message tokenizer: reads text once, from left to right, folding each character and adding it to
// the word, the run of pairs or the number that it belongs to.

#include <string.h>

#include "tokenizer_emoji.h"
#include "tokenizer_host.h"
#include "tokenizer_numbers.h"
#include "tokenizer_sink.h"
#include "unicode_tables.h"
#include "utf8.h"

// A run of letters, digits and their marks.
typedef struct Word {
  int n;             // bytes of `text`; 0 when there is no word
  int start, end;    // where it stands in the source
  int digits_only;
  int full;          // what follows is cut off
  int last_at;       // where the last character begins in `text`
  uint32_t last;     // that character, for composing Hangul
  char text[HF_TOKEN_MAX + 4];
} Word;

// One character of a script without spaces.
typedef struct Unit {
  uint32_t cp;
  int start, end;
} Unit;

// The last two characters of such a run. They are emitted when a third arrives or the run ends,
// because a voicing mark may still change the second.
typedef struct Pairs {
  int count;  // 0, 1 or 2 held back
  Unit first, second;  // with a count of 1 only `second` holds one
} Pairs;

typedef struct Tokenizer {
  TokenSink sink;
  Word word;
  Pairs pairs;
  Numbers numbers;
} Tokenizer;

static void word_flush(Tokenizer *t) {
  Word *word = &t->word;
  if (word->n == 0) {
    return;
  }
  if (word->digits_only && !t->sink.query) {
    numbers_add(&t->numbers, &t->sink, word->text, word->n, word->start, word->end);
  } else {
    numbers_flush(&t->numbers, &t->sink);
    sink_token(&t->sink, word->text, word->n, word->start, word->end);
  }
  word->n = 0;
  word->full = 0;
}

static void word_add(Tokenizer *t, uint32_t cp, int is_digit, int start, int end) {
  Word *word = &t->word;
  if (word->n == 0) {
    word->start = start;
    word->digits_only = 1;
    word->last = 0;
  }
  word->digits_only &= is_digit;
  word->end = end;
  const uint32_t composed = cp < 0x1100 || word->full ? 0 : unicode_compose_hangul(word->last, cp);
  if (composed != 0) {
    word->n = word->last_at;
    cp = composed;
  }
  char bytes[4];
  const int length = utf8_encode(cp, bytes);
  if (word->full || word->n + length > HF_TOKEN_MAX) {
    word->full = 1;
    return;
  }
  memcpy(word->text + word->n, bytes, (size_t)length);
  word->last_at = word->n;
  word->last = cp;
  word->n += length;
}

static void emit_pair(Tokenizer *t, const Unit *first, const Unit *second) {
  char text[8];
  int n = utf8_encode(first->cp, text);
  n += utf8_encode(second->cp, text + n);
  sink_token(&t->sink, text, n, first->start, second->end);
}

static void pairs_flush(Tokenizer *t) {
  Pairs *pairs = &t->pairs;
  if (pairs->count == 0) {
    return;
  }
  const Unit *last = &pairs->second;
  char text[4];
  const int n = utf8_encode(last->cp, text);
  if (pairs->count == 2) {
    emit_pair(t, &pairs->first, last);
    // No pair begins with the last character: without this a search for it alone would miss it here.
    sink_synonym(&t->sink, text, n, last->start, last->end);
  } else {
    sink_token(&t->sink, text, n, last->start, last->end);
  }
  pairs->count = 0;
}

static void pairs_add(Tokenizer *t, uint32_t cp, int start, int end) {
  Pairs *pairs = &t->pairs;
  if (pairs->count == 2) {
    emit_pair(t, &pairs->first, &pairs->second);
  }
  if (pairs->count > 0) {
    pairs->first = pairs->second;
  }
  pairs->second = (Unit){.cp = cp, .start = start, .end = end};
  pairs->count = pairs->count == 0 ? 1 : 2;
}

static void pairs_voice(Pairs *pairs, uint32_t mark, int end) {
  const uint32_t composed = pairs->count == 0 ? 0 : unicode_compose_kana(pairs->second.cp, mark);
  if (composed != 0) {
    pairs->second.cp = composed;
    pairs->second.end = end;
  }
}

// Takes one folded character; [start, end) is the source character it comes from.
static void feed(Tokenizer *t, uint32_t cp, UnicodeClass class, int start, int end) {
  switch (class) {
    case UNICODE_WORD:
    case UNICODE_DIGIT:
      pairs_flush(t);
      word_add(t, cp, class == UNICODE_DIGIT, start, end);
      break;
    case UNICODE_MARK:
      if (t->word.n > 0) {
        word_add(t, cp, 0, start, end);
      }
      break;
    case UNICODE_BIGRAM:
      word_flush(t);
      numbers_flush(&t->numbers, &t->sink);
      pairs_add(t, cp, start, end);
      break;
    case UNICODE_KANA_MARK:
      pairs_voice(&t->pairs, cp, end);
      break;
    case UNICODE_IGNORED:
      break;
    case UNICODE_SEPARATOR:
    case UNICODE_EMOJI:
      pairs_flush(t);
      word_flush(t);
      numbers_separator(&t->numbers, &t->sink, cp);
      break;
  }
}

// Characters that only steer joining, direction and line breaks. Unlike an accent, one of these at the
// end of a word is no part of what should be highlighted.
static int is_format(uint32_t cp) {
  return cp == 0xad || cp == 0x61c || cp == 0x180e || (cp >= 0x200b && cp <= 0x206f) || cp == 0xfeff || cp >= 0xe0000;
}

// An accent belongs to the character before it.
static void extend(Tokenizer *t, int start, int end) {
  if (t->word.n > 0 && t->word.end == start) {
    t->word.end = end;
  } else if (t->pairs.count > 0 && t->pairs.second.end == start) {
    t->pairs.second.end = end;
  }
}

static void feed_folded(Tokenizer *t, uint32_t cp, int start, int end) {
  const UnicodeRecord *record = unicode_record(cp);
  if (record->length == UNICODE_IDENTITY) {
    const UnicodeClass class = (UnicodeClass)(record->class_and_flags & UNICODE_CLASS_MASK);
    feed(t, cp, class, start, end);
    return;
  }
  if (record->length == 0 && !is_format(cp)) {
    extend(t, start, end);
  }
  for (int i = 0; i < record->length; i++) {
    const uint32_t folded = unicode_pool[record->start + i];
    feed(t, folded, unicode_class(folded), start, end);
  }
}

static int is_ascii_letter(uint8_t c) { return (uint8_t)((c | 0x20) - 'a') < 26; }
static int is_ascii_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

// Most text is ASCII words: takes the rest of one at once. Returns how many bytes it took, 0 when the
// slow path has to look at the character: it may be the base of a keycap, or the word may be full.
static int feed_ascii_word(Tokenizer *t, const uint8_t *text, int n, int at) {
  Word *word = &t->word;
  int end = at, letters = 0;
  const int limit = n - at > HF_TOKEN_MAX - word->n ? at + HF_TOKEN_MAX - word->n : n;
  for (; end < limit; end++) {
    const uint8_t c = text[end];
    const int letter = is_ascii_letter(c);
    if ((!letter && !is_ascii_digit(c)) || (end + 1 < n && text[end + 1] >= 0xe2)) {
      break;
    }
    letters |= letter;
    word->text[word->n + end - at] = (char)(letter ? c | 0x20 : c);
  }
  const int count = end - at;
  if (count == 0 || word->full) {
    return 0;
  }
  pairs_flush(t);
  if (word->n == 0) {
    word->start = at;
    word->digits_only = 1;
  }
  word->digits_only &= !letters;
  word->end = end;
  word->n += count;
  word->last_at = word->n - 1;
  word->last = (uint8_t)word->text[word->last_at];
  return count;
}

static void feed_ascii(Tokenizer *t, uint8_t c, int at) {
  if (is_ascii_letter(c)) {
    feed(t, c | 0x20u, UNICODE_WORD, at, at + 1);
  } else if (is_ascii_digit(c)) {
    feed(t, c, UNICODE_DIGIT, at, at + 1);
  } else {
    feed(t, c, UNICODE_SEPARATOR, at, at + 1);
  }
}

static void feed_emoji(Tokenizer *t, const Emoji *emoji, int at) {
  pairs_flush(t);
  word_flush(t);
  numbers_flush(&t->numbers, &t->sink);
  sink_token(&t->sink, emoji->full, emoji->full_n, at, at + emoji->length);
  if (emoji->full_n != emoji->base_n) {
    sink_synonym(&t->sink, emoji->base, emoji->base_n, at, at + emoji->length);
  }
}

static void run(Tokenizer *t, const uint8_t *text, int n) {
  const int has_slash = n > 0 && memchr(text, '/', (size_t)n) != NULL;
  Emoji emoji;
  for (int i = 0; i < n && t->sink.code == 0;) {
    const uint8_t c = text[i];
    if (c < 0x80) {
      if (!t->sink.query) {
        host_find(&t->sink, text, n, i, has_slash);
      }
      const int taken = feed_ascii_word(t, text, n, i);
      if (taken > 0) {
        i += taken;
        continue;
      }
      // A keycap: the byte after its digit or sign is the first of U+FE0F or U+20E3.
      if (i + 1 < n && text[i + 1] >= 0xe2 && emoji_read(text + i, n - i, c, 1, &emoji)) {
        feed_emoji(t, &emoji, i);
        i += emoji.length;
      } else {
        feed_ascii(t, c, i);
        i++;
      }
      continue;
    }
    int length;
    const uint32_t cp = utf8_decode(text + i, n - i, &length);
    if (cp == UTF8_INVALID) {
      feed(t, cp, UNICODE_SEPARATOR, i, i + 1);
    } else if (emoji_read(text + i, n - i, cp, length, &emoji)) {
      feed_emoji(t, &emoji, i);
      length = emoji.length;
    } else {
      feed_folded(t, cp, i, i + length);
    }
    i += length;
  }
  pairs_flush(t);
  word_flush(t);
  numbers_flush(&t->numbers, &t->sink);
}

// The query form of a host, `//example.com`. Returns 1 when `text` is one.
static int run_host_query(Tokenizer *t, const uint8_t *text, int n) {
  char token[HF_TOKEN_MAX];
  if (n < 3 || text[0] != '/' || text[1] != '/') {
    return 0;
  }
  const int length = host_length(text, n, 2);
  const int token_length = length == 0 ? 0 : host_token(text + 2, length, token);
  if (token_length == 0) {
    return 0;
  }
  sink_token(&t->sink, token, token_length, 2, 2 + length);
  return 1;
}

int hf_tokenize(const char *utf8, int n, int flags, void *ctx, hf_token_emit emit) {
  if (utf8 == NULL || n == 0) {
    return 0;
  }
  const uint8_t *text = (const uint8_t *)utf8;
  if (n < 0) {
    const size_t length = strlen(utf8);
    n = length > 0x7fffffff ? 0x7fffffff : (int)length;
  }
  Tokenizer t;
  t.sink = (TokenSink){.emit = emit, .ctx = ctx, .query = (flags & HF_TOKENIZE_QUERY) != 0};
  t.word.n = t.word.full = t.pairs.count = 0;
  t.numbers.count = t.numbers.joiner_length = t.numbers.joiner = 0;
  if (!t.sink.query || !run_host_query(&t, text, n)) {
    run(&t, text, n);
  }
  return t.sink.code;
}

int hf_tokenizer_version(void) { return HF_TOKENIZER_VERSION; }

const char *hf_tokenizer_unicode_version(void) { return unicode_version; }

int hf_tokenizer_is_key(const char *key, int n) {
  if (key == NULL || n < 1 || n > HF_TOKEN_MAX || key[0] < 'a' || key[0] > 'z') {
    return 0;
  }
  for (int i = 1; i < n; i++) {
    const char c = key[i];
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
      return 0;
    }
  }
  return 1;
}
