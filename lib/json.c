#include "json.h"

#include "text.h"
#include <yajl/yajl_parse.h>

#define DEPTH_MAX 64

/* Keys come again and again: so many are remembered, by their length and first letter. */
#define KEYS 32

struct parser {
    struct arena *arena;
    struct str keys[KEYS]; /* in the arena */
    struct json *root;
    struct json *open[DEPTH_MAX]; /* the arrays and objects around */
    struct json *last[DEPTH_MAX]; /* newest member of each */
    int depth;
    struct str key;
    bool limit; /* why the parser stopped */
    bool surrogate;
};

static struct json *
put(struct parser *p, enum json_type type)
{
    struct json *v = arena_new(p->arena, struct json);
    if (!v || p->depth == DEPTH_MAX) {
        p->limit = true;
        return NULL;
    }
    v->type = type;
    v->key = p->key;
    p->key = (struct str){NULL, 0};
    if (p->depth == 0) {
        p->root = v;
        return v;
    }
    struct json *parent = p->open[p->depth - 1];
    if (p->last[p->depth - 1])
        p->last[p->depth - 1]->next = v;
    else
        parent->child = v;
    p->last[p->depth - 1] = v;
    parent->count++;
    return v;
}

static int
put_text(struct parser *p, enum json_type type, const void *text, size_t len)
{
    struct json *v = put(p, type);
    if (!v)
        return 0;
    v->text = arena_copy(p->arena, (struct str){text, len});
    if (!v->text.p)
        p->limit = true;
    return v->text.p != NULL;
}

static int
on_null(void *ctx)
{
    return put(ctx, JSON_NULL) != NULL;
}

static int
on_boolean(void *ctx, int yes)
{
    return put(ctx, yes ? JSON_TRUE : JSON_FALSE) != NULL;
}

static int
on_number(void *ctx, const char *text, size_t len)
{
    return put_text(ctx, JSON_NUMBER, text, len);
}

/* The bytes of the line were checked, but yajl turns the escape of a lone surrogate (which begins
 * with ED in UTF-8) into what is no UTF-8. */
static bool
is_text(struct parser *p, const unsigned char *text, size_t len)
{
    p->surrogate |= memchr(text, 0xED, len) && !text_valid((struct str){(const char *)text, len});
    return !p->surrogate;
}

static int
on_string(void *ctx, const unsigned char *text, size_t len)
{
    return is_text(ctx, text, len) && put_text(ctx, JSON_STRING, text, len);
}

static int
on_key(void *ctx, const unsigned char *text, size_t len)
{
    struct parser *p = ctx;
    struct str key = {(const char *)text, len};
    struct str *known = &p->keys[(len + (len ? text[0] : 0u)) % KEYS];
    if (!known->p || !str_eq(*known, key)) {
        if (!is_text(p, text, len))
            return 0;
        *known = arena_copy(p->arena, key);
    }
    p->key = *known;
    if (!p->key.p)
        p->limit = true;
    return p->key.p != NULL;
}

static int
open_value(struct parser *p, enum json_type type)
{
    struct json *v = put(p, type);
    if (!v)
        return 0;
    p->open[p->depth] = v;
    p->last[p->depth++] = NULL;
    return 1;
}

static int
on_object(void *ctx)
{
    return open_value(ctx, JSON_OBJECT);
}

static int
on_array(void *ctx)
{
    return open_value(ctx, JSON_ARRAY);
}

static int
on_close(void *ctx)
{
    ((struct parser *)ctx)->depth--;
    return 1;
}

enum status
json_parse(struct arena *arena, struct str line, struct json **out, struct buf *why)
{
    static const yajl_callbacks callbacks = {on_null, on_boolean, NULL, NULL, on_number, on_string,
        on_object, on_key, on_close, on_array, on_close};
    struct parser p = {.arena = arena};
    const unsigned char *text = (const unsigned char *)line.p;
    if (!text_valid(line)) {
        if (why)
            buf_z(why, "lexical error: invalid bytes in UTF8 string.");
        return STATUS_BAD;
    }
    yajl_handle h = yajl_alloc(&callbacks, NULL, &p);
    if (!h)
        return STATUS_BROKEN;
    yajl_config(h, yajl_dont_validate_strings, 1); /* which takes it several times as long */
    yajl_status s = yajl_parse(h, text, line.len);
    if (s == yajl_status_ok)
        s = yajl_complete_parse(h);
    if (p.surrogate && why)
        buf_z(why, "half of a surrogate pair");
    if (s == yajl_status_error && why) {
        unsigned char *message = yajl_get_error(h, 0, text, line.len);
        buf_str(why, str_trim(str_of((const char *)message)));
        yajl_free_error(h, message);
    }
    yajl_free(h);
    if (p.limit)
        return STATUS_LIMIT;
    if (s != yajl_status_ok || !p.root)
        return STATUS_BAD;
    *out = p.root;
    return STATUS_OK;
}

