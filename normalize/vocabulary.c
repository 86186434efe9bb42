#include "vocabulary.h"

#include "grow.h"

/* Notes what is known of a new word. */
static bool
add(struct vocabulary *v, uint32_t number, struct str word)
{
    struct vocabulary_word *words =
        grow(v->words, &v->words_cap, number + (size_t)1, sizeof *words);
    if (!words)
        return false;
    v->words = words;
    words[number] =
        (struct vocabulary_word){.begins = v->known ? reference_begins(v->known, word) : UINT64_MAX,
            .kinds = v->lexicon ? lexicon_kinds(v->lexicon, word) : 0};
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
    struct vocabulary empty = {
        .known = v->known, .lexicon = v->lexicon, .forgotten = v->forgotten + 1};
    vocabulary_free(v);
    *v = empty;
}

void
vocabulary_free(struct vocabulary *v)
{
    map_free(&v->map);
    arena_free(&v->letters);
    free(v->words);
    *v = (struct vocabulary){0};
}
