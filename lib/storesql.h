/* storesql.h - statements on the store, for the files store*.c alone. */
#ifndef SVODKA_STORESQL_H
#define SVODKA_STORESQL_H

#include "arena.h"
#include "json.h"
#include "store.h"
#include <sqlite3.h>

/* Each statement is prepared when it is first wanted. */
enum store_sql {
#define SQL(name, text) SQL_##name,
#include "store.def"
#undef SQL
    SQL_COUNT
};

struct store {
    sqlite3 *db;
    const char *path;
    sqlite3_stmt *statements[SQL_COUNT];
    int64_t run; /* 0: none was begun by this opening */

    /* where in a sequence of lines we are */
    struct buf version_path;
    int64_t file, version; /* 0: none */
    int64_t superseded; /* the version that `version` took the place of; 0: none */
    int64_t document, nth; /* the document whose record lines come, and how many came */

    struct arena arena; /* of lines that are rewritten */
    struct buf out, other;
};

/* Says what SQLite said; STATUS_BROKEN. */
enum status store_failed(struct store *s);

/* The statement, ready to be bound; NULL after a message. */
sqlite3_stmt *store_sql(struct store *s, enum store_sql which);

/* Binds, counting from 1. A path or name that is no UTF-8 is a BLOB; p == NULL is NULL. The bytes
 * must live until the statement has run. */
void store_bind(sqlite3_stmt *q, int at, struct str text);
void store_bind_int(sqlite3_stmt *q, int at, int64_t n);

/* A column's bytes, until the next step; p == NULL for NULL. */
struct str store_column(sqlite3_stmt *q, int at);

/* The next row: STATUS_OK, STATUS_BAD at the end (the statement is reset), STATUS_BROKEN after a
 * message. */
NODISCARD enum status store_step(struct store *s, sqlite3_stmt *q);

/* Runs to the end, any rows aside. */
NODISCARD enum status store_do(struct store *s, sqlite3_stmt *q);

/* The first column of the first row; 0 where there is none. */
NODISCARD enum status store_get_int(struct store *s, sqlite3_stmt *q, int64_t *out);

/* Begins the run that changes are noted under, where none is. */
NODISCARD enum status store_run(struct store *s);

/* Takes one line, within a transaction. STATUS_BAD with `why` where it makes no sense here. */
NODISCARD enum status store_take_line(
    struct store *s, struct str text, const struct json *line, struct buf *why);

/* Ends the records that the rules made of the last document before and make no longer. */
NODISCARD enum status store_end_results(struct store *s);

/* Unpacks a document line into s->out. */
NODISCARD enum status store_unpack(struct store *s, struct str packed, int64_t bytes);

#endif
