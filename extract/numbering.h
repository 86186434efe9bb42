/* numbering.h - the labels that Word computes for list items. */
#ifndef SVODKA_NUMBERING_H
#define SVODKA_NUMBERING_H

#include "styles.h"

#define NUMBERING_LEVELS 9

struct level {
    struct str format; /* "decimal", "bullet" ...; p == NULL: decimal */
    struct str text; /* "%1.%2." */
    struct str style; /* the paragraph style that this level is linked with */
    struct str font; /* of the label, where it is a symbol font */
    long start;
    long restart; /* level after which it starts again; 0 never; -1 any above */
    bool legal; /* all numbers in decimal */
    bool set;
};

struct abstract {
    struct abstract *next;
    long id;
    struct str num_style; /* the numbering style where its levels really are */
    struct level levels[NUMBERING_LEVELS];
    long counts[NUMBERING_LEVELS];
    bool begun[NUMBERING_LEVELS];
};

struct num {
    struct num *next;
    long id;
    long abstract_id;
    struct abstract *abstract;
    struct level *overrides[NUMBERING_LEVELS];
    long starts[NUMBERING_LEVELS]; /* startOverride, -1: none */
    bool used[NUMBERING_LEVELS];
};

struct numbering {
    struct document *d;
    struct styles *styles;
    struct abstract *abstracts;
    struct num *nums;
    /* while it is read */
    struct abstract *abstract;
    struct num *num;
    struct level *level;
    int override; /* level of the lvlOverride around, or -1 */
    int skip;
};

/* A handler that fills a zeroed `struct numbering` with `d` and `styles` set. */
extern const struct xml_handler numbering_handler;

/* Counts one more item of list `num_id` and puts its label in `label` (UTF-8, cleared first).
 * `ilvl` is STYLE_UNSET where the style `style` decides. Returns the level, or -1 where that is no
 * list. */
int numbering_next(struct numbering *n, long num_id, int ilvl, struct str style, struct buf *label);

/* Appends `value` in a number format of WordprocessingML ("russianLower", "upperRoman" ...). */
void numbering_format(struct str format, long value, struct buf *to);

#endif
