#include "xml.h"

#include "encoding.h"
#include "text.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>

/* libxml2 compares the attributes of a tag with each other before anybody is asked. Word writes at
 * most some forty, mostly namespaces. */
#define ATTRIBUTES_MAX 1000

/* Distinct names cost time that grows with their square; documents have some hundred of them. */
#define DICTIONARY_MAX ((size_t)256 * 1024)

/* libxml2 itself stops at a depth of 256. */
#define DEPTH_MAX 512

#define CACHE_BITS 9
#define CACHE (1 << CACHE_BITS)
#define PROBES 8
#define PREFIXES_MAX 128
#define PIECE ((size_t)16 * 1024)

struct cached {
    const xmlChar *local, *uri;
    enum xml_name name;
    enum xml_ns ns;
};

struct prefix {
    const xmlChar *prefix;
    enum xml_ns ns;
};

/* Where the bytes fed so far end: outside a tag, inside, inside a quoted value. */
enum place { PLACE_TEXT, PLACE_TAG, PLACE_QUOTE };

struct xml {
    struct document *d;
    struct str part;
    const struct xml_handler *handler;
    void *ctx;
    xmlParserCtxtPtr parser;
    bool stopped, failed;
    bool begun;
    enum encoding encoding;
    size_t mark; /* bytes of a byte order mark */
    bool converts; /* the part is not UTF-8 */
    struct buf head; /* the first bytes, until the encoding is known; later converted ones */
    struct buf rest; /* bytes of a character that was cut in two */
    struct cached cache[CACHE];
    enum xml_name open[DEPTH_MAX];
    int depth;
    struct prefix prefixes[PREFIXES_MAX];
    int nprefixes;
    unsigned char scope[DEPTH_MAX]; /* number of prefixes outside each open element */
    enum place place;
    char quote;
    unsigned attributes;
};

static const struct {
    const char *uri, *strict;
} namespaces[NS_COUNT] = {
#define NAMESPACE(id, uri, strict) [NS_##id] = {uri, strict},
#include "names.def"
};

static const struct {
    const char *local;
    enum xml_ns ns;
} names[NAME_COUNT] = {
#define NAME(ns, local) [ns##_##local] = {#local, NS_##ns},
#include "names.def"
};

static enum xml_ns
find_namespace(const xmlChar *uri)
{
    if (!uri)
        return NS_NONE;
    for (int i = NS_OTHER + 1; i < NS_COUNT; i++)
        if (strcmp((const char *)uri, namespaces[i].uri) == 0 ||
            (namespaces[i].strict && strcmp((const char *)uri, namespaces[i].strict) == 0))
            return (enum xml_ns)i;
    return NS_OTHER;
}

static enum xml_name
find_name(enum xml_ns ns, const xmlChar *local)
{
    for (int i = NAME_OTHER + 1; i < NAME_COUNT && ns > NS_OTHER; i++)
        if (names[i].ns == ns && strcmp(names[i].local, (const char *)local) == 0)
            return (enum xml_name)i;
    return NAME_OTHER;
}

/* libxml2 keeps each name once, so that the pointer stands for it. */
static const struct cached *
look_up(struct xml *x, const xmlChar *local, const xmlChar *uri)
{
    size_t slot = (((size_t)local ^ (size_t)uri << 7) * 0x9E3779B97F4A7C15u) >> (64 - CACHE_BITS);
    struct cached *c = &x->cache[slot];
    for (int i = 0; c->local && i < PROBES; i++) {
        if (c->local == local && c->uri == uri)
            return c;
        slot = (slot + 1) % CACHE;
        c = &x->cache[slot];
    }
    enum xml_ns ns = find_namespace(uri);
    *c = (struct cached){local, uri, find_name(ns, local), ns};
    return c;
}

static void
fail(struct xml *x, enum finding reason, const char *text)
{
    struct buf b = {0};
    if (x->failed || x->stopped)
        return;
    x->failed = true;
    buf_str(&b, x->part);
    buf_z(&b, ": ");
    struct str line = str_of(text);
    buf_str(&b, str_trim(str_cut(&line, '\n')));
    document_reject(x->d, reason, b.failed ? text : b.p);
    buf_free(&b);
    if (x->parser)
        xmlStopParser(x->parser);
}

