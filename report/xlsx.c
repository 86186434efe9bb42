/* xlsx.c - a workbook: matrix with totals as formulas, every figure with its quotes, changes,
 * findings, missing reports, sources, numbers that no rule claimed, charts.
 *
 * Rows are handed to the library one by one, which writes them out at once (constant memory). The
 * file is made in an unlinked temporary file and copied to the output. Text is always written as
 * text, so that none of it is a formula. */
#include "clean.h"
#include "cli.h"
#include "content.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include <xlsxwriter.h>

#define TEXT_MAX ((size_t)16000) /* characters; a cell holds 32 767 */
#define CHART_ROWS 40 /* institutions in a chart: more can't be read */
#define CREATED 946684800 /* 2000-01-01: the same input gives the same bytes */

struct book {
    struct report *r;
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_row_t row;
    lxw_format *head, *text, *wrap, *count, *decimal, *percent, *conflict, *alarm, *total,
        *total_text, *title;
    struct buf clean, other;
    bool failed;
};

/* The words as a C string, on one line and short enough for a cell. Lives until the next call. */
static const char *
text_of(struct book *b, struct str s)
{
    buf_clear(&b->clean);
    clean_fit(&b->clean, s, TEXT_MAX);
    b->failed |= b->clean.failed;
    return b->clean.p ? b->clean.p : "";
}

static void
put_text(struct book *b, lxw_col_t column, struct str s, lxw_format *format)
{
    if (s.len)
        b->failed |= worksheet_write_string(b->sheet, b->row, column, text_of(b, s), format) != 0;
    else if (format)
        b->failed |= worksheet_write_blank(b->sheet, b->row, column, format) != 0;
}

/* The workbook's own numbers are binary: this is the one place where a value becomes one. */
static double
number_of(struct decimal d)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    return (double)d.units / power[d.scale];
}

static void
put_number(struct book *b, lxw_col_t column, struct decimal d, lxw_format *format)
{
    b->failed |= worksheet_write_number(b->sheet, b->row, column, number_of(d), format) != 0;
}

static void
put_count(struct book *b, lxw_col_t column, uint32_t n)
{
    put_number(b, column, decimal_of(n), b->count);
}

static struct str
label_word(struct book *b, const char *key)
{
    return word(b->r, key);
}

/* A new sheet with its headings; `widths` ends with 0. */
static void
open_sheet(struct book *b, const char *key, const char *const *heads, const double *widths)
{
    struct str name = label_word(b, key);
    b->sheet = workbook_add_worksheet(b->workbook, text_of(b, name));
    if (!b->sheet) {
        b->failed = true;
        return;
    }
    b->row = 0;
    lxw_col_t n = 0;
    for (; heads[n]; n++) {
        worksheet_set_column(b->sheet, n, n, widths[n], NULL);
        put_text(b, n, label_word(b, heads[n]), b->head);
    }
    worksheet_freeze_panes(b->sheet, 1, 1);
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_fit_to_pages(b->sheet, 1, 0);
    worksheet_repeat_rows(b->sheet, 0, 0);
    worksheet_set_footer(b->sheet, "&C&P / &N");
    b->row = 1;
}

/* Filters over the rows written. */
static void
close_sheet(struct book *b, lxw_col_t columns)
{
    if (b->sheet && b->row > 1)
        worksheet_autofilter(b->sheet, 0, 0, b->row - 1, (lxw_col_t)(columns - 1));
}

/* The matrix. */

enum { M_NUMBER, M_NAME, M_PLACE, M_PERIOD, M_LANGS, M_FIGURES };

static lxw_format *
format_of(const struct book *b, unsigned figure)
{
    struct str type = b->r->s->catalog.figures[figure].type;
    return str_is(type, "percent") ? b->percent : str_is(type, "decimal") ? b->decimal : b->count;
}

struct comment {
    struct buf b;
    const struct summary *s;
};

static void
take_comment(void *ctx, uint32_t nth, const struct record *record, const struct json *v)
{
    struct comment *c = ctx;
    (void)nth;
    if (c->b.len > 8000)
        return;
    if (c->b.len)
        buf_char(&c->b, '\n');
    clean_text(&c->b, json_text(v, "lang"));
    buf_z(&c->b, ": ");
    clean_fit(&c->b, json_text(v, "quote"), 200);
    buf_z(&c->b, " (");
    clean_fit(&c->b, record->path, 80);
    buf_z(&c->b, ")");
}

