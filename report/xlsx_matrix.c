/* xlsx_matrix.c - the workbook's first sheet: institutions and periods down, figures across, totals
 * below.
 *
 * Headings of figures stand upright, so that all figures fit on few pages; above them stand their
 * groups, and pages part between groups where they can. */
#include "book.h"
#include "clean.h"
#include "text.h"
#include <stdio.h>
#include <stdlib.h>

enum { NUMBER, NAME, PERIOD, PLACE, LANGS, FIGURES }; /* columns */
enum { GROUPS, HEADS, FIRST }; /* rows: FIRST is that of the first institution */

#define REPEATED PERIOD /* the last column that stands on each page */

#define SCALE 70 /* of the print-out, in per cent */
#define ROOM 1490 /* pixels of a landscape A4 page at that scale */
#define PIXELS 7.45 /* of a digit, in the font of that kind that is widest */
#define HEAD_HEIGHT 122 /* points: the longest label takes three lines */
#define WIDTH 7.2 /* characters of a column of figures, at least */

static const struct book_column identity[FIGURES] = {
    {"number", 4}, {"institution", 33}, {"period", 11}, {"place", 16}, {"languages", 6}};

/* What the matrix shows: numbers within summary.columns, and the page on which each is printed. */
struct shown {
    uint32_t *columns;
    int *page;
    uint32_t count;
};

static const struct figure *
figure_of(const struct book *b, const struct shown *shown, uint32_t i)
{
    const struct summary *s = b->r->s;
    return &s->catalog.figures[s->columns[shown->columns[i]]];
}

/* Room for the longest sum or value: one that is too long is shown as "###". */
static double
width_of(const struct book *b, const struct shown *shown, uint32_t i)
{
    const struct summary *s = b->r->s;
    struct buf text = {0};
    double width = WIDTH;
    for (uint32_t p = 0; p < s->period_keys.count; p++) {
        const struct total *t = summary_total(s, p, shown->columns[i]);
        const struct decimal longest[] = {t->sum, t->mean, t->median, t->greatest, t->least};
        for (size_t k = 0; k < sizeof longest / sizeof *longest; k++) {
            buf_clear(&text);
            clean_number(&text, decimal_trim(longest[k]), b->r->lang);
            double needed = (double)text_width(buf_slice(&text)) + 1.5;
            width = needed > width ? needed : width;
        }
    }
    buf_free(&text);
    return width;
}

static double
pixels(double characters)
{
    return characters * PIXELS + 5;
}

static bool
same_group(const struct book *b, const struct shown *shown, uint32_t i, uint32_t k)
{
    return strcmp(content_group(figure_of(b, shown, i)->id),
               content_group(figure_of(b, shown, k)->id)) == 0;
}

/* Behind the last column of the group that begins at `first`. */
static uint32_t
group_end(const struct book *b, const struct shown *shown, uint32_t first)
{
    uint32_t end = first + 1;
    while (end < shown->count && same_group(b, shown, first, end))
        end++;
    return end;
}

/* A group that does not fit beside those before it begins a page; one that fits no page is cut. */
static void
make_pages(const struct book *b, struct shown *shown)
{
    double all = 0, repeated = 0;
    for (int i = 0; i < FIGURES; i++) {
        all += pixels(identity[i].width);
        repeated += i <= REPEATED ? pixels(identity[i].width) : 0;
    }
    double used = all;
    int page = 0;
    for (uint32_t first = 0, end; first < shown->count; first = end) {
        double group = 0;
        end = group_end(b, shown, first);
        for (uint32_t i = first; i < end; i++)
            group += pixels(width_of(b, shown, i));
        if (first && used + group > ROOM) {
            page++;
            used = repeated;
        }
        for (uint32_t i = first; i < end; i++) {
            double width = pixels(width_of(b, shown, i));
            if (used + width > ROOM) {
                page++;
                used = repeated;
            }
            shown->page[i] = page;
            used += width;
        }
    }
}

static void
set_breaks(struct book *b, const struct shown *shown)
{
    lxw_col_t breaks[LXW_BREAKS_MAX] = {0}; /* ends with 0 */
    size_t count = 0;
    for (uint32_t i = 1; i < shown->count && count + 1 < LXW_BREAKS_MAX; i++)
        if (shown->page[i] != shown->page[i - 1])
            breaks[count++] = (lxw_col_t)(FIGURES + i);
    if (count)
        worksheet_set_v_pagebreaks(b->sheet, breaks);
}

