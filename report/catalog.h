/* catalog.h - the figures (rules/figures.tsv) and the words of the outputs (rules/labels/). */
#ifndef SVODKA_CATALOG_H
#define SVODKA_CATALOG_H

#include "arena.h"
#include "buf.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

enum lang { LANG_RU, LANG_KK, LANG_EN, LANG_COUNT };

struct figure {
    struct str id, type, unit;
    bool sum; /* adding it up over institutions means something */
    struct str label[LANG_COUNT];
};

struct label {
    struct str key, text;
};

struct catalog {
    struct arena arena;
    struct figure *figures; /* in the order of the file */
    size_t nfigures, capacity;
    struct label *labels[LANG_COUNT]; /* sorted by key */
    size_t nlabels[LANG_COUNT];
};

/* Reads both. Where it fails a message says what is wrong: STATUS_BAD for the data files. */
NODISCARD enum status catalog_load(struct catalog *c);

void catalog_free(struct catalog *c);

/* "ru", "kk", "en". */
const char *lang_name(enum lang lang);
bool lang_parse(struct str name, enum lang *lang);

/* Number of the figure `id` in figures[], -1 where there is none. */
int catalog_find(const struct catalog *c, struct str id);

/* The same; a figure that the catalogue does not know (the records are newer than it) is added
 * under its id, so that nothing is lost. -1 without memory. */
int catalog_take(struct catalog *c, struct str id);

/* The words for `key`; the key itself where there are none. */
struct str label(const struct catalog *c, enum lang lang, const char *key);

/* The words for a unit, a status or another closed word of the records: those of "PREFIX.WORD". */
struct str label_of(const struct catalog *c, enum lang lang, const char *prefix, struct str word);

#endif