/* The statements of a conflict, and the decision that settled it, in the cell's comment. */
static void
put_comment(struct book *b, const struct row *row, lxw_col_t column, const struct cell *cell)
{
    static char author[] = "svodka"; /* the library's structs are not const */
    struct comment c = {.s = b->r->s};
    if (cell->decision) {
        content_decision(b->r, &b->r->s->decisions[cell->decision - 1], b->r->lang, &c.b);
    }
    b->failed |= content_statements(b->r->s, row, cell->figure, take_comment, &c) != STATUS_OK;
    lxw_comment_options options = {.x_scale = 2, .author = author};
    if (c.b.len && !c.b.failed)
        worksheet_write_comment_opt(b->sheet, b->row, column, c.b.p, &options);
    buf_free(&c.b);
}

/* A conflict has no value. */
static void
put_conflict(struct book *b, const struct row *row, lxw_col_t column, const struct cell *cell)
{
    b->failed |= worksheet_write_string(b->sheet, b->row, column, "\xE2\x89\xA0", b->conflict) != 0;
    put_comment(b, row, column, cell);
}

static void
put_row(struct book *b, const struct row *row, uint32_t number)
{
    struct summary *s = b->r->s;
    const struct institution *i = &s->institutions[row->institution];
    put_count(b, M_NUMBER, number);
    put_text(b, M_NAME, institution_name(i, b->r->lang), b->text);
    put_text(b, M_PLACE, institution_place(i, b->r->lang), b->text);
    put_text(b, M_PERIOD, content_period(b->r, row->period), b->text);
    put_text(b, M_LANGS,
        row->langs == 3              ? STR("ru kk")
            : row->langs & STATED_RU ? STR("ru")
            : row->langs             ? STR("kk")
                                     : STR(""),
        b->text);
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct cell *cell = cells_find(row->cells, s->columns[c]);
        if (!cell)
            continue;
        lxw_col_t column = (lxw_col_t)(M_FIGURES + c);
        if (cell->status == CELL_CONFLICT)
            put_conflict(b, row, column, cell);
        else
            put_number(b, column, cell_value(cell), format_of(b, s->columns[c]));
        if (cell->decision)
            put_comment(b, row, column, cell);
    }
    b->row++;
}

enum total_kind { T_STATED, T_CONFLICTS, T_SUM, T_MEAN, T_MEDIAN, T_KINDS };

static const char *const total_keys[T_KINDS] = {
    "total.stated", "total.conflicts", "total.sum", "total.mean", "total.median"};

/* A total as a formula over the rows of its period, which follows the person who sorts, with the
 * value that it has now. */
static void
put_total(
    struct book *b, enum total_kind kind, const struct total *t, lxw_row_t last, lxw_col_t column)
{
    char range[64], first_cell[LXW_MAX_CELL_NAME_LENGTH], last_cell[LXW_MAX_CELL_NAME_LENGTH],
        formula[256];
    lxw_rowcol_to_cell_abs(first_cell, 1, column, 1, 1);
    lxw_rowcol_to_cell_abs(last_cell, last, column, 1, 1);
    snprintf(range, sizeof range, "%s:%s", first_cell, last_cell);
    unsigned here = (unsigned)b->row + 1, end = (unsigned)last + 1;
    double value = 0;
    switch (kind) {
    case T_STATED:
        snprintf(formula, sizeof formula, "=COUNTIFS($D$2:$D$%u,$D%u,%s,\"<>\")", end, here, range);
        value = t->stated;
        break;
    case T_CONFLICTS:
        snprintf(formula, sizeof formula, "=COUNTIFS($D$2:$D$%u,$D%u,%s,\"\xE2\x89\xA0\")", end,
            here, range);
        value = t->conflicts;
        break;
    case T_SUM:
        if (!t->has_sum)
            return;
        snprintf(formula, sizeof formula, "=SUMIFS(%s,$D$2:$D$%u,$D%u)", range, end, here);
        value = number_of(t->sum);
        break;
    case T_MEAN:
        if (!t->has_mean)
            return;
        snprintf(formula, sizeof formula, "=AVERAGEIFS(%s,$D$2:$D$%u,$D%u)", range, end, here);
        value = number_of(t->mean);
        break;
    default:
        if (!t->has_median || t->stated == t->conflicts)
            return;
        snprintf(formula, sizeof formula, "{=MEDIAN(IF($D$2:$D$%u=$D%u,IF(ISNUMBER(%s),%s)))}", end,
            here, range, range);
        b->failed |= worksheet_write_array_formula_num(b->sheet, b->row, column, b->row, column,
                         formula, b->total, number_of(t->median)) != 0;
        return;
    }
    b->failed |=
        worksheet_write_formula_num(b->sheet, b->row, column, formula, b->total, value) != 0;
}

