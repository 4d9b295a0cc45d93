#include "seal_report.h"

#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "CSealedSQLite.h"

static _Atomic uint64_t pages_sealed, pages_opened, operations_refused;
static _Thread_local char last_refusal[512];

int seal_refuse(int code, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(last_refusal, sizeof last_refusal, format, arguments);
  va_end(arguments);
  atomic_fetch_add_explicit(&operations_refused, 1, memory_order_relaxed);
  sqlite3_log(code, "holdfast-seal: %s", last_refusal);
  return code;
}

void seal_count_sealed(void) { atomic_fetch_add_explicit(&pages_sealed, 1, memory_order_relaxed); }
void seal_count_opened(void) { atomic_fetch_add_explicit(&pages_opened, 1, memory_order_relaxed); }

uint64_t hf_seal_pages_sealed(void) { return atomic_load_explicit(&pages_sealed, memory_order_relaxed); }
uint64_t hf_seal_pages_opened(void) { return atomic_load_explicit(&pages_opened, memory_order_relaxed); }
uint64_t hf_seal_refused(void) { return atomic_load_explicit(&operations_refused, memory_order_relaxed); }
const char *hf_seal_errmsg(void) { return last_refusal; }
