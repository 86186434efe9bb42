/* page_data.c - what the page draws at once: institutions, figures, rows, who is missing, and the
 * words in all languages. */
#include "page.h"
#include <inttypes.h>

static void
page_texts(struct page *p, struct buf *b, const struct json *finding)
{
    const struct json *texts = json_get(finding, "text");
    page_array(b);
    for (int i = 0; i < LANG_COUNT; i++)
        page_text(p, b,
            is_withheld(p->r, finding) ? label(&p->r->s->catalog, (enum lang)i, "withheld")
                                       : json_text(texts, lang_name((enum lang)i)));
    buf_char(b, ']');
}

static void
pair(struct page *p, struct buf *b, const struct str s[2])
{
    page_array(b);
    page_text(p, b, s[0]);
    page_text(p, b, s[1]);
    buf_char(b, ']');
}

static void
write_institutions(struct page *p, struct buf *b)
{
    struct summary *s = p->r->s;
    page_array_member(b, "institutions");
    for (uint32_t i = 0; i < s->ninstitutions; i++) {
        const struct institution *in = &s->institutions[i];
        const struct str brief[2] = {
            institution_short(in, LANG_RU), institution_short(in, LANG_KK)};
        json_write_comma(b);
        buf_char(b, '{');
        page_member(p, b, "key", in->key);
        json_write_key(b, "name");
        pair(p, b, in->name);
        json_write_key(b, "short");
        pair(p, b, brief);
        json_write_key(b, "place");
        pair(p, b, in->place);
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

static void
write_figures(struct page *p, struct buf *b)
{
    struct summary *s = p->r->s;
    page_array_member(b, "figures");
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct figure *f = &s->catalog.figures[s->columns[c]];
        json_write_comma(b);
        buf_char(b, '{');
        page_member(p, b, "id", f->id);
        page_member(p, b, "group", str_of(content_group(f->id)));
        json_write_member_int(b, "sum", f->sum);
        page_array_member(b, "label");
        for (int i = 0; i < LANG_COUNT; i++)
            page_text(p, b, f->label[i]);
        buf_z(b, "]}");
    }
    buf_char(b, ']');
}

static void
write_row_documents(struct page *p, struct buf *b, const struct row *row)
{
    struct summary *s = p->r->s;
    page_array_member(b, "d");
    for (uint32_t i = 0; i < row_documents(row); i++)
        page_path(p, b, &s->records[s->order[row->first + i]].source);
    buf_char(b, ']');
    page_array_member(b, "s");
    for (uint32_t i = 0; i < row_documents(row); i++)
        page_text(p, b, s->records[s->order[row->first + i]].source.sha256);
    buf_char(b, ']');
}

/* Period, value before, change, change in per cent: where there was an earlier year. */
static void
write_change(struct buf *b, const struct summary *s, const struct row *row, const struct cell *cell)
{
    struct change change;
    if (!summary_change(s, row, cell, &change)) {
        json_write_comma(b);
        buf_z(b, "null");
        return;
    }
    page_array(b);
    page_integer(b, change.period);
    page_decimal(b, true, change.before);
    page_decimal(b, true, change.by);
    page_decimal(b, change.has_percent, change.percent);
    buf_char(b, ']');
}

/* The decision that settled a conflict, in each language. */
static void
write_decision(struct page *p, struct buf *b, const struct cell *cell)
{
    struct buf words = {0};
    if (!cell->decision)
        return;
    page_array(b);
    for (int i = 0; i < LANG_COUNT; i++) {
        buf_clear(&words);
        content_decision(p->r, cell->decision, (enum lang)i, &words);
        page_text(p, b, buf_slice(&words));
    }
    buf_char(b, ']');
    buf_free(&words);
}

static void
write_row(struct page *p, struct buf *b, uint32_t number)
{
    struct summary *s = p->r->s;
    const struct row *row = &s->rows[number];
    json_write_comma(b);
    buf_char(b, '{');
    json_write_member_int(b, "n", number);
    json_write_member_int(b, "i", row->institution);
    json_write_member_int(b, "p", row->period);
    json_write_member_int(b, "l", row->langs);
    json_write_member_int(b, "k", p->chunk_of[number]);
    json_write_member_int(b, "u", row->unclaimed);
    page_array_member(b, "c");
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct cell *cell = cells_find(row->cells, s->columns[c]);
        if (!cell)
            continue;
        page_array(b);
        page_integer(b, c);
        page_decimal(b, cell->status != CELL_CONFLICT, cell_value(cell));
        page_integer(b, cell->status == CELL_DECIDED ? 3 : cell->status == CELL_AGREE ? 2 : 1);
        page_integer(b, cell->approx);
        write_change(b, s, row, cell);
        write_decision(p, b, cell);
        buf_char(b, ']');
    }
    buf_char(b, ']');
    write_row_documents(p, b, row);
    buf_char(b, '}');
}

