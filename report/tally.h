/* tally.h - sums, means, medians of what the rows shown state. */
#ifndef SVODKA_TALLY_H
#define SVODKA_TALLY_H

#include "summary.h"

/* Fills summary.totals, summary.reported and row.previous. A conflict is left out of every number
 * and counted. Means are rounded half away from zero to two digits; they are those of the
 * institutions, without weights. */
NODISCARD enum status tally(struct summary *s);

#endif