static void
put_totals(struct book *b, uint32_t period, lxw_row_t last)
{
    struct summary *s = b->r->s;
    for (int kind = 0; kind < T_KINDS; kind++) {
        put_text(b, M_NAME, label_word(b, total_keys[kind]), b->total_text);
        put_text(b, M_PERIOD, content_period(b->r, period), b->total_text);
        for (uint32_t c = 0; c < s->ncolumns; c++) {
            const struct total *t = summary_total(s, period, c);
            if (t->stated)
                put_total(b, (enum total_kind)kind, t, last, (lxw_col_t)(M_FIGURES + c));
        }
        b->row++;
    }
}

static void
write_matrix(struct book *b)
{
    static const char *const heads[] = {
        "number", "institution", "place", "period", "languages", NULL};
    static const double widths[] = {5, 48, 18, 11, 8, 0};
    struct summary *s = b->r->s;
    open_sheet(b, "sheet.matrix", heads, widths);
    if (b->failed)
        return;
    b->row = 0;
    worksheet_set_row(b->sheet, 0, 75, NULL);
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        lxw_col_t column = (lxw_col_t)(M_FIGURES + c);
        worksheet_set_column(b->sheet, column, column, 13, NULL);
        put_text(b, column, s->catalog.figures[s->columns[c]].label[b->r->lang], b->head);
    }
    worksheet_freeze_panes(b->sheet, 1, M_PLACE);
    worksheet_repeat_columns(b->sheet, 0, M_NAME);
    worksheet_fit_to_pages(b->sheet, 0, 0);
    b->row = 1;
    for (uint32_t i = 0; i < s->nshown && !b->failed; i++)
        put_row(b, &s->rows[i], i + 1);
    lxw_row_t last = b->row ? b->row - 1 : 0;
    close_sheet(b, (lxw_col_t)(M_FIGURES + s->ncolumns));
    b->row++; /* an empty row ends the filter's range */
    for (uint32_t i = 0; i < s->nshown && !b->failed; i++)
        if (i == 0 || s->rows[i].period != s->rows[i - 1].period)
            put_totals(b, s->rows[i].period, last);
    b->row++;
    put_text(b, M_NAME, label_word(b, "xlsx.note"), b->wrap);
}

/* The other sheets: lists. */

static void
put_identity(struct book *b, const struct row *row)
{
    const struct institution *i = &b->r->s->institutions[row->institution];
    put_text(b, 0, institution_name(i, b->r->lang), b->text);
    put_text(b, 1, institution_place(i, b->r->lang), b->text);
    put_text(b, 2, content_period(b->r, row->period), b->text);
}

static void
write_long(struct book *b)
{
    static const char *const heads[] = {"institution", "place", "period", "figure", "unit", "value",
        "status", "quote.ru", "quote.kk", "document", NULL};
    static const double widths[] = {48, 18, 11, 40, 10, 14, 16, 30, 30, 40, 0};
    struct summary *s = b->r->s;
    struct content_quotes q = {0};
    open_sheet(b, "sheet.figures", heads, widths);
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns && !b->failed; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (!cell)
                continue;
            const struct figure *f = &s->catalog.figures[cell->figure];
            b->failed |= content_quotes(s, &s->rows[i], cell->figure, &q) != STATUS_OK;
            bool conflict = cell->status == CELL_CONFLICT;
            put_identity(b, &s->rows[i]);
            put_text(b, 3, f->label[b->r->lang], b->text);
            put_text(b, 4, label_of(&s->catalog, b->r->lang, "unit", f->unit), b->text);
            if (!conflict)
                put_number(b, 5, cell_value(cell), format_of(b, cell->figure));
            put_text(b, 6,
                label_of(&s->catalog, b->r->lang, "status", str_of(content_status(cell))),
                conflict ? b->conflict : b->text);
            put_text(b, 7, buf_slice(&q.quotes[0]), b->text);
            put_text(b, 8, buf_slice(&q.quotes[1]), b->text);
            put_text(b, 9, buf_slice(&q.paths), b->text);
            b->row++;
        }
    content_quotes_free(&q);
    close_sheet(b, 10);
}

