/* version.h - which rules made the records: one number over all files that were read. */
#ifndef SVODKA_VERSION_H
#define SVODKA_VERSION_H

#include "buf.h"
#include "status.h"

enum { VERSION_DIGITS = 64 };

/* The SHA-256, in hexadecimal digits, of what sha256sum(1) prints of the files of the folder that
 * make records: figures.tsv, lexicon.tsv, the reference files (reference.h), *.rules and *.checks,
 * in byte order of names. STATUS_BROKEN with a reason in `why` where one can't be read. */
NODISCARD enum status version_of(
    const char *folder, char digits[VERSION_DIGITS + 1], struct buf *why);

#endif
