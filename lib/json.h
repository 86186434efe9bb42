/* json.h - JSON text to a tree (by yajl) and values to JSON text. Numbers stay text. */
#ifndef SVODKA_JSON_H
#define SVODKA_JSON_H

#include "arena.h"
#include "buf.h"
#include "decimal.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

enum json_type {
    JSON_NULL,
    JSON_FALSE,
    JSON_TRUE,
    JSON_NUMBER,
    JSON_STRING,
    JSON_ARRAY,
    JSON_OBJECT
};

/* One value. Children are a linked list in the order of the text. */
struct json {
    enum json_type type;
    struct str key; /* name within an object, else empty */
    struct str text; /* string: decoded UTF-8; number: as written */
    struct json *child; /* array, object: first member */
    struct json *next; /* next member of the same parent */
    size_t count; /* array, object: number of members */
};

/* Parses one line. The tree and its strings live in `arena`. STATUS_BAD for text that is not one
 * JSON value (the reason is put in `why`, which may be NULL), STATUS_LIMIT beyond the arena's limit
 * or a depth of 64, which no line of ours comes near. */
NODISCARD enum status json_parse(
    struct arena *arena, struct str line, struct json **out, struct buf *why);

/* Member `key` of an object; NULL where `object` is NULL, no object, or has none. */
const struct json *json_get(const struct json *object, const char *key);

/* Text of a string (or number) member; the empty slice with p == NULL where there is none. */
struct str json_text(const struct json *object, const char *key);

/* Value of a whole number member that fits; `fallback` where there is none. */
int64_t json_int(const struct json *object, const char *key, int64_t fallback);

/* Appends a JSON string with its quotes. Invalid UTF-8 becomes U+FFFD; control characters (C1 too,
 * which are escape sequences on a terminal), direction marks, U+2028 and U+2029 are escaped. */
void json_write_str(struct buf *b, struct str s);

/* Appends `"key":`, after a comma where the buffer does not end with an opening bracket. */
INLINED void json_write_key(struct buf *b, const char *key);

/* Appends a comma unless the buffer ends with an opening bracket. */
INLINED void json_write_comma(struct buf *b);

/* The same for a whole member. */
INLINED void json_write_member_str(struct buf *b, const char *key, struct str s);
INLINED void json_write_member_int(struct buf *b, const char *key, int64_t n);

/* Appends a decimal as the lines have it: a string, since a number would be read as binary. */
void json_write_decimal(struct buf *b, struct decimal d);
INLINED void json_write_member_decimal(struct buf *b, const char *key, struct decimal d);

/* Appends a tree as it was parsed. */
void json_write(struct buf *b, const struct json *value);

/* Here, so that the compiler knows how long a key is. */
static inline bool
json_wants_comma(const struct buf *b)
{
    char last = b->len ? b->p[b->len - 1] : '\n';
    return last != '[' && last != '{' && last != '\n' && last != ':';
}

INLINED void
json_write_comma(struct buf *b)
{
    if (json_wants_comma(b))
        buf_char(b, ',');
}

INLINED void
json_write_key(struct buf *b, const char *key)
{
    const size_t len = strlen(key);
    if (!buf_reserve(b, len + 4))
        return;
    char *p = b->p + b->len;
    bool comma = json_wants_comma(b);
    *p = ',';
    p += comma;
    *p = '"';
    memcpy(p + 1, key, len);
    memcpy(p + 1 + len, "\":", 3);
    b->len += len + 3 + comma;
}

INLINED void
json_write_member_str(struct buf *b, const char *key, struct str s)
{
    json_write_key(b, key);
    json_write_str(b, s);
}

INLINED void
json_write_member_int(struct buf *b, const char *key, int64_t n)
{
    json_write_key(b, key);
    buf_int(b, n, 1);
}

INLINED void
json_write_member_decimal(struct buf *b, const char *key, struct decimal d)
{
    json_write_key(b, key);
    json_write_decimal(b, d);
}

#endif
