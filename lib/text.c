#include "text.h"

#include <utf8proc.h>

uint32_t
text_decode_rare(struct str s, size_t *at)
{
    const unsigned char *p = (const unsigned char *)s.p + *at;
    size_t left = s.len - *at;
    uint32_t c = p[0];
    size_t n;
    if (c < 0x80) {
        ++*at;
        return c;
    }
    if (c >= 0xC2 && c <= 0xDF) {
        n = 2;
        c &= 0x1F;
    } else if (c >= 0xE0 && c <= 0xEF) {
        n = 3;
        c &= 0x0F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        n = 4;
        c &= 0x07;
    } else {
        ++*at;
        return TEXT_INVALID;
    }
    if (left < n) {
        ++*at;
        return TEXT_INVALID;
    }
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80) {
            ++*at;
            return TEXT_INVALID;
        }
        c = c << 6 | (p[i] & 0x3F);
    }
    if ((n == 3 && (c < 0x800 || (c >= 0xD800 && c <= 0xDFFF))) ||
        (n == 4 && (c < 0x10000 || c > 0x10FFFF))) {
        ++*at;
        return TEXT_INVALID;
    }
    *at += n;
    return c;
}

size_t
text_encode(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

/* Eight bytes, the first of them lowest. */
static uint64_t
eight(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
        (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 | (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
}

/* So many of eight bytes, where a character begins, are characters of one or two bytes and valid:
 * eight or, where the last begins another, seven; 0 where something else is among them. */
static size_t
common_run(const unsigned char *p)
{
    const uint64_t high = 0x8080808080808080u, low = 0x7E7E7E7E7E7E7E7Eu;
    const uint64_t bytes = eight(p);
    uint64_t lead = bytes & bytes << 1 & high, behind = bytes & ~(bytes << 1) & high;
    uint64_t longer = lead & bytes << 2; /* 111... */
    uint64_t overlong = lead & ~((bytes & 0x1E1E1E1E1E1E1E1Eu) + low); /* C0, C1 */
    if (longer || overlong || behind != lead << 8)
        return 0;
    return 8 - (lead >> 63);
}

bool
text_valid(struct str s)
{
    const unsigned char *p = (const unsigned char *)s.p, *end = p + s.len;
    while (p < end) {
        size_t run = end - p >= 8 ? common_run(p) : 0;
        if (run) {
            p += run;
        } else if (*p < 0x80) {
            p++;
        } else if (*p >= 0xC2 && *p <= 0xDF && end - p > 1 && (p[1] & 0xC0) == 0x80) {
            p += 2;
        } else {
            size_t at = 0;
            if (text_decode_rare((struct str){(const char *)p, (size_t)(end - p)}, &at) ==
                TEXT_INVALID)
                return false;
            p += at;
        }
    }
    return true;
}

size_t
text_length(struct str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len; n++)
        (void)text_decode(s, &at);
    return n;
}

uint32_t
text_lower_rare(uint32_t c)
{
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

bool
text_is_rare_kazakh(uint32_t c)
{
    switch (text_lower(c)) {
    case 0x04D9: /* schwa */
    case 0x0493: /* gha */
    case 0x049B: /* qa */
    case 0x04A3: /* eng */
    case 0x04E9: /* barred o */
    case 0x04B1: /* straight u with stroke */
    case 0x04AF: /* straight u */
    case 0x04BB: /* shha */
    case 0x0456: /* dotted i */
        return true;
    default:
        return false;
    }
}

bool
text_is_rare_blank(uint32_t c)
{
    switch (c) {
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x3000:
    case 0x115F: /* Hangul fillers stand as blanks in real pages */
    case 0x1160:
    case 0x3164:
    case 0xFFA0:
        return true;
    default:
        return c >= 0x2000 && c <= 0x200A;
    }
}

size_t
text_width(struct str s)
{
    size_t width = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_decode(s, &at);
        int w = c == TEXT_INVALID ? 1 : utf8proc_charwidth((utf8proc_int32_t)c);
        width += w > 0 && !text_is_invisible(c) ? (size_t)w : 0;
    }
    return width;
}
