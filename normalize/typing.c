#include "typing.h"

#include "kazakh.h"

#include "text.h"
#include "yearpart.h"

/* Letters of "point" in whole, in either language. */
#define POINT_LETTERS 5

static size_t
skip_blank(const struct scan *s, size_t i)
{
    while (scan_is(s, i, CHAR_BLANK | CHAR_INVISIBLE))
        i++;
    return i;
}

static size_t
skip_invisible(const struct scan *s, size_t i)
{
    while (scan_is(s, i, CHAR_INVISIBLE))
        i++;
    return i;
}

/* The letters from `i` on, folded; Latin look-alikes among Cyrillic letters are read as Cyrillic.
 */
static void
fold_ahead(const struct scan *s, size_t i, struct scan_word *w)
{
    bool cyrillic = false, latin = false;
    w->len = 0;
    w->start = w->end = i;
    while (scan_is(s, i, CHAR_LETTER | CHAR_INVISIBLE)) {
        unsigned char b = s->c[i].kind.fold;
        if (b && w->len < sizeof w->folded)
            w->folded[w->len++] = (char)b;
        cyrillic |= b >= 0x80;
        latin |= b && b < 0x80;
        w->end = ++i;
    }
    for (size_t k = 0; cyrillic && latin && k < w->len; k++) {
        unsigned char twin = token_look_alike((unsigned char)w->folded[k]);
        if (twin)
            w->folded[k] = (char)twin;
    }
}

/* The word at `i`; false where there is none. */
static bool
read_word(const struct scan *s, size_t i, struct scan_word *w)
{
    w->len = 0;
    w->start = w->end = i;
    if (!scan_is(s, i, CHAR_LETTER | CHAR_INVISIBLE))
        return false;
    struct scan_word *kept = &s->ahead->words[i % SCAN_KEPT];
    if (kept->start != i)
        fold_ahead(s, i, kept);
    *w = *kept;
    return w->len > 0;
}

static struct str
word_str(const struct scan_word *w)
{
    return (struct str){w->folded, w->len};
}

static bool
word_is(const struct scan *s, const struct scan_word *w, enum lexicon_kind kind, long *value)
{
    return lexicon_is(s->lexicon, kind, word_str(w), value);
}

/* The next word behind blanks, if it is of that kind. */
static bool
next_is(const struct scan *s, size_t i, enum lexicon_kind kind, struct scan_word *w, long *value)
{
    return read_word(s, skip_blank(s, i), w) && word_is(s, w, kind, value);
}

static void
run_ahead(const struct scan *s, size_t i, struct scan_digits *d)
{
    *d = (struct scan_digits){.start = i};
    for (size_t j = i; scan_is(s, j, CHAR_DIGIT); j = skip_invisible(s, j + 1)) {
        if (d->value < INT64_MAX / 100)
            d->value = d->value * 10 + (s->c[j].c - '0');
        d->count++;
        d->end = j + 1;
    }
}

/* A run of digits: its value (saturating), and the character behind it. */
static size_t
read_digits(const struct scan *s, size_t i, int64_t *value, int *count)
{
    *value = 0;
    *count = 0;
    if (!scan_is(s, i, CHAR_DIGIT))
        return i;
    struct scan_digits *kept = &s->ahead->digits[i % SCAN_KEPT];
    if (kept->start != i)
        run_ahead(s, i, kept);
    *value = kept->value;
    *count = kept->count;
    return kept->end;
}

static size_t
push_noise(struct scan *s, size_t start, size_t end)
{
    (void)scan_push(s, TOKEN_NOISE, start, end, SKELETON_NOISE);
    return end;
}

/* Returns `start`, and takes nothing, where no month has such a day. */
static size_t
push_date(struct scan *s, size_t start, size_t end, struct date d)
{
    if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31)
        return start;
    struct token *t = scan_push(s, TOKEN_DATE, start, end, SKELETON_DATE);
    if (t)
        t->date = d;
    return end;
}

static size_t
push_period(struct scan *s, size_t start, size_t end, struct date from, struct date to, bool school)
{
    struct token *t = scan_push(s, TOKEN_PERIOD, start, end, SKELETON_PERIOD);
    if (t)
        t->period = (struct period){from, to, school};
    return end;
}

static bool
is_sign(const struct scan *s, size_t i, const char *signs)
{
    return i < s->ntokens && s->tokens[i].kind == TOKEN_PUNCT &&
        strchr(signs, s->skeleton.p[s->tokens[i].at]);
}

static bool
is_year(int64_t n, int digits)
{
    return digits == 4 && n >= 1900 && n <= 2100;
}

/* Behind a year word and its point ("г.", "ж."); `i` itself where there is none. */
static size_t
skip_year_word(const struct scan *s, size_t i)
{
    struct scan_word w;
    size_t j = skip_blank(s, i);
    if (scan_is(s, i, CHAR_DASH))
        j = i + 1; /* "2016-жылы" */
    if (!read_word(s, j, &w))
        return i;
    if (word_is(s, &w, LEXICON_YEAR_OF, NULL) && !read_word(s, skip_blank(s, w.end), &w))
        return i; /* "2019 календарный год" */
    if (!word_is(s, &w, LEXICON_YEAR, NULL))
        return i;
    if (scan_at(s, w.end) == '.' && w.len <= 2) {
        /* The point is the abbreviation's, unless a new sentence begins behind it. */
        size_t next = skip_blank(s, w.end + 1);
        uint32_t c = scan_at(s, next);
        if (next > w.end + 1 && text_is_letter(c) && text_lower(c) != c)
            return w.end;
        return w.end + 1;
    }
    return w.end;
}

/* A month's word behind blanks; its end, or `i`. */
static size_t
read_month(const struct scan *s, size_t i, int *month)
{
    struct scan_word w;
    long value;
    size_t j = skip_blank(s, i);
    while (scan_at(s, j) == 0xBB || scan_at(s, j) == '"' || scan_at(s, j) == 0x201D)
        j = skip_blank(s, j + 1);
    if (!read_word(s, j, &w) || !word_is(s, &w, LEXICON_MONTH, &value))
        return i;
    *month = (int)value;
    return w.end;
}

/* A year, with its word where there is one, behind blanks; its end, or `i`. */
static size_t
read_year(const struct scan *s, size_t i, int *year)
{
    int64_t n;
    int digits;
    size_t j = skip_blank(s, i);
    size_t end = read_digits(s, j, &n, &digits);
    if (!is_year(n, digits))
        return i;
    *year = (int)n;
    return skip_year_word(s, end);
}

/* 12.12.2016, 12/12/16, 2016-12-12, 2017.25.12 */
static size_t
numeric_date(struct scan *s, size_t i)
{
    int64_t n[3];
    int digits[3];
    uint32_t sep = 0;
    size_t end = i;
    bool blanks = false;
    for (int k = 0; k < 3; k++) {
        if (k) {
            uint32_t c = scan_at(s, end);
            if ((c != '.' && c != '/' && c != '-') || (sep && c != sep))
                return i;
            sep = c;
            end++;
            if (sep == '.' && scan_is(s, end, CHAR_BLANK)) {
                end++; /* "12. 12. 2016" */
                blanks = true;
            }
        }
        end = read_digits(s, end, &n[k], &digits[k]);
        if (!digits[k] || digits[k] > 4)
            return i;
    }
    if (blanks && (digits[0] != 2 || digits[1] != 2 || !is_year(n[2], digits[2])))
        return i;
    if (scan_is(s, end, CHAR_DIGIT) ||
        (sep == '.' && scan_at(s, end) == '.' && scan_is(s, end + 1, CHAR_DIGIT)))
        return i;
    struct date d = {0};
    if (is_year(n[0], digits[0]) && digits[1] <= 2 && digits[2] <= 2)
        d = n[1] > 12 ? (struct date){(int)n[0], (int)n[2], (int)n[1]}
                      : (struct date){(int)n[0], (int)n[1], (int)n[2]};
    else if (sep != '-' && digits[0] <= 2 && digits[1] <= 2 && is_year(n[2], digits[2]))
        d = (struct date){(int)n[2], (int)n[1], (int)n[0]};
    else if (sep != '-' && digits[0] == 2 && digits[1] == 2 && digits[2] == 2)
        d = (struct date){2000 + (int)n[2], (int)n[1], (int)n[0]};
    return push_date(s, i, skip_year_word(s, end), d);
}

/* "2019 ж. 04.04." */
static size_t
year_date(struct scan *s, size_t i)
{
    int64_t year, day, month;
    int digits, two[2];
    size_t end = read_digits(s, i, &year, &digits), word = skip_year_word(s, end);
    if (!is_year(year, digits) || word == end)
        return i;
    end = read_digits(s, skip_blank(s, word), &day, &two[0]);
    if (two[0] != 2 || scan_at(s, end) != '.')
        return i;
    end = read_digits(s, end + 1, &month, &two[1]);
    if (two[1] != 2 || (scan_at(s, end) == '.' && scan_is(s, end + 1, CHAR_DIGIT)))
        return i;
    return push_date(
        s, i, end + (scan_at(s, end) == '.'), (struct date){(int)year, (int)month, (int)day});
}

