#include "seal_keys.h"

#include <openssl/crypto.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

#include "CSealedSQLite.h"

typedef struct Entry {
  struct Entry *next;
  SealKey key;
  char id[HF_SEAL_MAX_KEY_ID + 1];
} Entry;

// A list is enough: a key is here while a database opens.
static pthread_mutex_t table_lock = PTHREAD_MUTEX_INITIALIZER;
static Entry *table;

// The link that points at the entry of `key_id`, or the link at the end. Call with the lock held.
static Entry **find(const char *key_id) {
  Entry **link = &table;
  while (*link != NULL && strcmp((*link)->id, key_id) != 0) {
    link = &(*link)->next;
  }
  return link;
}

int seal_key_id_is_valid(const char *key_id) {
  static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
  if (key_id == NULL) {
    return 0;
  }
  const size_t length = strnlen(key_id, HF_SEAL_MAX_KEY_ID + 1);
  return length > 0 && length <= HF_SEAL_MAX_KEY_ID && strspn(key_id, allowed) == length;
}

int seal_key_copy(const char *key_id, SealKey *out) {
  pthread_mutex_lock(&table_lock);
  const Entry *entry = *find(key_id);
  if (entry != NULL) {
    *out = entry->key;
  }
  pthread_mutex_unlock(&table_lock);
  return entry != NULL;
}

int hf_seal_set_key(const char *key_id, const uint8_t key[32], const uint8_t shard_uuid[16]) {
  if (!seal_key_id_is_valid(key_id) || key == NULL || shard_uuid == NULL) {
    return SQLITE_MISUSE;
  }
  int code = SQLITE_OK;
  pthread_mutex_lock(&table_lock);
  Entry **link = find(key_id);
  if (*link == NULL) {
    // Locked, non-dumpable memory when the program has set up OpenSSL's secure heap; else plain.
    *link = OPENSSL_secure_zalloc(sizeof(Entry));
  }
  if (*link == NULL) {
    code = SQLITE_NOMEM;
  } else {
    memcpy((*link)->id, key_id, strlen(key_id) + 1);
    memcpy((*link)->key.key, key, 32);
    memcpy((*link)->key.shard_uuid, shard_uuid, 16);
  }
  pthread_mutex_unlock(&table_lock);
  return code;
}

int hf_seal_key_count(const char *prefix) {
  int count = 0;
  pthread_mutex_lock(&table_lock);
  for (const Entry *entry = table; entry != NULL; entry = entry->next) {
    count += strncmp(entry->id, prefix, strlen(prefix)) == 0;
  }
  pthread_mutex_unlock(&table_lock);
  return count;
}

void hf_seal_remove_key(const char *key_id) {
  if (!seal_key_id_is_valid(key_id)) {
    return;
  }
  pthread_mutex_lock(&table_lock);
  Entry **link = find(key_id);
  Entry *entry = *link;
  if (entry != NULL) {
    *link = entry->next;
    OPENSSL_secure_clear_free(entry, sizeof *entry);
  }
  pthread_mutex_unlock(&table_lock);
}
