/* lines.h - the streams between the programs: JSON Lines that end with an `end` line (records(5)).
 */
#ifndef SVODKA_LINES_H
#define SVODKA_LINES_H

#include "arena.h"
#include "buf.h"
#include "io.h"
#include "json.h"
#include "status.h"

/* Counts of one stream, or of several added up. */
struct lines_count {
    int64_t documents; /* all document lines, rejected ones included */
    int64_t rejected;
    int64_t records;
};

enum lines_type {
    LINES_FILE,
    LINES_DOCUMENT,
    LINES_RECORD,
    LINES_REVISION,
    LINES_END,
    LINES_OTHER
};

/* What a parsed line is. */
enum lines_type lines_type(const struct json *line);

/* The same without parsing, for lines as these programs write them ("type" first); LINES_OTHER also
 * where that can't be told. */
enum lines_type lines_peek(struct str line);

/* Watches a sequence of streams: call lines_seen() for each line, then lines_finish(). */
struct lines_check {
    struct lines_count open; /* since the last end line */
    struct lines_count total; /* as the end lines say */
    bool any_end;
};

/* Takes one line into account. STATUS_BROKEN where an end line's counts do not match the lines
 * before it (documents can be checked only in a stream of documents: `rejected` and `records`
 * always); `why` says what does not match. */
NODISCARD enum status lines_seen(struct lines_check *c, const struct json *line, struct buf *why);

/* The end of the input. STATUS_BROKEN where lines stand behind the last end line, or there is none.
 */
NODISCARD enum status lines_finish(struct lines_check *c, struct buf *why);

/* Appends the end line, newline included. `records` is left out where it is negative, `rules` (the
 * version of the rules that made the records) where it is empty. */
void lines_write_end(
    struct buf *b, const char *program, struct lines_count count, struct str rules);

#endif
