/* html.c - web pages, as Word documents embed them. */
#include "embedded.h"

#include "guess.h"
#include "text.h"
#include <libxml/HTMLparser.h>
#include <stdlib.h>

/* Tables within tables. */
#define TABLES_MAX 16
#define LISTS_MAX 16

struct html_table {
    struct table *table;
    struct cell *cell;
    uint32_t row, column;
};

struct html {
    struct document *d;
    struct block_list *out;
    struct buf text;
    int skip; /* elements open whose content is not shown */
    int heading;
    struct html_table tables[TABLES_MAX];
    int ntables;
    long lists[LISTS_MAX]; /* number of the last item; -1: a list with bullets */
    int nlists;
    bool item, pre;
    htmlParserCtxtPtr parser;
};

static bool
is_one_of(const char *name, const char *list)
{
    char key[16];
    size_t len = strlen(name);
    if (len + 3 > sizeof key)
        return false;
    key[0] = ' ';
    memcpy(key + 1, name, len);
    key[len + 1] = ' ';
    key[len + 2] = '\0';
    return strstr(list, key) != NULL;
}

static const char blocks[] =
    " p div li ul ol dl dt dd table tr td th caption thead tbody tfoot h1 h2 h3 h4 h5 h6 "
    "blockquote pre section article header footer address center hr form body ";
static const char hidden[] = " head script style template noscript title select textarea ";

static void
flush(struct html *h)
{
    struct str text = str_trim(buf_slice(&h->text));
    struct html_table *t =
        h->ntables > 0 && h->ntables <= TABLES_MAX ? &h->tables[h->ntables - 1] : NULL;
    enum block_kind kind = t && t->cell ? BLOCK_CELL
        : h->heading                    ? BLOCK_HEADING
        : h->item                       ? BLOCK_ITEM
                                        : BLOCK_PARAGRAPH;
    struct block *b = text.len ? document_block(h->d, kind, text) : NULL;
    if (b) {
        b->level = kind == BLOCK_HEADING ? h->heading : -1;
        if (kind == BLOCK_CELL)
            b->cell = t->cell;
        if (kind == BLOCK_ITEM) {
            struct buf label = {0};
            long n = h->nlists > 0 && h->nlists <= LISTS_MAX ? h->lists[h->nlists - 1] : -1;
            b->level = h->nlists > 0 ? h->nlists - 1 : 0;
            if (n < 0)
                buf_z(&label, "\xE2\x80\xA2");
            else
                buf_printf(&label, "%ld.", n);
            b->label = arena_copy(h->d->arena, buf_slice(&label));
            buf_free(&label);
            h->item = false;
        }
        block_list_add(h->out, b);
    }
    buf_clear(&h->text);
}

static uint32_t
span(const xmlChar **attributes, const char *name)
{
    for (; attributes && attributes[0]; attributes += 2)
        if (strcmp((const char *)attributes[0], name) == 0 && attributes[1]) {
            long n = strtol((const char *)attributes[1], NULL, 10);
            return n < 1 ? 1 : n > 1000 ? 1000 : (uint32_t)n;
        }
    return 1;
}

static void
open_table_part(struct html *h, const char *name, const xmlChar **attributes)
{
    if (strcmp(name, "table") == 0 && ++h->ntables <= TABLES_MAX) {
        struct html_table *t = &h->tables[h->ntables - 1];
        *t = (struct html_table){.table = arena_new(h->d->arena, struct table)};
        if (t->table && h->ntables > 1)
            t->table->parent = h->tables[h->ntables - 2].table;
    }
    struct html_table *t =
        h->ntables > 0 && h->ntables <= TABLES_MAX ? &h->tables[h->ntables - 1] : NULL;
    if (!t || !t->table)
        return;
    if (strcmp(name, "tr") == 0) {
        t->row++;
        t->column = 0;
    } else if (is_one_of(name, " td th ")) {
        uint32_t colspan = span(attributes, "colspan");
        t->cell = arena_new(h->d->arena, struct cell);
        if (t->cell)
            *t->cell = (struct cell){t->table, t->row ? t->row : 1, t->column + 1,
                span(attributes, "rowspan"), colspan, strcmp(name, "th") == 0};
        if (t->column < 100000)
            t->column += colspan;
    }
}

