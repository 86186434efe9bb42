#include "encoding.h"

#include "text.h"
#include <ctype.h>
#include <iconv.h>

static const struct {
    const char *name;
    const char *converter; /* what iconv calls it; NULL where we need none */
    const char *aliases; /* upper case, no hyphens, a space around each */
} encodings[ENCODING_COUNT] = {
    [ENCODING_UTF8] = {"UTF-8", NULL, " UTF8 "},
    [ENCODING_UTF16LE] = {"UTF-16LE", NULL, " UTF16LE UTF16 UCS2 "},
    [ENCODING_UTF16BE] = {"UTF-16BE", NULL, " UTF16BE "},
    [ENCODING_CP1251] = {"CP1251", "CP1251", " CP1251 WINDOWS1251 1251 "},
    [ENCODING_KZ1048] = {"KZ-1048", "RK1048", " KZ1048 RK1048 STRK1048 STRK10482002 "},
    [ENCODING_PT154] = {"PT154", "PT154", " PT154 PTCP154 CP154 CYRILLICASIAN "},
    [ENCODING_CP866] = {"CP866", "CP866", " CP866 IBM866 866 "},
    [ENCODING_KOI8R] = {"KOI8-R", "KOI8-R", " KOI8R KOI8 "},
    [ENCODING_CP1252] = {"CP1252", "CP1252", " CP1252 WINDOWS1252 1252 "},
    [ENCODING_LATIN1] = {"ISO-8859-1", "ISO-8859-1", " ISO88591 LATIN1 "},
    [ENCODING_ISO5] = {"ISO-8859-5", "ISO-8859-5", " ISO88595 CYRILLIC "},
};

static uint16_t tables[ENCODING_COUNT][256];

static bool
prepare(enum encoding e)
{
    iconv_t cd = iconv_open("UCS-2LE", encodings[e].converter);
    if (cd == (iconv_t)-1) /* NOLINT(performance-no-int-to-ptr): so POSIX says */
        return false;
    for (int i = 0; i < 256; i++) {
        char in = (char)i;
        unsigned char out[8];
        char *from = &in, *to = (char *)out;
        size_t left = 1, room = sizeof out;
        bool good = iconv(cd, &from, &left, &to, &room) == 0 && room == sizeof out - 2;
        tables[e][i] = good ? (uint16_t)(out[0] | out[1] << 8) : 0xFFFD;
        iconv(cd, NULL, NULL, NULL, NULL);
    }
    return iconv_close(cd) == 0;
}

enum status
encoding_prepare(void)
{
    for (int e = 0; e < ENCODING_COUNT; e++)
        if (encodings[e].converter && !prepare((enum encoding)e))
            return STATUS_BROKEN;
    return STATUS_OK;
}

bool
encoding_by_name(struct str name, enum encoding *out)
{
    char key[32] = " ";
    size_t n = 1;
    for (size_t i = 0; i < name.len; i++) {
        unsigned char c = (unsigned char)name.p[i];
        if (c == '-' || c == '_')
            continue;
        if (!isalnum(c) || n + 2 >= sizeof key)
            return false;
        key[n++] = (char)toupper(c);
    }
    key[n++] = ' ';
    for (int e = 0; e < ENCODING_COUNT && n > 2; e++)
        if (strstr(encodings[e].aliases, key)) {
            *out = (enum encoding)e;
            return true;
        }
    return false;
}

const char *
encoding_name(enum encoding e)
{
    return encodings[e].name;
}

uint32_t
encoding_byte(enum encoding e, unsigned char byte)
{
    return tables[e][byte];
}

static size_t
convert_utf8(struct str s, struct buf *to)
{
    size_t bad = 0, from = 0;
    for (size_t at = 0; at < s.len;) {
        size_t start = at;
        if ((unsigned char)s.p[at] < 0x80) {
            at++;
        } else if (text_decode(s, &at) == TEXT_INVALID) {
            buf_add(to, s.p + from, start - from);
            buf_utf8(to, 0xFFFD);
            from = at;
            bad++;
        }
    }
    buf_add(to, s.p + from, s.len - from);
    return bad;
}

static uint32_t
unit16(struct str s, size_t at, bool big)
{
    unsigned char a = (unsigned char)s.p[at], b = (unsigned char)s.p[at + 1];
    return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

static size_t
convert_utf16(struct str s, bool big, struct buf *to)
{
    size_t bad = s.len % 2;
    for (size_t at = 0; at + 1 < s.len; at += 2) {
        uint32_t c = unit16(s, at, big);
        if (c >= 0xD800 && c < 0xDC00 && at + 3 < s.len) {
            uint32_t low = unit16(s, at + 2, big);
            if (low >= 0xDC00 && low < 0xE000) {
                c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
                at += 2;
            }
        }
        bad += c >= 0xD800 && c < 0xE000;
        buf_utf8(to, c);
    }
    return bad;
}

size_t
encoding_convert(enum encoding e, struct str s, struct buf *to)
{
    if (e == ENCODING_UTF8)
        return convert_utf8(s, to);
    if (e == ENCODING_UTF16LE || e == ENCODING_UTF16BE)
        return convert_utf16(s, e == ENCODING_UTF16BE, to);
    size_t bad = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char byte = (unsigned char)s.p[i];
        if (byte < 0x80) {
            buf_char(to, (char)byte);
            continue;
        }
        bad += tables[e][byte] == 0xFFFD;
        buf_utf8(to, tables[e][byte]);
    }
    return bad;
}

bool
encoding_by_mark(struct str s, enum encoding *out, size_t *skip)
{
    static const struct {
        struct str mark;
        enum encoding encoding;
    } marks[] = {
        {{"\xEF\xBB\xBF", 3}, ENCODING_UTF8},
        {{"\xFF\xFE", 2}, ENCODING_UTF16LE},
        {{"\xFE\xFF", 2}, ENCODING_UTF16BE},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (str_starts(s, marks[i].mark)) {
            *out = marks[i].encoding;
            *skip = marks[i].mark.len;
            return true;
        }
    return false;
}
