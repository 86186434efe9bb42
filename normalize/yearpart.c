#include "yearpart.h"

#include "token.h"

int
yearpart_last_day(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[(month + 11) % 12];
}

struct period
yearpart_months(int year, int first, int last)
{
    return (struct period){{year, first, 1}, {year, last, yearpart_last_day(year, last)}, false};
}

bool
yearpart_whole_months(const struct period *p)
{
    return p->from.day == 1 && p->to.day == yearpart_last_day(p->to.year, p->to.month);
}

bool
yearpart_whole_year(const struct period *p)
{
    return p->from.year == p->to.year && p->from.month == 1 && p->to.month == 12 &&
        yearpart_whole_months(p);
}

/* Whether token `i` is a word that begins so, folded. */
static bool
begins(const struct block *b, size_t i, const char *stem)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_WORD &&
        str_starts(token_skeleton(b, i), str_of(stem));
}

static bool
is(const struct block *b, size_t i, const char *word)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_WORD && str_is(token_skeleton(b, i), word);
}

static bool
begins_any(const struct block *b, size_t i, const char *const *stems)
{
    return i < b->ntokens && b->tokens[i].kind == TOKEN_WORD &&
        str_starts_any(token_skeleton(b, i), stems);
}

/* --- months --- */

/* The month that token `i` names, 0 for any other; a span of two ("январь-июнь") gives both. */
static int
month_at(const struct reference *known, const struct block *b, size_t i, enum lang lang, int *last)
{
    struct str rest, word;
    if (i >= b->ntokens || b->tokens[i].kind != TOKEN_WORD)
        return 0;
    rest = token_skeleton(b, i);
    word = str_cut(&rest, '-');
    int first = reference_month(known, lang, word);
    *last = rest.p ? reference_month(known, lang, rest) : first;
    return *last ? first : 0;
}

/* Whether token `i` may stand between two months: a comma, a dash, "и", "по", "мен", "айынан". */
static bool
joins_months(const struct block *b, size_t i)
{
    static const char *const words[] = {"\xE8", "\xEF\xEE", "\xEC\xE5\xED", "\xEF\xE5\xED",
        "\xE1\xE5\xED", "\xE6\xE0\xED\xE5", NULL};
    if (token_is_punct(b, i, ',') || token_is_punct(b, i, '-') || begins(b, i, "\xE0\xE8\xFB\xED"))
        return true;
    for (size_t k = 0; words[k]; k++)
        if (is(b, i, words[k]))
            return true;
    return false;
}

/* "Апрель, май и июнь 2023 года", "май месяц 2023 года": the months before the year at token `i`.
 */
static bool
months_before(const struct reference *known, const struct block *b, size_t i, struct period *p)
{
    int first, last, more, ignored;
    if (i && begins(b, i - 1, "\xEC\xE5\xF1\xFF\xF6"))
        i--;
    first = i ? month_at(known, b, i - 1, LANG_RU, &last) : 0;
    if (!first)
        return false;
    for (size_t k = i - 1; k >= 2 && joins_months(b, k - 1); k -= 2) {
        more = month_at(known, b, k - 2, LANG_RU, &ignored);
        if (!more || more > first)
            break;
        first = more;
    }
    if (first > last)
        return false;
    *p = yearpart_months(p->from.year, first, last);
    return true;
}

/* "2022 жылғы ақпан", "қаңтар айынан маусым айына дейін": the months behind the year at token `i`.
 */
static bool
months_behind(const struct reference *known, const struct block *b, size_t i, struct period *p)
{
    int last, ignored, more, first = month_at(known, b, i + 1, LANG_KK, &last);
    if (!first || first > last)
        return false;
    for (size_t k = i + 2; k < b->ntokens && last < 12; k++) {
        more = month_at(known, b, k, LANG_KK, &ignored);
        if (more > last)
            last = more;
        else if (!joins_months(b, k))
            break;
    }
    *p = yearpart_months(p->from.year, first, last);
    return true;
}

