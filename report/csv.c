/* csv.c - comma-separated values by RFC 4180: a line for each figure of each row ("long"), or for
 * each row with a column for each figure ("wide"). Numbers are plain decimals with a point. */
#include "clean.h"
#include "content.h"

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
row_fields(const struct report *r, const struct row *row, struct line *l)
{
    const struct institution *i = &r->s->institutions[row->institution];
    field(l, i->key);
    field(l, i->bin);
    field(l, institution_name(i, r->lang));
    field(l, institution_place(i, r->lang));
    field(l, r->s->periods[row->period].label);
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
        end_line(r, l);
    }
    content_quotes_free(&q);
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

static void
write_heads(struct report *r, struct line *l)
{
    static const char *const row_heads[] = {
        "institution_key", "bin", "institution", "place", "period"};
    static const char *const long_heads[] = {"figure", "label", "unit", "value", "status", "approx",
        "since", "before", "change", "quote_ru", "quote_kk", "path", "sha256"};
    for (size_t i = 0; i < sizeof row_heads / sizeof *row_heads; i++)
        field(l, str_of(row_heads[i]));
    for (size_t i = 0; i < sizeof long_heads / sizeof *long_heads && !r->wide; i++)
        field(l, str_of(long_heads[i]));
    for (uint32_t c = 0; c < r->s->ncolumns && r->wide; c++)
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
    for (uint32_t i = 0; i < r->s->nshown && status == STATUS_OK; i++) {
        if (r->wide)
            wide_row(r, &r->s->rows[i], &l);
        else
            status = long_row(r, &r->s->rows[i], &l);
    }
    if (l.b.failed)
        status = STATUS_BROKEN;
    buf_free(&l.b);
    return status;
}
