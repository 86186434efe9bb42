/* storetake.c - one line into the store. */
#include "cli.h"
#include "lines.h"
#include "storesql.h"
#include "text.h"
#include <errno.h>
#include <inttypes.h>
#include <libdeflate.h>
#include <stdlib.h>

#define LEVEL 6 /* of packing */
#define SECOND 1000000000 /* in nanoseconds */

static struct str
no_text(void)
{
    return (struct str){NULL, 0};
}

static enum status
no_memory(const struct store *s)
{
    cli_say("%s: %s", s->path, strerror(ENOMEM));
    return STATUS_BROKEN;
}

static unsigned
hex_digit(char c)
{
    return c >= '0' && c <= '9' ? (unsigned)(c - '0') : ((unsigned char)c | 0x20U) - 'a' + 10U;
}

/* The bytes of a name: those of KEY_hex where there is one, for JSON holds only UTF-8. p is NULL
 * where there is no name. */
static struct str
name_of(struct store *s, const struct json *line, const char *key, const char *hex_key)
{
    struct str hex = json_text(line, hex_key);
    if (!hex.p)
        return json_text(line, key);
    char *bytes = arena_alloc(&s->arena, hex.len / 2 + 1);
    if (!bytes)
        return no_text();
    for (size_t i = 0; i + 1 < hex.len; i += 2)
        bytes[i / 2] = (char)((hex_digit(hex.p[i]) << 4 | hex_digit(hex.p[i + 1])) & 0xFFU);
    return (struct str){bytes, hex.len / 2};
}

static struct str
path_of(struct store *s, const struct json *line)
{
    return name_of(s, line, "path", "path_hex");
}

/* Notes an event. */
static enum status
note(struct store *s, const char *what, struct str path, struct str detail)
{
    if (store_run(s) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_EVENT_ADD);
    store_bind_int(q, 1, s->run);
    store_bind(q, 2, str_of(what));
    store_bind(q, 3, path);
    store_bind(q, 4, detail);
    return store_do(s, q);
}

/* ---- files ---- */

struct known {
    int64_t id; /* 0: there is none */
    int64_t mtime;
    bool present, unreadable;
};

static enum status
find_file(struct store *s, struct str path, struct known *k)
{
    *k = (struct known){0};
    sqlite3_stmt *q = store_sql(s, SQL_FILE);
    store_bind(q, 1, path);
    enum status status = store_step(s, q);
    if (status != STATUS_OK)
        return status == STATUS_BAD ? STATUS_OK : status;
    struct str state = store_column(q, 1);
    k->id = sqlite3_column_int64(q, 0);
    k->mtime = sqlite3_column_int64(q, 3);
    k->unreadable = str_is(state, "unreadable");
    k->present = k->unreadable || str_is(state, "present");
    sqlite3_reset(q);
    return STATUS_OK;
}

/* Writes what a file line says of the file; its number is put in s->file. */
static enum status
set_file(struct store *s, struct str path, const struct json *line, const char *state)
{
    if (store_run(s) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_FILE_SET);
    store_bind(q, 1, path);
    store_bind_int(q, 2, json_int(line, "bytes", 0));
    store_bind_int(q, 3, json_int(line, "mtime", 0));
    store_bind_int(q, 4, json_int(line, "ctime", 0));
    store_bind(q, 5, json_text(line, "sha256"));
    store_bind(q, 6, str_of(state));
    store_bind_int(q, 7, s->run);
    store_bind(q, 8, json_text(line, "reason"));
    return store_get_int(s, q, &s->file);
}

static enum status
set_state(struct store *s, int64_t file, const char *state, struct str reason)
{
    sqlite3_stmt *q = store_sql(s, SQL_FILE_STATE);
    store_bind_int(q, 1, file);
    store_bind(q, 2, str_of(state));
    store_bind_int(q, 3, s->run);
    store_bind(q, 4, reason);
    return store_do(s, q);
}

