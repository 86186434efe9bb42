/* naming.h - slips in how a document writes its own institution: a legal form that does not exist,
 * its town in two spellings. */
#ifndef SVODKA_NAMING_H
#define SVODKA_NAMING_H

#include "model.h"
#include "reference.h"

/* Adds the findings name-conflict. Needs the institution (institution.h). STATUS_LIMIT where the
 * arena is full. */
NODISCARD enum status naming_find(const struct reference *known, struct document *d);

#endif
