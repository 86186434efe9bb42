/* plaintext.c - plain text: one block a line. */
#include "encoding.h"
#include "format.h"
#include "text.h"

static enum encoding
guess(struct str s)
{
    return text_valid(s) ? ENCODING_UTF8 : ENCODING_CP1251;
}

enum status
text_read(struct document *d, const struct source *s)
{
    struct buf raw = {0}, utf8 = {0};
    size_t got, skip = 0;
    enum encoding e;
    enum status status = STATUS_OK;
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
        e = guess(buf_slice(&raw));
    }
    encoding_convert(e, str_slice(buf_slice(&raw), skip, raw.len), &utf8);
    struct str rest = buf_slice(&utf8);
    while (rest.len) {
        struct str line = str_cut(&rest, '\n');
        if (str_ends(line, STR("\r")))
            line.len--;
        if (!str_trim(line).len)
            continue;
        struct block *b = document_block(d, BLOCK_PARAGRAPH, line);
        if (!b) {
            status = STATUS_BAD;
            break;
        }
        block_list_add(&d->blocks, b);
    }
    buf_free(&raw);
    buf_free(&utf8);
    return status;
}
