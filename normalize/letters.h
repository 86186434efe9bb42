/* letters.h - what a word may be, told by its first three letters.
 *
 * Most words of a text are in no list, and each is asked about dozens of times: most lists are
 * ruled out by one look. A set of words is a bit; which bits there are is their owner's to say. */
#ifndef SVODKA_LETTERS_H
#define SVODKA_LETTERS_H

#include "str.h"
#include <stdint.h>

#define LETTERS_PLACES 4096

struct letters {
    uint64_t bits[LETTERS_PLACES];
};

/* Where words stand that begin with these letters, 0 for one that is not there. Folded letters
 * (token.h) differ in the low five bits. */
static inline unsigned
letters_place(unsigned char a, unsigned char b, unsigned char c)
{
    return (((a & 31u) << 10 | (b & 31u) << 5 | (c & 31u)) * 40503u >> 4) % LETTERS_PLACES;
}

/* The sets in which the folded word may be; none of them has an empty one. */
static inline uint64_t
letters_of(const struct letters *l, struct str word)
{
    const unsigned char *p = (const unsigned char *)word.p;
    return word.len ? l->bits[letters_place(p[0], word.len > 1 ? p[1] : 0, word.len > 2 ? p[2] : 0)]
                    : 0;
}

/* Puts a folded word into sets; where it is `open`, all words that begin with it. */
void letters_add(struct letters *l, struct str word, bool open, uint64_t sets);

#endif
