#include "unseen.h"

#include "cli.h"
#include "emit.h"
#include "grow.h"
#include "json.h"
#include "text.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* Times of files are as coarse as this on some disks (FAT): a file of the last moments may change
 * again without showing it. */
#define MOMENT 2

enum state {
    FILE_NEW,
    FILE_CHANGED,
    FILE_MOVED,
    FILE_TOUCHED,
    FILE_VANISHED,
    FILE_UNREADABLE,
    FILE_READABLE
};

static const char *const states[] = {
    "new", "changed", "moved", "touched", "vanished", "unreadable", "readable"};

/* A file that the store knows to be there. */
struct known_file {
    int64_t bytes, mtime, ctime;
    bool met, unreadable;
};

struct found_file {
    enum state state;
    enum walk_kind kind;
    struct str path, from, reason;
    int64_t bytes, mtime, ctime; /* nanoseconds since 1970 */
    char sha256[SOURCE_DIGEST]; /* empty: not computed */
};

/* What a scan needs besides. */
struct scan {
    struct unseen *u;
    time_t begun;
    struct map sizes, digests; /* of files that vanished: of digests, word N is of gone[N] */
    struct str *gone;
    size_t capacity_gone;
    struct arena arena;
    struct buf b;
};

static enum status
no_memory(void)
{
    cli_say("%s", strerror(ENOMEM));
    return STATUS_BROKEN;
}

