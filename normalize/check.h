/* check.h - whether the figures of a report fit together.
 *
 * The checks are lines of data (*.checks, see rules(5)): a formula, the usual wrong formulas, three
 * texts, examples. They are evaluated on intervals: a percentage or a sum of money means all that
 * is printed so, a count means itself. What is violated becomes a finding; no value changes. */
#ifndef SVODKA_CHECK_H
#define SVODKA_CHECK_H

#include "rules.h"

struct checks;
struct scan;

/* Reads every *.checks of the folder, in byte order of names; none is fine. On failure each mistake
 * is a line "FILE:LINE:COLUMN: reason" in `why`. `rules` must outlive the result. */
NODISCARD enum status checks_load(
    const char *folder, const struct rules *rules, struct checks **out, struct buf *why);

void checks_free(struct checks *c);

/* Adds the findings of a document that is reconciled. STATUS_LIMIT where its arena is full. */
NODISCARD enum status checks_run(const struct checks *c, struct document *d);

/* Runs the examples of the checks, says on standard output which fail, and adds up. `arena` is used
 * and reset. */
void checks_examples(
    const struct checks *c, struct scan *scanner, struct arena *arena, long *passed, long *failed);

#endif
