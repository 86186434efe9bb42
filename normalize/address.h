/* address.h - the institution's own address where a document states it more than once: in its
 * parts, in Russian and in Kazakh.
 *
 * An address is a street, avenue, lane or microdistrict with a house behind it. Only those count
 * that stand where an institution gives its address: beside its BIN, telephone or e-mail, behind a
 * word for "address" or behind a name in quotation marks. Those of a hostel, a branch or an
 * authority do not, nor does a paragraph that gives two. */
#ifndef SVODKA_ADDRESS_H
#define SVODKA_ADDRESS_H

#include "model.h"
#include "reference.h"

/* Adds the finding name-conflict with the subject "address" where one street has two houses, or one
 * house two streets. Between the languages the streets must be named after people, since other
 * names are translated. Needs the institution (institution.h). STATUS_LIMIT where the arena is
 * full. */
NODISCARD enum status address_find(const struct reference *known, struct document *d);

#endif
