/* storestream.c - streams of lines into the store, in transactions. */
#include "cli.h"
#include "lines.h"
#include "storesql.h"
#include <errno.h>

#define BATCH 200 /* files of a transaction */

struct stream {
    struct store *s;
    struct lines_check check;
    struct arena arena;
    struct buf path; /* of the last line */
    bool open; /* a transaction is */
    bool any; /* one was */
    int64_t files; /* in it */
};

/* Whether the line begins with another file than the one before. */
static bool
is_next_file(struct stream *t, const struct json *line)
{
    struct str path = json_text(line, "path");
    bool next = path.p && !str_eq(path, buf_slice(&t->path));
    if (next) {
        buf_clear(&t->path);
        buf_str(&t->path, path);
    }
    return next;
}

static enum status
commit(struct stream *t)
{
    if (!t->open)
        return STATUS_OK;
    t->open = false;
    t->files = 0;
    return store_end_results(t->s) == STATUS_OK ? store_commit(t->s) : STATUS_BROKEN;
}

/* Where a run was killed some records may have no version of the rules: other rules than now may
 * have made them. */
static enum status
begin(struct stream *t)
{
    if (t->open)
        return STATUS_OK;
    if (store_begin(t->s) != STATUS_OK)
        return STATUS_BROKEN;
    t->open = true;
    if (t->any)
        return STATUS_OK;
    t->any = true;
    return store_do(t->s, store_sql(t->s, SQL_RECORDS_UNSURE));
}

static enum status
take(struct stream *t, struct str text, struct buf *why)
{
    struct json *line;
    arena_reset(&t->arena);
    enum status status = json_parse(&t->arena, text, &line, why);
    if (status == STATUS_OK)
        status = lines_seen(&t->check, line, why);
    if (status != STATUS_OK)
        return status;
    if (is_next_file(t, line) && ++t->files > BATCH && commit(t) != STATUS_OK)
        return STATUS_BROKEN;
    /* Streams without anything new cost the store nothing. */
    if (lines_type(line) == LINES_END && !t->any)
        return STATUS_OK;
    return begin(t) == STATUS_OK ? store_take_line(t->s, text, line, why) : STATUS_BROKEN;
}

enum status
store_take(struct store *s, struct io_reader *lines)
{
    struct stream t = {.s = s};
    struct buf why = {0};
    struct str text;
    enum status status, got;
    do {
        got = io_read_line(lines, &text);
        status = got == STATUS_OK ? take(&t, text, &why) : STATUS_OK;
    } while (got == STATUS_OK && status == STATUS_OK);
    if (got == STATUS_BROKEN)
        cli_say("%s: %s", lines->name, strerror(errno));
    else if (got == STATUS_LIMIT)
        cli_say("%s:%zu: the line is too long", lines->name, lines->line + 1);
    else if (status == STATUS_OK)
        status = lines_finish(&t.check, &why);
    if (why.len)
        cli_say("%s:%zu: %.*s", lines->name, lines->line, (int)why.len, why.p);
    bool good = got == STATUS_BAD && status == STATUS_OK && commit(&t) == STATUS_OK;
    if (!good)
        store_abandon(s);
    arena_free(&t.arena);
    buf_free(&t.path);
    buf_free(&why);
    return good ? STATUS_OK : STATUS_BROKEN;
}