const struct json *
json_get(const struct json *object, const char *key)
{
    if (!object || object->type != JSON_OBJECT)
        return NULL;
    for (const struct json *v = object->child; v; v = v->next)
        if (str_is(v->key, key))
            return v;
    return NULL;
}

struct str
json_text(const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);
    return v && (v->type == JSON_STRING || v->type == JSON_NUMBER) ? v->text
                                                                   : (struct str){NULL, 0};
}

int64_t
json_int(const struct json *object, const char *key, int64_t fallback)
{
    const struct json *v = json_get(object, key);
    struct decimal d;
    if (!v || v->type != JSON_NUMBER || !decimal_parse(v->text, &d) || d.scale)
        return fallback;
    return d.units;
}

/* Whether a letter of two bytes stands at `at` as it is printed: Cyrillic, Greek, most of Latin. */
static bool
is_letter_of_two(struct str s, size_t at)
{
    unsigned char byte = (unsigned char)s.p[at];
    return byte >= 0xC4 && byte <= 0xD7 && at + 1 < s.len &&
        ((unsigned char)s.p[at + 1] & 0xC0) == 0x80;
}

/* Separators that JavaScript takes for line ends, and marks that turn the text of a terminal round.
 */
static bool
is_escaped(uint32_t c)
{
    return c == 0x2028 || c == 0x2029 || c == 0x061C || c == 0x200E || c == 0x200F ||
        (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Whether eight bytes are ASCII that stands for itself: none is below a blank, a quotation mark, a
 * backslash, a control or beyond ASCII. Where a byte is, its highest bit becomes 1. */
static bool
is_plain_run(const char *p)
{
    const uint64_t each = 0x0101010101010101u;
    uint64_t bytes;
    memcpy(&bytes, p, sizeof bytes);
    uint64_t odd = bytes | (bytes - each * ' ') | ((bytes ^ each * '"') - each) |
        ((bytes ^ each * '\\') - each) | ((bytes ^ each * 0x7F) - each);
    return !(odd & each * 0x80);
}

/* Where the text that stands for itself ends, from `at` on. */
static size_t
plain_end(struct str s, size_t at)
{
    while (at < s.len) {
        unsigned char byte = (unsigned char)s.p[at];
        if (s.len - at >= 8 && (text_is_run(s.p + at) || is_plain_run(s.p + at))) {
            at += 8;
        } else if (s.len >= 8 && s.len - at < 8 && is_plain_run(s.p + s.len - 8)) {
            at = s.len;
        } else if (byte >= ' ' && byte < 0x7F && byte != '"' && byte != '\\') {
            at++;
        } else if (is_letter_of_two(s, at)) {
            at += 2;
        } else {
            size_t next = at;
            uint32_t c = text_decode(s, &next);
            if (c < 0xA0 || c == TEXT_INVALID || is_escaped(c))
                return at;
            at = next;
        }
    }
    return at;
}

static void
write_escaped(struct buf *b, uint32_t c)
{
    if (c == TEXT_INVALID)
        buf_z(b, "\xEF\xBF\xBD");
    else if (c == '"' || c == '\\')
        buf_printf(b, "\\%c", (char)c);
    else if (c == '\n')
        buf_z(b, "\\n");
    else if (c == '\t')
        buf_z(b, "\\t");
    else
        buf_printf(b, "\\u%04x", (unsigned)c);
}

void
json_write_str(struct buf *b, struct str s)
{
    size_t end = plain_end(s, 0);
    if (!buf_reserve(b, end + 2))
        return;
    b->p[b->len] = '"';
    if (end)
        memcpy(b->p + b->len + 1, s.p, end);
    b->len += end + 1;
    for (size_t at = end; at < s.len; at = end) {
        write_escaped(b, text_decode(s, &at));
        end = plain_end(s, at);
        buf_add(b, s.p + at, end - at);
    }
    buf_char(b, '"');
}

void
json_write_decimal(struct buf *b, struct decimal d)
{
    buf_char(b, '"');
    decimal_write(b, d);
    buf_char(b, '"');
}

void
json_write(struct buf *b, const struct json *value)
{
    switch (value->type) {
    case JSON_NULL:
        buf_z(b, "null");
        break;
    case JSON_FALSE:
        buf_z(b, "false");
        break;
    case JSON_TRUE:
        buf_z(b, "true");
        break;
    case JSON_NUMBER:
        buf_str(b, value->text);
        break;
    case JSON_STRING:
        json_write_str(b, value->text);
        break;
    case JSON_ARRAY:
    case JSON_OBJECT:
        /* The depth is bounded by json_parse(). */
        buf_char(b, value->type == JSON_ARRAY ? '[' : '{');
        for (const struct json *v = value->child; v; v = v->next) {
            if (v != value->child)
                buf_char(b, ',');
            if (value->type == JSON_OBJECT) {
                json_write_str(b, v->key);
                buf_char(b, ':');
            }
            json_write(b, v);
        }
        buf_char(b, value->type == JSON_ARRAY ? ']' : '}');
        break;
    }
}
