/* csv.h - the tables that are written as comma-separated values, and their columns. */
#ifndef SVODKA_CSV_H
#define SVODKA_CSV_H

#include "output.h"

struct csv_column {
    const char *name;
    const char *type; /* of Frictionless Data */
    const char *title; /* the key of a label; NULL for none */
};

enum csv_table {
    CSV_FIGURES,
    CSV_MATRIX,
    CSV_TOTALS,
    CSV_FINDINGS,
    CSV_MISSING,
    CSV_SOURCES,
    CSV_TABLES
};

/* Whom and when a line is about: the first columns of all tables but the totals. */
enum { CSV_IDENTITY = 5 };
extern const struct csv_column csv_identity[CSV_IDENTITY];

struct csv_shape {
    const char *name; /* of the table, and of its file before ".csv" */
    bool identity; /* it begins with those */
    const struct csv_column *columns; /* behind them */
    size_t count;
    bool figures; /* behind these a column for each figure */
};

extern const struct csv_shape csv_shapes[CSV_TABLES];

#endif
