#include "vocabulary.h"

uint32_t
vocabulary_take(struct vocabulary *v, struct str word)
{
    uint32_t *byte = word.len == 1 ? &v->bytes[(unsigned char)word.p[0]] : NULL;
    if (byte && *byte)
        return *byte - 1;
    uint32_t number = map_take(&v->map, &v->letters, word);
    if (byte)
        *byte = number + 1; /* MAP_NONE becomes 0 */
    return number;
}

void
vocabulary_trim(struct vocabulary *v)
{
    if (v->map.count <= VOCABULARY_MAX)
        return;
    unsigned forgotten = v->forgotten + 1;
    vocabulary_free(v);
    v->forgotten = forgotten;
}

void
vocabulary_free(struct vocabulary *v)
{
    map_free(&v->map);
    arena_free(&v->letters);
    *v = (struct vocabulary){0};
}
