/* note.c - the consolidated note that a department must write: in Russian, then in Kazakh. What is
 * read stands before the signature, figures of single institutions and sources in annexes. */
#include "clean.h"
#include "cli.h"
#include "content.h"
#include "docx.h"
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#define ROWS_MAX 300 /* institutions in the annex: beyond, the note refers to the workbook */
#define FINDINGS_MAX 300
#define GROUPED_MAX 40 /* rows whose findings have a heading each */
#define CHANGES_MAX 60 /* institutions with an earlier year */
#define COLUMNS 7 /* of numbers side by side: "12 384 600" fits */
#define COLUMNS_CHANGES 4 /* "+1 234 567 (+10,1 %)" fits */
#define COLUMNS_PERIODS 2 /* periods side by side, four totals each */
#define CELLS 9 /* columns of the widest table */

struct note {
    struct report r; /* in the language being written */
    struct docx d;
    struct buf b;
    uint32_t *columns; /* figures that some row states, as numbers within summary.columns */
    uint32_t ncolumns;
    struct content_by_row findings;
};

static struct str
say(const struct note *n, const char *key)
{
    return word(&n->r, key);
}

static void
heading(struct note *n, const char *key)
{
    docx_paragraph(&n->d, DOCX_HEADING, say(n, key));
}

/* A table whose first column is `first` per cent wide and the others share the rest. */
static void
open_table(struct note *n, int first, uint32_t others)
{
    int widths[CELLS] = {first};
    for (uint32_t i = 1; i <= others; i++)
        widths[i] = (100 - first) / (int)others;
    docx_table(&n->d, widths, others + 1);
}

static void
head_cells(struct note *n, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        docx_cell(&n->d, say(n, keys[i]), true, false);
}

static void
text_cell(struct note *n, struct str text)
{
    docx_cell(&n->d, text, false, false);
}

static void
number_cell(struct note *n, bool has, struct decimal d)
{
    buf_clear(&n->b);
    if (has)
        clean_number(&n->b, d, n->r.lang);
    docx_cell(&n->d, buf_slice(&n->b), false, true);
}

static void
figure_cell(struct note *n, uint32_t column)
{
    const struct summary *s = n->r.s;
    text_cell(n, s->catalog.figures[s->columns[column]].label[n->r.lang]);
}

static const struct institution *
institution_of(const struct note *n, uint32_t row)
{
    return &n->r.s->institutions[n->r.s->rows[row].institution];
}

/* "NAME, PERIOD", by the name's distinctive part. */
static void
add_row_name(struct note *n, uint32_t row)
{
    buf_str(&n->b, institution_short(institution_of(n, row), n->r.lang));
    buf_z(&n->b, ", ");
    buf_str(&n->b, content_period(&n->r, n->r.s->rows[row].period));
}

/* Totals: what several institutions of a period state together. */

static void
total_cells(struct note *n, const struct total *t)
{
    buf_clear(&n->b);
    buf_printf(&n->b, "%" PRIu32, t->stated);
    if (t->conflicts)
        buf_printf(&n->b, " \xE2\x89\xA0%" PRIu32, t->conflicts);
    docx_cell(&n->d, t->stated ? buf_slice(&n->b) : STR(""), false, true);
    number_cell(n, t->has_sum, t->sum);
    number_cell(n, t->has_mean, t->mean);
    number_cell(n, t->has_median && t->stated > t->conflicts, t->median);
}

static void
write_total_table(struct note *n, const uint32_t *periods, uint32_t count)
{
    static const char *const heads[] = {"total.stated", "total.sum", "total.mean", "total.median"};
    static const int one[] = {44, 12, 18, 13, 13}, two[] = {26, 9, 10, 9, 9, 9, 10, 9, 9};
    docx_table(&n->d, count == 1 ? one : two, 4 * count + 1);
    docx_cell(&n->d, say(n, "figure"), true, false);
    for (uint32_t p = 0; p < count; p++)
        for (int i = 0; i < 4; i++) {
            buf_clear(&n->b);
            buf_str(&n->b, say(n, heads[i]));
            buf_z(&n->b, ", ");
            buf_str(&n->b, content_period(&n->r, periods[p]));
            docx_cell(&n->d, buf_slice(&n->b), true, false);
        }
    for (uint32_t c = 0; c < n->ncolumns; c++) {
        uint32_t stated = 0;
        for (uint32_t p = 0; p < count; p++)
            stated += summary_total(n->r.s, periods[p], n->columns[c])->stated;
        if (!stated)
            continue;
        figure_cell(n, n->columns[c]);
        for (uint32_t p = 0; p < count; p++)
            total_cells(n, summary_total(n->r.s, periods[p], n->columns[c]));
    }
    docx_table_end(&n->d);
}

