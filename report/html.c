/* html.c - one page that needs no network and no server.
 *
 * The page holds the matrix as JSON and, packed (gzip, base64) in chunks, the evidence of each row
 * and the findings; html/app.js draws it. A strict content security policy allows that script and
 * that style sheet by their hashes, and nothing else: no text of a report can run or load. */
#include "clean.h"
#include "cli.h"
#include "content.h"
#include "embed.h"
#include <errno.h>
#include <inttypes.h>
#include <libdeflate.h>
#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <stdlib.h>

/* D3 as its Debian packages have it: its licence, then the modules that draw the charts. */
#ifndef NODE_MODULES
#define NODE_MODULES "/usr/share/nodejs"
#endif
#define D3(name) "\" \n .incbin \"" NODE_MODULES "/d3-" name "/dist/d3-" name ".min.js"

EMBED(html_d3,
    "report/html/d3.licence" D3("array") D3("collection") D3("color") D3("interpolate") D3("format")
        D3("scale") D3("selection") D3("axis"));
EMBED(html_script, "report/html/app.js");
EMBED(html_style, "report/html/app.css");
EMBED(html_page, "report/html/page.html");

#define CHUNK                                                                                      \
    ((size_t)512 * 1024) /* of JSON, before packing: unpacked within a few milliseconds            \
                          */

struct page {
    struct report *r;
    struct buf json; /* the chunk being filled */
    struct buf clean;
    uint32_t chunks;
    uint32_t *chunk_of; /* of each row */
    struct libdeflate_compressor *compressor;
    const struct record *record; /* of the statement being written */
};

static struct str
included(const char *from, const char *to)
{
    return (struct str){from, (size_t)(to - from)};
}

static void
out(struct page *p, const char *z)
{
    io_write(p->r->out, str_of(z));
}

/* A JSON string of cleaned text. */
static void
text(struct page *p, struct buf *b, struct str s)
{
    buf_clear(&p->clean);
    clean_lines(&p->clean, s);
    json_write_comma(b);
    json_write_str(b, buf_slice(&p->clean));
    b->failed |= p->clean.failed;
}

/* The same for a piece of a sentence. */
static void
piece(struct page *p, struct buf *b, struct str s)
{
    buf_clear(&p->clean);
    clean_piece(&p->clean, s);
    json_write_comma(b);
    json_write_str(b, buf_slice(&p->clean));
    b->failed |= p->clean.failed;
}

static void
member(struct page *p, struct buf *b, const char *key, struct str s)
{
    json_write_key(b, key);
    text(p, b, s);
}

static void
integer(struct buf *b, int64_t n)
{
    json_write_comma(b);
    buf_printf(b, "%" PRId64, n);
}

static void
decimal(struct buf *b, bool has, struct decimal d)
{
    json_write_comma(b);
    if (has)
        json_write_decimal(b, d);
    else
        buf_z(b, "null");
}

static void
open_array(struct buf *b)
{
    json_write_comma(b);
    buf_char(b, '[');
}

static void
array_member(struct buf *b, const char *key)
{
    json_write_key(b, key);
    buf_char(b, '[');
}

/* JSON for a script element: no "<" that could end it. */
static void
write_inert(struct page *p, struct str json)
{
    while (json.len) {
        const char *at = memchr(json.p, '<', json.len);
        size_t n = at ? (size_t)(at - json.p) : json.len;
        io_write(p->r->out, str_slice(json, 0, n));
        if (at) {
            out(p, "\\u003c");
            n++;
        }
        json = str_slice(json, n, json.len);
    }
}

static void
write_base64(struct page *p, struct str s)
{
    char part[BASE64_ENCODE_RAW_LENGTH(3072)];
    while (s.len) {
        size_t n = s.len < 3072 ? s.len : 3072;
        base64_encode_raw(part, n, (const uint8_t *)s.p);
        io_write(p->r->out, (struct str){part, BASE64_ENCODE_RAW_LENGTH(n)});
        s = str_slice(s, n, s.len);
    }
}

/* Packs what p->json holds into an element with the id PREFIX and number. */
static enum status
write_chunk(struct page *p, const char *prefix, uint32_t number)
{
    size_t bound = libdeflate_gzip_compress_bound(p->compressor, p->json.len);
    char *packed = p->json.failed ? NULL : malloc(bound);
    if (!packed)
        return STATUS_BROKEN;
    size_t n = libdeflate_gzip_compress(p->compressor, p->json.p, p->json.len, packed, bound);
    struct buf tag = {0};
    buf_printf(&tag, "<script type=\"text/plain\" id=\"%s%" PRIu32 "\">", prefix, number);
    io_write(p->r->out, buf_slice(&tag));
    buf_free(&tag);
    write_base64(p, (struct str){packed, n});
    out(p, "</script>\n");
    free(packed);
    buf_clear(&p->json);
    return n ? STATUS_OK : STATUS_BROKEN;
}

