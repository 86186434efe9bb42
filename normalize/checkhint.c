#include "checkdata.h"

#include "saying.h"

#define VALUES_MAX                                                                                 \
    6 /* of a figure in conflict; with more than these nobody is helped by a hint                  \
       */

/* What the other figures say of one value. */
struct trial {
    const struct statement *value;
    bool fits, fails;
};

/* The different values, each by its first statement; 0 where there are too many. */
static size_t
find_values(const struct figure_value *v, struct trial *trials)
{
    size_t count = 0;
    for (size_t i = 0; i < v->nstatements; i++) {
        bool there = false;
        for (size_t k = 0; k < count; k++)
            there |= decimal_cmp(trials[k].value->value, v->statements[i]->value) == 0;
        if (there)
            continue;
        if (count == VALUES_MAX)
            return 0;
        trials[count++] = (struct trial){.value = v->statements[i]};
    }
    return count;
}

static void
try_value(const struct checks *checks, const struct check_reading *r, int figure, struct trial *t)
{
    struct fact *f = &r->facts[figure];
    struct fact old = *f;
    struct check_violation v;
    f->value = t->value->value;
    f->step = t->value->step;
    f->known = check_range(&checks->rules->figures[figure], f, t->value->approx, &f->range);
    for (const struct check *c = checks->checks; c && f->known; c = c->next)
        if (check_tells(c, r, figure))
            *(check_one(checks, c, r, &v) ? &t->fails : &t->fits) = true;
    *f = old;
}

/* The one value that fits, where every other fails; NULL where that is not so. */
static const struct trial *
only_fitting(const struct trial *trials, size_t count)
{
    const struct trial *only = NULL;
    for (size_t i = 0; i < count; i++) {
        if (trials[i].fails)
            continue;
        if (only || !trials[i].fits)
            return NULL;
        only = &trials[i];
    }
    return only;
}

/* Appends a sentence in each language, with the value in it where one is given. */
static bool
append_hint(
    struct document *d, struct found *f, const char *const words[3][2], const struct decimal *value)
{
    for (int lang = 0; lang < 3; lang++) {
        struct buf text = {0};
        buf_str(&text, f->text[lang]);
        buf_z(&text, words[lang][0]);
        if (value)
            saying_number(&text, *value, lang);
        buf_z(&text, words[lang][1]);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        buf_free(&text);
        if (!f->text[lang].p)
            return false;
    }
    return true;
}

bool
check_swapped(struct decimal a, struct decimal b)
{
    struct buf x = {0}, y = {0};
    size_t at = 0;
    decimal_write(&x, a);
    decimal_write(&y, b);
    bool swapped = x.len == y.len && x.len > 0;
    while (swapped && at < x.len && x.p[at] == y.p[at])
        at++;
    /* The point is no digit, but digits around it change places, too. */
    size_t next = swapped && at + 1 < x.len && x.p[at + 1] == '.' ? at + 2 : at + 1;
    swapped = swapped && next < x.len && x.p[at] == y.p[next] && x.p[next] == y.p[at] &&
        memcmp(x.p + next + 1, y.p + next + 1, x.len - next - 1) == 0 &&
        (next == at + 1 || y.p[at + 1] == '.');
    buf_free(&x);
    buf_free(&y);
    return swapped;
}

static bool
hint(struct document *d, struct found *f, const struct trial *trials, size_t count)
{
    static const char *const fits[3][2] = {{" The other figures agree with ", "."},
        {" С остальными показателями согласуется ", "."},
        {" Қалған көрсеткіштермен ", " сәйкес келеді."}};
    static const char *const swapped[3][2] = {{" Digits seem to have changed places.", ""},
        {" Похоже, переставлены цифры.", ""}, {" Цифрлар орын ауыстырған сияқты.", ""}};
    const struct trial *only = only_fitting(trials, count);
    if (count == 2 && check_swapped(trials[0].value->value, trials[1].value->value) &&
        !append_hint(d, f, swapped, NULL))
        return false;
    return !only || append_hint(d, f, fits, &only->value->value);
}

static bool
is_conflict_of(const struct found *f, int figure)
{
    return (f->code == FINDING_internal_conflict || f->code == FINDING_language_conflict) &&
        f->nfigures == 1 && f->figures[0] == figure && f->text[0].p;
}

enum status
check_hints(const struct checks *checks, struct document *d, struct fact *facts)
{
    struct check_reading r = {.facts = facts, .d = d};
    for (const struct figure_value *v = d->figures; v; v = v->next) {
        struct trial trials[VALUES_MAX];
        size_t count = v->status == STATUS_CONFLICT ? find_values(v, trials) : 0;
        for (size_t i = 0; i < count; i++)
            try_value(checks, &r, v->figure, &trials[i]);
        for (struct found *f = d->findings; f && count; f = f->next)
            if (is_conflict_of(f, v->figure) && !hint(d, f, trials, count))
                return STATUS_LIMIT;
    }
    return STATUS_OK;
}
