/* summary.h - what all outputs tell: rows of institution and period, their figures, findings,
 * rejected documents, totals.
 *
 * Memory holds names, values and places of evidence; the lines themselves stand in a spool and are
 * read back where an output quotes them. Build one with summary_read() for each input, then
 * summary_finish(), then select_apply() (select.h) and tally() (tally.h). */
#ifndef SVODKA_SUMMARY_H
#define SVODKA_SUMMARY_H

#include "catalog.h"
#include "decimal.h"
#include "finding.h"
#include "io.h"
#include "lines.h"
#include "map.h"
#include "spool.h"
#include "store.h"

enum cell_status { CELL_NONE, CELL_AGREE, CELL_SINGLE, CELL_CONFLICT, CELL_DECIDED };

/* Languages that state a thing, as a set. */
enum { STATED_RU = 1, STATED_KK = 2 };

/* Kinds of report, as a set; their names are those of the records. */
enum { FORM_COUNT = 4 };
extern const char *const form_names[FORM_COUNT];

/* One figure of one record or row. A conflict has no value. */
struct cell {
    int64_t units, step_units;
    uint16_t figure; /* in catalog.figures */
    uint8_t scale, step_scale;
    uint8_t status; /* enum cell_status */
    uint8_t langs;
    bool approx;
    uint32_t decision; /* that settled it: number in summary.decisions + 1; 0 for none */
};

/* A line of the decisions. */
struct decision {
    struct str key, period, subject, decision, statements, who, when, why;
    int figure; /* -1 where the subject is a finding */
    int line; /* of summary.decisions_file */
    bool used; /* it settled or marked something, or a finding says why not */
};

struct cells {
    struct cell *p; /* sorted by figure */
    uint32_t count;
};

/* An institution as one document names it, and the joined one. The words are the documents' own: an
 * output cleans them (clean.h). */
struct institution {
    struct str key, bin, legal_form;
    struct str name[2]; /* ru, kk; empty where unknown */
    struct str place[2];
    struct str file; /* of a document that names none: it stands for the name */
    uint32_t joined; /* of a document's: number in summary.institutions */
    bool registered; /* it stands in the registry */
};

/* A line of the registry. */
struct expected {
    uint32_t named; /* number in summary.named */
    uint8_t forms; /* kinds of report that it owes; 0: any */
    bool shown; /* after select_apply() */
    struct str due, aliases;
};

struct period {
    struct str label, from, to; /* empty where nothing says it */
    struct str words[LANG_COUNT]; /* the label as people read it; not cleaned */
    bool expected; /* who is missing is told: after select_apply() */
    uint8_t forms; /* kinds of report of its rows, then */
};

/* A document: a file, or a member of an archive of reports. */
struct source {
    struct str path, member, sha256;
};

struct record {
    uint32_t named; /* number in summary.named */
    uint32_t period;
    struct source source;
    struct str modified; /* date of the file, YYYY-MM-DD; empty where unknown */
    struct spooled line;
    uint64_t hash; /* of the source: finds the document's line */
    struct cells cells;
    uint32_t findings[3]; /* by level */
    uint32_t unclaimed;
    uint8_t langs, forms;
    bool copy; /* its file is another one of the row, byte by byte: after join() */
};

/* One institution in one period: what its documents say together. */
struct row {
    uint32_t institution, period;
    uint32_t first, count; /* its records: summary.order[first] ... */
    uint32_t copies; /* behind these: records of files that are one of them under another name */
    struct cells cells;
    uint32_t findings[3], unclaimed;
    uint8_t langs, forms;
    bool shown; /* selected */
    uint32_t previous; /* after tally(): the institution's row of an earlier year, or ROW_NONE */
};

#define ROW_NONE UINT32_MAX

/* How many documents the row has, copies included. */
static inline uint32_t
row_documents(const struct row *row)
{
    return row->count + row->copies;
}

struct finding_place {
    uint32_t record, nth; /* the nth finding of that record's line */
    struct spooled own; /* where `len` is not 0: the finding itself, which no record has */
    uint32_t row;
    uint32_t code; /* word of summary.codes */
    uint8_t level;
    uint32_t seen; /* a person has seen it: number in summary.decisions + 1; 0 for none */
};

/* One figure in one period over the rows shown. */
struct total {
    uint32_t stated; /* rows that state it, conflicts included */
    uint32_t conflicts; /* of these, rows left out of all that follows */
    bool has_sum, has_mean, has_median; /* false also where it does not fit a decimal */
    struct decimal sum, mean, median, least, greatest;
};

struct summary {
    struct catalog catalog;
    struct spool spool;
    struct lines_check check;
    int64_t documents; /* as the end lines say */
    struct map rules; /* versions of the rules that made the records, as the end lines say */
    struct arena arena; /* names, paths */
    struct arena line_arena; /* the line being read */
    struct buf line;
    const struct json *last_line; /* read back last, and where it stands */
    uint64_t last_at;

