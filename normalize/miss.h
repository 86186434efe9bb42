/* miss.h - how near a phrase that was not found came to being found. */
#ifndef SVODKA_MISS_H
#define SVODKA_MISS_H

#include "rules.h"

struct miss {
    const struct phrase *phrase;
    size_t matched, elements; /* so many of its elements, from the first on */
    struct str next; /* the element that was expected then */
    size_t block; /* where these stand, and what stands instead */
    uint32_t start, end;
    struct str instead; /* the word that stands where `next` is expected; empty at the end */
};

/* Looks in all of the document for the longest beginning of the phrase; where there is none, for a
 * word that is nearly its first one (matched is 0 then). False where neither is there. */
bool miss_find(
    const struct rules *rules, const struct document *d, const struct phrase *p, struct miss *out);

/* Whether `a` came nearer than `b`. */
bool miss_nearer(const struct miss *a, const struct miss *b);

#endif
