/* table.c - the summary for a terminal.
 *
 * First who reported, then the matrix of institutions and figures with totals for each period, then
 * findings and rejected documents. The matrix stands whichever way takes fewer lines. */
#include "clean.h"
#include "content.h"
#include "grid.h"
#include "text.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#define FINDINGS_MAX 20 /* on a terminal; csv and json have them all */
#define REJECTED_MAX 20
#define NAME_MAX 60 /* columns of a name in a heading */
#define PERIOD_MAX 30
#define CHANGES_MAX 50

enum entry_kind { ENTRY_ROW, ENTRY_PERIOD, ENTRY_STATED, ENTRY_SUM, ENTRY_MEAN, ENTRY_MEDIAN };

/* A column (or line) of the matrix that is no figure. */
struct entry {
    enum entry_kind kind;
    uint32_t row, period;
};

struct matrix {
    const struct report *r;
    struct entry *entries;
    size_t nentries;
    uint32_t *columns; /* of summary.columns: those that some row states */
    size_t ncolumns;
};

static void
add_period(const struct report *r, uint32_t period, struct buf *b)
{
    clean_fit(b, content_period(r, period), PERIOD_MAX);
}

static void
add_number(const struct report *r, struct decimal d, struct buf *b)
{
    clean_number(b, d, r->lang);
}

/* Number of a row in the list of institutions, and what it is called in little room. */
static void
add_short_name(const struct report *r, uint32_t row, struct buf *b)
{
    buf_printf(b, "%" PRIu32 " ", row + 1);
    clean_fit(
        b, institution_short(&r->s->institutions[r->s->rows[row].institution], r->lang), NAME_MAX);
}

static void
entry_name(const struct report *r, const struct entry *e, bool with_period, struct buf *b)
{
    static const char *const words[] = {
        NULL, NULL, "total.stated", "total.sum", "total.mean", "total.median"};
    if (e->kind == ENTRY_ROW)
        add_short_name(r, e->row, b);
    else if (e->kind != ENTRY_PERIOD)
        buf_str(b, word(r, words[e->kind]));
    if (e->kind == ENTRY_PERIOD || with_period) {
        if (b->len)
            buf_char(b, ' ');
        add_period(r, e->period, b);
    }
}

static enum grid_style
row_cell(const struct report *r, const struct row *row, unsigned figure, struct buf *b)
{
    const struct cell *c = cells_find(row->cells, figure);
    if (!c) {
        buf_z(b, "\xC2\xB7");
        return GRID_DIM;
    }
    if (c->status == CELL_CONFLICT) {
        buf_z(b, "\xE2\x89\xA0");
        return GRID_ALARM;
    }
    if (c->status == CELL_DECIDED)
        buf_z(b, "\xE2\x9C\x93");
    if (c->approx)
        buf_z(b, "\xE2\x89\x88");
    add_number(r, cell_value(c), b);
    return GRID_PLAIN;
}

static enum grid_style
total_cell(const struct report *r, const struct entry *e, uint32_t column, struct buf *b)
{
    const struct total *t = summary_total(r->s, e->period, column);
    const struct decimal *value = NULL;
    switch (e->kind) {
    case ENTRY_STATED:
        add_number(r, decimal_of(t->stated), b);
        break;
    case ENTRY_SUM:
        value = t->has_sum ? &t->sum : NULL;
        break;
    case ENTRY_MEAN:
        value = t->has_mean ? &t->mean : NULL;
        break;
    default:
        value = t->has_median && t->stated > t->conflicts ? &t->median : NULL;
        break;
    }
    if (value)
        add_number(r, *value, b);
    if (e->kind == ENTRY_SUM && t->conflicts)
        buf_printf(b, "%s\xE2\x89\xA0%" PRIu32, value ? " " : "", t->conflicts);
    return GRID_BOLD;
}

static enum grid_style
matrix_cell(const struct matrix *m, size_t entry, size_t column, struct buf *b)
{
    const struct entry *e = &m->entries[entry];
    const struct summary *s = m->r->s;
    if (e->kind == ENTRY_ROW)
        return row_cell(m->r, &s->rows[e->row], s->columns[m->columns[column]], b);
    return total_cell(m->r, e, m->columns[column], b);
}

static void
figure_name(const struct matrix *m, size_t column, struct buf *b)
{
    const struct summary *s = m->r->s;
    clean_fit(b, s->catalog.figures[s->columns[m->columns[column]]].label[m->r->lang], NAME_MAX);
}

/* Figures down, institutions across. */

static void
down_label(const void *ctx, size_t row, struct buf *b)
{
    figure_name(ctx, row, b);
}

static void
down_head(const void *ctx, size_t column, struct buf *b)
{
    const struct matrix *m = ctx;
    entry_name(m->r, &m->entries[column], true, b);
}

