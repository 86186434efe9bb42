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

/* Statements that differ in language, value, step or grade. A report has a handful; one with more
 * than this is hostile, and surely contradicts itself. */
#define VARIANTS_MAX 64

struct variants {
    const struct statement *s[VARIANTS_MAX];
    size_t count;
    bool too_many;
};

static bool
same_variant(const struct statement *a, const struct statement *b)
{
    return a->lang == b->lang && a->approx == b->approx && decimal_cmp(a->value, b->value) == 0 &&
        decimal_cmp(a->step, b->step) == 0;
}

static void
find_variants(struct statement *const *statements, size_t count, struct variants *out)
{
    out->count = 0;
    out->too_many = false;
    for (size_t i = 0; i < count && !out->too_many; i++) {
        bool there = false;
        for (size_t k = 0; k < out->count && !there; k++)
            there = same_variant(out->s[k], statements[i]);
        if (there)
            continue;
        out->too_many = out->count == VARIANTS_MAX;
        if (!out->too_many)
            out->s[out->count++] = statements[i];
    }
}

bool
reconcile_consistent(struct statement *const *statements, size_t count)
{
    struct variants v;
    find_variants(statements, count, &v);
    for (size_t i = 0; i < v.count && !v.too_many; i++)
        for (size_t k = i + 1; k < v.count; k++)
            if (!reconcile_agree(v.s[i], v.s[k]))
                return false;
    return !v.too_many;
}

/* --- what a conflict says --- */

#define VALUES_MAX 12 /* in a sentence that a person reads */

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

/* Where a value is said: "Russian; Kazakh, note". */
static void
write_sources(struct buf *b, const struct document *d, const struct figure_value *v,
    struct decimal value, enum lang lang)
{
    struct buf sources = {0}, source = {0};
    for (size_t i = 0; i < v->nstatements; i++) {
        if (decimal_cmp(v->statements[i]->value, value) != 0)
            continue;
        buf_clear(&source);
        write_source(&source, d, v->statements[i], lang);
        if (!sources.p || !strstr(sources.p, source.p))
            buf_printf(&sources, "%s%s", sources.len ? "; " : "", source.p);
    }
    buf_printf(b, " (%s)", sources.p ? sources.p : "");
    buf_free(&sources);
    buf_free(&source);
}

/* Each value with where it is said: "52 (Russian; Kazakh), 54 (Russian)". */
static void
write_values(struct buf *b, const struct document *d, const struct figure_value *v, enum lang lang)
{
    struct decimal said[VALUES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < v->nstatements; i++) {
        struct decimal value = v->statements[i]->value;
        bool there = false;
        for (size_t k = 0; k < count; k++)
            there |= decimal_cmp(said[k], value) == 0;
        if (there)
            continue;
        if (count)
            buf_z(b, ", ");
        if (count == VALUES_MAX) {
            buf_utf8(b, 0x2026);
            return;
        }
        said[count++] = value;
        saying_number(b, value, lang);
        write_sources(b, d, v, value, lang);
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
    struct variants variants;
    find_variants(v->statements, v->nstatements, &variants);
    *within = variants.too_many;
    for (size_t i = 0; i < variants.count; i++) {
        const struct statement *a = variants.s[i];
        languages[a->lang] = true;
        for (size_t k = i + 1; k < variants.count; k++) {
            const struct statement *b = variants.s[k];
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
weigh_one(const struct rules *rules, struct document *d, struct figure_value *v)
{
    bool within, across;
    enum status status = STATUS_OK;
    weigh(v, &within, &across);
    if (within)
        status = add_finding(rules, d, v, FINDING_internal_conflict);
    if (status == STATUS_OK && across)
        status = add_finding(rules, d, v, FINDING_language_conflict);
    return status;
}

/* The figures that are stated, each with its statements. */
static enum status
gather(const struct rules *rules, struct document *d)
{
    struct figure_value **end = &d->figures;
    struct figure_value *values = arena_array(d->arena, rules->nfigures + 1, sizeof *values);
    if (!values)
        return STATUS_LIMIT;
    for (const struct statement *s = d->statements; s; s = s->next)
        values[s->figure].nstatements++;
    for (size_t i = 0; i < rules->nfigures; i++) {
        struct figure_value *v = &values[i];
        if (!v->nstatements)
            continue;
        v->figure = (int)i;
        v->statements = arena_array(d->arena, v->nstatements, sizeof *v->statements);
        v->nstatements = 0;
        if (!v->statements)
            return STATUS_LIMIT;
        *end = v;
        end = &v->next;
    }
    for (struct statement *s = d->statements; s; s = s->next) {
        struct figure_value *v = &values[s->figure];
        v->statements[v->nstatements++] = s;
    }
    return STATUS_OK;
}

enum status
reconcile(const struct rules *rules, struct document *d)
{
    enum status s = gather(rules, d);
    for (struct figure_value *v = d->figures; s == STATUS_OK && v; v = v->next)
        s = weigh_one(rules, d, v);
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
