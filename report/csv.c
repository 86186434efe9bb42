/* csv.c - comma-separated values by RFC 4180. The main table is a line for each figure of each row;
 * others are the matrix ("wide"), totals, findings, who is missing, sources. Numbers are plain
 * decimals with a point. */
#include "csv.h"
#include "clean.h"
#include "content.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

const struct csv_column csv_identity[CSV_IDENTITY] = {{"institution_key", "string", "institution"},
    {"bin", "string", NULL}, {"institution", "string", "institution"}, {"place", "string", "place"},
    {"period", "string", "period"}};

static const struct csv_column figures[] = {{"figure", "string", "figure"},
    {"label", "string", "figure"}, {"unit", "string", "unit"}, {"value", "number", "value"},
    {"status", "string", "status"}, {"approx", "boolean", NULL}, {"since", "string", "since"},
    {"before", "number", "before"}, {"change", "number", "change"},
    {"quote_ru", "string", "quote.ru"}, {"quote_kk", "string", "quote.kk"},
    {"path", "string", "document"}, {"sha256", "string", "sha256"},
    {"decision", "string", "title.decided"}};

static const struct csv_column findings[] = {{"level", "string", "level"},
    {"code", "string", "code"}, {"finding", "string", "finding"}, {"quotes", "string", "quotes"},
    {"path", "string", "document"}, {"sha256", "string", "sha256"}};

static const struct csv_column missing[] = {
    {"missing", "string", NULL}, {"label", "string", "missing.what"}, {"due", "date", "due"}};

static const struct csv_column sources[] = {{"path", "string", "document"},
    {"sha256", "string", "sha256"}, {"state", "string", "state"}, {"figures", "integer", "figures"},
    {"unclaimed", "integer", "unclaimed"}};

static const struct csv_column totals[] = {{"period", "string", "period"},
    {"figure", "string", "figure"}, {"label", "string", "figure"}, {"unit", "string", "unit"},
    {"stated", "integer", "total.stated"}, {"conflicts", "integer", "total.conflicts"},
    {"sum", "number", "total.sum"}, {"mean", "number", "total.mean"},
    {"median", "number", "total.median"}, {"least", "number", NULL}, {"greatest", "number", NULL}};

const struct csv_shape csv_shapes[CSV_TABLES] = {
    {"figures", true, figures, COUNT(figures), false},
    {"matrix", true, NULL, 0, true},
    {"totals", false, totals, COUNT(totals), false},
    {"findings", true, findings, COUNT(findings), false},
    {"missing", true, missing, COUNT(missing), false},
    {"sources", true, sources, COUNT(sources), false},
};

/* Text that a spreadsheet would run as a formula. A number is none, even a negative one. */
static bool
is_formula(struct str s)
{
    return s.len && strchr("=+-@\t\r", *s.p) && *s.p;
}

/* A field of words from anywhere: on one line, quoted where it must be, with an apostrophe before
 * what would be a formula. */
static void
add_text(struct buf *b, struct str s)
{
    struct buf clean = {0};
    clean_text(&clean, s);
    struct str t = buf_slice(&clean);
    bool quoted = is_formula(t);
    for (size_t i = 0; i < t.len; i++)
        quoted |= t.p[i] == ',' || t.p[i] == '"' || t.p[i] == ';';
    if (quoted)
        buf_char(b, '"');
    if (is_formula(t))
        buf_char(b, '\'');
    for (size_t i = 0; i < t.len; i++) {
        if (t.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, t.p[i]);
    }
    if (quoted)
        buf_char(b, '"');
    b->failed |= clean.failed;
    buf_free(&clean);
}

struct line {
    struct buf b;
    bool begun;
    bool excel;
};

static void
separate(struct line *l)
{
    if (l->begun)
        buf_char(&l->b, l->excel ? ';' : ',');
    l->begun = true;
}

static void
field(struct line *l, struct str s)
{
    separate(l);
    add_text(&l->b, s);
}

static void
number(struct line *l, struct decimal d)
{
    separate(l);
    size_t from = l->b.len;
    decimal_write(&l->b, d);
    for (size_t i = from; i < l->b.len && l->excel; i++)
        if (l->b.p[i] == '.')
            l->b.p[i] = ',';
}

