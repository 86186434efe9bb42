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
 * A phrase is folded like the text (token.h) and becomes a PCRE2 pattern over the skeleton, and,
 * where whole words say all, steps from word to word, which find the same and faster. */
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
#define PHRASE_STEP_EITHER '(' /* alternatives, with PHRASE_STEP_OR between ... */
#define PHRASE_STEP_OR '|'
#define PHRASE_STEP_END ')' /* ... and this behind the last */
#define PHRASE_STEP_GAP '.'
#define PHRASE_STEP_GAP_IN_CLAUSE ',' /* a gap that ends at a comma, too */

/* The column of a mistake that stands in a set which the phrase uses. */
#define PHRASE_IN_SET SIZE_MAX

/* A named set. Many phrases use one, so that what it comes to is kept in it. */
struct phrase_set {
    struct str text; /* its alternatives as written in the rules */
    struct phrase_part *kept[2]; /* the compiler's: as part of what is no label, of a label */
};

/* Frees what the compiler keeps in it. */
void phrase_set_free(struct phrase_set *set);

/* Where a phrase asks for what it can't know. */
struct phrase_context {
    void *ctx;
    /* The set of that name, NULL where there is none; it must outlive what is compiled. */
    struct phrase_set *(*set)(void *ctx, struct str name);
    /* The figure of that name and the skeleton bytes of its kind of number; -1 where there is none.
     */
    int (*figure)(void *ctx, struct str name, const char **bytes);
    bool label; /* the phrase names something: a gap of less than 6 words ends at a comma */
};

struct phrase_code {
    struct buf pattern; /* PCRE2 */
    /* What every match holds: one of the words of each need. A need is a line, in the order of the
     * phrase. Words are folded and parted by blanks, with stars as in a phrase; a sign or a typed
     * number is the word that is its byte of the skeleton. */
    struct buf needs;
    size_t nneeds;
    uint16_t reach[PHRASE_NEEDS]; /* so many tokens from the anchor it may stand at most */
    int anchor; /* the need by which the phrase is looked for; -1 where none tells enough */
    bool leading; /* every match begins with the anchor, and the pattern is tried only there */
    bool initial; /* matches only where a clause begins; then it is leading */
    bool single; /* one plain word, and so its need says all */
    /* What it is made of, element by element, unless words with hyphens, which may come apart, or
     * slots that may be there or not are among them: then it is matched word by word, without the
     * pattern. Empty for other phrases. A step is a line: PHRASE_STEP_... and the words, as of a
     * need, or the number of words of a gap. */
    struct buf steps;
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
