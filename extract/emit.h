/* emit.h - document lines (records(5)). */
#ifndef SVODKA_EMIT_H
#define SVODKA_EMIT_H

#include "extract.h"

/* What is known of the file itself. */
struct origin {
    struct str path; /* as given, any bytes */
    struct str member; /* p == NULL: the file itself */
    const char *sha256; /* in hexadecimal; NULL: unknown */
    int64_t bytes; /* -1: unknown */
    int64_t modified; /* seconds since 1970; -1: unknown */
};

/* Appends a member: a name of any bytes (with KEY_hex where it is not UTF-8), and seconds since
 * 1970 as a time. */
void emit_name(struct buf *b, const char *key, struct str name);
void emit_time(struct buf *b, const char *key, int64_t when);

/* Appends the line, newline included. */
void emit_document(struct buf *b, const struct origin *o, struct document *d);

#endif
