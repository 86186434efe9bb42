#include "checkdata.h"

#include "reconcile.h"
#include "token.h"
#include <stdlib.h>

#define NEAR 8 /* words between the name of another part and its number */
#define NAMED_MAX 200 /* blocks that name such a part and are looked at */

/* Whether a count among these tokens can be (part of) what is missing. */
static bool
has_part(const struct block *b, size_t from, size_t to, struct ratio missing)
{
    for (size_t i = from; i < to && i < b->ntokens; i++) {
        const struct token *t = &b->tokens[i];
        if (t->kind == TOKEN_NUMBER && t->number.kind == NUMBER_COUNT &&
            t->number.value.units > 0 && ratio_cmp(ratio_of_decimal(t->number.value), missing) <= 0)
            return true;
    }
    return false;
}

/* The part's number stands near its name; in a table, in the name's row or column. */
static bool
has_part_of(const struct document *d, size_t block, size_t first, size_t last, struct ratio missing)
{
    const struct block *b = &d->blocks[block];
    if (has_part(b, first > NEAR ? first - NEAR : 0, last + NEAR, missing))
        return true;
    for (size_t i = 0; b->kind == BLOCK_CELL && i < d->nblocks; i++) {
        const struct block *other = &d->blocks[i];
        if (other->kind == BLOCK_CELL && other->table == b->table &&
            (other->row == b->row || other->column == b->column) &&
            has_part(other, 0, other->ntokens, missing))
            return true;
    }
    return false;
}

/* The first token of the block from `i` on with which one of the phrases may begin. */
static size_t
next_begin(const struct block *b, size_t i, const struct check_pattern *patterns)
{
    struct pattern_first first = {0};
    for (const struct check_pattern *p = patterns; p; p = p->next) {
        first.seconds |= p->pattern.first.seconds;
        for (size_t k = 0; k < sizeof first.bits / sizeof *first.bits; k++)
            first.bits[k] |= p->pattern.first.bits[k];
    }
    while (i < b->ntokens && !pattern_first_is(&first, token_skeleton(b, i)))
        i++;
    return i;
}

/* Whether one of the phrases stands in the block; where `missing` is given, with such a part. */
static bool
names_part(const struct document *d, size_t block, const struct check_pattern *patterns,
    const struct ratio *missing)
{
    const struct block *b = &d->blocks[block];
    size_t begin = b->silent ? b->ntokens : next_begin(b, 0, patterns);
    if (begin == b->ntokens)
        return false;
    struct str *words = calloc(b->ntokens, sizeof *words);
    bool found = false;
    for (size_t i = 0; words && i < b->ntokens; i++)
        words[i] = token_skeleton(b, i);
    for (size_t i = begin; words && i < b->ntokens && !found; i = next_begin(b, i + 1, patterns))
        for (const struct check_pattern *p = patterns; p && !found; p = p->next) {
            size_t end;
            found = pattern_match(&p->pattern, words, b->ntokens, i, &end) &&
                (!missing || has_part_of(d, block, i, end, *missing));
        }
    free(words);
    return found;
}

/* Whether the report names another part of the whole, with a number that can be it. */
bool
check_other_part(const struct check *c, const struct document *d, struct ratio missing)
{
    size_t named = 0;
    for (size_t i = 0; c->rest && i < d->nblocks && named < NAMED_MAX; i++) {
        if (!names_part(d, i, c->rest, NULL))
            continue;
        named++;
        if (names_part(d, i, c->rest, &missing))
            return true;
    }
    return false;
}

/* Whether the report says itself, beside one of the figures, why they do not fit. An example's
 * words stand beside all figures. */
bool
check_explained(const struct check *c, const struct document *d, const struct check_violation *v)
{
    if (c->unless && !d->figures)
        return names_part(d, 0, c->unless, NULL);
    for (size_t i = 0; c->unless && i < v->nfigures; i++) {
        const struct figure_value *value = reconcile_get(d, v->figures[i]);
        size_t last = SIZE_MAX;
        for (size_t k = 0; value && k < value->nstatements; k++) {
            size_t block = value->statements[k]->block;
            if (block != last && names_part(d, block, c->unless, NULL))
                return true;
            last = block;
        }
    }
    return false;
}