static void
put_change(struct book *b, const struct row *row, const struct cell *cell)
{
    struct change change;
    if (!summary_change(b->r->s, row, cell, &change))
        return;
    lxw_format *format = format_of(b, cell->figure);
    put_identity(b, row);
    put_text(b, 3, b->r->s->catalog.figures[cell->figure].label[b->r->lang], b->text);
    put_text(b, 4, content_period(b->r, change.period), b->text);
    put_number(b, 5, change.before, format);
    put_number(b, 6, cell_value(cell), format);
    put_number(b, 7, change.by, format);
    if (change.has_percent)
        put_number(b, 8, change.percent, b->percent);
    b->row++;
}

static void
write_changes(struct book *b)
{
    static const char *const heads[] = {"institution", "place", "period", "figure", "since",
        "before", "now", "change", "change.percent", NULL};
    static const double widths[] = {48, 18, 11, 40, 14, 14, 14, 14, 14, 0};
    struct summary *s = b->r->s;
    open_sheet(b, "sheet.changes", heads, widths);
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns && !b->failed; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (cell)
                put_change(b, &s->rows[i], cell);
        }
    close_sheet(b, 9);
}

static void
write_findings(struct book *b)
{
    static const char *const heads[] = {
        "institution", "place", "period", "level", "code", "finding", "quotes", "document", NULL};
    static const double widths[] = {48, 18, 11, 16, 20, 80, 40, 40, 0};
    struct summary *s = b->r->s;
    open_sheet(b, "sheet.findings", heads, widths);
    for (uint32_t i = 0; i < s->nshown_findings && !b->failed; i++) {
        const struct finding_place *f = &s->findings[i];
        const struct json *v;
        if (summary_finding(s, f, &v) != STATUS_OK) {
            b->failed = true;
            break;
        }
        const char *level = finding_level_name((enum finding_level)f->level);
        put_identity(b, &s->rows[f->row]);
        put_text(b, 3, label_of(&s->catalog, b->r->lang, "level", str_of(level)),
            f->level == FINDING_ERROR ? b->alarm : b->text);
        put_text(b, 4, s->codes.words[f->code], b->text);
        buf_clear(&b->other);
        content_finding(b->r, f, v, b->r->lang, &b->other);
        put_text(b, 5, buf_slice(&b->other), b->wrap);
        buf_clear(&b->other);
        content_finding_quotes(b->r, v, &b->other);
        put_text(b, 6, buf_slice(&b->other), b->wrap);
        put_text(b, 7, s->records[f->record].path, b->text);
        b->row++;
    }
    close_sheet(b, 8);
}

static void
write_missing(struct book *b)
{
    static const char *const heads[] = {
        "institution", "place", "period", "missing.what", "due", NULL};
    static const double widths[] = {48, 18, 11, 32, 12, 0};
    struct summary *s = b->r->s;
    struct missing m;
    if (!s->nexpected)
        return;
    open_sheet(b, "title.missing", heads, widths);
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; !b->failed && content_missing(s, p, &e, &m);) {
            put_text(b, 0, institution_name(m.institution, b->r->lang), b->text);
            put_text(b, 1, institution_place(m.institution, b->r->lang), b->text);
            put_text(b, 2, content_period(b->r, p), b->text);
            put_text(b, 3, label_word(b, content_missing_label(&m)), b->text);
            put_text(b, 4, m.expected->due.len ? m.expected->due : s->due, b->text);
            b->row++;
        }
    close_sheet(b, 5);
}

static void
put_source(struct book *b, struct str path, struct str member, struct str sha256)
{
    put_text(b, 0, path, b->text);
    put_text(b, 1, member, b->text);
    put_text(b, 2, sha256, b->text);
}

