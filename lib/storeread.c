/* storeread.c - lines and history out of the store. */
#include "lines.h"
#include "storesql.h"

#define COLUMNS 8

/* One row of lines: the line, else what it is unpacked from, its number in its document, why it was
 * rejected, by which rules. */
static enum status
hand_out(
    struct store *s, sqlite3_stmt *q, struct lines_count *count, store_line_fn *take, void *ctx)
{
    struct str line = store_column(q, 0);
    if (!line.p) {
        if (store_unpack(s, store_column(q, 1), sqlite3_column_int64(q, 2)) != STATUS_OK)
            return STATUS_BROKEN;
        line = buf_slice(&s->out);
    }
    bool rejected = store_column(q, 4).p != NULL;
    count->documents += sqlite3_column_int64(q, 3) == 0;
    count->rejected += rejected;
    count->records += !rejected;
    return take(ctx, line);
}

/* What a new version of the report changed in the record. */
static enum status
hand_out_revision(struct store *s, int64_t record, store_line_fn *take, void *ctx)
{
    struct buf *b = &s->other;
    enum status status;
    sqlite3_stmt *q = store_sql(s, SQL_REVISIONS_OF);
    store_bind_int(q, 1, record);
    buf_clear(b);
    while ((status = store_step(s, q)) == STATUS_OK) {
        if (!b->len) {
            buf_z(b, "{\"type\":\"revision\"");
            json_write_member_str(b, "since", store_column(q, 3));
            json_write_key(b, "figures");
            buf_char(b, '[');
        }
        json_write_comma(b);
        buf_char(b, '{');
        json_write_member_str(b, "id", store_column(q, 0));
        for (int i = 1; i <= 2; i++)
            if (store_column(q, i).p)
                json_write_member_str(b, i == 1 ? "old" : "new", store_column(q, i));
        buf_char(b, '}');
    }
    if (status != STATUS_BAD || !b->len)
        return status == STATUS_BAD ? STATUS_OK : status;
    buf_z(b, "]}");
    return b->failed ? STATUS_BROKEN : take(ctx, buf_slice(b));
}

static enum status
hand_out_end(struct store *s, enum store_lines which, struct lines_count count, struct str rules,
    store_line_fn *take, void *ctx)
{
    bool records = which == STORE_RECORDS || which == STORE_REVISED;
    buf_clear(&s->other);
    if (!records)
        count.records = -1;
    lines_write_end(&s->other, records ? "svodka-normalize" : "svodka-extract", count,
        records ? rules : STR(""));
    struct str line = buf_slice(&s->other);
    return s->other.failed ? STATUS_BROKEN : take(ctx, str_trim(line));
}

enum status
store_each_line(
    struct store *s, enum store_lines which, struct str rules, store_line_fn *take, void *ctx)
{
    static const enum store_sql queries[] = {SQL_DOCUMENTS, SQL_STALE, SQL_RECORDS, SQL_RECORDS};
    sqlite3_stmt *q = store_sql(s, queries[which]);
    struct lines_count count = {0};
    struct buf made_by = {0};
    enum status status;
    if (which == STORE_STALE)
        store_bind(q, 1, rules);
    while ((status = store_step(s, q)) == STATUS_OK) {
        if (sqlite3_column_count(q) > 5 && !made_by.len)
            buf_str(&made_by, store_column(q, 5));
        status = hand_out(s, q, &count, take, ctx);
        if (status == STATUS_OK && which == STORE_REVISED)
            status = hand_out_revision(s, sqlite3_column_int64(q, 6), take, ctx);
        if (status != STATUS_OK)
            break;
    }
    if (status == STATUS_OK || status == STATUS_BAD)
        status = hand_out_end(s, which, count, buf_slice(&made_by), take, ctx);
    if (q)
        sqlite3_reset(q);
    buf_free(&made_by);
    return status;
}

enum status
store_stale(struct store *s, struct str rules, int64_t *count)
{
    /* Told by the ends of an index where all is well, as it is on most days. */
    sqlite3_stmt *q = store_sql(s, SQL_STALE_RULES);
    store_bind(q, 1, rules);
    if (store_get_int(s, q, count) != STATUS_OK)
        return STATUS_BROKEN;
    if (*count == 0)
        return STATUS_OK;
    q = store_sql(s, SQL_STALE_COUNT);
    store_bind(q, 1, rules);
    return store_get_int(s, q, count);
}

enum status
store_each_file(struct store *s, store_file_fn *take, void *ctx)
{
    sqlite3_stmt *q = store_sql(s, SQL_FILES);
    enum status status;
    while ((status = store_step(s, q)) == STATUS_OK) {
        struct store_file f = {.path = store_column(q, 0),
            .state = store_column(q, 1),
            .bytes = sqlite3_column_int64(q, 2),
            .mtime = sqlite3_column_int64(q, 3),
            .ctime = sqlite3_column_int64(q, 4)};
        status = take(ctx, &f);
        if (status != STATUS_OK) {
            sqlite3_reset(q);
            return status;
        }
    }
    return status == STATUS_BAD ? STATUS_OK : status;
}

enum status
store_sha256(struct store *s, struct str path, struct buf *hex)
{
    sqlite3_stmt *q = store_sql(s, SQL_FILE);
    store_bind(q, 1, path);
    enum status status = store_step(s, q);
    buf_clear(hex);
    if (status != STATUS_OK)
        return status == STATUS_BAD ? STATUS_OK : status;
    buf_str(hex, store_column(q, 2));
    sqlite3_reset(q);
    return hex->failed ? STATUS_BROKEN : STATUS_OK;
}

enum status
store_each(struct store *s, enum store_list which, struct str first, struct str second,
    store_row_fn *take, void *ctx)
{
    static const enum store_sql queries[] = {
        SQL_LIST_EVENTS, SQL_LIST_LATEST, SQL_LIST_TROUBLES, SQL_LIST_COUNTS, SQL_LIST_CHANGES};
    sqlite3_stmt *q = store_sql(s, queries[which]);
    struct str columns[COLUMNS] = {0};
    enum status status;
    if (q && sqlite3_bind_parameter_count(q) > 0)
        store_bind(q, 1, first);
    if (q && sqlite3_bind_parameter_count(q) > 1)
        store_bind(q, 2, second);
    while ((status = store_step(s, q)) == STATUS_OK) {
        for (int i = 0; i < sqlite3_column_count(q); i++)
            columns[i] = store_column(q, i);
        status = take(ctx, columns);
        if (status != STATUS_OK) {
            sqlite3_reset(q);
            return status;
        }
    }
    return status == STATUS_BAD ? STATUS_OK : status;
}

enum status
store_troubled(struct store *s, bool *troubled)
{
    int64_t n;
    enum status status = store_get_int(s, store_sql(s, SQL_TROUBLED), &n);
    *troubled = n != 0;
    return status;
}
