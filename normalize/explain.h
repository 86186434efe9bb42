/* explain.h - why a figure has its value, or has none; what the rules saw at a place. */
#ifndef SVODKA_EXPLAIN_H
#define SVODKA_EXPLAIN_H

#include "options.h"
#include "process.h"

/* Reads the documents of the options and explains what `o->explain` asks for: a figure's id,
 * BLOCK:OFFSET, or "missing". The exit status. */
int explain_run(struct normalizer *n, const struct options *o);

#endif