static int64_t
nanoseconds(struct timespec t)
{
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* ---- what the store knows ---- */

static enum status
take_known(void *ctx, const struct store_file *f)
{
    struct unseen *u = ctx;
    uint32_t before = u->paths.count;
    if (!str_is(f->state, "present") && !str_is(f->state, "unreadable"))
        return STATUS_OK;
    struct known_file *known =
        grow(u->known, &u->capacity_known, before + (size_t)1, sizeof *known);
    if (!known || map_take(&u->paths, &u->arena, f->path) != before)
        return no_memory();
    u->known = known;
    known[before] = (struct known_file){.bytes = f->bytes,
        .mtime = f->mtime,
        .ctime = f->ctime,
        .unreadable = str_is(f->state, "unreadable")};
    return STATUS_OK;
}

/* ---- what the archive holds ---- */

/* The digest of the file's content now. False with errno. */
static bool
digest_file(struct str path, char hex[SOURCE_DIGEST])
{
    struct stat st;
    struct source s = {.fd = open(path.p, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)};
    bool good = s.fd >= 0 && fstat(s.fd, &st) == 0;
    if (good) {
        s.size = (uint64_t)st.st_size;
        good = source_digest(&s, hex);
    }
    int saved = errno;
    if (s.fd >= 0)
        close(s.fd);
    if (!good)
        hex[0] = '\0';
    errno = saved;
    return good;
}

static struct found_file *
add_found(struct unseen *u, enum state state, struct str path)
{
    struct found_file *found = grow(u->found, &u->capacity_found, u->nfound + 1, sizeof *found);
    if (!found)
        return NULL;
    u->found = found;
    found[u->nfound] = (struct found_file){.state = state, .path = arena_copy(&u->arena, path)};
    return found[u->nfound].path.p ? &found[u->nfound++] : NULL;
}

static enum status
add_unreadable(struct unseen *u, struct str path, int error)
{
    struct str *closed = grow(u->closed, &u->capacity_closed, u->nclosed + 1, sizeof *closed);
    if (!closed)
        return no_memory();
    u->closed = closed;
    struct found_file *f = add_found(u, FILE_UNREADABLE, path);
    if (!f)
        return no_memory();
    closed[u->nclosed++] = f->path;
    f->reason = arena_copy(&u->arena, str_of(strerror(error)));
    if (!u->quiet)
        cli_say("%.*s: %s", (int)path.len, path.p, strerror(error));
    u->unreadable++;
    return f->reason.p ? STATUS_OK : no_memory();
}

/* Whether the content is what the store knows of the path. STATUS_BAD where it can't be read. */
static enum status
compare(struct scan *s, struct found_file *f, bool *same)
{
    *same = false;
    if (store_sha256(s->u->store, f->path, &s->b) != STATUS_OK)
        return STATUS_BROKEN;
    if (!s->b.len)
        return STATUS_OK;
    if (!digest_file(f->path, f->sha256))
        return STATUS_BAD;
    *same = str_is(buf_slice(&s->b), f->sha256);
    return STATUS_OK;
}

/* A file that the store knows in another state. */
static enum status
take_changed(struct scan *s, struct found_file *f, const struct known_file *known)
{
    bool same = false;
    f->state = FILE_CHANGED;
    enum status status = known->bytes == f->bytes ? compare(s, f, &same) : STATUS_OK;
    if (status == STATUS_BAD) {
        int error = errno;
        s->u->nfound--;
        return add_unreadable(s->u, f->path, error);
    }
    if (!same)
        return status;
    if (known->mtime == f->mtime && known->ctime == f->ctime)
        s->u->nfound--; /* it was looked at again only because it was so young */
    else
        f->state = FILE_TOUCHED;
    return status;
}

static enum status
take_file(struct scan *s, const struct walk_entry *e)
{
    struct unseen *u = s->u;
    uint32_t number = map_find(&u->paths, e->path);
    struct known_file *known = number == MAP_NONE ? NULL : &u->known[number];
    int64_t mtime = nanoseconds(e->st.st_mtim), ctime = nanoseconds(e->st.st_ctim);
    if (known) {
        known->met = true;
        if (known->bytes == e->st.st_size && known->mtime == mtime && known->ctime == ctime)
            return STATUS_OK;
    }
    struct found_file *f = add_found(u, FILE_NEW, e->path);
    if (!f)
        return no_memory();
    f->kind = e->kind;
    f->bytes = e->st.st_size;
    f->mtime = mtime;
    f->ctime = e->st.st_ctim.tv_sec > s->begun - MOMENT ? 0 : ctime;
    return known ? take_changed(s, f, known) : STATUS_OK;
}

static enum status
take_entry(struct scan *s, const struct walk_entry *e)
{
    if (e->kind != WALK_ERROR)
        return take_file(s, e);
    uint32_t number = map_find(&s->u->paths, e->path);
    if (number != MAP_NONE)
        s->u->known[number].met = true;
    return add_unreadable(s->u, e->path, e->error);
}

/* ---- what is gone, and where to ---- */

/* Whether `path` is the folder or file `root`, or lies below it. */
static bool
is_below(struct str path, struct str root)
{
    while (root.len > 1 && root.p[root.len - 1] == '/')
        root.len--;
    if (str_is(root, "."))
        return path.len && path.p[0] != '/' && !str_starts(path, STR("../"));
    return str_starts(path, root) &&
        (path.len == root.len || path.p[root.len] == '/' || str_is(root, "/"));
}

static bool
is_expected(const struct unseen *u, struct str path, char **roots, int nroots)
{
    bool below = false;
    for (int i = 0; i < nroots && !below; i++)
        below = is_below(path, str_of(roots[i]));
    for (size_t i = 0; i < u->nclosed && below; i++)
        below = !is_below(path, u->closed[i]);
    return below;
}

/* Remembers the size and the digest of one that is gone: it may be found again elsewhere. */
static enum status
note_gone(struct scan *s, struct str path, int64_t bytes)
{
    if (store_sha256(s->u->store, path, &s->b) != STATUS_OK)
        return STATUS_BROKEN;
    uint32_t count = s->digests.count;
    if (!s->b.len)
        return STATUS_OK;
    uint32_t number = map_take(&s->digests, &s->arena, buf_slice(&s->b));
    buf_clear(&s->b);
    buf_printf(&s->b, "%lld", (long long)bytes);
    if (number == MAP_NONE || map_take(&s->sizes, &s->arena, buf_slice(&s->b)) == MAP_NONE)
        return no_memory();
    if (number < count) /* the first of two alike */
        return STATUS_OK;
    struct str *gone = grow(s->gone, &s->capacity_gone, count + (size_t)1, sizeof *gone);
    if (!gone)
        return no_memory();
    s->gone = gone;
    gone[count] = path;
    return STATUS_OK;
}

static enum status
find_gone(struct scan *s, char **roots, int nroots)
{
    struct unseen *u = s->u;
    struct stat st;
    for (uint32_t i = 0; i < u->paths.count; i++) {
        struct str path = u->paths.words[i];
        if (u->known[i].met || !is_expected(u, path, roots, nroots))
            continue;
        /* A folder that was shut is open again, and what it holds was met. */
        bool opened = u->known[i].unreadable && lstat(path.p, &st) == 0 && S_ISDIR(st.st_mode);
        if (!add_found(u, opened ? FILE_READABLE : FILE_VANISHED, path))
            return no_memory();
        if (opened)
            continue;
        if (note_gone(s, path, u->known[i].bytes) != STATUS_OK)
            return STATUS_BROKEN;
    }
    return STATUS_OK;
}

/* A new file with the content of one that is gone is that one under a new name. */
static void
find_moved(struct scan *s, struct found_file *f)
{
    buf_clear(&s->b);
    buf_printf(&s->b, "%lld", (long long)f->bytes);
    if (map_find(&s->sizes, buf_slice(&s->b)) == MAP_NONE || !digest_file(f->path, f->sha256))
        return;
    uint32_t number = map_find(&s->digests, str_of(f->sha256));
    if (number == MAP_NONE || !s->gone[number].len)
        return;
    f->state = FILE_MOVED;
    f->from = s->gone[number];
    s->gone[number].len = 0;
}

/* Those that moved did not vanish. */
static void
drop_moved(struct unseen *u, struct map *from)
{
    size_t kept = 0;
    for (size_t i = 0; i < u->nfound; i++)
        if (u->found[i].state != FILE_VANISHED || map_find(from, u->found[i].path) == MAP_NONE)
            u->found[kept++] = u->found[i];
    u->nfound = kept;
}

static enum status
find_moves(struct scan *s)
{
    struct map from = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < s->u->nfound && s->digests.count; i++) {
        struct found_file *f = &s->u->found[i];
        if (f->state == FILE_NEW)
            find_moved(s, f);
        if (f->state == FILE_MOVED && map_take(&from, &s->arena, f->from) == MAP_NONE)
            status = no_memory();
    }
    if (from.count)
        drop_moved(s->u, &from);
    map_free(&from);
    return status;
}

