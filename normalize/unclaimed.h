/* unclaimed.h - the numbers of an archive that no rule claimed, by the words around them. */
#ifndef SVODKA_UNCLAIMED_H
#define SVODKA_UNCLAIMED_H

#include "options.h"
#include "process.h"

/* Reads the documents of the options and writes, for a person who writes rules, groups of their
 * unclaimed numbers, most frequent first, each with a drafted rule; then how many of its numbers
 * each document has claimed. The exit status. */
int unclaimed_run(struct normalizer *n, const struct options *o);

#endif
