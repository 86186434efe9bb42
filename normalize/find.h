/* find.h - from a document's blocks to its statements and unclaimed numbers. */
#ifndef SVODKA_FIND_H
#define SVODKA_FIND_H

#include "match.h"

/* Fills `statements` and `unclaimed`. Needs tokens, parts and period. A matching limit that is hit
 * is a finding of the document. STATUS_LIMIT where the arena is full. */
NODISCARD enum status find_statements(
    const struct rules *rules, struct matcher *m, struct document *d);

#endif
