/* xlsx.c - a workbook: matrix with totals as formulas, charts, findings, missing reports, changes,
 * every figure with its quotes, numbers that no rule claimed, sources.
 *
 * The file is made in an unlinked temporary file and copied to the output. */
#include "book.h"
#include "clean.h"
#include "cli.h"
#include "text.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)16000) /* characters; a cell holds 32 767 */
#define CREATED 946684800 /* 2000-01-01: the same input gives the same bytes */

#define FONT "Arial" /* or what has its measures: every system has one */
#define FONT_SIZE 10
#define LINE_HEIGHT 12 /* points */
#define LINES_MAX 31 /* a row is at most 409 points high */

#define HEAD_GROUND 0xDDE6F0
#define BAD_GROUND 0xF8CBAD
#define BAD_INK 0xB00020

const char *
book_words(struct book *b, struct str s)
{
    buf_clear(&b->clean);
    clean_fit(&b->clean, s, TEXT_MAX);
    b->failed |= b->clean.failed;
    return b->clean.p ? b->clean.p : "";
}

struct str
book_label(const struct book *b, const char *key)
{
    return word(b->r, key);
}

void
book_width(struct book *b, lxw_col_t column, double characters)
{
    worksheet_set_column(b->sheet, column, column, characters, NULL);
    if (column < BOOK_WIDTHS)
        b->widths[column] = characters;
}

/* Lines that the text takes where it is wrapped behind blanks and hyphens. Columns are measured by
 * digits; a letter is a little narrower. */
static int
lines_of(struct str text, double width)
{
    size_t room = (size_t)(width * 1.06), used = 0;
    int lines = 1;
    while (text.len && room) {
        size_t end = 0;
        while (end < text.len && text.p[end] != ' ' && text.p[end] != '-')
            end++;
        size_t word = text_width(str_slice(text, 0, end)), mark = end < text.len;
        bool hyphen = mark && text.p[end] == '-';
        text = str_slice(text, end + mark, text.len);
        if (used && used + word + hyphen > room) {
            lines++;
            used = 0;
        }
        for (used += word; used > room; used -= room) /* a word longer than a line is cut */
            lines++;
        used += mark;
    }
    return lines;
}

void
book_next(struct book *b)
{
    int lines = b->lines < LINES_MAX ? b->lines : LINES_MAX;
    book_next_high(b, 2 + lines * LINE_HEIGHT);
}

void
book_next_high(struct book *b, double height)
{
    worksheet_set_row(b->sheet, b->row++, height, NULL);
    b->lines = 1;
}

void
book_text(struct book *b, lxw_col_t column, struct str s, lxw_format *format)
{
    if (s.len)
        b->failed |=
            worksheet_write_string(b->sheet, b->row, column, book_words(b, s), format) != 0;
    if (s.len && format && format->text_wrap && column < BOOK_WIDTHS) {
        int lines = lines_of(buf_slice(&b->clean), b->widths[column]);
        b->lines = lines > b->lines ? lines : b->lines;
    }
    if (!s.len && format)
        b->failed |= worksheet_write_blank(b->sheet, b->row, column, format) != 0;
}

