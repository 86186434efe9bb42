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
 *
 * A phrase is folded like the text (token.h) and becomes a PCRE2 pattern over the skeleton. */
#ifndef SVODKA_PHRASE_H
#define SVODKA_PHRASE_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

#define PHRASE_SLOTS 8

/* The column of a mistake that stands in a set which the phrase uses. */
#define PHRASE_IN_SET SIZE_MAX

/* Where a phrase asks for what it can't know. */
struct phrase_context {
    void *ctx;
    /* The alternatives of a named set, as written in the rules; false where there is no such set.
     */
    bool (*set)(void *ctx, struct str name, struct str *alternatives);
    /* The figure of that name and the skeleton bytes of its kind of number; -1 where there is none.
     */
    int (*figure)(void *ctx, struct str name, const char **bytes);
    bool label; /* the phrase names something: a gap of less than 6 words ends at a comma */
};

struct phrase_code {
    struct buf pattern; /* PCRE2 */
    struct buf anchors; /* words (folded, blank-separated) of which one must begin a word of every
                           match; empty where there are none */
    struct buf others; /* the same of a later word; empty where there is none */
    bool leading; /* that word is the first of the match; the pattern is then anchored */
    /* Of one word only, which is the anchor: its beginning, all of it, its end, a piece of it. */
    enum phrase_shape { PHRASE_MANY, PHRASE_STEM, PHRASE_WORD, PHRASE_END, PHRASE_PIECE } shape;
    int slots[PHRASE_SLOTS]; /* figures of the capture groups 1 ... */
    size_t nslots;
};

/* Compiles one phrase (no top-level "|"). On failure `*column` is the byte in `text` where it is
 * wrong (from 0) and `why` the reason. */
NODISCARD enum status phrase_compile(struct phrase_code *code, struct str text,
    const struct phrase_context *context, size_t *column, struct buf *why);

void phrase_code_free(struct phrase_code *code);

/* Cuts `*rest` at the next top-level "|"; brackets are respected. */
struct str phrase_cut(struct str *rest);

/* Cuts the next element (a word, gap, slot, bracket or set) off a phrase that compiles; empty at
 * the end. */
struct str phrase_element(struct str *rest);

#endif
