/* table.c - the summary for a terminal: counts, who reported, the matrix, then changes, findings,
 * who is missing and rejected documents. */
#include "table.h"
#include "clean.h"
#include "text.h"
#include <inttypes.h>
#include <stdio.h>

#define FINDINGS_MAX 20 /* on a terminal; csv and json have them all */
#define REJECTED_MAX 20
#define CHANGES_MAX 50

static void
write_line(const struct report *r, struct buf *b)
{
    buf_char(b, '\n');
    io_write(r->out, buf_slice(b));
    buf_clear(b);
}

static void
count_of(const struct report *r, const char *key, int64_t n, struct buf *b)
{
    if (b->len)
        buf_z(b, "; ");
    buf_str(b, word(r, key));
    buf_z(b, ": ");
    clean_number(b, decimal_of(n), r->lang);
}

static void
write_counts(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    uint32_t unclaimed = 0;
    for (uint32_t i = 0; i < s->nshown; i++)
        unclaimed += s->rows[i].unclaimed;
    count_of(r, "count.documents", s->documents, b);
    count_of(r, "count.rejected", s->nrejected, b);
    count_of(r, "count.institutions", content_institutions(s), b);
    count_of(r, "count.findings", s->nshown_findings, b);
    count_of(r, "count.unclaimed", unclaimed, b);
    write_line(r, b);
    if (s->rules.count) {
        content_origin(r, false, b);
        write_line(r, b);
    }
    if (s->nshown < s->nrows) {
        count_of(r, "count.hidden", s->nrows - s->nshown, b);
        write_line(r, b);
    }
}

/* Wrapped text, its further lines set in. */
static void
write_wrapped(const struct report *r, struct str text, size_t indent, struct buf *b)
{
    size_t room = r->width > indent + 20 ? r->width - indent : 20;
    while (text.len) {
        size_t at = 0, end = 0, blank = 0, used = 0;
        while (at < text.len) {
            size_t from = at;
            uint32_t c = text_decode(text, &at);
            used += text_width(str_slice(text, from, at));
            if (used > room)
                break;
            if (c == ' ')
                blank = from;
            end = at;
        }
        if (end < text.len && blank)
            end = blank;
        if (!end)
            end = text.len;
        buf_str(b, str_slice(text, 0, end));
        write_line(r, b);
        text = str_trim(str_slice(text, end, text.len));
        for (size_t i = 0; i < indent && text.len; i++)
            buf_char(b, ' ');
    }
}

static enum status
write_finding(const struct report *r, const struct finding_place *f, struct buf *b)
{
    const struct json *v;
    struct buf text = {0}, line = {0};
    char key[32];
    if (summary_finding(r->s, f, &v) != STATUS_OK)
        return STATUS_BROKEN;
    snprintf(key, sizeof key, "level.%s", finding_level_name((enum finding_level)f->level));
    struct buf said = {0};
    content_finding(r, f, v, r->lang, &said);
    clean_text(&text, buf_slice(&said));
    buf_free(&said);
    buf_printf(&line, "%" PRIu32 "  ", f->row + 1);
    buf_str(&line, word(r, key));
    buf_printf(
        &line, " [%.*s]: ", (int)r->s->codes.words[f->code].len, r->s->codes.words[f->code].p);
    buf_str(&line, buf_slice(&text));
    write_wrapped(r, buf_slice(&line), 4, b);
    bool failed = text.failed || line.failed;
    buf_free(&text);
    buf_free(&line);
    return failed ? STATUS_BROKEN : STATUS_OK;
}

static void
write_title(const struct report *r, const char *key, struct buf *b)
{
    write_line(r, b);
    if (r->color)
        buf_z(b, "\033[1m");
    buf_str(b, word(r, key));
    if (r->color)
        buf_z(b, "\033[0m");
    write_line(r, b);
}

static void
write_more(const struct report *r, uint32_t all, uint32_t most, struct buf *b)
{
    if (all <= most)
        return;
    buf_z(b, "\xE2\x80\xA6 ");
    buf_str(b, word(r, "count.more"));
    buf_z(b, ": ");
    clean_number(b, decimal_of(all - most), r->lang);
    write_line(r, b);
}

/* What a person settled, and why. */
static void
write_decided(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    bool begun = false;
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (!cell || !cell->decision)
                continue;
            if (!begun)
                write_title(r, "title.decided", b);
            begun = true;
            struct buf said = {0}, text = {0};
            buf_printf(&text, "%" PRIu32 "  ", i + 1);
            content_decided(r, cell, &said);
            clean_text(&text, buf_slice(&said));
            write_wrapped(r, buf_slice(&text), 4, b);
            buf_free(&said);
            buf_free(&text);
        }
}

