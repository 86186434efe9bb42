#include "unlikely.h"

#include "saying.h"
#include <assert.h>

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

/* The statements of one figure, in the order of the document. */
struct stated {
    struct statement **s;
    size_t n;
};

/* Whether another language states the value too. */
static bool
is_shared(const struct stated *all, const struct statement *s)
{
    for (size_t i = 0; i < all->n; i++)
        if (all->s[i]->lang != s->lang && decimal_cmp(all->s[i]->value, s->value) == 0)
            return true;
    return false;
}

/* The statement whose value both languages state; NULL where there is none, or another value that
 * both state too. */
static const struct statement *
find_shared(const struct stated *all)
{
    const struct statement *shared = NULL;
    for (size_t i = 0; i < all->n; i++) {
        if (!is_shared(all, all->s[i]))
            continue;
        if (shared && decimal_cmp(shared->value, all->s[i]->value) != 0)
            return NULL;
        shared = all->s[i];
    }
    return shared;
}

static size_t
count_of(const struct stated *all, const struct statement *s, bool own_language)
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++)
        n += decimal_cmp(all->s[i]->value, s->value) == 0 &&
            (!own_language || all->s[i]->lang == s->lang);
    return n;
}

/* The statement of a value that the language of `s` repeats, where it states that of `s` once, both
 * being more than "there is none"; NULL where there is none. */
static const struct statement *
find_repeated(const struct stated *all, const struct statement *s)
{
    if (!s->value.units || count_of(all, s, false) != 1)
        return NULL;
    for (size_t i = 0; i < all->n; i++) {
        const struct statement *other = all->s[i];
        if (other->lang == s->lang && count_of(all, other, true) > 1)
            return other->value.units ? other : NULL;
    }
    return NULL;
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

/* Takes a statement out of the document and out of its block. */
static void
take_out(struct document *d, struct statement *s)
{
    struct statement **link = &d->statements, **stated = &d->blocks[s->block].stated;
    while (*stated && *stated != s)
        stated = &(*stated)->before;
    if (*stated)
        *stated = s->before;
    while (*link != s)
        link = &(*link)->next;
    *link = s->next;
    if (!s->next)
        d->statements_end = link;
}

static enum status
drop_of_figure(const struct rules *rules, struct document *d, const struct stated *all)
{
    const struct statement *shared = find_shared(all);
    for (size_t i = 0; i < all->n; i++) {
        struct statement *s = all->s[i];
        assert(s); /* gather() has put in all */
        const struct statement *kept = shared ? shared : find_repeated(all, s);
        if (!kept || !is_far(s, kept))
            continue;
        enum status status = say(rules, d, s, kept);
        if (status != STATUS_OK)
            return status;
        take_out(d, s);
    }
    return STATUS_OK;
}

/* The statements of each figure. */
static struct stated *
gather(const struct rules *rules, const struct document *d)
{
    struct stated *of = arena_array(d->arena, rules->nfigures + 1, sizeof *of);
    size_t n = 0;
    for (const struct statement *s = d->statements; of && s; s = s->next, n++)
        of[s->figure].n++;
    struct statement **all = arena_room(d->arena, (n + 1) * sizeof *all);
    if (!of || !all)
        return NULL;
    for (size_t i = 0; i < rules->nfigures; i++) {
        of[i].s = all;
        all += of[i].n;
        of[i].n = 0;
    }
    for (struct statement *s = d->statements; s; s = s->next)
        of[s->figure].s[of[s->figure].n++] = s;
    return of;
}

enum status
unlikely_drop(const struct rules *rules, struct document *d)
{
    const struct stated *of = gather(rules, d);
    enum status s = of ? STATUS_OK : STATUS_LIMIT;
    for (size_t i = 0; s == STATUS_OK && i < rules->nfigures; i++)
        s = drop_of_figure(rules, d, &of[i]);
    return s;
}
