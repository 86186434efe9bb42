/* model.h - a document line while it becomes a record: blocks, tokens, typed numbers, statements.
 *
 * Everything here lives in the document's arena. Offsets are code points of a block's `text`, end
 * exclusive, as in the lines (records(5)). */
#ifndef SVODKA_MODEL_H
#define SVODKA_MODEL_H

#include "arena.h"
#include "decimal.h"
#include "finding.h"
#include "json.h"
#include "lines.h"
#include "str.h"
#include <stdint.h>

enum lang { LANG_NONE, LANG_RU, LANG_KK };

/* "ru", "kk", "" */
const char *lang_name(enum lang lang);

/* A day, a month, a year or an interval of days. Months and days count from 1. */
struct date {
    int year, month, day; /* 0 where unknown */
};

/* Below, at or above 0 as `a` is before, on or behind `b`. */
int date_compare(struct date a, struct date b);

struct period {
    struct date from, to; /* whole days; from.year == 0: unknown */
    bool school_year; /* named as a school year ("2016-2017") */
};

/* What a token is. The kinds from TOKEN_NUMBER on are single bytes of the skeleton (token.h). */
enum token_kind {
    TOKEN_WORD,
    TOKEN_PUNCT,
    TOKEN_NUMBER, /* a typed number: count, percentage, money, points */
    TOKEN_DATE, /* a day */
    TOKEN_PERIOD, /* a year, school year, half-year, quarter, months, an interval of days */
    TOKEN_NOISE /* number of an act or school, phone, BIN, list label, range, ordinal, address on
                   the net */
};

enum number_kind { NUMBER_COUNT, NUMBER_PERCENT, NUMBER_POINTS, NUMBER_MONEY };

enum { /* flags of a token */
    TOKEN_HOMOGLYPH = 1, /* Latin look-alikes were read as Cyrillic */
    TOKEN_OCR = 2, /* letters or blanks inside a run of digits */
    TOKEN_SPELLED = 4, /* a number in words only */
    TOKEN_APPROX = 8, /* about, more than, nearly */
    TOKEN_BOUND = 16, /* at least, at most, up to: a norm, not a fact */
    TOKEN_GENITIVE = 32, /* Kazakh "of N", or Russian "of N": the base of what follows */
    TOKEN_SIGNED = 64, /* an explicit plus or minus stood before it */
    TOKEN_PAIR = 128, /* digits with their words: "3 (three)" */
    TOKEN_ABLATIVE = 256, /* Kazakh "from N" (-dan): the earlier of two values */
    TOKEN_DATIVE = 512, /* Kazakh "to/by N" (-ga): the later of two values, or a change */
    TOKEN_OTHER_PERIOD = 1024, /* said of another period, and not taken */
    TOKEN_QUOTED = 2048, /* within quotation marks: a name */
    TOKEN_CLAIMED = 4096, /* lies within the words of a statement */
    TOKEN_COLLECTIVE = 8192, /* "двое", "екеуі": counts by itself, where "one" may be an article */
    TOKEN_UPPER = 16384, /* a word that begins with a capital letter ... */
    TOKEN_CAPITALS = 32768, /* ... and with two */
    TOKEN_POSSESSIVE = 65536 /* Kazakh "N of them" (-i): what is said of it stands behind */
};

struct number {
    enum number_kind kind;
    struct decimal value;
    struct decimal step; /* weight of the last printed digit */
};

/* Multiplies a number by a power of ten; false, and the number as it was, where it gets too large.
 */
bool number_scale(struct number *n, long power);

struct token {
    uint32_t start, end; /* in the block's text; a number's are those of its quote */
    uint32_t at; /* first byte in the block's skeleton */
    uint32_t stop; /* one behind its last byte there (its blank excluded) */
    enum token_kind kind;
    unsigned flags;
    uint32_t word; /* the number of what stands in the skeleton (vocabulary.h) ... */
    uint32_t kinds; /* ... its kinds: a set (lexicon.h) ... */
    uint64_t begins; /* ... and what it begins: a set (reference.h) */
    struct str text; /* as printed */
    union {
        struct number number; /* TOKEN_NUMBER */
        struct date date; /* TOKEN_DATE */
        struct period
            period; /* TOKEN_PERIOD; a year that the text leaves out ("III quarter") is 0 */
    };
};

struct block {
    enum block_kind kind;
    enum lang lang; /* as extract says: LANG_NONE for mixed and other */
    bool mixed;
    struct str text; /* UTF-8 */
    struct str label; /* of a list item */
    int level; /* of a heading */
    int table, row, column, rowspan, colspan; /* of a cell, from 1; spans at least 1 */
    bool header_row;

    struct str skeleton; /* token.h */
    struct token *tokens;
    size_t ntokens;
    uint64_t begins; /* what its tokens begin */
    unsigned holds; /* the kinds of its tokens: a bit set, perhaps with some that are not there */
    struct statement *stated; /* its statements, by their places, the last first */

