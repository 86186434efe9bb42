/* text.h - UTF-8: the one encoding inside the chain. */
#ifndef SVODKA_TEXT_H
#define SVODKA_TEXT_H

#include "buf.h"
#include "status.h"
#include "str.h"
#include <stdint.h>

#define TEXT_INVALID UINT32_MAX

/* The code point at `*at`, which moves behind it; TEXT_INVALID for a byte that begins no valid
 * sequence (overlong forms, surrogates and values beyond U+10FFFF are invalid): `*at` then moves by
 * one byte. `*at` must be below `s.len`. */
uint32_t text_decode(struct str s, size_t *at);

/* Writes `c` as UTF-8 to `out` and returns the number of bytes; what is no scalar value is U+FFFD.
 */
size_t text_encode(uint32_t c, char out[4]);

/* Whether all of `s` is valid UTF-8. */
bool text_valid(struct str s);

/* Number of code points (each invalid byte counts as one). */
size_t text_length(struct str s);

/* Simple lower case of a Latin, Cyrillic or Kazakh letter; every other code point as it is. */
uint32_t text_lower(uint32_t c);

/* Whether `c` is a Cyrillic letter (Kazakh ones included), a letter that Kazakh has and Russian has
 * not, a Latin letter, any blank (no-break, thin, Hangul filler ... included), or a character that
 * prints nothing (soft hyphen, zero width, direction marks, byte order mark). */
bool text_is_cyrillic(uint32_t c);
bool text_is_kazakh(uint32_t c);
bool text_is_latin(uint32_t c);
bool text_is_blank(uint32_t c);
bool text_is_invisible(uint32_t c);

/* Whether `c` is a Latin or Cyrillic letter, an ASCII digit, or a hyphen, dash or minus sign. */
bool text_is_letter(uint32_t c);
static inline bool
text_is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}
static inline bool
text_is_dash(uint32_t c)
{
    return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

/* Columns that `s` takes on a terminal. */
size_t text_width(struct str s);

#endif
