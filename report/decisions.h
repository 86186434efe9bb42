/* decisions.h - a person's word: rules/decisions.tsv or --decisions=FILE.
 *
 * Tab-separated, the first line names the columns: key (of the institution, or the path of a
 * document), period, subject (a figure, or a finding's code), decision ("value=58" for a figure,
 * "seen" for a finding), statements (what it was made on: values or quotes, separated by " | "; may
 * be empty), who, when, why. */
#ifndef SVODKA_DECISIONS_H
#define SVODKA_DECISIONS_H

#include "summary.h"

/* Reads it. `path` is NULL for the one of the data folder, which need not exist. STATUS_BAD after a
 * message. The catalogue must be loaded. */
NODISCARD enum status decisions_load(struct summary *s, const char *path);

/* Settles conflicts and marks findings. A decision whose statements have changed is not followed:
 * that is a finding; one that fits nothing is told on standard error. Wants the rows as join()
 * leaves them. */
NODISCARD enum status decisions_apply(struct summary *s);

#endif
