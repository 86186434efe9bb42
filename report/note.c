/* note.c - the consolidated note that a department must write: in Russian, then in Kazakh. */
#include "clean.h"
#include "cli.h"
#include "content.h"
#include "docx.h"
#include <errno.h>
#include <inttypes.h>

#define BLOCK 4 /* institutions side by side in a table of figures */
#define ROWS_MAX 300 /* institutions of a period: beyond, the note refers to the workbook */
#define FINDINGS_MAX 300

struct note {
    struct report r; /* in the language being written */
    struct docx d;
    struct buf b;
};

static struct str
say(const struct note *n, const char *key)
{
    return word(&n->r, key);
}

/* "WORDS: NUMBER" as an item of a list. */
static void
count(struct note *n, const char *key, int64_t value)
{
    buf_clear(&n->b);
    buf_str(&n->b, say(n, key));
    buf_z(&n->b, ": ");
    clean_number(&n->b, decimal_of(value), n->r.lang);
    docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
}

static void
head_cells(struct note *n, const char *const *keys, size_t count)
{
    for (size_t i = 0; i < count; i++)
        docx_cell(&n->d, say(n, keys[i]), true, false);
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
subheading(struct note *n, uint32_t period)
{
    buf_clear(&n->b);
    buf_str(&n->b, say(n, "period"));
    buf_z(&n->b, ": ");
    clean_text(&n->b, content_period(&n->r, period));
    docx_paragraph(&n->d, DOCX_SUBHEADING, buf_slice(&n->b));
}

/* What all institutions of a period state together. */
static void
write_totals(struct note *n, uint32_t period, bool *begun)
{
    static const char *const heads[] = {
        "figure", "total.stated", "total.sum", "total.mean", "total.median", "note.left_out"};
    static const int widths[] = {34, 12, 15, 13, 14, 12};
    const struct summary *s = n->r.s;
    if (!*begun)
        docx_paragraph(&n->d, DOCX_HEADING, say(n, "note.totals"));
    *begun = true;
    subheading(n, period);
    docx_table(&n->d, widths, 6);
    head_cells(n, heads, 6);
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct total *t = summary_total(s, period, c);
        if (!t->stated)
            continue;
        docx_cell(&n->d, s->catalog.figures[s->columns[c]].label[n->r.lang], false, false);
        number_cell(n, true, decimal_of(t->stated));
        number_cell(n, t->has_sum, t->sum);
        number_cell(n, t->has_mean, t->mean);
        number_cell(n, t->has_median && t->stated > t->conflicts, t->median);
        number_cell(n, true, decimal_of(t->conflicts));
    }
    docx_table_end(&n->d);
}

/* A figure of the rows from `first` to `last`, where one of them states it. */
static void
write_line(struct note *n, uint32_t first, uint32_t last, uint16_t figure)
{
    const struct summary *s = n->r.s;
    bool stated = false;
    for (uint32_t i = first; i < last; i++)
        stated |= cells_find(s->rows[i].cells, figure) != NULL;
    if (!stated)
        return;
    docx_cell(&n->d, s->catalog.figures[figure].label[n->r.lang], false, false);
    for (uint32_t i = first; i < last; i++) {
        const struct cell *c = cells_find(s->rows[i].cells, figure);
        if (c && c->status == CELL_CONFLICT)
            docx_cell(&n->d, STR("\xE2\x89\xA0"), false, true);
        else
            number_cell(n, c != NULL, c ? cell_value(c) : (struct decimal){0});
    }
}

/* Figures down, institutions across: the names of figures are long and the same for all. */
static void
write_block(struct note *n, uint32_t first, uint32_t last)
{
    static const int widths[BLOCK][BLOCK + 1] = {
        {60, 40}, {44, 28, 28}, {37, 21, 21, 21}, {32, 17, 17, 17, 17}};
    const struct summary *s = n->r.s;
    docx_table(&n->d, widths[last - first - 1], last - first + 1);
    docx_cell(&n->d, say(n, "figure"), true, false);
    for (uint32_t i = first; i < last; i++)
        docx_cell(&n->d, institution_name(&s->institutions[s->rows[i].institution], n->r.lang),
            true, false);
    for (uint32_t c = 0; c < s->ncolumns; c++)
        write_line(n, first, last, s->columns[c]);
    docx_table_end(&n->d);
}

