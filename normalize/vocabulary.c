#include "vocabulary.h"

#include "grow.h"

/* Notes what is known of a new word. */
static bool
add(struct vocabulary *v, uint32_t number, struct str word)
{
    uint64_t *begins = grow(v->begins, &v->begins_cap, number + (size_t)1, sizeof *begins);
    if (!begins)
        return false;
    v->begins = begins;
    begins[number] = v->known ? reference_begins(v->known, word) : UINT64_MAX;
    return true;
}

uint32_t
vocabulary_take(struct vocabulary *v, struct str word)
{
    uint32_t *byte = word.len == 1 ? &v->bytes[(unsigned char)word.p[0]] : NULL, known;
    if (byte && *byte)
        return *byte - 1;
    known = v->map.count;
    uint32_t number = map_take(&v->map, &v->letters, word);
    if (number == MAP_NONE || (number == known && !add(v, number, word)))
        return MAP_NONE;
    if (byte)
        *byte = number + 1;
    return number;
}

void
vocabulary_trim(struct vocabulary *v)
{
    if (v->map.count <= VOCABULARY_MAX)
        return;
    struct vocabulary empty = {.known = v->known, .forgotten = v->forgotten + 1};
    vocabulary_free(v);
    *v = empty;
}

void
vocabulary_free(struct vocabulary *v)
{
    map_free(&v->map);
    arena_free(&v->letters);
    free(v->begins);
    *v = (struct vocabulary){0};
}
