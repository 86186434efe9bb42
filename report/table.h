/* table.h - the parts of the summary for a terminal. */
#ifndef SVODKA_TABLE_H
#define SVODKA_TABLE_H

#include "content.h"

/* A numbered list of the rows: who reported on what. */
NODISCARD enum status table_list(const struct report *r);

/* Figures of the rows, with totals of periods that have several. */
NODISCARD enum status table_matrix(const struct report *r);

/* Appends the words for a period, not too many. */
void table_period(const struct report *r, uint32_t period, struct buf *b);

#endif