/* The institutions of a period, as many tables as the page asks for. */
static void
write_institutions(struct note *n, uint32_t first, uint32_t last)
{
    subheading(n, n->r.s->rows[first].period);
    if (last - first > ROWS_MAX) {
        docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.too_many"));
        return;
    }
    for (; first < last; first += BLOCK)
        write_block(n, first, last - first < BLOCK ? last : first + BLOCK);
}

/* Figures of institutions that reported in an earlier year too. */
static void
write_changes(struct note *n)
{
    static const char *const heads[] = {"institution", "figure", "before", "now", "change"};
    static const int widths[] = {30, 30, 12, 12, 16};
    const struct summary *s = n->r.s;
    struct change change;
    int lines = 0;
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns && lines < ROWS_MAX; c++) {
            const struct row *row = &s->rows[i];
            const struct cell *cell = cells_find(row->cells, s->columns[c]);
            if (!cell || !summary_change(s, row, cell, &change) || !change.by.units)
                continue;
            if (lines++ == 0) {
                docx_paragraph(&n->d, DOCX_HEADING, say(n, "sheet.changes"));
                docx_table(&n->d, widths, 5);
                head_cells(n, heads, 5);
            }
            docx_cell(&n->d, institution_name(&s->institutions[row->institution], n->r.lang), false,
                false);
            docx_cell(&n->d, s->catalog.figures[cell->figure].label[n->r.lang], false, false);
            number_cell(n, true, change.before);
            number_cell(n, true, cell_value(cell));
            buf_clear(&n->b);
            content_change(&n->r, &change, &n->b);
            docx_cell(&n->d, buf_slice(&n->b), false, true);
        }
    if (lines)
        docx_table_end(&n->d);
}

static enum status
write_findings(struct note *n)
{
    struct summary *s = n->r.s;
    docx_paragraph(&n->d, DOCX_HEADING, say(n, "note.findings"));
    if (!s->nshown_findings)
        docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.none"));
    for (uint32_t i = 0; i < s->nshown_findings && i < FINDINGS_MAX; i++) {
        const struct finding_place *f = &s->findings[i];
        const struct json *v;
        if (f->level == FINDING_INFO)
            continue;
        if (summary_finding(s, f, &v) != STATUS_OK)
            return STATUS_BROKEN;
        const struct row *row = &s->rows[f->row];
        buf_clear(&n->b);
        buf_str(&n->b, institution_name(&s->institutions[row->institution], n->r.lang));
        buf_z(&n->b, " (");
        buf_str(&n->b, content_period(&n->r, row->period));
        buf_z(&n->b, "): ");
        content_finding(&n->r, f, v, n->r.lang, &n->b);
        docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
    }
    if (s->nshown_findings > FINDINGS_MAX)
        count(n, "count.more", s->nshown_findings - FINDINGS_MAX);
    return STATUS_OK;
}

static void
write_missing(struct note *n)
{
    static const char *const heads[] = {"institution", "place", "period", "missing.what"};
    static const int widths[] = {45, 20, 12, 23};
    const struct summary *s = n->r.s;
    struct missing m;
    bool begun = false;
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; content_missing(s, p, &e, &m);) {
            if (!begun) {
                docx_paragraph(&n->d, DOCX_HEADING, say(n, "title.missing"));
                docx_table(&n->d, widths, 4);
                head_cells(n, heads, 4);
            }
            begun = true;
            docx_cell(&n->d, institution_name(m.institution, n->r.lang), false, false);
            docx_cell(&n->d, institution_place(m.institution, n->r.lang), false, false);
            docx_cell(&n->d, content_period(&n->r, p), false, false);
            docx_cell(&n->d, say(n, content_missing_label(&m)), false, false);
        }
    if (begun)
        docx_table_end(&n->d);
}

