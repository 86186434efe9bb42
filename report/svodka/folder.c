#include "folder.h"

#include "cli.h"
#include "io.h"
#include "map.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* The path without links; of one that is not there, what of it is. */
static bool
real(const char *path, char out[PATH_MAX])
{
    char copy[PATH_MAX];
    if (strlen(path) >= sizeof copy)
        return false;
    strcpy(copy, path);
    while (!realpath(copy, out)) {
        char *slash = strrchr(copy, '/');
        if (errno != ENOENT)
            return false;
        if (!slash)
            return realpath(".", out) != NULL;
        slash[slash == copy] = '\0';
    }
    return true;
}

bool
folder_holds(const char *root, const char *path)
{
    char a[PATH_MAX], b[PATH_MAX];
    struct stat st;
    if (!realpath(root, a) || !real(path, b) || stat(a, &st) != 0 || !S_ISDIR(st.st_mode))
        return false;
    size_t n = strlen(a);
    return strncmp(a, b, n) == 0 && (n == 1 || b[n] == '\0' || b[n] == '/');
}

#define LIST "files.txt"

/* Removes the files of the last list that are not in `now`. */
static enum status
remove_old(const char *folder, const struct map *now)
{
    struct buf path = {0};
    struct str line;
    buf_printf(&path, "%s/" LIST, folder);
    struct io_reader r = {.fd = path.failed ? -1 : open(path.p, O_RDONLY | O_CLOEXEC)};
    enum status got = r.fd >= 0 ? STATUS_OK : STATUS_BAD;
    while (got == STATUS_OK && (got = io_read_line(&r, &line)) == STATUS_OK) {
        buf_clear(&path);
        buf_printf(&path, "%s/", folder);
        buf_str(&path, line);
        /* Whoever edited the list does not make us remove what is elsewhere. */
        bool ours = line.len && *line.p != '/' && !path.failed && !strstr(path.p, "/../");
        if (ours && map_find(now, line) == MAP_NONE && unlink(path.p) != 0 && errno != ENOENT)
            cli_say("%s: %s", path.p, strerror(errno));
    }
    if (got == STATUS_BROKEN || got == STATUS_LIMIT)
        cli_say("%s/" LIST ": can't be read", folder);
    io_reader_free(&r);
    buf_free(&path);
    return got == STATUS_BAD ? STATUS_OK : STATUS_BROKEN;
}

static enum status
write_list(const char *folder, const struct map *now)
{
    struct io_writer out;
    struct buf path = {0};
    buf_printf(&path, "%s/" LIST, folder);
    bool good = !path.failed && io_open(&out, path.p, 0600) == STATUS_OK;
    for (uint32_t i = 0; good && i < now->count; i++) {
        io_write(&out, now->words[i]);
        io_write(&out, STR("\n"));
    }
    good = good && io_close(&out) == STATUS_OK;
    if (!good)
        cli_say("%s/" LIST ": %s", folder, strerror(errno));
    buf_free(&path);
    return good ? STATUS_OK : STATUS_BROKEN;
}

enum status
folder_settle(const char *folder, struct str paths)
{
    struct map now = {0};
    struct arena arena = {0};
    size_t n = strlen(folder) + 1;
    enum status status = STATUS_OK;
    while (paths.len && status == STATUS_OK) {
        struct str path = str_cut(&paths, '\n');
        if (path.len > n && map_take(&now, &arena, str_slice(path, n, path.len)) == MAP_NONE) {
            cli_say("%s", strerror(ENOMEM));
            status = STATUS_BROKEN;
        }
    }
    if (status == STATUS_OK)
        status = remove_old(folder, &now);
    if (status == STATUS_OK)
        status = write_list(folder, &now);
    map_free(&now);
    arena_free(&arena);
    return status;
}

/* "summary.html.Ab12Cd" */
static bool
is_left_over(struct str name)
{
    static const char *const endings[] = {
        ".txt", ".csv", ".json", ".xlsx", ".html", ".docx", ".sqlite"};
    if (name.len < 8 || name.p[name.len - 7] != '.')
        return false;
    name.len -= 7;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (str_ends(name, str_of(endings[i])))
            return true;
    return false;
}

void
folder_sweep(const char *path)
{
    const struct dirent *e;
    DIR *dir = path ? opendir(path) : NULL;
    while (dir && (e = readdir(dir)))
        if (is_left_over(str_of(e->d_name)))
            unlinkat(dirfd(dir), e->d_name, 0);
    if (dir)
        closedir(dir);
}
