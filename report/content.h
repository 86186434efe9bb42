/* content.h - what several outputs tell in the same way. */
#ifndef SVODKA_CONTENT_H
#define SVODKA_CONTENT_H

#include "output.h"

/* "agree", "single", "conflict", as in the records; "decided" where a person settled a conflict. */
const char *content_status(const struct cell *c);

/* Appends how people name a document: "archive.zip/report.docx". */
void content_path(const struct summary *s, const struct source *source, struct buf *b);

/* The same without the folders that all documents of its row share: where a department keeps its
 * files is its own business. `folders` is what content_folders() returns for the row. */
void content_name(
    const struct summary *s, size_t folders, const struct source *source, struct buf *b);
size_t content_folders(const struct summary *s, const struct row *row);

/* The words of a statement as they may be shown: where persons are left out, an absence or a list
 * is only said to be one, since its words may name somebody. */
struct str content_quote(const struct report *r, const struct json *statement);

/* The quote of a statement, of a finding or of an unclaimed number in its sentence; the quote
 * alone where the input does not hold the document, or persons are left out. */
struct context content_context(
    const struct report *r, const struct record *record, const struct json *statement);

/* The first unclaimed number of a record's line; NULL where there is none, or where persons are
 * left out: they are counted, but not listed, since one may be somebody's number. */
const struct json *content_unclaimed(const struct report *r, const struct json *line);

/* Takes one statement of a figure of a row; `nth` is the place of its record in the row. */
typedef void (*content_taker)(
    void *ctx, uint32_t nth, const struct record *record, const struct json *statement);

/* Calls `take` for all statements of the figure, record by record. */
NODISCARD enum status content_statements(
    struct summary *s, const struct row *row, unsigned figure, content_taker take, void *ctx);

/* The quotes of a figure's statements, by language, their documents and the hashes of these, each
 * separated by " | ". The buffers are cleared first. */
struct content_quotes {
    struct buf quotes[2]; /* ru, kk */
    struct buf paths, hashes;
    const struct report *r;
    const struct record *last;
};
NODISCARD enum status content_quotes(
    const struct report *r, const struct row *row, unsigned figure, struct content_quotes *q);
void content_quotes_free(struct content_quotes *q);

/* Quotes of a finding's own statements, separated by " | "; nothing where it is withheld. */
void content_finding_quotes(const struct report *r, const struct json *finding, struct buf *b);

/* Appends a person's decision: "decided: WHO WHEN: WHY". `number` is that of a cell or finding;
 * nothing for 0. */
void content_decision(const struct report *r, uint32_t number, enum lang lang, struct buf *b);

/* Appends what a person settled of a cell: "FIGURE: ✓79; decided: WHO WHEN: WHY". */
void content_decided(const struct report *r, const struct cell *c, struct buf *b);

/* Appends a finding's sentence in a language, and the decision where a person has seen it. */
void content_finding(const struct report *r, const struct finding_place *f,
    const struct json *finding, enum lang lang, struct buf *b);

/* The findings of each row as linked lists, in the order of their weight. A number is one more than
 * the finding's; 0 ends the list. False without memory. */
struct content_by_row {
    uint32_t *first; /* of each row */
    uint32_t *next; /* of each finding */
};
NODISCARD bool content_by_row(const struct summary *s, struct content_by_row *out);
void content_by_row_free(struct content_by_row *b);

/* Number of conflicts among a row's figures. */
uint32_t content_conflicts(const struct row *row);

/* The words for a period, in the output's language. */
struct str content_period(const struct report *r, uint32_t period);

/* Appends a change for people: "+1,25 (+1,4 %)". */
void content_change(const struct report *r, const struct change *change, struct buf *b);

/* Who is expected for a period and reported nothing, late, in one language only or not all that it
 * owes: the next one at
 * or after `*e`, which moves behind it. False where there is none left. */
struct missing {
    const struct institution *institution;
    const struct expected *expected;
    uint8_t reported;
};
bool content_missing(const struct summary *s, uint32_t period, uint32_t *e, struct missing *out);

/* The key of the label that says what is missing: one of these. */
enum { CONTENT_MISSING = 8 };
extern const char *const content_missing_kinds[CONTENT_MISSING];
const char *content_missing_label(const struct missing *m);

/* The period that most rows shown are of, the later where several are; MAP_NONE without rows. Its
 * rows stand together: the first and behind the last. */
uint32_t content_main_period(const struct summary *s, uint32_t *first, uint32_t *last);

/* Appends how the summary was made: "svodka 0.1.0; rules: VERSION, VERSION", each version in full
 * or by its first twelve digits. In full it also says how many rows the selection leaves out. */
void content_origin(const struct report *r, bool whole, struct buf *b);

/* The figures that some row shown states, as numbers within summary.columns; `columns` has room for
 * all. Returns how many there are. */
uint32_t content_columns(const struct summary *s, uint32_t *columns);

/* Behind the last row shown of the period that begins with row `first`. */
uint32_t content_period_end(const struct summary *s, uint32_t first);

/* "ru", "kk", "ru kk", or nothing. */
struct str content_languages(uint8_t langs);

/* Number of institutions that have a row. */
uint32_t content_institutions(const struct summary *s);

/* The group that a figure stands in: "staff", "services", "procurement", "control", "other". */
const char *content_group(struct str figure);

/* Pairs of figures that are drawn side by side. */
enum { CONTENT_CHARTS = 3 };
struct content_chart {
    const char *title; /* its label */
    const char *figures[2];
};
extern const struct content_chart content_charts[CONTENT_CHARTS];

#endif
