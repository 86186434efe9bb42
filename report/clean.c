#include "clean.h"

#include "text.h"
#include <inttypes.h>

static bool
is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
}

/* U+061C and the tag characters, which `text_is_invisible` need not know for matching, hide or turn
 * text round too. */
static bool
is_hidden(uint32_t c)
{
    return text_is_invisible(c) || c == 0x061C || c == 0x180E || (c >= 0xFFF9 && c <= 0xFFFB) ||
        (c >= 0xE0000 && c <= 0xE0FFF);
}

enum { KEEP_LINES = 1, KEEP_ENDS = 2 };

static void
clean(struct buf *b, struct str s, unsigned keep)
{
    size_t start = b->len;
    bool blank = false;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_decode(s, &at);
        if (keep & KEEP_LINES && (c == '\n' || c == '\t')) {
            buf_char(b, (char)c);
            blank = false;
        } else if (c != TEXT_INVALID && (c == ' ' || is_control(c))) {
            blank = true;
        } else if (c == TEXT_INVALID || !is_hidden(c)) {
            if (blank && (b->len > start || keep & KEEP_ENDS))
                buf_char(b, ' ');
            blank = false;
            buf_utf8(b, c == TEXT_INVALID ? 0xFFFD : c);
        }
    }
    if (blank && keep & KEEP_ENDS)
        buf_char(b, ' ');
}

void
clean_text(struct buf *b, struct str s)
{
    clean(b, s, 0);
}

void
clean_lines(struct buf *b, struct str s)
{
    clean(b, s, KEEP_LINES);
}

void
clean_piece(struct buf *b, struct str s)
{
    clean(b, s, KEEP_LINES | KEEP_ENDS);
}

void
clean_number(struct buf *b, struct decimal d, enum lang lang)
{
    struct buf plain = {0};
    decimal_write(&plain, d);
    struct str fraction = buf_slice(&plain);
    struct str whole = str_cut(&fraction, '.');
    if (whole.len && *whole.p == '-') {
        buf_z(b, "\xE2\x88\x92"); /* U+2212, as wide as a digit and never the begin of a formula */
        whole = str_slice(whole, 1, whole.len);
    }
    for (size_t i = 0; i < whole.len; i++) {
        if (i && (whole.len - i) % 3 == 0 && whole.len > 4)
            buf_z(b, lang == LANG_EN ? "," : "\xC2\xA0");
        buf_char(b, whole.p[i]);
    }
    if (fraction.len) {
        buf_char(b, lang == LANG_EN ? '.' : ',');
        buf_str(b, fraction);
    }
    buf_free(&plain);
}

void
clean_cut(struct buf *b, struct str s, size_t width)
{
    size_t at = 0, end = 0, used = 0;
    if (text_width(s) <= width) {
        buf_str(b, s);
        return;
    }
    while (at < s.len) {
        size_t from = at;
        (void)text_decode(s, &at);
        used += text_width(str_slice(s, from, at));
        if (used + 1 > width)
            break;
        end = at;
    }
    while (end && s.p[end - 1] == ' ')
        end--;
    buf_str(b, str_slice(s, 0, end));
    buf_z(b, "\xE2\x80\xA6");
}

void
clean_fit(struct buf *b, struct str s, size_t width)
{
    struct buf all = {0};
    clean_text(&all, s);
    clean_cut(b, buf_slice(&all), width);
    b->failed |= all.failed;
    buf_free(&all);
}

void
clean_pad(struct buf *b, struct str s, size_t width, bool right)
{
    size_t taken = text_width(s);
    if (!right)
        buf_str(b, s);
    for (; taken < width; taken++)
        buf_char(b, ' ');
    if (right)
        buf_str(b, s);
}
