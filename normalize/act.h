/* act.h - references to legal acts, compared with what is known of the acts (rules/acts.tsv). */
#ifndef SVODKA_ACT_H
#define SVODKA_ACT_H

#include "model.h"
#include "reference.h"

/* Adds the findings legal-reference: one for each act and verdict (verdict.def), with all places. A
 * reference that is right, and one to an act that is not known, is no finding. Needs parts and
 * period. STATUS_LIMIT where the arena is full. */
NODISCARD enum status act_find(const struct reference *known, struct document *d);

#endif
