/* reconcile.h - the statements of a figure as duplicate facts.
 *
 * Two statements agree where the finer, rounded to the step of the coarser, is the coarser: 8.85
 * and 8.9 agree, 8.8 and 8.9 do not. Values said to be approximate agree within a twentieth. */
#ifndef SVODKA_RECONCILE_H
#define SVODKA_RECONCILE_H

#include "rules.h"

/* Fills `figures` in the order of the figures table and adds the findings language-conflict and
 * internal-conflict. STATUS_LIMIT where the arena is full. */
NODISCARD enum status reconcile(const struct rules *rules, struct document *d);

/* Whether two statements of a figure can mean the same. */
bool reconcile_agree(const struct statement *a, const struct statement *b);

/* Whether all of them agree with one another. */
bool reconcile_consistent(struct statement *const *statements, size_t count);

/* Of statements that agree, the one that says most: not approximate, the smallest step, the first.
 */
const struct statement *reconcile_best(struct statement *const *statements, size_t count);

/* The value of a figure of the record; NULL where it is not stated. */
const struct figure_value *reconcile_get(const struct document *d, int figure);

#endif