/* A word of one or two letters behind which a day stands: с, по, на, от, до, к. */
static bool
is_day_preposition(struct str w)
{
    return str_is(w, "\xF1") || str_is(w, "\xEF\xEE") || str_is(w, "\xED\xE0") ||
        str_is(w, "\xEE\xF2") || str_is(w, "\xE4\xEE") || str_is(w, "\xEA");
}

static struct str
last_word(const struct scan *s)
{
    const struct token *t = s->ntokens ? &s->tokens[s->ntokens - 1] : NULL;
    return t && t->kind == TOKEN_WORD ? str_slice(buf_slice(&s->skeleton), t->at, t->stop)
                                      : STR("");
}

/* "с 01.01 по 31.12.2016", "24.05-10.06.2023": a day and a month, the year follows or is known. */
static size_t
short_date(struct scan *s, size_t i)
{
    int64_t n, m;
    int digits, more;
    size_t end = read_digits(s, i, &n, &digits);
    if (digits != 2 || scan_at(s, end) != '.' || n < 1 || n > 31)
        return i;
    size_t stop = read_digits(s, end + 1, &m, &more);
    size_t next = skip_blank(s, stop);
    if (more != 2 || m < 1 || m > 12 || scan_at(s, next) == '%' ||
        (scan_at(s, stop) == ',' && scan_is(s, stop + 1, CHAR_DIGIT)))
        return i;
    size_t dash = scan_at(s, stop) == '.' ? stop + 1 : stop;
    bool range = scan_is(s, dash, CHAR_DASH) && scan_is(s, dash + 1, CHAR_DIGIT) &&
        scan_is(s, dash + 2, CHAR_DIGIT) && scan_at(s, dash + 3) == '.';
    bool until = s->ntokens >= 2 && s->tokens[s->ntokens - 2].kind == TOKEN_DATE;
    struct scan_word w;
    bool from = is_day_preposition(last_word(s)) && read_word(s, next, &w) &&
        str_is(word_str(&w), "\xEF\xEE"); /* по */
    if (!range && !from && !(until && is_day_preposition(last_word(s))))
        return i;
    return push_date(s, i, stop, (struct date){0, (int)m, (int)n});
}

/* Telephone numbers: brackets or a leading +7 with at least 9 digits, or groups 26-56-53. */
static size_t
phone(struct scan *s, size_t i)
{
    size_t end = i, groups = 1;
    int count = 0, group = 0;
    bool bracket = false, blanks = false;
    for (size_t j = i; j < s->n; j++) {
        uint32_t c = s->c[j].c;
        if (text_is_digit(c)) {
            count++;
            group++;
            end = j + 1;
        } else if (text_is_dash(c) && group) {
            groups++;
            group = 0;
        } else if (c == '(' || c == ')') {
            bracket |= c == '(' && count <= 1;
            if (c == '(' && count > 1)
                break;
            group = 0;
        } else if (c == ' ' || c == 0xA0 || (c == '+' && j == i)) {
            blanks |= c != '+' && !bracket && count > 1;
            group = 0;
        } else {
            break;
        }
        if (count > 12)
            return i;
    }
    bool prefixed =
        (bracket || scan_at(s, i) == '+' || (scan_at(s, i) == '8' && groups >= 3)) && count >= 9;
    bool grouped = groups == 3 && !blanks && !bracket && (count == 5 || count == 6 || count == 7);
    return prefixed || grouped ? push_noise(s, i, end) : i;
}

static bool
is_capital(uint32_t c)
{
    return text_is_letter(c) && text_lower(c) != c;
}

/* Behind "№": "12", "03-1/25", "А-13/611", "410-V", "ҚР ДСМ-175/2020". */
static size_t
act_number(struct scan *s, size_t i)
{
    size_t j = skip_blank(s, scan_at(s, i + 1) == '.' ? i + 2 : i + 1), end = j;
    bool any = false;
    /* "№ ҚР ДСМ-175/2020": the issuer in capitals. */
    while (is_capital(scan_at(s, end)) && is_capital(scan_at(s, end + 1))) {
        size_t word = end;
        while (is_capital(scan_at(s, word)))
            word++;
        size_t next = skip_blank(s, word);
        if (word - end > 5 || (next == word && !scan_is(s, word, CHAR_DASH)))
            break;
        end = next;
        if (scan_is(s, next, CHAR_DASH))
            break;
    }
    if (end > j && !scan_is(s, end, CHAR_DIGIT) && !scan_is(s, end, CHAR_DASH) &&
        !is_capital(scan_at(s, end)))
        return i;
    while (end < s->n) {
        uint32_t c = s->c[end].c;
        if (text_is_digit(c))
            any = true;
        else if (!text_is_dash(c) && c != '/' && !(c == '.' && scan_is(s, end + 1, CHAR_DIGIT)) &&
            !(text_is_letter(c) &&
                (any ? scan_is(s, end - 1, CHAR_DASH) || scan_is(s, end - 1, CHAR_DIGIT)
                     : scan_is(s, end + 1, CHAR_DASH) || scan_is(s, end + 1, CHAR_DIGIT))))
            break;
        end++;
    }
    while (end > j && (scan_is(s, end - 1, CHAR_DASH) || s->c[end - 1].c == '/'))
        end--;
    return any ? push_noise(s, i, end) : i;
}

/* "risks: 1) ...; 2) ...", "risks: 1. при ...; 2. ...": behind a sign, with a bracket that closes
 * nothing or a point before a small letter. */
static size_t
inline_label(struct scan *s, size_t i)
{
    int64_t n;
    int digits;
    size_t end = read_digits(s, i, &n, &digits);
    bool small = scan_at(s, end) == '.' && scan_is(s, end + 1, CHAR_BLANK) &&
        scan_is_letter(s, skip_blank(s, end + 1), false);
    bool label = digits && digits <= 2 && s->ntokens &&
        (small ? is_sign(s, s->ntokens - 1, ":;")
               : scan_at(s, end) == ')' && is_sign(s, s->ntokens - 1, ":;,.") && s->brackets <= 0);
    return label ? push_noise(s, i, end + 1) : i;
}

/* "1.", "1.2.", "3)" at the beginning of a block. */
static size_t
list_label(struct scan *s, size_t i)
{
    int64_t n;
    int digits;
    size_t j = i;
    if (s->ntokens || s->cell)
        return inline_label(s, i);
    for (int level = 0; level < 5; level++) {
        size_t end = read_digits(s, j, &n, &digits);
        if (!digits || digits > 2)
            return i;
        uint32_t c = scan_at(s, end);
        uint32_t next = scan_at(s, end + 1);
        if (c == ')' || (c == '.' && (text_is_blank(next) || text_is_letter(next) || !next)))
            return push_noise(s, i, end + 1);
        if (c != '.') {
            size_t k = skip_blank(s, end);
            if (level && k > end && scan_is(s, k, CHAR_LETTER) &&
                text_lower(scan_at(s, k)) != scan_at(s, k))
                return push_noise(s, i, end);
            return i;
        }
        j = end + 1;
    }
    return i;
}

/* The end of a Roman numeral from `i` on. One Cyrillic letter is the initial of a person. */
static size_t
roman_label(const struct scan *s, size_t i)
{
    size_t end = i;
    bool latin = false;
    for (; end < i + 6; end++) {
        uint32_t c = scan_at(s, end);
        if (c != 'I' && c != 'V' && c != 'X' && c != 0x0406 && c != 0x0425) /* І, Х */
            break;
        latin |= c < 0x80;
    }
    return latin || end > i + 1 ? end : i;
}

size_t
typing_label(struct scan *s, size_t i)
{
    int64_t n;
    int digits = 0;
    if (s->cell)
        return i;
    uint32_t c = scan_at(s, i);
    size_t end = c == '[' || c == '(' ? read_digits(s, i + 1, &n, &digits) : roman_label(s, i);
    if (digits)
        return digits <= 2 && scan_at(s, end) == (c == '[' ? ']' : ')') ? push_noise(s, i, end + 1)
                                                                        : i;
    bool label = end > i && (scan_at(s, end) == '.' || scan_at(s, end) == ')') &&
        scan_is(s, end + 1, CHAR_BLANK);
    return label ? push_noise(s, i, end + 1) : i;
}

size_t
typing_answer(struct scan *s, size_t i)
{
    struct scan_word w;
    size_t next = skip_blank(s, i + 1);
    bool dash = scan_is(s, next, CHAR_DASH);
    size_t word = dash ? skip_blank(s, next + 1) : next;
    if (scan_is_letter(s, word, true) && read_word(s, word, &w) && scan_at(s, w.end) == ':' &&
        (w.end == word + 1 || (dash && word_is(s, &w, LEXICON_ANSWER, NULL))))
        next = w.end;
    else if (!dash)
        return i;
    (void)scan_push(s, TOKEN_PUNCT, next, next + 1, '-');
    return next + 1;
}