/* Of periods that several institutions report on; side by side as many as fit. */
static void
write_totals(struct note *n)
{
    const struct summary *s = n->r.s;
    uint32_t periods[COLUMNS_PERIODS], count = 0;
    bool begun = false;
    for (uint32_t first = 0, end; first < s->nshown; first = end) {
        end = content_period_end(s, first);
        if (end - first > 1)
            periods[count++] = s->rows[first].period;
        if (count < (end == s->nshown ? 1 : COLUMNS_PERIODS))
            continue;
        if (!begun)
            heading(n, "note.totals");
        begun = true;
        write_total_table(n, periods, count);
        count = 0;
    }
}

/* Changes: figures of institutions that reported for an earlier year too. */

static bool
changed(const struct note *n, uint32_t row, uint32_t column, struct change *change)
{
    const struct summary *s = n->r.s;
    const struct cell *c = cells_find(s->rows[row].cells, s->columns[column]);
    return c && summary_change(s, &s->rows[row], c, change) && change->by.units;
}

static void
write_change_line(struct note *n, const uint32_t *rows, uint32_t count, uint32_t column)
{
    struct change change;
    bool any = false;
    for (uint32_t i = 0; i < count; i++)
        any |= changed(n, rows[i], column, &change);
    if (!any)
        return;
    figure_cell(n, column);
    for (uint32_t i = 0; i < count; i++) {
        buf_clear(&n->b);
        if (changed(n, rows[i], column, &change))
            content_change(&n->r, &change, &n->b);
        docx_cell(&n->d, buf_slice(&n->b), false, true);
    }
}

static void
write_change_table(struct note *n, const uint32_t *rows, uint32_t count)
{
    const struct summary *s = n->r.s;
    open_table(n, 36, count);
    docx_cell(&n->d, say(n, "figure"), true, false);
    for (uint32_t i = 0; i < count; i++) {
        buf_clear(&n->b);
        buf_str(&n->b, institution_short(institution_of(n, rows[i]), n->r.lang));
        buf_z(&n->b, ", ");
        buf_str(&n->b, content_period(&n->r, s->rows[s->rows[rows[i]].previous].period));
        buf_z(&n->b, " \xE2\x86\x92 ");
        buf_str(&n->b, content_period(&n->r, s->rows[rows[i]].period));
        docx_cell(&n->d, buf_slice(&n->b), true, false);
    }
    for (uint32_t c = 0; c < n->ncolumns; c++)
        write_change_line(n, rows, count, n->columns[c]);
    docx_table_end(&n->d);
}

static void
write_changes(struct note *n)
{
    const struct summary *s = n->r.s;
    uint32_t rows[COLUMNS_CHANGES], count = 0, all = 0;
    for (uint32_t i = 0; i < s->nshown && all < CHANGES_MAX; i++) {
        if (s->rows[i].previous == ROW_NONE)
            continue;
        if (all++ == 0)
            heading(n, "sheet.changes");
        rows[count++] = i;
        if (count < COLUMNS_CHANGES)
            continue;
        write_change_table(n, rows, count);
        count = 0;
    }
    if (count)
        write_change_table(n, rows, count);
    if (all == CHANGES_MAX)
        docx_paragraph(&n->d, DOCX_SMALL, say(n, "note.too_many"));
}

/* What a person settled, and why: whoever signs sees whose word a figure is. */
static void
write_decided(struct note *n)
{
    const struct summary *s = n->r.s;
    bool begun = false;
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < n->ncolumns; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[n->columns[c]]);
            if (!cell || !cell->decision)
                continue;
            if (!begun)
                heading(n, "title.decided");
            begun = true;
            buf_clear(&n->b);
            add_row_name(n, i);
            buf_z(&n->b, ": ");
            content_decided(&n->r, cell, &n->b);
            docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
        }
}

/* Findings, row by row: errors before warnings. */

/* Whether the note tells it. */
static bool
is_told(const struct note *n, uint32_t finding)
{
    return finding < FINDINGS_MAX && n->r.s->findings[finding].level > FINDING_INFO;
}

