/* format.h - the formats that are read, and the names of those that are not. */
#ifndef SVODKA_FORMAT_H
#define SVODKA_FORMAT_H

#include "zipbox.h"

/* Finds what the source is by its first bytes and reads it. Rejects what it can't read. An archive
 * of reports is not read but listed (d->members). */
NODISCARD enum status format_read(struct document *d, const struct source *s);

/* Lists the documents in an archive of reports. */
NODISCARD enum status format_list(struct document *d, const struct zipbox *z);

/* Plain text. */
NODISCARD enum status text_read(struct document *d, const struct source *s);

#endif
