#include "tokenizer_host.h"

#include <string.h>

#define HOST_MAX 253
#define USERINFO_MAX 128

static int is_letter(uint8_t c) { return (uint8_t)((c | 0x20) - 'a') < 26; }
static int is_alphanumeric(uint8_t c) { return is_letter(c) || (uint8_t)(c - '0') < 10; }

int host_length(const uint8_t *text, int n, int at) {
  int end = 0, label = at, labels = 0, letters_only = 1;
  int i = at;
  if (at >= n || !is_alphanumeric(text[at])) {
    return 0;
  }
  for (;; i++) {
    const uint8_t c = i < n ? text[i] : 0;
    if (is_alphanumeric(c) || c == '-') {
      letters_only &= is_letter(c);
      if (i - at > HOST_MAX) {
        return 0;
      }
      continue;
    }
    if (i == label) {
      break;  // empty label: a full stop after the host, or no host
    }
    labels++;
    end = letters_only && i - label >= 2 && labels >= 2 ? i : end;
    end = !letters_only && i - label > 4 && memcmp(text + label, "xn--", 4) == 0 && labels >= 2 ? i : end;
    if (c != '.') {
      return end == i ? end - at : 0;
    }
    label = i + 1;
    letters_only = 1;
  }
  return end == i - 1 ? end - at : 0;
}

int host_token(const uint8_t *text, int length, char out[HF_TOKEN_MAX]) {
  if (length > HOST_MAX) {
    return 0;
  }
  for (int i = 0; i < length; i++) {
    const uint8_t c = text[i];
    out[i] = (char)(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  }
  if (length > 4 && memcmp(out, "www.", 4) == 0 && memchr(out + 4, '.', (size_t)length - 4) != NULL) {
    memmove(out, out + 4, (size_t)length - 4);
    return length - 4;
  }
  return length;
}

static void let_wait(TokenSink *sink, const uint8_t *text, int at, int length) {
  sink->host_length = host_token(text + at, length, sink->host);
  sink->host_start = at;
  sink->host_end = at + length;
}

// Where the host of `scheme://user:secret@host` begins, given the place after "://".
static int after_userinfo(const uint8_t *text, int n, int at) {
  for (int i = at; i < n && i - at < USERINFO_MAX; i++) {
    const uint8_t c = text[i];
    if (c == '@') {
      return i + 1;
    }
    if (c <= ' ' || c == '/' || c == '?' || c == '#') {
      break;
    }
  }
  return at;
}

void host_find(TokenSink *sink, const uint8_t *text, int n, int at, int has_slash) {
  if (at < sink->host_end) {
    return;  // inside the last one
  }
  const uint8_t c = text[at];
  if (c == ':' || c == '@') {
    const int is_url = n - at > 3 && text[at + 1] == '/' && text[at + 2] == '/';
    if (c == ':' && !is_url) {
      return;
    }
    const int start = c == '@' ? at + 1 : after_userinfo(text, n, at + 3);
    const int length = host_length(text, n, start);
    if (length > 0) {
      let_wait(sink, text, start, length);
    }
    return;
  }
  if (!is_alphanumeric(c) || (!has_slash && (c | 0x20) != 'w')) {
    return;
  }
  if (at > 0) {
    const uint8_t before = text[at - 1];
    if (before >= 0x80 || is_alphanumeric(before) || (before != 0 && strchr("-_.@/", before) != NULL)) {
      return;
    }
  }
  const int length = host_length(text, n, at);
  const int is_www = length > 4 && (text[at] | 0x20) == 'w' && (text[at + 1] | 0x20) == 'w' &&
                     (text[at + 2] | 0x20) == 'w' && text[at + 3] == '.';
  const int is_link = length > 0 && at + length < n && text[at + length] == '/';
  if (is_www || is_link) {
    let_wait(sink, text, at, length);
  }
}