/* "С сентября 2022 года по май 2023 года": the month and year behind those at token `i`. */
static void
span_years(const struct reference *known, const struct block *b, size_t i, enum lang lang,
    struct period *p)
{
    bool kazakh = lang == LANG_KK;
    size_t year = kazakh ? i + 2 : i + 3;
    int ignored, month = month_at(known, b, kazakh ? i + 3 : i + 2, lang, &ignored);
    if (!month || year >= b->ntokens || b->tokens[year].kind != TOKEN_PERIOD ||
        !(kazakh ? begins(b, i + 4, "\xE4\xE5\xE8\xE8\xED") : joins_months(b, i + 1)) ||
        b->tokens[year].period.from.year <= p->from.year || b->tokens[year].period.school_year)
        return;
    int to = b->tokens[year].period.from.year;
    p->to = (struct date){to, month, yearpart_last_day(to, month)};
}

/* --- quarters and halves --- */

static const char *const quarter_stems[] = {
    "\xEA\xE2\xE0\xF0\xF2\xE0\xEB", "\xF2\xEE\xEA\xF1\xE0\xED", NULL};

/* A number from 1 to 4 in digits or as a Roman one, folded; 0 for anything else. */
static int
quarter_number(struct str word)
{
    static const char *const numbers[][4] = {{"1", "i", "\xE8", "l"}, {"2", "ii", "\xE8\xE8", "ll"},
        {"3", "iii", "\xE8\xE8\xE8", "lll"}, {"4", "iv", "\xE8v", "1v"}};
    for (int n = 0; n < 4; n++)
        for (int k = 0; k < 4; k++)
            if (str_is(word, numbers[n][k]))
                return n + 1;
    return 0;
}

/* "Два", "три", "екі", "үш" before "quarters": so many from the first on. */
static int
count_of(struct str word)
{
    static const char *const words[][2] = {
        {"\xE4\xE2\xE0", "\xE5\xEA\xE8"}, {"\xF2\xF0\xE8", "\xF3\xF8"}};
    for (int n = 0; n < 2; n++)
        if (str_is(word, words[n][0]) || str_is(word, words[n][1]))
            return n + 2;
    return 0;
}

/* The first and last quarter that the token says: "I-III кварталы", "III квартал", "три квартала".
 */
static bool
quarters_at(const struct block *b, size_t i, int *first, int *last)
{
    struct buf folded = {0};
    struct str rest, word;
    if (i >= b->ntokens)
        return false;
    token_fold(&folded, b->tokens[i].text);
    rest = buf_slice(&folded);
    word = str_cut(&rest, ' ');
    *last = rest.p && str_starts_any(rest, quarter_stems) ? count_of(word) : 0;
    *first = *last ? 1 : 0;
    if (!*last) {
        rest = word;
        word = str_cut(&rest, '-');
        *first = quarter_number(word);
        *last = rest.p ? quarter_number(rest) : *first;
    }
    buf_free(&folded);
    return *first && *last;
}

/* Several quarters, where the scanner took one of them or the year: widens or narrows `p`. */
static void
take_quarters(const struct block *b, size_t i, struct period *p)
{
    int first, last, other, more;
    size_t at = i;
    if (yearpart_whole_year(p)) {
        if (i < 2 || !begins_any(b, i - 1, quarter_stems))
            return;
        at = i - 2;
    } else if (p->to.month - p->from.month != 2) {
        return;
    }
    if (!quarters_at(b, at, &first, &last) && !quarters_at(b, ++at, &first, &last))
        return;
    for (; at >= 2 && joins_months(b, at - 1) && quarters_at(b, at - 2, &other, &more) &&
         other < first;
         at -= 2)
        first = other;
    if (last > first)
        *p = yearpart_months(p->from.year, 3 * first - 2, 3 * last);
}

