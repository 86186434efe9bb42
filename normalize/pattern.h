/* pattern.h - short sequences of words to look for in folded text (token.h).
 *
 * One alternative is words with blanks between: `слово` a whole word, `слово*` one that begins so
 * (a star inside a word stands for any letters too),
 * `(a|b*)` one of several, `...N` at most N other words. */
#ifndef SVODKA_PATTERN_H
#define SVODKA_PATTERN_H

#include "arena.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

/* Which bytes a word may begin with, and which may come second, by their low five bits (0 where
 * none does): a quick test before the real one. */
struct pattern_first {
    uint64_t bits[4];
    uint32_t seconds;
};

/* Whether one of the bytes c, c + step, c + 2 * step ... is among them. */
static inline bool
pattern_first_has(const struct pattern_first *f, unsigned c, unsigned step)
{
    for (; c < 256; c += step)
        if (f->bits[c >> 6] >> (c & 63) & 1)
            return true;
    return false;
}

static inline bool
pattern_first_is(const struct pattern_first *f, struct str word)
{
    unsigned char c = word.len ? (unsigned char)word.p[0] : 0;
    unsigned second = word.len > 1 ? (unsigned char)word.p[1] & 31u : 0;
    return (f->bits[c >> 6] >> (c & 63) & 1) && (f->seconds >> second & 1);
}

struct pattern_stem {
    struct str folded; /* up to its first "*" */
    bool star;
    struct str rest; /* behind it */
    struct pattern_stem *next;
};

struct pattern_element {
    unsigned gap; /* other words that may stand before it */
    struct pattern_stem *stems;
    struct pattern_element *next;
};

struct pattern {
    struct pattern_element *elements;
    size_t length; /* number of elements */
    struct pattern_first first;
    size_t letters; /* of its longest stems: which of two patterns says more */
};

/* Reads one alternative; everything lives in `arena`. STATUS_BAD for what is no pattern. */
NODISCARD enum status pattern_parse(struct arena *arena, struct str text, struct pattern *out);

/* Whether the pattern matches the folded words from `at` on; `*end` is then one behind its last
 * word. Of several ways the shortest counts. */
static inline bool pattern_match(
    const struct pattern *p, const struct str *words, size_t nwords, size_t at, size_t *end);

/* The same where the first letter is right. */
bool pattern_match_words(
    const struct pattern *p, const struct str *words, size_t nwords, size_t at, size_t *end);

static inline bool
pattern_match(
    const struct pattern *p, const struct str *words, size_t nwords, size_t at, size_t *end)
{
    return at < nwords && pattern_first_is(&p->first, words[at]) &&
        pattern_match_words(p, words, nwords, at, end);
}

/* Whether a folded word matches one stem of the list. */
bool pattern_stem_is(const struct pattern_stem *stems, struct str word);

#endif
