/* storemade.c - what was made of the store: digests, files. */
#include "cli.h"
#include "storesql.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

enum status
store_digest(struct store *s)
{
    return store_begin(s) == STATUS_OK ? store_do(s, store_sql(s, SQL_TOLD_NOTHING))
                                       : STATUS_BROKEN;
}

enum status
store_tell(struct store *s, struct str item, bool *news)
{
    int64_t known;
    sqlite3_stmt *q = store_sql(s, SQL_TOLD);
    store_bind(q, 1, item);
    if (store_get_int(s, q, &known) != STATUS_OK)
        return STATUS_BROKEN;
    *news = !known;
    q = store_sql(s, SQL_TELL);
    store_bind(q, 1, item);
    return store_do(s, q);
}

enum status
store_told(struct store *s)
{
    return store_do(s, store_sql(s, SQL_TOLD_FORGET)) == STATUS_OK ? store_commit(s)
                                                                   : STATUS_BROKEN;
}

static enum status
remove_files(struct store *s)
{
    enum status status;
    struct buf path = {0};
    sqlite3_stmt *q = store_sql(s, SQL_OUTPUTS_OLD);
    while ((status = store_step(s, q)) == STATUS_OK) {
        buf_clear(&path);
        buf_str(&path, store_column(q, 0));
        if (!path.failed && unlink(path.p) != 0 && errno != ENOENT)
            cli_say("%s: %s", path.p, strerror(errno));
    }
    buf_free(&path);
    return status == STATUS_BAD ? STATUS_OK : status;
}

enum status
store_outputs(struct store *s, struct str paths)
{
    if (store_begin(s) != STATUS_OK || store_do(s, store_sql(s, SQL_OUTPUTS)) != STATUS_OK)
        return STATUS_BROKEN;
    while (paths.len) {
        sqlite3_stmt *q = store_sql(s, SQL_OUTPUT_MADE);
        store_bind(q, 1, str_cut(&paths, '\n'));
        if (store_do(s, q) != STATUS_OK)
            return STATUS_BROKEN;
    }
    if (remove_files(s) != STATUS_OK || store_do(s, store_sql(s, SQL_OUTPUTS_FORGET)) != STATUS_OK)
        return STATUS_BROKEN;
    return store_commit(s);
}

enum status
store_outputs_are_there(struct store *s, bool *all)
{
    enum status status = STATUS_OK;
    struct buf path = {0};
    sqlite3_stmt *q = store_sql(s, SQL_OUTPUTS_LIST);
    *all = true;
    while (*all && (status = store_step(s, q)) == STATUS_OK) {
        buf_clear(&path);
        buf_str(&path, store_column(q, 0));
        *all = !path.failed && access(path.p, F_OK) == 0;
    }
    if (q)
        sqlite3_reset(q);
    buf_free(&path);
    return status == STATUS_BROKEN ? status : STATUS_OK;
}
