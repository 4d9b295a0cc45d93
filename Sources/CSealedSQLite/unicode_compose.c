// The two compositions that folding needs: text from some systems arrives decomposed.

#include "unicode_tables.h"

uint32_t unicode_compose_kana(uint32_t base, uint32_t mark) {
  int low = 0, high = unicode_kana_pair_count - 1;
  while (low <= high) {
    const int middle = (low + high) / 2;
    const UnicodeKanaPair *pair = &unicode_kana_pairs[middle];
    if (pair->base == base && pair->mark == mark) {
      return pair->composed;
    }
    if (pair->base < base || (pair->base == base && pair->mark < mark)) {
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return 0;
}

// The Unicode Standard, section 3.12, "Conjoining Jamo Behavior".
enum {
  SYLLABLES = 0xAC00, LEADS = 0x1100, VOWELS = 0x1161, FINALS = 0x11A7,
  LEAD_COUNT = 19, VOWEL_COUNT = 21, FINAL_COUNT = 28,
};

uint32_t unicode_compose_hangul(uint32_t first, uint32_t second) {
  if (first - LEADS < LEAD_COUNT && second - VOWELS < VOWEL_COUNT) {
    return SYLLABLES + ((first - LEADS) * VOWEL_COUNT + second - VOWELS) * FINAL_COUNT;
  }
  const uint32_t syllable = first - SYLLABLES;
  if (syllable < LEAD_COUNT * VOWEL_COUNT * FINAL_COUNT && syllable % FINAL_COUNT == 0 && second > FINALS &&
      second - FINALS < FINAL_COUNT) {
    return first + second - FINALS;
  }
  return 0;
}
