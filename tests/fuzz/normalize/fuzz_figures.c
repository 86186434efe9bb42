/* Any text through all rules: each line is a paragraph, or the cells of a row where it begins with
 * "|". What comes out is one record whose quotes stand where they say. */
#include "normalize/process.h"
#include "text.h"
#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
write_block(struct buf *out, struct str text, int row, int column)
{
    bool kazakh = false;
    for (size_t at = 0; at < text.len;)
        kazakh |= text_is_kazakh(text_decode(text, &at));
    json_write_comma(out);
    buf_printf(out, "{\"kind\":\"%s\",\"lang\":\"%s\"", column ? "cell" : "paragraph",
        kazakh ? "kk" : "ru");
    if (column)
        buf_printf(out, ",\"table\":1,\"row\":%d,\"column\":%d", row, column);
    json_write_member_str(out, "text", text);
    buf_char(out, '}');
}

static void
write_document(struct buf *out, struct str text)
{
    int row = 0;
    buf_z(out, "{\"type\":\"document\",\"path\":\"a\",\"blocks\":[");
    while (text.p && text.len) {
        struct str line = str_cut(&text, '\n');
        if (!line.len || line.p[0] != '|') {
            write_block(out, line, 0, 0);
            continue;
        }
        line = str_slice(line, 1, line.len);
        row++;
        for (int column = 1; line.p && column < 50; column++)
            write_block(out, str_cut(&line, '|'), row, column);
    }
    buf_z(out, "]}");
}

/* The text of block `n` of a document line. */
static struct str
block_text(const struct json *document, int64_t n)
{
    const struct json *b = json_get(document, "blocks")->child;
    for (; b && n > 0; n--)
        b = b->next;
    assert(b);
    return json_text(b, "text");
}

static void
check_quotes(const struct json *document, const struct json *list)
{
    for (const struct json *s = list ? list->child : NULL; s; s = s->next) {
        struct str text = block_text(document, json_int(s, "block", 0));
        int64_t start = json_int(s, "start", -1), end = json_int(s, "end", -1);
        assert(start >= 0 && start <= end);
        struct str quote = document_quote(text, (uint32_t)start, (uint32_t)end);
        assert(str_eq(quote, json_text(s, "quote")));
    }
}

static void
check_record(const struct buf *line, const struct buf *record)
{
    struct arena arena = {0};
    struct json *document, *r;
    assert(json_parse(&arena, buf_slice(line), &document, NULL) == STATUS_OK);
    assert(json_parse(&arena, str_trim(buf_slice(record)), &r, NULL) == STATUS_OK);
    const struct json *figures = json_get(r, "figures"), *findings = json_get(r, "findings");
    for (const struct json *f = figures ? figures->child : NULL; f; f = f->next)
        check_quotes(document, json_get(f, "statements"));
    for (const struct json *f = findings ? findings->child : NULL; f; f = f->next)
        check_quotes(document, json_get(f, "statements"));
    check_quotes(document, json_get(r, "unclaimed"));
    arena_free(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct normalizer n;
    struct buf line = {0}, out = {0}, why = {0};
    if (!n.rules) {
        (void)setenv("SVODKA_DATA", "rules", 1);
        if (normalizer_load(&n, "rules", &why) != STATUS_OK || normalizer_start(&n) != STATUS_OK)
            abort();
    }
    write_document(&line, (struct str){(const char *)data, size});
    struct outcome o = process_line(&n, buf_slice(&line), &out);
    assert(o.kind == LINE_RECORD);
    check_record(&line, &out);
    buf_free(&line);
    buf_free(&out);
    buf_free(&why);
    return 0;
}
