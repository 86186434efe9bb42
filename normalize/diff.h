/* diff.h - what changes in the records of documents between two folders of rules. */
#ifndef SVODKA_DIFF_H
#define SVODKA_DIFF_H

#include "options.h"
#include "process.h"

/* Reads the documents of the options under the rules of `n` and under those of the folder `o->diff`
 * and writes each figure that differs, with the statements that went ("-") and came ("+").
 * EXIT_GOOD where nothing differs, EXIT_REJECTED where something does, EXIT_USAGE where the other
 * rules do not compile, EXIT_BROKEN. */
int diff_run(struct normalizer *n, const struct options *o);

#endif