    struct institution *named;
    struct map named_keys;
    struct expected *expected; /* in the order of the registry */
    uint32_t nexpected;
    struct decision *decisions;
    uint32_t ndecisions;
    struct str decisions_file; /* its name, for messages */
    struct institution *institutions;
    uint32_t ninstitutions;
    struct period *periods; /* sorted after summary_finish() */
    struct map period_keys;
    struct record *records;
    uint32_t nrecords;
    struct document_text {
        uint64_t hash; /* of its source */
        struct spooled line;
    } * texts; /* document lines, where the input has them: sorted after summary_finish() */
    size_t ntexts;
    struct arena text_arena; /* the document line read back last */
    struct buf text_line;
    const struct json *text_blocks;
    uint64_t text_at;
    struct buf around[2]; /* words before and behind the quote of the last context */
    struct spooled *rejected;
    uint32_t nrejected;
    struct map rejected_seen;
    struct revision {
        uint32_t record;
        int figure;
        struct str old, new; /* as the records write values, or "conflict"; empty: not stated */
        struct str since;
    } * revisions; /* in the order of the records */
    uint32_t nrevisions;
    struct finding_place *findings; /* after select_apply(): of shown rows, by weight */
    uint32_t nfindings, nshown_findings;
    struct map codes;
    uint64_t *seen; /* hashes of the findings of the document last read */
    uint32_t nseen;
    uint64_t last_document; /* its hash */

    uint32_t *order; /* numbers of records, row by row */
    struct row *rows; /* in the order of the output; those not shown behind */
    uint32_t nrows, nshown;
    uint16_t *columns; /* figures that are shown */
    uint32_t ncolumns;
    struct total *totals; /* ncolumns for each period */
    uint8_t *reported; /* for each period and institution: see REPORTED_ */
    bool no_persons; /* no names of people, phones, addresses in any output: set before reading */
    struct str due; /* of all that the registry gives no date; empty for none */

    size_t capacity_named, capacity_periods, capacity_records, capacity_rejected, capacity_findings,
        capacity_seen, capacity_expected, capacity_texts, capacity_decisions, capacity_revisions;
};

/* STATUS_BAD after a message where the data files are wrong. */
NODISCARD enum status summary_open(struct summary *s);

/* Takes all lines of one input. STATUS_BROKEN after a message. */
NODISCARD enum status summary_read(struct summary *s, struct io_reader *reader);

/* Takes what a store holds now, words around the quotes included. */
NODISCARD enum status summary_read_store(struct summary *s, struct store *store);

/* All input is read: checks that it was whole, joins institutions, makes the rows. */
NODISCARD enum status summary_finish(struct summary *s);

void summary_free(struct summary *s);

/* The cell of a figure; NULL where the row does not state it. */
const struct cell *cells_find(struct cells cells, unsigned figure);

/* The value of a cell that is no conflict. */
static inline struct decimal
cell_value(const struct cell *c)
{
    return (struct decimal){c->units, c->scale};
}

/* Reads a record's line back; `*out` lives until the next call. */
NODISCARD enum status summary_evidence(
    struct summary *s, const struct record *r, const struct json **out);

/* Reads a rejected document's line back: which it is, and the reason (code, text). They live until
 * the next call. */
NODISCARD enum status summary_rejected(
    struct summary *s, uint32_t number, struct source *source, const struct json **reason);

/* The document as outputs may name it: where persons are left out, by the first digits of its hash,
 * since a file's name may hold a person's. */
struct source summary_source(const struct summary *s, const struct source *of);

/* A finding's object within its record's line. */
NODISCARD enum status summary_finding(
    struct summary *s, const struct finding_place *f, const struct json **out);

/* The words around a quote, from the document's own line; false where the input does not hold it.
 * Where only a piece of a long sentence is taken, "…" stands on its side. They live until the next
 * call. */
struct context {
    struct str before, quote, after;
    size_t from, at, to; /* their bytes in the block; all 0 where only the quote is known */
};
NODISCARD bool summary_context(
    struct summary *s, const struct record *r, const struct json *statement, struct context *out);

/* How a cell's value changed since the institution's row of an earlier year; false where either
 * has none. Of a percentage there is no percentage of change: `by` is in points. */
struct change {
    uint32_t period;
    struct decimal before, by, percent;
    bool has_percent;
};
NODISCARD bool summary_change(
    const struct summary *s, const struct row *row, const struct cell *cell, struct change *out);

/* Whether an expected institution has a row in the period: 0, or REPORTED_ bits, its languages and,
 * from REPORTED_FORMS on, its kinds of report. */
enum { REPORTED_AT_ALL = 4, REPORTED_LATE = 8, REPORTED_FORMS = 4 };
uint8_t summary_reported(const struct summary *s, const struct expected *e, uint32_t period);

/* Its name in the language, else in the other, else the file's name; not cleaned. */
struct str institution_name(const struct institution *i, enum lang lang);
struct str institution_place(const struct institution *i, enum lang lang);

/* What tells it from its neighbours in a narrow column: what stands between the quotation marks. */
struct str institution_short(const struct institution *i, enum lang lang);

/* The total of a column in a period. */
static inline const struct total *
summary_total(const struct summary *s, uint32_t period, uint32_t column)
{
    return &s->totals[(size_t)period * s->ncolumns + column];
}

#endif
