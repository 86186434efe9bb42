/* rules.h - the figures and the rules that find them, read from a folder of data files (rules(5)).
 */
#ifndef SVODKA_RULES_H
#define SVODKA_RULES_H

#include "lexicon.h"
#include "model.h"
#include "phrase.h"

/* What a number of a subject can be. */
enum member {
    MEMBER_COUNT, /* a plain number, this period */
    MEMBER_PERCENT, /* a share or rate */
    MEMBER_MONEY,
    MEMBER_PREVIOUS_COUNT, /* the same of the period before */
    MEMBER_PREVIOUS_PERCENT,
    MEMBER_CHANGE_PERCENT, /* signed change against the period before */
    MEMBER_CHANGE_POINTS, /* the same in percentage points */
    MEMBER_COUNT_OF
};

enum phrase_kind {
    PHRASE_LABEL, /* names a subject; its number stands near */
    PHRASE_ZERO, /* says by itself that the subject is 0 */
    PHRASE_NOT, /* looks like a label and is none */
    PHRASE_NEED, /* must stand in the sentence (or in what leads to it) for a label to count */
    PHRASE_COLUMN, /* names a subject as head of a table's column or row */
    PHRASE_UNLESS, /* where it stands before, in the sentence or its block, a label does not count
                    */
    PHRASE_LIST, /* announces a list whose items are counted */
    PHRASE_RULE, /* a whole wording with slots */
    PHRASE_ABSENT, /* a predicate that says there is none */
    PHRASE_PSEUDO, /* looks like one and is none */
    PHRASE_PREVIOUS, /* "last year": what follows is of the period before */
    PHRASE_EARLIER, /* "the year before that": what was named last before it may be the reported one
                     */
    PHRASE_THIS, /* "the reported period" */
    PHRASE_COMPARE, /* "in comparison with last year": a change follows */
    PHRASE_RESPECTIVELY, /* two periods before, their numbers in the same order behind */
    PHRASE_MORE, /* "more by", "rose" */
    PHRASE_LESS,
    PHRASE_LIGHT, /* words that keep a label and its number together */
    PHRASE_AGAIN, /* "this indicator": the subject of the sentence before */
    PHRASE_PLAN, /* a sentence that states no facts: plans, norms, proposals */
    PHRASE_OTHER, /* a sentence about another body */
    PHRASE_SECTION, /* head of a section that states no facts */
    PHRASE_CONCLUSION, /* head behind which facts are told again */
    PHRASE_TOTAL, /* a table's row of totals */
    PHRASE_CHANGE, /* head of a table's column of changes */
    PHRASE_CAUSE, /* a cause follows, whose numbers are not what is counted */
    PHRASE_BREAK, /* begins a new clause: "but", "which" */
    PHRASE_VERB, /* a predicate that says there is some */
    PHRASE_OF, /* words behind which a noun is no subject: prepositions, "results of" */
    PHRASE_PART, /* "of them": what follows is a part of what was counted */
    PHRASE_UNIT, /* unit word of a number */
    PHRASE_KIND_COUNT
};

struct figure {
    struct str id, type, unit;
    int unit_index; /* in rules.units */
    struct str label[3]; /* by enum lang; [0] English */
    bool money, percent, points;
};

struct subject {
    struct str name;
    int member[MEMBER_COUNT_OF]; /* figure indices, -1 where there is none */
    int reach; /* how far a label's number may stand, in words */
    bool need; /* has PHRASE_NEED phrases */
    bool never_absent; /* a predicate of absence says nothing about it ("absence: no") */
    bool no_brackets; /* a number in brackets is a breakdown, not the figure ("brackets: no") */
    bool no_spelled; /* a number below ten in words is not the figure ("spelled: no") */
};

/* A word of a phrase with Kazakh letters: as written, and folded (token.h). */
struct kazakh_word {
    struct str text, folded;
    const struct kazakh_word *next;
};

struct phrase {
    enum phrase_kind kind;
    enum lang lang;
    int owner; /* subject, unit; -1 for those of the language as a whole, -2, -3 ... for rules */
    struct str text; /* as written */
    struct str name; /* "staff/staff_planned/ru/2": file, subject or rule, language, number of the
                        phrase */
    const char *file;
    int line, column;
    struct phrase_code code;
    bool kazakh_known;
    const struct kazakh_word *kazakh; /* for rules_kazakh() */
};

struct example {
    enum { EXAMPLE_OK, EXAMPLE_NO, EXAMPLE_TODO } kind;
    struct str text;
    struct str wanted; /* "staff_planned=93.73 staff_actual=73" */
    int owner; /* subject, -1 */
    enum lang lang; /* LANG_NONE: told by its letters */
    const char *file;
    int line;
};

/* A named set of words. */
struct set {
    struct str name;
    struct phrase_set of[3]; /* by enum lang; text.p == NULL: it has none in that language */
    const char *file;
    int line;
    struct set *next;
};

/* What a file holds: texts of rules point into it. */
struct rule_file {
    struct buf text;
    struct rule_file *next;
};

struct rules {
    struct arena *arena;
    struct rule_file *files;
    struct lexicon *lexicon;
    struct figure *figures;
    size_t nfigures;
    struct subject *subjects;
    size_t nsubjects;
    struct str *units;
    size_t nunits;
    struct phrase *phrases;
    size_t nphrases;
    struct example *examples;
    size_t nexamples;
    struct set *sets;
    struct phrasebook *phrasebook; /* of all phrases */
};

/* Reads figures.tsv, lexicon.tsv and every *.rules of the folder, in byte order of names. On
 * failure each mistake is a line "FILE:LINE:COLUMN: reason" in `why`. */
NODISCARD enum status rules_load(const char *folder, struct rules **out, struct buf *why);

void rules_free(struct rules *r);

/* Appends the PCRE2 pattern of a text as a phrase of the language and kind of `like`; not
 * STATUS_OK where it is no phrase. */
NODISCARD enum status rules_pattern(
    const struct rules *r, struct str text, const struct phrase *like, struct buf *pattern);

/* The words of a phrase with letters that Kazakh has and Russian has not; NULL where there are
 * none. They are looked for when first asked for. */
const struct kazakh_word *rules_kazakh(const struct rules *r, const struct phrase *p);

/* The key of a kind of phrase as the rules write it: "label", "absent" ... */
const char *rules_key(enum phrase_kind kind);

/* The figure of that id, or -1. */
int rules_figure(const struct rules *r, struct str id);

#endif