static void
write_path(struct page *p, struct buf *b, const struct source *source)
{
    struct buf path = {0};
    content_path(p->r->s, source, &path);
    text(p, b, buf_slice(&path));
    buf_free(&path);
}

static void
write_context(struct page *p, const struct record *record, const struct json *v)
{
    struct context c = content_context(p->r, record, v);
    text(p, &p->json, c.quote);
    piece(p, &p->json, c.before);
    piece(p, &p->json, c.after);
}

static void
write_statement(void *ctx, uint32_t nth, const struct record *record, const struct json *v)
{
    struct page *p = ctx;
    struct buf *b = &p->json;
    const struct json *approx = json_get(v, "approx");
    open_array(b);
    text(p, b, json_text(v, "lang"));
    text(p, b, json_text(v, "value"));
    write_context(p, record, v);
    integer(b, nth);
    text(p, b, json_text(v, "how"));
    text(p, b, json_text(v, "match"));
    text(p, b, json_text(v, "rule"));
    integer(b, approx && approx->type == JSON_TRUE);
    buf_char(b, ']');
}

static enum status
write_row_unclaimed(struct page *p, const struct row *row)
{
    array_member(&p->json, "u");
    for (uint32_t i = 0; i < row->count && row->unclaimed; i++) {
        const struct record *record = &p->r->s->records[p->r->s->order[row->first + i]];
        const struct json *line;
        if (summary_evidence(p->r->s, record, &line) != STATUS_OK)
            return STATUS_BROKEN;
        for (const struct json *v = content_unclaimed(p->r, line); v; v = v->next) {
            open_array(&p->json);
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

static enum status
write_evidence(struct page *p)
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
            status = write_chunk(p, "e", p->chunks++);
        }
    }
    return status;
}

static void
write_texts(struct page *p, struct buf *b, const struct json *finding)
{
    const struct json *texts = json_get(finding, "text");
    open_array(b);
    for (int i = 0; i < LANG_COUNT; i++)
        text(p, b,
            is_withheld(p->r, finding) ? label(&p->r->s->catalog, (enum lang)i, "withheld")
                                       : json_text(texts, lang_name((enum lang)i)));
    buf_char(b, ']');
}

static void
write_finding_texts(
    struct page *p, struct buf *b, const struct finding_place *f, const struct json *finding)
{
    struct buf words = {0};
    open_array(b);
    for (int i = 0; i < LANG_COUNT; i++) {
        buf_clear(&words);
        content_finding(p->r, f, finding, (enum lang)i, &words);
        text(p, b, buf_slice(&words));
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
    open_array(b);
    integer(b, f->row);
    text(p, b, str_of(finding_level_name((enum finding_level)f->level)));
    text(p, b, s->codes.words[f->code]);
    open_array(b);
    for (const struct json *id = figures ? figures->child : NULL; id; id = id->next)
        text(p, b, id->text);
    buf_char(b, ']');
    write_finding_texts(p, b, f, v);
    open_array(b);
    for (const struct json *q = list ? list->child : NULL; q; q = q->next) {
        open_array(b);
        write_context(p, &s->records[f->record], q);
        buf_char(b, ']');
    }
    buf_char(b, ']');
    write_path(p, b, &s->records[f->record].source);
    buf_char(b, ']');
}

static enum status
write_findings(struct page *p)
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
            if (write_chunk(p, "f", chunks++) != STATUS_OK)
                return STATUS_BROKEN;
        }
    }
    return STATUS_OK;
}

static void
pair(struct page *p, struct buf *b, const struct str s[2])
{
    open_array(b);
    text(p, b, s[0]);
    text(p, b, s[1]);
    buf_char(b, ']');
}

static void
write_institutions(struct page *p, struct buf *b)
{
    struct summary *s = p->r->s;
    array_member(b, "institutions");
    for (uint32_t i = 0; i < s->ninstitutions; i++) {
        const struct institution *in = &s->institutions[i];
        const struct str brief[2] = {
            institution_short(in, LANG_RU), institution_short(in, LANG_KK)};
        json_write_comma(b);
        buf_char(b, '{');
        member(p, b, "key", in->key);
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
    array_member(b, "figures");
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct figure *f = &s->catalog.figures[s->columns[c]];
        json_write_comma(b);
        buf_char(b, '{');
        member(p, b, "id", f->id);
        member(p, b, "group", str_of(content_group(f->id)));
        array_member(b, "label");
        for (int i = 0; i < LANG_COUNT; i++)
            text(p, b, f->label[i]);
        buf_z(b, "]}");
    }
    buf_char(b, ']');
}

