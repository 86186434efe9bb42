#include "decisions.h"

#include "clean.h"
#include "cli.h"
#include "content.h"
#include "grow.h"
#include "own.h"
#include "tsv.h"
#include <errno.h>

#define DECISIONS_MAX ((size_t)64 * 1024 * 1024)

enum column { KEY, PERIOD, SUBJECT, DECISION, STATEMENTS, WHO, WHEN, WHY, COLUMNS };

static const char *const names[COLUMNS] = {
    "key", "period", "subject", "decision", "statements", "who", "when", "why"};

static bool
understood(const struct summary *s, const struct decision *d)
{
    struct decimal value;
    if (d->figure >= 0) {
        struct str text = d->decision;
        return str_starts(text, STR("value=")) &&
            decimal_parse(str_slice(text, 6, text.len), &value);
    }
    (void)s;
    return finding_by_code(d->subject) != FINDING_COUNT && str_is(d->decision, "seen");
}

static enum status
add(void *ctx, const char *path, int line, const struct str *value)
{
    struct summary *s = ctx;
    if (!s->decisions_file.len)
        s->decisions_file = arena_copy(&s->arena, str_of(path));
    struct decision *decisions =
        grow(s->decisions, &s->capacity_decisions, s->ndecisions + (size_t)1, sizeof *decisions);
    if (!decisions)
        return STATUS_BROKEN;
    s->decisions = decisions;
    if (!s->decisions_file.p)
        return STATUS_BROKEN;
    struct decision d = {.key = value[KEY],
        .period = value[PERIOD],
        .subject = value[SUBJECT],
        .decision = value[DECISION],
        .statements = value[STATEMENTS],
        .who = value[WHO],
        .when = value[WHEN],
        .why = value[WHY],
        .figure = catalog_find(&s->catalog, value[SUBJECT]),
        .line = line};
    if (!d.key.len || !understood(s, &d)) {
        cli_say("%s:%d: a decision wants a key, and a figure with value=NUMBER or a finding's code "
                "with seen",
            path, line);
        return STATUS_BAD;
    }
    decisions[s->ndecisions++] = d;
    return STATUS_OK;
}

enum status
decisions_load(struct summary *s, const char *path)
{
    return tsv_load(&s->arena, path, "decisions.tsv", names, COLUMNS, 0, add, s);
}

/* Whether the row is of the decision's institution or document. */
static bool
is_of(const struct summary *s, const struct decision *d, const struct row *row)
{
    if (str_eq(d->key, s->institutions[row->institution].key))
        return true;
    for (uint32_t i = 0; i < row_documents(row); i++) {
        const struct record *r = &s->records[s->order[row->first + i]];
        if (str_eq(d->key, r->source.path) || str_eq(d->key, s->named[r->named].key))
            return true;
    }
    return false;
}

/* Distinct values of a figure's statements, in the order of the documents. */
struct values {
    struct buf list;
};

static bool
holds(struct str list, struct str part)
{
    while (list.len)
        if (str_eq(str_trim(str_cut(&list, '|')), part))
            return true;
    return false;
}

static void
take_value(void *ctx, uint32_t nth, const struct record *record, const struct json *v)
{
    struct values *values = ctx;
    struct str value = json_text(v, "value");
    (void)nth;
    (void)record;
    if (holds(buf_slice(&values->list), value))
        return;
    buf_z(&values->list, values->list.len ? " | " : "");
    buf_str(&values->list, value);
}

/* Whether two lists hold the same, in any order. */
static bool
same_list(struct str a, struct str b)
{
    for (struct str rest = a; rest.len;)
        if (!holds(b, str_trim(str_cut(&rest, '|'))))
            return false;
    for (struct str rest = b; rest.len;)
        if (!holds(a, str_trim(str_cut(&rest, '|'))))
            return false;
    return true;
}

