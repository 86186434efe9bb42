/* emit.h - a finished document to its record line. */
#ifndef SVODKA_EMIT_H
#define SVODKA_EMIT_H

#include "rules.h"

/* Appends the record line, newline included. */
void emit_record(struct buf *b, const struct rules *rules, const struct document *d);

#endif
