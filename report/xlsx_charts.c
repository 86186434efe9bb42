/* xlsx_charts.c - charts over a small table of their own: the institutions of the period that most
 * are of. */
#include "book.h"

#define SERIES (CONTENT_CHARTS * 2)
#define ROWS_MAX 40 /* institutions in a chart: more can't be read */
#define NAME_WIDTH 36
#define WIDTH 13
#define ROWS_EACH 17 /* of default height, that a chart covers */

static int
figure_of(const struct book *b, int series)
{
    return catalog_find(&b->r->s->catalog, str_of(content_charts[series / 2].figures[series % 2]));
}

static void
put_heads(struct book *b)
{
    book_width(b, 0, NAME_WIDTH);
    book_text(b, 0, book_label(b, "institution"), b->head);
    for (int k = 0; k < SERIES; k++) {
        int figure = figure_of(b, k);
        book_width(b, (lxw_col_t)(k + 1), WIDTH);
        if (figure >= 0)
            book_text(
                b, (lxw_col_t)(k + 1), b->r->s->catalog.figures[figure].label[b->r->lang], b->head);
    }
    book_next(b);
}

static void
put_row(struct book *b, const struct row *row)
{
    book_text(
        b, 0, institution_short(&b->r->s->institutions[row->institution], b->r->lang), b->text);
    for (int k = 0; k < SERIES; k++) {
        int figure = figure_of(b, k);
        const struct cell *cell = figure < 0 ? NULL : cells_find(row->cells, (unsigned)figure);
        if (cell && cell->status == CELL_CONFLICT)
            book_text(b, (lxw_col_t)(k + 1), STR(BOOK_CONFLICT), b->conflict);
        else if (cell)
            book_number(b, (lxw_col_t)(k + 1), cell_value(cell));
    }
    book_next(b);
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
    chart_title_set_name(chart, book_words(b, book_label(b, content_charts[number].title)));
    chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
    lxw_chart_options options = {.x_scale = 1.85, .y_scale = 1.1};
    worksheet_insert_chart_opt(
        b->sheet, last + 2 + (lxw_row_t)(number * ROWS_EACH), 0, chart, &options);
}

void
book_charts(struct book *b)
{
    struct summary *s = b->r->s;
    struct buf sheet = {0};
    uint32_t first = 0, last = 0;
    if (content_main_period(s, &first, &last) == MAP_NONE)
        return;
    book_sheet(b, "sheet.charts");
    if (b->failed)
        return;
    put_heads(b);
    for (uint32_t i = first; i < last && i < first + ROWS_MAX && !b->failed; i++)
        put_row(b, &s->rows[i]);
    buf_z(&sheet, book_words(b, book_label(b, "sheet.charts")));
    for (int k = 0; k < CONTENT_CHARTS && !b->failed && !sheet.failed; k++)
        insert_chart(b, k, sheet.p, b->row - 1);
    worksheet_set_portrait(b->sheet);
    worksheet_fit_to_pages(b->sheet, 1, 1);
    buf_free(&sheet);
}
