/* json_out.c - the summary as one JSON document, an element of an array a line. */
#include "cli.h"
#include "content.h"
#include <inttypes.h>

/* A text of a member, null where it is empty. */
static void
member(struct buf *b, const char *key, struct str s)
{
    if (s.len) {
        json_write_member_str(b, key, s);
    } else {
        json_write_key(b, key);
        buf_z(b, "null");
    }
}

static void
number(struct buf *b, const char *key, bool has, struct decimal d)
{
    json_write_key(b, key);
    if (has)
        json_write_decimal(b, d);
    else
        buf_z(b, "null");
}

static void
both(struct buf *b, const char *key, const struct str text[2])
{
    json_write_key(b, key);
    buf_char(b, '{');
    member(b, "ru", text[0]);
    member(b, "kk", text[1]);
    buf_char(b, '}');
}

static void
hand_over(struct report *r, struct buf *b)
{
    io_write(r->out, buf_slice(b));
    buf_clear(b);
}

static void
open_list(struct buf *b, const char *key)
{
    buf_printf(b, ",\n\"%s\":[", key);
}

/* Each element begins its line; the comma stands before all but the first. */
static void
element(struct buf *b, bool first)
{
    buf_z(b, first ? "\n{" : ",\n{");
}

static void
write_figures(struct report *r, struct buf *b)
{
    open_list(b, "figures");
    for (uint32_t c = 0; c < r->s->ncolumns; c++) {
        const struct figure *f = &r->s->catalog.figures[r->s->columns[c]];
        element(b, c == 0);
        json_write_member_str(b, "id", f->id);
        json_write_member_str(b, "type", f->type);
        json_write_member_str(b, "unit", f->unit);
        json_write_key(b, "label");
        buf_char(b, '{');
        for (int i = 0; i < LANG_COUNT; i++)
            json_write_member_str(b, lang_name((enum lang)i), f->label[i]);
        buf_z(b, "}}");
    }
    buf_char(b, ']');
    hand_over(r, b);
}

