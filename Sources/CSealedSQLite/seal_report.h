// Counters and the last refusal, for tests, metrics and logs.

#ifndef HF_SEAL_REPORT_H
#define HF_SEAL_REPORT_H

// Counts a refusal, keeps its sentence for hf_seal_errmsg, writes it to SQLite's log, and returns
// `code`, so that a refusal reads `return seal_refuse(SQLITE_IOERR_WRITE, "…")`.
int seal_refuse(int code, const char *format, ...) __attribute__((format(printf, 2, 3)));

void seal_count_sealed(void);
void seal_count_opened(void);

#endif
