/* clean.h - text of reports made harmless and numbers made readable, for outputs that people see.
 *
 * Words of a report, a file's name or an institution's name may hold escape sequences, direction
 * marks and line breaks. JSON escapes them; every other output takes them through here. */
#ifndef SVODKA_CLEAN_H
#define SVODKA_CLEAN_H

#include "buf.h"
#include "catalog.h"
#include "decimal.h"
#include "str.h"

/* Appends `s` on one line: every run of blanks and control characters (C1 too) becomes one space,
 * invisible characters (direction and zero-width marks) go, invalid bytes become U+FFFD; no blank
 * at either end. */
void clean_text(struct buf *b, struct str s);

/* The same, but line breaks and tabs stay what they are. */
void clean_lines(struct buf *b, struct str s);

/* The same for a piece of a text: a blank at its ends stays, as one space. */
void clean_piece(struct buf *b, struct str s);

/* Appends a number for people: groups of three from 10 000 up, with the language's marks ("12
 * 345,6", "12,345.6"). */
void clean_number(struct buf *b, struct decimal d, enum lang lang);

/* Appends `s`, which is clean already, cut to `width` columns, "…" standing for what was cut off.
 */
void clean_cut(struct buf *b, struct str s, size_t width);

/* The same for text that is not clean yet. */
void clean_fit(struct buf *b, struct str s, size_t width);

/* Appends `s` (clean already) and blanks up to `width` columns; before it where `right`. */
void clean_pad(struct buf *b, struct str s, size_t width, bool right);

#endif
