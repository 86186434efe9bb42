#include "own.h"

#include "clean.h"
#include "cli.h"
#include "content.h"
#include "grow.h"
#include "join.h"
#include <errno.h>

#define ARGS 4

/* What reports write of the year before, and what it was called then. */
static const struct {
    const char *previous, *now;
} pairs[] = {
    {"turnover_previous_count", "turnover_count"},
    {"turnover_previous_percent", "turnover_percent"},
    {"service_recipients_previous", "service_recipients"},
    {"service_recipients_previous_share_percent", "service_recipients_share_percent"},
};

struct maker {
    struct summary *s;
    struct buf json, args[ARGS][LANG_COUNT];
};

static void
free_maker(struct maker *m)
{
    buf_free(&m->json);
    for (int i = 0; i < ARGS; i++)
        for (int k = 0; k < LANG_COUNT; k++)
            buf_free(&m->args[i][k]);
}

static void
clear(struct maker *m)
{
    buf_clear(&m->json);
    for (int i = 0; i < ARGS; i++)
        for (int k = 0; k < LANG_COUNT; k++)
            buf_clear(&m->args[i][k]);
}

/* The same text for an argument in every language. */
static void
argument(struct maker *m, int number, struct str text)
{
    for (int k = 0; k < LANG_COUNT; k++)
        buf_str(&m->args[number][k], text);
}

static void
figure_argument(struct maker *m, int number, unsigned figure)
{
    for (int k = 0; k < LANG_COUNT; k++)
        buf_str(&m->args[number][k], m->s->catalog.figures[figure].label[k]);
}

static void
value_argument(struct maker *m, int number, const struct cell *c)
{
    for (int k = 0; k < LANG_COUNT; k++)
        clean_number(&m->args[number][k], cell_value(c), (enum lang)k);
}

static void
open_finding(struct maker *m, enum finding f)
{
    buf_char(&m->json, '{');
    json_write_member_str(&m->json, "code", str_of(finding_code(f)));
    json_write_member_str(&m->json, "level", str_of(finding_level_name(finding_level(f))));
    json_write_key(&m->json, "figures");
    buf_char(&m->json, '[');
}

static void
add_figure(struct maker *m, unsigned figure)
{
    json_write_comma(&m->json);
    json_write_str(&m->json, m->s->catalog.figures[figure].id);
}

static void
add_record(struct maker *m, const struct record *r)
{
    json_write_comma(&m->json);
    buf_char(&m->json, '{');
    struct source source = summary_source(m->s, &r->source);
    json_write_member_str(&m->json, "path", source.path);
    if (source.member.len)
        json_write_member_str(&m->json, "member", source.member);
    json_write_member_str(&m->json, "period", m->s->periods[r->period].label);
    buf_char(&m->json, '}');
}

static void
add_records(struct maker *m, const struct row *row)
{
    for (uint32_t i = 0; i < row->count; i++)
        add_record(m, &m->s->records[m->s->order[row->first + i]]);
}

static void
write_texts(struct maker *m, enum finding f)
{
    struct buf text = {0};
    json_write_key(&m->json, "text");
    buf_char(&m->json, '{');
    for (int k = 0; k < LANG_COUNT; k++) {
        struct str args[ARGS];
        for (int i = 0; i < ARGS; i++)
            args[i] = buf_slice(&m->args[i][k]);
        buf_clear(&text);
        finding_format(&text, f, lang_name((enum lang)k), args, ARGS);
        json_write_member_str(&m->json, lang_name((enum lang)k), buf_slice(&text));
    }
    buf_char(&m->json, '}');
    m->json.failed |= text.failed;
    buf_free(&text);
}

/* Puts the finished object among the findings of the row. */
static enum status
add_finding(struct maker *m, enum finding f, struct row *row)
{
    struct summary *s = m->s;
    buf_char(&m->json, '}');
    uint32_t code = map_take(&s->codes, &s->arena, str_of(finding_code(f)));
    struct finding_place *findings =
        grow(s->findings, &s->capacity_findings, s->nfindings + (size_t)1, sizeof *findings);
    if (findings)
        s->findings = findings;
    if (code == MAP_NONE || !findings || m->json.failed) {
        cli_say("%s", strerror(ENOMEM));
        return STATUS_BROKEN;
    }
    struct finding_place *place = &findings[s->nfindings];
    *place = (struct finding_place){.record = s->order[row->first],
        .nth = UINT32_MAX,
        .code = code,
        .level = (uint8_t)finding_level(f)};
    if (spool_add(&s->spool, buf_slice(&m->json), &place->own) != STATUS_OK)
        return STATUS_BROKEN;
    row->findings[place->level]++;
    s->nfindings++;
    return STATUS_OK;
}

