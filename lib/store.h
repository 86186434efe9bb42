/* store.h - what is kept of an archive between runs: one SQLite file.
 *
 * It holds each file of the archive as it was last seen, each content that it had (a version), the
 * document lines of those and the record lines that the rules made of them. Nothing is deleted: a
 * version or a line that no longer holds is marked with the run that ended it, so that the state at
 * any run can be told. The tables are in lib/store/N.sql, a file for each version of the schema.
 *
 * All functions that fail have said so, naming the store's file. */
#ifndef SVODKA_STORE_H
#define SVODKA_STORE_H

#include "buf.h"
#include "io.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

struct store;

/* STORE_MAKE also makes a store where there is none, and brings an older one to this program's
 * version; STORE_WRITE brings it there; STORE_READ wants it to be there. */
enum store_use { STORE_READ, STORE_WRITE, STORE_MAKE };

/* STATUS_BAD where it is no store, or of a newer program. `path` must outlive the store. */
NODISCARD enum status store_open(struct store **out, const char *path, enum store_use use);
void store_close(struct store *s);

/* What is done between these is kept whole or not at all. Closing abandons, too. */
NODISCARD enum status store_begin(struct store *s);
NODISCARD enum status store_commit(struct store *s);
void store_abandon(struct store *s);

/* What the store remembers of itself under a key; `value` is left alone where there is nothing. */
NODISCARD enum status store_fact(struct store *s, const char *key, struct buf *value);
NODISCARD enum status store_set_fact(struct store *s, const char *key, struct str value);

/* ---- lines in ---- */

/* Takes a sequence of streams of lines (records(5)): a file line says what became of a file,
 * document lines are what it holds, record lines what the rules made of these, an end line which
 * rules they were. The lines of a document follow each other; where its document line is not among
 * them, the store has it. About every 200 files a transaction ends: what a killed run loses. */
NODISCARD enum status store_take(struct store *s, struct io_reader *lines);

/* The number of the last run that changed anything; 0: none did. */
NODISCARD enum status store_last_run(struct store *s, int64_t *run);

/* ---- lines out ---- */

/* Takes what is read; anything but STATUS_OK ends the reading and is returned. */
typedef enum status store_line_fn(void *ctx, struct str line);

enum store_lines {
    STORE_DOCUMENTS, /* the document lines of what the archive holds, in its order */
    STORE_STALE, /* ... only those whose records are not of the rules of store_stale() */
    STORE_RECORDS, /* their record lines, and the document lines of what was rejected */
    STORE_REVISED /* the same; a revision line after each record that a new version changed */
};

/* Hands out the lines and, last, an end line: what svodka-extract or svodka-normalize would write.
 * A line lives until the callback returns. */
NODISCARD enum status store_each_line(
    struct store *s, enum store_lines which, struct str rules, store_line_fn *take, void *ctx);

/* How many documents have records that other rules than `rules` made. */
NODISCARD enum status store_stale(struct store *s, struct str rules, int64_t *count);

/* One file as it was last seen. `state` is "present", "vanished", "moved" or "unreadable"; the
 * times are nanoseconds since 1970. */
struct store_file {
    struct str path, state;
    int64_t bytes, mtime, ctime;
};
typedef enum status store_file_fn(void *ctx, const struct store_file *file);
NODISCARD enum status store_each_file(struct store *s, store_file_fn *take, void *ctx);

/* The digest of a file's content, in hexadecimal; empty where it is unknown. */
NODISCARD enum status store_sha256(struct store *s, struct str path, struct buf *hex);

/* ---- what was made of it ---- */

/* Begins a digest, a transaction: store_tell() says of each thing that holds now whether the last
 * digest did not know it; store_told() forgets what no longer holds, which is told again should it
 * come back, and ends the transaction. */
NODISCARD enum status store_digest(struct store *s);
NODISCARD enum status store_tell(struct store *s, struct str item, bool *news);
NODISCARD enum status store_told(struct store *s);

/* Sets which files were made, an absolute path a line; those made before and not now are removed.
 */
NODISCARD enum status store_outputs(struct store *s, struct str paths);

/* Whether none of them was removed. */
NODISCARD enum status store_outputs_are_there(struct store *s, bool *all);

/* ---- history ---- */

/* A row of an answer: text columns, p == NULL for NULL, valid during the callback. */
typedef enum status store_row_fn(void *ctx, const struct str *columns);

enum store_list {
    STORE_EVENTS, /* id, began, what, path, detail: in order, from the day given as first argument
                   */
    STORE_LATEST, /* the same, those with a greater id than the first argument */
    STORE_TROUBLES, /* path, member, state, since, reason, sha256: what is not there, or not read;
                       reports that a new version of their file holds no longer */
    STORE_COUNTS, /* files present, documents, rejected, records, versions, last run began */
    STORE_CHANGES /* key, name ru, name kk, period, figure, old, new: between the states of two days
                   */
};
NODISCARD enum status store_each(struct store *s, enum store_list which, struct str first,
    struct str second, store_row_fn *take, void *ctx);

/* Whether the archive holds anything that was rejected or can't be read. */
NODISCARD enum status store_troubled(struct store *s, bool *troubled);

/* Checks the file as such: SQLite's own check, and that nothing refers to nothing. STATUS_BAD after
 * a message where it is damaged. */
NODISCARD enum status store_verify(struct store *s);

#endif