static void
write_periods(struct report *r, struct buf *b)
{
    open_list(b, "periods");
    for (uint32_t i = 0; i < r->s->period_keys.count; i++) {
        element(b, i == 0);
        member(b, "label", r->s->periods[i].label);
        member(b, "from", r->s->periods[i].from);
        member(b, "to", r->s->periods[i].to);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void
write_institution(struct buf *b, const struct institution *i)
{
    json_write_key(b, "institution");
    buf_char(b, '{');
    member(b, "key", i->key);
    member(b, "bin", i->bin);
    both(b, "name", i->name);
    both(b, "locality", i->place);
    member(b, "legal_form", i->legal_form);
    buf_char(b, '}');
}

struct statements {
    const struct report *r;
    struct buf *b;
};

/* A statement as its record has it, with the number of its document in the row's list. */
static void
write_statement(void *ctx, uint32_t nth, const struct record *record, const struct json *statement)
{
    const struct statements *to = ctx;
    struct buf *b = to->b;
    (void)record;
    json_write_comma(b);
    buf_printf(b, "{\"document\":%" PRIu32, nth);
    for (const struct json *m = statement->child; m; m = m->next) {
        buf_char(b, ',');
        json_write_str(b, m->key);
        buf_char(b, ':');
        if (str_is(m->key, "quote"))
            json_write_str(b, content_quote(to->r, statement));
        else
            json_write(b, m);
    }
    buf_char(b, '}');
}

static void
write_decision(const struct report *r, const struct decision *d, struct buf *b)
{
    json_write_key(b, "decision");
    buf_char(b, '{');
    member(b, "decision", d->decision);
    member(b, "who", r->s->no_persons ? STR("") : d->who);
    member(b, "when", d->when);
    member(b, "why", r->s->no_persons ? STR("") : d->why);
    buf_char(b, '}');
}

static void
write_source(const struct report *r, const struct source *of, struct buf *b)
{
    struct source source = summary_source(r->s, of);
    json_write_member_str(b, "path", source.path);
    member(b, "member", source.member);
    member(b, "sha256", source.sha256);
}

/* What it was in an earlier year, and by how much it changed. */
static void
write_change(struct report *r, const struct row *row, const struct cell *cell, struct buf *b)
{
    struct change change;
    if (!summary_change(r->s, row, cell, &change))
        return;
    json_write_key(b, "change");
    buf_char(b, '{');
    member(b, "since", r->s->periods[change.period].label);
    number(b, "before", true, change.before);
    number(b, "by", true, change.by);
    number(b, "percent", change.has_percent, change.percent);
    buf_char(b, '}');
}

static enum status
write_cells(struct report *r, const struct row *row, struct buf *b)
{
    enum status status = STATUS_OK;
    struct statements to = {r, b};
    json_write_key(b, "figures");
    buf_char(b, '[');
    for (uint32_t c = 0; c < r->s->ncolumns && status == STATUS_OK; c++) {
        const struct cell *cell = cells_find(row->cells, r->s->columns[c]);
        if (!cell)
            continue;
        json_write_comma(b);
        buf_char(b, '{');
        json_write_member_str(b, "id", r->s->catalog.figures[cell->figure].id);
        number(b, "value", cell->status != CELL_CONFLICT, cell_value(cell));
        json_write_member_str(b, "status", str_of(content_status(cell)));
        write_change(r, row, cell, b);
        if (cell->decision)
            write_decision(r, &r->s->decisions[cell->decision - 1], b);
        json_write_key(b, "statements");
        buf_char(b, '[');
        status = content_statements(r->s, row, cell->figure, write_statement, &to);
        buf_char(b, ']');
        buf_char(b, '}');
    }
    buf_char(b, ']');
    return status;
}

static void
write_documents(struct report *r, const struct row *row, struct buf *b)
{
    json_write_key(b, "documents");
    buf_char(b, '[');
    for (uint32_t i = 0; i < row_documents(row); i++) {
        const struct record *record = &r->s->records[r->s->order[row->first + i]];
        json_write_comma(b);
        buf_char(b, '{');
        write_source(r, &record->source, b);
        if (record->copy)
            buf_z(b, ",\"copy\":true");
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void
write_levels(struct buf *b, const uint32_t findings[3])
{
    json_write_key(b, "findings");
    buf_char(b, '{');
    for (int i = 0; i < 3; i++)
        json_write_member_int(b, finding_level_name((enum finding_level)i), findings[i]);
    buf_char(b, '}');
}

static enum status
write_unclaimed(struct report *r, const struct row *row, struct buf *b)
{
    json_write_key(b, "unclaimed");
    buf_char(b, '[');
    for (uint32_t i = 0; i < row->count && row->unclaimed; i++) {
        const struct json *line;
        if (summary_evidence(r->s, &r->s->records[r->s->order[row->first + i]], &line) != STATUS_OK)
            return STATUS_BROKEN;
        for (const struct json *v = content_unclaimed(r, line); v; v = v->next) {
            json_write_comma(b);
            json_write(b, v);
        }
    }
    buf_char(b, ']');
    return STATUS_OK;
}

static enum status
write_rows(struct report *r, struct buf *b)
{
    enum status status = STATUS_OK;
    open_list(b, "rows");
    for (uint32_t i = 0; i < r->s->nshown && status == STATUS_OK; i++) {
        const struct row *row = &r->s->rows[i];
        element(b, i == 0);
        write_institution(b, &r->s->institutions[row->institution]);
        member(b, "period", r->s->periods[row->period].label);
        write_documents(r, row, b);
        status = write_cells(r, row, b);
        write_levels(b, row->findings);
        if (status == STATUS_OK)
            status = write_unclaimed(r, row, b);
        buf_char(b, '}');
        hand_over(r, b);
    }
    buf_char(b, ']');
    return status;
}

static void
write_total(struct report *r, uint32_t period, uint32_t column, struct buf *b)
{
    const struct total *t = summary_total(r->s, period, column);
    bool some = t->stated > t->conflicts;
    member(b, "period", r->s->periods[period].label);
    json_write_member_str(b, "figure", r->s->catalog.figures[r->s->columns[column]].id);
    json_write_member_int(b, "stated", t->stated);
    json_write_member_int(b, "conflicts", t->conflicts);
    number(b, "sum", t->has_sum, t->sum);
    number(b, "mean", t->has_mean, t->mean);
    number(b, "median", some && t->has_median, t->median);
    number(b, "least", some, t->least);
    number(b, "greatest", some, t->greatest);
    buf_char(b, '}');
}

static void
write_totals(struct report *r, struct buf *b)
{
    bool first = true;
    open_list(b, "totals");
    for (uint32_t p = 0; p < r->s->period_keys.count; p++)
        for (uint32_t c = 0; c < r->s->ncolumns; c++)
            if (summary_total(r->s, p, c)->stated) {
                element(b, first);
                write_total(r, p, c, b);
                first = false;
            }
    buf_char(b, ']');
    hand_over(r, b);
}

static void
write_finding(const struct report *r, const struct json *v, struct buf *b)
{
    if (!is_withheld(r, v)) {
        json_write(b, v);
        return;
    }
    buf_char(b, '{');
    json_write_member_str(b, "code", json_text(v, "code"));
    json_write_member_str(b, "level", json_text(v, "level"));
    json_write_key(b, "withheld");
    buf_z(b, "true}");
}

/* Who is expected and has no row, or reports in one language only, period by period. */
static void
write_missing(struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    bool first = true;
    open_list(b, "missing");
    struct missing m;
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; content_missing(s, p, &e, &m);) {
            element(b, first);
            first = false;
            write_institution(b, m.institution);
            member(b, "period", s->periods[p].label);
            member(b, "missing", str_of(content_missing_label(&m)));
            member(b, "due", m.expected->due.len ? m.expected->due : s->due);
            buf_char(b, '}');
        }
    buf_char(b, ']');
    hand_over(r, b);
}

static enum status
write_findings(struct report *r, struct buf *b)
{
    open_list(b, "findings");
    for (uint32_t i = 0; i < r->s->nshown_findings; i++) {
        const struct finding_place *f = &r->s->findings[i];
        const struct json *v;
        if (summary_finding(r->s, f, &v) != STATUS_OK)
            return STATUS_BROKEN;
        element(b, i == 0);
        json_write_member_int(b, "row", f->row);
        write_source(r, &r->s->records[f->record].source, b);
        json_write_key(b, "finding");
        write_finding(r, v, b);
        if (f->seen)
            write_decision(r, &r->s->decisions[f->seen - 1], b);
        buf_char(b, '}');
        hand_over(r, b);
    }
    buf_char(b, ']');
    return STATUS_OK;
}

static enum status
write_rejected(struct report *r, struct buf *b)
{
    open_list(b, "rejected");
    for (uint32_t i = 0; i < r->s->nrejected; i++) {
        const struct json *reason;
        struct source source;
        if (summary_rejected(r->s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        element(b, i == 0);
        write_source(r, &source, b);
        json_write_key(b, "rejected");
        json_write(b, reason);
        buf_char(b, '}');
        hand_over(r, b);
    }
    buf_char(b, ']');
    return STATUS_OK;
}

enum status
write_json(struct report *r)
{
    struct buf b = {0};
    buf_printf(&b,
        "{\"type\":\"summary\",\"version\":\"%s\",\"documents\":%" PRId64 ",\"records\":%" PRIu32,
        SVODKA_VERSION, r->s->documents, r->s->nrecords);
    json_write_key(&b, "rules");
    buf_char(&b, '[');
    for (uint32_t i = 0; i < r->s->rules.count; i++) {
        json_write_comma(&b);
        json_write_str(&b, r->s->rules.words[i]);
    }
    buf_char(&b, ']');
    write_figures(r, &b);
    write_periods(r, &b);
    enum status status = write_rows(r, &b);
    write_totals(r, &b);
    if (status == STATUS_OK)
        status = write_findings(r, &b);
    write_missing(r, &b);
    if (status == STATUS_OK)
        status = write_rejected(r, &b);
    buf_z(&b, "}\n");
    hand_over(r, &b);
    if (b.failed)
        status = STATUS_BROKEN;
    buf_free(&b);
    return status;
}
