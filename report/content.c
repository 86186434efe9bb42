#include "content.h"

#include "clean.h"
#include "cli.h"
#include <inttypes.h>
#include <stdlib.h>

const struct content_chart content_charts[CONTENT_CHARTS] = {
    {"chart.staff", {"staff_planned", "staff_actual"}},
    {"chart.turnover", {"turnover_previous_percent", "turnover_percent"}},
    {"chart.services", {"service_recipients_previous", "service_recipients"}},
};

const char *
content_group(struct str figure)
{
    static const struct {
        const char *prefix, *group;
    } groups[] = {
        {"staff_", "staff"},
        {"turnover_", "staff"},
        {"dismissed_", "staff"},
        {"hired_", "control"},
        {"service", "services"},
        {"procurement_", "procurement"},
        {"inspections_", "control"},
        {"disciplinary_", "control"},
        {"internal_", "control"},
        {"labour_", "control"},
        {"corruption_", "control"},
        {"conflicts_", "control"},
        {"risks_", "control"},
        {"permit_", "control"},
        {"control_", "control"},
    };
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (str_starts(figure, str_of(groups[i].prefix)))
            return groups[i].group;
    return "other";
}

uint32_t
content_columns(const struct summary *s, uint32_t *columns)
{
    uint32_t count = 0;
    for (uint32_t c = 0; c < s->ncolumns; c++)
        for (uint32_t p = 0; p < s->period_keys.count; p++)
            if (summary_total(s, p, c)->stated) {
                columns[count++] = c;
                break;
            }
    return count;
}

uint32_t
content_period_end(const struct summary *s, uint32_t first)
{
    uint32_t end = first;
    while (end < s->nshown && s->rows[end].period == s->rows[first].period)
        end++;
    return end;
}

struct str
content_languages(uint8_t langs)
{
    static const char *const names[] = {"", "ru", "kk", "ru kk"};
    return str_of(names[langs & (STATED_RU | STATED_KK)]);
}

uint32_t
content_institutions(const struct summary *s)
{
    bool *seen = calloc(s->ninstitutions + (size_t)1, sizeof *seen);
    uint32_t n = 0;
    for (uint32_t i = 0; seen && i < s->nshown; i++) {
        n += !seen[s->rows[i].institution];
        seen[s->rows[i].institution] = true;
    }
    free(seen);
    return n;
}

const char *
content_status(const struct cell *c)
{
    static const char *const names[] = {"", "agree", "single", "conflict", "decided"};
    return names[c->status];
}

enum status
content_statements(
    struct summary *s, const struct row *row, unsigned figure, content_taker take, void *ctx)
{
    struct str id = s->catalog.figures[figure].id;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct json *line;
        const struct record *record = &s->records[s->order[row->first + i]];
        if (!cells_find(record->cells, figure))
            continue;
        if (summary_evidence(s, record, &line) != STATUS_OK)
            return STATUS_BROKEN;
        for (const struct json *f = json_get(line, "figures")->child; f; f = f->next) {
            const struct json *list =
                str_eq(json_text(f, "id"), id) ? json_get(f, "statements") : NULL;
            for (const struct json *v = list ? list->child : NULL; v; v = v->next)
                take(ctx, i, record, v);
        }
    }
    return STATUS_OK;
}

void
content_origin(const struct report *r, bool whole, struct buf *b)
{
    const struct map *rules = &r->s->rules;
    buf_z(b, "svodka " SVODKA_VERSION);
    for (uint32_t i = 0; i < rules->count; i++) {
        buf_z(b, i ? ", " : "; ");
        if (i == 0) {
            buf_str(b, word(r, "rules"));
            buf_z(b, ": ");
        }
        clean_text(b, whole ? rules->words[i] : str_head(rules->words[i], 12));
    }
    if (whole && r->s->nshown < r->s->nrows) {
        buf_z(b, "; ");
        buf_str(b, word(r, "count.hidden"));
        buf_printf(b, ": %" PRIu32, r->s->nrows - r->s->nshown);
    }
}

static void
separated(struct buf *b, struct str s)
{
    if (b->len)
        buf_z(b, " | ");
    buf_str(b, s);
}