/* The sheet's title and the names of the groups, each over its columns of one page. */
static void
put_groups(struct book *b, const struct shown *shown)
{
    book_text(b, NUMBER, book_label(b, "title.summary"), b->title);
    for (uint32_t first = 0, end; first < shown->count; first = end) {
        char key[32];
        end = first;
        while (end < shown->count && same_group(b, shown, first, end) &&
            shown->page[end] == shown->page[first])
            end++;
        snprintf(key, sizeof key, "group.%s", content_group(figure_of(b, shown, first)->id));
        lxw_col_t from = (lxw_col_t)(FIGURES + first), to = (lxw_col_t)(FIGURES + end - 1);
        if (from == to)
            book_text(b, from, book_label(b, key), b->across);
        else
            b->failed |= worksheet_merge_range(b->sheet, b->row, from, b->row, to,
                             book_words(b, book_label(b, key)), b->across) != 0;
    }
    book_next(b);
}

static void
put_heads(struct book *b, const struct shown *shown)
{
    for (int i = 0; i < FIGURES; i++) {
        lxw_col_t column = (lxw_col_t)i;
        book_width(b, column, identity[i].width);
        book_text(b, column, book_label(b, identity[i].head), b->head);
    }
    for (uint32_t i = 0; i < shown->count; i++) {
        lxw_col_t column = (lxw_col_t)(FIGURES + i);
        book_width(b, column, width_of(b, shown, i));
        book_text(b, column, figure_of(b, shown, i)->label[b->r->lang], b->upright);
    }
    book_next_high(b, HEAD_HEIGHT);
}

struct comment {
    struct buf b;
    const struct report *r;
};

static void
take_comment(void *ctx, uint32_t nth, const struct record *record, const struct json *v)
{
    struct comment *c = ctx;
    struct buf path = {0};
    (void)nth;
    if (c->b.len > 8000)
        return;
    if (c->b.len)
        buf_char(&c->b, '\n');
    clean_text(&c->b, json_text(v, "lang"));
    buf_z(&c->b, ": ");
    clean_fit(&c->b, content_quote(c->r, v), 200);
    buf_z(&c->b, " (");
    content_path(c->r->s, &record->source, &path);
    clean_fit(&c->b, buf_slice(&path), 80);
    buf_char(&c->b, ')');
    buf_free(&path);
}

/* The statements of a conflict, and the decision that settled it, in the cell's comment. */
static void
put_comment(struct book *b, const struct row *row, lxw_col_t column, const struct cell *cell)
{
    static char author[] = "svodka"; /* the library's structs are not const */
    struct comment c = {.r = b->r};
    content_decision(b->r, cell->decision, b->r->lang, &c.b);
    b->failed |= content_statements(b->r->s, row, cell->figure, take_comment, &c) != STATUS_OK;
    lxw_comment_options options = {.x_scale = 2, .author = author};
    if (c.b.len && !c.b.failed)
        worksheet_write_comment_opt(b->sheet, b->row, column, c.b.p, &options);
    buf_free(&c.b);
}

static void
put_cell(struct book *b, const struct row *row, lxw_col_t column, const struct cell *cell)
{
    if (cell->status == CELL_CONFLICT)
        book_text(b, column, STR(BOOK_CONFLICT), b->conflict);
    else
        book_number(b, column, cell_value(cell));
    if (cell->status == CELL_CONFLICT || cell->decision)
        put_comment(b, row, column, cell);
}

static void
put_row(struct book *b, const struct row *row, uint32_t number, const struct shown *shown)
{
    struct summary *s = b->r->s;
    const struct institution *i = &s->institutions[row->institution];
    book_count(b, NUMBER, number);
    book_text(b, NAME, institution_name(i, b->r->lang), b->text);
    book_text(b, PERIOD, content_period(b->r, row->period), b->text);
    book_text(b, PLACE, institution_place(i, b->r->lang), b->text);
    book_text(b, LANGS, content_languages(row->langs), b->text);
    for (uint32_t k = 0; k < shown->count; k++) {
        const struct cell *cell = cells_find(row->cells, s->columns[shown->columns[k]]);
        if (cell)
            put_cell(b, row, (lxw_col_t)(FIGURES + k), cell);
    }
    book_next(b);
}

enum kind { STATED, CONFLICTS, SUM, MEAN, MEDIAN, KINDS };

static const char *const total_keys[KINDS] = {
    "total.stated", "total.conflicts", "total.sum", "total.mean", "total.median"};

/* The total, as its formula has it now; false where there is none. */
static bool
value_of(enum kind kind, const struct total *t, struct decimal *value)
{
    switch (kind) {
    case STATED:
        *value = decimal_of(t->stated);
        return true;
    case CONFLICTS:
        *value = decimal_of(t->conflicts);
        return true;
    case SUM:
        *value = t->sum;
        return t->has_sum;
    case MEAN:
        *value = decimal_trim(t->mean);
        return t->has_mean;
    default:
        *value = decimal_trim(t->median);
        return t->has_median && t->stated > t->conflicts;
    }
}

