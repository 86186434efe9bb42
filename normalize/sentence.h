/* sentence.h - a sentence seen by the rules: what is named in it, and in what light each number
 * stands. */
#ifndef SVODKA_SENTENCE_H
#define SVODKA_SENTENCE_H

#include "match.h"
#include "period.h"

/* Subjects that one sentence hands to the next (bind.h). */
#define SENTENCE_CARRIED 4

/* A sentence that only names a subject ("Обращения.") has no more tokens. */
#define SENTENCE_TOPIC 3

/* One that names its subjects in more words, as a heading does, has no more. */
#define SENTENCE_NAMES 8

/* A label or another phrase that names a subject. */
struct mention {
    const struct hit *hit;
    int subject;
    size_t first, last; /* tokens; grow over the numbers bound to it */
    bool bound; /* has a number */
    bool virtual; /* stands for the subject of the sentence before ... */
    bool topic; /* ... which did nothing but name it ... */
    bool above; /* ... in a line of its own */
};

#define NO_SUBJECT (-1)

/* A number and its light. */
struct figure_number {
    size_t token;
    enum period_relation period;
    int change; /* +1, -1: a change in that direction; 0: none */
    bool reversed; /* the change is said against the reported period */
    bool guessed; /* no word tells the direction of the change */
    uint64_t units; /* bit set over rules.units; 0: no unit word */
    size_t unit; /* token of the unit word */
    bool times; /* counts how often something was, whatever it is: "в двух случаях" */
    bool foreign; /* a unit of no figure stands behind it */
    bool bracketed; /* stands in brackets */
    bool earlier; /* where a change began: "с 9" of "с 9 до 6" */
    bool used;
    const struct phrase *rule; /* that took it, NULL where none did */
    int subject; /* to which it was bound, NO_SUBJECT where to none */
};

struct sentence {
    const struct rules *rules;
    struct document *d;
    size_t block;
    const struct block *b;
    size_t from, to; /* tokens, `to` exclusive */
    enum lang lang; /* of the phrases that were run; LANG_NONE: both */
    struct hits hits;
    struct mention *mentions;
    size_t nmentions;
    struct figure_number *numbers;
    size_t nnumbers;
    uint32_t said; /* the kinds of its hits: a bit set */
    uint32_t *kinds; /* by token - from: bit set of the kinds of phrases that cover it */
    unsigned char *period; /* enum period_relation by token - from */
    bool *muted; /* by token - from: a plan */
    uint32_t
        *aside; /* by token - from: of one that opens an aside its last token, else 0 (aside.h) */
    uint32_t *mention_of, *number_of; /* by token - from, of bind_numbers(): index + 1; 0: none */
    bool silent; /* about another body */
};

/* Looks at tokens `from` to `to` of a block. STATUS_LIMIT where a limit was hit. */
NODISCARD enum status sentence_read(struct sentence *s, struct matcher *m,
    const struct rules *rules, struct document *d, size_t block, size_t from, size_t to,
    enum lang lang);

/* Whether there may be a hit of that kind. */
static inline bool
sentence_says(const struct sentence *s, enum phrase_kind kind)
{
    return s->said >> kind & 1;
}

/* As sentence_hit(), of a token that a hit of the kind covers. */
const struct hit *sentence_find_hit(const struct sentence *s, enum phrase_kind kind, size_t i);

/* Whether a hit of that kind covers token `i`; it is returned. */
static inline const struct hit *
sentence_hit(const struct sentence *s, enum phrase_kind kind, size_t i)
{
    return i >= s->from && i < s->to && (s->kinds[i - s->from] >> kind & 1)
        ? sentence_find_hit(s, kind, i)
        : NULL;
}

/* Whether a Kazakh hit ends in a genitive, and so belongs to a noun behind it: "алушылардың". */
bool sentence_is_genitive(const struct sentence *s, const struct hit *h);

/* Whether the words at token `i`, which is one of the sentence, do not part a label from its
 * number.
 */
static inline bool
sentence_is_light(const struct sentence *s, size_t i)
{
    const uint32_t light = 1u << PHRASE_LIGHT | 1u << PHRASE_UNIT | 1u << PHRASE_COMPARE |
        1u << PHRASE_PREVIOUS | 1u << PHRASE_THIS | 1u << PHRASE_MORE | 1u << PHRASE_LESS;
    return s->kinds[i - s->from] & light;
}

/* Whether the number in token `i` is what a count or absence leaves out: "кроме двоих". */
bool sentence_excepts(const struct sentence *s, size_t i);

/* Adds a statement of the document: `first` and `last` (inclusive) are the tokens that it quotes.
 */
NODISCARD enum status sentence_state(struct sentence *s, int figure, const struct hit *hit,
    enum how how, struct decimal value, struct decimal step, size_t first, size_t last);

/* How the words of a hit and the tokens from `first` to `last` (inclusive) were read. */
enum match sentence_match(
    const struct sentence *s, const struct hit *hit, size_t first, size_t last);

#endif
