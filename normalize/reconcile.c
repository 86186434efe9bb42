#include "reconcile.h"

#include "saying.h"

static struct decimal
magnitude(struct decimal d)
{
    return d.units < 0 ? decimal_neg(d) : d;
}

bool
reconcile_agree(const struct statement *a, const struct statement *b)
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

const struct statement *
reconcile_best(struct statement *const *statements, size_t count)
{
    const struct statement *best = statements[0];
    for (size_t i = 1; i < count; i++) {
        const struct statement *s = statements[i];
        if (s->approx != best->approx ? best->approx : decimal_cmp(s->step, best->step) < 0)
            best = s;
    }
    return best;
}

/* --- what a conflict says --- */

/* "Russian, note": the language, and the kind of part where it has several. */
static void
write_source(struct buf *b, const struct document *d, const struct statement *s, enum lang lang)
{
    static const char *const languages[][3] = {
        {"", "Russian", "Kazakh"}, {"", "рус.", "каз."}, {"", "орыс.", "қаз."}};
    static const char *const forms[][FORM_OTHER + 1] = {
        {"note", "monitoring", "report on services", "other part"},
        {"справка", "мониторинг", "отчёт об услугах", "другая часть"},
        {"анықтама", "мониторинг", "қызметтер есебі", "басқа бөлік"}};
    size_t parts = 0;
    for (size_t i = 0; i < d->nparts; i++)
        parts += d->parts[i].lang == s->lang;
    buf_z(b, languages[lang][s->lang]);
    if (parts > 1 && s->part >= 0 && (size_t)s->part < d->nparts)
        buf_printf(b, ", %s", forms[lang][d->parts[s->part].form]);
}

/* Each value with where it is said: "52 (Russian; Kazakh), 54 (Russian)". */
static void
write_values(struct buf *b, const struct document *d, const struct figure_value *v, enum lang lang)
{
    for (size_t i = 0; i < v->nstatements; i++) {
        struct buf sources = {0}, source = {0};
        bool said = false;
        for (size_t k = 0; k < i; k++)
            said |= decimal_cmp(v->statements[k]->value, v->statements[i]->value) == 0;
        if (said)
            continue;
        if (b->len)
            buf_z(b, ", ");
        saying_number(b, v->statements[i]->value, lang);
        for (size_t k = i; k < v->nstatements; k++) {
            if (decimal_cmp(v->statements[k]->value, v->statements[i]->value) != 0)
                continue;
            buf_clear(&source);
            write_source(&source, d, v->statements[k], lang);
            bool there = sources.p && strstr(sources.p, source.p);
            if (!there)
                buf_printf(&sources, "%s%s", sources.len ? "; " : "", source.p);
        }
        buf_printf(b, " (%s)", sources.p ? sources.p : "");
        buf_free(&sources);
        buf_free(&source);
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
    if (!saying_places(d, f, v->statements, v->nstatements))
        return STATUS_LIMIT;
    for (int lang = 0; lang < 3; lang++) {
        struct buf values = {0}, text = {0};
        write_values(&values, d, v, (enum lang)lang);
        struct str args[2] = {rules->figures[v->figure].label[lang], buf_slice(&values)};
        finding_format(&text, code, saying_language(lang), args, 2);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        buf_free(&values);
        buf_free(&text);
        if (!f->text[lang].p)
            return STATUS_LIMIT;
    }
    return STATUS_OK;
}

/* Sets status and value; says which conflicts there are. Where a language contradicts itself, its
 * disagreement with the other is news only if none of its statements agrees with one there. */
static void
weigh(struct figure_value *v, bool *within, bool *across)
{
    bool languages[3] = {false}, differ = false, meet = false;
    *within = false;
    for (size_t i = 0; i < v->nstatements; i++) {
        const struct statement *a = v->statements[i];
        languages[a->lang] = true;
        for (size_t k = i + 1; k < v->nstatements; k++) {
            const struct statement *b = v->statements[k];
            bool same = reconcile_agree(a, b);
            if (a->lang == b->lang)
                *within |= !same;
            else
                *(same ? &meet : &differ) = true;
        }
    }
    *across = differ && !(*within && meet);
    v->status = *within || *across                 ? STATUS_CONFLICT
        : languages[LANG_RU] && languages[LANG_KK] ? STATUS_AGREE
                                                   : STATUS_SINGLE;
    v->has_value = v->status != STATUS_CONFLICT;
    v->value = reconcile_best(v->statements, v->nstatements)->value;
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
