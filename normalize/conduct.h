/* conduct.h - the days on which an analysis or a monitoring was made, as the document's parts tell
 * them. */
#ifndef SVODKA_CONDUCT_H
#define SVODKA_CONDUCT_H

#include "model.h"
#include "reference.h"

/* Adds the finding period-conflict where the same work is said to have been done on different days.
 * Needs parts. STATUS_LIMIT where the arena is full. */
NODISCARD enum status conduct_find(const struct reference *known, struct document *d);

#endif