/* The row of an institution in a period; rows are sorted by both. */
static const struct row *
find_row(const struct summary *s, uint32_t period, uint32_t institution)
{
    uint32_t low = 0, high = s->nrows;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct row *r = &s->rows[middle];
        if (r->period < period || (r->period == period && r->institution < institution))
            low = middle + 1;
        else
            high = middle;
    }
    const struct row *r = low < s->nrows ? &s->rows[low] : NULL;
    return r && r->period == period && r->institution == institution ? r : NULL;
}

/* Year of a date as a number; 0 where there is none. */
static int
year_of(struct str date)
{
    int year = 0;
    for (size_t i = 0; i < 4 && date.len == 10; i++)
        year = year * 10 + (date.p[i] - '0');
    return year;
}

/* Exactly a year apart: a longer gap is no "previous period". */
static bool
year_before(struct period before, struct period now)
{
    return before.from.len == 10 && now.from.len == 10 && before.to.len == 10 && now.to.len == 10 &&
        year_of(before.from) + 1 == year_of(now.from) &&
        year_of(before.to) + 1 == year_of(now.to) &&
        str_eq(str_slice(before.from, 4, 10), str_slice(now.from, 4, 10)) &&
        str_eq(str_slice(before.to, 4, 10), str_slice(now.to, 4, 10));
}

static enum status
compare_years(struct maker *m, struct row *now, const struct row *before)
{
    struct summary *s = m->s;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        int previous = catalog_find(&s->catalog, str_of(pairs[i].previous));
        int then = catalog_find(&s->catalog, str_of(pairs[i].now));
        const struct cell *a = previous < 0 ? NULL : cells_find(now->cells, (unsigned)previous);
        const struct cell *b = then < 0 ? NULL : cells_find(before->cells, (unsigned)then);
        if (!a || !b || a->status == CELL_CONFLICT || b->status == CELL_CONFLICT ||
            join_equal(a, b))
            continue;
        clear(m);
        figure_argument(m, 0, b->figure);
        value_argument(m, 1, a);
        for (int k = 0; k < LANG_COUNT; k++)
            buf_str(&m->args[2][k], s->periods[before->period].words[k]);
        value_argument(m, 3, b);
        open_finding(m, FINDING_previous_period);
        add_figure(m, a->figure);
        add_figure(m, b->figure);
        buf_z(&m->json, "],\"records\":[");
        add_records(m, now);
        add_records(m, before);
        buf_char(&m->json, ']');
        write_texts(m, FINDING_previous_period);
        if (add_finding(m, FINDING_previous_period, now) != STATUS_OK)
            return STATUS_BROKEN;
    }
    return STATUS_OK;
}

/* "79 (a.docx), 78 (b.docx)"; whether the documents state it in different languages is put in
 * `apart`. False where one of them contradicts itself: that is its own finding. */
static bool
list_values(struct maker *m, const struct row *row, unsigned figure, bool *apart)
{
    uint8_t langs = 0;
    size_t folders = content_folders(m->s, row);
    *apart = true;
    for (uint32_t i = 0; i < row->count; i++) {
        const struct record *r = &m->s->records[m->s->order[row->first + i]];
        const struct cell *c = cells_find(r->cells, figure);
        if (!c)
            continue;
        if (c->status == CELL_CONFLICT)
            return false;
        *apart = *apart && !(langs & c->langs);
        langs |= c->langs;
        for (int k = 0; k < LANG_COUNT; k++) {
            struct buf *b = &m->args[1][k];
            buf_z(b, b->len ? ", " : "");
            clean_number(b, cell_value(c), (enum lang)k);
            buf_z(b, " (");
            content_name(m->s, folders, &r->source, b);
            buf_char(b, ')');
        }
    }
    return true;
}

static enum status
compare_documents(struct maker *m, struct row *row)
{
    for (uint32_t i = 0; i < row->cells.count; i++) {
        const struct cell *c = &row->cells.p[i];
        bool apart;
        if (c->status != CELL_CONFLICT)
            continue;
        clear(m);
        figure_argument(m, 0, c->figure);
        if (!list_values(m, row, c->figure, &apart))
            continue;
        enum finding f = apart ? FINDING_language_conflict : FINDING_resubmission;
        open_finding(m, f);
        add_figure(m, c->figure);
        buf_z(&m->json, "],\"records\":[");
        add_records(m, row);
        buf_char(&m->json, ']');
        write_texts(m, f);
        if (add_finding(m, f, row) != STATUS_OK)
            return STATUS_BROKEN;
    }
    return STATUS_OK;
}

