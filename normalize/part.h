/* part.h - the parts of a file: one for each language and kind of report, found by approval stamps,
 * titles and lasting changes of language. */
#ifndef SVODKA_PART_H
#define SVODKA_PART_H

#include "model.h"
#include "reference.h"

/* Fills `parts` and every block's `part` (-1 for page headers and footers, comments, alternative
 * text). Each readable document has at least one part. Makes headers, footers, comments and
 * alternative text `silent`; leaves other blocks' `silent` alone. Needs the blocks' tokens. Parts
 * of a table that holds two languages side by side overlap: a block's `part` is then the narrower
 * truth. STATUS_LIMIT where the arena is full. */
NODISCARD enum status part_find(const struct reference *known, struct document *d);

#endif