static enum grid_style
down_cell(const void *ctx, size_t row, size_t column, struct buf *b)
{
    return matrix_cell(ctx, column, row, b);
}

/* Institutions down, figures across. */

static void
across_label(const void *ctx, size_t row, struct buf *b)
{
    const struct matrix *m = ctx;
    entry_name(m->r, &m->entries[row], false, b);
}

static void
across_head(const void *ctx, size_t column, struct buf *b)
{
    figure_name(ctx, column, b);
}

static enum grid_style
across_cell(const void *ctx, size_t row, size_t column, struct buf *b)
{
    return matrix_cell(ctx, row, column, b);
}

static bool
across_heading(const void *ctx, size_t row)
{
    return ((const struct matrix *)ctx)->entries[row].kind == ENTRY_PERIOD;
}

static enum grid_style
across_style(const void *ctx, size_t row)
{
    enum entry_kind kind = ((const struct matrix *)ctx)->entries[row].kind;
    return kind == ENTRY_ROW ? GRID_PLAIN : GRID_BOLD;
}

/* Rows period by period; where a period has several, its totals behind them. */
static void
list_entries(struct matrix *m, bool headings)
{
    const struct summary *s = m->r->s;
    m->nentries = 0;
    for (uint32_t first = 0, last; first < s->nshown; first = last) {
        uint32_t period = s->rows[first].period;
        if (headings)
            m->entries[m->nentries++] = (struct entry){ENTRY_PERIOD, 0, period};
        last = content_period_end(s, first);
        for (uint32_t i = first; i < last; i++)
            m->entries[m->nentries++] = (struct entry){ENTRY_ROW, i, period};
        for (int k = ENTRY_STATED; last - first > 1 && k <= ENTRY_MEDIAN; k++)
            m->entries[m->nentries++] = (struct entry){(enum entry_kind)k, 0, period};
    }
}

static enum status
write_matrix(const struct report *r)
{
    struct matrix m = {.r = r};
    m.entries = malloc(((size_t)r->s->nshown * 6 + 1) * sizeof *m.entries);
    m.columns = malloc((r->s->ncolumns + (size_t)1) * sizeof *m.columns);
    if (!m.entries || !m.columns) {
        free(m.entries);
        free(m.columns);
        return STATUS_BROKEN;
    }
    struct grid down = {.width = r->width,
        .label_max = 44,
        .label_min = 30,
        .head_min = 9,
        .head_lines = 4,
        .color = r->color,
        .ctx = &m,
        .label = down_label,
        .head = down_head,
        .cell = down_cell};
    struct grid across = {.width = r->width,
        .label_max = 36,
        .label_min = 20,
        .head_min = 10,
        .head_lines = 6,
        .color = r->color,
        .ctx = &m,
        .label = across_label,
        .head = across_head,
        .cell = across_cell,
        .across = across_heading,
        .row_style = across_style};
    m.ncolumns = content_columns(r->s, m.columns);
    list_entries(&m, true);
    across.rows = m.nentries;
    across.columns = m.ncolumns;
    size_t across_lines = grid_lines(&across);
    list_entries(&m, false);
    down.rows = m.ncolumns;
    down.columns = m.nentries;
    enum status status;
    if (grid_lines(&down) <= across_lines) {
        status = grid_write(&down, r->out);
    } else {
        list_entries(&m, true);
        status = grid_write(&across, r->out);
    }
    free(m.entries);
    free(m.columns);
    return status;
}

/* The list of rows. */

enum {
    LIST_PLACE,
    LIST_PERIOD,
    LIST_LANGS,
    LIST_FIGURES,
    LIST_CONFLICTS,
    LIST_ERRORS,
    LIST_WARNINGS,
    LIST_COLUMNS
};

static const char *const list_heads[LIST_COLUMNS] = {"place", "period", "languages", "figures",
    "conflicts", "level.error.many", "level.warning.many"};

static int
digits_of(uint32_t n)
{
    int digits = 1;
    for (; n >= 10; n /= 10)
        digits++;
    return digits;
}

static void
list_label(const void *ctx, size_t row, struct buf *b)
{
    const struct report *r = ctx;
    buf_printf(b, "%*zu  ", digits_of(r->s->nshown), row + 1);
    clean_text(b, institution_name(&r->s->institutions[r->s->rows[row].institution], r->lang));
}

static void
list_head(const void *ctx, size_t column, struct buf *b)
{
    buf_str(b, word(ctx, list_heads[column]));
}

static void
list_count(const struct report *r, uint32_t n, struct buf *b)
{
    add_number(r, decimal_of(n), b);
}