static void
write_row_documents(struct page *p, struct buf *b, const struct row *row)
{
    struct summary *s = p->r->s;
    array_member(b, "d");
    for (uint32_t i = 0; i < row->count; i++)
        write_path(p, b, &s->records[s->order[row->first + i]].source);
    buf_char(b, ']');
    array_member(b, "s");
    for (uint32_t i = 0; i < row->count; i++)
        text(p, b, s->records[s->order[row->first + i]].source.sha256);
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
    open_array(b);
    integer(b, change.period);
    decimal(b, true, change.before);
    decimal(b, true, change.by);
    decimal(b, change.has_percent, change.percent);
    buf_char(b, ']');
}

/* The decision that settled a conflict, in each language. */
static void
write_decision(struct page *p, struct buf *b, const struct cell *cell)
{
    struct buf words = {0};
    if (!cell->decision)
        return;
    open_array(b);
    for (int i = 0; i < LANG_COUNT; i++) {
        buf_clear(&words);
        content_decision(p->r, &p->r->s->decisions[cell->decision - 1], (enum lang)i, &words);
        text(p, b, buf_slice(&words));
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
    array_member(b, "c");
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct cell *cell = cells_find(row->cells, s->columns[c]);
        if (!cell)
            continue;
        open_array(b);
        integer(b, c);
        decimal(b, cell->status != CELL_CONFLICT, cell_value(cell));
        integer(b, cell->status == CELL_DECIDED ? 3 : cell->status == CELL_AGREE ? 2 : 1);
        integer(b, cell->approx);
        write_change(b, s, row, cell);
        write_decision(p, b, cell);
        buf_char(b, ']');
    }
    buf_char(b, ']');
    write_row_documents(p, b, row);
    buf_char(b, '}');
}

static void
write_period_totals(struct page *p, struct buf *b, uint32_t period)
{
    struct summary *s = p->r->s;
    uint32_t rows = 0;
    bool first = true;
    for (uint32_t i = 0; i < s->nshown; i++)
        rows += s->rows[i].period == period;
    if (!rows)
        return;
    json_write_comma(b);
    buf_printf(b, "\"%" PRIu32 "\":{\"rows\":%" PRIu32 ",\"figures\":{", period, rows);
    for (uint32_t c = 0; c < s->ncolumns; c++) {
        const struct total *t = summary_total(s, period, c);
        if (!t->stated)
            continue;
        buf_printf(b, "%s\"%" PRIu32 "\":[%" PRIu32 ",%" PRIu32, first ? "" : ",", c, t->stated,
            t->conflicts);
        first = false;
        decimal(b, t->has_sum, t->sum);
        decimal(b, t->has_mean, t->mean);
        decimal(b, t->has_median && t->stated > t->conflicts, t->median);
        buf_char(b, ']');
    }
    buf_z(b, "}}");
}

static void
write_missing(struct page *p, struct buf *b)
{
    struct summary *s = p->r->s;
    struct missing m;
    array_member(b, "missing");
    for (uint32_t period = 0; period < s->period_keys.count; period++)
        for (uint32_t e = 0; content_missing(s, period, &e, &m);) {
            open_array(b);
            pair(p, b, m.institution->name);
            pair(p, b, m.institution->place);
            integer(b, period);
            text(p, b, str_of(content_missing_label(&m)));
            text(p, b, m.expected->due.len ? m.expected->due : s->due);
            buf_char(b, ']');
        }
    buf_char(b, ']');
}

