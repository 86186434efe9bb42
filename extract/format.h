/* format.h - the formats that are read, and the names of those that are not. */
#ifndef SVODKA_FORMAT_H
#define SVODKA_FORMAT_H

#include "extract.h"

/* Finds what the source is by its first bytes and reads it. Rejects what it can't read. */
NODISCARD enum status format_read(struct document *d, const struct source *s);

/* The parts of format_read() for a zip that may be an archive of reports: formats of zip files. */
NODISCARD enum status text_read(struct document *d, const struct source *s);

#endif