static void
write_missing(struct page *p, struct buf *b)
{
    struct summary *s = p->r->s;
    struct missing m;
    page_array_member(b, "missing");
    for (uint32_t period = 0; period < s->period_keys.count; period++)
        for (uint32_t e = 0; content_missing(s, period, &e, &m);) {
            page_array(b);
            pair(p, b, m.institution->name);
            pair(p, b, m.institution->place);
            page_integer(b, period);
            page_text(p, b, str_of(content_missing_label(&m)));
            page_text(p, b, m.expected->due.len ? m.expected->due : s->due);
            buf_char(b, ']');
        }
    buf_char(b, ']');
}

static enum status
write_rejected(struct page *p, struct buf *b)
{
    enum status status = STATUS_OK;
    page_array_member(b, "rejected");
    for (uint32_t i = 0; i < p->r->s->nrejected && status == STATUS_OK; i++) {
        const struct json *reason;
        struct source source;
        status = summary_rejected(p->r->s, i, &source, &reason);
        if (status != STATUS_OK)
            break;
        page_array(b);
        page_path(p, b, &source);
        page_texts(p, b, reason);
        buf_char(b, ']');
    }
    buf_char(b, ']');
    return status;
}

static void
write_labels(struct page *p, struct buf *b)
{
    const struct catalog *c = &p->r->s->catalog;
    json_write_key(b, "labels");
    buf_char(b, '{');
    for (int i = 0; i < LANG_COUNT; i++) {
        json_write_key(b, lang_name((enum lang)i));
        buf_char(b, '{');
        for (size_t k = 0; k < c->nlabels[i]; k++) {
            json_write_comma(b);
            json_write_str(b, c->labels[i][k].key);
            buf_char(b, ':');
            json_write_str(b, c->labels[i][k].text);
        }
        buf_char(b, '}');
    }
    buf_char(b, '}');
}

/* How the summary was made, in each language. */
static void
write_origin(struct page *p, struct buf *b)
{
    struct report in = *p->r;
    struct buf words = {0};
    page_array_member(b, "origin");
    for (int i = 0; i < LANG_COUNT; i++) {
        in.lang = (enum lang)i;
        buf_clear(&words);
        content_origin(&in, true, &words);
        page_text(p, b, buf_slice(&words));
    }
    buf_char(b, ']');
    buf_free(&words);
}

static void
count(struct buf *b, const char *key, int64_t n, bool bad)
{
    page_array(b);
    json_write_str(b, str_of(key));
    page_integer(b, n);
    page_integer(b, bad);
    buf_char(b, ']');
}

static void
write_counts(struct page *p, struct buf *b)
{
    struct summary *s = p->r->s;
    int64_t unclaimed = 0, conflicts = 0;
    for (uint32_t i = 0; i < s->nshown; i++) {
        unclaimed += s->rows[i].unclaimed;
        conflicts += content_conflicts(&s->rows[i]);
    }
    page_array_member(b, "counts");
    count(b, "card.documents", s->documents, false);
    count(b, "card.rejected", s->nrejected, true);
    count(b, "card.institutions", content_institutions(s), false);
    count(b, "card.conflicts", conflicts, true);
    count(b, "card.findings", s->nshown_findings, false);
    count(b, "card.unclaimed", unclaimed, false);
    buf_char(b, ']');
}

static void
write_charts(struct buf *b)
{
    page_array_member(b, "charts");
    for (int i = 0; i < CONTENT_CHARTS; i++) {
        json_write_comma(b);
        buf_printf(b, "[\"%s\",[\"%s\",\"%s\"]]", content_charts[i].title,
            content_charts[i].figures[0], content_charts[i].figures[1]);
    }
    buf_char(b, ']');
}

/* Hands on what is in the buffer, but for its last byte, on which the next comma depends. */
static void
hand_over(struct page *p, struct buf *b)
{
    if (b->len < 65536)
        return;
    char last = b->p[b->len - 1];
    page_inert(p, str_slice(buf_slice(b), 0, b->len - 1));
    buf_clear(b);
    buf_char(b, last);
}

static void
write_period(struct page *p, struct buf *b, const struct period *period)
{
    page_array(b);
    for (int i = 0; i < LANG_COUNT; i++)
        page_text(p, b, period->words[i]);
    buf_char(b, ']');
}

enum status
page_data(struct page *p)
{
    struct summary *s = p->r->s;
    struct buf b = {0};
    enum status status = STATUS_OK;
    page_out(p, "<script type=\"application/json\" id=\"data\">");
    buf_char(&b, '{');
    page_member(p, &b, "lang", str_of(lang_name(p->r->lang)));
    write_labels(p, &b);
    write_origin(p, &b);
    write_counts(p, &b);
    write_charts(&b);
    write_figures(p, &b);
    page_array_member(&b, "periods");
    for (uint32_t i = 0; i < s->period_keys.count; i++)
        write_period(p, &b, &s->periods[i]);
    buf_char(&b, ']');
    write_institutions(p, &b);
    write_missing(p, &b);
    status = write_rejected(p, &b);
    page_array_member(&b, "rows");
    for (uint32_t i = 0; i < s->nshown; i++) {
        write_row(p, &b, i);
        hand_over(p, &b);
    }
    buf_z(&b, "]}");
    page_inert(p, buf_slice(&b));
    page_out(p, "</script>\n");
    if (b.failed)
        status = STATUS_BROKEN;
    buf_free(&b);
    return status;
}
