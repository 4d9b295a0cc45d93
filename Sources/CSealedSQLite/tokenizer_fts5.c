// The tokenizer as SQLite's FTS5 sees it, https://www.sqlite.org/fts5.html#custom_tokenizers

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "CSealedSQLite.h"

_Static_assert(HF_TOKENIZE_QUERY == FTS5_TOKENIZE_QUERY && HF_TOKENIZE_PREFIX == FTS5_TOKENIZE_PREFIX &&
                   HF_TOKENIZE_DOCUMENT == FTS5_TOKENIZE_DOCUMENT && HF_TOKENIZE_AUX == FTS5_TOKENIZE_AUX &&
                   HF_TOKEN_COLOCATED == FTS5_TOKEN_COLOCATED,
               "the public header repeats FTS5's values");

// FTS5 needs an object for each table; this tokenizer has no state.
struct Fts5Tokenizer {
  int unused;
};
static Fts5Tokenizer stateless;

// `tokenize = 'holdfast'` or `'holdfast 1'`. The version pins the schema: a program with another
// version refuses to open the table and does not mix two kinds of tokens in it.
static int create(void *context, const char **arguments, int count, Fts5Tokenizer **out) {
  (void)context;
  if (count > 1 || (count == 1 && atoi(arguments[0]) != HF_TOKENIZER_VERSION)) {
    return SQLITE_ERROR;
  }
  *out = &stateless;
  return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *tokenizer) { (void)tokenizer; }

static int tokenize(Fts5Tokenizer *tokenizer, void *ctx, int flags, const char *text, int n,
                    int (*token)(void *, int, const char *, int, int, int)) {
  (void)tokenizer;
  return n <= 0 ? SQLITE_OK : hf_tokenize(text, n, flags, ctx, token);
}

// FTS5 hands out its interface through a pointer bound to a query.
static int find_api(sqlite3 *db, fts5_api **api) {
  sqlite3_stmt *statement = NULL;
  *api = NULL;
  int code = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, NULL);
  if (code == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, api, "fts5_api_ptr", NULL);
    sqlite3_step(statement);
    code = sqlite3_finalize(statement);
  }
  return code == SQLITE_OK && *api == NULL ? SQLITE_ERROR : code;
}

int hf_tokenizer_register(void *db) {
  fts5_api *api = NULL;
  fts5_tokenizer methods = {.xCreate = create, .xDelete = destroy, .xTokenize = tokenize};
  const int code = find_api(db, &api);
  return code != SQLITE_OK ? code : api->xCreateTokenizer(api, HF_TOKENIZER_NAME, NULL, &methods, NULL);
}
