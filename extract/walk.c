#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
free_folder(struct walk_folder *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->names[i]);
    free(f->names);
}

/* Reads all names of the folder that `fd` is open on, sorted. False with errno. */
static bool
read_names(int fd, struct walk_folder *f)
{
    size_t room = 0;
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return false;
    }
    struct dirent *entry;
    while ((errno = 0, entry = readdir(dir))) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (f->count == room) {
            room = room ? room * 2 : 64;
            char **more = realloc(f->names, room * sizeof *more);
            if (!more)
                break;
            f->names = more;
        }
        if (!(f->names[f->count] = strdup(entry->d_name)))
            break;
        f->count++;
    }
    int saved = errno;
    closedir(dir);
    errno = saved;
    if (saved)
        return false;
    if (f->count)
        qsort(f->names, f->count, sizeof *f->names, by_bytes);
    return true;
}

/* Opens what the path names, or looks at it. False with errno. */
static bool
reach(const struct walk *w, bool follow, struct walk_entry *e)
{
    int flags = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY | (follow ? 0 : O_NOFOLLOW);
    if (w->look) {
        if (fstatat(AT_FDCWD, w->path.p, &e->st, follow ? 0 : AT_SYMLINK_NOFOLLOW) != 0)
            return false;
        if (!S_ISDIR(e->st.st_mode))
            return true;
    }
    /* Without O_NONBLOCK a pipe would hang us. */
    e->fd = open(w->path.p, flags);
    if (e->fd >= 0 && fstat(e->fd, &e->st) == 0)
        return true;
    int saved = errno;
    if (e->fd >= 0)
        close(e->fd);
    e->fd = -1;
    errno = saved;
    return false;
}

static enum status
push_folder(struct walk *w, struct walk_entry *e)
{
    int fd = e->fd;
    e->fd = -1;
    if (w->depth == w->room) {
        size_t room = w->room ? w->room * 2 : 16;
        struct walk_folder *more = realloc(w->folders, room * sizeof *more);
        if (!more) {
            close(fd);
            return STATUS_BROKEN;
        }
        w->folders = more;
        w->room = room;
    }
    struct walk_folder f = {.path_len = str_is(buf_slice(&w->path), ".") ? 0 : w->path.len};
    if (!read_names(fd, &f)) {
        e->error = errno;
        free_folder(&f);
        return e->error == ENOMEM ? STATUS_BROKEN : STATUS_OK;
    }
    w->folders[w->depth++] = f;
    return STATUS_BAD;
}

/* Hands out what the path names. A folder is pushed on the stack: STATUS_BAD then, for nothing is
 * to be handed out. */
static enum status
enter(struct walk *w, bool follow, struct walk_entry *e)
{
    *e = (struct walk_entry){.kind = WALK_ERROR, .path = buf_slice(&w->path), .fd = -1};
    if (!reach(w, follow, e)) {
        e->error = errno;
        if (e->error == ELOOP || e->error == ENXIO)
            e->kind = WALK_NOT_A_FILE;
        return STATUS_OK;
    }
    if (S_ISDIR(e->st.st_mode))
        return push_folder(w, e);
    e->kind = S_ISREG(e->st.st_mode) ? WALK_FILE : WALK_NOT_A_FILE;
    if (e->kind == WALK_NOT_A_FILE && e->fd >= 0) {
        close(e->fd);
        e->fd = -1;
    }
    return STATUS_OK;
}

enum status
walk_next(struct walk *w, struct walk_entry *e)
{
    while (w->depth) {
        struct walk_folder *f = &w->folders[w->depth - 1];
        if (f->at == f->count) {
            free_folder(f);
            w->depth--;
            continue;
        }
        const char *name = f->names[f->at++];
        /* Word's owner files hold the name of who has the document open, and no document. */
        if (name[0] == '~' && name[1] == '$') {
            w->skipped++;
            continue;
        }
        w->path.len = f->path_len;
        if (w->path.len && w->path.p[w->path.len - 1] != '/')
            buf_char(&w->path, '/');
        buf_z(&w->path, name);
        if (w->path.failed)
            return STATUS_BROKEN;
        enum status status = enter(w, false, e);
        if (status != STATUS_BAD)
            return status;
    }
    *e = (struct walk_entry){.kind = WALK_END, .fd = -1};
    return STATUS_OK;
}

enum status
walk_begin(struct walk *w, struct str path, struct walk_entry *e)
{
    buf_clear(&w->path);
    buf_str(&w->path, path);
    if (w->path.failed)
        return STATUS_BROKEN;
    enum status status = enter(w, true, e);
    return status == STATUS_BAD ? walk_next(w, e) : status;
}

void
walk_free(struct walk *w)
{
    while (w->depth)
        free_folder(&w->folders[--w->depth]);
    free(w->folders);
    buf_free(&w->path);
    *w = (struct walk){0};
}