static enum status
write_rejected(struct note *n)
{
    struct summary *s = n->r.s;
    if (s->nrejected)
        docx_paragraph(&n->d, DOCX_HEADING, say(n, "title.rejected"));
    for (uint32_t i = 0; i < s->nrejected; i++) {
        const struct json *line;
        if (summary_rejected(s, i, &line) != STATUS_OK)
            return STATUS_BROKEN;
        buf_clear(&n->b);
        buf_str(&n->b, json_text(line, "path"));
        buf_z(&n->b, ": ");
        buf_str(&n->b, sentence(&n->r, json_get(line, "rejected")));
        docx_paragraph(&n->d, DOCX_ITEM, buf_slice(&n->b));
    }
    return STATUS_OK;
}

static void
write_counts(struct note *n)
{
    const struct summary *s = n->r.s;
    int64_t conflicts = 0;
    for (uint32_t i = 0; i < s->nshown; i++)
        conflicts += content_conflicts(&s->rows[i]);
    docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.intro"));
    count(n, "card.documents", s->documents);
    count(n, "card.rejected", s->nrejected);
    count(n, "card.institutions", content_institutions(s));
    count(n, "card.conflicts", conflicts);
    count(n, "card.findings", s->nshown_findings);
    docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.rule"));
}

/* The periods that have rows, in the title's second line. */
static void
write_periods(struct note *n)
{
    const struct summary *s = n->r.s;
    struct buf list = {0};
    for (uint32_t i = 0; i < s->nshown; i++)
        if (i == 0 || s->rows[i].period != s->rows[i - 1].period) {
            buf_z(&list, list.len ? ", " : "");
            buf_str(&list, content_period(&n->r, s->rows[i].period));
        }
    buf_clear(&n->b);
    buf_str(&n->b, say(n, "note.period"));
    buf_z(&n->b, ": ");
    buf_str(&n->b, buf_slice(&list));
    docx_paragraph(&n->d, DOCX_TEXT, buf_slice(&n->b));
    buf_free(&list);
}

static enum status
write_language(struct note *n, enum lang lang, bool page)
{
    const struct summary *s = n->r.s;
    n->r.lang = n->d.lang = lang;
    (page ? docx_page : docx_paragraph)(&n->d, DOCX_TITLE, say(n, "note.title"));
    write_periods(n);
    write_counts(n);
    bool begun = false;
    for (uint32_t i = 0; i < s->nshown; i++)
        if ((i == 0 || s->rows[i].period != s->rows[i - 1].period) && i + 1 < s->nshown &&
            s->rows[i].period == s->rows[i + 1].period)
            write_totals(n, s->rows[i].period, &begun);
    docx_paragraph(&n->d, DOCX_HEADING, say(n, "note.institutions"));
    for (uint32_t first = 0, last; first < s->nshown; first = last) {
        for (last = first; last < s->nshown && s->rows[last].period == s->rows[first].period;
             last++)
            ;
        write_institutions(n, first, last);
    }
    write_changes(n);
    if (write_findings(n) != STATUS_OK)
        return STATUS_BROKEN;
    write_missing(n);
    if (write_rejected(n) != STATUS_OK)
        return STATUS_BROKEN;
    docx_paragraph(&n->d, DOCX_TEXT, say(n, "note.signature"));
    buf_clear(&n->b);
    buf_str(&n->b, say(n, "origin"));
    buf_z(&n->b, ": ");
    content_origin(&n->r, true, &n->b);
    docx_paragraph(&n->d, DOCX_TEXT, buf_slice(&n->b));
    return STATUS_OK;
}

enum status
write_docx(struct report *r)
{
    struct note n = {.r = *r};
    enum status status = write_language(&n, LANG_RU, false);
    if (status == STATUS_OK)
        status = write_language(&n, LANG_KK, true);
    if (status == STATUS_OK)
        status = docx_finish(&n.d, label(&r->s->catalog, LANG_RU, "note.title"), r->out);
    if (status != STATUS_OK)
        cli_say("docx: %s", errno ? strerror(errno) : "the document can't be made");
    docx_free(&n.d);
    buf_free(&n.b);
    return status;
}
