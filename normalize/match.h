/* match.h - all phrases of the rules over a block's skeleton.
 *
 * What a phrase needs (phrase.h) is looked up word by word, by a trie and then from memory; only
 * the phrases whose needs stand near each other in a sentence are run. They are matched word by
 * word too; the few of which the steps don't say all as patterns, which are compiled (JIT) when
 * they are first needed. */
#ifndef SVODKA_MATCH_H
#define SVODKA_MATCH_H

#include "rules.h"
#include "vocabulary.h"

struct hit {
    const struct phrase *phrase;
    const struct block *block;
    size_t first, last; /* tokens of the block, `last` exclusive */
    uint32_t slot[PHRASE_SLOTS]; /* tokens of the phrase's slots; UINT32_MAX where not taken */
    bool dead; /* overruled by another hit */
};

struct hits {
    struct hit *hit; /* in order of `first`, longer first */
    size_t count;
};

struct matcher;

/* A matcher for `rules` and texts whose words are numbered in the vocabulary; both must outlive it.
 * NULL without memory. */
struct matcher *matcher_new(const struct rules *rules, const struct vocabulary *vocabulary);
void matcher_free(struct matcher *m);

/* Compiles every phrase now; false (with the reason in `why`) where PCRE2 refuses one. */
NODISCARD bool matcher_compile_all(struct matcher *m, struct buf *why);

/* The hits of tokens `from` to `to` (a sentence or a cell) of the block, in phrases of `lang`
 * (LANG_NONE: of both). They live until the next call. STATUS_LIMIT where a pattern hit its limit.
 */
NODISCARD enum status match_tokens(struct matcher *m, const struct block *b, size_t from, size_t to,
    enum lang lang, struct hits *out);

/* The same for some kinds of phrases only: a bit set over enum phrase_kind. */
NODISCARD enum status match_kinds(struct matcher *m, const struct block *b, size_t from, size_t to,
    enum lang lang, uint32_t kinds, struct hits *out);

/* The same in several steps: each adds the hits of kinds that were not asked for before. */
NODISCARD enum status match_begin(
    struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang);
NODISCARD enum status match_more(struct matcher *m, uint32_t kinds, struct hits *out);

/* Whether all phrases are matched by their patterns: slower, and the same. For tests. */
void matcher_by_patterns(struct matcher *m, bool on);

/* Nanoseconds spent in phrase `i` and the number of its runs, where the clock was asked for. */
void matcher_clock(struct matcher *m, bool on);
void matcher_cost(const struct matcher *m, size_t i, long *nanoseconds, long *runs);

#endif
