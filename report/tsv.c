#include "tsv.h"

#include "cli.h"
#include <errno.h>

#define FILE_MAX ((size_t)64 * 1024 * 1024)

/* Cuts a line at its tabs. */
static size_t
cut(struct str line, struct str *fields)
{
    size_t n = 0;
    if (line.len && line.p[line.len - 1] == '\r')
        line.len--;
    while (line.p && n < TSV_COLUMNS)
        fields[n++] = str_trim(str_cut(&line, '\t'));
    return n;
}

struct layout {
    const char *const *columns;
    size_t count;
    int place[TSV_COLUMNS]; /* of each column asked for; -1 where there is none */
};

static void
find_columns(struct layout *l, struct str head)
{
    struct str fields[TSV_COLUMNS];
    size_t n = cut(head, fields);
    for (size_t c = 0; c < l->count; c++) {
        l->place[c] = -1;
        for (size_t i = 0; i < n; i++)
            if (str_is(fields[i], l->columns[c]))
                l->place[c] = (int)i;
    }
}

static enum status
take_lines(const struct layout *l, const char *path, struct str text, tsv_taker take, void *ctx)
{
    enum status status = STATUS_OK;
    for (int line = 2; text.len && status == STATUS_OK; line++) {
        struct str fields[TSV_COLUMNS], values[TSV_COLUMNS], all = str_cut(&text, '\n');
        if (!str_trim(all).len || *all.p == '#')
            continue;
        size_t n = cut(all, fields);
        for (size_t c = 0; c < l->count; c++)
            values[c] = l->place[c] >= 0 && (size_t)l->place[c] < n ? fields[l->place[c]] : STR("");
        status = take(ctx, path, line, values);
    }
    return status;
}

enum status
tsv_load(struct arena *arena, const char *path, const char *fallback, const char *const *columns,
    size_t count, size_t needed, tsv_taker take, void *ctx)
{
    struct buf found = {0}, content = {0};
    struct layout l = {.columns = columns, .count = count};
    enum status status = STATUS_OK;
    if (!path && !cli_data_path(fallback, &found))
        goto done;
    const char *name = path ? path : found.p;
    status = cli_read_file(name, FILE_MAX, &content);
    if (status != STATUS_OK) {
        cli_say("%s: %s", name, strerror(errno));
        goto done;
    }
    struct str text = arena_copy(arena, buf_slice(&content));
    if (!text.p) {
        status = STATUS_BROKEN;
        goto done;
    }
    find_columns(&l, str_cut(&text, '\n'));
    if (l.place[needed] < 0) {
        cli_say("%s:1: there is no column '%s'", name, columns[needed]);
        status = STATUS_BAD;
    } else {
        status = take_lines(&l, name, text, take, ctx);
    }
done:
    buf_free(&found);
    buf_free(&content);
    return status;
}