/* What follows a year: another year, a school year, a Kazakh date, months; else the year alone. */
static size_t
year(struct scan *s, size_t i)
{
    int64_t n, m;
    int digits, more;
    struct scan_word w;
    size_t end = read_digits(s, i, &n, &digits);
    if (!is_year(n, digits))
        return i;
    int y = (int)n;
    uint32_t c = scan_at(s, end);
    size_t dash = text_is_dash(c) || c == '/' ? end : skip_blank(s, end);
    if (scan_is(s, dash, CHAR_DASH) || scan_at(s, dash) == '/') {
        size_t second = skip_blank(s, dash + 1);
        size_t stop = read_digits(s, second, &m, &more);
        if (more == 2 && m == (n + 1) % 100)
            m = n + 1;
        if ((more == 4 || more == 2) && m > n && m <= n + 10 && !scan_is(s, stop, CHAR_DIGIT) &&
            (more == 4 || second == dash + 1)) {
            bool school = m == n + 1;
            size_t after;
            if (school && next_is(s, stop, LEXICON_STUDY, &w, NULL)) {
                after = scan_at(s, w.end) == '.' ? w.end + 1 : w.end;
                if (scan_at(s, after) == '.')
                    after++;
                after = skip_year_word(s, after);
            } else if (school && read_word(s, skip_blank(s, stop), &w) && w.len == 1 &&
                str_is(word_str(&w), "\xF3") && scan_at(s, w.end) == '.') {
                after = skip_year_word(s, w.end + 1); /* "у.г." */
            } else {
                after = skip_year_word(s, stop);
            }
            return school ? push_period(s, i, after, (struct date){y, 9, 1},
                                (struct date){y + 1, 8, 31}, true)
                          : push_period(s, i, after, (struct date){y, 1, 1},
                                (struct date){(int)m, 12, 31}, false);
        }
    }
    size_t after = skip_year_word(s, end);
    if (after == end && next_is(s, end, LEXICON_STUDY, &w, NULL)) {
        after = skip_year_word(s, scan_at(s, w.end) == '.' ? w.end + 1 : w.end);
        if (after > w.end + 1)
            return push_period(
                s, i, after, (struct date){y, 1, 1}, (struct date){y, 12, 31}, false);
        return i;
    }
    if (after == end) {
        /* No year word: a year by its place only. */
        const struct token *t = s->ntokens ? &s->tokens[s->ntokens - 1] : NULL;
        struct str before = t ? str_slice(buf_slice(&s->skeleton), t->at, t->stop) : STR("");
        bool preposition = t && t->kind == TOKEN_WORD &&
            (str_is(before, "\xE2") || str_is(before, "\xE7\xE0") || /* в, за */
                str_is(before, "\xF1") || str_is(before, "\xEA")); /* с, к */
        /* All of a cell, or the end of its words: "Получателей 2021". */
        bool alone = s->cell && skip_blank(s, end) == s->n &&
            (i == skip_blank(s, 0) || (t && t->kind == TOKEN_WORD && t->end < i));
        uint32_t next = scan_at(s, skip_blank(s, end));
        bool closed = !next || (next < 0x80 && strchr(",;:()", (int)next)) || text_is_dash(next);
        if (!alone && !preposition && !(closed && t && t->kind == TOKEN_PUNCT && *before.p == '('))
            return i;
        return push_period(s, i, end, (struct date){y, 1, 1}, (struct date){y, 12, 31}, false);
    }
    /* "2016 жылғы 12 желтоқсан", "2016 жылдың 12-15 желтоқсаны", "2021 жылғы қаңтар–қыркүйек" */
    int month, last = 0;
    size_t j = skip_blank(s, after);
    if (scan_at(s, j) == 0xAB || scan_at(s, j) == '"' || scan_at(s, j) == 0x201C)
        j++;
    size_t day_end = read_digits(s, j, &n, &digits);
    if (digits && digits <= 2 && n >= 1 && n <= 31) {
        size_t month_end = read_month(s, day_end, &month);
        if (month_end > day_end)
            return push_date(s, i, month_end, (struct date){y, month, (int)n});
        size_t range = skip_blank(s, day_end);
        if (scan_is(s, range, CHAR_DASH)) {
            size_t stop = read_digits(s, skip_blank(s, range + 1), &m, &more);
            month_end = more && more <= 2 ? read_month(s, stop, &month) : stop;
            if (more && month_end > stop && m >= n && m <= 31)
                return push_period(s, i, month_end, (struct date){y, month, (int)n},
                    (struct date){y, month, (int)m}, false);
        }
    }
    size_t month_end = read_month(s, after, &month);
    if (month_end > after) {
        size_t range = skip_blank(s, month_end);
        size_t stop = scan_is(s, range, CHAR_DASH) ? read_month(s, range + 1, &last) : range;
        if (stop > range + 1 && last > month)
            return push_period(s, i, stop, (struct date){y, month, 1},
                (struct date){y, last, yearpart_last_day(y, last)}, false);
    }
    return push_period(s, i, after, (struct date){y, 1, 1}, (struct date){y, 12, 31}, false);
}

/* "12 декабря 2016 года", "12-15 декабря", "с 12 по 15 декабря": a day before its month. */
static size_t
day(struct scan *s, size_t i)
{
    int64_t n, m;
    int digits, more, month, y = 0;
    struct scan_word w;
    size_t end = read_digits(s, i, &n, &digits);
    if (!digits || digits > 2 || n < 1 || n > 31)
        return i;
    size_t month_end = read_month(s, end, &month);
    if (month_end > end) {
        size_t stop = read_year(s, month_end, &y);
        return push_date(s, i, stop, (struct date){y, month, (int)n});
    }
    size_t range = skip_blank(s, end);
    bool dash = scan_is(s, range, CHAR_DASH);
    bool until = !dash && read_word(s, range, &w) && str_is(word_str(&w), "\xEF\xEE"); /* по */
    if (!dash && !until)
        return i;
    size_t stop = read_digits(s, skip_blank(s, dash ? range + 1 : w.end), &m, &more);
    if (!more || more > 2 || m < n || m > 31)
        return i;
    month_end = read_month(s, stop, &month);
    if (month_end == stop)
        return i;
    size_t year_end = read_year(s, month_end, &y);
    return push_period(
        s, i, year_end, (struct date){y, month, (int)n}, (struct date){y, month, (int)m}, false);
}

/* Endings that make a Russian or Kazakh ordinal: 5-й, 1-го, 2-ші. */
static bool
ordinal_ending(const struct scan *s, const struct scan_word *word)
{
    struct str w = word_str(word);
    /* "26-и" is a genitive, "26-й" an ordinal: folded they are the same. */
    if (w.len == 1 && *w.p == '\xE8' && text_lower(scan_at(s, word->start)) == 0x0438 &&
        scan_at(s, word->start + 1) != 0x0306)
        return false;
    static const char *const russian[] = {"\xE8", "\xFF", "\xE5", "\xE3\xEE", "\xEC\xF3",
        "\xEE\xE8", "\xE0\xFF", "\xEE\xE5", "\xFB\xE5", "\xFB\xE8", "\xFB\xF5", NULL};
    static const char *const kazakh[] = {"\xF8\xE8", "\xF8\xFB", "\xED\xF8\xE8", "\xED\xF8\xFB",
        "\xE8\xED\xF8\xE8", "\xFB\xED\xF8\xFB", NULL};
    return str_is_any(w, kazakh) || (s->lang == LANG_RU && str_is_any(w, russian));
}

/* A quarter, half-year or "9 months" without its year. */
static size_t
push_part_of_year(struct scan *s, size_t start, size_t end, int from, int to)
{
    return push_period(s, start, end, (struct date){0, from, 1},
        (struct date){0, to, yearpart_last_day(2001, to)}, false);
}

/* The word behind the number `n` of a half-year, quarter or count of months. */
static size_t
part_of_year(struct scan *s, size_t start, size_t end, int64_t n)
{
    struct scan_word w;
    size_t j = end;
    if (scan_is(s, j, CHAR_DASH))
        j++;
    if (scan_is(s, end, CHAR_DASH) && read_word(s, j, &w) && w.len <= 3 &&
        !word_is(s, &w, LEXICON_QUARTER, NULL) && scan_is(s, skip_blank(s, w.end), CHAR_LETTER))
        j = w.end; /* "1-е", "2-м", "3-ші" */
    else if (read_word(s, j, &w) && ordinal_ending(s, &w))
        j = w.end;
    j = skip_blank(s, j);
    if (scan_is(s, j, CHAR_DASH))
        j = skip_blank(s, j + 1);
    if (!read_word(s, j, &w))
        return start;
    size_t stop = scan_at(s, w.end) == '.' && w.len <= 4 ? w.end + 1 : w.end;
    if (n >= 1 && n <= 2 && word_is(s, &w, LEXICON_HALF, NULL))
        return push_part_of_year(s, start, stop, n == 1 ? 1 : 7, n == 1 ? 6 : 12);
    if (n >= 1 && n <= 4 && word_is(s, &w, LEXICON_QUARTER, NULL))
        return push_part_of_year(s, start, stop, (int)n * 3 - 2, (int)n * 3);
    if (n >= 2 && n <= 12 && word_is(s, &w, LEXICON_MONTHS, NULL))
        return push_part_of_year(s, start, stop, 1, (int)n);
    return start;
}

/* What a letter or digit is worth in a Roman numeral; NULL for others. */
static const char *
roman_digits(uint32_t c)
{
    switch (c) {
    case 'I':
    case 0x0406:
    case 'l':
    case '1':
        return "I";
    case 'V':
    case 0x0423:
        return "V";
    case 0x041F:
        return "II";
    case 0x0428:
        return "III";
    default:
        return NULL;
    }
}