/* ---- all of it ---- */

static enum status
walk_roots(struct scan *s, char **roots, int nroots)
{
    struct walk w = {.look = true};
    enum status status = STATUS_OK;
    for (int i = 0; i < nroots && status == STATUS_OK; i++) {
        struct walk_entry e;
        status = walk_begin(&w, str_of(roots[i]), &e);
        while (status == STATUS_OK && e.kind != WALK_END) {
            status = take_entry(s, &e);
            if (status == STATUS_OK)
                status = walk_next(&w, &e);
        }
    }
    walk_free(&w);
    return status;
}

/* The files to read, by path, for unseen_announce(). */
static enum status
index_found(struct unseen *u)
{
    for (size_t i = 0; i < u->nfound; i++) {
        if (u->found[i].state > FILE_CHANGED)
            continue;
        uint32_t before = u->found_paths.count;
        uint32_t *numbers =
            grow(u->found_numbers, &u->capacity_numbers, before + (size_t)1, sizeof *numbers);
        if (!numbers)
            return no_memory();
        u->found_numbers = numbers;
        uint32_t number = map_take(&u->found_paths, &u->arena, u->found[i].path);
        if (number == MAP_NONE)
            return no_memory();
        numbers[number] = (uint32_t)i;
    }
    return STATUS_OK;
}