static enum status
write_rejected(struct page *p, struct buf *b)
{
    enum status status = STATUS_OK;
    array_member(b, "rejected");
    for (uint32_t i = 0; i < p->r->s->nrejected && status == STATUS_OK; i++) {
        const struct json *reason;
        struct source source;
        status = summary_rejected(p->r->s, i, &source, &reason);
        if (status != STATUS_OK)
            break;
        open_array(b);
        write_path(p, b, &source);
        write_texts(p, b, reason);
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
    array_member(b, "origin");
    for (int i = 0; i < LANG_COUNT; i++) {
        in.lang = (enum lang)i;
        buf_clear(&words);
        content_origin(&in, true, &words);
        text(p, b, buf_slice(&words));
    }
    buf_char(b, ']');
    buf_free(&words);
}

static void
count(struct buf *b, const char *key, int64_t n, bool bad)
{
    open_array(b);
    json_write_str(b, str_of(key));
    integer(b, n);
    integer(b, bad);
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
    array_member(b, "counts");
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
    array_member(b, "charts");
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
    write_inert(p, str_slice(buf_slice(b), 0, b->len - 1));
    buf_clear(b);
    buf_char(b, last);
}

static void
write_period(struct page *p, struct buf *b, const struct period *period)
{
    open_array(b);
    for (int i = 0; i < LANG_COUNT; i++)
        text(p, b, period->words[i]);
    buf_char(b, ']');
}

static enum status
write_data(struct page *p)
{
    struct summary *s = p->r->s;
    struct buf b = {0};
    enum status status = STATUS_OK;
    out(p, "<script type=\"application/json\" id=\"data\">");
    buf_char(&b, '{');
    member(p, &b, "lang", str_of(lang_name(p->r->lang)));
    write_labels(p, &b);
    write_origin(p, &b);
    write_counts(p, &b);
    write_charts(&b);
    write_figures(p, &b);
    array_member(&b, "periods");
    for (uint32_t i = 0; i < s->period_keys.count; i++)
        write_period(p, &b, &s->periods[i]);
    buf_char(&b, ']');
    write_institutions(p, &b);
    json_write_key(&b, "totals");
    buf_char(&b, '{');
    for (uint32_t i = 0; i < s->period_keys.count; i++)
        write_period_totals(p, &b, i);
    buf_char(&b, '}');
    write_missing(p, &b);
    status = write_rejected(p, &b);
    array_member(&b, "rows");
    for (uint32_t i = 0; i < s->nshown; i++) {
        write_row(p, &b, i);
        hand_over(p, &b);
    }
    buf_z(&b, "]}");
    write_inert(p, buf_slice(&b));
    out(p, "</script>\n");
    if (b.failed)
        status = STATUS_BROKEN;
    buf_free(&b);
    return status;
}

/* 'sha256-...' of a script or style as the policy wants it. */
static void
add_hash(struct buf *b, struct str s)
{
    struct sha256_ctx ctx;
    uint8_t digest[SHA256_DIGEST_SIZE];
    char base64[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE)];
    sha256_init(&ctx);
    sha256_update(&ctx, s.len, (const uint8_t *)s.p);
    sha256_digest(&ctx, sizeof digest, digest);
    base64_encode_raw(base64, sizeof digest, digest);
    buf_z(b, "'sha256-");
    buf_add(b, base64, sizeof base64);
    buf_char(b, '\'');
}

static void
write_head(struct page *p)
{
    struct buf b = {0};
    struct str library = included(html_d3, html_d3_end);
    struct str script = included(html_script, html_script_end);
    struct str style = included(html_style, html_style_end);
    buf_printf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
        lang_name(p->r->lang));
    buf_z(&b,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ");
    add_hash(&b, library);
    buf_char(&b, ' ');
    add_hash(&b, script);
    buf_z(&b, "; style-src ");
    add_hash(&b, style);
    buf_z(&b,
        "; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    buf_str(&b, word(p->r, "title.summary"));
    buf_z(&b, "</title>\n<style>");
    buf_str(&b, style);
    buf_z(&b, "</style>\n</head>\n");
    buf_str(&b, included(html_page, html_page_end));
    io_write(p->r->out, buf_slice(&b));
    buf_free(&b);
}

static void
write_script(struct page *p, struct str script)
{
    out(p, "<script>");
    io_write(p->r->out, script);
    out(p, "</script>\n");
}

enum status
write_html(struct report *r)
{
    struct page p = {.r = r,
        .compressor = libdeflate_alloc_compressor(6),
        .chunk_of = calloc(r->s->nshown + (size_t)1, sizeof *p.chunk_of)};
    enum status status = STATUS_BROKEN;
    if (!p.compressor || !p.chunk_of)
        goto done;
    write_head(&p);
    status = write_evidence(&p);
    if (status == STATUS_OK)
        status = write_findings(&p);
    if (status == STATUS_OK)
        status = write_data(&p);
    write_script(&p, included(html_d3, html_d3_end));
    write_script(&p, included(html_script, html_script_end));
    out(&p, "</body>\n</html>\n");
done:
    if (p.compressor)
        libdeflate_free_compressor(p.compressor);
    free(p.chunk_of);
    buf_free(&p.json);
    buf_free(&p.clean);
    return status;
}
