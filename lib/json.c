#include "json.h"

#include "text.h"

#define DEPTH_MAX 64

/* A text while it is read. It is a copy that ends with a NUL, which no value may hold; strings are
 * decoded where they stand. */
struct parser {
    struct arena *arena;
    char *text, *p;
    struct json *root;
    struct json *open[DEPTH_MAX]; /* the arrays and objects around */
    struct json *last[DEPTH_MAX]; /* newest member of each */
    int depth;
    struct str key;
    const char *wrong; /* why the parser stopped */
    bool limit;
};

static bool
fail(struct parser *p, const char *wrong)
{
    p->wrong = wrong;
    return false;
}

static void
skip_blanks(struct parser *p)
{
    while (*p->p == ' ' || *p->p == '\t' || *p->p == '\n' || *p->p == '\r')
        p->p++;
}

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

/* The four digits of an escape behind the "u" at `p`; -1 where they are none. */
static long
read_unit(const char *p)
{
    long c = 0;
    for (int i = 1; i <= 4; i++) {
        const char *digits = "0123456789abcdef0123456789ABCDEF";
        const char *at = p[i] ? strchr(digits, p[i]) : NULL;
        if (!at)
            return -1;
        c = c * 16 + (at - digits) % 16;
    }
    return c;
}

/* The escape behind the backslash at `p->p`, written to `*out`. */
static bool
read_escape(struct parser *p, char **out)
{
    static const char names[] = "\"\\/bfnrt", codes[] = "\"\\/\b\f\n\r\t";
    const char *name = p->p[1] ? strchr(names, p->p[1]) : NULL;
    if (name) {
        *(*out)++ = codes[name - names];
        p->p += 2;
        return true;
    }
    long c = p->p[1] == 'u' ? read_unit(p->p + 1) : -1;
    if (c < 0)
        return fail(p, "no such escape");
    p->p += 6;
    if (c >= 0xD800 && c <= 0xDFFF) {
        long low = c <= 0xDBFF && p->p[0] == '\\' && p->p[1] == 'u' ? read_unit(p->p + 1) : -1;
        if (low < 0xDC00 || low > 0xDFFF)
            return fail(p, "half of a surrogate pair");
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        p->p += 6;
    }
    *out += text_encode((uint32_t)c, *out);
    return true;
}

/* What a byte of a string is: PLAIN, the first of two, or something to look at. */
enum { BYTE_PLAIN, BYTE_TWO, BYTE_OTHER };

static inline int
byte_kind(unsigned char c)
{
    return c < 0x80              ? (c < 0x20 || c == '"' || c == '\\' ? BYTE_OTHER : BYTE_PLAIN)
        : c >= 0xC2 && c <= 0xDF ? BYTE_TWO
                                 : BYTE_OTHER;
}

/* Moves behind the characters that stand for themselves. */
static bool
skip_plain(struct parser *p)
{
    for (;;) {
        int kind = byte_kind((unsigned char)*p->p);
        if (kind == BYTE_PLAIN) {
            p->p++;
        } else if (kind == BYTE_TWO && ((unsigned char)p->p[1] & 0xC0) == 0x80) {
            p->p += 2;
        } else if ((unsigned char)*p->p < 0x80) {
            return (unsigned char)*p->p >= 0x20 || fail(p, "a control character in a string");
        } else {
            /* No character goes on over the NUL at the end. */
            size_t at = 0, left = strnlen(p->p, 4);
            if (text_decode((struct str){p->p, left}, &at) == TEXT_INVALID)
                return fail(p, "no UTF-8");
            p->p += at;
        }
    }
}

/* The string whose first quotation mark is at `p->p`. */
static bool
read_string(struct parser *p, struct str *out)
{
    char *begin = ++p->p, *end;
    if (!skip_plain(p))
        return false;
    end = p->p;
    while (*p->p == '\\') {
        if (!read_escape(p, &end))
            return false;
        char *from = p->p;
        if (!skip_plain(p))
            return false;
        memmove(end, from, (size_t)(p->p - from));
        end += p->p - from;
    }
    p->p++;
    *out = (struct str){begin, (size_t)(end - begin)};
    return true;
}

static void
skip_digits(struct parser *p)
{
    while (*p->p >= '0' && *p->p <= '9')
        p->p++;
}

static bool
read_number(struct parser *p)
{
    char *begin = p->p;
    p->p += *p->p == '-';
    char *digits = p->p;
    skip_digits(p);
    bool good = p->p > digits && (*digits != '0' || p->p == digits + 1);
    if (good && *p->p == '.') {
        digits = ++p->p;
        skip_digits(p);
        good = p->p > digits;
    }
    if (good && (*p->p == 'e' || *p->p == 'E')) {
        p->p++;
        p->p += *p->p == '+' || *p->p == '-';
        digits = p->p;
        skip_digits(p);
        good = p->p > digits;
    }
    if (!good)
        return fail(p, "no number");
    struct json *v = put(p, JSON_NUMBER);
    if (v)
        v->text = (struct str){begin, (size_t)(p->p - begin)};
    return v;
}

