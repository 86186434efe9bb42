#include "cli.h"
#include "embed.h"
#include "storesql.h"
#include "text.h"
#include <errno.h>
#include <inttypes.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

EMBED(store_step_1, "lib/store/1.sql");
EMBED(store_step_2, "lib/store/2.sql");
EMBED(store_step_3, "lib/store/3.sql");

/* What brings a store from each version of the schema to the next. */
static const char *const steps[] = {store_step_1, store_step_2, store_step_3};
#define VERSION ((int)(sizeof steps / sizeof *steps))

/* "svod": tells a store from other files of SQLite (PRAGMA application_id). */
#define APPLICATION 0x73766f64

/* How long a reader waits for one that writes. */
#define PATIENCE_MS 60000

static const char *const texts[] = {
#define SQL(name, text) text,
#include "store.def"
#undef SQL
};

enum status
store_failed(struct store *s)
{
    int code = sqlite3_system_errno(s->db);
    const char *why = sqlite3_errmsg(s->db);
    if (code && sqlite3_errcode(s->db) != SQLITE_OK)
        cli_say("%s: %s (%s)", s->path, why, strerror(code));
    else
        cli_say("%s: %s", s->path, why);
    return STATUS_BROKEN;
}

sqlite3_stmt *
store_sql(struct store *s, enum store_sql which)
{
    sqlite3_stmt **q = &s->statements[which];
    if (!*q &&
        sqlite3_prepare_v3(s->db, texts[which], -1, SQLITE_PREPARE_PERSISTENT, q, NULL) !=
            SQLITE_OK) {
        (void)store_failed(s);
        return NULL;
    }
    sqlite3_reset(*q);
    sqlite3_clear_bindings(*q);
    return *q;
}

void
store_bind(sqlite3_stmt *q, int at, struct str text)
{
    if (!q)
        return;
    if (!text.p)
        sqlite3_bind_null(q, at);
    else if (text_valid(text))
        sqlite3_bind_text64(q, at, text.p, text.len, SQLITE_STATIC, SQLITE_UTF8);
    else
        sqlite3_bind_blob64(q, at, text.p, text.len, SQLITE_STATIC);
}

void
store_bind_int(sqlite3_stmt *q, int at, int64_t n)
{
    if (q)
        sqlite3_bind_int64(q, at, n);
}

struct str
store_column(sqlite3_stmt *q, int at)
{
    if (sqlite3_column_type(q, at) == SQLITE_NULL)
        return (struct str){NULL, 0};
    const char *p = sqlite3_column_blob(q, at);
    return (struct str){p ? p : "", (size_t)sqlite3_column_bytes(q, at)};
}

enum status
store_step(struct store *s, sqlite3_stmt *q)
{
    if (!q)
        return STATUS_BROKEN;
    int code = sqlite3_step(q);
    if (code == SQLITE_ROW)
        return STATUS_OK;
    enum status status = code == SQLITE_DONE ? STATUS_BAD : store_failed(s);
    sqlite3_reset(q);
    return status;
}

enum status
store_do(struct store *s, sqlite3_stmt *q)
{
    enum status status;
    while ((status = store_step(s, q)) == STATUS_OK)
        ;
    return status == STATUS_BAD ? STATUS_OK : status;
}

enum status
store_get_int(struct store *s, sqlite3_stmt *q, int64_t *out)
{
    *out = 0;
    enum status status = store_step(s, q);
    if (status == STATUS_OK) {
        *out = sqlite3_column_int64(q, 0);
        sqlite3_reset(q);
    }
    return status == STATUS_BAD ? STATUS_OK : status;
}

enum status
store_unpack(struct store *s, struct str packed, int64_t bytes)
{
    static struct libdeflate_decompressor *unpacker; /* as good as new for each use */
    size_t got = 0;
    if (!unpacker)
        unpacker = libdeflate_alloc_decompressor();
    buf_clear(&s->out);
    if (unpacker && bytes >= 0 && buf_reserve(&s->out, (size_t)bytes + 1) &&
        libdeflate_zlib_decompress(unpacker, packed.p, packed.len, s->out.p, (size_t)bytes, &got) ==
            LIBDEFLATE_SUCCESS &&
        got == (size_t)bytes) {
        s->out.len = got;
        s->out.p[got] = '\0';
        return STATUS_OK;
    }
    cli_say("%s: %s", s->path, s->out.failed ? strerror(ENOMEM) : "a document line is damaged");
    return STATUS_BROKEN;
}

/* ---- opening ---- */

static enum status
run_sql(struct store *s, const char *sql)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK ? STATUS_OK : store_failed(s);
}

static enum status
pragma(struct store *s, const char *sql, int *out)
{
    sqlite3_stmt *q = NULL;
    enum status status = STATUS_BROKEN;
    if (sqlite3_prepare_v2(s->db, sql, -1, &q, NULL) == SQLITE_OK &&
        sqlite3_step(q) == SQLITE_ROW) {
        *out = sqlite3_column_int(q, 0);
        status = STATUS_OK;
    }
    sqlite3_finalize(q);
    return status;
}

/* Brings the schema to this program's version, in one transaction. */
static enum status
migrate(struct store *s, int version)
{
    char sql[80];
    enum status status = run_sql(s, "BEGIN IMMEDIATE");
    for (int i = version; i < VERSION && status == STATUS_OK; i++)
        status = run_sql(s, steps[i]);
    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d; COMMIT",
        APPLICATION, VERSION);
    return status == STATUS_OK ? run_sql(s, sql) : status;
}

