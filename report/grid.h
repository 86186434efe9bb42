/* grid.h - a table for a terminal, cut into as many blocks of columns as its width asks for. */
#ifndef SVODKA_GRID_H
#define SVODKA_GRID_H

#include "buf.h"
#include "io.h"
#include "status.h"

enum grid_style { GRID_PLAIN, GRID_BOLD, GRID_DIM, GRID_ALARM, GRID_STYLES };

struct grid {
    size_t rows, columns;
    size_t width; /* of the terminal */
    size_t label_max; /* widest label column */
    size_t label_min; /* it shrinks to this where all columns then fit into one block */
    size_t head_min; /* a column is at least so wide, where its heading has words to fill it */
    size_t head_lines; /* at most so many lines of heading */
    bool color;
    unsigned long left; /* a bit for each column whose cells stand at the left */
    const void *ctx;
    /* Each appends clean text on one line. A row without cells is a heading across. */
    void (*label)(const void *ctx, size_t row, struct buf *b);
    void (*head)(const void *ctx, size_t column, struct buf *b);
    enum grid_style (*cell)(const void *ctx, size_t row, size_t column, struct buf *b);
    bool (*across)(const void *ctx, size_t row); /* NULL where no row is */
    enum grid_style (*row_style)(const void *ctx, size_t row); /* NULL for plain rows */
};

/* Writes it. STATUS_BROKEN without memory; write errors stay in `out`. */
NODISCARD enum status grid_write(const struct grid *g, struct io_writer *out);

/* Lines that grid_write() would write, about; 0 without memory. */
size_t grid_lines(const struct grid *g);

#endif
