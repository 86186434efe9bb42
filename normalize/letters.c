#include "letters.h"

/* Letters as letters_place() tells them apart. */
#define ALL 32

void
letters_add(struct letters *l, struct str word, bool open, uint64_t sets)
{
    const unsigned char *p = (const unsigned char *)word.p;
    unsigned char second = word.len > 1 ? p[1] : 0;
    if (!word.len)
        return;
    if (word.len > 2 || !open) {
        l->bits[letters_place(p[0], second, word.len > 2 ? p[2] : 0)] |= sets;
        return;
    }
    for (unsigned char b = 0; b < ALL; b++)
        for (unsigned char c = 0; c < ALL; c++)
            l->bits[letters_place(p[0], word.len > 1 ? second : b, c)] |= sets;
}
