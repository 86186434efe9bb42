#include "lines.h"

#include <inttypes.h>

static enum lines_type
type_of(struct str name)
{
    if (str_is(name, "document"))
        return LINES_DOCUMENT;
    if (str_is(name, "record"))
        return LINES_RECORD;
    if (str_is(name, "end"))
        return LINES_END;
    if (str_is(name, "file"))
        return LINES_FILE;
    if (str_is(name, "revision"))
        return LINES_REVISION;
    return LINES_OTHER;
}

enum lines_type
lines_type(const struct json *line)
{
    return type_of(json_text(line, "type"));
}

enum lines_type
lines_peek(struct str line)
{
    struct str prefix = STR("{\"type\":\"");
    if (!str_starts(line, prefix))
        return LINES_OTHER;
    struct str rest = str_slice(line, prefix.len, line.len);
    return type_of(str_cut(&rest, '"'));
}

static bool
matches(const struct json *line, const char *key, int64_t seen, struct buf *why)
{
    int64_t said = json_int(line, key, -1);
    if (said == seen)
        return true;
    buf_printf(why, "the end line says %s: %" PRId64 ", but there were %" PRId64, key, said, seen);
    return false;
}

static enum status
end_seen(struct lines_check *c, const struct json *line, struct buf *why)
{
    bool records = json_get(line, "records") != NULL;
    if (!matches(line, "rejected", c->open.rejected, why) ||
        (records ? !matches(line, "records", c->open.records, why)
                 : !matches(line, "documents", c->open.documents, why)))
        return STATUS_BROKEN;
    int64_t documents = json_int(line, "documents", -1);
    if (documents < c->open.rejected || documents > INT64_MAX - c->total.documents) {
        buf_z(why, "the end line says documents: a number that can't be");
        return STATUS_BROKEN;
    }
    c->total.documents += documents;
    c->total.rejected += c->open.rejected;
    c->total.records += c->open.records;
    c->open = (struct lines_count){0};
    c->any_end = true;
    return STATUS_OK;
}

enum status
lines_seen(struct lines_check *c, const struct json *line, struct buf *why)
{
    switch (lines_type(line)) {
    case LINES_DOCUMENT:
        c->open.documents++;
        c->open.rejected += json_get(line, "rejected") != NULL;
        break;
    case LINES_RECORD:
        c->open.records++;
        break;
    case LINES_END:
        return end_seen(c, line, why);
    case LINES_FILE:
    case LINES_REVISION:
    case LINES_OTHER:
        break;
    }
    return STATUS_OK;
}

enum status
lines_finish(struct lines_check *c, struct buf *why)
{
    if (c->any_end && c->open.documents == 0 && c->open.records == 0)
        return STATUS_OK;
    buf_z(why, "the input is cut off: no end line");
    return STATUS_BROKEN;
}

void
lines_write_end(struct buf *b, const char *program, struct lines_count count, struct str rules)
{
    buf_printf(b,
        "{\"type\":\"end\",\"program\":\"%s\",\"documents\":%" PRId64 ",\"rejected\":%" PRId64,
        program, count.documents, count.rejected);
    if (count.records >= 0)
        buf_printf(b, ",\"records\":%" PRId64, count.records);
    if (rules.len)
        json_write_member_str(b, "rules", rules);
    buf_z(b, "}\n");
}
