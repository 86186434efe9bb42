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

/* The head of a part: what stands before its first sentence. */
struct part_head {
    size_t title; /* first block of its title; the part's first block where it has none */
    size_t body; /* its first block of prose; one behind its last block where it has none */
};

struct part_head part_head(const struct reference *known, const struct document *d, size_t part);

#endif