static enum status
settle(struct summary *s, uint32_t number, struct row *row)
{
    struct decision *d = &s->decisions[number];
    struct values now = {{0}};
    struct cell *c = (struct cell *)cells_find(row->cells, (unsigned)d->figure);
    enum status status = STATUS_OK;
    if (!c)
        return STATUS_OK;
    status = content_statements(s, row, (unsigned)d->figure, take_value, &now);
    if (status == STATUS_OK && now.list.failed)
        status = STATUS_BROKEN;
    struct decimal value;
    if (status != STATUS_OK) {
        cli_say("%s", strerror(ENOMEM));
    } else if (d->statements.len && !same_list(d->statements, buf_slice(&now.list))) {
        status = own_outdated(s, row, d, buf_slice(&now.list));
        d->used = true;
    } else if (c->status == CELL_CONFLICT &&
        decimal_parse(str_slice(d->decision, 6, d->decision.len), &value)) {
        c->units = value.units;
        c->scale = (uint8_t)value.scale;
        c->status = CELL_DECIDED;
        c->decision = number + 1;
        d->used = true;
    }
    buf_free(&now.list);
    return status;
}

static bool
of_row(const struct summary *s, const struct finding_place *f, const struct row *row)
{
    for (uint32_t i = 0; i < row->count; i++)
        if (s->order[row->first + i] == f->record)
            return true;
    return false;
}

/* Marks the findings of a code; where the decision tells quotes, only those that have them. */
static enum status
mark_seen(struct summary *s, uint32_t number, struct row *row)
{
    struct decision *d = &s->decisions[number];
    struct report plain = {.s = s};
    struct buf quotes = {0};
    bool matched = false;
    uint32_t count = s->nfindings;
    for (uint32_t i = 0; i < count; i++) {
        const struct json *v;
        if (!str_eq(s->codes.words[s->findings[i].code], d->subject) ||
            !of_row(s, &s->findings[i], row))
            continue;
        if (summary_finding(s, &s->findings[i], &v) != STATUS_OK)
            return STATUS_BROKEN;
        d->used = true;
        buf_clear(&quotes);
        content_finding_quotes(&plain, v, &quotes);
        if (d->statements.len && !same_list(d->statements, buf_slice(&quotes)))
            continue;
        matched = true;
        s->findings[i].seen = number + 1;
    }
    buf_free(&quotes);
    return d->used && !matched ? own_outdated(s, row, d, STR("")) : STATUS_OK;
}

/* Says why a decision changed nothing: nobody looks for a line that has no effect. */
static void
tell_unused(const struct summary *s, const struct decision *d, bool known, bool reported)
{
    struct str what = known ? d->period : d->key;
    struct buf clean = {0};
    const char *why = "is decided already, or no conflict (any more)";
    if (!known)
        why = "is the key of no institution and the path of no document";
    else if (!reported)
        why = "is no period that the institution or document reports on";
    else if (d->figure < 0)
        why = "is no finding there (any more)";
    if (known && reported)
        what = d->subject;
    clean_text(&clean, what);
    cli_say("%s:%d: the decision is not followed: '%.*s' %s", s->decisions_file.p, d->line,
        (int)clean.len, clean.p, why);
    buf_free(&clean);
}

static enum status
apply(struct summary *s, uint32_t number)
{
    const struct decision *d = &s->decisions[number];
    enum status status = STATUS_OK;
    bool known = false, reported = false;
    for (uint32_t r = 0; r < s->nrows && status == STATUS_OK; r++) {
        struct row *row = &s->rows[r];
        if (!is_of(s, d, row))
            continue;
        known = true;
        if (!str_eq(d->period, s->periods[row->period].label))
            continue;
        reported = true;
        status = d->figure >= 0 ? settle(s, number, row) : mark_seen(s, number, row);
    }
    if (status == STATUS_OK && !d->used)
        tell_unused(s, d, known, reported);
    return status;
}

enum status
decisions_apply(struct summary *s)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < s->ndecisions && status == STATUS_OK; i++)
        status = apply(s, i);
    return status;
}