static enum status
current_version(struct store *s, int64_t file, int64_t *version)
{
    sqlite3_stmt *q = store_sql(s, SQL_VERSION);
    store_bind_int(q, 1, file);
    return store_get_int(s, q, version);
}

/* What the file held no longer holds. */
static enum status
end_version(struct store *s, int64_t file)
{
    sqlite3_stmt *q = store_sql(s, SQL_VERSION_END);
    store_bind_int(q, 1, file);
    store_bind_int(q, 2, s->run);
    return store_do(s, q);
}

/* From now on the file holds something new, whose document lines follow. */
static enum status
begin_version(struct store *s, struct str path, struct str sha256)
{
    if (current_version(s, s->file, &s->superseded) != STATUS_OK)
        return STATUS_BROKEN;
    if (end_version(s, s->file) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_VERSION_ADD);
    store_bind_int(q, 1, s->file);
    store_bind(q, 2, sha256);
    store_bind_int(q, 3, s->run);
    if (store_do(s, q) != STATUS_OK)
        return STATUS_BROKEN;
    s->version = sqlite3_last_insert_rowid(s->db);
    buf_clear(&s->version_path);
    buf_str(&s->version_path, path);
    return s->version_path.failed ? no_memory(s) : STATUS_OK;
}

static enum status
take_content(struct store *s, struct str path, const struct json *line)
{
    struct known k;
    if (find_file(s, path, &k) != STATUS_OK || set_file(s, path, line, "present") != STATUS_OK)
        return STATUS_BROKEN;
    const char *what = !k.id ? "new" : !k.present ? "back" : "changed";
    if (note(s, what, path, no_text()) != STATUS_OK)
        return STATUS_BROKEN;
    return begin_version(s, path, json_text(line, "sha256"));
}

static enum status
take_vanished(struct store *s, struct str path, struct buf *why)
{
    struct known k;
    if (find_file(s, path, &k) != STATUS_OK)
        return STATUS_BROKEN;
    if (!k.id) {
        buf_z(why, "a file vanished that was never there");
        return STATUS_BAD;
    }
    if (note(s, "vanished", path, no_text()) != STATUS_OK ||
        set_state(s, k.id, "vanished", no_text()) != STATUS_OK)
        return STATUS_BROKEN;
    return end_version(s, k.id);
}

/* What it held last goes on to hold. */
static enum status
take_unreadable(struct store *s, struct str path, const struct json *line)
{
    struct known k;
    if (find_file(s, path, &k) != STATUS_OK)
        return STATUS_BROKEN;
    if (k.unreadable)
        return STATUS_OK;
    if (note(s, "unreadable", path, json_text(line, "reason")) != STATUS_OK)
        return STATUS_BROKEN;
    return k.id ? set_state(s, k.id, "unreadable", json_text(line, "reason"))
                : set_file(s, path, line, "unreadable");
}

/* A folder that could not be looked into, and can be now. Folders hold nothing themselves. */
static enum status
take_readable(struct store *s, struct str path)
{
    struct known k;
    if (find_file(s, path, &k) != STATUS_OK || note(s, "readable", path, no_text()) != STATUS_OK ||
        set_state(s, k.id, "vanished", no_text()) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_FILE_FORGET);
    store_bind_int(q, 1, k.id);
    return store_do(s, q);
}

/* ---- the same content at another path, or of another time ---- */

static void
write_member(struct buf *b, const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);
    if (!v)
        return;
    json_write_key(b, key);
    json_write(b, v);
}

