/* table_rows.c - who reported, and the matrix of institutions and figures with totals for each
 * period, whichever way takes fewer lines. */
#include "clean.h"
#include "grid.h"
#include "table.h"
#include <inttypes.h>
#include <stdlib.h>

#define NAME_MAX 60 /* columns of a name in a heading */
#define PERIOD_MAX 30

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

void
table_period(const struct report *r, uint32_t period, struct buf *b)
{
    clean_fit(b, content_period(r, period), PERIOD_MAX);
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
        table_period(r, e->period, b);
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
    clean_number(b, cell_value(c), r->lang);
    return GRID_PLAIN;
}

static enum grid_style
total_cell(const struct report *r, const struct entry *e, uint32_t column, struct buf *b)
{
    const struct total *t = summary_total(r->s, e->period, column);
    const struct decimal *value = NULL;
    switch (e->kind) {
    case ENTRY_STATED:
        clean_number(b, decimal_of(t->stated), r->lang);
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
        clean_number(b, *value, r->lang);
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

enum status
table_matrix(const struct report *r)
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
    clean_number(b, decimal_of(n), r->lang);
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
        table_period(r, line->period, b);
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

enum status
table_list(const struct report *r)
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
