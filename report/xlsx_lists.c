/* xlsx_lists.c - the workbook's sheets that are lists: a line for each finding, missing report,
 * change, figure with its quotes, unclaimed number, source. */
#include "book.h"
#include "period.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The columns that each list of rows begins with. The number is that of the matrix, which has the
 * whole name. */
enum { IDENTITIES = 4 };
static const struct book_column identity[IDENTITIES] = {
    {"number", 5}, {"institution", 28}, {"place", 17}, {"period", 10}};

static void
open_rows(struct book *b, const char *key, const struct book_column *columns, size_t count)
{
    struct book_column all[BOOK_WIDTHS];
    memcpy(all, identity, sizeof identity);
    memcpy(all + IDENTITIES, columns, count * sizeof *columns);
    book_open(b, key, all, IDENTITIES + count);
}

static void
put_identity(struct book *b, const struct row *row)
{
    const struct institution *i = &b->r->s->institutions[row->institution];
    book_count(b, 0, (uint32_t)(row - b->r->s->rows) + 1);
    book_text(b, 1, institution_short(i, b->r->lang), b->text);
    book_text(b, 2, institution_place(i, b->r->lang), b->text);
    book_text(b, 3, content_period(b->r, row->period), b->text);
}

/* The document's name in a column. */
static void
put_path(struct book *b, lxw_col_t column, const struct source *source)
{
    buf_clear(&b->other);
    content_path(b->r->s, source, &b->other);
    book_text(b, column, buf_slice(&b->other), b->text);
}

static void
put_figure(struct book *b, const struct row *row, const struct cell *cell, struct content_quotes *q)
{
    const struct catalog *catalog = &b->r->s->catalog;
    const struct figure *f = &catalog->figures[cell->figure];
    bool conflict = cell->status == CELL_CONFLICT;
    b->failed |= content_quotes(b->r, row, cell->figure, q) != STATUS_OK;
    put_identity(b, row);
    lxw_col_t at = IDENTITIES;
    book_text(b, at++, f->label[b->r->lang], b->text);
    book_text(b, at++, label_of(catalog, b->r->lang, "unit", f->unit), b->text);
    if (conflict)
        book_text(b, at++, STR(BOOK_CONFLICT), b->conflict);
    else
        book_number(b, at++, cell_value(cell));
    buf_clear(&b->other);
    content_decision(b->r, cell->decision, b->r->lang, &b->other);
    book_text(b, at++,
        cell->decision ? buf_slice(&b->other)
                       : label_of(catalog, b->r->lang, "status", str_of(content_status(cell))),
        conflict ? b->conflict : b->text);
    book_text(b, at++, buf_slice(&q->quotes[0]), b->text);
    book_text(b, at++, buf_slice(&q->quotes[1]), b->text);
    book_text(b, at, buf_slice(&q->paths), b->text);
    book_next(b);
}

void
book_figures(struct book *b)
{
    static const struct book_column columns[] = {{"figure", 30}, {"unit", 9}, {"value", 13},
        {"status", 19}, {"quote.ru", 36}, {"quote.kk", 36}, {"document", 34}};
    struct summary *s = b->r->s;
    struct content_quotes q = {0};
    open_rows(b, "sheet.figures", columns, COUNT(columns));
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns && !b->failed; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (cell)
                put_figure(b, &s->rows[i], cell, &q);
        }
    content_quotes_free(&q);
    book_close(b, IDENTITIES + COUNT(columns));
}

static void
put_change(struct book *b, const struct row *row, const struct cell *cell)
{
    struct change change;
    if (!summary_change(b->r->s, row, cell, &change))
        return;
    put_identity(b, row);
    lxw_col_t at = IDENTITIES;
    book_text(b, at++, b->r->s->catalog.figures[cell->figure].label[b->r->lang], b->text);
    book_text(b, at++, content_period(b->r, change.period), b->text);
    book_number(b, at++, change.before);
    book_number(b, at++, cell_value(cell));
    book_number(b, at++, change.by);
    if (change.has_percent)
        book_number(b, at, decimal_trim(change.percent));
    book_next(b);
}

void
book_changes(struct book *b)
{
    static const struct book_column columns[] = {{"figure", 40}, {"since", 12}, {"before", 13},
        {"now", 13}, {"change", 13}, {"change.percent", 13}};
    struct summary *s = b->r->s;
    open_rows(b, "sheet.changes", columns, COUNT(columns));
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns && !b->failed; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (cell)
                put_change(b, &s->rows[i], cell);
        }
    book_close(b, IDENTITIES + COUNT(columns));
}

static void
put_finding(struct book *b, const struct finding_place *f)
{
    struct summary *s = b->r->s;
    const struct json *v;
    if (summary_finding(s, f, &v) != STATUS_OK) {
        b->failed = true;
        return;
    }
    const char *level = finding_level_name((enum finding_level)f->level);
    put_identity(b, &s->rows[f->row]);
    lxw_col_t at = IDENTITIES;
    book_text(b, at++, label_of(&s->catalog, b->r->lang, "level", str_of(level)),
        f->level == FINDING_ERROR ? b->alarm : b->text);
    book_text(b, at++, s->codes.words[f->code], b->text);
    buf_clear(&b->other);
    content_finding(b->r, f, v, b->r->lang, &b->other);
    book_text(b, at++, buf_slice(&b->other), b->text);
    buf_clear(&b->other);
    content_finding_quotes(b->r, v, &b->other);
    book_text(b, at++, buf_slice(&b->other), b->text);
    put_path(b, at, &s->records[f->record].source);
    book_next(b);
}