static void
on_start(void *ctx, const xmlChar *xml_name, const xmlChar **attributes)
{
    struct html *h = ctx;
    const char *name = (const char *)xml_name;
    if (h->skip || is_one_of(name, hidden)) {
        h->skip++;
        return;
    }
    if (strcmp(name, "br") == 0)
        buf_char(&h->text, '\n');
    if (!is_one_of(name, blocks))
        return;
    flush(h);
    if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6')
        h->heading = name[1] - '0';
    else if (is_one_of(name, " ul ol ")) {
        if (h->nlists < LISTS_MAX)
            h->lists[h->nlists] = name[0] == 'o' ? 0 : -1;
        h->nlists++;
    } else if (strcmp(name, "li") == 0) {
        h->item = true;
        if (h->nlists > 0 && h->nlists <= LISTS_MAX && h->lists[h->nlists - 1] >= 0)
            h->lists[h->nlists - 1]++;
    } else if (strcmp(name, "pre") == 0) {
        h->pre = true;
    }
    open_table_part(h, name, attributes);
}

static void
on_end(void *ctx, const xmlChar *xml_name)
{
    struct html *h = ctx;
    const char *name = (const char *)xml_name;
    if (h->skip) {
        h->skip--;
        return;
    }
    if (!is_one_of(name, blocks))
        return;
    flush(h);
    h->heading = 0;
    if (strcmp(name, "pre") == 0)
        h->pre = false;
    if (strcmp(name, "li") == 0)
        h->item = false;
    if (is_one_of(name, " ul ol ") && h->nlists > 0)
        h->nlists--;
    if (strcmp(name, "table") == 0 && h->ntables > 0)
        h->ntables--;
    if (is_one_of(name, " td th ") && h->ntables > 0 && h->ntables <= TABLES_MAX)
        h->tables[h->ntables - 1].cell = NULL;
}

/* Blanks run together; a no-break space is none. */
static void
on_text(void *ctx, const xmlChar *p, int len)
{
    struct html *h = ctx;
    if (h->skip)
        return;
    if (h->text.len > h->d->limits->text) {
        document_reject(h->d, FINDING_too_large, "text");
        xmlStopParser(h->parser);
        return;
    }
    for (int i = 0; i < len; i++) {
        char c = (char)p[i];
        if (h->pre || !strchr(" \t\r\n", c))
            buf_char(&h->text, c);
        else if (h->text.len && !strchr(" \n", h->text.p[h->text.len - 1]))
            buf_char(&h->text, ' ');
    }
}

/* The encoding that the page declares, within its first bytes. */
static enum encoding
declared(struct str s)
{
    enum encoding e;
    size_t skip;
    if (encoding_by_mark(s, &e, &skip))
        return e;
    struct str head = str_slice(s, 0, s.len < 2048 ? s.len : 2048);
    for (size_t i = 0; i + 8 < head.len; i++) {
        if (memcmp(head.p + i, "charset=", 8) != 0)
            continue;
        size_t from = i + 8, to;
        if (head.p[from] == '"' || head.p[from] == '\'')
            from++;
        for (to = from; to < head.len && !strchr("\"' ;>", head.p[to]); to++)
            ;
        if (encoding_by_name(str_slice(head, from, to), &e) && e != ENCODING_UTF16LE)
            return e;
    }
    return guess_encoding(s);
}

enum status
html_read(struct document *d, struct str bytes, struct block_list *out)
{
    htmlSAXHandler sax = {.startElement = on_start,
        .endElement = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text};
    struct html h = {.d = d, .out = out};
    struct buf utf8 = {0};
    encoding_convert(declared(bytes), bytes, &utf8);
    struct str rest = buf_slice(&utf8);
    if (str_starts(rest, STR("\xEF\xBB\xBF")))
        rest = str_slice(rest, 3, rest.len);
    h.parser = htmlCreatePushParserCtxt(&sax, &h, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
    if (!h.parser)
        document_reject(d, FINDING_too_large, "memory");
    else
        htmlCtxtUseOptions(
            h.parser, HTML_PARSE_NONET | HTML_PARSE_NOIMPLIED | HTML_PARSE_IGNORE_ENC);
    while (rest.len && !d->rejected) {
        size_t n = rest.len < 16384 ? rest.len : 16384;
        htmlParseChunk(h.parser, rest.p, (int)n, 0);
        rest = str_slice(rest, n, rest.len);
    }
    if (h.parser) {
        if (!d->rejected)
            htmlParseChunk(h.parser, "", 0, 1);
        flush(&h);
        if (h.parser->myDoc)
            xmlFreeDoc(h.parser->myDoc);
        htmlFreeParserCtxt(h.parser);
    }
    buf_free(&utf8);
    buf_free(&h.text);
    return d->rejected ? STATUS_BAD : STATUS_OK;
}