void
content_path(const struct summary *s, const struct source *of, struct buf *b)
{
    struct source source = summary_source(s, of);
    buf_str(b, source.path.len ? source.path : STR("?"));
    if (source.member.len) {
        buf_char(b, '/');
        buf_str(b, source.member);
    }
}

size_t
content_folders(const struct summary *s, const struct row *row)
{
    struct str first = s->records[s->order[row->first]].source.path;
    size_t shared = first.len;
    for (uint32_t i = 0; i < row_documents(row); i++) {
        struct str path = s->records[s->order[row->first + i]].source.path;
        size_t same = 0;
        while (same < shared && same < path.len && path.p[same] == first.p[same])
            same++;
        shared = same;
    }
    while (shared && first.p[shared - 1] != '/')
        shared--;
    return shared;
}

void
content_name(const struct summary *s, size_t folders, const struct source *of, struct buf *b)
{
    struct source source = *of;
    source.path = str_slice(of->path, folders, of->path.len);
    content_path(s, &source, b);
}

struct str
content_quote(const struct report *r, const struct json *statement)
{
    struct str how = json_text(statement, "how");
    if (r->s->no_persons && (str_is(how, "zero") || str_is(how, "list")))
        return label_of(&r->s->catalog, r->lang, "how", how);
    return json_text(statement, "quote");
}

struct context
content_context(const struct report *r, const struct record *record, const struct json *statement)
{
    struct context c;
    if (r->s->no_persons || !summary_context(r->s, record, statement, &c))
        c = (struct context){STR(""), content_quote(r, statement), STR(""), 0, 0, 0};
    return c;
}

const struct json *
content_unclaimed(const struct report *r, const struct json *line)
{
    const struct json *list = r->s->no_persons ? NULL : json_get(line, "unclaimed");
    return list ? list->child : NULL;
}

static void
take_quote(void *ctx, uint32_t nth, const struct record *record, const struct json *statement)
{
    struct content_quotes *q = ctx;
    (void)nth;
    separated(
        &q->quotes[str_is(json_text(statement, "lang"), "kk")], content_quote(q->r, statement));
    if (record == q->last)
        return;
    q->last = record;
    separated(&q->paths, STR(""));
    content_path(q->r->s, &record->source, &q->paths);
    separated(&q->hashes, record->source.sha256);
}

enum status
content_quotes(
    const struct report *r, const struct row *row, unsigned figure, struct content_quotes *q)
{
    buf_clear(&q->quotes[0]);
    buf_clear(&q->quotes[1]);
    buf_clear(&q->paths);
    buf_clear(&q->hashes);
    q->r = r;
    q->last = NULL;
    enum status status = content_statements(r->s, row, figure, take_quote, q);
    bool failed = q->quotes[0].failed || q->quotes[1].failed || q->paths.failed || q->hashes.failed;
    return failed ? STATUS_BROKEN : status;
}

void
content_quotes_free(struct content_quotes *q)
{
    buf_free(&q->quotes[0]);
    buf_free(&q->quotes[1]);
    buf_free(&q->paths);
    buf_free(&q->hashes);
}

void
content_finding_quotes(const struct report *r, const struct json *finding, struct buf *b)
{
    const struct json *list = is_withheld(r, finding) ? NULL : json_get(finding, "statements");
    size_t start = b->len;
    for (const struct json *v = list ? list->child : NULL; v; v = v->next) {
        if (b->len > start)
            buf_z(b, " | ");
        buf_str(b, json_text(v, "quote"));
    }
}

void
content_decision(const struct report *r, uint32_t number, enum lang lang, struct buf *b)
{
    if (!number)
        return;
    const struct decision *d = &r->s->decisions[number - 1];
    buf_str(b, label(&r->s->catalog, lang, "decided.by"));
    const struct str parts[] = {d->who, d->when, d->why};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (!parts[i].len || (i != 1 && r->s->no_persons)) /* a reason may name people too */
            continue;
        buf_z(b, i == 2 ? ": " : " ");
        clean_text(b, parts[i]);
    }
}

