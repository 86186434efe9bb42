/* stream.h - document lines in, record lines out: the program's main work. */
#ifndef SVODKA_STREAM_H
#define SVODKA_STREAM_H

#include "options.h"
#include "process.h"

/* Writes the record lines of all input lines, in their order, to the output of the options. The
 * exit status. */
int stream_run(struct normalizer *n, const struct options *o);

#endif