static bool
read_word(struct parser *p)
{
    static const struct {
        struct str word;
        enum json_type type;
    } words[] = {{{"null", 4}, JSON_NULL}, {{"true", 4}, JSON_TRUE}, {{"false", 5}, JSON_FALSE}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(p->p, words[i].word.p, words[i].word.len) == 0) {
            p->p += words[i].word.len;
            return put(p, words[i].type);
        }
    return fail(p, "a value is expected");
}

/* The name of an object's member, and its colon. */
static bool
read_key(struct parser *p)
{
    skip_blanks(p);
    if (*p->p != '"')
        return fail(p, "a name in quotation marks is expected");
    if (!read_string(p, &p->key))
        return false;
    skip_blanks(p);
    if (*p->p != ':')
        return fail(p, "a colon is expected");
    p->p++;
    return true;
}

/* Reads a value, of an array or object with members only what opens it; `*whole` says which. */
static bool
read_value(struct parser *p, bool *whole)
{
    struct json *v;
    struct str text;
    skip_blanks(p);
    char c = *p->p;
    *whole = true;
    if (c == '"') {
        v = read_string(p, &text) ? put(p, JSON_STRING) : NULL;
        if (v)
            v->text = text;
        return v;
    }
    if (c == '-' || (c >= '0' && c <= '9'))
        return read_number(p);
    if (c != '[' && c != '{')
        return read_word(p);
    v = put(p, c == '[' ? JSON_ARRAY : JSON_OBJECT);
    if (!v)
        return false;
    p->p++;
    skip_blanks(p);
    if (*p->p == (c == '[' ? ']' : '}')) {
        p->p++;
        return true;
    }
    *whole = false;
    p->open[p->depth] = v;
    p->last[p->depth++] = NULL;
    return c == '[' || read_key(p);
}

/* Behind a whole value: closes what ends here. `*more` says whether another value follows. */
static bool
read_end(struct parser *p, bool *more)
{
    for (*more = false;; p->depth--) {
        skip_blanks(p);
        if (!p->depth)
            return !*p->p || fail(p, "more than one value");
        bool object = p->open[p->depth - 1]->type == JSON_OBJECT;
        char c = *p->p++;
        if (c == ',') {
            *more = true;
            return !object || read_key(p);
        }
        if (c != (object ? '}' : ']')) {
            p->p--;
            return fail(p, object ? "a comma or } is expected" : "a comma or ] is expected");
        }
    }
}

static void
explain(const struct parser *p, size_t len, struct buf *why)
{
    size_t at = (size_t)(p->p - p->text);
    if (at >= len)
        buf_z(why, "parse error: the text ends too early");
    else
        buf_printf(why, "parse error: column %zu: %s", at + 1, p->wrong);
}

enum status
json_parse(struct arena *arena, struct str line, struct json **out, struct buf *why)
{
    struct str copy = arena_copy(arena, line);
    struct parser p = {.arena = arena, .text = (char *)copy.p, .p = (char *)copy.p};
    bool good = true, more = true, whole = true;
    if (!copy.p)
        return STATUS_LIMIT;
    while (good && more) {
        good = read_value(&p, &whole);
        if (good && whole)
            good = read_end(&p, &more);
    }
    if (good && p.p != p.text + line.len)
        good = fail(&p, "a NUL");
    if (p.limit)
        return STATUS_LIMIT;
    if (!good) {
        if (why)
            explain(&p, line.len, why);
        return STATUS_BAD;
    }
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

/* Separators that JavaScript takes for line ends, and marks that turn the text of a terminal round.
 */
static bool
is_escaped(uint32_t c)
{
    return c == 0x2028 || c == 0x2029 || c == 0x061C || c == 0x200E || c == 0x200F ||
        (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void
json_write_str(struct buf *b, struct str s)
{
    size_t from = 0;
    buf_char(b, '"');
    for (size_t at = 0; at < s.len;) {
        unsigned char byte = (unsigned char)s.p[at];
        if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
            at++;
            continue;
        }
        size_t start = at;
        uint32_t c = text_decode(s, &at);
        if (c >= 0xA0 && c != TEXT_INVALID && !is_escaped(c))
            continue;
        buf_add(b, s.p + from, start - from);
        from = at;
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
    if (from < s.len)
        buf_add(b, s.p + from, s.len - from);
    buf_char(b, '"');
}

void
json_write_comma(struct buf *b)
{
    char last = b->len ? b->p[b->len - 1] : '\n';
    if (last != '[' && last != '{' && last != '\n' && last != ':')
        buf_char(b, ',');
}

void
json_write_key(struct buf *b, const char *key)
{
    json_write_comma(b);
    buf_char(b, '"');
    buf_z(b, key);
    buf_z(b, "\":");
}

void
json_write_member_str(struct buf *b, const char *key, struct str s)
{
    json_write_key(b, key);
    json_write_str(b, s);
}

void
json_write_member_int(struct buf *b, const char *key, int64_t n)
{
    json_write_key(b, key);
    buf_int(b, n, 1);
}

void
json_write_decimal(struct buf *b, struct decimal d)
{
    buf_char(b, '"');
    decimal_write(b, d);
    buf_char(b, '"');
}

void
json_write_member_decimal(struct buf *b, const char *key, struct decimal d)
{
    json_write_key(b, key);
    json_write_decimal(b, d);
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
