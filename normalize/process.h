/* process.h - one line of the input to what is written for it. */
#ifndef SVODKA_PROCESS_H
#define SVODKA_PROCESS_H

#include "check.h"
#include "find.h"
#include "reference.h"
#include "version.h"
#include "vocabulary.h"

/* Everything a line needs; made once in each process. */
struct normalizer {
    struct rules *rules;
    struct reference *reference;
    struct checks *checks;
    struct vocabulary vocabulary;
    struct matcher *matcher;
    struct scan *scanner;
    struct arena arena;
    char version[VERSION_DIGITS + 1]; /* of the rules */
};

/* Arena of one document: its blocks, tokens and statements. The text is at most 16 MiB. */
#define PROCESS_ARENA_MAX ((size_t)2 << 30)

/* Loads rules from `folder`. On failure `why` holds a line for each mistake. */
NODISCARD enum status normalizer_load(struct normalizer *n, const char *folder, struct buf *why);

/* What each process makes for itself: matcher and scanner. */
NODISCARD enum status normalizer_start(struct normalizer *n);

void normalizer_free(struct normalizer *n);

/* Runs a document, whose line is parsed and whose arena is set, up to figures and findings. */
NODISCARD enum status normalizer_run(
    struct normalizer *n, struct document *d, const struct json *line);

/* How a line came out, for the counts. */
struct outcome {
    enum lines_kind {
        LINE_RECORD = 'r',
        LINE_REJECTED = 'x',
        LINE_END = 'e',
        LINE_SKIPPED = 's', /* made of a record, or one: records are made anew */
        LINE_OTHER = 'o', /* no concern of ours */
        LINE_BROKEN = 'b'
    } kind;
    int level; /* worst level of the record's findings, -1 where there is none */
};

/* Appends to `out` what is written for the line: a record, a rejected document as it came, an end
 * line as it came (for the caller to check), or the reason why the line can't be read. */
struct outcome process_line(struct normalizer *n, struct str line, struct buf *out);

/* Appends what is written for a document that can't be processed, for that reason. False where the
 * line is no document. */
bool process_reject(struct str line, enum finding why, struct str what, struct buf *out);

#endif
