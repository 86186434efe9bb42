/* people.h - the people whom a document names: who approves it, who heads the working group, how
 * names are spelled. */
#ifndef SVODKA_PEOPLE_H
#define SVODKA_PEOPLE_H

#include "model.h"
#include "reference.h"

/* Adds the findings name-conflict (a surname in two spellings) and approval (the one who approves
 * heads the working group; a stamp without a date, a part without a stamp where others have one).
 * Needs parts. STATUS_LIMIT where the arena is full. */
NODISCARD enum status people_find(const struct reference *known, struct document *d);

#endif
