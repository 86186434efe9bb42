/* storeread.c - lines and history out of the store. */
#include "storesql.h"

#define COLUMNS 8

enum status
store_each_line(
    struct store *s, enum store_lines which, struct str rules, store_line_fn *take, void *ctx)
{
    static const enum store_sql queries[] = {SQL_DOCUMENTS, SQL_STALE, SQL_RECORDS};
    sqlite3_stmt *q = store_sql(s, queries[which]);
    enum status status;
    if (which == STORE_STALE)
        store_bind(q, 1, rules);
    while ((status = store_step(s, q)) == STATUS_OK) {
        int packed = which == STORE_RECORDS ? 1 : 0;
        struct str line = which == STORE_RECORDS ? store_column(q, 0) : (struct str){NULL, 0};
        if (!line.p) {
            status = store_unpack(s, store_column(q, packed), sqlite3_column_int64(q, packed + 1));
            line = buf_slice(&s->out);
        }
        if (status == STATUS_OK)
            status = take(ctx, line);
        if (status != STATUS_OK) {
            sqlite3_reset(q);
            return status;
        }
    }
    return status == STATUS_BAD ? STATUS_OK : status;
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
    static const enum store_sql queries[] = {SQL_LIST_RUNS, SQL_LIST_EVENTS, SQL_LIST_LATEST,
        SQL_LIST_TROUBLES, SQL_LIST_REVISIONS, SQL_LIST_COUNTS, SQL_LIST_CHANGES};
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
