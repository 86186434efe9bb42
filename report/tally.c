#include "tally.h"

#include "cli.h"
#include <errno.h>
#include <stdlib.h>

#define MEAN_SCALE 2

static int
by_value(const void *a, const void *b)
{
    return decimal_cmp(*(const struct decimal *)a, *(const struct decimal *)b);
}

/* `values` are those of one figure in one period, in any order. */
static void
describe(struct total *t, struct decimal *values, uint32_t count, bool sum)
{
    struct decimal all = {0};
    bool fits = true;
    qsort(values, count, sizeof *values, by_value);
    t->least = values[0];
    t->greatest = values[count - 1];
    for (uint32_t i = 0; i < count; i++)
        fits = fits && decimal_add(all, values[i], &all);
    t->has_sum = fits && sum;
    t->sum = decimal_trim(all);
    t->has_mean = fits && decimal_div(all, decimal_of(count), MEAN_SCALE, &t->mean);
    t->median = values[count / 2];
    t->has_median = count % 2 ||
        (decimal_add(values[count / 2 - 1], values[count / 2], &t->median) &&
            decimal_half(t->median, &t->median));
}

static void
tally_column(
    struct summary *s, uint32_t first, uint32_t last, uint32_t column, struct decimal *values)
{
    unsigned figure = s->columns[column];
    struct total *t = &s->totals[(size_t)s->rows[first].period * s->ncolumns + column];
    uint32_t count = 0;
    for (uint32_t r = first; r < last; r++) {
        const struct cell *c = cells_find(s->rows[r].cells, figure);
        if (!c)
            continue;
        t->stated++;
        if (c->status == CELL_CONFLICT)
            t->conflicts++;
        else
            values[count++] = cell_value(c);
    }
    if (count)
        describe(t, values, count, s->catalog.figures[figure].sum);
}

/* Whether both are written YYYY-MM-DD and have the same month and day. */
static bool
same_day(struct str a, struct str b)
{
    return a.len == 10 && b.len == 10 && str_eq(str_slice(a, 4, 10), str_slice(b, 4, 10));
}

/* A half-year is compared with the half-year of another year, not with a whole one. */
static bool
earlier_year(struct period before, struct period now)
{
    return same_day(before.from, now.from) && same_day(before.to, now.to) &&
        str_cmp(before.from, now.from) < 0;
}

/* The date of the row's first file; empty where none is known. */
static struct str
first_date(const struct summary *s, const struct row *row)
{
    struct str first = STR("");
    for (uint32_t i = 0; i < row_documents(row); i++) {
        struct str date = s->records[s->order[row->first + i]].modified;
        if (date.len && (!first.len || str_cmp(date, first) < 0))
            first = date;
    }
    return first;
}

/* Marks a report that came after its due date. A date is that of the last period that ends before
 * it. */
static void
find_late(struct summary *s, const struct expected *e, const uint32_t *row_of)
{
    struct str due = e->due.len ? e->due : s->due;
    uint32_t institution = s->named[e->named].joined;
    for (uint32_t p = s->period_keys.count; due.len && p-- > 0;) {
        if (!s->periods[p].to.len || str_cmp(s->periods[p].to, due) >= 0)
            continue;
        size_t i = (size_t)p * s->ninstitutions + institution;
        if (row_of[i] != ROW_NONE && str_cmp(first_date(s, &s->rows[row_of[i]]), due) > 0)
            s->reported[i] |= REPORTED_LATE;
        break;
    }
}

static enum status
find_previous(struct summary *s)
{
    /* rows come period by period, in the order of time */
    size_t count = (size_t)s->period_keys.count * s->ninstitutions;
    uint32_t *row_of = malloc((count + 1) * sizeof *row_of);
    s->reported = calloc(count + 1, 1);
    if (!row_of || !s->reported) {
        free(row_of);
        return STATUS_BROKEN;
    }
    for (size_t i = 0; i < count; i++)
        row_of[i] = ROW_NONE;
    for (uint32_t r = 0; r < s->nrows; r++) {
        size_t i = (size_t)s->rows[r].period * s->ninstitutions + s->rows[r].institution;
        row_of[i] = r;
        s->reported[i] =
            (uint8_t)(s->rows[r].langs | REPORTED_AT_ALL | s->rows[r].forms << REPORTED_FORMS);
    }
    for (uint32_t r = 0; r < s->nrows; r++) {
        struct row *row = &s->rows[r];
        row->previous = ROW_NONE;
        for (uint32_t p = row->period; p-- > 0 && row->previous == ROW_NONE;)
            if (earlier_year(s->periods[p], s->periods[row->period]))
                row->previous = row_of[(size_t)p * s->ninstitutions + row->institution];
    }
    for (uint32_t e = 0; e < s->nexpected; e++)
        find_late(s, &s->expected[e], row_of);
    free(row_of);
    return STATUS_OK;
}

enum status
tally(struct summary *s)
{
    struct decimal *values = malloc((s->nshown + (size_t)1) * sizeof *values);
    size_t count = (size_t)s->period_keys.count * s->ncolumns;
    s->totals = calloc(count + 1, sizeof *s->totals);
    if (!values || !s->totals || find_previous(s) != STATUS_OK) {
        free(values);
        cli_say("%s", strerror(ENOMEM));
        return STATUS_BROKEN;
    }
    for (uint32_t first = 0, last; first < s->nshown; first = last) {
        for (last = first + 1; last < s->nshown; last++)
            if (s->rows[last].period != s->rows[first].period)
                break;
        for (uint32_t column = 0; column < s->ncolumns; column++)
            tally_column(s, first, last, column, values);
    }
    free(values);
    return STATUS_OK;
}
