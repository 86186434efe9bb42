/* inputs.h - the documents that a command line means, one after another. */
#ifndef SVODKA_INPUTS_H
#define SVODKA_INPUTS_H

#include "io.h"
#include "unseen.h"
#include "walk.h"

struct inputs {
    char **paths; /* of the command line */
    int npaths;
    const char *files_from; /* a list of more paths, or NULL; "-": standard input */
    char separator; /* ... which ends each of them */
    const char *store; /* what it knows already is left out; NULL: nothing is */
    size_t limit; /* bytes of a document on standard input that are kept */

    bool broken; /* the list can't be read, which was said; or there is no memory */
    int next_path;
    struct walk walk;
    bool walking;
    struct io_reader list;
    bool listing;
    struct unseen unseen;
    int input; /* the document on standard input, open while the run lasts, or -1 */
};

/* Opens the list, looks what is unseen. After a message STATUS_BAD for what was named wrongly,
 * STATUS_BROKEN for what broke. */
NODISCARD enum status inputs_open(struct inputs *in);

/* The next file, or what stands in its place. False at the end, and where the run is broken. */
bool inputs_next(struct inputs *in, struct walk_entry *e);

/* How many files there will be; 0 where that can't be told before. */
int64_t inputs_count(const struct inputs *in);

void inputs_free(struct inputs *in);

#endif
