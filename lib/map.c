#include "map.h"

#include "grow.h"

static uint64_t
hash(struct str s)
{
    uint64_t h = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
    return h ^ h >> 32;
}

/* The slot that holds `word`, or the free one where it belongs. */
static uint32_t *
slot_of(const struct map *m, struct str word)
{
    size_t i = (size_t)hash(word) & (m->nslots - 1);
    while (m->slots[i] && !str_eq(m->words[m->slots[i] - 1], word))
        i = (i + 1) & (m->nslots - 1);
    return &m->slots[i];
}

static bool
widen(struct map *m)
{
    struct map wide = *m;
    wide.nslots = m->nslots ? m->nslots * 2 : 64;
    wide.slots = calloc(wide.nslots, sizeof *wide.slots);
    if (!wide.slots)
        return false;
    for (uint32_t i = 0; i < m->count; i++)
        *slot_of(&wide, m->words[i]) = i + 1;
    free(m->slots);
    *m = wide;
    return true;
}

uint32_t
map_take(struct map *m, struct arena *arena, struct str word)
{
    if ((size_t)m->count * 2 >= m->nslots && !widen(m))
        return MAP_NONE;
    uint32_t *slot = slot_of(m, word);
    if (*slot)
        return *slot - 1;
    struct str *words = grow(m->words, &m->words_capacity, m->count + (size_t)1, sizeof *words);
    if (words)
        m->words = words;
    if (!words || m->count == MAP_NONE - 1)
        return MAP_NONE;
    words[m->count] = arena_copy(arena, word);
    if (!words[m->count].p)
        return MAP_NONE;
    *slot = ++m->count;
    return m->count - 1;
}

uint32_t
map_find(const struct map *m, struct str word)
{
    return m->nslots ? *slot_of(m, word) - 1 : MAP_NONE;
}

void
map_free(struct map *m)
{
    free(m->words);
    free(m->slots);
    *m = (struct map){0};
}
