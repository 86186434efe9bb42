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
static inline uint32_t text_decode(struct str s, size_t *at);

/* Writes `c` as UTF-8 to `out` and returns the number of bytes; what is no scalar value is U+FFFD.
 */
size_t text_encode(uint32_t c, char out[4]);

/* Whether all of `s` is valid UTF-8. */
bool text_valid(struct str s);

/* Number of code points (each invalid byte counts as one). */
size_t text_length(struct str s);

/* Simple lower case of a Latin, Cyrillic or Kazakh letter; every other code point as it is. */
static inline uint32_t text_lower(uint32_t c);

/* Whether `c` is a Cyrillic letter (Kazakh ones included), a letter that Kazakh has and Russian has
 * not, a Latin letter, any blank (no-break, thin, Hangul filler ... included), or a character that
 * prints nothing (soft hyphen, zero width, direction marks, byte order mark). */
bool text_is_rare_kazakh(uint32_t c);
bool text_is_rare_blank(uint32_t c);
static inline bool
text_is_kazakh(uint32_t c)
{
    bool russian = c >= 0x0410 && c <= 0x044F;
    return c >= 0x0406 && !russian && text_is_rare_kazakh(c);
}
static inline bool
text_is_cyrillic(uint32_t c)
{
    return c >= 0x0400 && c <= 0x052F && (c <= 0x0481 || c >= 0x048A);
}
static inline bool
text_is_latin(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
        (c >= 0xC0 && c <= 0x24F && c != 0xD7 && c != 0xF7) || c == 0x0259;
}
static inline bool
text_is_blank(uint32_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
        (c >= 0x115F && text_is_rare_blank(c));
}
static inline bool
text_is_invisible(uint32_t c)
{
    return c == 0xAD ||
        (c >= 0x200B &&
            (c <= 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
                c == 0xFEFF));
}

/* Whether `c` is a Latin or Cyrillic letter, an ASCII digit, or a hyphen, dash or minus sign. */
static inline bool
text_is_letter(uint32_t c)
{
    return text_is_cyrillic(c) || text_is_latin(c);
}
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

/* Whether eight bytes are four Cyrillic letters, which begin with D0 to D3. */
static inline bool
text_is_run(const char *p)
{
    static const unsigned char mask[8] = {0xFC, 0xC0, 0xFC, 0xC0, 0xFC, 0xC0, 0xFC, 0xC0};
    static const unsigned char want[8] = {0xD0, 0x80, 0xD0, 0x80, 0xD0, 0x80, 0xD0, 0x80};
    uint64_t bytes, m, w;
    memcpy(&bytes, p, sizeof bytes);
    memcpy(&m, mask, sizeof m);
    memcpy(&w, want, sizeof w);
    return (bytes & m) == w;
}

/* Columns that `s` takes on a terminal. */
size_t text_width(struct str s);

/* What the functions above do with the less common: text of ours is nearly all ASCII and Cyrillic.
 */
uint32_t text_decode_rare(struct str s, size_t *at);
uint32_t text_lower_rare(uint32_t c);
static inline uint32_t
text_decode(struct str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.p + *at;
    if (p[0] < 0x80) {
        ++*at;
        return p[0];
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF && s.len - *at > 1 && (p[1] & 0xC0) == 0x80) {
        *at += 2;
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    }
    size_t behind = *at; /* so that the caller's own may stay in a register */
    uint32_t c = text_decode_rare(s, &behind);
    *at = behind;
    return c;
}

static inline uint32_t
text_lower(uint32_t c)
{
    if (c < 0x80)
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    if (c >= 0x0410 && c <= 0x045F)
        return c <= 0x042F ? c + 0x20 : c;
    if (c >= 0x048A && c <= 0x04BF)
        return c | 1;
    return text_lower_rare(c);
}

#endif