/* The line with another path and time, in s->other. */
static enum status
readdress(struct store *s, struct str text, const struct json *file)
{
    struct json *line;
    struct buf *b = &s->other;
    arena_reset(&s->arena);
    if (json_parse(&s->arena, text, &line, NULL) != STATUS_OK)
        return no_memory(s);
    bool whole = !json_text(line, "member").p;
    buf_clear(b);
    buf_char(b, '{');
    for (const struct json *v = line->child; v; v = v->next) {
        if (str_is(v->key, "path")) {
            write_member(b, file, "path");
            write_member(b, file, "path_hex");
        } else if (str_is(v->key, "modified") && whole) {
            write_member(b, file, "modified");
        } else if (!str_is(v->key, "path_hex")) {
            json_write_comma(b);
            json_write_str(b, v->key);
            buf_char(b, ':');
            json_write(b, v);
        }
    }
    buf_char(b, '}');
    return b->failed ? no_memory(s) : STATUS_OK;
}

static struct str
pack(struct store *s, struct str line)
{
    static struct libdeflate_compressor *packer; /* as good as new for each use */
    if (!packer)
        packer = libdeflate_alloc_compressor(LEVEL);
    size_t bound = packer ? libdeflate_zlib_compress_bound(packer, line.len) : 0;
    buf_clear(&s->out);
    if (!packer || !buf_reserve(&s->out, bound))
        return no_text();
    s->out.len = libdeflate_zlib_compress(packer, line.p, line.len, s->out.p, bound);
    return buf_slice(&s->out);
}

static enum status
set_document(struct store *s, int64_t id, struct str rejected, struct str line)
{
    struct str packed = pack(s, line);
    if (!packed.len)
        return no_memory(s);
    sqlite3_stmt *q = store_sql(s, SQL_DOCUMENT_SET);
    store_bind_int(q, 1, id);
    store_bind(q, 2, rejected);
    store_bind_int(q, 3, (int64_t)line.len);
    if (q)
        sqlite3_bind_blob64(q, 4, packed.p, packed.len, SQLITE_STATIC);
    return store_do(s, q);
}

static enum status
readdress_records(struct store *s, int64_t document, const struct json *file)
{
    enum status status;
    sqlite3_stmt *q = store_sql(s, SQL_RECORDS_OF);
    store_bind_int(q, 1, document);
    while ((status = store_step(s, q)) == STATUS_OK) {
        int64_t id = sqlite3_column_int64(q, 0);
        if (readdress(s, store_column(q, 1), file) != STATUS_OK)
            return STATUS_BROKEN;
        sqlite3_stmt *set = store_sql(s, SQL_RECORD_LINE);
        store_bind_int(set, 1, id);
        store_bind(set, 2, buf_slice(&s->other));
        if (store_do(s, set) != STATUS_OK)
            return STATUS_BROKEN;
    }
    return status == STATUS_BAD ? STATUS_OK : status;
}

static enum status
readdress_all(struct store *s, int64_t version, const struct json *file)
{
    enum status status;
    sqlite3_stmt *q = store_sql(s, SQL_DOCUMENTS_OF);
    store_bind_int(q, 1, version);
    while ((status = store_step(s, q)) == STATUS_OK) {
        int64_t id = sqlite3_column_int64(q, 0), bytes = sqlite3_column_int64(q, 1);
        if (store_unpack(s, store_column(q, 2), bytes) != STATUS_OK ||
            readdress(s, buf_slice(&s->out), file) != STATUS_OK ||
            set_document(s, id, store_column(q, 3), buf_slice(&s->other)) != STATUS_OK ||
            readdress_records(s, id, file) != STATUS_OK)
            return STATUS_BROKEN;
    }
    return status == STATUS_BAD ? STATUS_OK : status;
}

static enum status
take_moved(struct store *s, struct str path, const struct json *line, struct buf *why)
{
    struct known from;
    int64_t version;
    struct str old = name_of(s, line, "from", "from_hex");
    if (find_file(s, old, &from) != STATUS_OK)
        return STATUS_BROKEN;
    if (!from.id || !from.present) {
        buf_z(why, "a file moved from where none was");
        return STATUS_BAD;
    }
    if (note(s, "moved", path, json_text(line, "from")) != STATUS_OK ||
        set_file(s, path, line, "present") != STATUS_OK ||
        set_state(s, from.id, "moved", no_text()) != STATUS_OK ||
        current_version(s, from.id, &version) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_VERSION_MOVE);
    store_bind_int(q, 1, from.id);
    store_bind_int(q, 2, s->file);
    return store_do(s, q) == STATUS_OK ? readdress_all(s, version, line) : STATUS_BROKEN;
}

