#include "checkdata.h"

#include "reconcile.h"

/* What a printed value can mean. People and posts are counted, so they mean themselves; what is
 * measured, converted or given in thousands was rounded. */
bool
check_range(const struct figure *figure, const struct fact *f, bool approx, struct interval *out)
{
    struct ratio value = ratio_of_decimal(f->value), half;
    bool exact = !figure->percent && !figure->money && decimal_cmp(f->step, decimal_of(1)) <= 0;
    if (exact && !approx) {
        *out = interval_of(value);
        return true;
    }
    if (!ratio_mul(ratio_of_decimal(f->step), (struct ratio){1, 2}, &half))
        return false;
    if (approx) {
        /* "About" is a twentieth, as between the languages. */
        struct ratio wide;
        if (!ratio_mul(value, (struct ratio){value.num < 0 ? -1 : 1, 20}, &wide))
            return false;
        half = ratio_cmp(wide, half) > 0 ? wide : half;
    }
    return interval_widen(interval_of(value), half, out);
}

static bool
is_percent(const struct document *d, const struct statement *s)
{
    const struct block *b = &d->blocks[s->block];
    size_t i = block_token(b, s->start);
    return i < b->ntokens && b->tokens[i].start == s->start && b->tokens[i].kind == TOKEN_NUMBER &&
        b->tokens[i].number.kind == NUMBER_PERCENT;
}

/* The statements of a figure that count in a reading: all where they agree, else those of its
 * language if they agree among themselves. */
size_t
check_statements(const struct figure_value *v, enum lang lang, struct statement **out)
{
    size_t count = 0;
    if (v->status == STATUS_CONFLICT && lang == LANG_NONE)
        return 0;
    for (size_t i = 0; i < v->nstatements; i++)
        if (v->status != STATUS_CONFLICT || v->statements[i]->lang == lang)
            out[count++] = v->statements[i];
    return reconcile_consistent(out, count) ? count : 0;
}

enum status
check_facts(const struct rules *rules, struct document *d, enum lang lang, struct fact *facts)
{
    for (const struct figure_value *v = d->figures; v; v = v->next) {
        struct statement **s = arena_array(d->arena, v->nstatements + 1, sizeof *s);
        if (!s)
            return STATUS_LIMIT;
        size_t count = check_statements(v, lang, s);
        struct fact *f = &facts[v->figure];
        for (size_t i = 0; i < v->nstatements; i++)
            f->reversed |= v->statements[i]->reversed;
        if (!count)
            continue;
        const struct statement *best = reconcile_best(s, count);
        f->value = best->value;
        f->step = best->step;
        for (size_t i = 0; i < count; i++)
            f->percent |= is_percent(d, s[i]);
        f->known = check_range(&rules->figures[v->figure], f, best->approx, &f->range);
    }
    return STATUS_OK;
}
