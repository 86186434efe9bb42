/* institution.h - who reports: the institution that a document is by, not the authority above it
 * nor another one that it mentions. */
#ifndef SVODKA_INSTITUTION_H
#define SVODKA_INSTITUTION_H

#include "model.h"
#include "reference.h"

/* Fills `institution`, and adds the finding institution-unknown where no name is there. Needs
 * tokens and parts (part.h). STATUS_LIMIT where the arena is full.
 *
 * The key is the BIN where one is given and its check digit is right. Else it is built from the
 * parsed name: FORM:TYPE:NUMBER:NAME:PLACE, with the ids of rules/forms.tsv and rules/places.tsv
 * and the folded words of the proper name, so that the Russian and the Kazakh name give the same
 * key wherever the data knows their words. */
NODISCARD enum status institution_find(const struct reference *known, struct document *d);

/* Whether `bin` is twelve digits that can be a BIN: month, kind and check digit (either pass). */
bool institution_bin_valid(struct str bin);

#endif