/* The same content. Only the day that its lines name may be another. */
static enum status
take_touched(struct store *s, struct str path, const struct json *line)
{
    struct known k;
    int64_t version, mtime = json_int(line, "mtime", 0);
    if (find_file(s, path, &k) != STATUS_OK)
        return STATUS_BROKEN;
    if (k.unreadable &&
        (note(s, "readable", path, no_text()) != STATUS_OK ||
            set_state(s, k.id, "present", no_text()) != STATUS_OK))
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_FILE_TIMES);
    store_bind_int(q, 1, k.id);
    store_bind_int(q, 2, json_int(line, "bytes", 0));
    store_bind_int(q, 3, mtime);
    store_bind_int(q, 4, json_int(line, "ctime", 0));
    if (store_do(s, q) != STATUS_OK || current_version(s, k.id, &version) != STATUS_OK)
        return STATUS_BROKEN;
    if (k.mtime / SECOND == mtime / SECOND)
        return STATUS_OK;
    return note(s, "touched", path, no_text()) == STATUS_OK ? readdress_all(s, version, line)
                                                            : STATUS_BROKEN;
}

static enum status
take_file(struct store *s, const struct json *line, struct buf *why)
{
    struct str path = path_of(s, line), state = json_text(line, "state");
    s->version = 0;
    if (store_end_results(s) != STATUS_OK)
        return STATUS_BROKEN;
    if (!path.p) {
        buf_z(why, "a file without path");
        return STATUS_BAD;
    }
    if (str_is(state, "new") || str_is(state, "changed"))
        return take_content(s, path, line);
    if (str_is(state, "moved"))
        return take_moved(s, path, line, why);
    if (str_is(state, "touched"))
        return take_touched(s, path, line);
    if (str_is(state, "vanished"))
        return take_vanished(s, path, why);
    if (str_is(state, "unreadable"))
        return take_unreadable(s, path, line);
    if (str_is(state, "readable"))
        return take_readable(s, path);
    buf_printf(why, "a file in an unknown state: %.*s", (int)state.len, state.p);
    return STATUS_BAD;
}

/* ---- documents ---- */

/* Whether the version that holds has that member, which the rules reject now. */
static enum status
has_member(struct store *s, struct str name, bool *has)
{
    int64_t version, document;
    if (current_version(s, s->file, &version) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_DOCUMENT);
    store_bind_int(q, 1, version);
    store_bind(q, 2, name);
    enum status status = store_get_int(s, q, &document);
    *has = document != 0;
    return status;
}

/* Whether the line is of what the file s->file holds already. Of an archive's member that can't be
 * told: it may be another archive by now. */
static enum status
is_held(struct store *s, struct str path, const struct json *line, bool *held)
{
    struct str now = json_text(line, "sha256"), member = name_of(s, line, "member", "member_hex");
    bool rejected = json_get(line, "rejected") != NULL;
    struct buf known = {0};
    *held = false;
    if (member.p)
        return rejected ? has_member(s, member, held) : STATUS_OK;
    enum status status = store_sha256(s, path, &known);
    /* what was rejected has perhaps no digest */
    if (now.len)
        *held = str_eq(buf_slice(&known), now);
    else
        *held = rejected && !known.len;
    buf_free(&known);
    return status;
}