double
book_double(struct decimal d)
{
    static const double power[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
    return (double)d.units / power[d.scale];
}

lxw_format *
book_format(const struct book_numbers *numbers, struct decimal d)
{
    double size = book_double(d);
    int group = size < 1e4 && size > -1e4 ? 0 : size < 1e6 && size > -1e6 ? 1 : 2;
    return numbers->by[d.scale < BOOK_SCALES ? d.scale : BOOK_SCALES - 1][group];
}

void
book_number(struct book *b, lxw_col_t column, struct decimal d)
{
    b->failed |= worksheet_write_number(
                     b->sheet, b->row, column, book_double(d), book_format(&b->number, d)) != 0;
}

void
book_count(struct book *b, lxw_col_t column, uint32_t n)
{
    book_number(b, column, decimal_of(n));
}

/* Page number and the summary's name on each page. */
static void
set_paper(struct book *b)
{
    struct buf header = {0};
    worksheet_set_landscape(b->sheet);
    worksheet_set_paper(b->sheet, 9); /* A4 */
    worksheet_set_margins(b->sheet, 0.4, 0.4, 0.55, 0.5); /* inches */
    worksheet_gridlines(b->sheet, LXW_SHOW_ALL_GRIDLINES);
    buf_z(&header, "&L&9");
    buf_str(&header, book_label(b, "title.summary"));
    buf_z(&header, "&R&9&A");
    b->failed |= header.failed || worksheet_set_header(b->sheet, header.p) != 0 ||
        worksheet_set_footer(b->sheet, "&R&9&P / &N") != 0;
    buf_free(&header);
}

void
book_sheet(struct book *b, const char *key)
{
    b->row = 0;
    b->lines = 1;
    b->sheet = workbook_add_worksheet(b->workbook, book_words(b, book_label(b, key)));
    if (b->sheet)
        set_paper(b);
    else
        b->failed = true;
}

void
book_open(struct book *b, const char *key, const struct book_column *columns, size_t count)
{
    book_sheet(b, key);
    if (b->failed)
        return;
    for (size_t i = 0; i < count; i++) {
        lxw_col_t n = (lxw_col_t)i;
        book_width(b, n, columns[i].width);
        book_text(b, n, book_label(b, columns[i].head), b->head);
    }
    worksheet_freeze_panes(b->sheet, 1, 0);
    worksheet_fit_to_pages(b->sheet, 1, 0);
    worksheet_repeat_rows(b->sheet, 0, 0);
    book_next(b);
}

void
book_close(struct book *b, size_t columns)
{
    if (b->sheet && b->row > 1)
        worksheet_autofilter(b->sheet, 0, 0, b->row - 1, (lxw_col_t)(columns - 1));
}

/* Formats. */

static lxw_format *
format(struct book *b)
{
    lxw_format *f = workbook_add_format(b->workbook);
    b->failed |= !f;
    if (!f)
        return NULL;
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    format_set_font_name(f, FONT);
    format_set_font_size(f, FONT_SIZE);
    return f;
}

/* Thousands are parted by blanks as in Kazakhstan whatever the spreadsheet's own language, which
 * "#,##0" would follow; numbers below 10 000 are not parted. */
static void
make_numbers(struct book *b, struct book_numbers *numbers, bool bold)
{
    static const char *const groups[2][BOOK_GROUPS] = {
        {"0", "###\\ ##0", "#\\ ###\\ ###\\ ##0"}, {"0", "#,##0", "#,##0"}};
    for (int scale = 0; scale < BOOK_SCALES; scale++)
        for (int group = 0; group < BOOK_GROUPS; group++) {
            char code[32];
            lxw_format *f = numbers->by[scale][group] = format(b);
            if (!f)
                return;
            snprintf(code, sizeof code, "%s%.*s", groups[b->r->lang == LANG_EN][group],
                scale ? scale + 1 : 0, ".0000");
            format_set_num_format(f, code);
            if (bold)
                format_set_bold(f);
        }
}

static lxw_format *
head_format(struct book *b)
{
    lxw_format *f = format(b);
    if (!f)
        return NULL;
    format_set_bold(f);
    format_set_text_wrap(f);
    format_set_bg_color(f, HEAD_GROUND);
    format_set_border(f, LXW_BORDER_THIN);
    return f;
}

static void
make_formats(struct book *b)
{
    /* the library's first format is that of cells without one, by whose digits widths are counted
     */
    lxw_format *first = STAILQ_FIRST(b->workbook->formats);
    format_set_font_name(first, FONT);
    format_set_font_size(first, FONT_SIZE);
    make_numbers(b, &b->number, false);
    make_numbers(b, &b->total, true);
    b->head = head_format(b);
    b->across = head_format(b);
    b->upright = head_format(b);
    b->title = format(b);
    b->text = format(b);
    b->conflict = format(b);
    b->alarm = format(b);
    b->total_text = format(b);
    if (b->failed)
        return;
    format_set_align(b->across, LXW_ALIGN_CENTER);
    format_set_rotation(b->upright, 90);
    format_set_font_size(b->upright, 9);
    format_set_align(b->upright, LXW_ALIGN_CENTER);
    format_set_bold(b->title);
    format_set_font_size(b->title, 14);
    format_set_text_wrap(b->text);
    format_set_bg_color(b->conflict, BAD_GROUND);
    format_set_bold(b->conflict);
    format_set_text_wrap(b->conflict);
    format_set_align(b->conflict, LXW_ALIGN_CENTER);
    format_set_font_color(b->alarm, BAD_INK);
    format_set_text_wrap(b->alarm);
    format_set_bold(b->total_text);
    format_set_text_wrap(b->total_text);
}

static void
write_book(struct book *b)
{
    struct buf title = {0};
    static char author[] = "svodka"; /* the library's structs are not const */
    lxw_doc_properties properties = {.author = author, .created = CREATED};
    buf_str(&title, book_label(b, "title.summary"));
    properties.title = title.p;
    workbook_set_properties(b->workbook, &properties);
    make_formats(b);
    void (*const sheets[])(struct book *) = {book_matrix, book_charts, book_findings, book_missing,
        book_changes, book_figures, book_unclaimed, book_sources};
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
