#include "grid.h"

#include "clean.h"
#include "text.h"
#include <stdlib.h>

#define GAP 2
#define CELL_MIN 6
#define HEAD_MAX 16 /* a heading's word that is longer is broken */

static const char *const escapes[GRID_STYLES] = {"", "\033[1m", "\033[2m", "\033[31;1m"};

/* The next line of `*rest` that fits into `width` columns, broken at a blank or behind a hyphen,
 * else inside a word. */
static struct str
next_line(struct str *rest, size_t width)
{
    struct str s = *rest;
    size_t at = 0, end = 0, used = 0, broken = 0;
    while (at < s.len) {
        size_t from = at;
        uint32_t c = text_decode(s, &at);
        used += text_width(str_slice(s, from, at));
        if (c == ' ' && used <= width + 1)
            broken = from;
        if (used > width)
            break;
        end = at;
        if (c == '-' || c == '/')
            broken = at;
    }
    if (end < s.len && broken)
        end = broken;
    if (!end) /* one character wider than the column */
        (void)text_decode(s, &end);
    *rest = str_trim(str_slice(s, end, s.len));
    return str_slice(s, 0, end);
}

static size_t
count_lines(struct str s, size_t width)
{
    size_t n = 0;
    for (; s.len; n++)
        (void)next_line(&s, width);
    return n;
}

/* Narrowest width at which a heading takes few enough lines and no word of up to HEAD_MAX columns
 * is broken. */
static size_t
head_width(const struct grid *g, struct str head)
{
    size_t all = text_width(head), least = 0;
    for (struct str rest = head; rest.len;) {
        size_t w = text_width(str_cut(&rest, ' '));
        least = w > least ? w : least;
    }
    least = least > HEAD_MAX ? HEAD_MAX : least;
    least = least < g->head_min ? g->head_min : least;
    least = least > all ? all : least;
    while (least < all && count_lines(head, least) > g->head_lines)
        least++;
    return least;
}

static void
measure(const struct grid *g, size_t *widths, struct buf *b)
{
    for (size_t c = 0; c < g->columns; c++) {
        buf_clear(b);
        g->head(g->ctx, c, b);
        size_t w = head_width(g, buf_slice(b));
        widths[c] = w < CELL_MIN ? CELL_MIN : w;
        for (size_t r = 0; r < g->rows; r++) {
            if (g->across && g->across(g->ctx, r))
                continue;
            buf_clear(b);
            (void)g->cell(g->ctx, r, c, b);
            w = text_width(buf_slice(b));
            widths[c] = w > widths[c] ? w : widths[c];
        }
    }
}

static size_t
measure_labels(const struct grid *g, const size_t *widths, struct buf *b)
{
    size_t width = 0;
    for (size_t r = 0; r < g->rows; r++) {
        buf_clear(b);
        g->label(g->ctx, r, b);
        size_t w = text_width(buf_slice(b));
        if (!(g->across && g->across(g->ctx, r)))
            width = w > width ? w : width;
    }
    width = width > g->label_max ? g->label_max : width;
    size_t cells = 0;
    for (size_t c = 0; c < g->columns; c++)
        cells += GAP + widths[c];
    if (width + cells <= g->width)
        return width;
    if (cells + g->label_min <= g->width)
        return g->width - cells;
    size_t half = g->width / 2; /* several blocks: the labels stand in each */
    return width < half ? width : half;
}

static bool
is_left(const struct grid *g, size_t column)
{
    return column < sizeof g->left * 8 && g->left >> column & 1;
}

/* The first column behind the block that begins with `first`. */
static size_t
block_end(const struct grid *g, const size_t *widths, size_t label, size_t first)
{
    size_t used = label, c = first;
    while (c < g->columns && (c == first || used + GAP + widths[c] <= g->width))
        used += GAP + widths[c++];
    return c;
}

static void
trim_right(struct buf *b, size_t from)
{
    while (b->len > from && b->p[b->len - 1] == ' ')
        b->p[--b->len] = '\0';
}

