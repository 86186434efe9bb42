/* book.h - the workbook of xlsx.c: its sheets, cells and formats.
 *
 * Rows are handed to the library one by one, which writes them out at once (constant memory): a
 * sheet is filled from its first row down, and never looked back at. Text is always written as
 * text, so that none of it is a formula. Errors are kept in `failed`. */
#ifndef SVODKA_BOOK_H
#define SVODKA_BOOK_H

#include "content.h"
#include <xlsxwriter.h>

#define BOOK_CONFLICT "\xE2\x89\xA0" /* stands in a cell that has no value */

enum {
    BOOK_SCALES = 5, /* decimals that a number's format can have, and none */
    BOOK_GROUPS = 3,
    BOOK_WIDTHS = 16 /* columns whose text may take several lines */
};

/* Formats of numbers by their decimals and by the groups of three that they have. */
struct book_numbers {
    lxw_format *by[BOOK_SCALES][BOOK_GROUPS];
};

struct book {
    struct report *r;
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_row_t row; /* being filled */
    int lines; /* of text in that row, where it is more than one */
    double widths[BOOK_WIDTHS]; /* of the sheet's first columns */
    lxw_format *head, *across, *upright, *title, *text, *conflict, *alarm, *total_text;
    struct book_numbers number, total;
    struct buf clean, other;
    bool failed;
};

/* A column of a list: the key of its heading, and its width in characters. */
struct book_column {
    const char *head;
    double width;
};

/* The words as a C string, on one line and short enough for a cell. Lives until the next call. */
const char *book_words(struct book *b, struct str s);

struct str book_label(const struct book *b, const char *key);

void book_text(struct book *b, lxw_col_t column, struct str s, lxw_format *format);

void book_width(struct book *b, lxw_col_t column, double characters);

/* Goes to the next row; the one left is as high as its text needs, since spreadsheets do not all
 * find that out by themselves. */
void book_next(struct book *b);

/* The same for a row of a given height, in points. */
void book_next_high(struct book *b, double height);

/* With the decimals that it has. */
void book_number(struct book *b, lxw_col_t column, struct decimal d);
void book_count(struct book *b, lxw_col_t column, uint32_t n);

/* The workbook's own numbers are binary: this is the one place where a value becomes one. */
double book_double(struct decimal d);

/* The format of a value, or of a total. */
lxw_format *book_format(const struct book_numbers *numbers, struct decimal d);

/* A new sheet under the label `key`, for landscape A4. */
void book_sheet(struct book *b, const char *key);

/* A new sheet for a list, its headings in the first row; print-outs are one page wide. */
void book_open(struct book *b, const char *key, const struct book_column *columns, size_t count);

/* Filters over the rows written. */
void book_close(struct book *b, size_t columns);

/* Sheets, each in its own file. */
void book_matrix(struct book *b); /* xlsx_matrix.c */
void book_charts(struct book *b); /* xlsx_charts.c */
void book_findings(struct book *b); /* xlsx_lists.c */
void book_missing(struct book *b);
void book_changes(struct book *b);
void book_figures(struct book *b);
void book_unclaimed(struct book *b);
void book_sources(struct book *b);

#endif