/* "I", "1", "бірінші", "алғашқы" at token `i`: which half or quarter; 0 for anything else. */
static int
which_at(const struct block *b, size_t i)
{
    if (begins(b, i, "\xE1\xE8\xF0\xE8\xED\xF8\xE8") ||
        begins(b, i, "\xE0\xEB\xE3\xE0\xF8\xEA\xFB"))
        return 1;
    if (begins(b, i, "\xE5\xEA\xE8\xED\xF8\xE8"))
        return 2;
    if (begins(b, i, "\xF1\xEE\xED\xE3\xFB"))
        return begins(b, i + 1, quarter_stems[1]) ? 4 : 2;
    if (i >= b->ntokens || b->tokens[i].kind > TOKEN_NUMBER)
        return 0;
    struct number n = b->tokens[i].number;
    if (b->tokens[i].kind == TOKEN_NUMBER)
        return n.value.scale || n.value.units > 4 ? 0 : (int)n.value.units;
    return quarter_number(token_skeleton(b, i));
}

/* The half or quarter that the Kazakh words behind the year at token `i` say: "I жарты жылдығы",
 * "жарты жылы", "бірінші жартысы", "ІІІ тоқсанға", "I және II тоқсандары". */
static bool
part_behind(const struct block *b, size_t i, struct period *p)
{
    int year = p->from.year, n = which_at(b, i + 1);
    size_t k = i + 1 + (n > 0);
    bool half = token_is_kind(b, k, LEXICON_HALF) || begins(b, k, "\xE6\xE0\xF0\xF2\xFB\xF1") ||
        (is(b, k, "\xE6\xE0\xF0\xF2\xFB") && begins(b, k + 1, "\xE6\xFB\xEB"));
    if (half && n <= 2) {
        *p = n == 2 ? yearpart_months(year, 7, 12) : yearpart_months(year, 1, 6);
        return true;
    }
    if (n && begins(b, k, quarter_stems[1])) {
        *p = yearpart_months(year, 3 * n - 2, 3 * n);
        return true;
    }
    while (n && joins_months(b, k) && which_at(b, k + 1))
        k += 2;
    if (!n || !joins_months(b, k) || k + 1 >= b->ntokens || b->tokens[k + 1].kind != TOKEN_PERIOD ||
        b->tokens[k + 1].period.from.year || b->tokens[k + 1].period.to.month <= 3 * n)
        return false;
    *p = yearpart_months(year, 3 * n - 2, b->tokens[k + 1].period.to.month);
    return true;
}

/* The same before it in Russian: "полугодие 2023 года", "в первой половине 2023 года", "последний
 * квартал 2023 года". */
static bool
part_before(const struct block *b, size_t i, struct period *p)
{
    int year = p->from.year;
    bool second = i > 1 && begins(b, i - 2, "\xE2\xF2\xEE\xF0"),
         last = i > 1 && begins(b, i - 2, "\xEF\xEE\xF1\xEB\xE5\xE4\xED");
    bool first = i > 1 && begins(b, i - 2, "\xEF\xE5\xF0\xE2");
    if (!i)
        return false;
    if (token_is_kind(b, i - 1, LEXICON_HALF) || is(b, i - 1, "\xEF\xEE\xEB\xE3\xEE\xE4\xE0") ||
        ((first || second) && begins(b, i - 1, "\xEF\xEE\xEB\xEE\xE2\xE8\xED"))) {
        *p = second ? yearpart_months(year, 7, 12) : yearpart_months(year, 1, 6);
        return true;
    }
    if (!last || !token_is_kind(b, i - 1, LEXICON_QUARTER))
        return false;
    *p = yearpart_months(year, 10, 12);
    return true;
}

/* Months without a year behind the year at token `i`: "2022 жылдың алғашқы алты айы", "2023 год (9
 * месяцев)", "в 2023 году за 9 месяцев", "2022 жылғы 6 айдың". */
