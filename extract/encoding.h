/* encoding.h - bytes of the world to UTF-8: the one door by which text comes in. */
#ifndef SVODKA_ENCODING_H
#define SVODKA_ENCODING_H

#include "buf.h"
#include "status.h"
#include "str.h"

enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16LE,
    ENCODING_UTF16BE,
    ENCODING_CP1251,
    ENCODING_KZ1048,
    ENCODING_PT154,
    ENCODING_CP866,
    ENCODING_KOI8R,
    ENCODING_CP1252,
    ENCODING_LATIN1,
    ENCODING_ISO5,
    ENCODING_COUNT
};

/* Builds the tables of the one-byte encodings. A worker that may open nothing can't load a
 * converter any more, so this comes first. STATUS_BROKEN where the system lacks one. */
NODISCARD enum status encoding_prepare(void);

/* Whether `name` (in any case, with or without hyphens) is one of ours, and which. */
bool encoding_by_name(struct str name, enum encoding *out);

const char *encoding_name(enum encoding e);

/* The code point of one byte in a one-byte encoding; 0xFFFD where it has none. */
uint32_t encoding_byte(enum encoding e, unsigned char byte);

/* Converts `s` and appends it. Returns the number of bytes that meant nothing (now U+FFFD). */
size_t encoding_convert(enum encoding e, struct str s, struct buf *to);

/* The encoding that a byte order mark at the begin of `s` names; `*skip` is the mark's length. */
bool encoding_by_mark(struct str s, enum encoding *out, size_t *skip);

#endif
