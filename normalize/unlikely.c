#include "unlikely.h"

#include "saying.h"

static struct decimal
magnitude(struct decimal d)
{
    return d.units < 0 ? decimal_neg(d) : d;
}

static bool
is_beyond_twice(struct decimal a, struct decimal b)
{
    struct decimal twice;
    return decimal_add(b, b, &twice) && decimal_cmp(a, twice) > 0;
}

/* Whether `s` can't be meant where `shared` is. A number against "there is none" stays. */
static bool
is_far(const struct statement *s, const struct statement *shared)
{
    struct decimal x = magnitude(s->value), y = magnitude(shared->value);
    return y.units && (is_beyond_twice(x, y) || is_beyond_twice(y, x));
}

/* Whether another language states the value too. */
static bool
is_shared(const struct document *d, const struct statement *s)
{
    for (const struct statement *o = d->statements; o; o = o->next)
        if (o->figure == s->figure && o->lang != s->lang && decimal_cmp(o->value, s->value) == 0)
            return true;
    return false;
}

/* The statement whose value both languages state; NULL where there is none, or another value that
 * both state too. */
static const struct statement *
find_shared(const struct document *d, int figure)
{
    const struct statement *shared = NULL;
    for (const struct statement *s = d->statements; s; s = s->next) {
        if (s->figure != figure || !is_shared(d, s))
            continue;
        if (shared && decimal_cmp(shared->value, s->value) != 0)
            return NULL;
        shared = s;
    }
    return shared;
}

static enum status
say(const struct rules *rules, struct document *d, struct statement *s,
    const struct statement *kept)
{
    struct found *f = document_find(d, FINDING_unlikely_value);
    if (!f)
        return STATUS_LIMIT;
    f->figures[f->nfigures++] = s->figure;
    if (!saying_places(d, f, &s, 1))
        return STATUS_LIMIT;
    for (int lang = 0; lang < 3; lang++) {
        struct buf value = {0}, other = {0}, text = {0};
        saying_number(&value, s->value, lang);
        saying_number(&other, kept->value, lang);
        struct str args[3] = {
            rules->figures[s->figure].label[lang], buf_slice(&value), buf_slice(&other)};
        finding_format(&text, FINDING_unlikely_value, saying_language(lang), args, 3);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        buf_free(&value);
        buf_free(&other);
        buf_free(&text);
        if (!f->text[lang].p)
            return STATUS_LIMIT;
    }
    return STATUS_OK;
}

/* Takes the statement that `*link` points to out of the document and out of its block. */
static void
take_out(struct document *d, struct statement **link)
{
    struct statement *s = *link;
    struct statement **stated = &d->blocks[s->block].stated;
    while (*stated && *stated != s)
        stated = &(*stated)->before;
    if (*stated)
        *stated = s->before;
    *link = s->next;
    if (!s->next)
        d->statements_end = link;
}

static enum status
drop_of_figure(const struct rules *rules, struct document *d, int figure)
{
    const struct statement *shared = find_shared(d, figure);
    struct statement **link = &d->statements;
    while (shared && *link) {
        struct statement *s = *link;
        if (s->figure != figure || !is_far(s, shared)) {
            link = &s->next;
            continue;
        }
        enum status status = say(rules, d, s, shared);
        if (status != STATUS_OK)
            return status;
        take_out(d, link);
    }
    return STATUS_OK;
}

enum status
unlikely_drop(const struct rules *rules, struct document *d)
{
    enum status s = STATUS_OK;
    unsigned *languages = arena_array(d->arena, rules->nfigures + 1, sizeof *languages);
    if (!languages)
        return STATUS_LIMIT;
    for (const struct statement *t = d->statements; t; t = t->next)
        languages[t->figure] |= 1u << t->lang;
    for (size_t i = 0; s == STATUS_OK && i < rules->nfigures; i++)
        if (languages[i] == (1u << LANG_RU | 1u << LANG_KK))
            s = drop_of_figure(rules, d, (int)i);
    return s;
}
