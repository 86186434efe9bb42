/* join.h - from records as documents give them to rows of institution and period. */
#ifndef SVODKA_JOIN_H
#define SVODKA_JOIN_H

#include "summary.h"

/* Joins institutions that are one, sorts periods, makes rows and their cells.
 *
 * Two names are one institution where both give the same BIN, or where the whole name and the place
 * are the same in one language (a document that states both names ties them); never where their
 * BINs differ, and never on likeness. The result does not depend on the order of the records. */
NODISCARD enum status join(struct summary *s);

void join_free(struct summary *s);

/* Puts `b` into `a`, a cell of the same figure in the same row: equal within the rounding of what
 * was printed gives the value with the smaller step, anything else a conflict. */
void join_cell(struct cell *a, const struct cell *b);

/* Whether two cells with values are equal within the rounding of the coarser one. */
bool join_equal(const struct cell *a, const struct cell *b);

#endif
