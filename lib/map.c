#include "map.h"

#include "grow.h"
#include "status.h"

struct map_slot {
    uint32_t number; /* + 1; 0 is free */
    uint32_t hash; /* of the word: most others are told apart by it */
};

INLINED uint64_t
mix(uint64_t h, uint64_t bytes)
{
    h = (h ^ bytes) * 1099511628211u;
    return h ^ h >> 32;
}

INLINED uint64_t
load(const char *p, size_t n)
{
    uint64_t bytes = 0;
    memcpy(&bytes, p, n);
    return bytes;
}

/* As FNV-1a, but by eight bytes, or four: the last ones may have been taken already. */
INLINED uint32_t
hash(struct str s)
{
    uint64_t h = 14695981039346656037u ^ s.len;
    if (s.len >= 8) {
        for (size_t at = 0; at + 8 < s.len; at += 8)
            h = mix(h, load(s.p + at, 8));
        h = mix(h, load(s.p + s.len - 8, 8));
    } else if (s.len >= 4) {
        h = mix(h, load(s.p, 4) | load(s.p + s.len - 4, 4) << 32);
    } else {
        for (size_t i = 0; i < s.len; i++)
            h = mix(h, (unsigned char)s.p[i]);
    }
    return (uint32_t)h;
}

/* The slot that holds `word`, or the free one where it belongs. */
INLINED struct map_slot *
slot_of(const struct map *m, struct str word, uint32_t h)
{
    struct map_slot *s = &m->slots[h & (m->nslots - 1)];
    while (s->number && (s->hash != h || !str_eq(m->words[s->number - 1], word)))
        s = s + 1 < m->slots + m->nslots ? s + 1 : m->slots;
    return s;
}

static bool
widen(struct map *m)
{
    struct map wide = *m;
    wide.nslots = m->nslots ? m->nslots * 2 : 64;
    wide.slots = calloc(wide.nslots, sizeof *wide.slots);
    if (!wide.slots)
        return false;
    for (uint32_t i = 0; i < m->count; i++) {
        uint32_t h = hash(m->words[i]);
        *slot_of(&wide, m->words[i], h) = (struct map_slot){i + 1, h};
    }
    free(m->slots);
    *m = wide;
    return true;
}

uint32_t
map_take(struct map *m, struct arena *arena, struct str word)
{
    if ((size_t)m->count * 2 >= m->nslots && !widen(m))
        return MAP_NONE;
    uint32_t h = hash(word);
    struct map_slot *slot = slot_of(m, word, h);
    if (slot->number)
        return slot->number - 1;
    struct str *words = grow(m->words, &m->words_capacity, m->count + (size_t)1, sizeof *words);
    if (words)
        m->words = words;
    if (!words || m->count == MAP_NONE - 1)
        return MAP_NONE;
    words[m->count] = arena_copy(arena, word);
    if (!words[m->count].p)
        return MAP_NONE;
    *slot = (struct map_slot){++m->count, h};
    return m->count - 1;
}

uint32_t
map_find(const struct map *m, struct str word)
{
    return m->nslots ? slot_of(m, word, hash(word))->number - 1 : MAP_NONE;
}

void
map_free(struct map *m)
{
    free(m->words);
    free(m->slots);
    *m = (struct map){0};
}