/* A document line that no file line announced: the same content as before, or a new one. */
static enum status
find_version(struct store *s, struct str path, const struct json *line)
{
    struct known k;
    bool held = false;
    if (s->version && str_eq(path, buf_slice(&s->version_path)))
        return STATUS_OK;
    if (find_file(s, path, &k) != STATUS_OK)
        return STATUS_BROKEN;
    s->file = k.id;
    if (k.present && is_held(s, path, line, &held) != STATUS_OK)
        return STATUS_BROKEN;
    if (!held)
        return take_content(s, path, line);
    s->superseded = 0;
    buf_clear(&s->version_path);
    buf_str(&s->version_path, path);
    return current_version(s, s->file, &s->version);
}

/* The file's digest is that of its one document. */
static enum status
set_sha256(struct store *s, struct str sha256)
{
    sqlite3_stmt *q = store_sql(s, SQL_FILE_SHA256);
    store_bind_int(q, 1, s->file);
    store_bind(q, 2, sha256);
    if (store_do(s, q) != STATUS_OK)
        return STATUS_BROKEN;
    q = store_sql(s, SQL_VERSION_SHA256);
    store_bind_int(q, 1, s->version);
    store_bind(q, 2, sha256);
    return store_do(s, q);
}

static enum status
add_document(struct store *s, struct str name, struct str rejected, struct str text)
{
    struct str packed = pack(s, text);
    if (!packed.len)
        return no_memory(s);
    sqlite3_stmt *q = store_sql(s, SQL_DOCUMENT_ADD);
    store_bind_int(q, 1, s->version);
    store_bind(q, 2, name);
    store_bind(q, 3, rejected);
    store_bind_int(q, 4, (int64_t)text.len);
    if (q)
        sqlite3_bind_blob64(q, 5, packed.p, packed.len, SQLITE_STATIC);
    return store_do(s, q);
}

static enum status take_result(
    struct store *s, int64_t document, struct str rejected, struct str text);

/* Why, and for a member of an archive which. */
static enum status
note_rejected(struct store *s, struct str path, struct str member, struct str why)
{
    struct buf detail = {0};
    buf_str(&detail, why);
    if (member.p) {
        buf_char(&detail, ' ');
        buf_str(&detail, text_valid(member) ? member : STR("?"));
    }
    enum status status =
        detail.failed ? no_memory(s) : note(s, "rejected", path, buf_slice(&detail));
    buf_free(&detail);
    return status;
}

static enum status
take_document(struct store *s, const struct json *line, struct str text)
{
    struct str path = path_of(s, line), name = name_of(s, line, "member", "member_hex");
    struct str rejected = json_text(json_get(line, "rejected"), "code");
    if (find_version(s, path, line) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_DOCUMENT);
    store_bind_int(q, 1, s->version);
    store_bind(q, 2, name);
    enum status status = store_step(s, q);
    if (status == STATUS_BROKEN)
        return status;
    if (status == STATUS_BAD) {
        struct str sha256 = json_text(line, "sha256");
        if (!name.p && sha256.p && set_sha256(s, sha256) != STATUS_OK)
            return STATUS_BROKEN;
        if (rejected.p && note_rejected(s, path, name, rejected) != STATUS_OK)
            return STATUS_BROKEN;
        return add_document(s, name, rejected, text);
    }
    int64_t id = sqlite3_column_int64(q, 0), bytes = sqlite3_column_int64(q, 2);
    bool was_rejected = store_column(q, 1).p != NULL;
    status = store_unpack(s, store_column(q, 3), bytes);
    sqlite3_reset(q);
    if (status != STATUS_OK || str_eq(buf_slice(&s->out), text))
        return status;
    if (rejected.p && !was_rejected) /* the rules could not make a record of it */
        return take_result(s, id, rejected, text);
    return store_run(s) == STATUS_OK ? set_document(s, id, rejected, text) : STATUS_BROKEN;
}

/* ---- records ---- */

