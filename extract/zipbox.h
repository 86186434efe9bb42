/* zipbox.h - a zip file from somebody one does not know: libzip behind a check of the directory and
 * limits on bytes really produced. */
#ifndef SVODKA_ZIPBOX_H
#define SVODKA_ZIPBOX_H

#include "extract.h"

struct zipbox;

/* Opens the zip within `s`, wherever it begins and ends (junk before and behind it is ignored).
 * What can't be opened rejects the document. `s` must outlive the box. */
NODISCARD enum status zipbox_open(struct zipbox **z, struct document *d, const struct source *s);

size_t zipbox_count(const struct zipbox *z);

/* Name of a member in UTF-8, "/" for "\" and no "/" in front; lives as long as the document. */
struct str zipbox_name(const struct zipbox *z, size_t index);

/* The time that the directory gives for it, in seconds since 1970 (as if it were UTC), or -1. */
int64_t zipbox_time(const struct zipbox *z, size_t index);

/* Index of the member of that name, in any case; -1 where there is none. */
int64_t zipbox_find(const struct zipbox *z, struct str name);

/* Hands the member to `take` piece by piece until all is read and its checksum was right, or `take`
 * returns false. A damaged, encrypted or too large member rejects the document. */
NODISCARD enum status zipbox_read(
    struct zipbox *z, size_t index, bool (*take)(void *ctx, struct str piece), void *ctx);

/* The same into one buffer, which must not grow beyond `limit`. */
NODISCARD enum status zipbox_read_all(struct zipbox *z, size_t index, size_t limit, struct buf *to);

/* From now on what is read counts for, and what is wrong rejects, another document. */
void zipbox_charge(struct zipbox *z, struct document *d);

void zipbox_free(struct zipbox *z);

#endif
