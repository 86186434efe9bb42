#include "guess.h"

#include "language.h"
#include "text.h"

/* So much of the text is enough to tell. */
#define SAMPLE ((size_t)64 * 1024)

/* How much of `s`, read as UTF-16, is characters that our texts hold: 0 to 100. */
static size_t
expected16(struct str s, enum encoding e)
{
    struct buf b = {0};
    size_t good = 0, all = 0;
    encoding_convert(e, s, &b);
    struct str text = buf_slice(&b);
    for (size_t at = 0; at < text.len; all++)
        good += language_expects(text_decode(text, &at));
    buf_free(&b);
    return all ? good * 100 / all : 0;
}

bool
guess_utf16(struct str s, enum encoding *out)
{
    size_t controls = 0;
    if (s.len > SAMPLE)
        s.len = SAMPLE;
    /* The high byte of Latin letters is 00, of Cyrillic ones 04, which are no text elsewhere. */
    for (size_t i = 0; i < s.len; i++)
        controls += s.p[i] == 0x00 || s.p[i] == 0x04;
    if (s.len < 4 || controls * 5 < s.len * 2)
        return false;
    size_t little = expected16(s, ENCODING_UTF16LE), big = expected16(s, ENCODING_UTF16BE);
    *out = big > little ? ENCODING_UTF16BE : ENCODING_UTF16LE;
    return (big > little ? big : little) >= 90;
}

/* UTF-8 but for a few bytes: cut off, or pasted from elsewhere. */
static bool
mostly_utf8(struct str s)
{
    size_t good = 0, bad = 0;
    for (size_t at = 0; at < s.len;) {
        if ((unsigned char)s.p[at] < 0x80)
            at++;
        else if (text_decode(s, &at) == TEXT_INVALID)
            bad++;
        else
            good++;
    }
    return bad * 20 <= good;
}

enum encoding
guess_encoding(struct str s)
{
    /* Where several make the same sense (CP1251 is part of two others), the first. */
    static const enum encoding candidates[] = {
        ENCODING_CP1251, ENCODING_KZ1048, ENCODING_PT154, ENCODING_CP866, ENCODING_KOI8R};
    enum encoding best = ENCODING_CP1251;
    if (guess_utf16(s, &best))
        return best;
    if (mostly_utf8(s))
        return ENCODING_UTF8;
    struct buf b = {0};
    long most = 0;
    if (s.len > SAMPLE)
        s.len = SAMPLE;
    for (size_t i = 0; i < sizeof candidates / sizeof *candidates; i++) {
        buf_clear(&b);
        encoding_convert(candidates[i], s, &b);
        struct evidence e = language_weigh(buf_slice(&b));
        long sense = language_sense(&e);
        if (i == 0 || sense > most) {
            most = sense;
            best = candidates[i];
        }
    }
    buf_free(&b);
    return best;
}
