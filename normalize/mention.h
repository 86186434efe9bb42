/* mention.h - the places where a document names an institution, taken apart: legal form, own name,
 * and the chain of authorities above it.
 *
 * Words are taken from the tokens, quotation marks and lines from the text itself. A name may run
 * over lines and over short paragraphs. */
#ifndef SVODKA_MENTION_H
#define SVODKA_MENTION_H

#include "model.h"
#include "reference.h"
#include "remark.h"

enum item_kind {
    ITEM_WORD,
    ITEM_DIGITS,
    ITEM_SIGN, /* the sign for "number" */
    ITEM_OPEN,
    ITEM_CLOSE, /* quotation marks */
    ITEM_DOT,
    ITEM_DASH,
    ITEM_OTHER, /* any other character */
    ITEM_END /* no name runs over this */
};

struct item {
    enum item_kind kind;
    size_t block;
    uint32_t start, end; /* in the block's text */
    struct str text;
    bool upper; /* begins with a capital letter */
    bool single; /* one letter */
};

/* The text of a document as items; `words[i]`, `begins[i]` and `capitals[i]` belong to `items[i]`
 * (the word is empty for what is no word). */
struct items {
    struct item *items;
    struct str *words;
    uint64_t *begins; /* what the word may begin: a set (reference.h) */
    bool *capitals; /* begins with two capital letters */
    size_t n, cap;
};

/* A range of items, the end exclusive; empty where from == to. */
struct range {
    size_t from, to;
};

struct mention {
    enum lang lang;
    const struct legal_form *form; /* NULL where none is said */
    struct range form_at;
    struct range core; /* its own name, without the outer quotation marks */
    struct range chain;
    struct range where; /* what says only where it is: no part of its name */
    struct range behind; /* what of the chain stands behind the marks that hold the rest of it */
    struct range all;
    bool quoted;
    bool inside; /* the chain stands within the quotation marks */
};

struct mentions {
    struct mention *list;
    size_t n, cap;
};

/* Takes the document's text apart, once: whoever asks again gets the same. In the document's arena;
 * STATUS_LIMIT where that is full. */
NODISCARD enum status mention_items(struct document *d, struct items *items);

/* Whether item `i` may begin such a cue, or what HINT_... names; an item behind the last does not.
 */
static inline bool
mention_may(const struct items *items, size_t i, int hint)
{
    return i < items->n && (items->begins[i] >> hint & 1);
}

/* What a finding quotes of a range: all of it, or its first item where it goes on in another
 * block. */
struct quote mention_quote(const struct items *items, struct range range);

/* All mentions with a legal form, in the order of the text, of all items of the document. Looked
 * for once. In the document's arena. */
NODISCARD enum status mention_find(const struct reference *known, struct document *d,
    const struct items *items, struct mentions *out);

/* The same for names without a legal form, told by a type of institution with a number or a name.
 */
NODISCARD enum status mention_find_types(const struct reference *known, const struct document *d,
    const struct items *items, struct mentions *out);

#endif