static enum grid_style
list_cell(const void *ctx, size_t row, size_t column, struct buf *b)
{
    const struct report *r = ctx;
    const struct row *line = &r->s->rows[row];
    uint32_t conflicts = content_conflicts(line);
    switch (column) {
    case LIST_PLACE:
        clean_fit(b, institution_place(&r->s->institutions[line->institution], r->lang), 20);
        break;
    case LIST_PERIOD:
        add_period(r, line->period, b);
        break;
    case LIST_LANGS:
        buf_str(b, content_languages(line->langs));
        break;
    case LIST_FIGURES:
        list_count(r, line->cells.count, b);
        break;
    case LIST_CONFLICTS:
        list_count(r, conflicts, b);
        return conflicts ? GRID_ALARM : GRID_PLAIN;
    case LIST_ERRORS:
        list_count(r, line->findings[FINDING_ERROR], b);
        break;
    default:
        list_count(r, line->findings[FINDING_WARNING], b);
        break;
    }
    return GRID_PLAIN;
}

static enum status
write_list(const struct report *r)
{
    struct grid g = {.rows = r->s->nshown,
        .columns = LIST_COLUMNS,
        .width = r->width,
        .label_max = 120,
        .label_min = 24,
        .left = 1UL << LIST_PLACE | 1UL << LIST_PERIOD | 1UL << LIST_LANGS,
        .head_min = 5,
        .head_lines = 2,
        .color = r->color,
        .ctx = r,
        .label = list_label,
        .head = list_head,
        .cell = list_cell};
    return grid_write(&g, r->out);
}

static void
write_line(const struct report *r, struct buf *b)
{
    buf_char(b, '\n');
    io_write(r->out, buf_slice(b));
    buf_clear(b);
}

static void
count_of(const struct report *r, const char *key, int64_t n, struct buf *b)
{
    if (b->len)
        buf_z(b, "; ");
    buf_str(b, word(r, key));
    buf_z(b, ": ");
    add_number(r, decimal_of(n), b);
}

static void
write_counts(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    uint32_t unclaimed = 0;
    for (uint32_t i = 0; i < s->nshown; i++)
        unclaimed += s->rows[i].unclaimed;
    count_of(r, "count.documents", s->documents, b);
    count_of(r, "count.rejected", s->nrejected, b);
    count_of(r, "count.institutions", content_institutions(s), b);
    count_of(r, "count.findings", s->nshown_findings, b);
    count_of(r, "count.unclaimed", unclaimed, b);
    write_line(r, b);
    if (s->rules.count) {
        content_origin(r, false, b);
        write_line(r, b);
    }
    if (s->nshown < s->nrows) {
        count_of(r, "count.hidden", s->nrows - s->nshown, b);
        write_line(r, b);
    }
}

/* Wrapped text, its further lines set in. */
static void
write_wrapped(const struct report *r, struct str text, size_t indent, struct buf *b)
{
    size_t room = r->width > indent + 20 ? r->width - indent : 20;
    while (text.len) {
        size_t at = 0, end = 0, blank = 0, used = 0;
        while (at < text.len) {
            size_t from = at;
            uint32_t c = text_decode(text, &at);
            used += text_width(str_slice(text, from, at));
            if (used > room)
                break;
            if (c == ' ')
                blank = from;
            end = at;
        }
        if (end < text.len && blank)
            end = blank;
        if (!end)
            end = text.len;
        buf_str(b, str_slice(text, 0, end));
        write_line(r, b);
        text = str_trim(str_slice(text, end, text.len));
        for (size_t i = 0; i < indent && text.len; i++)
            buf_char(b, ' ');
    }
}

static enum status
write_finding(const struct report *r, const struct finding_place *f, struct buf *b)
{
    const struct json *v;
    struct buf text = {0}, line = {0};
    char key[32];
    if (summary_finding(r->s, f, &v) != STATUS_OK)
        return STATUS_BROKEN;
    snprintf(key, sizeof key, "level.%s", finding_level_name((enum finding_level)f->level));
    struct buf said = {0};
    content_finding(r, f, v, r->lang, &said);
    clean_text(&text, buf_slice(&said));
    buf_free(&said);
    buf_printf(&line, "%" PRIu32 "  ", f->row + 1);
    buf_str(&line, word(r, key));
    buf_printf(
        &line, " [%.*s]: ", (int)r->s->codes.words[f->code].len, r->s->codes.words[f->code].p);
    buf_str(&line, buf_slice(&text));
    write_wrapped(r, buf_slice(&line), 4, b);
    bool failed = text.failed || line.failed;
    buf_free(&text);
    buf_free(&line);
    return failed ? STATUS_BROKEN : STATUS_OK;
}