/* A Roman numeral up to IV in Latin, Cyrillic or mixed letters; 0 for another word. */
static int
roman(const struct scan *s, size_t i, size_t *end)
{
    char digits[8];
    size_t len = 0, j = i;
    bool letters = false;
    for (; j < s->n && (scan_is(s, j, CHAR_LETTER) || s->c[j].c == '1'); j++) {
        uint32_t c = s->c[j].c;
        const char *one = roman_digits(c);
        letters |= c != '1';
        if (!one || len + strlen(one) >= sizeof digits)
            return 0;
        memcpy(digits + len, one, strlen(one));
        len += strlen(one);
    }
    static const char *const numerals[] = {"", "I", "II", "III", "IV"};
    *end = j;
    if (!letters)
        return 0;
    for (int n = 1; n <= 4; n++)
        if (len == strlen(numerals[n]) && memcmp(digits, numerals[n], len) == 0)
            return n;
    return 0;
}

bool
typing_begins_quarter(const struct scan *s, size_t i)
{
    struct scan_word w;
    size_t end;
    if (!roman(s, i, &end))
        return false;
    end = skip_blank(s, end);
    if (scan_is(s, end, CHAR_DASH))
        end = skip_blank(s, end + 1);
    return read_word(s, end, &w) &&
        (word_is(s, &w, LEXICON_QUARTER, NULL) || word_is(s, &w, LEXICON_HALF, NULL));
}

/* Letters of the longest case ending of a Kazakh numeral. */
#define KAZAKH_ENDING 6

/* "Of them" behind a Kazakh numeral, with any case: -і, -сынан, -еуінің (DOMAIN 4.5), folded. */
static bool
is_possessive(struct str w)
{
    static const char *const cases[] = {"", "\xED", "\xED\xE8\xED", "\xED\xFB\xED", "\xED\xE5",
        "\xED\xE0", "\xED\xE5\xED", "\xED\xE0\xED", "\xED\xE4\xE5", "\xED\xE4\xE0", "\xEC\xE5\xED",
        NULL}; /* -н, -нің, -ның, -не, -на, -нен, -нан, -нде, -нда, -мен */
    bool vowel = str_starts(w, STR("\xE5")) || str_starts(w, STR("\xE0")); /* е, а */
    if (w.len > vowel && w.p[vowel] == '\xF3') /* у: five of them */
        w = str_slice(w, (size_t)vowel + 1, w.len);
    w = str_slice(w, str_starts(w, STR("\xF1")), w.len); /* с, behind a vowel */
    if (!str_starts(w, STR("\xE8")) && !str_starts(w, STR("\xFB"))) /* і, ы */
        return false;
    return str_is_any(str_slice(w, 1, w.len), cases);
}

/* Case endings of Kazakh numerals (DOMAIN 4.5; writers get the harmony wrong) in CP1251, folded. */
static bool
kazakh_ending(struct str w, unsigned *flags)
{
    static const struct {
        const char *ending;
        unsigned flag;
    } endings[] = {{"ның", TOKEN_GENITIVE}, {"нің", TOKEN_GENITIVE}, {"дың", TOKEN_GENITIVE},
        {"дің", TOKEN_GENITIVE}, {"тың", TOKEN_GENITIVE}, {"тің", TOKEN_GENITIVE},
        {"ға", TOKEN_DATIVE}, {"ге", TOKEN_DATIVE}, {"қа", TOKEN_DATIVE}, {"ке", TOKEN_DATIVE},
        {"дан", TOKEN_ABLATIVE}, {"ден", TOKEN_ABLATIVE}, {"тан", TOKEN_ABLATIVE},
        {"тен", TOKEN_ABLATIVE}, {"нан", TOKEN_ABLATIVE}, {"нен", TOKEN_ABLATIVE}, {"ны", 0},
        {"ні", 0}, {"ды", 0}, {"ді", 0}, {"ты", 0}, {"ті", 0}, {"да", 0}, {"де", 0}, {"та", 0},
        {"те", 0}, {"мен", 0}, {"бен", 0}, {"пен", 0}, {"еу", 0}, {"ау", 0}};
    /* Folded once; no locking is needed, since each process has one thread. */
    static struct {
        char text[KAZAKH_ENDING];
        size_t len;
    } folded[sizeof endings / sizeof *endings];
    for (size_t k = 0; w.len <= KAZAKH_ENDING && k < sizeof endings / sizeof *endings; k++) {
        if (!folded[k].len) {
            struct str e = str_of(endings[k].ending);
            for (size_t p = 0; p < e.len && folded[k].len < KAZAKH_ENDING;)
                folded[k].text[folded[k].len++] = (char)token_fold_letter(text_decode(e, &p));
        }
        if (w.p[0] == folded[k].text[0] && w.len == folded[k].len &&
            memcmp(w.p, folded[k].text, w.len) == 0) {
            *flags |= endings[k].flag;
            return true;
        }
    }
    bool possessed = is_possessive(w);
    *flags |= possessed ? TOKEN_POSSESSIVE : 0;
    return possessed;
}

static bool
russian_ending(struct str w)
{
    return str_is(w, "\xF5") || str_is(w, "\xF2\xE8") || str_is(w, "\xE8") || /* -х, -ти, -и */
        str_is(w, "\xFE") || str_is(w, "\xEC\xFF") || str_is(w, "\xEC"); /* -ю, -мя */
}

/* A number while it is read. */
struct reading {
    struct decimal value, step;
    enum number_kind kind;
    unsigned flags;
    size_t end; /* behind the quote */
    size_t stop; /* behind what belongs to it: case ending, per cent, currency */
};

static void
set_step(struct reading *r)
{
    r->step = (struct decimal){1, r->value.scale};
}

/* Letters that stand for digits in scanned text. */
static int
ocr_digit(uint32_t c)
{
    switch (c) {
    case 'O':
    case 'o':
    case 0x041E:
    case 0x043E:
        return 0;
    case 'l':
    case 'I':
    case 0x0406:
    case '|':
        return 1;
    case 0x0417:
    case 0x0437:
        return 3;
    case 'S':
        return 5;
    default:
        return -1;
    }
}

bool
typing_is_numeral(uint32_t c)
{
    return text_is_letter(c) && (roman_digits(c) || ocr_digit(c) >= 0);
}

/* Digits with such letters among them ("1О9", "З4"): at least one digit, at least as many digits as
 * letters, nothing else glued to them. */
static bool
read_ocr(const struct scan *s, size_t i, struct reading *r)
{
    int digits = 0, letters = 0;
    int64_t value = 0;
    size_t j = i;
    for (; j < s->n && digits + letters < 9; j++) {
        uint32_t c = s->c[j].c;
        int d = text_is_digit(c) ? (int)(c - '0') : ocr_digit(c);
        if (d < 0)
            break;
        digits += text_is_digit(c);
        letters += !text_is_digit(c);
        value = value * 10 + d;
    }
    if (!digits || !letters || letters > digits || scan_is(s, j, CHAR_LETTER) ||
        scan_is(s, j, CHAR_DIGIT))
        return false;
    r->value = decimal_of(value);
    r->flags |= TOKEN_OCR;
    r->end = j;
    return true;
}

/* "1.000.000", "1,000,000": at least two groups behind the same sign; `end` itself for else. */
static size_t
thousands(const struct scan *s, size_t end, int64_t *n)
{
    uint32_t sep = scan_at(s, end);
    int64_t value = *n, m;
    int groups = 0, more;
    size_t i = end;
    if (sep != '.' && sep != ',')
        return end;
    for (; scan_at(s, i) == sep && scan_is(s, i + 1, CHAR_DIGIT); groups++) {
        i = read_digits(s, i + 1, &m, &more);
        if (more != 3 || value > INT64_MAX / 1000000)
            return end;
        value = value * 1000 + m;
    }
    if (groups < 2)
        return end;
    *n = value;
    return i;
}

/* Digits with several points or commas among them that are no number: "12,15,18", "99.99.2016". */
static size_t
broken_digits(const struct scan *s, size_t i)
{
    int64_t n;
    int digits;
    i = read_digits(s, i, &n, &digits);
    while ((scan_at(s, i) == '.' || scan_at(s, i) == ',') && scan_is(s, i + 1, CHAR_DIGIT))
        i = read_digits(s, i + 1, &n, &digits);
    return i;
}

