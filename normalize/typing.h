/* typing.h - numbers, dates and periods of a text, typed before any rule looks at it. */
#ifndef SVODKA_TYPING_H
#define SVODKA_TYPING_H

#include "lexicon.h"
#include "token.h"

/* A block being scanned (token.c). */
struct scan {
    const struct lexicon *lexicon;
    struct str text;
    struct scan_char {
        uint32_t c; /* code point */
        uint32_t byte; /* where it begins in the text */
    } * c; /* n of them, and one more whose byte is the text's length */
    size_t n, chars; /* in use, and room for */
    enum lang lang;
    bool cell; /* a table's cell: a lone "2015" is a year */
    bool cyrillic; /* most letters are Cyrillic */
    struct token *tokens;
    size_t ntokens, cap;
    bool full;
    struct buf skeleton;
};

/* The code point at character `i`; 0 behind the last. */
static inline uint32_t
scan_at(const struct scan *s, size_t i)
{
    return i < s->n ? s->c[i].c : 0;
}

/* A new token over the characters from `start` to `end`; its skeleton bytes are the caller's to
 * write. NULL where there is no room. */
struct token *scan_push(struct scan *s, enum token_kind kind, size_t start, size_t end);

/* Where a number, date, period or a number that is a name begins at character `i`: pushes its token
 * and returns the character behind it. Else returns `i`. */
size_t typing_number(struct scan *s, size_t i);

/* What needs the whole block: numbers in words, "about" and "at most", half-years and quarters. */
void typing_finish(struct scan *s);

#endif