/* Under the row's name; behind it, line by line, where there are many rows. */
static enum status
write_row_findings(struct note *n, uint32_t row)
{
    struct summary *s = n->r.s;
    bool grouped = s->nshown <= GROUPED_MAX, named = false;
    for (uint32_t i = n->findings.first[row]; i; i = n->findings.next[i - 1]) {
        const struct json *v;
        if (!is_told(n, i - 1))
            continue;
        if (summary_finding(s, &s->findings[i - 1], &v) != STATUS_OK)
            return STATUS_BROKEN;
        buf_clear(&n->b);
        add_row_name(n, row);
        if (grouped && !named)
            docx_paragraph(&n->d, DOCX_SUBHEADING, buf_slice(&n->b));
        named = true;
        if (grouped)
            buf_clear(&n->b);
        else
            buf_z(&n->b, ": ");
        content_finding(&n->r, &s->findings[i - 1], v, n->r.lang, &n->b);
        docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
    }
    return STATUS_OK;
}

static enum status
write_findings(struct note *n)
{
    const struct summary *s = n->r.s;
    bool any = false;
    for (uint32_t i = 0; i < s->nshown_findings && i < FINDINGS_MAX; i++)
        any |= is_told(n, i);
    if (any)
        heading(n, "note.findings");
    for (uint32_t i = 0; i < s->nshown; i++)
        if (write_row_findings(n, i) != STATUS_OK)
            return STATUS_BROKEN;
    if (s->nshown_findings > FINDINGS_MAX)
        docx_paragraph(&n->d, DOCX_SMALL, say(n, "note.too_many"));
    return STATUS_OK;
}

/* "PERIOD, WHAT: NAME (PLACE); NAME (PLACE)", a line for each period and kind. */
static bool
add_missing(struct note *n, uint32_t period, const char *kind)
{
    struct missing m;
    bool any = false;
    buf_clear(&n->b);
    buf_str(&n->b, content_period(&n->r, period));
    buf_z(&n->b, ", ");
    buf_str(&n->b, say(n, kind));
    for (uint32_t e = 0; content_missing(n->r.s, period, &e, &m);) {
        if (content_missing_label(&m) != kind)
            continue;
        struct str place = institution_place(m.institution, n->r.lang);
        buf_z(&n->b, any ? "; " : ": ");
        buf_str(&n->b, institution_short(m.institution, n->r.lang));
        if (place.len) {
            buf_z(&n->b, " (");
            buf_str(&n->b, place);
            buf_char(&n->b, ')');
        }
        any = true;
    }
    buf_char(&n->b, '.');
    return any;
}

static void
write_missing(struct note *n)
{
    bool begun = false;
    for (uint32_t p = 0; p < n->r.s->period_keys.count; p++)
        for (int k = 0; k < CONTENT_MISSING; k++) {
            if (!add_missing(n, p, content_missing_kinds[k]))
                continue;
            if (!begun)
                heading(n, "title.missing");
            begun = true;
            docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
        }
}