enum status
unseen_scan(struct unseen *u, const char *store, char **paths, int npaths)
{
    struct scan s = {.u = u, .begun = time(NULL)};
    enum status status = STATUS_OK;
    struct stat st;
    /* Where there is no store yet, all is unseen. The next of the pipeline may just be making it.
     */
    if (stat(store, &st) == 0 ? st.st_size > 0 : errno != ENOENT)
        status = store_open(&u->store, store, STORE_READ);
    if (status == STATUS_OK && u->store)
        status = store_each_file(u->store, take_known, u);
    if (status == STATUS_OK)
        status = walk_roots(&s, paths, npaths);
    if (status == STATUS_OK)
        status = find_gone(&s, paths, npaths);
    if (status == STATUS_OK)
        status = find_moves(&s);
    if (status == STATUS_OK)
        status = index_found(u);
    /* Not held open while documents are read: somebody may write to it. */
    store_close(u->store);
    u->store = NULL;
    map_free(&s.sizes);
    map_free(&s.digests);
    free(s.gone);
    arena_free(&s.arena);
    buf_free(&s.b);
    return status;
}

bool
unseen_next(struct unseen *u, struct walk_entry *e)
{
    struct walk w = {0};
    while (u->next < u->nfound && u->found[u->next].state > FILE_CHANGED)
        u->next++;
    if (u->next == u->nfound)
        return false;
    const struct found_file *f = &u->found[u->next++];
    *e = (struct walk_entry){.kind = WALK_NOT_A_FILE, .fd = -1};
    /* A folder by now: that is said of it, and it is looked at again by the next run. */
    if (f->kind == WALK_FILE &&
        (walk_begin(&w, f->path, e) != STATUS_OK || !str_eq(e->path, f->path)))
        e->kind = WALK_NOT_A_FILE;
    e->path = f->path;
    walk_free(&w);
    return true;
}

int64_t
unseen_count(const struct unseen *u)
{
    return u->found_paths.count;
}

static void
write_line(const struct found_file *f, struct buf *b)
{
    buf_z(b, "{\"type\":\"file\"");
    emit_name(b, "path", f->path);
    json_write_member_str(b, "state", str_of(states[f->state]));
    if (f->from.p)
        emit_name(b, "from", f->from);
    if (f->reason.p)
        json_write_member_str(b, "reason", f->reason);
    if (f->state < FILE_VANISHED) {
        json_write_member_int(b, "bytes", f->bytes);
        json_write_member_int(b, "mtime", f->mtime);
        json_write_member_int(b, "ctime", f->ctime);
        emit_time(b, "modified", f->mtime / 1000000000);
        if (f->sha256[0])
            json_write_member_str(b, "sha256", str_of(f->sha256));
    }
    buf_z(b, "}\n");
}

void
unseen_write(struct unseen *u, struct buf *b)
{
    for (size_t i = 0; i < u->nfound; i++)
        if (u->found[i].state > FILE_CHANGED)
            write_line(&u->found[i], b);
}

void
unseen_announce(struct unseen *u, struct str path, bool archive, struct buf *b)
{
    uint32_t number = map_find(&u->found_paths, path);
    if (number == MAP_NONE)
        return;
    struct found_file *f = &u->found[u->found_numbers[number]];
    if (archive && !f->sha256[0])
        (void)digest_file(f->path, f->sha256);
    write_line(f, b);
}

void
unseen_free(struct unseen *u)
{
    store_close(u->store);
    map_free(&u->paths);
    map_free(&u->found_paths);
    free(u->known);
    free(u->found);
    free(u->found_numbers);
    free(u->closed);
    arena_free(&u->arena);
    *u = (struct unseen){0};
}
