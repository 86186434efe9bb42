/* walk.h - the files that a command line means, in an order that does not depend on the disk. */
#ifndef SVODKA_WALK_H
#define SVODKA_WALK_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <sys/stat.h>

/* One folder that is being walked. */
struct walk_folder {
    char **names; /* sorted by bytes */
    size_t count, at;
    size_t path_len; /* of the folder's path in walk.path */
};

struct walk {
    struct walk_folder *folders; /* a stack */
    size_t depth, room;
    struct buf path;
    long skipped; /* owner files of Word (~$name.docx) passed over */
    bool look; /* only look at files: they are not opened */
};

enum walk_kind {
    WALK_FILE, /* a regular file; `fd` is open, but where the walk only looks */
    WALK_ERROR, /* a file or folder that can't be opened; `error` is errno */
    WALK_NOT_A_FILE, /* a pipe, a device, a symbolic link inside a folder */
    WALK_END
};

struct walk_entry {
    enum walk_kind kind;
    struct str path; /* until the next call */
    int fd, error;
    struct stat st; /* zeroed where there is none */
};

/* Begins with a path: a file, or a folder with all in it ("." does not stand before the names of
 * what is in it). Call walk_next() until WALK_END. */
NODISCARD enum status walk_begin(struct walk *w, struct str path, struct walk_entry *e);

/* The next file below the folder that was begun. */
NODISCARD enum status walk_next(struct walk *w, struct walk_entry *e);

void walk_free(struct walk *w);

#endif
