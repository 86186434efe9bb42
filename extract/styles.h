/* styles.h - of a DOCX's styles, what changes the text that a reader sees: outline levels,
 * numbering, hidden text. */
#ifndef SVODKA_STYLES_H
#define SVODKA_STYLES_H

#include "xml.h"

#define STYLE_UNSET (-2)

/* What a style says after everything it is based on. */
struct style {
    struct style *next;
    struct str id, based_on;
    int outline; /* 0 to 8; 9 is body text; STYLE_UNSET */
    int num_id, ilvl; /* STYLE_UNSET; num_id 0 is "no list" */
    int vanish; /* 0, 1, STYLE_UNSET */
    bool paragraph; /* of type paragraph (or numbering), else of type character ... */
    bool standard; /* the default of its type */
    int resolved; /* 0: not yet, 1: under way, 2: done */
};

struct styles {
    struct document *d;
    struct style *buckets[64];
    struct style *paragraph; /* the default one, or NULL */
    bool vanish; /* the document's defaults hide text */
    /* while it is read */
    struct style *now;
    struct str type, name;
    int skip, depth;
    bool defaults;
};

/* A handler that fills a zeroed `struct styles` with `d` set. */
extern const struct xml_handler styles_handler;

/* Passes a piece of styles.xml on to xml_push() without table styles and the table of latent
 * styles, nine tenths of a usual one, as far as they lie whole in the piece and can be told for
 * certain. */
bool styles_push(void *xml, struct str piece);

/* The style with this id, resolved; NULL where there is none. */
const struct style *styles_find(struct styles *s, struct str id);

#endif