void
book_findings(struct book *b)
{
    static const struct book_column columns[] = {
        {"level", 15}, {"code", 17}, {"finding", 70}, {"quotes", 40}, {"document", 34}};
    struct summary *s = b->r->s;
    open_rows(b, "sheet.findings", columns, COUNT(columns));
    for (uint32_t i = 0; i < s->nshown_findings && !b->failed; i++)
        put_finding(b, &s->findings[i]);
    book_close(b, IDENTITIES + COUNT(columns));
}

void
book_missing(struct book *b)
{
    static const struct book_column columns[] = {
        {"institution", 60}, {"place", 20}, {"period", 12}, {"missing.what", 36}, {"due", 12}};
    struct summary *s = b->r->s;
    struct missing m;
    if (!s->nexpected)
        return;
    book_open(b, "title.missing", columns, COUNT(columns));
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; !b->failed && content_missing(s, p, &e, &m);) {
            book_text(b, 0, institution_name(m.institution, b->r->lang), b->text);
            book_text(b, 1, institution_place(m.institution, b->r->lang), b->text);
            book_text(b, 2, content_period(b->r, p), b->text);
            book_text(b, 3, book_label(b, content_missing_label(&m)), b->text);
            buf_clear(&b->other);
            period_date(&b->other, b->r->lang, m.expected->due.len ? m.expected->due : s->due);
            book_text(b, 4, buf_slice(&b->other), b->text);
            book_next(b);
        }
    book_close(b, COUNT(columns));
}

static void
put_unclaimed(
    struct book *b, const struct row *row, const struct record *record, const struct json *v)
{
    struct context context = content_context(b->r, record, v);
    put_identity(b, row);
    book_text(b, IDENTITIES, json_text(v, "quote"), b->text);
    buf_clear(&b->other);
    buf_str(&b->other, context.before);
    buf_str(&b->other, context.quote);
    buf_str(&b->other, context.after);
    book_text(b, IDENTITIES + 1, buf_slice(&b->other), b->text);
    put_path(b, IDENTITIES + 2, &record->source);
    book_next(b);
}

void
book_unclaimed(struct book *b)
{
    static const struct book_column columns[] = {
        {"unclaimed.number", 16}, {"context", 90}, {"document", 34}};
    struct summary *s = b->r->s;
    if (s->no_persons) /* counted among the sources, not listed */
        return;
    open_rows(b, "sheet.unclaimed", columns, COUNT(columns));
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < row_documents(&s->rows[i]) && !b->failed; k++) {
            const struct record *record = &s->records[s->order[s->rows[i].first + k]];
            const struct json *line;
            if (!record->unclaimed)
                continue;
            if (summary_evidence(s, record, &line) != STATUS_OK) {
                b->failed = true;
                break;
            }
            const struct json *v = content_unclaimed(b->r, line);
            for (; v && !b->failed; v = v->next)
                put_unclaimed(b, &s->rows[i], record, v);
        }
    book_close(b, IDENTITIES + COUNT(columns));
}

static void
put_source(struct book *b, const struct source *source, struct str state, lxw_format *format)
{
    put_path(b, IDENTITIES, source);
    book_text(b, IDENTITIES + 1, source->sha256, b->text);
    book_text(b, IDENTITIES + 2, state, format);
}

void
book_sources(struct book *b)
{
    static const struct book_column columns[] = {
        {"document", 44}, {"sha256", 67}, {"state", 30}, {"figures", 11}, {"unclaimed", 14}};
    struct summary *s = b->r->s;
    open_rows(b, "sheet.sources", columns, COUNT(columns));
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < s->rows[i].count && !b->failed; k++) {
            const struct record *record = &s->records[s->order[s->rows[i].first + k]];
            put_identity(b, &s->rows[i]);
            put_source(b, &record->source,
                book_label(b, record->copy ? "state.copy" : "state.read"), b->text);
            book_count(b, IDENTITIES + 3, record->copy ? 0 : record->cells.count);
            book_count(b, IDENTITIES + 4, record->copy ? 0 : record->unclaimed);
            book_next(b);
        }
    for (uint32_t i = 0; i < s->nrejected && !b->failed; i++) {
        const struct json *reason;
        struct source source;
        b->failed |= summary_rejected(s, i, &source, &reason) != STATUS_OK;
        if (b->failed)
            break;
        put_source(b, &source, sentence(b->r, reason), b->alarm);
        book_next(b);
    }
    book_close(b, IDENTITIES + COUNT(columns));
    book_next(b);
    buf_clear(&b->other);
    content_origin(b->r, true, &b->other);
    book_text(b, 0, buf_slice(&b->other), NULL);
}
