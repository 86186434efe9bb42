/* csv.c - comma-separated values by RFC 4180: a line for each figure of each row ("long"), or for
 * each row with a column for each figure ("wide"). Numbers are plain decimals with a point. */
#include "clean.h"
#include "output.h"

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
};

static void
field(struct line *l, struct str s)
{
    if (l->begun)
        buf_char(&l->b, ',');
    l->begun = true;
    add_text(&l->b, s);
}

static void
number(struct line *l, struct decimal d)
{
    if (l->begun)
        buf_char(&l->b, ',');
    l->begun = true;
    decimal_write(&l->b, d);
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

static const char *
status_name(const struct cell *c)
{
    return c->status == CELL_AGREE ? "agree" : c->status == CELL_SINGLE ? "single" : "conflict";
}

/* The quotes of one language, of all records of the row. */
static void
add_quotes(const struct json *line, struct str id, struct str lang, struct buf *quotes)
{
    const struct json *figures = json_get(line, "figures");
    for (const struct json *f = figures ? figures->child : NULL; f; f = f->next) {
        const struct json *list = str_eq(json_text(f, "id"), id) ? json_get(f, "statements") : NULL;
        for (const struct json *v = list ? list->child : NULL; v; v = v->next) {
            if (!str_eq(json_text(v, "lang"), lang))
                continue;
            if (quotes->len)
                buf_z(quotes, " | ");
            buf_str(quotes, json_text(v, "quote"));
        }
    }
}

struct evidence {
    struct buf quotes[2], paths;
};

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
    field(l, str_of(status_name(c)));
    field(l, c->approx ? STR("true") : STR("false"));
}

static enum status
long_row(struct report *r, const struct row *row, struct line *l)
{
    static const struct str langs[2] = {{"ru", 2}, {"kk", 2}};
    struct summary *s = r->s;
    enum status status = STATUS_OK;
    for (uint32_t c = 0; c < s->ncolumns && status == STATUS_OK; c++) {
        const struct cell *cell = cells_find(row->cells, s->columns[c]);
        if (!cell)
            continue;
        struct evidence e = {0};
        for (uint32_t i = 0; i < row->count && status == STATUS_OK; i++) {
            const struct record *record = &s->records[s->order[row->first + i]];
            const struct json *line;
            if (!cells_find(record->cells, s->columns[c]))
                continue;
            status = summary_evidence(s, record, &line);
            if (status != STATUS_OK)
                break;
            for (int k = 0; k < 2; k++)
                add_quotes(line, s->catalog.figures[cell->figure].id, langs[k], &e.quotes[k]);
            if (e.paths.len)
                buf_z(&e.paths, " | ");
            buf_str(&e.paths, record->path);
        }
        row_fields(r, row, l);
        long_fields(r, cell, l);
        field(l, buf_slice(&e.quotes[0]));
        field(l, buf_slice(&e.quotes[1]));
        field(l, buf_slice(&e.paths));
        end_line(r, l);
        buf_free(&e.quotes[0]);
        buf_free(&e.quotes[1]);
        buf_free(&e.paths);
    }
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
    static const char *const long_heads[] = {
        "figure", "label", "unit", "value", "status", "approx", "quote_ru", "quote_kk", "path"};
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
    struct line l = {0};
    enum status status = STATUS_OK;
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
