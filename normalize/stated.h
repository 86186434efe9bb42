/* stated.h - one value of a figure that is said of different kinds of period: a school year here, a
 * calendar year or some weeks there. */
#ifndef SVODKA_STATED_H
#define SVODKA_STATED_H

#include "model.h"

/* Adds the findings period-conflict, with the figure. Needs statements. STATUS_LIMIT where the
 * arena is full. */
NODISCARD enum status stated_find(struct document *d);

#endif