/* Digits, groups of thousands, a decimal part. */
static bool
read_plain(const struct scan *s, size_t i, struct reading *r)
{
    int64_t n, m;
    int digits, more;
    size_t end = read_digits(s, i, &n, &digits);
    if (!digits || digits > 15)
        return false;
    if (digits <= 3 && n > 0) {
        for (;;) {
            uint32_t c = scan_at(s, end);
            bool sep = c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == 0x2007 ||
                ((c == '\'' || c == 0x2019) && scan_is(s, end + 1, CHAR_DIGIT));
            size_t stop = sep ? read_digits(s, end + 1, &m, &more) : end;
            if (!sep || more != 3 || n > INT64_MAX / 1000000)
                break;
            n = n * 1000 + m;
            end = stop;
        }
    }
    uint32_t c = scan_at(s, end);
    size_t groups = digits <= 3 && n > 0 ? thousands(s, end, &n) : end;
    if (groups > end) {
        end = groups;
        c = scan_at(s, end);
    }
    r->value = decimal_of(n);
    if ((c == ',' || c == '.') && scan_is(s, end + 1, CHAR_DIGIT)) {
        size_t stop = read_digits(s, end + 1, &m, &more);
        if (more <= 4 &&
            !((scan_at(s, stop) == ',' || scan_at(s, stop) == '.') &&
                scan_is(s, stop + 1, CHAR_DIGIT))) {
            int64_t units = n;
            for (int k = 0; k < more; k++)
                if (units > INT64_MAX / 100)
                    return false;
                else
                    units *= 10;
            r->value = (struct decimal){units + m, more};
            if (c == '.' && more == 3 && digits <= 3 && n > 0) {
                /* "1.516" is thousands by a point more often than three decimals. */
                r->value = decimal_of(n * 1000 + m);
                r->flags |= TOKEN_OCR;
            }
            end = stop;
        } else {
            return false;
        }
    }
    r->end = end;
    return true;
}

/* "З обращения": the letter alone before a word is the digit 3; no Russian or Kazakh word is it. */
static bool
read_three(const struct scan *s, size_t i, struct reading *r)
{
    size_t next = skip_blank(s, i + 1), letters = 0;
    if (scan_at(s, i) != 0x0417 || next == i + 1)
        return false;
    while (scan_is(s, next + letters, CHAR_CYRILLIC))
        letters++;
    const struct token *t = s->ntokens ? &s->tokens[s->ntokens - 1] : NULL;
    if (letters < 3 || !t || scan_at(s, next + letters) == '.')
        return false;
    r->value = decimal_of(3);
    r->flags |= TOKEN_OCR;
    r->end = i + 1;
    return true;
}

/* "4 1", "9 3,73": a blank that a scanner put between digits. Three numbers in a row are a row. */
static void
read_torn(const struct scan *s, size_t i, struct reading *r)
{
    int64_t first, n;
    int digits, more;
    size_t end = read_digits(s, i, &first, &digits);
    struct reading rest = {0};
    uint32_t c = scan_at(s, end);
    if (r->flags || r->value.scale || end != r->end || digits > 2 || !first ||
        (c != ' ' && c != 0xA0) ||
        (i >= 2 && scan_is(s, i - 1, CHAR_BLANK) && scan_is(s, i - 2, CHAR_DIGIT)))
        return;
    size_t stop = read_digits(s, end + 1, &n, &more);
    if (!more || more > 2 || !read_plain(s, end + 1, &rest) || rest.flags || rest.value.scale > 2 ||
        scan_is(s, rest.end, CHAR_DASH) || scan_at(s, rest.end) == '/' ||
        scan_at(s, rest.end) == ':' || (!rest.value.scale && rest.end != stop))
        return;
    size_t next = skip_blank(s, rest.end);
    struct scan_word w;
    bool worded = read_word(s, next, &w);
    if (scan_is(s, next, CHAR_DIGIT) || (worded && word_is(s, &w, LEXICON_MONTH, NULL)) ||
        (worded && word_is(s, &w, LEXICON_AND, NULL) &&
            scan_is(s, skip_blank(s, w.end), CHAR_DIGIT)) ||
        (scan_at(s, next) == ',' && scan_is(s, skip_blank(s, next + 1), CHAR_DIGIT)))
        return;
    for (int k = 0; k < more + rest.value.scale; k++)
        first *= 10;
    r->value = (struct decimal){first + rest.value.units, rest.value.scale};
    r->flags |= TOKEN_OCR;
    r->end = rest.end;
}

/* The Kazakh case of a word that is a number or its scale. */
static void
case_of(struct str word, unsigned *flags)
{
    unsigned endings = kazakh_endings(word);
    *flags |= endings & KAZAKH_DATIVE ? TOKEN_DATIVE : 0;
    *flags |= endings & KAZAKH_ABLATIVE ? TOKEN_ABLATIVE : 0;
}

/* Whether a word for people, or what they wrote, stands behind character `i`. */
static bool
counts_people(const struct scan *s, size_t i)
{
    static const char *const people[] = {"\xE0\xE4\xE0\xEC", "\xEA\xFB\xE7\xEC\xE5\xF2\xEA\xE5\xF0",
        "\xEA\xFB\xE7\xEC\xE5\xF2\xF8\xE8", "\xEF\xE5\xE4\xE0\xE3\xEE\xE3",
        "\xEC\xF3\xE3\xE0\xEB\xE8\xEC", "\xF3\xF1\xF2\xE0\xE7", "\xF2\xE0\xF0\xE1\xE8\xE5\xF8\xE8",
        "\xEE\xEA\xF3\xF8\xFB", "\xE1\xE0\xEB\xE0", "\xF1\xF2\xF3\xE4\xE5\xED\xF2",
        "\xEA\xE8\xF1\xE8", "\xE0\xE7\xE0\xEC\xE0\xF2", "\xF2\xF3\xF0\xE3\xFB\xED",
        "\xE0\xF2\xE0-\xE0\xED\xE0", "\xF2\xF3\xEB\xE3\xE0", "\xEE\xF2\xE8\xED\xE8\xF8",
        "\xEE\xEA\xFB\xF0\xEC\xE0\xED", "\xEC\xE0\xEC\xE0\xED",
        NULL}; /* адам, қызметкер, қызметші, педагог, мұғалім, ұстаз, тәрбиеші, оқушы, бала,
                  студент, кісі, азамат, тұрғын, ата-ана, тұлға, өтініш, оқырман, маман */
    struct scan_word w;
    return read_word(s, skip_blank(s, i), &w) && str_starts_any(word_str(&w), people);
}

/* Whether the word before tells which quarter: "осы тоқсан", "өткен тоқсан". */
static bool
follows_which(const struct scan *s)
{
    static const char *const which[] = {"\xEE\xF1\xFB", "\xE1\xF3\xEB", "\xE0\xF0",
        "\xEE\xF2\xEA\xE5\xED", "\xE0\xEB\xE4\xFB\xED\xE3\xFB", "\xF1\xEE\xED\xE3\xFB",
        "\xEA\xE5\xEB\xE5\xF1\xE8", "\xE5\xF1\xE5\xEF\xF2\xE8", "\xF1\xEE\xEB",
        NULL}; /* осы, бұл, әр, өткен, алдыңғы, соңғы, келесі, есепті, сол */
    if (!s->ntokens)
        return false;
    const struct token *t = &s->tokens[s->ntokens - 1];
    if (t->kind != TOKEN_WORD)
        return t->kind != TOKEN_PUNCT;
    return str_is_any(str_slice(buf_slice(&s->skeleton), t->at, t->stop), which);
}

/* Kazakh "тоқсан" is a quarter; and ninety before a unit, or before those counted. */
static bool
is_ninety(const struct scan *s, const struct scan_word *w, long *value)
{
    struct scan_word unit;
    long n;
    *value = 90;
    if (!str_is(word_str(w), "\xF2\xEE\xEA\xF1\xE0\xED"))
        return false;
    return (next_is(s, w->end, LEXICON_NUMBER, &unit, &n) && n >= 1 && n <= 9) ||
        (counts_people(s, w->end) && !follows_which(s));
}

static bool
is_number_word(const struct scan *s, const struct scan_word *w, long *value)
{
    return word_is(s, w, LEXICON_NUMBER, value) || is_ninety(s, w, value);
}

/* "он бірі", "жиырма жетісінің": the last word of a Kazakh compound with "of them" behind it. */
static bool
is_possessed(const struct scan *s, const struct scan_word *w, long *value)
{
    struct str word = word_str(w);
    for (size_t cut = 1; cut < word.len && cut <= KAZAKH_ENDING; cut++)
        if (is_possessive(str_slice(word, word.len - cut, word.len)) &&
            lexicon_is(s->lexicon, LEXICON_NUMBER, str_slice(word, 0, word.len - cut), value))
            return true;
    return false;
}

/* Number words from `i` on; false where there is none. Compounds fall: 20 + 5, 200 + 60. */
static bool
read_spelled(const struct scan *s, size_t i, struct reading *r)
{
    struct scan_word w, cases = {.len = 0};
    long value, total = 0, last = 1000000;
    size_t j = i;
    int words = 0;
    bool possessed = false;
    while (!possessed && read_word(s, j, &w) && w.len < sizeof w.folded &&
        (is_number_word(s, &w, &value) ||
            (possessed = words && s->lang == LANG_KK && is_possessed(s, &w, &value))) &&
        (scan_at(s, w.end) != '-' || !scan_is(s, w.end + 1, CHAR_LETTER))) {
        bool hundreds = value == 100 && total > 0 && total < 10;
        if (hundreds)
            total *= 100;
        else if (value >= last || (last < 100 && last % 10) || (value >= 10 && last == 10))
            break;
        else
            total += value;
        last = hundreds ? 100 : value;
        if (possessed || word_is(s, &w, LEXICON_COLLECTIVE, NULL)) {
            r->flags |= TOKEN_COLLECTIVE;
            possessed |= value >= 20; /* "алпысы" ends a number as "жетісі" does behind tens */
        } else if (s->lang == LANG_KK && w.len > 3) /* but "екеуіне": to two of them */
            cases = w;
        r->end = w.end;
        words++;
        j = skip_blank(s, w.end);
    }
    case_of(word_str(&cases), &r->flags);
    /* Russian "он" is "he"; Kazakh "он" is ten, but "оң" is good. */
    if (words == 1 && total == 10 && r->end - i == 2 &&
        (s->lang != LANG_KK || text_is_kazakh(scan_at(s, i + 1))))
        return false;
    r->value = decimal_of(total);
    r->flags |= TOKEN_SPELLED;
    return words > 0;
}