static void
end_line(struct report *r, struct line *l)
{
    buf_z(&l->b, "\r\n");
    io_write(r->out, buf_slice(&l->b));
    buf_clear(&l->b);
    l->begun = false;
}

static void
integer(struct line *l, uint32_t n)
{
    number(l, decimal_of(n));
}

static void
path(const struct report *r, struct line *l, const struct source *source)
{
    struct buf text = {0};
    content_path(r->s, source, &text);
    field(l, buf_slice(&text));
    field(l, source->sha256);
    buf_free(&text);
}

static void
identity(const struct report *r, const struct institution *i, uint32_t period, struct line *l)
{
    field(l, i->key);
    field(l, i->bin);
    field(l, institution_name(i, r->lang));
    field(l, institution_place(i, r->lang));
    field(l, r->s->periods[period].label);
}

static void
row_fields(const struct report *r, const struct row *row, struct line *l)
{
    identity(r, &r->s->institutions[row->institution], row->period, l);
}

/* What it was in an earlier year, and the change: three fields, empty where there is none. */
static void
change_fields(const struct report *r, const struct row *row, const struct cell *c, struct line *l)
{
    struct change change;
    if (!summary_change(r->s, row, c, &change)) {
        for (int i = 0; i < 3; i++)
            field(l, STR(""));
        return;
    }
    field(l, r->s->periods[change.period].label);
    number(l, change.before);
    number(l, change.by);
}

static void
long_fields(const struct report *r, const struct cell *c, struct line *l)
{
    const struct figure *f = &r->s->catalog.figures[c->figure];
    field(l, f->id);
    field(l, f->label[r->lang]);
    field(l, f->unit);
    if (c->status == CELL_CONFLICT)
        field(l, STR(""));
    else
        number(l, cell_value(c));
    field(l, str_of(content_status(c)));
    field(l, c->approx ? STR("true") : STR("false"));
}

static enum status
long_row(struct report *r, const struct row *row, struct line *l)
{
    struct summary *s = r->s;
    struct content_quotes q = {0};
    struct buf decision = {0};
    enum status status = STATUS_OK;
    for (uint32_t c = 0; c < s->ncolumns && status == STATUS_OK; c++) {
        const struct cell *cell = cells_find(row->cells, s->columns[c]);
        if (!cell)
            continue;
        status = content_quotes(r, row, cell->figure, &q);
        row_fields(r, row, l);
        long_fields(r, cell, l);
        change_fields(r, row, cell, l);
        field(l, buf_slice(&q.quotes[0]));
        field(l, buf_slice(&q.quotes[1]));
        field(l, buf_slice(&q.paths));
        field(l, buf_slice(&q.hashes));
        buf_clear(&decision);
        content_decision(r, cell->decision, r->lang, &decision);
        field(l, buf_slice(&decision));
        end_line(r, l);
    }
    content_quotes_free(&q);
    buf_free(&decision);
    return status;
}

static void
wide_row(struct report *r, const struct row *row, struct line *l)
{
    row_fields(r, row, l);
    for (uint32_t c = 0; c < r->s->ncolumns; c++) {
        const struct cell *cell = cells_find(row->cells, r->s->columns[c]);
        if (cell && cell->status != CELL_CONFLICT)
            number(l, cell_value(cell));
        else
            field(l, cell ? STR("conflict") : STR(""));
    }
    end_line(r, l);
}

/* Empty where there is none. */
static void
total(struct line *l, bool has, struct decimal d)
{
    if (has)
        number(l, decimal_trim(d));
    else
        field(l, STR(""));
}

static void
write_totals(struct report *r, struct line *l)
{
    const struct summary *s = r->s;
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t c = 0; c < s->ncolumns; c++) {
            const struct total *t = summary_total(s, p, c);
            const struct figure *f = &s->catalog.figures[s->columns[c]];
            bool some = t->stated > t->conflicts;
            if (!t->stated)
                continue;
            field(l, s->periods[p].label);
            field(l, f->id);
            field(l, f->label[r->lang]);
            field(l, f->unit);
            integer(l, t->stated);
            integer(l, t->conflicts);
            total(l, t->has_sum, t->sum);
            total(l, t->has_mean, t->mean);
            total(l, some && t->has_median, t->median);
            total(l, some, t->least);
            total(l, some, t->greatest);
            end_line(r, l);
        }
}

