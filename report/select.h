/* select.h - which rows and figures an output shows, and in which order. */
#ifndef SVODKA_SELECT_H
#define SVODKA_SELECT_H

#include "summary.h"

enum { SELECT_CONDITIONS = 32 };

struct condition {
    struct str name, value;
    enum { IS, IS_NOT, CONTAINS, LESS, AT_MOST, GREATER, AT_LEAST } op;
    int figure; /* in the catalogue; -1 for a field */
};

struct selection {
    struct condition where[SELECT_CONDITIONS]; /* all must hold */
    size_t nwhere;
    struct str figures; /* "staff_*,turnover_count"; empty for all */
    struct str sort; /* a field or a figure, "-" before it for descending; empty for names */
    enum lang lang;
};

/* Reads one condition ("period=2017", "place~Ридд", "staff_vacant>0") or the names in `figures` and
 * `sort`. False, with `why`, for what can't be understood. The catalogue must be loaded. */
NODISCARD bool select_where(
    struct selection *sel, const struct catalog *c, const char *text, struct buf *why);
NODISCARD bool select_names(const struct selection *sel, const struct catalog *c, struct buf *why);

/* Chooses columns, rows and findings and orders them: rows by period and, within it, as `sort`
 * says; findings by level, then by row. */
NODISCARD enum status select_apply(struct summary *s, const struct selection *sel);

/* Order of two texts as people expect it: case does not matter, numbers count ("№9" before "№54").
 */
int select_compare_text(struct str a, struct str b);

#endif
