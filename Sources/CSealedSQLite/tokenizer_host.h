// Host names in URLs, mail addresses and bare links.

#ifndef HF_TOKENIZER_HOST_H
#define HF_TOKENIZER_HOST_H

#include <stdint.h>

#include "tokenizer_sink.h"

// Length of the host name that begins at `at`, or 0: two or more labels of ASCII letters, digits and
// hyphens, the last one of letters.
int host_length(const uint8_t *text, int n, int at);

// Lower-cases a host without its leading "www." into `out`; returns its length, 0 when too long.
int host_token(const uint8_t *text, int length, char out[HF_TOKEN_MAX]);

// Looks whether a host begins at or just after `at` (at "://", at "@", at "www.", or a bare
// `host/path`), and if so lets it wait in the sink for its first word.
void host_find(TokenSink *sink, const uint8_t *text, int n, int at, int has_slash);

#endif
