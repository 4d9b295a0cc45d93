// Where tokens go: the caller's function, and the host of a URL that waits for its first word.

#ifndef HF_TOKENIZER_SINK_H
#define HF_TOKENIZER_SINK_H

#include "CSealedSQLite.h"

typedef struct TokenSink {
  hf_token_emit emit;
  void *ctx;
  int query;  // no synonyms
  int code;   // first result of `emit` that was not 0; nothing is emitted after it
  int host_start, host_end;
  int host_length;  // 0 when no host waits
  char host[HF_TOKEN_MAX];
} TokenSink;

// Emits a token, and after it the host that waits for a token at this place.
static inline void sink_token(TokenSink *sink, const char *token, int n, int start, int end) {
  if (sink->code == 0) {
    sink->code = sink->emit(sink->ctx, 0, token, n, start, end);
  }
  if (sink->host_length > 0 && start == sink->host_start && sink->code == 0) {
    sink->code = sink->emit(sink->ctx, HF_TOKEN_COLOCATED, sink->host, sink->host_length, start, sink->host_end);
    sink->host_length = 0;
  }
}

// Emits a synonym of the token before; documents only.
static inline void sink_synonym(TokenSink *sink, const char *token, int n, int start, int end) {
  if (sink->code == 0 && !sink->query) {
    sink->code = sink->emit(sink->ctx, HF_TOKEN_COLOCATED, token, n, start, end);
  }
}

#endif