/* Files that are one under several names, of which the row has the record `r`. */
static enum status
tell_copies(struct maker *m, struct row *row, const struct record *r)
{
    const struct summary *s = m->s;
    size_t folders = content_folders(s, row);
    bool any = false;
    clear(m);
    open_finding(m, FINDING_same_file);
    buf_z(&m->json, "],\"records\":[");
    add_record(m, r);
    for (int k = 0; k < LANG_COUNT; k++)
        content_name(s, folders, &r->source, &m->args[0][k]);
    for (uint32_t i = row->count; i < row_documents(row); i++) {
        const struct record *copy = &s->records[s->order[row->first + i]];
        if (!str_eq(copy->source.sha256, r->source.sha256))
            continue;
        any = true;
        add_record(m, copy);
        for (int k = 0; k < LANG_COUNT; k++) {
            buf_z(&m->args[0][k], ", ");
            content_name(s, folders, &copy->source, &m->args[0][k]);
        }
    }
    buf_char(&m->json, ']');
    write_texts(m, FINDING_same_file);
    return any ? add_finding(m, FINDING_same_file, row) : STATUS_OK;
}

/* As a record writes it. */
static void
written_argument(struct maker *m, int number, struct str value)
{
    struct decimal d;
    bool is_number = decimal_parse(value, &d);
    for (int k = 0; k < LANG_COUNT; k++)
        if (is_number)
            clean_number(&m->args[number][k], d, (enum lang)k);
        else
            buf_z(&m->args[number][k], value.len ? "\xE2\x89\xA0" : "\xE2\x80\x94");
}

static enum status
add_revision(struct maker *m, struct row *row, const struct revision *v)
{
    clear(m);
    figure_argument(m, 0, (unsigned)v->figure);
    written_argument(m, 1, v->old);
    written_argument(m, 2, v->new);
    argument(m, 3, str_slice(v->since, 0, 10));
    open_finding(m, FINDING_revised);
    add_figure(m, (unsigned)v->figure);
    buf_z(&m->json, "],\"records\":[");
    add_record(m, &m->s->records[v->record]);
    buf_char(&m->json, ']');
    write_texts(m, FINDING_revised);
    return add_finding(m, FINDING_revised, row);
}

/* What a new version of one of the row's documents changed. */
static enum status
tell_revisions(struct maker *m, struct row *row)
{
    const struct summary *s = m->s;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < row->count; i++) {
        uint32_t record = s->order[row->first + i], low = 0, high = s->nrevisions;
        while (low < high) {
            uint32_t middle = low + (high - low) / 2;
            if (s->revisions[middle].record < record)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < s->nrevisions && s->revisions[low].record == record && status == STATUS_OK;
             low++)
            status = add_revision(m, row, &s->revisions[low]);
    }
    return status;
}

enum status
own_findings(struct summary *s)
{
    struct maker m = {.s = s};
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < s->nrows && status == STATUS_OK; i++) {
        struct row *row = &s->rows[i];
        if (row->count > 1)
            status = compare_documents(&m, row);
        for (uint32_t k = 0; k < row->count && row->copies && status == STATUS_OK; k++)
            status = tell_copies(&m, row, &s->records[s->order[row->first + k]]);
        if (status == STATUS_OK)
            status = tell_revisions(&m, row);
        for (uint32_t p = row->period; p-- > 0 && status == STATUS_OK;) {
            const struct row *before = year_before(s->periods[p], s->periods[row->period])
                ? find_row(s, p, row->institution)
                : NULL;
            if (before)
                status = compare_years(&m, row, before);
        }
    }
    free_maker(&m);
    return status;
}

enum status
own_outdated(struct summary *s, struct row *row, const struct decision *d, struct str now)
{
    struct maker m = {.s = s};
    if (d->figure >= 0)
        figure_argument(&m, 0, (unsigned)d->figure);
    else
        argument(&m, 0, d->subject);
    argument(&m, 1, d->who.len && !s->no_persons ? d->who : STR("?"));
    argument(&m, 2, d->when.len ? d->when : STR("?"));
    argument(&m, 3, now.len ? now : STR("\xE2\x80\x94"));
    open_finding(&m, FINDING_decision_outdated);
    if (d->figure >= 0)
        add_figure(&m, (unsigned)d->figure);
    buf_z(&m.json, "],\"records\":[");
    add_records(&m, row);
    buf_char(&m.json, ']');
    write_texts(&m, FINDING_decision_outdated);
    enum status status = add_finding(&m, FINDING_decision_outdated, row);
    free_maker(&m);
    return status;
}