static void
on_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int nspaces,
    const xmlChar **spaces, int nattributes, int ndefaulted, const xmlChar **attributes)
{
    struct xml *x = ctx;
    (void)prefix;
    (void)ndefaulted;
    if (x->stopped || x->failed)
        return;
    const struct cached *c = look_up(x, local, uri);
    struct xml_attributes a = {attributes, nattributes};
    if (x->depth < DEPTH_MAX)
        x->scope[x->depth] = (unsigned char)x->nprefixes;
    for (int i = 0; i < nspaces && x->nprefixes < PREFIXES_MAX; i++)
        if (spaces[2 * i])
            x->prefixes[x->nprefixes++] =
                (struct prefix){spaces[2 * i], find_namespace(spaces[2 * i + 1])};
    if (x->depth < DEPTH_MAX)
        x->open[x->depth] = c->name;
    x->depth++;
    x->handler->start(x->ctx, c->name, c->ns, &a);
}

static void
on_end(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml *x = ctx;
    (void)local;
    (void)prefix;
    (void)uri;
    if (x->stopped || x->failed || x->depth == 0)
        return;
    x->depth--;
    if (x->depth >= DEPTH_MAX)
        return;
    x->nprefixes = x->scope[x->depth];
    x->handler->end(x->ctx, x->open[x->depth]);
}

static void
on_text(void *ctx, const xmlChar *p, int len)
{
    struct xml *x = ctx;
    if (!x->stopped && !x->failed)
        x->handler->text(x->ctx, (struct str){(const char *)p, (size_t)len});
}

static void
on_doctype(void *ctx, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    fail(ctx, FINDING_damaged, "a document type declaration");
}

static void
on_error(void *ctx, xmlErrorPtr e)
{
    if (e->level == XML_ERR_FATAL)
        fail(ctx, e->code == XML_ERR_NO_MEMORY ? FINDING_too_large : FINDING_damaged,
            e->message ? e->message : "not well-formed");
}

struct str
xml_attribute(const struct xml_attributes *a, const char *local)
{
    for (int i = 0; i < a->count; i++) {
        const unsigned char **p = a->p + 5 * i;
        if (p[0][0] == (unsigned char)local[0] && strcmp((const char *)p[0], local) == 0)
            return (struct str){(const char *)p[3], (size_t)(p[4] - p[3])};
    }
    return (struct str){NULL, 0};
}

struct str
xml_attribute_ns(const struct xml_attributes *a, enum xml_ns ns, const char *local)
{
    for (int i = 0; i < a->count; i++) {
        const unsigned char **p = a->p + 5 * i;
        if (strcmp((const char *)p[0], local) == 0 && find_namespace(p[2]) == ns)
            return (struct str){(const char *)p[3], (size_t)(p[4] - p[3])};
    }
    return (struct str){NULL, 0};
}

long
xml_number(struct str value, long fallback)
{
    long n = 0;
    size_t i = 0;
    value = str_trim(value);
    bool minus = value.len && *value.p == '-';
    if (minus || (value.len && *value.p == '+'))
        i++;
    if (i == value.len || value.len > 18)
        return fallback;
    for (; i < value.len; i++) {
        if (value.p[i] < '0' || value.p[i] > '9')
            return fallback;
        n = n * 10 + (value.p[i] - '0');
    }
    /* Beyond that it is no number that means anything here, but large all the same. */
    n = n > 1000000000 ? 1000000000 : n;
    return minus ? -n : n;
}

bool
xml_on(struct str value)
{
    return !str_is(value, "0") && !str_is(value, "false") && !str_is(value, "off");
}

struct xml *
xml_new(struct document *d, struct str part, const struct xml_handler *handler, void *ctx)
{
    struct xml *x = calloc(1, sizeof *x);
    if (!x) {
        document_reject(d, FINDING_too_large, "memory");
        return NULL;
    }
    x->d = d;
    x->part = part;
    x->handler = handler;
    x->ctx = ctx;
    return x;
}

