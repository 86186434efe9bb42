#include "version.h"

#include "cli.h"
#include "reference.h"
#include <dirent.h>
#include <errno.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <stdlib.h>

#define FILES_MAX 1000 /* far more than people can keep in mind */
#define FILE_MAX ((size_t)64 << 20)

struct names {
    char *name[FILES_MAX];
    size_t count;
    bool failed;
};

static void
add(struct names *n, const char *name)
{
    char *copy = n->count < FILES_MAX ? strdup(name) : NULL;
    if (copy)
        n->name[n->count++] = copy;
    else
        n->failed = true;
}

static int
by_bytes(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum status
list(const char *folder, struct names *n, struct buf *why)
{
    DIR *d = opendir(folder);
    if (!d) {
        buf_printf(why, "%s: %s\n", folder, strerror(errno));
        return STATUS_BROKEN;
    }
    for (struct dirent *e; (e = readdir(d));) {
        struct str name = str_of(e->d_name);
        if (name.p[0] != '.' && (str_ends(name, STR(".rules")) || str_ends(name, STR(".checks"))))
            add(n, e->d_name);
    }
    closedir(d);
    add(n, "figures.tsv");
    add(n, "lexicon.tsv");
    for (size_t i = 0; reference_file(i); i++)
        add(n, reference_file(i));
    qsort(n->name, n->count, sizeof *n->name, by_bytes);
    return n->failed ? STATUS_BROKEN : STATUS_OK;
}

static void
digest(struct sha256_ctx *ctx, char digits[VERSION_DIGITS + 1])
{
    uint8_t bytes[SHA256_DIGEST_SIZE];
    sha256_digest(ctx, sizeof bytes, bytes);
    base16_encode_update(digits, sizeof bytes, bytes);
    digits[VERSION_DIGITS] = '\0';
}

/* Adds the line that sha256sum(1) prints of the file. `text` is room to read it. */
static enum status
add_file(
    struct sha256_ctx *all, const char *folder, const char *name, struct buf *text, struct buf *why)
{
    struct buf path = {0};
    struct sha256_ctx one;
    char digits[VERSION_DIGITS + 1];
    buf_clear(text);
    enum status s =
        reference_find(folder, name, &path) ? cli_read_file(path.p, FILE_MAX, text) : STATUS_BAD;
    if (s == STATUS_OK) {
        sha256_init(&one);
        sha256_update(&one, text->len, (const uint8_t *)text->p);
        digest(&one, digits);
        buf_clear(text);
        buf_printf(text, "%s  %s\n", digits, name);
        sha256_update(all, text->len, (const uint8_t *)text->p);
    } else {
        buf_printf(why, "%s: %s\n", path.len ? path.p : name, strerror(errno));
    }
    s = s == STATUS_OK && !text->failed ? STATUS_OK : STATUS_BROKEN;
    buf_free(&path);
    return s;
}

enum status
version_of(const char *folder, char digits[VERSION_DIGITS + 1], struct buf *why)
{
    struct names *n = calloc(1, sizeof *n);
    struct sha256_ctx all;
    struct buf text = {0};
    enum status s = n ? list(folder, n, why) : STATUS_BROKEN;
    sha256_init(&all);
    for (size_t i = 0; s == STATUS_OK && i < n->count; i++)
        s = add_file(&all, folder, n->name[i], &text, why);
    digest(&all, digits);
    buf_free(&text);
    for (size_t i = 0; n && i < n->count; i++)
        free(n->name[i]);
    free(n);
    return s;
}