static void
write_sources(struct book *b)
{
    static const char *const heads[] = {"document", "member", "sha256", "state", "institution",
        "period", "figures", "unclaimed", NULL};
    static const double widths[] = {44, 20, 66, 44, 48, 11, 11, 14, 0};
    struct summary *s = b->r->s;
    open_sheet(b, "sheet.sources", heads, widths);
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < s->rows[i].count && !b->failed; k++) {
            const struct record *record = &s->records[s->order[s->rows[i].first + k]];
            const struct json *line;
            if (summary_evidence(s, record, &line) != STATUS_OK) {
                b->failed = true;
                break;
            }
            put_source(b, record->path, record->member, json_text(line, "sha256"));
            put_text(b, 3, label_word(b, "state.read"), b->text);
            put_text(b, 4, institution_name(&s->institutions[s->rows[i].institution], b->r->lang),
                b->text);
            put_text(b, 5, content_period(b->r, record->period), b->text);
            put_count(b, 6, record->cells.count);
            put_count(b, 7, record->unclaimed);
            b->row++;
        }
    for (uint32_t i = 0; i < s->nrejected && !b->failed; i++) {
        const struct json *line;
        if (summary_rejected(s, i, &line) != STATUS_OK) {
            b->failed = true;
            break;
        }
        put_source(
            b, json_text(line, "path"), json_text(line, "member"), json_text(line, "sha256"));
        put_text(b, 3, sentence(b->r, json_get(line, "rejected")), b->alarm);
        b->row++;
    }
    close_sheet(b, 8);
    b->row++;
    buf_clear(&b->other);
    content_origin(b->r, true, &b->other);
    put_text(b, 0, buf_slice(&b->other), NULL);
}

static void
put_unclaimed(
    struct book *b, const struct row *row, const struct record *record, const struct json *v)
{
    struct context context;
    put_identity(b, row);
    put_text(b, 3, json_text(v, "quote"), b->text);
    buf_clear(&b->other);
    if (!b->r->no_persons && summary_context(b->r->s, record, v, &context)) {
        buf_str(&b->other, context.before);
        buf_str(&b->other, context.quote);
        buf_str(&b->other, context.after);
    }
    put_text(b, 4, buf_slice(&b->other), b->wrap);
    put_text(b, 5, record->path, b->text);
    b->row++;
}

static void
write_unclaimed(struct book *b)
{
    static const char *const heads[] = {
        "institution", "place", "period", "unclaimed.number", "context", "document", NULL};
    static const double widths[] = {48, 18, 11, 16, 80, 44, 0};
    struct summary *s = b->r->s;
    open_sheet(b, "sheet.unclaimed", heads, widths);
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < s->rows[i].count && !b->failed; k++) {
            const struct record *record = &s->records[s->order[s->rows[i].first + k]];
            const struct json *line;
            if (!record->unclaimed)
                continue;
            if (summary_evidence(s, record, &line) != STATUS_OK) {
                b->failed = true;
                break;
            }
            const struct json *list = json_get(line, "unclaimed");
            for (const struct json *v = list->child; v && !b->failed; v = v->next)
                put_unclaimed(b, &s->rows[i], record, v);
        }
    close_sheet(b, 6);
}

/* Charts, over a small table of their own: the institutions of the period that most are of. */

static void
put_chart_row(struct book *b, const struct row *row)
{
    const struct institution *i = &b->r->s->institutions[row->institution];
    put_text(b, 0, institution_short(i, b->r->lang), b->text);
    for (int k = 0; k < CONTENT_CHARTS * 2; k++) {
        int figure = catalog_find(&b->r->s->catalog, str_of(content_charts[k / 2].figures[k % 2]));
        const struct cell *cell = figure < 0 ? NULL : cells_find(row->cells, (unsigned)figure);
        if (cell && cell->status != CELL_CONFLICT)
            put_number(b, (lxw_col_t)(k + 1), cell_value(cell), format_of(b, cell->figure));
    }
    b->row++;
}

static void
insert_chart(struct book *b, int number, const char *sheet, lxw_row_t last)
{
    lxw_chart *chart = workbook_add_chart(b->workbook, LXW_CHART_COLUMN);
    if (!chart) {
        b->failed = true;
        return;
    }
    for (int k = 0; k < 2; k++) {
        lxw_col_t column = (lxw_col_t)(number * 2 + k + 1);
        lxw_chart_series *series = chart_add_series(chart, NULL, NULL);
        chart_series_set_categories(series, sheet, 1, 0, last, 0);
        chart_series_set_values(series, sheet, 1, column, last, column);
        chart_series_set_name_range(series, sheet, 0, column);
    }
    chart_title_set_name(chart, text_of(b, label_word(b, content_charts[number].title)));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options options = {.x_scale = 1.9, .y_scale = 1.4};
    worksheet_insert_chart_opt(b->sheet, (lxw_row_t)(number * 22), 8, chart, &options);
}

