#include "reconcile.h"

static struct decimal
magnitude(struct decimal d)
{
    return d.units < 0 ? decimal_neg(d) : d;
}

static bool
agree(const struct statement *a, const struct statement *b)
{
    struct decimal difference, half;
    struct decimal step = decimal_cmp(a->step, b->step) > 0 ? a->step : b->step;
    if (!decimal_sub(a->value, b->value, &difference) || !decimal_half(step, &half))
        return decimal_cmp(a->value, b->value) == 0;
    difference = magnitude(difference);
    if (decimal_cmp(difference, half) <= 0)
        return true;
    struct decimal wide;
    return (a->approx || b->approx) && decimal_mul(difference, decimal_of(20), &wide) &&
        decimal_cmp(wide, magnitude(a->value)) <= 0;
}

static void
write_values(struct buf *b, const struct figure_value *v, enum lang lang)
{
    static const char *const in[][3] = {
        {"", "Russian", "Kazakh"}, {"", "рус.", "каз."}, {"", "орыс.", "қаз."}};
    for (size_t i = 0; i < v->nstatements; i++) {
        const struct statement *s = v->statements[i];
        bool said = false;
        for (size_t k = 0; k < i; k++)
            said |= v->statements[k]->lang == s->lang &&
                decimal_cmp(v->statements[k]->value, s->value) == 0;
        if (said)
            continue;
        if (b->len)
            buf_z(b, ", ");
        decimal_write(b, s->value);
        buf_printf(b, " (%s)", in[lang][s->lang]);
    }
}

static enum status
add_finding(
    const struct rules *rules, struct document *d, const struct figure_value *v, enum finding code)
{
    struct found *f = document_find(d, code);
    if (!f)
        return STATUS_LIMIT;
    f->figures[f->nfigures++] = v->figure;
    struct place **end = &f->places;
    for (size_t i = 0; i < v->nstatements; i++) {
        const struct statement *s = v->statements[i];
        struct place *p = arena_new(d->arena, struct place);
        if (!p)
            return STATUS_LIMIT;
        *p = (struct place){s->part, s->block, s->start, s->end, NULL};
        *end = p;
        end = &p->next;
    }
    static const char *const languages[] = {"en", "ru", "kk"};
    for (int lang = 0; lang < 3; lang++) {
        struct buf values = {0}, text = {0};
        write_values(&values, v, (enum lang)lang);
        struct str args[2] = {rules->figures[v->figure].label[lang], buf_slice(&values)};
        finding_format(&text, code, languages[lang], args, 2);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        buf_free(&values);
        buf_free(&text);
        if (!f->text[lang].p)
            return STATUS_LIMIT;
    }
    return STATUS_OK;
}

/* Sets status and value; says which conflicts there are. */
static void
weigh(struct figure_value *v, bool *within, bool *across)
{
    const struct statement *best = v->statements[0];
    bool languages[3] = {false};
    *within = *across = false;
    for (size_t i = 0; i < v->nstatements; i++) {
        const struct statement *a = v->statements[i];
        languages[a->lang] = true;
        if (decimal_cmp(a->step, best->step) < 0 || (best->approx && !a->approx))
            best = a;
        for (size_t k = i + 1; k < v->nstatements; k++)
            if (!agree(a, v->statements[k]))
                *(a->lang == v->statements[k]->lang ? within : across) = true;
    }
    /* Where a language contradicts itself, its disagreement with the other follows from that. */
    if (*within)
        *across = false;
    v->status = *within || *across                 ? STATUS_CONFLICT
        : languages[LANG_RU] && languages[LANG_KK] ? STATUS_AGREE
                                                   : STATUS_SINGLE;
    v->has_value = v->status != STATUS_CONFLICT;
    v->value = best->value;
}

static enum status
one_figure(const struct rules *rules, struct document *d, int figure, struct figure_value ***end)
{
    size_t n = 0;
    for (const struct statement *s = d->statements; s; s = s->next)
        n += s->figure == figure;
    if (!n)
        return STATUS_OK;
    struct figure_value *v = arena_new(d->arena, struct figure_value);
    if (!v || !(v->statements = arena_array(d->arena, n, sizeof *v->statements)))
        return STATUS_LIMIT;
    v->figure = figure;
    for (struct statement *s = d->statements; s; s = s->next)
        if (s->figure == figure)
            v->statements[v->nstatements++] = s;
    bool within, across;
    weigh(v, &within, &across);
    **end = v;
    *end = &v->next;
    enum status status = STATUS_OK;
    if (within)
        status = add_finding(rules, d, v, FINDING_internal_conflict);
    if (status == STATUS_OK && across)
        status = add_finding(rules, d, v, FINDING_language_conflict);
    return status;
}

enum status
reconcile(const struct rules *rules, struct document *d)
{
    struct figure_value **end = &d->figures;
    enum status s = STATUS_OK;
    for (size_t i = 0; s == STATUS_OK && i < rules->nfigures; i++)
        s = one_figure(rules, d, (int)i, &end);
    return s;
}

const struct figure_value *
reconcile_get(const struct document *d, int figure)
{
    for (const struct figure_value *v = d->figures; v; v = v->next)
        if (v->figure == figure)
            return v;
    return NULL;
}
