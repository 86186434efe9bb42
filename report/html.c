/* html.c - one page that needs no network and no server.
 *
 * The page holds the matrix as JSON and, packed (gzip, base64) in chunks, the evidence of each row
 * and the findings; html/app.js draws it. A strict content security policy allows that script and
 * that style sheet by their hashes, and nothing else: no text of a report can run or load. */
#include "clean.h"
#include "embed.h"
#include "page.h"
#include "policy.h"
#include <inttypes.h>
#include <libdeflate.h>
#include <nettle/base64.h>
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

void
page_out(struct page *p, const char *z)
{
    io_write(p->r->out, str_of(z));
}

/* A JSON string of cleaned text. */
void
page_text(struct page *p, struct buf *b, struct str s)
{
    buf_clear(&p->clean);
    clean_lines(&p->clean, s);
    json_write_comma(b);
    json_write_str(b, buf_slice(&p->clean));
    b->failed |= p->clean.failed;
}

/* The same for a piece of a sentence. */
void
page_piece(struct page *p, struct buf *b, struct str s)
{
    buf_clear(&p->clean);
    clean_piece(&p->clean, s);
    json_write_comma(b);
    json_write_str(b, buf_slice(&p->clean));
    b->failed |= p->clean.failed;
}

void
page_member(struct page *p, struct buf *b, const char *key, struct str s)
{
    json_write_key(b, key);
    page_text(p, b, s);
}

void
page_integer(struct buf *b, int64_t n)
{
    json_write_comma(b);
    buf_printf(b, "%" PRId64, n);
}

void
page_decimal(struct buf *b, bool has, struct decimal d)
{
    json_write_comma(b);
    if (has)
        json_write_decimal(b, d);
    else
        buf_z(b, "null");
}

void
page_array(struct buf *b)
{
    json_write_comma(b);
    buf_char(b, '[');
}

void
page_array_member(struct buf *b, const char *key)
{
    json_write_key(b, key);
    buf_char(b, '[');
}

void
page_path(struct page *p, struct buf *b, const struct source *source)
{
    struct buf path = {0};
    content_path(p->r->s, source, &path);
    page_text(p, b, buf_slice(&path));
    buf_free(&path);
}

/* JSON for a script element: no "<" that could end it. */
void
page_inert(struct page *p, struct str json)
{
    while (json.len) {
        const char *at = memchr(json.p, '<', json.len);
        size_t n = at ? (size_t)(at - json.p) : json.len;
        io_write(p->r->out, str_slice(json, 0, n));
        if (at) {
            page_out(p, "\\u003c");
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
enum status
page_chunk(struct page *p, const char *prefix, uint32_t number)
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
    page_out(p, "</script>\n");
    free(packed);
    buf_clear(&p->json);
    return n ? STATUS_OK : STATUS_BROKEN;
}

static void
write_head(struct page *p)
{
    struct buf b = {0};
    struct str library = embedded(html_d3, html_d3_end);
    struct str script = embedded(html_script, html_script_end);
    struct str style = embedded(html_style, html_style_end);
    buf_printf(&b, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n",
        lang_name(p->r->lang));
    buf_z(&b,
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src ");
    policy_hash(&b, library);
    buf_char(&b, ' ');
    policy_hash(&b, script);
    buf_z(&b, "; style-src ");
    policy_hash(&b, style);
    buf_z(&b,
        "; base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    buf_str(&b, word(p->r, "title.summary"));
    buf_z(&b, "</title>\n<style>");
    buf_str(&b, style);
    buf_z(&b, "</style>\n</head>\n");
    buf_str(&b, embedded(html_page, html_page_end));
    io_write(p->r->out, buf_slice(&b));
    buf_free(&b);
}

static void
write_script(struct page *p, struct str script)
{
    page_out(p, "<script>");
    io_write(p->r->out, script);
    page_out(p, "</script>\n");
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
    status = page_evidence(&p);
    if (status == STATUS_OK)
        status = page_findings(&p);
    if (status == STATUS_OK)
        status = page_data(&p);
    write_script(&p, embedded(html_d3, html_d3_end));
    write_script(&p, embedded(html_script, html_script_end));
    page_out(&p, "</body>\n</html>\n");
done:
    if (p.compressor)
        libdeflate_free_compressor(p.compressor);
    free(p.chunk_of);
    buf_free(&p.json);
    buf_free(&p.clean);
    return status;
}
