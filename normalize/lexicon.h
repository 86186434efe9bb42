/* lexicon.h - the closed lists of words that typing a text needs: number words, months, scales,
 * year words ... read from rules/lexicon.tsv. */
#ifndef SVODKA_LEXICON_H
#define SVODKA_LEXICON_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

/* Kinds of entries; each is a name in the file's first column. */
enum lexicon_kind {
    LEXICON_NUMBER, /* value: the number that the word says */
    LEXICON_AND_HALF, /* half of one more: behind a number; with a value of 1 one and a half */
    LEXICON_ORDINAL, /* first, second: value its number */
    LEXICON_MONTH, /* value: 1 to 12 */
    LEXICON_SCALE, /* value: power of ten */
    LEXICON_PERCENT, /* per cent */
    LEXICON_POINT, /* percentage points: the word behind "percentage", or an abbreviation */
    LEXICON_MONEY, /* tenge */
    LEXICON_YEAR, /* year word that follows a year's number */
    LEXICON_STUDY, /* "school" in school year */
    LEXICON_HALF, /* half-year */
    LEXICON_QUARTER, /* quarter */
    LEXICON_MONTHS, /* "months" in "9 months" */
    LEXICON_ABOUT, /* approximation, before the number */
    LEXICON_ABOUT_AFTER,
    LEXICON_NOT, /* "not" in "not less than" */
    LEXICON_LIMIT, /* "less", "more", "later" behind that; with a value of 1 a bound of its own */
    LEXICON_LIMIT_AFTER, /* Kazakh "up to", "not less" behind the number */
    LEXICON_OF, /* Russian "of" before a base */
    LEXICON_FOREIGN, /* units of no figure: years of age, minutes, floors, classes */
    LEXICON_LABEL, /* words whose number is a name: article, annex, office, room */
    LEXICON_SHORT, /* abbreviations that a point follows within a sentence */
    LEXICON_COLLECTIVE, /* number words that stand for the people counted */
    LEXICON_AND, /* conjunctions between two things of a kind */
    LEXICON_KIND_COUNT
};

struct lexicon;

/* Reads the file. On failure `why` holds "FILE:LINE:COLUMN: reason"; STATUS_BAD for wrong content,
 * STATUS_BROKEN where the file can't be read. Freed by lexicon_free(). */
NODISCARD enum status lexicon_load(const char *path, struct lexicon **out, struct buf *why);

void lexicon_free(struct lexicon *lex);

/* The second letters of words that begin alike, by their low five bits: those that differ in them
 * are told apart, which is enough for a quick test. */
#define LEXICON_SECONDS 32

_Static_assert(LEXICON_KIND_COUNT <= 32, "a kind is a bit of lexicon_hints");

/* By first byte and second letter (0 where a word has none) the kinds of entries: most words of a
 * text are none of them. */
struct lexicon_hints {
    uint32_t kinds[256][LEXICON_SECONDS];
};

/* The second letter of a word; 0 where it has none. */
static inline unsigned
lexicon_second(struct str folded)
{
    return folded.len > 1 ? (unsigned char)folded.p[1] % LEXICON_SECONDS : 0;
}

/* The kinds that a folded word may be of, as bits. */
static inline uint32_t
lexicon_may(const struct lexicon *lex, struct str folded)
{
    return folded.len ? ((const struct lexicon_hints *)lex)
                            ->kinds[(unsigned char)folded.p[0]][lexicon_second(folded)]
                      : 0;
}

/* As lexicon_is(), of words that may be of the kind. */
bool lexicon_find(
    const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value);

/* Whether the folded word (token.h) is of that kind; its value is put in `*value` (which may be
 * NULL). The first entry of the file that matches counts. */
static inline bool
lexicon_is(const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value)
{
    return (lexicon_may(lex, folded) >> kind & 1) && lexicon_find(lex, kind, folded, value);
}

#endif
