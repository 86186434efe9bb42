/* spool.h - lines kept in a temporary file, so that memory does not hold the evidence of an
 * archive.
 *
 * The file is unlinked as soon as it is open: nothing is left behind whatever happens. */
#ifndef SVODKA_SPOOL_H
#define SVODKA_SPOOL_H

#include "arena.h"
#include "buf.h"
#include "json.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

struct spool {
    int fd;
    uint64_t size; /* bytes handed to it */
    struct buf pending; /* not yet written: the last bytes of `size` */
};

/* Where a line stands. */
struct spooled {
    uint64_t at;
    uint32_t len;
};

/* Opens it in $TMPDIR, else /tmp. A message says what failed. */
NODISCARD enum status spool_open(struct spool *s);

/* Keeps a line. A message says what failed. */
NODISCARD enum status spool_add(struct spool *s, struct str line, struct spooled *where);

/* Reads a line back into `line` and parses it into `arena`. A message says what failed. */
NODISCARD enum status spool_get(struct spool *s, struct spooled where, struct buf *line,
    struct arena *arena, struct json **out);

void spool_close(struct spool *s);

#endif