/* The figures of a record by their names: value, or "conflict". */
static struct str
figure_value(const struct json *record, struct str id)
{
    const struct json *list = json_get(record, "figures");
    for (const struct json *f = list ? list->child : NULL; f; f = f->next)
        if (str_eq(json_text(f, "id"), id)) {
            struct str value = json_text(f, "value");
            return value.p ? value : STR("conflict");
        }
    return no_text();
}

static enum status
add_revision(struct store *s, int64_t record, struct str figure, struct str old, struct str new)
{
    sqlite3_stmt *q = store_sql(s, SQL_REVISION_ADD);
    store_bind_int(q, 1, record);
    store_bind(q, 2, figure);
    store_bind(q, 3, old);
    store_bind(q, 4, new);
    return store_do(s, q);
}

/* Notes the figures that the old version of the document states otherwise, or only one of the two
 * states. */
static enum status
compare(struct store *s, int64_t record, const struct json *now, const struct json *before)
{
    const struct json *list = json_get(now, "figures");
    for (const struct json *f = list ? list->child : NULL; f; f = f->next) {
        struct str id = json_text(f, "id");
        struct str old = figure_value(before, id), new = figure_value(now, id);
        if ((!old.p || !str_eq(old, new)) && add_revision(s, record, id, old, new) != STATUS_OK)
            return STATUS_BROKEN;
    }
    list = json_get(before, "figures");
    for (const struct json *f = list ? list->child : NULL; f; f = f->next) {
        struct str id = json_text(f, "id");
        if (!figure_value(now, id).p &&
            add_revision(s, record, id, figure_value(before, id), no_text()) != STATUS_OK)
            return STATUS_BROKEN;
    }
    return STATUS_OK;
}

static enum status
note_revisions(struct store *s, int64_t record, struct str text)
{
    struct json *now, *before;
    arena_reset(&s->arena);
    if (json_parse(&s->arena, text, &now, NULL) != STATUS_OK)
        return no_memory(s);
    sqlite3_stmt *q = store_sql(s, SQL_RECORD_BEFORE);
    store_bind_int(q, 1, s->superseded);
    store_bind_int(q, 2, s->document);
    const struct json *institution = json_get(now, "institution");
    const struct json *name = json_get(institution, "name");
    store_bind(q, 3, json_text(json_get(now, "period"), "label"));
    store_bind(q, 4, json_text(institution, "key"));
    store_bind(q, 5, json_text(name, "ru"));
    store_bind(q, 6, json_text(name, "kk"));
    enum status status = store_step(s, q);
    if (status != STATUS_OK)
        return status == STATUS_BAD ? STATUS_OK : status;
    bool parsed = json_parse(&s->arena, store_column(q, 0), &before, NULL) == STATUS_OK;
    sqlite3_reset(q);
    return parsed ? compare(s, record, now, before) : no_memory(s);
}

/* Another line than before: the old one is kept as history. */
static enum status
replace_record(struct store *s, int64_t old, struct str rejected, struct str text)
{
    if (store_run(s) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_RECORD_END);
    store_bind_int(q, 1, old);
    store_bind_int(q, 2, s->run);
    if (old && store_do(s, q) != STATUS_OK)
        return STATUS_BROKEN;
    q = store_sql(s, SQL_RECORD_ADD);
    store_bind_int(q, 1, s->document);
    store_bind_int(q, 2, s->nth);
    store_bind(q, 3, text);
    store_bind(q, 4, rejected);
    store_bind_int(q, 5, s->run);
    if (store_do(s, q) != STATUS_OK)
        return STATUS_BROKEN;
    int64_t new = sqlite3_last_insert_rowid(s->db);
    if (!old)
        return s->superseded && !rejected.p ? note_revisions(s, new, text) : STATUS_OK;
    q = store_sql(s, SQL_REVISION_MOVE);
    store_bind_int(q, 1, old);
    store_bind_int(q, 2, new);
    return store_do(s, q);
}

