/* phrase.h - the phrase language: a line of words that matches what people write (rules(5)).
 *
 *   word        that word
 *   word*       words that begin so; *word and *word* that end so, that hold it
 *   (a | b c)   one of these
 *   [a]         perhaps
 *   {set}       one of a named set
 *   ...N        at most N words between, never over a sentence or semicolon, and over a comma in a
 *               label only where N is 6 or more; ... is ...4
 *   <figure>    a number of the figure's kind, taken as its value
 *   #  %  @     any number; a percentage; a date, year or period
 *   , : ; - /   that sign; brackets as \( and \)
 *   ^ word      the word, where a sentence, a clause behind ; or :, or a line of a list begins
 *
 * A phrase is folded like the text (token.h). It becomes steps from word to word, and, where whole
 * words don't say all, a PCRE2 pattern over the skeleton, which finds the same and is slower. */
#ifndef SVODKA_PHRASE_H
#define SVODKA_PHRASE_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

#define PHRASE_SLOTS 8

/* So deep may brackets and sets stand in each other. */
#define PHRASE_DEPTH 8

/* So many needs of a phrase are kept. */
#define PHRASE_NEEDS 8

#define PHRASE_STEP_WORD '='
#define PHRASE_STEP_SLOT '<' /* the same, and the token is taken: the slots follow each other */
#define PHRASE_STEP_MAYBE '?'
#define PHRASE_STEP_ANY '*'
#define PHRASE_STEP_EITHER '(' /* begins each of several alternatives ... */
#define PHRASE_STEP_OR '|' /* ... and this ends each but the last */
#define PHRASE_STEP_GAP '.'
#define PHRASE_STEP_GAP_IN_CLAUSE ',' /* a gap that ends at a comma, too */

/* A need is a number of a phrasebook. This is none. */
#define PHRASE_NONE UINT32_MAX

/* The column of a mistake that stands in a set which the phrase uses. */
#define PHRASE_IN_SET SIZE_MAX

struct phrase_step {
    char kind;
    unsigned char number; /* of the slot, from 0; of words in a gap */
    uint16_t hop; /* so many steps on stands the next alternative, 0 from the last; or their end */
    uint32_t need; /* of a word or slot, PHRASE_NONE of others */
};

/* What the phrases of some rules share, and where all that is compiled lives. Their words are
 * numbered from 0, folded and with stars as in a phrase; a sign or a typed number is the word that
 * is its byte of the skeleton. A need is one word or, with a number of its own, a list of words,
 * one of which stands there. */
struct phrasebook;

/* An empty one, NULL without memory. */
struct phrasebook *phrasebook_new(void);
void phrasebook_free(struct phrasebook *book);

/* So many numbers there are. */
size_t phrasebook_count(const struct phrasebook *book);

/* The numbers of the words of `*need`: of one word, `need` itself. */
const uint32_t *phrasebook_need(const struct phrasebook *book, const uint32_t *need, size_t *count);

struct str phrasebook_word(const struct phrasebook *book, uint32_t number);

/* A named set. Many phrases use one, so that what it comes to is kept with it. */
struct phrase_set {
    struct str text; /* its alternatives as written in the rules */
    const struct phrase_part *kept[2]; /* the compiler's: as part of what is no label, of a label */
};

/* Where a phrase asks for what it can't know. */
struct phrase_context {
    struct phrasebook *book; /* of all sets that it hands out, and of what is compiled */
    void *ctx;
    /* The set of that name, NULL where there is none; it must outlive what is compiled. */
    struct phrase_set *(*set)(void *ctx, struct str name);
    /* The figure of that name and the skeleton bytes of its kind of number; -1 where there is none.
     */
    int (*figure)(void *ctx, struct str name, const char **bytes);
    bool label; /* the phrase names something: a gap of less than 6 words ends at a comma */
};

struct phrase_code {
    uint32_t needs[PHRASE_NEEDS]; /* what every match holds, in the order of the phrase */
    uint16_t reach[PHRASE_NEEDS]; /* so many tokens from the anchor it may stand at most */
    size_t nneeds;
    int anchor; /* the need by which the phrase is looked for; -1 where none tells enough */
    uint16_t before; /* so many tokens of a match stand before the anchor at most */
    bool leading; /* every match begins with the anchor, and the pattern is tried only there */
    bool initial; /* matches only where a clause begins; then it is leading */
    bool single; /* one plain word, and so its need says all */
    bool walks; /* the steps say all about it; else it is matched by its pattern */
    /* What it is made of, element by element. They don't say all about words of three parts, which
     * may come apart, and slots that may be there or not. They live as long as the phrasebook. */
    const struct phrase_step *steps;
    size_t nsteps;
    size_t length; /* of its pattern */
    int slots[PHRASE_SLOTS]; /* figures of the capture groups 1 ... */
    size_t nslots;
};

/* Compiles one phrase (no top-level "|"). On failure `*column` is the byte in `text` where it is
 * wrong (from 0) and `why` the reason. */
NODISCARD enum status phrase_compile(struct phrase_code *code, struct str text,
    const struct phrase_context *context, size_t *column, struct buf *why);

/* Appends the PCRE2 pattern of a phrase. */
NODISCARD enum status phrase_pattern(
    struct buf *pattern, struct str text, const struct phrase_context *context);

/* Compiles a set; where this fails a phrase that uses it would fail. Needed by nobody, but says so
 * early. */
NODISCARD bool phrase_set_compile(struct phrase_set *set, const struct phrase_context *context);

/* Whether two phrases have the same pattern, whatever their slots stand for. */
bool phrase_same(const struct phrase_code *a, const struct phrase_code *b);

/* Cuts `*rest` at the next top-level "|"; brackets are respected. */
struct str phrase_cut(struct str *rest);

/* Cuts the next element (a word, gap, slot, bracket or set) off a phrase that compiles; empty at
 * the end. */
struct str phrase_element(struct str *rest);

#endif
