/* unseen.h - what of an archive a store does not know yet (--unseen).
 *
 * The archive is looked at as a whole before anything is read. A file of the size and the times
 * that the store knows is taken for the same; where these differ, the digest of its content says
 * whether it is. What became of each file that is not the same is a file line (records(5)). */
#ifndef SVODKA_UNSEEN_H
#define SVODKA_UNSEEN_H

#include "arena.h"
#include "map.h"
#include "store.h"
#include "walk.h"

struct known_file;
struct found_file;

struct unseen {
    bool quiet; /* what can't be read is not said on standard error */
    struct store *store;
    struct arena arena;
    struct map paths; /* of files the store knows to be there */
    struct known_file *known;
    size_t capacity_known;
    struct found_file *found; /* files of which there is something to say */
    size_t nfound, capacity_found, next;
    struct map found_paths; /* of those that are read */
    uint32_t *found_numbers;
    size_t capacity_numbers;
    struct str *closed; /* folders and paths that can't be looked into */
    size_t nclosed, capacity_closed;
    int64_t unreadable; /* how many can't be read now */
};

/* Looks at all that the paths name. STATUS_BAD or STATUS_BROKEN after a message. */
NODISCARD enum status unseen_scan(struct unseen *u, const char *store, char **paths, int npaths);

/* The next file to read, opened. False at the end. */
bool unseen_next(struct unseen *u, struct walk_entry *e);

/* How many there are to read. */
int64_t unseen_count(const struct unseen *u);

/* Appends the file lines of those that are not read again: moved, touched, vanished, unreadable. */
void unseen_write(struct unseen *u, struct buf *b);

/* Appends the file line of one that was read, before its document lines. `archive`: its documents
 * are its members, so that none of them has the digest of the file. */
void unseen_announce(struct unseen *u, struct str path, bool archive, struct buf *b);

void unseen_free(struct unseen *u);

#endif