static enum status
check_version(struct store *s, enum store_use use)
{
    int version, application, tables;
    if (pragma(s, "PRAGMA user_version", &version) != STATUS_OK ||
        pragma(s, "PRAGMA application_id", &application) != STATUS_OK ||
        pragma(s, "SELECT count(*) FROM sqlite_schema", &tables) != STATUS_OK) {
        bool foreign = sqlite3_errcode(s->db) == SQLITE_NOTADB;
        (void)store_failed(s);
        return foreign ? STATUS_BAD : STATUS_BROKEN;
    }
    if (tables == 0 && use == STORE_MAKE)
        return migrate(s, 0);
    if (application != APPLICATION) {
        cli_say("%s: this is no store of svodka", s->path);
        return STATUS_BAD;
    }
    if (version > VERSION) {
        cli_say("%s: the store is of version %d; this program knows up to %d", s->path, version,
            VERSION);
        return STATUS_BAD;
    }
    if (version < VERSION && use == STORE_READ) {
        cli_say("%s: the store is of version %d; 'svodka consolidate' brings it to %d", s->path,
            version, VERSION);
        return STATUS_BAD;
    }
    return version < VERSION ? migrate(s, version) : STATUS_OK;
}

/* SQLite would make it readable for all. */
static enum status
make_file(const char *path)
{
    FILE *f;
    mode_t mask = umask(0077);
    umask(mask | 0077);
    f = fopen(path, "ab");
    umask(mask);
    if (f && fclose(f) == 0)
        return STATUS_OK;
    cli_say("%s: %s", path, strerror(errno));
    return STATUS_BROKEN;
}

enum status
store_open(struct store **out, const char *path, enum store_use use)
{
    struct store *s = calloc(1, sizeof *s);
    *out = s;
    if (!s) {
        cli_say("%s", strerror(ENOMEM));
        return STATUS_BROKEN;
    }
    s->path = path;
    if (use == STORE_MAKE && make_file(path) != STATUS_OK)
        return STATUS_BROKEN;
    /* Also a reader may have to take back what a killed writer left half done. */
    int code = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE, NULL);
    if (code != SQLITE_OK) {
        (void)store_failed(s);
        return STATUS_BROKEN;
    }
    sqlite3_busy_timeout(s->db, PATIENCE_MS);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    enum status status = run_sql(s, "PRAGMA foreign_keys=ON");
    return status == STATUS_OK ? check_version(s, use) : status;
}

void
store_close(struct store *s)
{
    if (!s)
        return;
    for (int i = 0; i < SQL_COUNT; i++)
        sqlite3_finalize(s->statements[i]);
    sqlite3_close(s->db);
    buf_free(&s->version_path);
    buf_free(&s->out);
    buf_free(&s->other);
    arena_free(&s->arena);
    free(s);
}

enum status
store_begin(struct store *s)
{
    s->version = s->document = 0;
    buf_clear(&s->version_path);
    return run_sql(s, "BEGIN IMMEDIATE");
}

enum status
store_commit(struct store *s)
{
    return run_sql(s, "COMMIT");
}

void
store_abandon(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- facts and runs ---- */

enum status
store_fact(struct store *s, const char *key, struct buf *value)
{
    sqlite3_stmt *q = store_sql(s, SQL_FACT);
    store_bind(q, 1, str_of(key));
    enum status status = store_step(s, q);
    if (status != STATUS_OK)
        return status == STATUS_BAD ? STATUS_OK : status;
    buf_clear(value);
    buf_str(value, store_column(q, 0));
    sqlite3_reset(q);
    return value->failed ? STATUS_BROKEN : STATUS_OK;
}

enum status
store_set_fact(struct store *s, const char *key, struct str value)
{
    sqlite3_stmt *q = store_sql(s, SQL_FACT_SET);
    store_bind(q, 1, str_of(key));
    store_bind(q, 2, value);
    return store_do(s, q);
}

enum status
store_run(struct store *s)
{
    char now[32];
    time_t t = cli_now();
    struct tm tm;
    if (s->run)
        return STATUS_OK;
    if (!gmtime_r(&t, &tm) || strftime(now, sizeof now, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
        now[0] = '\0';
    sqlite3_stmt *q = store_sql(s, SQL_RUN_ADD);
    store_bind(q, 1, str_of(now));
    store_bind(q, 2, STR("svodka " SVODKA_VERSION));
    if (store_do(s, q) != STATUS_OK)
        return STATUS_BROKEN;
    s->run = sqlite3_last_insert_rowid(s->db);
    return STATUS_OK;
}

enum status
store_last_run(struct store *s, int64_t *run)
{
    return store_get_int(s, store_sql(s, SQL_RUN_LAST), run);
}

/* ---- what is wrong with the file ---- */

enum status
store_verify(struct store *s)
{
    static const char *const checks[] = {
        "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
        "SELECT 'a row of ' || \"table\" || ' refers to nothing' FROM pragma_foreign_key_check"};
    bool good = true;
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *q = NULL;
        int code = sqlite3_prepare_v2(s->db, checks[i], -1, &q, NULL);
        while (code == SQLITE_OK && (code = sqlite3_step(q)) == SQLITE_ROW) {
            struct str text = store_column(q, 0);
            while (text.len) {
                struct str line = str_cut(&text, '\n');
                cli_say("%s: %.*s", s->path, (int)line.len, line.p);
            }
            good = false;
            code = SQLITE_OK;
        }
        sqlite3_finalize(q);
        if (code != SQLITE_DONE && code != SQLITE_OK)
            return store_failed(s);
    }
    return good ? STATUS_OK : STATUS_BAD;
}
