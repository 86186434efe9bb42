/* saying.h - what findings about figures have in common: numbers as people write them, and the
 * places of what was stated. */
#ifndef SVODKA_SAYING_H
#define SVODKA_SAYING_H

#include "model.h"

/* The code of a text's language by its index in `struct found`: "en", "ru", "kk". */
const char *saying_language(int lang);

/* Appends a number for a sentence of that language ([0] English): decimal comma in Russian and
 * Kazakh, thousands apart from 10 000 on. */
void saying_number(struct buf *b, struct decimal d, int lang);

/* Appends the statements' places to the finding, but none twice. False where the arena is full. */
NODISCARD bool saying_places(
    struct document *d, struct found *f, struct statement *const *statements, size_t count);

#endif
