/* plaintext.c - plain text in whatever encoding. */
#include "encoding.h"
#include "format.h"
#include "guess.h"
#include "text.h"

/* Typewriters' lines: text that was broken at a width, so that a sentence goes on in the next line.
 */
static bool
is_wrapped(struct str text)
{
    size_t longest = 0, full = 0, inner = 0;
    struct str rest = text;
    while (rest.p) {
        size_t n = text_length(str_trim(str_cut(&rest, '\n')));
        longest = n > longest ? n : longest;
    }
    if (longest < 40 || longest > 120)
        return false;
    rest = text;
    while (rest.p) {
        size_t n = text_length(str_trim(str_cut(&rest, '\n')));
        struct str ahead = rest;
        if (!n || !rest.p || !str_trim(str_cut(&ahead, '\n')).len)
            continue; /* the last line of a paragraph may be short */
        inner++;
        full += n * 4 >= longest * 3;
    }
    return inner >= 5 && full * 10 >= inner * 7;
}

/* One block of the lines gathered so far. */
static enum status
flush(struct document *d, struct buf *paragraph, bool *page_break)
{
    struct str text = str_trim(buf_slice(paragraph));
    struct block *b = text.len ? document_block(d, BLOCK_PARAGRAPH, text) : NULL;
    buf_clear(paragraph);
    if (!text.len)
        return STATUS_OK;
    if (!b)
        return STATUS_BAD;
    b->page_break = *page_break;
    *page_break = false;
    block_list_add(&d->blocks, b);
    return STATUS_OK;
}

/* A block a line; where lines are broken at a width, a block a paragraph. */
static enum status
split(struct document *d, struct str text)
{
    struct buf paragraph = {0};
    bool wrapped = is_wrapped(text), page_break = false;
    enum status status = STATUS_OK;
    while (text.p && status == STATUS_OK) {
        struct str line = str_cut(&text, '\n');
        for (size_t i = 0; i < line.len; i++)
            if (line.p[i] == '\f') {
                status = flush(d, &paragraph, &page_break);
                page_break = true;
                line = str_slice(line, i + 1, line.len);
                i = (size_t)-1;
            }
        line = str_trim(line);
        if (status == STATUS_OK && (!wrapped || !line.len))
            status = flush(d, &paragraph, &page_break);
        if (paragraph.len)
            buf_char(&paragraph, ' ');
        buf_str(&paragraph, line);
    }
    if (status == STATUS_OK)
        status = flush(d, &paragraph, &page_break);
    buf_free(&paragraph);
    return status;
}

/* Controls that mean nothing to a reader. */
static void
clean(struct buf *b)
{
    size_t to = 0;
    for (size_t i = 0; i < b->len; i++) {
        if ((unsigned char)b->p[i] == 0xC2 && i + 1 < b->len &&
            (unsigned char)b->p[i + 1] == 0xAD) {
            i++;
            continue;
        }
        if (b->p[i] == '\r') {
            /* Old Macintosh lines end with it alone. */
            if (i + 1 < b->len && b->p[i + 1] == '\n')
                continue;
            b->p[i] = '\n';
        }
        if (b->p[i] == '\x1A')
            continue;
        b->p[to++] = b->p[i];
    }
    b->len = to;
}

enum status
text_read(struct document *d, const struct source *s)
{
    struct buf raw = {0}, utf8 = {0};
    size_t got, skip = 0;
    enum encoding e;
    enum status status;
    if (s->size > d->limits->text)
        return document_reject(d, FINDING_too_large, "text");
    if (!buf_reserve(&raw, s->size) || !source_read(s, 0, raw.p, s->size, &got))
        return document_reject(d, FINDING_damaged, "read error");
    raw.len = got;
    d->format = "text";
    if (d->encoding && encoding_by_name(str_of(d->encoding), &e)) {
        enum encoding marked;
        if (encoding_by_mark(buf_slice(&raw), &marked, &skip) && marked != e)
            skip = 0;
    } else if (!encoding_by_mark(buf_slice(&raw), &e, &skip)) {
        e = guess_encoding(buf_slice(&raw));
    }
    if (encoding_convert(e, str_slice(buf_slice(&raw), skip, raw.len), &utf8))
        d->counts[FINDING_garbled_text]++;
    clean(&utf8);
    status = split(d, buf_slice(&utf8));
    buf_free(&raw);
    buf_free(&utf8);
    return status;
}
