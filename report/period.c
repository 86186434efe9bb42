#include "period.h"

#include "buf.h"

/* Whether `s` is written as `form`: "9" stands for any digit, all else for itself. */
static bool
is_like(struct str s, const char *form)
{
    size_t i = 0;
    for (; i < s.len && form[i]; i++)
        if (form[i] == '9' ? s.p[i] < '0' || s.p[i] > '9' : s.p[i] != form[i])
            return false;
    return i == s.len && !form[i];
}

/* The words for `key` with `year` and `more` for {0} and {1}. */
static void
fill(struct buf *b, struct str words, struct str year, struct str more)
{
    for (size_t i = 0; i < words.len; i++) {
        struct str mark = str_head(str_slice(words, i, words.len), 3);
        if (str_is(mark, "{0}") || str_is(mark, "{1}")) {
            buf_str(b, str_is(mark, "{0}") ? year : more);
            i += 2;
        } else {
            buf_char(b, words.p[i]);
        }
    }
}

/* "2018–2019": a dash, since a hyphen would join the years to one word. */
static void
school_year(struct buf *b, struct str words, struct str text)
{
    struct buf years = {0};
    buf_str(&years, str_slice(text, 0, 4));
    buf_z(&years, "\xE2\x80\x93");
    buf_str(&years, str_slice(text, 5, text.len));
    fill(b, words, buf_slice(&years), STR(""));
    buf_free(&years);
}

void
period_date(struct buf *b, enum lang lang, struct str date)
{
    if (lang == LANG_EN || !is_like(date, "9999-99-99")) {
        buf_str(b, date);
        return;
    }
    buf_str(b, str_slice(date, 8, 10));
    buf_char(b, '.');
    buf_str(b, str_slice(date, 5, 7));
    buf_char(b, '.');
    buf_str(b, str_slice(date, 0, 4));
}

void
period_words(struct buf *b, const struct catalog *c, enum lang lang, struct str text)
{
    struct str year = str_head(text, 4),
               part = text.len > 5 ? str_slice(text, 5, text.len) : STR("");
    if (!text.len) {
        buf_str(b, label(c, lang, "period.unknown"));
    } else if (is_like(text, "9999-9999")) {
        school_year(b, label(c, lang, "period.school"), text);
    } else if (is_like(text, "9999-H9") || is_like(text, "9999-Q9")) {
        fill(b, label_of(c, lang, "period", part), year, part);
    } else if (is_like(text, "9999-M99")) {
        part = str_slice(part, part.p[1] == '0' ? 2 : 1, part.len);
        fill(b, label(c, lang, "period.months"), year, part);
    } else if (is_like(text, "9999-99-99/9999-99-99")) {
        period_date(b, lang, str_slice(text, 0, 10));
        buf_z(b, "\xE2\x80\x93");
        period_date(b, lang, str_slice(text, 11, text.len));
    } else {
        buf_str(b, text);
    }
}