/* "тысяча сорок три", "мың екі жүз": one thousand, where number words follow. */
static bool
read_thousand(const struct scan *s, const struct scan_word *w, struct reading *r)
{
    struct scan_word next;
    long power, value;
    bool bare = word_is(s, w, LEXICON_SCALE, &power) && power == 3 &&
        !str_is(word_str(w), "\xF2\xFB\xF1"); /* тыс */
    if (!bare || !next_is(s, w->end, LEXICON_NUMBER, &next, &value))
        return false;
    r->value = decimal_of(1);
    r->flags |= TOKEN_SPELLED;
    r->end = w->start;
    return true;
}

/* "полторы": one and a half. */
static bool
read_one_and_half(const struct scan *s, const struct scan_word *w, struct reading *r)
{
    long one;
    if (!word_is(s, w, LEXICON_AND_HALF, &one) || !one)
        return false;
    r->value = (struct decimal){15, 1};
    r->flags |= TOKEN_SPELLED;
    r->end = w->end;
    return true;
}

/* "2 с половиной", "16 жарым": half of one more behind a whole number. */
static void
read_half(const struct scan *s, struct reading *r)
{
    struct scan_word w;
    long one;
    size_t i = r->end;
    if (r->value.scale || !read_word(s, skip_blank(s, i), &w))
        return;
    bool with = str_is(word_str(&w), "\xF1"); /* с */
    if (next_is(s, with ? w.end : i, LEXICON_AND_HALF, &w, &one) && !one &&
        (with || s->lang == LANG_KK) && decimal_add(r->value, (struct decimal){5, 1}, &r->value))
        r->end = w.end;
}

/* Behind the point of an abbreviation that ends at `i`; `i` where there is none, or where a capital
 * follows (but one of a word in capitals), so that the point ends the sentence too. */
static size_t
behind_point(const struct scan *s, size_t i)
{
    size_t next = skip_blank(s, i + 1);
    bool capital = scan_is(s, next, CHAR_CAPITAL) && !scan_is(s, next + 1, CHAR_CAPITAL);
    return scan_at(s, i) != '.' || (next > i + 1 && capital) ? i : i + 1;
}

/* Behind the scale word `w` of a number, its point included. */
static void
end_at_scale(const struct scan *s, struct reading *r, const struct scan_word *w)
{
    r->end = w->end;
    r->stop = behind_point(s, w->end);
}

/* The smaller part behind a scaled number: the "346" of "2 мың 346", the "870 тыс." of "9 млн 870
 * тыс.".
 * `*power` is that of the part before, and becomes that of this one. False where there is none. */
static bool
read_smaller(const struct scan *s, struct reading *r, long *power)
{
    struct reading part = {0};
    struct scan_word unit;
    long smaller = 0;
    size_t next = skip_blank(s, r->stop);
    if (next == r->stop)
        return false;
    if ((r->flags & TOKEN_SPELLED) ? !read_spelled(s, next, &part)
                                   : !scan_is(s, next, CHAR_DIGIT) || !read_plain(s, next, &part))
        return false;
    bool scaled = next_is(s, part.end, LEXICON_SCALE, &unit, &smaller) && smaller < *power;
    if (decimal_cmp(part.value, decimal_of(1000)) >= 0 ||
        (!scaled && (*power != 3 || part.value.scale)))
        return false;
    if (!scaled)
        smaller = 0;
    part.step = (struct decimal){1, part.value.scale};
    if (!decimal_shift(part.value, smaller, &part.value) ||
        !decimal_shift(part.step, smaller, &part.step) ||
        !decimal_add(r->value, part.value, &r->value))
        return false;
    r->step = part.step;
    r->end = r->stop = part.end;
    if (scaled)
        end_at_scale(s, r, &unit);
    *power = smaller;
    return true;
}

/* "тыс.", "мың", "млн", and the smaller parts behind. */
static void
read_scale(const struct scan *s, struct reading *r)
{
    struct scan_word w;
    long power;
    struct decimal value = r->value, step = r->step;
    if (!next_is(s, r->end, LEXICON_SCALE, &w, &power) || !decimal_shift(value, power, &value) ||
        !decimal_shift(step, power, &step))
        return;
    r->value = value;
    r->step = step;
    case_of(word_str(&w), &r->flags);
    end_at_scale(s, r, &w);
    while (power > 0 && read_smaller(s, r, &power))
        ;
}

/* A case ending behind a number or a per cent sign: glued, behind a dash, or in Kazakh also behind
 * blanks ("45% – дан", "20 — ы", "70 ға"), where it can't be a word of its own. */
static void
read_ending(const struct scan *s, struct reading *r)
{
    struct scan_word w;
    unsigned flags = 0;
    size_t j = skip_blank(s, r->stop);
    bool dash = scan_is(s, j, CHAR_DASH);
    if (dash)
        j = skip_blank(s, j + 1);
    bool tight = j == r->stop + dash;
    if (!read_word(s, j, &w))
        return;
    bool kazakh = kazakh_ending(word_str(&w), &flags);
    if (!tight)
        kazakh = kazakh && s->lang != LANG_RU && scan_at(s, j) != '\n' &&
            (flags & ~(unsigned)TOKEN_POSSESSIVE
                    ? w.len >= 2
                    : dash && !str_ends(word_str(&w), STR("\xE5\xED"))); /* мен */
    if (kazakh)
        r->flags |= flags;
    if (kazakh || (dash && tight && russian_ending(word_str(&w))))
        r->stop = w.end;
}

/* "п.п.", "п. п.", "п.т." */
static size_t
point_abbreviation(const struct scan *s, size_t i)
{
    size_t j = skip_blank(s, i);
    if (token_fold_letter(scan_at(s, j)) != 0xEF || scan_at(s, j + 1) != '.')
        return i;
    size_t k = skip_blank(s, j + 2);
    unsigned char second = token_fold_letter(scan_at(s, k));
    if ((second != 0xEF && second != 0xF2) || scan_is(s, k + 1, CHAR_LETTER))
        return i;
    return behind_point(s, k + 1);
}

/* Per cent, points or money behind the number. */
static void
read_unit(const struct scan *s, struct reading *r)
{
    struct scan_word w, point;
    size_t j = skip_blank(s, r->stop);
    size_t abbreviation = point_abbreviation(s, r->stop);
    if (abbreviation > r->stop) {
        r->kind = NUMBER_POINTS;
        r->stop = abbreviation;
        return;
    }
    if (scan_at(s, j) == '%') {
        r->kind = NUMBER_PERCENT;
        r->stop = j + 1;
        read_ending(s, r);
    } else if (read_word(s, j, &w) && word_is(s, &w, LEXICON_PERCENT, NULL)) {
        r->kind = NUMBER_PERCENT;
        r->stop = w.end;
        case_of(word_str(&w), &r->flags);
    } else if (read_word(s, j, &w) && word_is(s, &w, LEXICON_MONEY, NULL)) {
        r->kind = NUMBER_MONEY;
        if (s->lang == LANG_KK && (kazakh_endings(word_str(&w)) & KAZAKH_GENITIVE))
            r->flags |= TOKEN_GENITIVE; /* "жылдық 402 млн теңгенің 61 млн теңгесі" */
        r->stop = scan_at(s, w.end) == '.' && w.len <= 2 &&
                scan_is(s, skip_blank(s, w.end + 1), CHAR_LETTER) &&
                text_lower(scan_at(s, skip_blank(s, w.end + 1))) ==
                    scan_at(s, skip_blank(s, w.end + 1))
            ? w.end + 1
            : w.end;
        return;
    } else if (scan_at(s, j) == 0x20B8) {
        r->kind = NUMBER_MONEY;
        r->stop = j + 1;
        return;
    } else if (r->value.scale && next_is(s, r->stop, LEXICON_POINT, &point, NULL) &&
        point.len >= POINT_LETTERS) {
        r->kind = NUMBER_POINTS; /* "на 3,9 пункта": of a list there are no fractions */
        r->stop = point.end;
        return;
    } else {
        return;
    }
    if (next_is(s, r->stop, LEXICON_POINT, &point, NULL) && point.len > 1) {
        r->kind = NUMBER_POINTS;
        r->stop = point.end;
    } else if (point_abbreviation(s, r->stop) > r->stop) {
        r->kind = NUMBER_POINTS;
        r->stop = point_abbreviation(s, r->stop);
    }
}

