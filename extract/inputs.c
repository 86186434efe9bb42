#include "inputs.h"

#include "cli.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum status
inputs_open(struct inputs *in)
{
    in->input = in->list.fd = -1;
    if (in->store)
        return unseen_scan(&in->unseen, in->store, in->paths, in->npaths);
    if (!in->files_from)
        return STATUS_OK;
    in->listing = true;
    in->list.name = in->files_from;
    in->list.fd = strcmp(in->files_from, "-") == 0 ? STDIN_FILENO
                                                   : open(in->files_from, O_RDONLY | O_CLOEXEC);
    if (in->list.fd >= 0)
        return STATUS_OK;
    cli_say("%s: %s", in->files_from, strerror(errno));
    return STATUS_BAD;
}

void
inputs_free(struct inputs *in)
{
    if (in->input >= 0)
        close(in->input);
    walk_free(&in->walk);
    unseen_free(&in->unseen);
    io_reader_free(&in->list);
}

/* A document on standard input that can't be read by offset goes through an unlinked file. */
static int
spool_input(size_t limit)
{
    struct stat st;
    if (fstat(STDIN_FILENO, &st) == 0 && S_ISREG(st.st_mode) &&
        lseek(STDIN_FILENO, 0, SEEK_CUR) == 0)
        return dup(STDIN_FILENO);
    const char *folder = getenv("TMPDIR");
    char name[4096], piece[65536];
    snprintf(name, sizeof name, "%s/svodka.XXXXXX", folder && *folder ? folder : "/tmp");
    int fd = mkstemp(name);
    if (fd < 0)
        return -1;
    unlink(name);
    size_t size = 0;
    for (;;) {
        ssize_t n = read(STDIN_FILENO, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n == 0)
            return fd;
        size += n > 0 ? (size_t)n : 0;
        /* One byte beyond the limit is enough for the worker to see that it is too much. */
        if (n < 0 || !io_write_all(fd, (struct str){piece, (size_t)n}))
            break;
        if (size > limit)
            return fd;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

/* The next path of the command line or of --files-from. False at the end. */
static bool
next_path(struct inputs *in, struct str *path)
{
    if (in->next_path < in->npaths) {
        *path = str_of(in->paths[in->next_path++]);
        return true;
    }
    while (in->listing) {
        enum status status = io_read_until(&in->list, in->separator, path);
        if (status == STATUS_BAD)
            return in->listing = false;
        if (status != STATUS_OK) {
            cli_say("%s: %s", in->files_from,
                status == STATUS_LIMIT ? "a line is too long" : strerror(errno));
            in->broken = true;
            return in->listing = false;
        }
        if (path->len)
            return true;
    }
    return false;
}

bool
inputs_next(struct inputs *in, struct walk_entry *e)
{
    if (in->store)
        return unseen_next(&in->unseen, e);
    for (;;) {
        enum status status;
        struct str path;
        if (in->walking) {
            status = walk_next(&in->walk, e);
        } else if (!next_path(in, &path)) {
            return false;
        } else if (str_is(path, "-")) {
            *e = (struct walk_entry){.kind = WALK_FILE, .path = path};
            if (in->input < 0)
                in->input = spool_input(in->limit);
            e->fd = in->input < 0 ? -1 : dup(in->input);
            if (e->fd < 0) {
                e->kind = WALK_ERROR;
                e->error = errno;
            }
            return true;
        } else {
            status = walk_begin(&in->walk, path, e);
            in->walking = true;
        }
        if (status != STATUS_OK) {
            cli_say("%s", strerror(ENOMEM));
            in->broken = true;
            return false;
        }
        if (e->kind != WALK_END)
            return true;
        in->walking = false;
    }
}

int64_t
inputs_count(const struct inputs *in)
{
    struct walk w = {.look = true};
    int64_t n = 0;
    if (in->store)
        return unseen_count(&in->unseen);
    for (int i = 0; i < in->npaths && !in->files_from; i++) {
        struct walk_entry e;
        enum status status = walk_begin(&w, str_of(in->paths[i]), &e);
        for (; status == STATUS_OK && e.kind != WALK_END; status = walk_next(&w, &e)) {
            n++;
            if (!w.depth)
                break;
        }
    }
    walk_free(&w);
    return n;
}