/* Since an earlier year, where an institution has one. */
static void
write_changes(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    struct change change;
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t c = 0; c < s->ncolumns; c++) {
            const struct cell *cell = cells_find(s->rows[i].cells, s->columns[c]);
            if (!cell || !summary_change(s, &s->rows[i], cell, &change) || !change.by.units ||
                n++ >= CHANGES_MAX)
                continue;
            if (n == 1)
                write_title(r, "sheet.changes", b);
            struct buf text = {0};
            buf_printf(&text, "%" PRIu32 "  ", i + 1);
            clean_text(&text, s->catalog.figures[cell->figure].label[r->lang]);
            buf_z(&text, ": ");
            clean_number(&text, change.before, r->lang);
            buf_z(&text, " (");
            table_period(r, change.period, &text);
            buf_z(&text, ") \xE2\x86\x92 ");
            clean_number(&text, cell_value(cell), r->lang);
            buf_z(&text, ": ");
            content_change(r, &change, &text);
            write_wrapped(r, buf_slice(&text), 4, b);
            buf_free(&text);
        }
    write_more(r, n, CHANGES_MAX, b);
}

static enum status
write_findings(const struct report *r, struct buf *b)
{
    enum status status = STATUS_OK;
    if (!r->s->nshown_findings)
        return STATUS_OK;
    write_title(r, "title.findings", b);
    for (uint32_t i = 0; i < r->s->nshown_findings && i < FINDINGS_MAX && status == STATUS_OK; i++)
        status = write_finding(r, &r->s->findings[i], b);
    write_more(r, r->s->nshown_findings, FINDINGS_MAX, b);
    return status;
}

static enum status
write_rejected(const struct report *r, struct buf *b)
{
    struct summary *s = r->s;
    if (!s->nrejected)
        return STATUS_OK;
    write_title(r, "title.rejected", b);
    for (uint32_t i = 0; i < s->nrejected && i < REJECTED_MAX; i++) {
        const struct json *reason;
        struct source source;
        struct buf text = {0}, clean = {0};
        if (summary_rejected(s, i, &source, &reason) != STATUS_OK)
            return STATUS_BROKEN;
        content_path(s, &source, &text);
        buf_z(&text, ": ");
        buf_str(&text, sentence(r, reason));
        clean_text(&clean, buf_slice(&text));
        write_wrapped(r, buf_slice(&clean), 4, b);
        buf_free(&text);
        buf_free(&clean);
    }
    write_more(r, s->nrejected, REJECTED_MAX, b);
    return STATUS_OK;
}

/* Who is expected and has not reported, or in one language only. */
static void
write_missing(const struct report *r, struct buf *b)
{
    const struct summary *s = r->s;
    bool begun = false;
    struct missing m;
    for (uint32_t p = 0; p < s->period_keys.count; p++)
        for (uint32_t e = 0; content_missing(s, p, &e, &m);) {
            struct buf text = {0};
            if (!begun)
                write_title(r, "title.missing", b);
            begun = true;
            table_period(r, p, &text);
            buf_z(&text, "  ");
            clean_text(&text, institution_name(m.institution, r->lang));
            buf_z(&text, ": ");
            buf_str(&text, word(r, content_missing_label(&m)));
            write_wrapped(r, buf_slice(&text), 6, b);
            buf_free(&text);
        }
}

static bool
any_decided(const struct summary *s)
{
    for (uint32_t i = 0; i < s->nshown; i++)
        for (uint32_t k = 0; k < s->rows[i].cells.count; k++)
            if (s->rows[i].cells.p[k].decision)
                return true;
    return false;
}

static void
write_legend(const struct report *r, struct buf *b)
{
    write_line(r, b);
    struct buf text = {0};
    buf_str(&text, word(r, "table.legend"));
    if (any_decided(r->s)) {
        buf_z(&text, "; ");
        buf_str(&text, word(r, "table.decided"));
    }
    write_wrapped(r, buf_slice(&text), 0, b);
    buf_free(&text);
}

enum status
write_table(struct report *r)
{
    struct buf b = {0};
    enum status status = STATUS_OK;
    write_counts(r, &b);
    if (r->s->nshown) {
        write_line(r, &b);
        status = table_list(r);
        write_line(r, &b);
        if (status == STATUS_OK)
            status = table_matrix(r);
        write_legend(r, &b);
    }
    if (status == STATUS_OK) {
        write_decided(r, &b);
        write_changes(r, &b);
    }
    if (status == STATUS_OK)
        status = write_findings(r, &b);
    if (status == STATUS_OK)
        write_missing(r, &b);
    if (status == STATUS_OK)
        status = write_rejected(r, &b);
    if (b.failed)
        status = STATUS_BROKEN;
    buf_free(&b);
    return status;
}
