#include "tokenizer_numbers.h"

#include <string.h>

#define SYNONYM_MIN_DIGITS 4

// The kind of a separator inside numbers, or 0 for one that ends a number.
static char joiner_kind(uint32_t cp) {
  switch (cp) {
    case ' ':
      return ' ';
    case '.':
    case ',':
    case '/':
    case '\'':
      return (char)cp;
    case 0x2019:
      return '\'';
    case '-':
    case '(':
    case ')':
    case 0x2010:  // hyphen; U+2011 folds to it
    case 0x2012:
    case 0x2013:
    case 0x2212:
      return '-';
    default:
      return 0;
  }
}

void numbers_separator(Numbers *numbers, TokenSink *sink, uint32_t cp) {
  if (numbers->count == 0) {
    return;
  }
  const char kind = joiner_kind(cp);
  const int length = ++numbers->joiner_length;
  if (length == 1) {
    numbers->joiner = kind;
  } else if ((kind == ' ' || kind == '-') && (numbers->joiner == ' ' || numbers->joiner == '-') &&
             kind != numbers->joiner && length <= 3) {
    numbers->joiner = '-';  // "(11) 98765", "98765 - 4321"
  } else if (kind == ' ' && numbers->joiner == '-' && length == 3) {
    // the space after a dash or bracket
  } else {
    numbers->joiner = 0;
  }
  if (numbers->joiner == 0) {
    numbers_flush(numbers, sink);
  }
}

void numbers_add(Numbers *numbers, TokenSink *sink, const char *digits, int n, int start, int end) {
  if (numbers->count == NUMBER_MAX_GROUPS || (numbers->count > 0 && numbers->joiner_length == 0) ||
      n > NUMBER_MAX_DIGITS) {
    numbers_flush(numbers, sink);
  }
  if (n > NUMBER_MAX_DIGITS) {
    sink_token(sink, digits, n, start, end);
    return;
  }
  NumberGroup *group = &numbers->groups[numbers->count];
  group->start = start;
  group->end = end;
  group->n = n;
  group->joiner = numbers->count == 0 ? 0 : numbers->joiner;
  memcpy(group->digits, digits, (size_t)n);
  numbers->count++;
  numbers->joiner_length = 0;
  numbers->joiner = 0;
}

// Drops the decimals of an amount: the last group, of one or two digits after a point or comma that
// separates nothing else. `12.50` is not 1250.
static int without_decimals(const Numbers *numbers, int first, int last) {
  const NumberGroup *tail = &numbers->groups[last];
  if (tail->n > 2 || (tail->joiner != '.' && tail->joiner != ',')) {
    return last;
  }
  for (int i = first + 1; i < last; i++) {
    if (numbers->groups[i].joiner == tail->joiner) {
      return last;
    }
  }
  return last - 1;
}

// Emits the digits of groups `first` to `last` as a synonym of the first of them.
static void emit_joined(const Numbers *numbers, TokenSink *sink, int first, int last) {
  char digits[NUMBER_MAX_DIGITS];
  int n = 0;
  last = without_decimals(numbers, first, last);
  for (int i = first; i <= last; i++) {
    const NumberGroup *group = &numbers->groups[i];
    if (n + group->n > NUMBER_MAX_DIGITS) {
      return;
    }
    memcpy(digits + n, group->digits, (size_t)group->n);
    n += group->n;
  }
  if (last > first && n >= SYNONYM_MIN_DIGITS) {
    sink_synonym(sink, digits, n, numbers->groups[first].start, numbers->groups[last].end);
  }
}

// The last group of the piece that begins at `first`: what no space interrupts.
static int piece_end(const Numbers *numbers, int first) {
  int last = first;
  while (last + 1 < numbers->count && numbers->groups[last + 1].joiner != ' ') {
    last++;
  }
  return last;
}

void numbers_flush(Numbers *numbers, TokenSink *sink) {
  const int last = numbers->count - 1;
  int next_piece = 0;
  for (int i = 0; i <= last; i++) {
    const NumberGroup *group = &numbers->groups[i];
    sink_token(sink, group->digits, group->n, group->start, group->end);
    if (i == 0) {
      emit_joined(numbers, sink, 0, last);
    }
    if (i == next_piece) {
      // "100,000 200,000" may be two numbers: each piece gets its synonym, too.
      const int end = piece_end(numbers, i);
      if (i > 0 || end < last) {
        emit_joined(numbers, sink, i, end);
      }
      next_piece = end + 1;
    }
  }
  numbers->count = 0;
  numbers->joiner_length = 0;
  numbers->joiner = 0;
}