void
content_decided(const struct report *r, const struct cell *c, struct buf *b)
{
    buf_str(b, r->s->catalog.figures[c->figure].label[r->lang]);
    buf_z(b, ": \xE2\x9C\x93");
    clean_number(b, cell_value(c), r->lang);
    buf_z(b, "; ");
    content_decision(r, c->decision, r->lang, b);
}

void
content_finding(const struct report *r, const struct finding_place *f, const struct json *finding,
    enum lang lang, struct buf *b)
{
    struct report in = *r;
    in.lang = lang;
    buf_str(b, sentence(&in, finding));
    if (!f->seen)
        return;
    buf_z(b, " \xE2\x9C\x93 ");
    content_decision(r, f->seen, lang, b);
}

bool
content_by_row(const struct summary *s, struct content_by_row *out)
{
    out->first = calloc(s->nrows + (size_t)1, sizeof *out->first);
    out->next = calloc(s->nfindings + (size_t)1, sizeof *out->next);
    if (!out->first || !out->next)
        return false;
    for (uint32_t i = s->nshown_findings; i-- > 0;) {
        out->next[i] = out->first[s->findings[i].row];
        out->first[s->findings[i].row] = i + 1;
    }
    return true;
}

void
content_by_row_free(struct content_by_row *b)
{
    free(b->first);
    free(b->next);
    *b = (struct content_by_row){0};
}

uint32_t
content_conflicts(const struct row *row)
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < row->cells.count; i++)
        n += row->cells.p[i].status == CELL_CONFLICT;
    return n;
}

struct str
content_period(const struct report *r, uint32_t period)
{
    return r->s->periods[period].words[r->lang];
}

static void
signed_number(const struct report *r, struct decimal d, struct buf *b)
{
    if (d.units > 0)
        buf_char(b, '+');
    clean_number(b, d, r->lang);
}

void
content_change(const struct report *r, const struct change *change, struct buf *b)
{
    signed_number(r, change->by, b);
    if (!change->has_percent)
        return;
    buf_z(b, " (");
    signed_number(r, decimal_trim(change->percent), b);
    buf_z(b, "\xC2\xA0%)");
}

bool
content_missing(const struct summary *s, uint32_t period, uint32_t *e, struct missing *out)
{
    const struct period *p = &s->periods[period];
    while (p->expected && *e < s->nexpected) {
        const struct expected *expected = &s->expected[(*e)++];
        uint8_t reported = summary_reported(s, expected, period);
        /* what nobody reports on for this period is not due for it */
        uint8_t owed = expected->forms & p->forms;
        bool lacks = owed & ~(reported >> REPORTED_FORMS);
        if (!expected->shown || (expected->forms && !owed))
            continue;
        reported &= STATED_RU | STATED_KK | REPORTED_AT_ALL | REPORTED_LATE;
        if (!lacks && reported == (REPORTED_AT_ALL | STATED_RU | STATED_KK))
            continue;
        *out = (struct missing){
            &s->institutions[s->named[expected->named].joined], expected, reported};
        return true;
    }
    return false;
}

const char *const content_missing_kinds[CONTENT_MISSING] = {"missing", "missing.kk", "missing.ru",
    "missing.language", "late", "missing.kk.late", "missing.ru.late", "missing.form"};

const char *
content_missing_label(const struct missing *m)
{
    bool late = m->reported & REPORTED_LATE;
    if (!m->reported)
        return content_missing_kinds[0];
    switch (m->reported & (STATED_RU | STATED_KK)) {
    case STATED_RU:
        return content_missing_kinds[late ? 5 : 1];
    case STATED_KK:
        return content_missing_kinds[late ? 6 : 2];
    case STATED_RU | STATED_KK:
        return content_missing_kinds[late ? 4 : 7];
    default:
        return content_missing_kinds[late ? 4 : 3];
    }
}

uint32_t
content_main_period(const struct summary *s, uint32_t *first, uint32_t *last)
{
    uint32_t best = MAP_NONE, size = 0;
    for (uint32_t from = 0, to; from < s->nshown; from = to) {
        to = content_period_end(s, from);
        if (to - from >= size && (s->periods[s->rows[from].period].from.len || best == MAP_NONE)) {
            best = s->rows[from].period;
            size = to - from;
            *first = from;
            *last = to;
        }
    }
    return best;
}
