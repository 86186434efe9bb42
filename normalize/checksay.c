#include "checkdata.h"

#include "reconcile.h"
#include "saying.h"

static void
write_value(const struct checks *checks, const struct check *c, const struct fact *facts,
    const struct check_violation *v, struct str name, int lang, struct buf *out)
{
    struct decimal d;
    int figure = rules_figure(checks->rules, name);
    bool known = true;
    if (str_is(name, "stated"))
        d = v->stated;
    else if (str_is(name, "computed"))
        d = v->computed;
    else if (str_is(name, "tried"))
        d = v->tried;
    else if (figure >= 0) {
        known = facts[figure].known;
        d = facts[figure].value;
    } else {
        known = false;
        for (size_t i = 0; i < c->nshow && !known; i++)
            known = str_eq(c->show[i].name, name) && check_printed(c->show[i].formula, facts, &d);
    }
    if (known)
        saying_number(out, d, lang);
    else
        buf_z(out, "?");
}

static void
write_text(const struct checks *checks, const struct check *c, const struct fact *facts,
    const struct check_violation *v, struct str text, int lang, struct buf *out)
{
    while (text.p) {
        buf_str(out, str_cut(&text, '{'));
        if (text.p)
            write_value(checks, c, facts, v, str_cut(&text, '}'), lang, out);
    }
}

/* A check without texts of its own: the figure, what is stated and what follows. */
static void
write_plain(const struct checks *checks, const struct check *c, const struct check_violation *v,
    int lang, struct buf *out)
{
    static const char *const words[][2] = {{": stated ", ", computed "},
        {": указано ", ", по расчёту "}, {": көрсетілгені ", ", есеп бойынша "}};
    struct buf what = {0};
    buf_str(&what, checks->rules->figures[v->figures[0]].label[lang]);
    if (v->has_stated) {
        buf_z(&what, words[lang][0]);
        saying_number(&what, v->stated, lang);
    }
    if (v->has_computed) {
        buf_z(&what, words[lang][1]);
        saying_number(&what, v->computed, lang);
    }
    struct str arg = buf_slice(&what);
    finding_format(out, c->code, saying_language(lang), &arg, 1);
    buf_free(&what);
}

void
check_write_text(const struct checks *checks, const struct check *c, const struct check_reading *r,
    const struct check_violation *v, int lang, struct buf *out)
{
    static const char *const by[3][3] = {
        {"", " So says the Russian text.", " So says the Kazakh text."},
        {"", " Так по русскому тексту.", " Так по казахскому тексту."},
        {"", " Орысша мәтін бойынша солай.", " Қазақша мәтін бойынша солай."}};
    if (c->text[lang].p)
        write_text(checks, c, r->facts, v, c->text[lang], lang, out);
    else
        write_plain(checks, c, v, lang, out);
    if (v->reason) {
        buf_char(out, ' ');
        write_text(checks, c, r->facts, v, v->reason->text[lang], lang, out);
    }
    buf_z(out, by[lang][r->lang]);
}

static struct str
keep_decimal(struct arena *arena, struct decimal d)
{
    struct buf b = {0};
    decimal_write(&b, d);
    struct str kept = arena_copy(arena, buf_slice(&b));
    buf_free(&b);
    return kept;
}

/* The sentences that take the years the wrong way round, what else their blocks say, and the
 * sentences that take them rightly. */
static bool
add_reversed_places(struct document *d, struct found *f)
{
    const struct figure_value *own = reconcile_get(d, f->figures[0]);
    bool *reversed = arena_array(d->arena, d->nblocks + 1, sizeof *reversed);
    bool good = own && reversed;
    for (size_t i = 0; good && i < own->nstatements; i++)
        if (own->statements[i]->reversed) {
            reversed[own->statements[i]->block] = true;
            good = saying_places(d, f, &own->statements[i], 1);
        }
    for (size_t n = 1; good && n < f->nfigures; n++) {
        const struct figure_value *v = reconcile_get(d, f->figures[n]);
        for (size_t i = 0; good && v && i < v->nstatements; i++)
            if (reversed[v->statements[i]->block])
                good = saying_places(d, f, &v->statements[i], 1);
    }
    for (size_t i = 0; good && i < own->nstatements; i++)
        if (!own->statements[i]->reversed)
            good = saying_places(d, f, &own->statements[i], 1);
    return good;
}

static bool
add_places(struct document *d, struct found *f, const int *figures, size_t count, enum lang lang)
{
    for (size_t n = 0; n < count; n++) {
        const struct figure_value *v = reconcile_get(d, figures[n]);
        struct statement **s = v ? arena_array(d->arena, v->nstatements + 1, sizeof *s) : NULL;
        if (!s || !saying_places(d, f, s, check_statements(v, lang, s)))
            return false;
    }
    return true;
}

/* What the sentence says the author did is about figures, too. */
static bool
add_guess(struct document *d, struct found *f, const struct check_reading *r,
    const struct check_violation *v)
{
    int figures[CHECK_FIGURES_MAX];
    size_t count = 0;
    if (v->guess)
        formula_figures(v->guess, r->facts, figures, &count, CHECK_FIGURES_MAX);
    return add_places(d, f, figures, count, r->lang);
}

enum status
check_say(const struct checks *checks, const struct check *c, const struct check_reading *r,
    const struct check_violation *v, struct document *d)
{
    struct found *f = document_find(d, c->code);
    if (!f)
        return STATUS_LIMIT;
    f->level = v->level;
    memcpy(f->figures, v->figures, v->nfigures * sizeof *v->figures);
    f->nfigures = v->nfigures;
    if (v->has_stated)
        f->stated = keep_decimal(d->arena, v->stated);
    if (v->has_computed)
        f->computed = keep_decimal(d->arena, v->computed);
    for (int lang = 0; lang < 3; lang++) {
        struct buf text = {0};
        check_write_text(checks, c, r, v, lang, &text);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        buf_free(&text);
        if (!f->text[lang].p)
            return STATUS_LIMIT;
    }
    bool good = c->reversed >= 0
        ? add_reversed_places(d, f)
        : add_places(d, f, f->figures, f->nfigures, r->lang) && add_guess(d, f, r, v);
    return good ? STATUS_OK : STATUS_LIMIT;
}
