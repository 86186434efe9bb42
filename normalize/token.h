/* token.h - a block's text to tokens and to a skeleton for matching.
 *
 * The skeleton is one byte a character: letters folded (case; Kazakh letters and their many
 * substitutes to the Russian letter that they look like; Latin look-alikes inside Cyrillic words)
 * and written as lower-case CP1251; each token followed by one blank. Soft hyphens and quotation
 * marks are not there. A typed number is a single byte, so that rules never see digits:
 *
 *   SKELETON_COUNT, _PERCENT, _POINTS, _MONEY, _DATE, _PERIOD, _NOISE
 *
 * "." is the end of a sentence and nothing else; `,` `;` `:` `-` `(` `)` `/` stand for themselves
 * (every dash is "-"). Hyphens inside words stay inside the word. */
#ifndef SVODKA_TOKEN_H
#define SVODKA_TOKEN_H

#include "lexicon.h"
#include "model.h"
#include "vocabulary.h"

#define SKELETON_COUNT '\x01'
#define SKELETON_PERCENT '\x02'
#define SKELETON_POINTS '\x03'
#define SKELETON_MONEY '\x04'
#define SKELETON_DATE '\x05'
#define SKELETON_PERIOD '\x06'
#define SKELETON_NOISE '\x07'

struct scan;

/* A scanner, kept for many blocks; it puts the words that it meets into the vocabulary, which, as
 * the lexicon, must outlive it. NULL without memory. */
struct scan *token_scanner(const struct lexicon *lexicon, struct vocabulary *vocabulary);
void token_scanner_free(struct scan *s);

/* Fills skeleton, tokens, ntokens, begins of `b`. STATUS_LIMIT where the arena is full. */
NODISCARD enum status token_scan(struct scan *s, struct arena *arena, struct block *b);

/* Folds a word or phrase as the skeleton does (for rules and lookups): letters to single bytes,
 * blanks to one blank; anything else as it is where it is ASCII, else dropped. Appends to `out`. */
void token_fold(struct buf *out, struct str text);

/* The skeleton byte of a letter: its folded lower-case CP1251 byte; 0 for what is no letter. */
unsigned char token_fold_letter(uint32_t c);

/* The Cyrillic byte that a folded Latin letter looks like; 0 for one that looks like none. */
unsigned char token_look_alike(unsigned char latin);

/* The token of `b` whose skeleton bytes include or follow offset `at`; ntokens where there is none.
 */
size_t token_at(const struct block *b, size_t at);

/* The skeleton bytes of token `i`. */
static inline struct str
token_skeleton(const struct block *b, size_t i)
{
    return str_slice(b->skeleton, b->tokens[i].at, b->tokens[i].stop);
}

/* Whether token `i`, which may be behind the last, is a word of that kind. */
static inline bool
token_is_kind(const struct block *b, size_t i, enum lexicon_kind kind)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_WORD &&
        (b->tokens[i].kinds & lexicon_bit(kind));
}

/* Whether token `i`, which may be behind the last, is this sign; all dashes are '-'. */
static inline bool
token_is_punct(const struct block *b, size_t i, char sign)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_PUNCT &&
        b->skeleton.p[b->tokens[i].at] == sign;
}

#endif