    int part; /* index into parts, -1 where none */
    bool silent; /* states no facts: proposals, plans, comments */
    size_t asked; /* so many of its tokens ask and state nothing (section.h) */
};

enum form { FORM_ANALYSIS_NOTE, FORM_MONITORING_RESULT, FORM_SERVICES_REPORT, FORM_OTHER };

/* "analysis_note", ... */
const char *form_name(enum form form);

struct part {
    enum lang lang;
    enum form form;
    size_t first_block, last_block; /* both inclusive */
};

struct institution {
    struct str key;
    struct str name[3]; /* by enum lang; p == NULL where unknown */
    struct str legal_form; /* "КГКП": the Russian abbreviation, or the Kazakh one where only that is
                              said */
    struct str locality[3]; /* by enum lang: nominative */
    struct str bin;
};

enum how { HOW_STATED, HOW_ZERO, HOW_TABLE, HOW_LIST };
enum match { MATCH_EXACT, MATCH_FOLDED, MATCH_HOMOGLYPH, MATCH_OCR, MATCH_SPELLED };

const char *how_name(enum how how);
const char *match_name(enum match match);

struct statement {
    int figure; /* index into the figures of the rules */
    struct decimal value, step;
    bool approx;
    enum how how;
    enum match match;
    enum lang lang;
    int part;
    size_t block;
    uint32_t start, end; /* in that block's text */
    struct str quote;
    struct str rule; /* names file, rule and phrase */
    bool reversed; /* a change whose sentence takes the years the wrong way round */
    struct statement *next;
    struct statement *before; /* in its block */
};

enum figure_status { STATUS_AGREE, STATUS_SINGLE, STATUS_CONFLICT };

/* "agree", "single", "conflict" */
const char *figure_status_name(enum figure_status status);

/* One figure of the record, in the order of the figures table. */
struct figure_value {
    int figure;
    enum figure_status status;
    bool has_value;
    struct decimal value; /* where has_value */
    struct statement **statements; /* in order of the document */
    size_t nstatements;
    struct figure_value *next;
};

/* A place that a finding quotes. */
struct place {
    int part;
    size_t block;
    uint32_t start, end;
    struct place *next;
};

struct found {
    enum finding code;
    enum finding_level level;
    int figures[6];
    size_t nfigures;
    struct str subject; /* where no figure is concerned */
    struct str stated, computed; /* decimals as text, empty where not said */
    struct str verdict;
    struct str
        text[3]; /* by enum lang, [0] is English; where p == NULL the code's own with `args` */
    struct str args[4];
    size_t nargs;
    struct place *places;
    struct found *next;
};

struct unclaimed {
    size_t block;
    uint32_t start, end;
    const char *why; /* "other-period", or NULL */
    struct unclaimed *next;
};

struct document {
    struct arena *arena;
    const struct json *line; /* the document line as parsed */
    struct block *blocks;
    size_t nblocks;
    struct part *parts;
    size_t nparts;
    struct institution institution;
    struct period period;
    struct str period_label; /* p == NULL where nothing says it */
    struct statement *statements, **statements_end;
    struct figure_value *figures;
    struct found *findings, **findings_end;
    struct unclaimed *unclaimed, **unclaimed_end;
    /* Worked out once and kept: part.h, mention.h. NULL until then. */
    const struct part_head *heads;
    const struct items *items;
    const struct mentions *mentions;
    const struct watch *watch; /* NULL: nobody looks on */
};

struct sentence;

/* Who wants to see each sentence of prose when all that it states is stated (explain.h). `needs`:
 * by subject, whether what it needs stood before (PHRASE_NEED). */
struct watch {
    void *ctx;
    void (*sentence)(void *ctx, const struct sentence *s, const bool *needs);
};

/* Reads the blocks of a document line into `d` (zeroed, arena set); the tokens are made by token.h.
 * STATUS_LIMIT where the arena is full. */
NODISCARD enum status document_read(struct document *d, const struct json *line);

/* Whether the block may hold a token of that kind. */
static inline bool
block_holds(const struct block *b, enum token_kind kind)
{
    return b->holds >> kind & 1;
}

/* The bytes of `text` from code point `start` to `end`. */
struct str document_quote(struct str text, uint32_t start, uint32_t end);

/* The same of a block's text, without walking all of it where there are tokens. */
struct str block_quote(const struct block *b, uint32_t start, uint32_t end);

/* The first token of the block that begins at or behind code point `start`; ntokens where none
 * does. */
size_t block_token(const struct block *b, uint32_t start);

/* The language of a block, or of its part where extract could not tell; Russian where nothing says
 * it. */
enum lang block_lang(const struct document *d, const struct block *b);

/* Appends a finding with no figures and places, for the caller to fill. NULL where memory ends. */
struct found *document_find(struct document *d, enum finding code);

#endif