/* "(одну)", "(үш)", "(семь миллионов триста тысяч)" behind digits. */
static void
read_pair(const struct scan *s, struct reading *r)
{
    struct reading words = {0};
    struct scan_word w;
    size_t j = skip_blank(s, r->stop);
    if (scan_at(s, j) != '(' || !read_spelled(s, skip_blank(s, j + 1), &words))
        return;
    read_half(s, &words);
    words.stop = words.end;
    read_scale(s, &words);
    j = skip_blank(s, words.stop);
    if (next_is(s, j, LEXICON_MONEY, &w, NULL))
        j = skip_blank(s, w.end);
    if (scan_at(s, j) != ')' || decimal_cmp(words.value, r->value) != 0)
        return;
    r->flags |= TOKEN_PAIR;
    r->end = r->stop = j + 1;
}

static size_t
push_number(struct scan *s, size_t i, const struct reading *r)
{
    static const char bytes[] = {SKELETON_COUNT, SKELETON_PERCENT, SKELETON_POINTS, SKELETON_MONEY};
    struct token *t = scan_push(s, TOKEN_NUMBER, i, r->end, bytes[r->kind]);
    if (!t)
        return r->stop;
    t->flags = r->flags;
    t->number = (struct number){r->kind, r->value, r->step};
    return r->stop;
}

/* "Штат/факт: 17/16": whether the numbers behind a slash are counts, since as many names stand
 * before them, or a count does. */
static bool
is_slashed_list(const struct scan *s)
{
    size_t i = s->ntokens;
    if (i < 2)
        return false;
    if (is_sign(s, i - 1, "/"))
        return s->tokens[i - 2].kind == TOKEN_NUMBER;
    if (!is_sign(s, i - 1, ":-"))
        return false;
    for (i--; i > 0 && s->tokens[i - 1].kind == TOKEN_WORD; i--)
        ;
    return i > 1 && is_sign(s, i - 1, "/") && s->tokens[i - 2].kind == TOKEN_WORD;
}

/* Digits that are a name or an ordinal rather than a number: ranges, 5-й, 8-сынып, 9:30. */
static size_t
name_of_digits(struct scan *s, size_t i)
{
    int64_t n, m;
    int digits, more;
    struct scan_word w;
    size_t end = read_digits(s, i, &n, &digits);
    uint32_t c = scan_at(s, end);
    if (digits >= 9 ||
        (digits >= 3 && scan_at(s, i) == '0' &&
            ((c != ',' && c != '.') || !scan_is(s, end + 1, CHAR_DIGIT))))
        return push_noise(s, i, end); /* a telephone or BIN; an index */
    if ((c == ':' && scan_is(s, end + 1, CHAR_DIGIT) && digits <= 2) ||
        (c == '/' && scan_is(s, end + 1, CHAR_DIGIT) && !is_slashed_list(s)))
        return push_noise(s, i, read_digits(s, end + 1, &m, &more));
    if (!text_is_dash(c))
        return i;
    size_t stop = read_digits(s, end + 1, &m, &more);
    if (more && !scan_is(s, stop, CHAR_LETTER))
        return push_noise(s, i, stop);
    if (!read_word(s, end + 1, &w))
        return i;
    unsigned flags = 0;
    if (ordinal_ending(s, &w))
        return push_noise(s, i, w.end);
    if (kazakh_ending(word_str(&w), &flags) || russian_ending(word_str(&w)))
        return i;
    if (w.len <= 2 && scan_at(s, w.end) == '.')
        return push_noise(s, i, w.end + 1); /* "52-б. 1-т.": an article and its point */
    /* "9-сынып", "4-қосымша": the number belongs to the noun. */
    return c == '-' && w.len > 2 ? push_noise(s, i, end) : i;
}

static size_t
digits_at(struct scan *s, size_t i)
{
    size_t (*const readers[])(struct scan *, size_t) = {
        numeric_date, year_date, list_label, phone, year, day, short_date, name_of_digits};
    int64_t n;
    int digits;
    size_t end = read_digits(s, i, &n, &digits), behind;
    if (digits <= 2) {
        int numeral = roman(s, i, &behind);
        size_t stop = numeral ? part_of_year(s, i, behind, numeral) : i;
        if (stop == i)
            stop = part_of_year(s, i, end, n);
        if (stop > i)
            return stop;
    }
    for (size_t k = 0; k < sizeof readers / sizeof *readers; k++) {
        end = readers[k](s, i);
        if (end > i)
            return end;
    }
    return i;
}

/* "январь – июнь", "қаңтар-маусым": months of a year that is said beside them, or not at all. */
static size_t
months(struct scan *s, size_t i)
{
    int from, to;
    size_t end = read_month(s, i, &from);
    size_t dash = skip_blank(s, end);
    if (end == i || !scan_is(s, dash, CHAR_DASH))
        return i;
    size_t second = skip_blank(s, dash + 1);
    end = read_month(s, second, &to);
    return end > second && to > from ? push_part_of_year(s, i, end, from, to) : i;
}

static bool
glued_to_word(const struct scan *s, size_t i)
{
    return i && (scan_is(s, i - 1, CHAR_LETTER) || scan_is(s, i - 1, CHAR_DIGIT));
}

/* Whether the last token is a verb behind which no dash stands: "составила -6,5 %". */
static bool
behind_verb(const struct scan *s)
{
    const struct token *t = s->ntokens ? &s->tokens[s->ntokens - 1] : NULL;
    return t && t->kind == TOKEN_WORD &&
        str_starts(str_slice(buf_slice(&s->skeleton), t->at, t->stop),
            STR("\xF1\xEE\xF1\xF2\xE0\xE2\xE8")); /* состави- */
}

/* Whether the dash at `i` is a minus: "(-2,3 %)", "Изменение: –2,3 %", "составило -2,3 %", or first
 * in a cell. */
static bool
is_minus(const struct scan *s, size_t i)
{
    uint32_t c = scan_at(s, i);
    if (c == 0x2212)
        return true;
    if (!text_is_dash(c) || !scan_is(s, i + 1, CHAR_DIGIT))
        return c == '-' && i && scan_at(s, i - 1) == '(';
    if (!i || i == skip_blank(s, 0))
        return s->cell;
    size_t before = i - 1;
    while (before && scan_is(s, before, CHAR_BLANK))
        before--;
    return scan_at(s, i - 1) == '(' || scan_at(s, before) == ':' ||
        (scan_is(s, i - 1, CHAR_BLANK) && behind_verb(s));
}

/* A hyphen between a blank and a digit: a dash in "Обращений -25", a minus in "составило -1,8
 * п.п.", as the unit tells. */
static bool
is_dash_or_minus(const struct scan *s, size_t i)
{
    return scan_is(s, i, CHAR_DASH) && i && scan_is(s, i - 1, CHAR_BLANK) &&
        scan_is(s, i + 1, CHAR_DIGIT);
}

size_t
typing_number(struct scan *s, size_t i)
{
    struct reading r = {0};
    uint32_t c = scan_at(s, i);
    size_t start = i, end;
    bool negative = false, points_only = false;
    if (c == 0x2116 || (c == 'N' && !scan_is(s, i + 1, CHAR_LETTER))) {
        end = act_number(s, i);
        if (end > i)
            return end;
    }
    if (c == '+' || is_minus(s, i)) {
        if (c == '+' && scan_at(s, i + 1) == '7' && (end = phone(s, i)) > i)
            return end;
        size_t j = skip_blank(s, i + 1);
        if (!scan_is(s, j, CHAR_DIGIT))
            return i;
        negative = c != '+';
        r.flags |= TOKEN_SIGNED;
        i = j;
        c = scan_at(s, i);
    } else if (is_dash_or_minus(s, i)) {
        points_only = negative = true;
        r.flags |= TOKEN_SIGNED;
        c = scan_at(s, ++i);
    }
    if (text_is_letter(c) && !glued_to_word(s, i)) {
        int n = roman(s, i, &end);
        if (n && (end = part_of_year(s, i, end, n)) > i)
            return end;
        struct scan_word w;
        long value;
        bool worded = typing_may_be_word(s, i) && read_word(s, i, &w);
        if (worded && word_is(s, &w, LEXICON_ORDINAL, &value) &&
            (end = part_of_year(s, i, w.end, value)) > i)
            return end;
        if (worded && (end = months(s, i)) > i)
            return end;
        if (!read_ocr(s, i, &r) && !read_three(s, i, &r)) {
            if (!worded ||
                (!read_thousand(s, &w, &r) && !read_one_and_half(s, &w, &r) &&
                    !read_spelled(s, i, &r)))
                return start;
            if ((end = part_of_year(s, i, r.end, r.value.units)) > i)
                return end; /* "девять месяцев" */
        }
    } else if (text_is_digit(c) && !glued_to_word(s, i)) {
        end = start == i ? digits_at(s, i) : i;
        if (end > i)
            return end;
        if (!read_ocr(s, i, &r) && !read_plain(s, i, &r))
            return points_only ? start : push_noise(s, start, broken_digits(s, i));
        read_torn(s, start, &r);
    } else {
        return start;
    }
    read_half(s, &r);
    set_step(&r);
    r.stop = r.end;
    if (!(r.flags & TOKEN_SPELLED))
        read_pair(s, &r);
    read_scale(s, &r);
    if (!(r.flags & TOKEN_SPELLED)) {
        read_ending(s, &r);
        read_pair(s, &r);
    }
    read_unit(s, &r);
    if (points_only && r.kind != NUMBER_POINTS)
        return start;
    if (negative)
        r.value.units = -r.value.units;
    return push_number(s, start, &r);
}

