/* unlikely.h - statements that can't be what they were read as.
 *
 * A report that states a figure twice states about the same twice: a slip changes a digit, or two
 * change places. A number beyond twice the one that both languages state, or that its own language
 * repeats, or below half of it, was said of something else ("842 applied", "4 of them ..."): it is
 * no second value, which would leave the figure without any. */
#ifndef SVODKA_UNLIKELY_H
#define SVODKA_UNLIKELY_H

#include "rules.h"

/* Takes such statements out of the document and adds a finding unlikely-value for each figure.
 * STATUS_LIMIT where the arena is full. */
NODISCARD enum status unlikely_drop(const struct rules *rules, struct document *d);

#endif