/* The encoding of a part: by its mark, by the look of "<?", or as it declares. */
static void
find_encoding(struct xml *x, struct str head)
{
    x->encoding = ENCODING_UTF8;
    if (encoding_by_mark(head, &x->encoding, &x->mark)) {
        /* said by the mark */
    } else if (str_starts(head, (struct str){"<\0", 2})) {
        x->encoding = ENCODING_UTF16LE;
    } else if (str_starts(head, (struct str){"\0<", 2})) {
        x->encoding = ENCODING_UTF16BE;
    } else if (str_starts(head, STR("<?xml"))) {
        const char *end = memchr(head.p, '>', head.len);
        struct str declaration = str_slice(head, 0, end ? (size_t)(end - head.p) : head.len);
        for (size_t i = 0; i + 10 < declaration.len; i++) {
            if (memcmp(declaration.p + i, "encoding", 8) != 0)
                continue;
            struct str value = str_slice(declaration, i + 8, declaration.len);
            while (value.len && strchr(" \t\r\n=", *value.p))
                value = str_slice(value, 1, value.len);
            char quote = value.len ? *value.p : 0;
            value = str_slice(value, value.len > 0, value.len);
            value = str_cut(&value, quote);
            /* One that says UTF-16 in bytes is wrong about itself. */
            if (!encoding_by_name(value, &x->encoding))
                fail(x, FINDING_damaged, "an unknown encoding");
            else if (x->encoding == ENCODING_UTF16LE || x->encoding == ENCODING_UTF16BE)
                x->encoding = ENCODING_UTF8;
            break;
        }
    }
    x->converts = x->encoding != ENCODING_UTF8;
}

static bool
begin(struct xml *x)
{
    static const xmlSAXHandler blueprint = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
        .internalSubset = on_doctype,
        .serror = on_error,
    };
    xmlSAXHandler sax = blueprint;
    x->parser = xmlCreatePushParserCtxt(&sax, x, NULL, 0, NULL);
    if (!x->parser) {
        fail(x, FINDING_too_large, "memory");
        return false;
    }
    xmlCtxtUseOptions(x->parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlDictSetLimit(x->parser->dict, DICTIONARY_MAX);
    xmlSwitchEncoding(x->parser, XML_CHAR_ENCODING_UTF8);
    return true;
}

/* Follows one piece of markup from a place, to count the attributes of a tag that does not end. */
static void
follow(struct xml *x, struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (x->place == PLACE_TEXT) {
            const char *tag = memchr(s.p + i, '<', s.len - i);
            if (!tag)
                return;
            i = (size_t)(tag - s.p);
            x->place = PLACE_TAG;
            x->attributes = 0;
        } else if (x->place == PLACE_QUOTE) {
            if (c == x->quote)
                x->place = PLACE_TAG;
        } else if (c == '"' || c == '\'') {
            x->place = PLACE_QUOTE;
            x->quote = c;
        } else if (c == '>') {
            x->place = PLACE_TEXT;
        } else if (c == '=') {
            x->attributes++;
        } else if (c == '!' || c == '?') {
            /* A comment, CDATA or instruction: no attributes, and quotes mean nothing in it. */
            x->place = PLACE_TEXT;
        }
    }
}

/* Whether no tag that reaches the end of this piece has too many attributes. "<" stands in no tag
 * but at its begin, so that only the bytes behind the last one need a look. */
static bool
few_attributes(struct xml *x, struct str s)
{
    size_t from = 0;
    if (x->place != PLACE_TEXT) {
        const char *tag = memchr(s.p, '<', s.len);
        size_t to = tag ? (size_t)(tag - s.p) : s.len;
        follow(x, str_slice(s, 0, to));
        from = to;
    }
    size_t last = s.len;
    while (last > from && s.p[last - 1] != '<')
        last--;
    if (last > from) {
        x->place = PLACE_TEXT;
        follow(x, str_slice(s, last - 1, s.len));
    }
    return x->attributes <= ATTRIBUTES_MAX;
}

