/* typing.h - numbers, dates and periods of a text, typed before any rule looks at it. */
#ifndef SVODKA_TYPING_H
#define SVODKA_TYPING_H

#include "lexicon.h"
#include "token.h"

enum { /* what a character is */
    CHAR_LETTER = 1,
    CHAR_CYRILLIC = 2,
    CHAR_LATIN = 4,
    CHAR_CAPITAL = 8,
    CHAR_DIGIT = 16,
    CHAR_BLANK = 32,
    CHAR_INVISIBLE = 64,
    CHAR_DASH = 128,
    CHAR_QUOTE = 256, /* may open a quotation */
    CHAR_NET = 512, /* stands in every address on the net */
    CHAR_NUMERAL = 1024, /* a letter that may stand for a digit, or in a Roman numeral */
    CHAR_WORD = 2048, /* goes on with a word */
    CHAR_STARTS = 8192, /* no letter, and may begin a number, date or period */
    CHAR_ODD = 16384, /* of a word, whose skeleton byte it does not tell alone, or has none */
    CHAR_JOINS = 4096 /* goes on with a word if a letter follows */
};

/* What is asked of a character again and again. */
struct scan_kind {
    unsigned short is; /* set of the above */
    unsigned char fold; /* its skeleton byte, 0 for what is no letter */
    unsigned char byte; /* its skeleton byte within a word, 0 where it leaves none */
};

/* Characters below this are looked up: ASCII, Latin and Cyrillic; and those from SCAN_SIGNS on:
 * dashes, quotation marks and the like. */
#define SCAN_KINDS 0x530
#define SCAN_SIGNS 0x2000
#define SCAN_SIGNS_END 0x2120

/* A word looked ahead at: its letters folded, and where it ends. */
struct scan_word {
    char folded[48];
    size_t len;
    size_t start, end;
};

/* A run of digits: its value (saturating), and where it ends. */
struct scan_digits {
    int64_t value;
    int count;
    size_t start, end;
};

/* What is looked ahead at is asked for again and again. So many are kept, each in the place that
 * its first character tells; one that begins at SIZE_MAX is none. */
#define SCAN_KEPT 16

struct scan_ahead {
    struct scan_word words[SCAN_KEPT];
    struct scan_digits digits[SCAN_KEPT];
};

/* A block being scanned (token.c). */
struct scan {
    const struct lexicon *lexicon;
    struct vocabulary *vocabulary;
    struct scan_kind kinds[SCAN_KINDS + SCAN_SIGNS_END - SCAN_SIGNS];
    struct scan_ahead *ahead;
    struct str text;
    struct scan_char {
        uint32_t c; /* code point */
        uint32_t byte; /* where it begins in the text */
        struct scan_kind kind;
    } * c; /* n of them, and one more whose byte is the text's length */
    size_t n, chars; /* in use, and room for */
    enum lang lang;
    bool cell; /* a table's cell: a lone "2015" is a year */
    bool cyrillic; /* most letters are Cyrillic */
    unsigned has; /* what all characters are: a set of CHAR_... */
    struct token *tokens;
    size_t ntokens, cap;
    bool full;
    uint64_t begins; /* what the tokens begin */
    unsigned holds; /* their kinds: a bit set */
    int brackets; /* opened and not closed yet */
    struct buf skeleton;
};

/* The code point at character `i`; 0 behind the last. */
static inline uint32_t
scan_at(const struct scan *s, size_t i)
{
    return i < s->n ? s->c[i].c : 0;
}

/* Whether character `i` is one of these (a set of CHAR_...); none behind the last is. */
static inline bool
scan_is(const struct scan *s, size_t i, unsigned kinds)
{
    return i < s->n && (s->c[i].kind.is & kinds);
}

/* Whether character `i` is a capital letter, or a small one. */
static inline bool
scan_is_letter(const struct scan *s, size_t i, bool capital)
{
    return scan_is(s, i, CHAR_LETTER) && !(s->c[i].kind.is & CHAR_CAPITAL) == !capital;
}

/* A new token over the characters from `start` to `end`, of one skeleton byte. NULL where there is
 * no room. */
struct token *scan_push(struct scan *s, enum token_kind kind, size_t start, size_t end, char byte);

/* Makes another byte of a token that is one. */
void scan_retype(struct scan *s, struct token *t, enum token_kind kind, char byte);

/* Whether a letter is CHAR_NUMERAL. */
bool typing_is_numeral(uint32_t c);

/* Whether the word that begins with the letter at `i` may be a number or its scale, an ordinal or a
 * month; a Kazakh quarter is ninety too. */
static inline bool
typing_may_be_word(const struct scan *s, size_t i)
{
    const uint32_t kinds = lexicon_bit(LEXICON_NUMBER) | lexicon_bit(LEXICON_AND_HALF) |
        lexicon_bit(LEXICON_ORDINAL) | lexicon_bit(LEXICON_MONTH) | lexicon_bit(LEXICON_SCALE) |
        lexicon_bit(LEXICON_QUARTER);
    const struct scan_kind none = {0}, first = s->c[i].kind;
    struct scan_kind second = s->c[i + 1].kind; /* what stands behind the last is nothing */
    second = second.is & (CHAR_LETTER | CHAR_INVISIBLE) ? second : none;
    struct scan_kind third = second.is ? s->c[i + 2].kind : none;
    third = third.is & (CHAR_LETTER | CHAR_INVISIBLE) ? third : none;
    return ((first.is | second.is | third.is) & CHAR_ODD) ||
        (lexicon_may_begin(s->lexicon, first.fold, second.fold, third.fold) & kinds);
}

/* Whether a letter at `i` may stand for a digit or be a numeral: not where a letter follows that is
 * neither. */
static inline bool
typing_may_be_numeral(const struct scan *s, size_t i)
{
    return scan_is(s, i, CHAR_NUMERAL) &&
        (scan_is(s, i + 1, CHAR_NUMERAL) || !scan_is(s, i + 1, CHAR_LETTER));
}

/* Whether typing_number() may find something at `i`: not at nearly all words and signs. */
static inline bool
typing_may_begin(const struct scan *s, size_t i)
{
    return scan_is(s, i, CHAR_LETTER) ? typing_may_be_word(s, i) || typing_may_be_numeral(s, i)
                                      : scan_is(s, i, CHAR_STARTS);
}

/* Where a number, date, period or a number that is a name begins at character `i`: pushes its token
 * and returns the character behind it. Else returns `i`. */
size_t typing_number(struct scan *s, size_t i);

/* Pushes the number of a list's line or of a section that is none in digits and a point, "[4]",
 * "(4)", "IV.", where a block begins with it, and returns the character behind it; `i` for else. */
size_t typing_label(struct scan *s, size_t i);

/* Pushes a dash for what parts the question that ends at `i` from its answer, so that both are one
 * sentence: "? –", "? О:", "? – Ответ:". Returns the character behind it; `i` where a new sentence
 * begins. */
size_t typing_answer(struct scan *s, size_t i);

/* Whether a quarter or half-year with a Roman numeral begins at character `i`: "II тоқсан". */
bool typing_begins_quarter(const struct scan *s, size_t i);

/* What needs the whole block: numbers in words, "about" and "at most", half-years and quarters. */
void typing_finish(struct scan *s);

#endif
