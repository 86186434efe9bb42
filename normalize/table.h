/* table.h - figures of tables: columns that are indicators, rows that are indicators, columns of
 * periods. */
#ifndef SVODKA_TABLE_H
#define SVODKA_TABLE_H

#include "bind.h"

/* Reads a cell that holds words as a sentence; `lead` names the subject of its row, NULL where
 * nothing does. */
struct table_prose {
    enum status (*read)(void *ctx, size_t block, const struct hit *lead, const bool *needs);
    void *ctx;
};

/* Reads the table whose first cell is block `first`; `*next` is the block behind its last cell.
 * `needs` is what led to the table (struct carry), `title` what the line above it does nothing but
 * name, NULL where it names nothing. Cells of tables without a row or column of
 * numbers are left to the prose reader: `*prose` says so. */
NODISCARD enum status table_read(const struct rules *rules, struct matcher *m, struct document *d,
    size_t first, const bool *needs, const struct hit *title, const struct table_prose *words,
    size_t *next, bool *prose);

#endif