static void
write_title(const struct report *r, const char *key, struct buf *b)
{
    write_line(r, b);
    if (r->color)
        buf_z(b, "\033[1m");
    buf_str(b, word(r, key));
    if (r->color)
        buf_z(b, "\033[0m");
    write_line(r, b);
}

static void
write_more(const struct report *r, uint32_t all, uint32_t most, struct buf *b)
{
    if (all <= most)
        return;
    buf_z(b, "\xE2\x80\xA6 ");
    buf_str(b, word(r, "count.more"));
    buf_z(b, ": ");
    add_number(r, decimal_of(all - most), b);
    write_line(r, b);
}

/* Since an earlier year, where an institution has one. */
static void
write_changes(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    struct change change;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (!cell || !summary_change(s, &s->rows[i], cell, &change) || !change.by.units ||
                n++ >= CHANGES_MAX)
                continue;
            if (n == 1)
                write_title(r, "sheet.changes", b);
            struct buf text = {0};
            buf_printf(&text, "%" PRIu32 "  ", i + 1);
            clean_text(&text, s->catalog.figures[cell->figure].label[r->lang]);
            buf_z(&text, ": ");
            add_number(r, change.before, &text);
            buf_z(&text, " (");
            add_period(r, change.period, &text);
            buf_z(&text, ") \xE2\x86\x92 ");
            add_number(r, cell_value(cell), &text);
            buf_z(&text, ": ");
            content_change(r, &change, &text);
            write_wrapped(r, buf_slice(&text), 4, b);
            buf_free(&text);
        }
    write_more(r, n, CHANGES_MAX, b);
}

static enum status
write_findings(const struct report *r, struct buf *b)
{
    enum status status = STATUS_OK;
    if (!r->s->nshown_findings)
        return STATUS_OK;
    write_title(r, "title.findings", b);
    for (uint32_t i = 0; i < r->s->nshown_findings && i < FINDINGS_MAX && status == STATUS_OK; i++)
        status = write_finding(r, &r->s->findings[i], b);
    write_more(r, r->s->nshown_findings, FINDINGS_MAX, b);
    return status;
}

static enum status
write_rejected(const struct report *r, struct buf *b)
{
    struct summary *s = r->s;
    if (!s->nrejected)
        return STATUS_OK;
    write_title(r, "title.rejected", b);
    for (uint32_t i = 0; i < s->nrejected && i < REJECTED_MAX; i++) {
        const struct json *reason;
        struct source source;
        struct buf text = {0}, clean = {0};
        if (summary_rejected(s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        content_path(s, &source, &text);
        buf_z(&text, ": ");
        buf_str(&text, sentence(r, reason));
        clean_text(&clean, buf_slice(&text));
        write_wrapped(r, buf_slice(&clean), 4, b);
        buf_free(&text);
        buf_free(&clean);
    }
    write_more(r, s->nrejected, REJECTED_MAX, b);
    return STATUS_OK;
}

/* Who is expected and has not reported, or in one language only. */
static void
write_missing(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    bool begun = false;
    struct missing m;
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; content_missing(s, p, &e, &m);) {
            struct buf text = {0};
            if (!begun)
                write_title(r, "title.missing", b);
            begun = true;
            add_period(r, p, &text);
            buf_z(&text, "  ");
            clean_text(&text, institution_name(m.institution, r->lang));
            buf_z(&text, ": ");
            buf_str(&text, word(r, content_missing_label(&m)));
            write_wrapped(r, buf_slice(&text), 6, b);
            buf_free(&text);
        }
}

static bool
any_decided(const struct summary *s)
{
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < s->rows[i].cells.count; k++)
            if (s->rows[i].cells.p[k].decision)
                return true;
    return false;
}

static void
write_legend(const struct report *r, struct buf *b)
{
    write_line(r, b);
    struct buf text = {0};
    buf_str(&text, word(r, "table.legend"));
    if (any_decided(r->s)) {
        buf_z(&text, "; ");
        buf_str(&text, word(r, "table.decided"));
    }
    write_wrapped(r, buf_slice(&text), 0, b);
    buf_free(&text);
}

enum status
write_table(struct report *r)
{
    struct buf b = {0};
    enum status status = STATUS_OK;
    write_counts(r, &b);
    if (r->s->nshown) {
        write_line(r, &b);
        status = write_list(r);
        write_line(r, &b);
        if (status == STATUS_OK)
            status = write_matrix(r);
        write_legend(r, &b);
    }
    if (status == STATUS_OK)
        write_changes(r, &b);
    if (status == STATUS_OK)
        status = write_findings(r, &b);
    if (status == STATUS_OK)
        write_missing(r, &b);
    if (status == STATUS_OK)
        status = write_rejected(r, &b);
    if (b.failed)
        status = STATUS_BROKEN;
    buf_free(&b);
    return status;
}