static void
styled(const struct grid *g, struct buf *b, struct str s, size_t width, bool right,
    enum grid_style style)
{
    bool on = g->color && style != GRID_PLAIN;
    if (on)
        buf_z(b, escapes[style]);
    clean_pad(b, s, width, right);
    if (on)
        buf_z(b, "\033[0m");
}

static void
write_head(const struct grid *g, const size_t *widths, size_t label, size_t first, size_t last,
    struct buf *line, struct buf *text)
{
    size_t deepest = 0;
    for (size_t c = first; c < last; c++) {
        buf_clear(text);
        g->head(g->ctx, c, text);
        size_t n = count_lines(buf_slice(text), widths[c]);
        deepest = n > deepest ? n : deepest;
    }
    for (size_t i = 0; i < deepest; i++) {
        size_t from = line->len;
        clean_pad(line, STR(""), label, false);
        for (size_t c = first; c < last; c++) {
            buf_clear(text);
            g->head(g->ctx, c, text);
            struct str rest = buf_slice(text), part = STR("");
            /* headings stand on the line of the cells, so short ones begin lower */
            size_t skip = deepest - count_lines(rest, widths[c]);
            for (size_t k = skip; k <= i; k++)
                part = next_line(&rest, widths[c]);
            clean_pad(line, STR(""), GAP, false);
            clean_pad(line, part, widths[c], !is_left(g, c));
        }
        trim_right(line, from);
        buf_char(line, '\n');
    }
    size_t used = label;
    for (size_t c = first; c < last; c++)
        used += GAP + widths[c];
    for (size_t i = 0; i < used; i++)
        buf_z(line, "\xE2\x94\x80"); /* U+2500 */
    buf_char(line, '\n');
}

static void
write_row(const struct grid *g, const size_t *widths, size_t label, size_t row, size_t first,
    size_t last, struct buf *line, struct buf *text)
{
    struct buf cut = {0};
    enum grid_style own = g->row_style ? g->row_style(g->ctx, row) : GRID_PLAIN;
    bool across = g->across && g->across(g->ctx, row);
    size_t from = line->len;
    buf_clear(text);
    g->label(g->ctx, row, text);
    clean_cut(&cut, buf_slice(text), across ? g->width : label);
    styled(g, line, buf_slice(&cut), across ? 0 : label, false, across ? GRID_BOLD : own);
    for (size_t c = first; c < last && !across; c++) {
        buf_clear(text);
        enum grid_style style = g->cell(g->ctx, row, c, text);
        clean_pad(line, STR(""), GAP, false);
        styled(
            g, line, buf_slice(text), widths[c], !is_left(g, c), style == GRID_PLAIN ? own : style);
    }
    if (!g->color)
        trim_right(line, from);
    buf_char(line, '\n');
    line->failed |= cut.failed;
    buf_free(&cut);
}

enum status
grid_write(const struct grid *g, struct io_writer *out)
{
    size_t *widths = calloc(g->columns + 1, sizeof *widths);
    struct buf line = {0}, text = {0};
    if (!widths)
        return STATUS_BROKEN;
    measure(g, widths, &text);
    size_t label = measure_labels(g, widths, &text);
    for (size_t first = 0, last; first < g->columns; first = last) {
        last = block_end(g, widths, label, first);
        if (first)
            buf_char(&line, '\n');
        write_head(g, widths, label, first, last, &line, &text);
        for (size_t r = 0; r < g->rows && !line.failed; r++) {
            write_row(g, widths, label, r, first, last, &line, &text);
            io_write(out, buf_slice(&line));
            buf_clear(&line);
        }
    }
    bool failed = line.failed || text.failed;
    free(widths);
    buf_free(&line);
    buf_free(&text);
    return failed ? STATUS_BROKEN : STATUS_OK;
}

size_t
grid_lines(const struct grid *g)
{
    size_t *widths = calloc(g->columns + 1, sizeof *widths);
    struct buf text = {0};
    if (!widths)
        return 0;
    measure(g, widths, &text);
    size_t label = measure_labels(g, widths, &text), lines = 0;
    for (size_t first = 0; first < g->columns; first = block_end(g, widths, label, first))
        lines += g->rows + 5;
    free(widths);
    buf_free(&text);
    return lines;
}
