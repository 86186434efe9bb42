/* map.h - words to numbers. The numbers count from 0 in the order in which words were first seen,
 * so nothing depends on the order within the table. {0} is an empty map. */
#ifndef SVODKA_MAP_H
#define SVODKA_MAP_H

#include "arena.h"
#include "str.h"
#include <stdint.h>

#define MAP_NONE UINT32_MAX

struct map {
    struct str *words; /* by number */
    uint32_t count;
    size_t words_capacity;
    struct map_slot *slots;
    size_t nslots; /* a power of two */
};

/* The number of `word`; a new one (a copy of it is made in `arena`) where it was not seen yet.
 * MAP_NONE without memory. */
uint32_t map_take(struct map *m, struct arena *arena, struct str word);

/* The number of `word`, MAP_NONE where it was not seen. */
uint32_t map_find(const struct map *m, struct str word);

void map_free(struct map *m);

#endif
