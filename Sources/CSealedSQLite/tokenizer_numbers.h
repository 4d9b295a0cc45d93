// Numbers with separators: `+55 11 98765-4321`, `1,250,000`, `1.250,50`, `2024-05-01`.
//
// Each group of digits is a token. The groups of one number are held back until the number ends, so
// that its digits, run together, can be a synonym of its first group.

#ifndef HF_TOKENIZER_NUMBERS_H
#define HF_TOKENIZER_NUMBERS_H

#include <stdint.h>

#include "tokenizer_sink.h"

#define NUMBER_MAX_DIGITS 20  // a longer group is no phone number, account or amount
#define NUMBER_MAX_GROUPS 12

typedef struct NumberGroup {
  int start, end, n;
  char joiner;  // what stands before it: ' ' - . , / ' or 0 for the first
  char digits[NUMBER_MAX_DIGITS];
} NumberGroup;

typedef struct Numbers {
  int count;
  int joiner_length;  // separators since the last group
  char joiner;
  NumberGroup groups[NUMBER_MAX_GROUPS];
} Numbers;

// Adds a group of digits.
void numbers_add(Numbers *numbers, TokenSink *sink, const char *digits, int n, int start, int end);

// Tells of a separator in the text; ends the number when no number goes on after it.
void numbers_separator(Numbers *numbers, TokenSink *sink, uint32_t cp);

// Ends the number and emits its tokens.
void numbers_flush(Numbers *numbers, TokenSink *sink);

#endif
