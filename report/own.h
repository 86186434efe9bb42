/* own.h - findings that only several reports together show: this year's "previous" against last
 * year's report, and two documents of one institution and period. */
#ifndef SVODKA_OWN_H
#define SVODKA_OWN_H

#include "summary.h"

/* Adds them to the summary's findings. Wants the rows as join() leaves them. */
NODISCARD enum status own_findings(struct summary *s);

/* Adds the finding that a decision was made on other statements than there are `now`. */
NODISCARD enum status own_outdated(
    struct summary *s, struct row *row, const struct decision *d, struct str now);

#endif
