#include "all.h"

#include "cli.h"
#include "csv.h"
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

static const struct {
    const char *name;
    enum status (*write)(struct report *r);
    int csv;
} files[] = {
    {"summary.txt", write_table, 0},
    {"figures.csv", write_csv, CSV_FIGURES},
    {"matrix.csv", write_csv, CSV_MATRIX},
    {"totals.csv", write_csv, CSV_TOTALS},
    {"findings.csv", write_csv, CSV_FINDINGS},
    {"missing.csv", write_csv, CSV_MISSING},
    {"sources.csv", write_csv, CSV_SOURCES},
    {"datapackage.json", write_datapackage, 0},
    {"summary.json", write_json, 0},
    {"summary.xlsx", write_xlsx, 0},
    {"summary.html", write_html, 0},
    {"note.docx", write_docx, 0},
    {"summary.sqlite", write_sqlite, 0},
};

void
all_name(const char *path, struct io_writer *list)
{
    io_write(list, str_of(path));
    io_write(list, STR("\n"));
}

enum status
all_file(struct report *r, const char *path, mode_t mode, enum status (*write)(struct report *r),
    struct io_writer *list, bool *same)
{
    struct io_writer out;
    if (io_open(&out, path, mode) != STATUS_OK) {
        cli_say("%s: %s", path, strerror(errno));
        return STATUS_BROKEN;
    }
    out.spare = true;
    struct report own = *r;
    /* cppcheck-suppress autoVariables ; `own` goes no further than `out` */
    own.out = &out;
    errno = 0;
    if (write(&own) != STATUS_OK) {
        cli_say("%s: not written", path);
        io_abandon(&out);
        return STATUS_BROKEN;
    }
    if (io_close(&out) != STATUS_OK) {
        cli_say("%s: %s", path, strerror(errno));
        return STATUS_BROKEN;
    }
    if (same)
        *same = out.spared;
    all_name(path, list);
    return STATUS_OK;
}

enum status
all_write(struct report *r, const char *folder, mode_t mode, struct io_writer *list)
{
    struct buf path = {0};
    enum status status = cli_make_folder(folder, mode);
    for (size_t i = 0; i < sizeof files / sizeof *files && status == STATUS_OK; i++) {
        buf_clear(&path);
        buf_printf(&path, "%s/%s", folder, files[i].name);
        r->csv = files[i].csv;
        status =
            path.failed ? STATUS_BROKEN : all_file(r, path.p, mode, files[i].write, list, NULL);
    }
    buf_free(&path);
    return status;
}
