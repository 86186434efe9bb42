/* vocabulary.h - the words that texts use, numbered.
 *
 * Reports say the same few thousand words over and over. A token carries the number of its folded
 * word (token.h), so that what was once worked out for a word is found in a table by its number.
 * Numbers count from 0. When there are too many words all are forgotten, between two documents:
 * a hostile archive takes no more memory than others. */
#ifndef SVODKA_VOCABULARY_H
#define SVODKA_VOCABULARY_H

#include "lexicon.h"
#include "map.h"
#include "reference.h"
#include "status.h"

/* Words kept from one document to the next. */
#define VOCABULARY_MAX (1u << 16)

/* What is known of a word. */
struct vocabulary_word {
    uint64_t begins; /* reference_begins(); everything, where nothing is known */
    uint32_t kinds; /* lexicon_kinds() */
};

struct vocabulary {
    struct map map;
    struct arena letters; /* of the map */
    const struct reference *known; /* NULL: nothing is */
    const struct lexicon *lexicon; /* the scanner's (token.h); NULL: none */
    struct vocabulary_word *words; /* by number */
    size_t words_cap;
    uint32_t bytes[256]; /* words of one byte: their number + 1, 0 for one that is new */
    unsigned forgotten; /* times that all words were */
};

/* The number of the word; MAP_NONE without memory. */
uint32_t vocabulary_take(struct vocabulary *v, struct str word);

/* To be called where no token of an earlier document is used any more: forgets all words if they
 * are too many. Numbers mean nothing beyond a change of `forgotten`. */
void vocabulary_trim(struct vocabulary *v);

void vocabulary_free(struct vocabulary *v);

#endif