static enum status
write_rejected(struct note *n)
{
    struct summary *s = n->r.s;
    if (s->nrejected)
        heading(n, "title.rejected");
    for (uint32_t i = 0; i < s->nrejected; i++) {
        const struct json *reason;
        struct source source;
        if (summary_rejected(s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        buf_clear(&n->b);
        content_path(s, &source, &n->b);
        buf_z(&n->b, ": ");
        buf_str(&n->b, sentence(&n->r, reason));
        docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
    }
    return STATUS_OK;
}

static void
add_count(struct note *n, const char *key, int64_t value)
{
    buf_z(&n->b, n->b.len ? "; " : "");
    buf_str(&n->b, say(n, key));
    buf_z(&n->b, ": ");
    clean_number(&n->b, decimal_of(value), n->r.lang);
}

/* The periods that have rows, below the title. */
static void
write_periods(struct note *n)
{
    const struct summary *s = n->r.s;
    buf_clear(&n->b);
    buf_str(&n->b, say(n, "note.period"));
    for (uint32_t i = 0; i < s->nshown; i = content_period_end(s, i)) {
        buf_z(&n->b, i ? ", " : ": ");
        buf_str(&n->b, content_period(&n->r, s->rows[i].period));
    }
    docx_paragraph(&n->d, DOCX_SUBTITLE, buf_slice(&n->b));
}

static void
write_counts(struct note *n)
{
    const struct summary *s = n->r.s;
    int64_t conflicts = 0, told = 0;
    for (uint32_t i = 0; i < s->nshown_findings; i++)
        told += s->findings[i].level > FINDING_INFO;
    for (uint32_t i = 0; i < s->nshown; i++)
        conflicts += content_conflicts(&s->rows[i]);
    docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.intro"));
    buf_clear(&n->b);
    add_count(n, "card.documents", s->documents);
    add_count(n, "count.rejected", s->nrejected);
    add_count(n, "count.institutions", content_institutions(s));
    add_count(n, "count.conflicts", conflicts);
    add_count(n, "count.findings", told);
    if (told < s->nshown_findings)
        add_count(n, "count.untold", s->nshown_findings - told);
    buf_char(&n->b, '.');
    docx_paragraph(&n->d, DOCX_TEXT, buf_slice(&n->b));
    docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.rule"));
}

/* The annex of institutions: a numbered list, then their figures under these numbers. */

static void
write_list(struct note *n)
{
    static const char *const heads[] = {
        "number", "institution", "place", "period", "languages", "conflicts", "title.findings"};
    static const int widths[] = {5, 41, 15, 11, 8, 10, 10};
    const struct summary *s = n->r.s;
    docx_table(&n->d, widths, 7);
    head_cells(n, heads, 7);
    for (uint32_t i = 0; i < s->nshown; i++) {
        const struct row *row = &s->rows[i];
        number_cell(n, true, decimal_of(i + (int64_t)1));
        text_cell(n, institution_name(institution_of(n, i), n->r.lang));
        text_cell(n, institution_place(institution_of(n, i), n->r.lang));
        text_cell(n, content_period(&n->r, row->period));
        text_cell(n, content_languages(row->langs));
        number_cell(n, true, decimal_of(content_conflicts(row)));
        number_cell(n, true,
            decimal_of(row->findings[FINDING_WARNING] + (int64_t)row->findings[FINDING_ERROR]));
    }
    docx_table_end(&n->d);
}

/* A figure of the rows from `first` to `end`, where one of them states it. */
static void
write_line(struct note *n, uint32_t first, uint32_t end, uint32_t column)
{
    const struct summary *s = n->r.s;
    unsigned figure = s->columns[column];
    bool stated = false;
    for (uint32_t i = first; i < end; i++)
        stated |= cells_find(s->rows[i].cells, figure) != NULL;
    if (!stated)
        return;
    figure_cell(n, column);
    for (uint32_t i = first; i < end; i++) {
        const struct cell *c = cells_find(s->rows[i].cells, figure);
        buf_clear(&n->b);
        if (c && c->status == CELL_CONFLICT)
            buf_z(&n->b, "\xE2\x89\xA0");
        else if (c && c->decision)
            buf_z(&n->b, "\xE2\x9C\x93");
        if (c && c->status != CELL_CONFLICT)
            clean_number(&n->b, cell_value(c), n->r.lang);
        docx_cell(&n->d, buf_slice(&n->b), false, true);
    }
}

static void
write_block(struct note *n, uint32_t first, uint32_t end)
{
    uint32_t count = end - first;
    open_table(n, count > 4 ? 30 : 60 - 8 * (int)count, count);
    docx_cell(&n->d, say(n, "figure"), true, false);
    for (uint32_t i = first; i < end; i++) {
        buf_clear(&n->b);
        buf_str(&n->b, say(n, "number"));
        buf_printf(&n->b, "\xC2\xA0%" PRIu32 ", ", i + 1);
        buf_str(&n->b, content_period(&n->r, n->r.s->rows[i].period));
        docx_cell(&n->d, buf_slice(&n->b), true, false);
    }
    for (uint32_t c = 0; c < n->ncolumns; c++)
        write_line(n, first, end, n->columns[c]);
    docx_table_end(&n->d);
}

static void
write_institutions(struct note *n)
{
    uint32_t rows = n->r.s->nshown, blocks = (rows + COLUMNS - 1) / COLUMNS;
    docx_page(&n->d, DOCX_HEADING, say(n, "note.annex.figures"));
    if (rows > ROWS_MAX) {
        docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.too_many"));
        return;
    }
    write_list(n);
    for (uint32_t k = 0; k < blocks; k++) /* all of nearly one width */
        write_block(n, rows * k / blocks, rows * (k + 1) / blocks);
}

/* The annex of sources, once for both languages: each file by its hash, which tells it whatever it
 * is called. */

static void
add_both(struct note *n, const char *key)
{
    const struct catalog *c = &n->r.s->catalog;
    buf_str(&n->b, label(c, LANG_RU, key));
    buf_z(&n->b, " / ");
    buf_str(&n->b, label(c, LANG_KK, key));
}

static void
head_both(struct note *n, const char *key)
{
    buf_clear(&n->b);
    add_both(n, key);
    docx_cell(&n->d, buf_slice(&n->b), true, false);
}

static void
source_line(struct note *n, uint32_t number, const struct source *source, const char *state)
{
    number_cell(n, number > 0, decimal_of(number));
    buf_clear(&n->b);
    content_path(n->r.s, source, &n->b);
    if (state) {
        buf_z(&n->b, " (");
        add_both(n, state);
        buf_char(&n->b, ')');
    }
    text_cell(n, buf_slice(&n->b));
    text_cell(n, source->sha256);
}

static enum status
write_sources(struct note *n)
{
    static const int widths[] = {6, 36, 58};
    struct summary *s = n->r.s;
    n->r.lang = n->d.lang = LANG_RU;
    buf_clear(&n->b);
    add_both(n, "note.annex.sources");
    docx_page(&n->d, DOCX_HEADING, buf_slice(&n->b));
    docx_table(&n->d, widths, 3);
    docx_cell(&n->d, say(n, "number"), true, false);
    head_both(n, "document");
    docx_cell(&n->d, say(n, "sha256"), true, false);
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < row_documents(&s->rows[i]); k++) {
            const struct record *record = &s->records[s->order[s->rows[i].first + k]];
            source_line(n, i + 1, &record->source, record->copy ? "state.copy" : NULL);
        }
    for (uint32_t i = 0; i < s->nrejected; i++) {
        const struct json *reason;
        struct source source;
        if (summary_rejected(s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        source_line(n, 0, &source, "state.rejected");
    }
    docx_table_end(&n->d);
    buf_clear(&n->b);
    add_both(n, "origin");
    buf_z(&n->b, ": ");
    content_origin(&n->r, true, &n->b);
    docx_paragraph(&n->d, DOCX_SMALL, buf_slice(&n->b));
    return STATUS_OK;
}

/* Below the list of annexes, so that a signature stands alone on no page. */
static void
write_signature(struct note *n)
{
    buf_clear(&n->b);
    buf_str(&n->b, say(n, "note.annex.figures"));
    buf_z(&n->b, "; ");
    buf_str(&n->b, say(n, "note.annex.sources"));
    buf_char(&n->b, '.');
    docx_paragraph(&n->d, DOCX_SIGNATURE, buf_slice(&n->b));
    docx_paragraph(&n->d, DOCX_SIGNATURE, say(n, "note.head"));
    docx_paragraph(&n->d, DOCX_SIGNATURE, say(n, "note.signature"));
}

static enum status
write_language(struct note *n, enum lang lang)
{
    n->r.lang = n->d.lang = lang;
    (lang == LANG_RU ? docx_paragraph : docx_page)(&n->d, DOCX_TITLE, say(n, "note.title"));
    write_periods(n);
    write_counts(n);
    write_totals(n);
    write_changes(n);
    write_decided(n);
    if (write_findings(n) != STATUS_OK)
        return STATUS_BROKEN;
    write_missing(n);
    if (write_rejected(n) != STATUS_OK)
        return STATUS_BROKEN;
    write_signature(n);
    write_institutions(n);
    return STATUS_OK;
}

enum status
write_docx(struct report *r)
{
    struct note n = {.r = *r, .columns = malloc((r->s->ncolumns + (size_t)1) * sizeof *n.columns)};
    bool ready = content_by_row(r->s, &n.findings) && n.columns;
    enum status status = ready ? STATUS_OK : STATUS_BROKEN;
    if (ready)
        n.ncolumns = content_columns(r->s, n.columns);
    if (status == STATUS_OK)
        status = write_language(&n, LANG_RU);
    if (status == STATUS_OK)
        status = write_language(&n, LANG_KK);
    if (status == STATUS_OK)
        status = write_sources(&n);
    if (status == STATUS_OK)
        status = docx_finish(&n.d, label(&r->s->catalog, LANG_RU, "note.title"), r->out);
    if (status != STATUS_OK)
        cli_say("docx: %s", errno ? strerror(errno) : "the document can't be made");
    docx_free(&n.d);
    buf_free(&n.b);
    content_by_row_free(&n.findings);
    free(n.columns);
    return status;
}
