/* lexicon.h - the closed lists of words that typing a text needs: number words, months, scales,
 * year words ... read from rules/lexicon.tsv. */
#ifndef SVODKA_LEXICON_H
#define SVODKA_LEXICON_H

#include "buf.h"
#include "status.h"
#include "str.h"

/* Kinds of entries; each is a name in the file's first column. */
enum lexicon_kind {
    LEXICON_NUMBER, /* value: the number that the word says */
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

/* Whether the folded word (token.h) is of that kind; its value is put in `*value` (which may be
 * NULL). The first entry of the file that matches counts. */
bool lexicon_is(const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value);

#endif