/* Over the rows of the total's period, so that it follows the person who sorts or mends a value. */
static void
write_formula(char *to, size_t size, enum kind kind, const char *values, const char *periods,
    const char *period)
{
    switch (kind) {
    case STATED:
        snprintf(to, size, "=COUNTIFS(%s,%s,%s,\"<>\")", periods, period, values);
        break;
    case CONFLICTS:
        snprintf(to, size, "=COUNTIFS(%s,%s,%s,\"" BOOK_CONFLICT "\")", periods, period, values);
        break;
    case SUM:
        snprintf(to, size, "=SUMIFS(%s,%s,%s)", values, periods, period);
        break;
    case MEAN:
        snprintf(to, size, "=AVERAGEIFS(%s,%s,%s)", values, periods, period);
        break;
    default:
        snprintf(
            to, size, "{=MEDIAN(IF(%s=%s,IF(ISNUMBER(%s),%s)))}", periods, period, values, values);
    }
}

static void
put_total(struct book *b, enum kind kind, const struct total *t, lxw_row_t last, lxw_col_t column)
{
    char values[LXW_MAX_CELL_RANGE_LENGTH], periods[LXW_MAX_CELL_RANGE_LENGTH];
    char period[LXW_MAX_CELL_NAME_LENGTH], formula[256];
    struct decimal value;
    if (!value_of(kind, t, &value))
        return;
    lxw_rowcol_to_range_abs(values, FIRST, column, last, column);
    lxw_rowcol_to_range_abs(periods, FIRST, PERIOD, last, PERIOD);
    lxw_rowcol_to_cell_abs(period, b->row, PERIOD, 0, 1);
    write_formula(formula, sizeof formula, kind, values, periods, period);
    lxw_format *format = book_format(&b->total, value);
    if (kind == MEDIAN)
        b->failed |= worksheet_write_array_formula_num(b->sheet, b->row, column, b->row, column,
                         formula, format, book_double(value)) != 0;
    else
        b->failed |= worksheet_write_formula_num(
                         b->sheet, b->row, column, formula, format, book_double(value)) != 0;
}

static void
put_totals(struct book *b, uint32_t period, lxw_row_t last, const struct shown *shown)
{
    for (int kind = 0; kind < KINDS; kind++) {
        book_text(b, NAME, book_label(b, total_keys[kind]), b->total_text);
        book_text(b, PERIOD, content_period(b->r, period), b->total_text);
        for (uint32_t i = 0; i < shown->count; i++) {
            const struct total *t = summary_total(b->r->s, period, shown->columns[i]);
            if (t->stated)
                put_total(b, (enum kind)kind, t, last, (lxw_col_t)(FIGURES + i));
        }
        book_next(b);
    }
}

static void
put_rows(struct book *b, const struct shown *shown)
{
    const struct summary *s = b->r->s;
    for (uint32_t i = 0; i < s->nshown && !b->failed; i++)
        put_row(b, &s->rows[i], i + 1, shown);
    lxw_row_t last = b->row - 1;
    if (s->nshown)
        worksheet_autofilter(b->sheet, HEADS, 0, last, (lxw_col_t)(FIGURES + shown->count - 1));
    book_next(b); /* an empty row ends the filter's range */
    for (uint32_t first = 0, end; first < s->nshown && !b->failed; first = end) {
        end = content_period_end(s, first);
        if (end - first > 1)
            put_totals(b, s->rows[first].period, last, shown);
    }
}

static void
set_print(struct book *b, const struct shown *shown)
{
    worksheet_freeze_panes(b->sheet, FIRST, REPEATED + 1);
    worksheet_repeat_rows(b->sheet, GROUPS, HEADS);
    worksheet_repeat_columns(b->sheet, NUMBER, REPEATED);
    worksheet_set_print_scale(b->sheet, SCALE);
    worksheet_print_area(b->sheet, 0, 0, b->row - 1, (lxw_col_t)(FIGURES + shown->count - 1));
    set_breaks(b, shown);
}

void
book_matrix(struct book *b)
{
    size_t room = b->r->s->ncolumns + (size_t)1;
    struct shown shown = {
        malloc(room * sizeof *shown.columns), calloc(room, sizeof *shown.page), 0};
    b->failed |= !shown.columns || !shown.page;
    if (!b->failed)
        book_sheet(b, "sheet.matrix");
    if (!b->failed) {
        shown.count = content_columns(b->r->s, shown.columns);
        make_pages(b, &shown);
        put_groups(b, &shown);
        put_heads(b, &shown);
        put_rows(b, &shown);
        set_print(b, &shown);
        book_next(b);
        book_text(b, NAME, book_label(b, "xlsx.note"), NULL);
    }
    free(shown.columns);
    free(shown.page);
}