static enum status
write_findings(struct report *r, struct line *l)
{
    struct summary *s = r->s;
    struct buf text = {0};
    for (uint32_t i = 0; i < s->nshown_findings; i++) {
        const struct finding_place *f = &s->findings[i];
        const struct json *v;
        if (summary_finding(s, f, &v) != STATUS_OK) {
            buf_free(&text);
            return STATUS_BROKEN;
        }
        row_fields(r, &s->rows[f->row], l);
        field(l, str_of(finding_level_name((enum finding_level)f->level)));
        field(l, s->codes.words[f->code]);
        buf_clear(&text);
        content_finding(r, f, v, r->lang, &text);
        field(l, buf_slice(&text));
        buf_clear(&text);
        content_finding_quotes(r, v, &text);
        field(l, buf_slice(&text));
        path(r, l, &s->records[f->record].source);
        end_line(r, l);
    }
    buf_free(&text);
    return STATUS_OK;
}

static void
write_missing(struct report *r, struct line *l)
{
    const struct summary *s = r->s;
    struct missing m;
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; content_missing(s, p, &e, &m);) {
            identity(r, m.institution, p, l);
            field(l, str_of(content_missing_label(&m)));
            field(l, word(r, content_missing_label(&m)));
            field(l, m.expected->due.len ? m.expected->due : s->due);
            end_line(r, l);
        }
}

static enum status
write_sources(struct report *r, struct line *l)
{
    struct summary *s = r->s;
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < row_documents(&s->rows[i]); k++) {
            const struct record *record = &s->records[s->order[s->rows[i].first + k]];
            row_fields(r, &s->rows[i], l);
            path(r, l, &record->source);
            field(l, word(r, record->copy ? "state.copy" : "state.read"));
            integer(l, record->copy ? 0 : record->cells.count);
            integer(l, record->copy ? 0 : record->unclaimed);
            end_line(r, l);
        }
    for (uint32_t i = 0; i < s->nrejected; i++) {
        const struct json *reason;
        struct source source;
        if (summary_rejected(s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        for (size_t k = 0; k < CSV_IDENTITY; k++) /* nothing tells whose it is */
            field(l, STR(""));
        path(r, l, &source);
        field(l, sentence(r, reason));
        field(l, STR(""));
        field(l, STR(""));
        end_line(r, l);
    }
    return STATUS_OK;
}

static enum status
write_rows(struct report *r, struct line *l)
{
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < r->s->nshown && status == STATUS_OK; i++) {
        if (r->csv == CSV_MATRIX)
            wide_row(r, &r->s->rows[i], l);
        else
            status = long_row(r, &r->s->rows[i], l);
    }
    return status;
}

static void
write_heads(struct report *r, struct line *l)
{
    const struct csv_shape *shape = &csv_shapes[r->csv];
    for (size_t i = 0; i < CSV_IDENTITY && shape->identity; i++)
        field(l, str_of(csv_identity[i].name));
    for (size_t i = 0; i < shape->count; i++)
        field(l, str_of(shape->columns[i].name));
    for (uint32_t c = 0; c < r->s->ncolumns && shape->figures; c++)
        field(l, r->s->catalog.figures[r->s->columns[c]].id);
    end_line(r, l);
}

enum status
write_csv(struct report *r)
{
    struct line l = {.excel = r->excel};
    enum status status = STATUS_OK;
    if (r->excel)
        buf_utf8(&l.b, 0xFEFF);
    write_heads(r, &l);
    if (r->csv == CSV_FINDINGS)
        status = write_findings(r, &l);
    else if (r->csv == CSV_SOURCES)
        status = write_sources(r, &l);
    else if (r->csv == CSV_MISSING)
        write_missing(r, &l);
    else if (r->csv == CSV_TOTALS)
        write_totals(r, &l);
    else
        status = write_rows(r, &l);
    if (l.b.failed)
        status = STATUS_BROKEN;
    buf_free(&l.b);
    return status;
}