enum status
store_end_results(struct store *s)
{
    if (!s->document || store_run(s) != STATUS_OK)
        return s->document ? STATUS_BROKEN : STATUS_OK;
    sqlite3_stmt *q = store_sql(s, SQL_RECORDS_END);
    store_bind_int(q, 1, s->document);
    store_bind_int(q, 2, s->nth);
    store_bind_int(q, 3, s->run);
    s->document = 0;
    return store_do(s, q);
}

static enum status
take_result(struct store *s, int64_t document, struct str rejected, struct str text)
{
    if (document != s->document) {
        if (store_end_results(s) != STATUS_OK)
            return STATUS_BROKEN;
        s->document = document;
        s->nth = 0;
    }
    sqlite3_stmt *q = store_sql(s, SQL_RECORD);
    store_bind_int(q, 1, document);
    store_bind_int(q, 2, s->nth);
    enum status status = store_step(s, q);
    if (status == STATUS_BROKEN)
        return status;
    int64_t old = status == STATUS_OK ? sqlite3_column_int64(q, 0) : 0;
    bool same = old && str_eq(store_column(q, 1), text);
    sqlite3_reset(q);
    if (same) {
        q = store_sql(s, SQL_RECORD_KEEP);
        store_bind_int(q, 1, old);
        status = store_do(s, q);
    } else {
        status = replace_record(s, old, rejected, text);
    }
    s->nth++;
    return status;
}

static enum status
take_record(struct store *s, const struct json *line, struct str text, struct buf *why)
{
    struct str path = path_of(s, line), name = name_of(s, line, "member", "member_hex");
    struct known k;
    int64_t version = 0, document = 0;
    if (s->version && str_eq(path, buf_slice(&s->version_path)))
        version = s->version;
    else if (find_file(s, path, &k) != STATUS_OK ||
        (k.id && current_version(s, k.id, &version) != STATUS_OK))
        return STATUS_BROKEN;
    if (version) {
        sqlite3_stmt *q = store_sql(s, SQL_DOCUMENT);
        store_bind_int(q, 1, version);
        store_bind(q, 2, name);
        if (store_get_int(s, q, &document) != STATUS_OK)
            return STATUS_BROKEN;
    }
    if (document)
        return take_result(s, document, no_text(), text);
    buf_printf(why, "%.*s: a record without its document line; give both", (int)path.len, path.p);
    return STATUS_BAD;
}

/* That from now on other rules make the records. */
static enum status
note_rules(struct store *s, struct str rules)
{
    struct buf before = {0};
    enum status status = store_fact(s, "rules", &before);
    if (status == STATUS_OK && !str_eq(buf_slice(&before), rules)) {
        if (before.len)
            status = note(s, "rules", no_text(), rules);
        if (status == STATUS_OK)
            status = store_set_fact(s, "rules", rules);
    }
    buf_free(&before);
    return status;
}

static enum status
take_end(struct store *s, const struct json *line)
{
    struct str rules = json_text(line, "rules");
    if (store_end_results(s) != STATUS_OK)
        return STATUS_BROKEN;
    if (!rules.len)
        return STATUS_OK;
    if (note_rules(s, rules) != STATUS_OK)
        return STATUS_BROKEN;
    sqlite3_stmt *q = store_sql(s, SQL_RECORDS_RULES);
    store_bind(q, 1, rules);
    return store_do(s, q);
}

enum status
store_take_line(struct store *s, struct str text, const struct json *line, struct buf *why)
{
    arena_reset(&s->arena);
    switch (lines_type(line)) {
    case LINES_FILE:
        return take_file(s, line, why);
    case LINES_DOCUMENT:
        return take_document(s, line, text);
    case LINES_RECORD:
        return take_record(s, line, text, why);
    case LINES_END:
        return take_end(s, line);
    case LINES_REVISION: /* the store's own */
    case LINES_OTHER:
        break;
    }
    return STATUS_OK;
}
