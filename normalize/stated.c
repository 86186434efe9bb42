#include "stated.h"

#include "remark.h"
#include "token.h"

/* Statements of one figure that are compared. */
#define STATEMENTS_MAX 60

/* Tokens between a number and the period that it is said of. */
#define BEFORE_MAX 25

/* What kind of period stands beside a number. */
enum kind { KIND_NONE, KIND_YEAR, KIND_SCHOOL_YEAR, KIND_DAYS };

struct told {
    const struct statement *s;
    enum kind kind;
    struct quote period;
};

static bool
is_day(const struct token *t)
{
    return t->kind == TOKEN_DATE && t->date.year && t->date.month && t->date.day;
}

/* The kind of the period whose last token is `i`. */
static enum kind
kind_of(const struct block *b, size_t i, struct told *out)
{
    const struct token *t = &b->tokens[i];
    size_t first = i;
    enum kind kind = KIND_NONE;
    if (t->kind == TOKEN_PERIOD && t->period.from.year) {
        bool whole =
            t->period.from.month == 1 && t->period.to.month == 12 && t->period.from.day == 1;
        kind = t->period.school_year ? KIND_SCHOOL_YEAR : whole ? KIND_YEAR : KIND_NONE;
    } else if (is_day(t)) {
        for (size_t k = i; k > 0 && i - k < 3 && first == i; k--)
            if (b->tokens[k - 1].kind == TOKEN_DATE)
                first = k - 1;
        kind = first < i ? KIND_DAYS : KIND_NONE;
    }
    out->period.start = b->tokens[first].start;
    out->period.end = t->end;
    return kind;
}

/* The period that a statement is said of: the nearest before it in its sentence. */
static void
read_period(const struct document *d, struct told *out)
{
    const struct block *b = &d->blocks[out->s->block];
    size_t i = 0;
    out->period.block = out->s->block;
    while (i < b->ntokens && b->tokens[i].end <= out->s->start)
        i++;
    for (size_t n = 0; i > 0 && n < BEFORE_MAX && !token_is_punct(b, i - 1, '.'); i--, n++) {
        out->kind = kind_of(b, i - 1, out);
        if (out->kind || b->tokens[i - 1].kind == TOKEN_PERIOD || is_day(&b->tokens[i - 1]))
            return;
    }
}

static enum status
say(struct document *d, const struct told *told, size_t n)
{
    struct quote quotes[2 * STATEMENTS_MAX];
    size_t count = 0;
    enum status status;
    struct found *f = NULL;
    for (size_t i = 0; i < n; i++)
        if (told[i].kind) {
            quotes[count++] = told[i].period;
        }
    status = remark_add(d, REMARK_periods_of_figure, STR(""), quotes, count, told[0].s->quote);
    for (f = d->findings; f && f->next; f = f->next)
        ;
    if (f && status == STATUS_OK) {
        f->figures[0] = told[0].s->figure;
        f->nfigures = 1;
        f->subject = (struct str){NULL, 0};
    }
    return status;
}

/* The statements of one figure with one value, from `first` on. */
static enum status
compare(struct document *d, const struct statement *first)
{
    struct told told[STATEMENTS_MAX];
    size_t n = 0;
    bool kinds[KIND_DAYS + 1] = {false};
    for (const struct statement *s = first; s && n < STATEMENTS_MAX; s = s->next) {
        if (s->figure != first->figure || decimal_cmp(s->value, first->value) != 0 ||
            s->how != HOW_STATED)
            continue;
        told[n] = (struct told){.s = s};
        read_period(d, &told[n]);
        kinds[told[n].kind] = true;
        n++;
    }
    return kinds[KIND_YEAR] + kinds[KIND_SCHOOL_YEAR] + kinds[KIND_DAYS] > 1 ? say(d, told, n)
                                                                             : STATUS_OK;
}

/* Only counts that are no small change are compared: a share or a change is said beside two
 * periods, and small numbers meet by chance. */
static bool
is_count(const struct document *d, const struct statement *s)
{
    const struct block *b = &d->blocks[s->block];
    struct decimal least = {20, 0};
    size_t i = block_token(b, s->start);
    return i < b->ntokens && b->tokens[i].start == s->start && b->tokens[i].kind == TOKEN_NUMBER &&
        b->tokens[i].number.kind == NUMBER_COUNT && decimal_cmp(s->value, least) >= 0;
}

/* Whether no statement before `s` has its figure and value. */
static bool
is_first(const struct document *d, const struct statement *s)
{
    for (const struct statement *t = d->statements; t && t != s; t = t->next)
        if (t->figure == s->figure && decimal_cmp(t->value, s->value) == 0)
            return false;
    return true;
}

enum status
stated_find(struct document *d)
{
    enum status status = STATUS_OK;
    size_t n = 0;
    /* A report has some hundred statements; the comparison is of each with all. */
    for (const struct statement *s = d->statements; s && status == STATUS_OK && n < 2000;
         s = s->next, n++)
        if (s->how == HOW_STATED && is_count(d, s) && is_first(d, s))
            status = compare(d, s);
    return status;
}
