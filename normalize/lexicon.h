/* lexicon.h - the closed lists of words that typing a text needs: number words, months, scales,
 * year words ... read from rules/lexicon.tsv. */
#ifndef SVODKA_LEXICON_H
#define SVODKA_LEXICON_H

#include "buf.h"
#include "letters.h"
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
    LEXICON_YEAR_OF, /* "calendar" in calendar year */
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
    LEXICON_QUESTION, /* "question" with its number, at the beginning of a paragraph that asks */
    LEXICON_ANSWER, /* "answer" with a sign behind it, at the beginning of one that answers */
    LEXICON_ABBREVIATION, /* capitals that stand for words: lexicon_stands_for(); with a value of 1
                             they may be another name, too */
    LEXICON_LEADING, /* words behind which these are none: "видов ГУ" */
    LEXICON_SAME, /* between a year and a part of it: "2020 жылдың дәл осы 9 айында" */
    LEXICON_ASIDE, /* opens an aside behind a comma; with a value of 1 one that names nothing */
    LEXICON_ASIDE_END, /* Kazakh: ends one before a comma */
    LEXICON_KIND_COUNT
};

struct lexicon;

/* Reads the file. On failure `why` holds "FILE:LINE:COLUMN: reason"; STATUS_BAD for wrong content,
 * STATUS_BROKEN where the file can't be read. Freed by lexicon_free(). */
NODISCARD enum status lexicon_load(const char *path, struct lexicon **out, struct buf *why);

void lexicon_free(struct lexicon *lex);

_Static_assert(LEXICON_KIND_COUNT <= 32, "a kind is a bit of a set");

/* Of one kind, as a set. */
static inline uint32_t
lexicon_bit(enum lexicon_kind kind)
{
    return (uint32_t)1 << kind;
}

/* The kinds that a folded word (token.h), of which three letters are enough, may be of: a set. */
static inline uint32_t
lexicon_may(const struct lexicon *lex, struct str folded)
{
    return (uint32_t)letters_of((const struct letters *)lex, folded);
}

/* The same of words that begin with these letters, 0 for one that is not there. */
static inline uint32_t
lexicon_may_begin(const struct lexicon *lex, unsigned char a, unsigned char b, unsigned char c)
{
    return (uint32_t)((const struct letters *)lex)->bits[letters_place(a, b, c)];
}

/* The words, folded and parted by blanks, that the folded abbreviation stands for; none for any
 * other word. They live as long as the lexicon. `*value` is the abbreviation's. */
struct str lexicon_stands_for(const struct lexicon *lex, struct str folded, long *value);

/* The kinds that it is of. */
uint32_t lexicon_kinds(const struct lexicon *lex, struct str folded);

/* As lexicon_is(), of words that may be of the kind. */
bool lexicon_find(
    const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value);

/* Whether the folded word is of that kind; its value is put in `*value` (which may be
 * NULL). The first entry of the file that matches counts. */
static inline bool
lexicon_is(const struct lexicon *lex, enum lexicon_kind kind, struct str folded, long *value)
{
    return (lexicon_may(lex, folded) >> kind & 1) && lexicon_find(lex, kind, folded, value);
}

#endif
