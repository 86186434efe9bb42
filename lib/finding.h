/* finding.h - the one table of problems that a document can have: code, level, sentence. */
#ifndef SVODKA_FINDING_H
#define SVODKA_FINDING_H

#include "buf.h"
#include "str.h"

enum finding_level { FINDING_INFO, FINDING_WARNING, FINDING_ERROR };

/* FINDING_encrypted, FINDING_tracked_deletion ... one for each line of finding.def. */
enum finding {
#define FINDING(code, level, ru, kk, en) FINDING_##code,
#include "finding.def"
#undef FINDING
    FINDING_COUNT
};

/* Its code as lines and manuals name it, with hyphens ("tracked-deletion"). */
const char *finding_code(enum finding f);

enum finding_level finding_level(enum finding f);

/* "info", "warning", "error". */
const char *finding_level_name(enum finding_level level);

/* The level of that name; false for another. */
bool finding_level_parse(struct str name, enum finding_level *level);

/* The finding with this code; FINDING_COUNT where there is none. */
enum finding finding_by_code(struct str code);

/* Its sentence in one language ("ru", "kk", "en"), "{0}" to "{9}" standing for arguments. */
const char *finding_text(enum finding f, const char *lang);

/* Appends `"code":...,"level":...` (members only, no braces) and, last, `"text":{"ru":...}` with
 * the arguments put in. `extra`, where not empty, is JSON members to stand between them. */
void finding_write(
    struct buf *b, enum finding f, const struct str *args, size_t nargs, struct str extra);

/* Appends `"rejected":{"code":...,"text":{...}}`. */
void finding_write_rejected(struct buf *b, enum finding f, const struct str *args, size_t nargs);

/* Appends the sentence of `lang` with its arguments put in, as plain text. */
void finding_format(
    struct buf *b, enum finding f, const char *lang, const struct str *args, size_t nargs);

#endif
