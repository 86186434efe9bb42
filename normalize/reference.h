/* reference.h - what is known before a document is read: places, legal forms, types of
 * institutions, and the words of titles, stamps and periods. Read once from rules/places.tsv,
 * rules/forms.tsv and rules/cues.tsv; never changed afterwards.
 *
 * Words are folded (token.h) wherever they are looked up. */
#ifndef SVODKA_REFERENCE_H
#define SVODKA_REFERENCE_H

#include "buf.h"
#include "letters.h"
#include "model.h"
#include "status.h"

struct reference;

/* Reads the files of `folder`; one that is not there, or all where it is NULL, from the data folder
 * (cli.h). STATUS_BAD for wrong content, STATUS_BROKEN where a file can't be read; `why` is then
 * "FILE:LINE:COLUMN: reason". */
NODISCARD enum status reference_load(const char *folder, struct reference **out, struct buf *why);
void reference_free(struct reference *r);

/* The files' names, from 0; NULL behind the last. */
const char *reference_file(size_t number);

/* Where such a file stands: in the folder, else in the data folder. */
bool reference_find(const char *folder, const char *name, struct buf *path);

/* The cues of cues.tsv, which says what each is for. */
enum cue {
    CUE_STAMP,
    CUE_TITLE,
    CUE_HEADING,
    CUE_CONTENT,
    CUE_INTRO,
    CUE_PROSE,
    CUE_OBSERVED,
    CUE_COVERS,
    CUE_WORK,
    CUE_MADE,
    CUE_SUBJECT,
    CUE_AUTHORITY,
    CUE_SPHERE,
    CUE_GEO,
    CUE_LINK,
    CUE_UNDER,
    CUE_FILLER,
    CUE_ECONOMIC,
    CUE_PERSON,
    CUE_CHAIR,
    CUE_ROLE,
    CUE_CONDUCTED,
    CUE_ADDRESS,
    CUE_PHONE,
    CUE_BIN,
    CUE_MONTH,
    CUE_YEARS,
    CUE_PLAN,
    CUE_LAW,
    CUE_ORDER,
    CUE_OTHERACT,
    CUE_ISSUER,
    CUE_AMENDING,
    CUE_GROUND,
    CUE_REGISTERED,
    CUE_SPELLING,
    CUE_COUNT
};

/* What a word may begin: the cues, then these. */
enum { HINT_FORM = CUE_COUNT, HINT_TYPE, HINT_PLACE };

_Static_assert(HINT_PLACE < 64, "what a word may begin is a bit of reference_hints");

struct reference_hints {
    struct letters by_language[3];
};

/* Whether a word may begin a cue, or what HINT_... names. */
static inline bool
reference_may(const struct reference *r, int hint, enum lang lang, struct str word)
{
    const struct letters *letters = ((const struct reference_hints *)r)->by_language;
    return letters_of(&letters[lang], word) >> hint & 1;
}

/* All that a word begins, in either language: a set of the same bits, without mistakes. */
uint64_t reference_begins(const struct reference *r, struct str word);

/* Of one cue, as a set. */
static inline uint64_t
reference_bit(int hint)
{
    return (uint64_t)1 << hint;
}

/* Whether a word of the block begins the cue. */
static inline bool
reference_in_block(const struct block *b, enum cue cue)
{
    return b->begins & reference_bit((int)cue);
}

/* As reference_cue(), of words that may be one. */
bool reference_find_cue(const struct reference *r, enum cue cue, enum lang lang,
    const struct str *words, size_t nwords, size_t at, size_t *end, enum form *form);

/* Whether the words from `at` on are such a cue. `*end` (one behind its last word) and `*form` (of
 * a title, heading or content) may be NULL. */
static inline bool
reference_cue(const struct reference *r, enum cue cue, enum lang lang, const struct str *words,
    size_t nwords, size_t at, size_t *end, enum form *form)
{
    return at < nwords && reference_may(r, (int)cue, lang, words[at]) &&
        reference_find_cue(r, cue, lang, words, nwords, at, end, form);
}

/* Appends a folded word as UTF-8. */
void reference_write_folded(struct buf *b, struct str word);

/* The number of the month that a word is, 1 to 12; 0 for any other word. */
int reference_month(const struct reference *r, enum lang lang, struct str word);

/* Whether one word alone is such a cue. */
static inline bool
reference_cue_word(const struct reference *r, enum cue cue, enum lang lang, struct str word)
{
    return reference_cue(r, cue, lang, &word, 1, 0, NULL, NULL);
}

/* The right spelling of a folded word of the cue "spelling", in lower case but for a name's
 * capital; p == NULL where the word is none. */
struct str reference_spelling(const struct reference *r, struct str word);

enum place_kind { PLACE_REGION = 1, PLACE_DISTRICT = 2, PLACE_CITY = 4, PLACE_VILLAGE = 8 };

struct known_place {
    enum place_kind kind;
    struct str id;
    struct str name[3]; /* by enum lang: nominative */
    const struct known_place *in; /* NULL where unknown */
    const struct known_place *centre; /* of a district, or NULL */
};

/* The place that the words from `at` on name, in any case of declension, of one of `kinds` (added
 * up); NULL where there is none. */
const struct known_place *reference_place(const struct reference *r, int kinds, enum lang lang,
    const struct str *words, size_t nwords, size_t at, size_t *end);

struct legal_form {
    struct str id;
    struct str name[3]; /* by enum lang: abbreviation */
};

/* The legal form that the words from `at` on name, in the language that is put in `*lang`; the
 * longest of several. `capitals` says of each word whether it begins with two capital letters. An
 * abbreviation may carry a Kazakh case ending. */
const struct legal_form *reference_form(const struct reference *r, const struct str *words,
    const bool *capitals, size_t nwords, size_t at, size_t *end, enum lang *lang);

/* The same form with the right of economic management; the form itself where there is none. */
const struct legal_form *reference_economic_form(
    const struct reference *r, const struct legal_form *form);

struct institution_type {
    struct str id;
    struct str name[3];
};

/* The type of institution that the words from `at` on name; the longest of several. */
const struct institution_type *reference_type(const struct reference *r, enum lang lang,
    const struct str *words, size_t nwords, size_t at, size_t *end);

/* Whether a word occurs in the name of any type. */
bool reference_type_word(const struct reference *r, enum lang lang, struct str word);

enum act_kind { ACT_ANY, ACT_LAW, ACT_ORDER };

/* What an act is about; several acts followed each other on one topic. */
struct act_topic {
    struct str id;
    enum act_kind kind;
    bool has_form; /* it is the ground of one form of report: */
    enum form form;
    struct str name[3]; /* by enum lang, [0] is English */
    const struct act_topic *next;
};

/* A legal act. Unknown days are zero, unknown numbers empty. */
struct act {
    struct str id;
    const struct act_topic *topic;
    struct date date, registered, from, to;
    struct str number, registration; /* folded, without the sign for "number" */
    const struct act *amends;
    const struct act *next;
};

/* All topics and all acts, in the order of acts.tsv. */
const struct act_topic *reference_topics(const struct reference *r);
const struct act *reference_acts(const struct reference *r);

/* Whether the words from `at` on tell the topic. */
bool reference_is_topic(const struct act_topic *topic, enum lang lang, const struct str *words,
    size_t nwords, size_t at);

#endif