static bool
feed(struct xml *x, struct str s)
{
    while (s.len && !x->failed && !x->stopped) {
        struct str piece = str_slice(s, 0, s.len < PIECE ? s.len : PIECE);
        s = str_slice(s, piece.len, s.len);
        if (!few_attributes(x, piece)) {
            fail(x, FINDING_too_large, "attributes");
            return false;
        }
        if (xmlParseChunk(x->parser, piece.p, (int)piece.len, 0) != 0 && !x->stopped)
            fail(x, FINDING_damaged, "not well-formed");
        if (x->d->rejected)
            x->failed = true;
    }
    return !x->failed && !x->stopped;
}

/* Converts all but a character that may go on in the next piece. */
static bool
convert_and_feed(struct xml *x, struct str s)
{
    buf_str(&x->rest, s);
    size_t len = x->rest.len;
    if (x->encoding == ENCODING_UTF16LE || x->encoding == ENCODING_UTF16BE) {
        len -= len % 2;
        unsigned char high = len < 2
            ? 0
            : (unsigned char)x->rest.p[x->encoding == ENCODING_UTF16LE ? len - 1 : len - 2];
        if (high >= 0xD8 && high < 0xDC)
            len -= 2;
    }
    buf_clear(&x->head);
    if (encoding_convert(x->encoding, (struct str){x->rest.p, len}, &x->head))
        fail(x, FINDING_damaged, "bytes that its encoding does not have");
    memmove(x->rest.p, x->rest.p + len, x->rest.len - len);
    x->rest.len -= len;
    return feed(x, buf_slice(&x->head));
}

/* What was held back until the encoding was known. */
static bool
feed_head(struct xml *x)
{
    struct buf head = x->head;
    x->head = (struct buf){0};
    struct str s = str_slice(buf_slice(&head), x->mark, head.len);
    bool good = x->converts ? convert_and_feed(x, s) : feed(x, s);
    buf_free(&head);
    return good;
}

bool
xml_push(void *xml, struct str piece)
{
    struct xml *x = xml;
    if (x->failed || x->stopped)
        return false;
    while (!x->begun) {
        /* The declaration must be there whole before the encoding is known. */
        size_t want = 256 - x->head.len;
        struct str first = str_slice(piece, 0, piece.len < want ? piece.len : want);
        buf_str(&x->head, first);
        piece = str_slice(piece, first.len, piece.len);
        if (x->head.len < 256 && piece.len == 0)
            return true;
        find_encoding(x, buf_slice(&x->head));
        x->begun = true;
        if (x->failed || !begin(x) || !feed_head(x))
            return false;
    }
    for (; x->converts && piece.len;) {
        struct str some = str_slice(piece, 0, piece.len < PIECE ? piece.len : PIECE);
        piece = str_slice(piece, some.len, piece.len);
        if (!convert_and_feed(x, some))
            return false;
    }
    return x->converts || feed(x, piece);
}

enum status
xml_finish(struct xml *x)
{
    if (!x->begun && !x->failed && !x->stopped) {
        find_encoding(x, buf_slice(&x->head));
        x->begun = true;
        if (!x->failed && begin(x))
            (void)feed_head(x);
    }
    if (!x->failed && !x->stopped && xmlParseChunk(x->parser, "", 0, 1) != 0)
        fail(x, FINDING_damaged, "not well-formed");
    return x->failed || x->d->rejected ? STATUS_BAD : STATUS_OK;
}

bool
xml_prefix_known(const struct xml *x, struct str prefix)
{
    for (int i = x->nprefixes; i-- > 0;)
        if (str_is(prefix, (const char *)x->prefixes[i].prefix))
            return x->prefixes[i].ns > NS_OTHER;
    return false;
}

void
xml_stop(struct xml *x)
{
    x->stopped = true;
    if (x->parser)
        xmlStopParser(x->parser);
}

void
xml_free(struct xml *x)
{
    if (!x)
        return;
    if (x->parser) {
        if (x->parser->myDoc)
            xmlFreeDoc(x->parser->myDoc);
        xmlFreeParserCtxt(x->parser);
    }
    buf_free(&x->head);
    buf_free(&x->rest);
    free(x);
}
