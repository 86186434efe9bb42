/* grow.h - arrays that grow. */
#ifndef SVODKA_GROW_H
#define SVODKA_GROW_H

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

/* The array `p` of `*cap` elements of `size` bytes with room for `need`: it, or a larger copy (`p`
 * is then freed) with `*cap` set. NULL without memory; `p` is then as it was. */
static inline void *
grow(void *p, size_t *cap, size_t need, size_t size)
{
    if (p && need <= *cap)
        return p;
    size_t more = *cap + *cap / 2 + 16;
    if (more < need)
        more = need;
    if (more > SIZE_MAX / size)
        return NULL;
    void *q = realloc(p, more * size);
    if (q)
        *cap = more;
    return q;
}

#endif