static void
write_charts(struct book *b)
{
    static const char *const heads[] = {"institution", NULL};
    static const double widths[] = {36, 0};
    struct summary *s = b->r->s;
    uint32_t first = 0, last = 0;
    if (content_main_period(s, &first, &last) == MAP_NONE)
        return;
    open_sheet(b, "sheet.charts", heads, widths);
    if (b->failed)
        return;
    b->row = 0;
    worksheet_set_row(b->sheet, 0, 60, NULL);
    for (int k = 0; k < CONTENT_CHARTS * 2; k++) {
        int figure = catalog_find(&s->catalog, str_of(content_charts[k / 2].figures[k % 2]));
        if (figure >= 0)
            put_text(b, (lxw_col_t)(k + 1), s->catalog.figures[figure].label[b->r->lang], b->head);
    }
    worksheet_set_column(b->sheet, 1, CONTENT_CHARTS * 2, 13, NULL);
    b->row = 1;
    for (uint32_t i = first; i < last && i < first + CHART_ROWS && !b->failed; i++)
        put_chart_row(b, &s->rows[i]);
    struct buf sheet = {0};
    buf_z(&sheet, text_of(b, label_word(b, "sheet.charts")));
    for (int k = 0; k < CONTENT_CHARTS && !b->failed && !sheet.failed; k++)
        insert_chart(b, k, sheet.p, b->row - 1);
    buf_free(&sheet);
}

static lxw_format *
format(struct book *b, const char *number)
{
    lxw_format *f = workbook_add_format(b->workbook);
    if (f && number)
        format_set_num_format(f, number);
    if (f)
        format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    b->failed |= !f;
    return f;
}

static void
make_formats(struct book *b)
{
    b->head = format(b, NULL);
    b->text = format(b, NULL);
    b->wrap = format(b, NULL);
    b->count = format(b, "#,##0");
    b->decimal = format(b, "#,##0.00");
    b->percent = format(b, "0.0");
    b->conflict = format(b, NULL);
    b->alarm = format(b, NULL);
    b->total = format(b, "#,##0.00");
    b->total_text = format(b, NULL);
    if (b->failed)
        return;
    format_set_bold(b->head);
    format_set_text_wrap(b->head);
    format_set_bg_color(b->head, 0xDDE6F0);
    format_set_border(b->head, LXW_BORDER_THIN);
    format_set_text_wrap(b->wrap);
    format_set_bg_color(b->conflict, 0xF8CBAD);
    format_set_bold(b->conflict);
    format_set_align(b->conflict, LXW_ALIGN_CENTER);
    format_set_font_color(b->alarm, 0xB00020);
    format_set_bold(b->total);
    format_set_bold(b->total_text);
}

static void
write_book(struct book *b)
{
    struct buf title = {0};
    static char author[] = "svodka";
    lxw_doc_properties properties = {.author = author, .created = CREATED};
    buf_str(&title, label_word(b, "title.summary"));
    properties.title = title.p;
    workbook_set_properties(b->workbook, &properties);
    make_formats(b);
    void (*const sheets[])(struct book *) = {write_matrix, write_charts, write_findings,
        write_missing, write_changes, write_long, write_unclaimed, write_sources};
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets && !b->failed; i++)
        sheets[i](b);
    buf_free(&title);
}

/* The finished file to the output. */
static enum status
copy_out(struct report *r, int fd)
{
    char part[65536];
    off_t at = 0;
    ssize_t n;
    while ((n = pread(fd, part, sizeof part, at)) != 0) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return STATUS_BROKEN;
        io_write(r->out, (struct str){part, (size_t)n});
        at += n;
    }
    return at ? STATUS_OK : STATUS_BROKEN;
}

enum status
write_xlsx(struct report *r)
{
    struct spool scratch;
    char path[64];
    if (spool_open(&scratch) != STATUS_OK) /* for its unlinked file */
        return STATUS_BROKEN;
    snprintf(path, sizeof path, "/proc/self/fd/%d", scratch.fd);
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    struct book b = {.r = r, .workbook = workbook_new_opt(path, &options)};
    enum status status = STATUS_BROKEN;
    if (b.workbook) {
        write_book(&b);
        lxw_error error = workbook_close(b.workbook);
        if (error)
            cli_say("xlsx: %s", lxw_strerror(error));
        else if (b.failed)
            cli_say("xlsx: a sheet can't be written");
        else
            status = copy_out(r, scratch.fd);
    }
    buf_free(&b.clean);
    buf_free(&b.other);
    spool_close(&scratch);
    return status;
}
