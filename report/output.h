/* output.h - a summary in one format. A new format is one new .c with one such function, and one
 * line in outputs.c. */
#ifndef SVODKA_OUTPUT_H
#define SVODKA_OUTPUT_H

#include "summary.h"

struct report {
    struct summary *s;
    enum lang lang;
    size_t width; /* columns of the terminal */
    bool color;
    int csv; /* which table: enum csv_table of csv.h */
    bool excel; /* csv: as a spreadsheet of a country with decimal commas opens it */
    struct io_writer *out;
};

struct output {
    const char *name; /* for --format */
    const char *ending; /* of a file's name */
    enum status (*write)(struct report *r);
    bool file_only; /* it can't go to standard output */
};

/* The format of that name, or of a file's ending; NULL where there is none. */
const struct output *output_by_name(const char *name);
const struct output *output_by_ending(const char *path);

enum status write_table(struct report *r);
enum status write_csv(struct report *r);
enum status write_json(struct report *r);
enum status write_xlsx(struct report *r);
enum status write_html(struct report *r);
enum status write_docx(struct report *r);
enum status write_sqlite(struct report *r);
enum status write_datapackage(struct report *r);
enum status write_draft(struct report *r);

/* The words for `key` in the report's language. */
static inline struct str
word(const struct report *r, const char *key)
{
    return label(&r->s->catalog, r->lang, key);
}

/* Whether a finding is about a person (or an address, a phone) and must not be quoted. */
bool is_withheld(const struct report *r, const struct json *finding);

/* A finding's or rejection's sentence in the report's language, else in any. */
struct str sentence(const struct report *r, const struct json *finding);

#endif