static bool
take_months(const struct block *b, size_t i, struct period *p)
{
    static const char *const between[] = {"\xE0\xEB\xE3\xE0\xF8\xEA\xFB", "\xEE\xF2\xEA\xE5\xED",
        "\xE1\xE0\xF1\xF2\xE0\xEF\xEA\xFB", "\xF1\xEE\xED\xE3\xFB", "\xEF\xE5\xF0\xE2",
        "\xE1\xE0\xF1\xFB\xED", "\xE1\xE5\xF0\xE3\xE8", NULL};
    size_t k = i + 1;
    if (token_is_punct(b, k, '(') || token_is_punct(b, k, ',') || is(b, k, "\xE7\xE0"))
        k++;
    while (k < i + 3 && begins_any(b, k, between))
        k++;
    if (k < b->ntokens && b->tokens[k].kind == TOKEN_PERIOD && !b->tokens[k].period.from.year &&
        b->tokens[k].period.from.month) {
        *p = yearpart_months(
            p->from.year, b->tokens[k].period.from.month, b->tokens[k].period.to.month);
        return true;
    }
    if (k >= b->ntokens || b->tokens[k].kind != TOKEN_NUMBER ||
        !begins(b, k + 1, "\xE0\xE8\xE4\xFB\xED"))
        return false;
    struct number n = b->tokens[k].number;
    if (n.value.scale || n.value.units < 2 || n.value.units > 12)
        return false;
    *p = yearpart_months(p->from.year, 1, (int)n.value.units);
    return true;
}

void
yearpart_read(const struct reference *known, const struct block *b, size_t i, enum lang lang,
    struct period *p)
{
    bool year = yearpart_whole_year(p);
    if (year && (lang == LANG_KK ? months_behind(known, b, i, p) : months_before(known, b, i, p))) {
        if (p->from.month == p->to.month)
            span_years(known, b, i, lang, p);
        return;
    }
    if (!year ||
        !(take_months(b, i, p) || (lang == LANG_KK ? part_behind(b, i, p) : part_before(b, i, p))))
        take_quarters(b, i, p);
}

/* --- the time up to a day --- */

/* From the beginning of the year up to a day; up to the day before where that begins a month. */
static struct period
year_up_to(struct date day)
{
    struct period p = {{day.year, 1, 1}, day, false};
    if (day.day > 1)
        return p;
    if (day.month == 1)
        return yearpart_months(day.year - 1, 1, 12);
    return yearpart_months(day.year, 1, day.month - 1);
}

bool
yearpart_until(const struct block *b, size_t i, struct period *p)
{
    enum { FAR = 6 };
    struct date day = b->tokens[i].date;
    bool until = begins(b, i + 1, "\xE4\xE5\xE8\xE8\xED") ||
        (i && (is(b, i - 1, "\xEF\xEE") || is(b, i - 1, "\xE4\xEE") || is(b, i - 1, "\xED\xE0")));
    for (size_t k = i; until && k-- > 0 && i - k <= FAR;) {
        if (!day.year && b->tokens[k].kind == TOKEN_PERIOD)
            day.year = b->tokens[k].period.from.year;
        if (!begins(b, k, "\xED\xE0\xF7\xE0\xEB") && !begins(b, k, "\xE1\xE0\xF1\xFB\xED"))
            continue;
        if (!day.year && k && b->tokens[k - 1].kind == TOKEN_PERIOD)
            day.year = b->tokens[k - 1].period.from.year;
        *p = year_up_to(day);
        return day.year != 0 && day.month != 0;
    }
    return false;
}

bool
yearpart_as_of(const struct block *b, size_t i, struct period *p)
{
    struct date day = b->tokens[i].date;
    bool stands = i && is(b, i - 1, "\xED\xE0");
    stands = stands || begins(b, i + 1, "\xE6\xE0\xE3\xE4\xE0\xE8") ||
        begins(b, i + 1, "\xE6\xE0\xE8-\xEA\xF3\xE8");
    if (!stands || !day.year || !day.month ||
        (day.day != 1 && day.day != yearpart_last_day(day.year, day.month)))
        return false;
    *p = year_up_to(day);
    return true;
}

bool
yearpart_of_school_year(const struct block *b, size_t i, struct period *p)
{
    const struct period *half = &b->tokens[i].period;
    if (i + 1 >= b->ntokens || b->tokens[i + 1].kind != TOKEN_PERIOD ||
        !b->tokens[i + 1].period.school_year || half->to.month - half->from.month != 5)
        return false;
    int year = b->tokens[i + 1].period.from.year;
    *p = half->from.month == 1 ? yearpart_months(year, 9, 12) : yearpart_months(year + 1, 1, 6);
    return true;
}