static struct str
skeleton_of(const struct scan *s, size_t i)
{
    return str_slice(buf_slice(&s->skeleton), s->tokens[i].at, s->tokens[i].stop);
}

static bool
token_is(const struct scan *s, size_t i, enum lexicon_kind kind)
{
    return i < s->ntokens && s->tokens[i].kind == TOKEN_WORD &&
        (s->tokens[i].kinds & lexicon_bit(kind));
}

/* The same, with the word's value. */
static bool
token_says(const struct scan *s, size_t i, enum lexicon_kind kind, long *value)
{
    return token_is(s, i, kind) && lexicon_find(s->lexicon, kind, skeleton_of(s, i), value);
}

/* A Kazakh genitive: -ның, -дің, -тың ... */
static bool
is_genitive(struct str word)
{
    size_t n = word.len;
    return n > 4 && word.p[n - 1] == '\xED' &&
        (word.p[n - 2] == '\xFB' || word.p[n - 2] == '\xE8') &&
        (word.p[n - 3] == '\xED' || word.p[n - 3] == '\xE4' || word.p[n - 3] == '\xF2');
}

/* "кем емес": "not less" is a limit, "less" alone is a change. */
#define LIMIT_IF_DENIED 2

static void
mark_limits(struct scan *s, size_t i)
{
    struct token *t = &s->tokens[i];
    long value = 0;
    if (i >= 1 && token_is(s, i - 1, LEXICON_ABOUT))
        t->flags |= TOKEN_APPROX;
    if (i >= 1 && token_says(s, i - 1, LEXICON_LIMIT, &value)) {
        bool denied = i >= 2 && token_is(s, i - 2, LEXICON_NOT);
        /* "с 19 до 32": the later of two values, no bound. */
        bool pair = value && i >= 2 && s->tokens[i - 2].kind == TOKEN_NUMBER;
        if (denied || (value && !pair))
            t->flags = (t->flags & ~(unsigned)TOKEN_APPROX) | TOKEN_BOUND;
    }
    if (i >= 1 && token_is(s, i - 1, LEXICON_OF))
        t->flags |= TOKEN_GENITIVE;
    /* "25 педагогтың 21-і": of 25, 21. */
    if (i + 2 < s->ntokens && s->tokens[i + 1].kind == TOKEN_WORD &&
        is_genitive(skeleton_of(s, i + 1)) && s->tokens[i + 2].kind == TOKEN_NUMBER &&
        s->tokens[i + 2].number.kind == NUMBER_COUNT)
        t->flags |= TOKEN_GENITIVE;
    for (size_t k = i + 1; k <= i + 2 && k < s->ntokens && s->tokens[k].kind == TOKEN_WORD; k++) {
        if (token_is(s, k, LEXICON_ABOUT_AFTER))
            t->flags |= TOKEN_APPROX;
        if (token_says(s, k, LEXICON_LIMIT_AFTER, &value) &&
            (value != LIMIT_IF_DENIED || token_is(s, k + 1, LEXICON_NOT)) &&
            (value || k == i + 1 || (t->flags & (TOKEN_DATIVE | TOKEN_ABLATIVE))) &&
            !(i >= 2 && s->tokens[i - 1].kind == TOKEN_NUMBER))
            t->flags |= TOKEN_BOUND;
    }
}

/* Two periods of which one says the year of the other. */
static void
join_two(struct token *a, struct token *b)
{
    if (a->kind != TOKEN_PERIOD || b->kind != TOKEN_PERIOD)
        return;
    struct token *part = a->period.from.year ? b : a, *whole = part == a ? b : a;
    if (part->period.from.year || !whole->period.from.year || whole->period.school_year)
        return;
    part->period.from.year = part->period.to.year = whole->period.from.year;
    whole->period = part->period;
}

/* A quarter, half-year or months next to a year are of that year, and the other way round; also
 * with a comma between ("2022 жыл, 6 ай") or words for "the same". */
static void
join_periods(struct scan *s)
{
    for (size_t i = 0; i + 1 < s->ntokens; i++) {
        size_t next = i + 1;
        while (next + 1 < s->ntokens && token_is(s, next, LEXICON_SAME))
            next++;
        join_two(&s->tokens[i], &s->tokens[next]);
    }
    for (size_t i = 0; i + 2 < s->ntokens; i++)
        if (is_sign(s, i + 1, ","))
            join_two(&s->tokens[i], &s->tokens[i + 2]);
}

/* A number printed as a year is: four digits. */
static bool
prints_year(const struct scan *s, size_t i)
{
    const struct token *t = &s->tokens[i];
    return t->kind == TOKEN_NUMBER && t->number.kind == NUMBER_COUNT && t->text.len == 4 &&
        !t->number.value.scale && is_year(t->number.value.units, 4);
}

/* "в 2015, 2016 и 2017 годах", "2015 және 2016 жылдар": a year before or behind a year, and "2016:
 * 5" at the beginning or behind a sign. */
static void
join_years(struct scan *s)
{
    for (size_t k = s->ntokens; k-- > 0;) {
        if (!prints_year(s, k))
            continue;
        bool joined = k + 2 < s->ntokens && s->tokens[k + 2].kind == TOKEN_PERIOD &&
            s->tokens[k + 2].period.from.year &&
            (is_sign(s, k + 1, ",") || token_is(s, k + 1, LEXICON_AND));
        bool worded = k + 1 < s->ntokens && token_is(s, k + 1, LEXICON_YEAR);
        bool heads = (k == 0 || is_sign(s, k - 1, ",;.")) && is_sign(s, k + 1, ":-") &&
            k + 2 < s->ntokens && s->tokens[k + 2].kind == TOKEN_NUMBER;
        bool parted = k > 0 && s->tokens[k - 1].kind == TOKEN_PERIOD &&
            !s->tokens[k - 1].period.from.year; /* "2 кв. 2022" */
        bool alone = k == 0 && (s->ntokens == 1 || (s->ntokens == 2 && is_sign(s, 1, ".")));
        if (!joined && !worded && !heads && !parted && !alone)
            continue;
        int year = (int)s->tokens[k].number.value.units;
        scan_retype(s, &s->tokens[k], TOKEN_PERIOD, SKELETON_PERIOD);
        s->tokens[k].flags = 0;
        s->tokens[k].period = (struct period){{year, 1, 1}, {year, 12, 31}, false};
    }
}

/* Values of LEXICON_LABEL, beside 0: the number stands before the word; it may be a house. */
enum { LABEL_BEHIND = 1, LABEL_STREET = 2 };

/* "ул. Абая, 12", "Абай көшесі, 12". */
static bool
is_house(const struct scan *s, size_t i)
{
    enum { STREET_TOKENS = 6 };
    if (!is_sign(s, i - 1, ","))
        return false;
    for (size_t k = i - 1; k-- && i - k <= STREET_TOKENS;) {
        long order = 0;
        if (token_says(s, k, LEXICON_LABEL, &order) && order == LABEL_STREET)
            return true;
        if (s->tokens[k].kind != TOKEN_WORD && !is_sign(s, k, "."))
            return false;
    }
    return false;
}

/* "приложение 4", "статьи 12 Закона", "статьям 14 и 15", "каб. 12"; Kazakh behind the number: "12
 * бап". A number that a noun in small letters follows is one all the same ("в кабинете 25 парт").
 */
static void
find_names(struct scan *s)
{
    size_t named = SIZE_MAX; /* the last number behind such a noun */
    for (size_t i = 0; i < s->ntokens; i++) {
        const struct token *t = &s->tokens[i];
        if (t->kind != TOKEN_NUMBER || t->number.kind != NUMBER_COUNT ||
            (t->flags & (TOKEN_SPELLED | TOKEN_PAIR)))
            continue;
        bool before = i && (token_is(s, i - 1, LEXICON_LABEL) || is_house(s, i));
        long order = 0;
        bool label = i + 1 < s->ntokens && token_says(s, i + 1, LEXICON_LABEL, &order);
        size_t first = i + 1 < s->ntokens ? s->tokens[i + 1].start : 0;
        bool noun = i + 1 < s->ntokens && s->tokens[i + 1].kind == TOKEN_WORD && !label &&
            !is_capital(s->c[first].c) && !token_is(s, i + 1, LEXICON_AND) &&
            first + 2 < s->tokens[i + 1].end;
        bool behind =
            label && order == LABEL_BEHIND && s->lang != LANG_RU && !t->number.value.scale;
        bool listed = named != SIZE_MAX && named + 2 == i && token_is(s, i - 1, LEXICON_AND);
        if ((before && !noun) || behind || listed)
            scan_retype(s, &s->tokens[i], TOKEN_NOISE, SKELETON_NOISE);
        if ((before && !noun) || listed)
            named = i;
    }
}

void
typing_finish(struct scan *s)
{
    if (s->holds & 1u << TOKEN_NUMBER) {
        join_years(s);
        find_names(s);
        for (size_t i = 0; i < s->ntokens; i++)
            if (s->tokens[i].kind == TOKEN_NUMBER)
                mark_limits(s, i);
    }
    if (s->holds & 1u << TOKEN_PERIOD)
        join_periods(s);
}
