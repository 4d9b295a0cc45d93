// CSealedSQLite: a page-sealing SQLite VFS and the FTS5 message tokenizer.
//
// The VFS "holdfast-seal" keeps a SQLite database confidential at rest: every page that reaches the
// disk, in the database file and in its write-ahead log, is sealed with XAES-256-GCM. The tokenizer
// "holdfast" cuts messages of any language into search terms, the same way on every machine and in
// every year. docs/sealed-sqlite.md describes both, their formats, and what they do not give.
//
// Nothing here includes <sqlite3.h>: its declarations would clash with the SQLite module that GRDB
// exports to Swift. A `void *db` is a `sqlite3 *`; an `int` result is a SQLite result code.

#ifndef CSEALEDSQLITE_H
#define CSEALEDSQLITE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// MARK: - The sealing VFS

/// Bytes of a database page. No other page size is ever written.
#define HF_SEAL_PAGE_SIZE 8192
/// Bytes at the end of each page that hold its nonce (24) and tag (16).
#define HF_SEAL_RESERVED 40
/// Name of the VFS, as in `file:/path?vfs=holdfast-seal&key=<id>`.
#define HF_SEAL_VFS_NAME "holdfast-seal"
/// Longest key id, without its terminating zero.
#define HF_SEAL_MAX_KEY_ID 64
/// What SQLite reports when a page does not open: wrong key, wrong shard, or changed bytes.
/// Equal to SQLITE_IOERR_DATA.
#define HF_SEAL_ERROR_DATA 8202

/// Registers the VFS. May be called any number of times and from any thread; it never becomes the
/// default VFS.
int hf_seal_register(void);

/// Files a key under an id, replacing any earlier one; connections opened from now on use it.
///
/// An id has 1 to HF_SEAL_MAX_KEY_ID characters of `A-Z a-z 0-9 . _ -`, so that it needs no escaping
/// in a URI; other ids give SQLITE_MISUSE. The key is copied.
int hf_seal_set_key(const char *key_id, const uint8_t key[32], const uint8_t shard_uuid[16]);

/// Forgets a key and wipes its memory. Connections that are open keep working until they close.
void hf_seal_remove_key(const char *key_id);

/// How many keys are filed whose id begins with `prefix`.
int hf_seal_key_count(const char *prefix);

/// Writes the URI that opens `path` through the seal with key `key_id`, percent-encoding the path.
///
/// @param capacity Bytes that `out` can hold, terminating zero included.
/// @return The length of the URI, or -1 when it does not fit, the path is not absolute, or the key
///   id is malformed.
int hf_seal_uri(const char *path, const char *key_id, char *out, size_t capacity);

/// Makes a new connection safe to use: run it before any other statement.
///
/// Sets the page size, the reserved bytes, memory-only temporary storage, no memory mapping and no
/// ATTACH, brings a new file into WAL mode, and fails unless the connection really goes through the
/// seal. (A SQLite built without URI support would silently have created a plain file.)
int hf_seal_prepare(void *db);

/// Returns 1 when the connection's main database goes through the seal, else 0.
int hf_seal_is_sealed(void *db);

/// Pages sealed, opened, and operations refused since the process started.
uint64_t hf_seal_pages_sealed(void);
uint64_t hf_seal_pages_opened(void);
uint64_t hf_seal_refused(void);

/// Describes the last refusal on the calling thread, for logs; empty when there was none.
/// The text is valid until the next call into SQLite on that thread.
const char *hf_seal_errmsg(void);

// MARK: - XAES-256-GCM

/// Seals a message with XAES-256-GCM (C2SP). `out` takes `n` bytes of ciphertext and a 16-byte tag.
/// @return 1 on success.
int hf_xaes256gcm_seal(const uint8_t key[32], const uint8_t nonce[24], const uint8_t *aad, size_t aad_n,
                       const uint8_t *in, size_t n, uint8_t *out);

/// Opens a message sealed with XAES-256-GCM. `in` holds `n` bytes of ciphertext and a 16-byte tag.
/// @return 1 on success; on failure `out` is all zero.
int hf_xaes256gcm_open(const uint8_t key[32], const uint8_t nonce[24], const uint8_t *aad, size_t aad_n,
                       const uint8_t *in, size_t n, uint8_t *out);

// MARK: - The message tokenizer

/// Grows whenever the same text could give other tokens. An index stores the version it was built
/// with; an index of another version must be rebuilt.
#define HF_TOKENIZER_VERSION 1
/// Name of the tokenizer, as in `tokenize = 'holdfast 1'`. The version may be left out.
#define HF_TOKENIZER_NAME "holdfast"
/// Longest token in bytes; longer words are cut, in documents and in queries alike.
#define HF_TOKEN_MAX 256

// Why text is tokenized; the values are those of FTS5_TOKENIZE_*.
#define HF_TOKENIZE_QUERY 0x0001
#define HF_TOKENIZE_PREFIX 0x0002
#define HF_TOKENIZE_DOCUMENT 0x0004
#define HF_TOKENIZE_AUX 0x0008

/// Set in `tflags` when a token stands at the position of the one before it (FTS5_TOKEN_COLOCATED).
#define HF_TOKEN_COLOCATED 0x0001

/// Receives one token and the bytes of the text it stands for. A result other than 0 stops.
typedef int (*hf_token_emit)(void *ctx, int tflags, const char *token, int ntoken, int start, int end);

/// Cuts text into tokens. Pure: no state, no locale, safe on any bytes.
///
/// Without HF_TOKENIZE_QUERY the text is a document: each token may be followed by colocated
/// synonyms (digits of a number, emoji without skin tone, last character of a run of Han, host of a
/// URL). With it, only the plain tokens appear:
///
/// - A run of n >= 2 characters of a script without spaces gives n-1 overlapping pairs, which FTS5
///   reads as a phrase. A single character gives that character: search it as a prefix (`"x" *`).
/// - A number with separators gives its digit groups. For more recall, tokenize the term once as a
///   document and search for `groups OR digits`, the digits being the colocated token.
/// - `//example.com` gives the host token `example.com` and nothing else.
///
/// @param n Bytes of `utf8`; negative when it ends at the first zero.
/// @return 0, or what `emit` returned when it stopped.
int hf_tokenize(const char *utf8, int n, int flags, void *ctx, hf_token_emit emit);

/// Registers the tokenizer "holdfast" with a connection.
int hf_tokenizer_register(void *db);

/// Returns HF_TOKENIZER_VERSION of the library that is linked in.
int hf_tokenizer_version(void);

/// Returns the version of the Unicode data the tables were generated from, such as "15.0.0".
const char *hf_tokenizer_unicode_version(void);

/// Returns 1 when `key` is a filter token: `[a-z][a-z0-9]*`, at most HF_TOKEN_MAX bytes.
///
/// FTS5 has one tokenizer for all columns of a table. A column of filter tokens therefore holds
/// words that the rules for text leave exactly as they are, separated by single spaces: `c7q2kx4 s19
/// dout ttext`. Message text cannot forge them because queries name their column: `{keys} : s19` never
/// matches a word of the text column, and `{text} : s19` never matches a filter token.
int hf_tokenizer_is_key(const char *key, int n);

#ifdef __cplusplus
}
#endif

#endif
