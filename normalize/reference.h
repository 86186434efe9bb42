/* reference.h - what is known before a document is read: places, legal forms, types of
 * institutions, and the words of titles, stamps and periods. Read once from rules/places.tsv,
 * rules/forms.tsv and rules/parts.rules; never changed afterwards. */
#ifndef SVODKA_REFERENCE_H
#define SVODKA_REFERENCE_H

#include "buf.h"
#include "model.h"
#include "status.h"

struct reference;

/* Reads the files. NULL where one is missing or wrong; `why` then names file, line and reason. */
NODISCARD struct reference *reference_load(struct buf *why);
void reference_free(struct reference *r);

#endif
