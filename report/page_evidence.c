/* page_evidence.c - what the page unpacks when it is asked for: the statements of each row's
 * figures in their sentences, and the findings. */
#include "page.h"
#include <inttypes.h>

/* Bytes of JSON before packing: unpacked within a few milliseconds. */
#define CHUNK ((size_t)512 * 1024)

static void
write_context(struct page *p, const struct record *record, const struct json *v)
{
    struct context c = content_context(p->r, record, v);
    page_text(p, &p->json, c.quote);
    page_piece(p, &p->json, c.before);
    page_piece(p, &p->json, c.after);
}

static void
write_statement(void *ctx, uint32_t nth, const struct record *record, const struct json *v)
{
    struct page *p = ctx;
    struct buf *b = &p->json;
    const struct json *approx = json_get(v, "approx");
    page_array(b);
    page_text(p, b, json_text(v, "lang"));
    page_text(p, b, json_text(v, "value"));
    write_context(p, record, v);
    page_integer(b, nth);
    page_text(p, b, json_text(v, "how"));
    page_text(p, b, json_text(v, "match"));
    page_text(p, b, json_text(v, "rule"));
    page_integer(b, approx && approx->type == JSON_TRUE);
    buf_char(b, ']');
}

static enum status
write_row_unclaimed(struct page *p, const struct row *row)
{
    page_array_member(&p->json, "u");
    for (uint32_t i = 0; i < row->count && row->unclaimed; i++) {
        const struct record *record = &p->r->s->records[p->r->s->order[row->first + i]];
        const struct json *line;
        if (summary_evidence(p->r->s, record, &line) != STATUS_OK)
            return STATUS_BROKEN;
        for (const struct json *v = content_unclaimed(p->r, line); v; v = v->next) {
            page_array(&p->json);
            write_context(p, record, v);
            buf_char(&p->json, ']');
        }
    }
    buf_char(&p->json, ']');
    return STATUS_OK;
}

static enum status
write_row_evidence(struct page *p, uint32_t number)
{
    struct summary *s = p->r->s;
    const struct row *row = &s->rows[number];
    json_write_comma(&p->json);
    buf_printf(&p->json, "\"%" PRIu32 "\":{", number);
    enum status status = STATUS_OK;
    for (uint32_t c = 0; c < s->ncolumns && status == STATUS_OK; c++) {
        if (!cells_find(row->cells, s->columns[c]))
            continue;
        json_write_comma(&p->json);
        buf_printf(&p->json, "\"%" PRIu32 "\":[", c);
        status = content_statements(s, row, s->columns[c], write_statement, p);
        buf_char(&p->json, ']');
    }
    if (status == STATUS_OK)
        status = write_row_unclaimed(p, row);
    buf_char(&p->json, '}');
    return status;
}

enum status
page_evidence(struct page *p)
{
    struct summary *s = p->r->s;
    enum status status = STATUS_OK;
    for (uint32_t i = 0; i < s->nshown && status == STATUS_OK; i++) {
        if (!p->json.len)
            buf_char(&p->json, '{');
        p->chunk_of[i] = p->chunks;
        status = write_row_evidence(p, i);
        if (status == STATUS_OK && (p->json.len > CHUNK || i + 1 == s->nshown)) {
            buf_char(&p->json, '}');
            status = page_chunk(p, "e", p->chunks++);
        }
    }
    return status;
}

static void
write_finding_texts(
    struct page *p, struct buf *b, const struct finding_place *f, const struct json *finding)
{
    struct buf words = {0};
    page_array(b);
    for (int i = 0; i < LANG_COUNT; i++) {
        buf_clear(&words);
        content_finding(p->r, f, finding, (enum lang)i, &words);
        page_text(p, b, buf_slice(&words));
    }
    buf_char(b, ']');
    buf_free(&words);
}

static void
write_finding(struct page *p, const struct finding_place *f, const struct json *v)
{
    struct summary *s = p->r->s;
    struct buf *b = &p->json;
    const struct json *figures = json_get(v, "figures");
    const struct json *list = is_withheld(p->r, v) ? NULL : json_get(v, "statements");
    page_array(b);
    page_integer(b, f->row);
    page_text(p, b, str_of(finding_level_name((enum finding_level)f->level)));
    page_text(p, b, s->codes.words[f->code]);
    page_array(b);
    for (const struct json *id = figures ? figures->child : NULL; id; id = id->next)
        page_text(p, b, id->text);
    buf_char(b, ']');
    write_finding_texts(p, b, f, v);
    page_array(b);
    for (const struct json *q = list ? list->child : NULL; q; q = q->next) {
        page_array(b);
        write_context(p, &s->records[f->record], q);
        buf_char(b, ']');
    }
    buf_char(b, ']');
    page_path(p, b, &s->records[f->record].source);
    buf_char(b, ']');
}

enum status
page_findings(struct page *p)
{
    struct summary *s = p->r->s;
    uint32_t chunks = 0;
    for (uint32_t i = 0; i < s->nshown_findings; i++) {
        const struct json *v;
        if (!p->json.len)
            buf_char(&p->json, '[');
        if (summary_finding(s, &s->findings[i], &v) != STATUS_OK)
            return STATUS_BROKEN;
        write_finding(p, &s->findings[i], v);
        if (p->json.len > CHUNK || i + 1 == s->nshown_findings) {
            buf_char(&p->json, ']');
            if (page_chunk(p, "f", chunks++) != STATUS_OK)
                return STATUS_BROKEN;
        }
    }
    return STATUS_OK;
}
