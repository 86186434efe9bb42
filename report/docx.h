/* docx.h - writes a plain Word document: headings, paragraphs, lists, tables, with styles that a
 * clerk can change. Text is cleaned and escaped here. */
#ifndef SVODKA_DOCX_H
#define SVODKA_DOCX_H

#include "buf.h"
#include "catalog.h"
#include "io.h"
#include "status.h"

enum docx_style {
    DOCX_TITLE,
    DOCX_SUBTITLE,
    DOCX_HEADING,
    DOCX_SUBHEADING,
    DOCX_TEXT,
    DOCX_ITEM,
    DOCX_QUOTE,
    DOCX_SMALL,
    DOCX_SIGNATURE /* lines of it stay together */
};

struct docx {
    struct buf body, clean;
    enum lang lang; /* of the paragraphs that follow */
    size_t columns; /* of the open table */
    size_t column;
};

/* A paragraph; `style` as in the list above. */
void docx_paragraph(struct docx *d, enum docx_style style, struct str text);

/* A paragraph that begins a page. */
void docx_page(struct docx *d, enum docx_style style, struct str text);

/* A table: open it with its widths in per cent, then give cell after cell, row after row (the first
 * row is the heading and repeats on each page), then close it. */
void docx_table(struct docx *d, const int *widths, size_t columns);
void docx_cell(struct docx *d, struct str text, bool heading, bool right);
void docx_table_end(struct docx *d);

/* Packs it into `out` and frees it. */
NODISCARD enum status docx_finish(struct docx *d, struct str title, struct io_writer *out);

void docx_free(struct docx *d);

#endif
