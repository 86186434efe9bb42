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
    bool single = word.len == 1;
    unsigned char byte = single ? (unsigned char)word.p[0] : 0;
    if (single && v->bytes[byte])
        return v->bytes[byte] - 1;
    uint32_t known = v->map.count, number = map_take(&v->map, &v->letters, word);
    if (number == MAP_NONE || (number == known && !add(v, number, word)))
        return MAP_NONE;
    if (single)
        v->bytes[byte] = number + 1;
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
