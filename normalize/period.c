#include "period.h"

#include "part.h"
#include "remark.h"
#include "token.h"
#include "yearpart.h"

/* Where a period stands says how much it counts: the best place decides, mere number within it. */
enum standing {
    IN_SENTENCE, /* in any sentence or table */
    AS_OF, /* "по состоянию на 1 октября": the year up to a day that the head names */
    IN_TITLE, /* between a part's title and its first sentence, or in the title itself */
    OBSERVED, /* behind "observed period" and the like */
    STANDING_COUNT
};

/* Surveys and checks of a period may fall so many months behind it. */
#define MONTHS_AFTER 2

/* Between the words "observed period" and the period itself: a colon, a dash, "activity", "the
 * year". */
#define OBSERVED_GAP 6

/* "Рассмотренный период – 2019 год": words that may stand before "period" there. */
#define PERIOD_WORDS 2

/* Different periods that one document names; more than that are not counted. */
#define CANDIDATES_MAX 64

/* Quotes of "the reported period" in one finding. */
#define REFERENCES_MAX 8

struct candidate {
    struct period period;
    long weight[STANDING_COUNT];
};

struct work {
    const struct reference *known;
    struct document *d;
    struct candidate candidates[CANDIDATES_MAX];
    size_t ncandidates;
};

static bool
same_days(const struct period *a, const struct period *b)
{
    return date_compare(a->from, b->from) == 0 && date_compare(a->to, b->to) == 0;
}

void
period_write_label(struct buf *b, const struct period *p)
{
    int first = p->from.month, last = p->to.month, year = p->from.year;
    if (!year)
        return;
    if (p->school_year && p->to.year == year + 1 && first == 9 && last == 8)
        buf_printf(b, "%04d-%04d", year, p->to.year);
    else if (yearpart_whole_year(p))
        buf_printf(b, "%04d", year);
    else if (p->to.year == year && yearpart_whole_months(p) && last - first == 5 && first % 6 == 1)
        buf_printf(b, "%04d-H%d", year, first == 1 ? 1 : 2);
    else if (p->to.year == year && yearpart_whole_months(p) && last - first == 2 && first % 3 == 1)
        buf_printf(b, "%04d-Q%d", year, first / 3 + 1);
    else if (p->to.year == year && yearpart_whole_months(p) && first == 1)
        buf_printf(b, "%04d-M%02d", year, last);
    else
        buf_printf(b, "%04d-%02d-%02d/%04d-%02d-%02d", year, first, p->from.day, p->to.year, last,
            p->to.day);
}

/* `p` a year earlier. */
static struct period
year_before(const struct period *p)
{
    struct period q = *p;
    q.from.year--;
    q.to.year--;
    if (q.to.day >= 28 && q.to.day == yearpart_last_day(p->to.year, p->to.month))
        q.to.day = yearpart_last_day(q.to.year, q.to.month);
    return q;
}

/* Puts in the years that `said` leaves out: those of the reported period. */
static struct period
completed(const struct period *reported, const struct period *said)
{
    struct period p = *said;
    int first = reported->from.year, last = reported->to.year;
    if (!p.from.year)
        p.from.year = p.from.month >= reported->from.month ? first : last;
    if (!p.to.year)
        p.to.year = p.to.month >= p.from.month ? p.from.year : p.from.year + 1;
    if (!p.to.day && p.to.month)
        p.to.day = yearpart_last_day(p.to.year, p.to.month);
    return p;
}

enum period_relation
period_relate(const struct period *reported, const struct period *said)
{
    struct period p, before;
    bool calendar, school;
    if (!reported->from.year)
        return PERIOD_OTHER;
    p = completed(reported, said);
    before = year_before(reported);
    if (same_days(&p, reported))
        return PERIOD_THIS;
    if (same_days(&p, &before))
        return PERIOD_PREVIOUS;
    /* A school year is told by the calendar year in which it begins. */
    calendar = yearpart_whole_year(reported) && p.school_year;
    school = reported->school_year && yearpart_whole_year(&p);
    if ((calendar || school) && p.from.year == reported->from.year)
        return PERIOD_THIS;
    if ((calendar || school) && p.from.year == reported->from.year - 1)
        return PERIOD_PREVIOUS;
    return PERIOD_OTHER;
}

bool
period_moment_of(const struct period *reported, const struct period *said)
{
    struct period p = completed(reported, said);
    struct date from = reported->from;
    if (reported->school_year && from.month > 1)
        from.month--; /* in August a school gets ready */
    if (!reported->from.year || date_compare(from, p.from) > 0)
        return false;
    if (yearpart_whole_months(&p))
        return p.from.year == p.to.year && p.from.month == p.to.month &&
            date_compare(p.to, reported->to) <= 0;
    long month = reported->to.year * 12L + reported->to.month;
    return p.to.year * 12L + p.to.month <= month + MONTHS_AFTER;
}

/* Whether the day is one of the last of the period, or of the first behind it. */
static bool
is_end_of(const struct period *p, struct date day)
{
    enum { LAST_DAYS = 25, FIRST_DAYS = 10 };
    long months = (day.year - p->to.year) * 12L + day.month - p->to.month;
    return (months == 0 && day.day >= LAST_DAYS) || (months == 1 && day.day <= FIRST_DAYS);
}

enum period_relation
period_relate_day(const struct period *reported, struct date day)
{
    struct period before;
    if (!reported->from.year || !day.year)
        return PERIOD_OTHER;
    before = year_before(reported);
    if (is_end_of(&before, day))
        return PERIOD_PREVIOUS;
    bool within = date_compare(reported->from, day) <= 0 && date_compare(day, reported->to) <= 0;
    return within || is_end_of(reported, day) ? PERIOD_THIS : PERIOD_OTHER;
}

/* Tokens of a sentence that are looked at on each side; sentences in lists have thousands. */
#define AROUND_MAX 64

/* The first token of the sentence that holds token `i`, as far as is looked at. */
static size_t
sentence_begin(const struct block *b, size_t i)
{
    size_t far = i > AROUND_MAX ? i - AROUND_MAX : 0;
    while (i > far && !token_is_punct(b, i - 1, '.'))
        i--;
    return i;
}

static size_t
sentence_end(const struct block *b, size_t i)
{
    size_t far = i + AROUND_MAX < b->ntokens ? i + AROUND_MAX : b->ntokens;
    while (i < far && !token_is_punct(b, i, '.'))
        i++;
    return i;
}

/* Whether tokens `i` and `k` (behind it) are the two ends of an interval: "1 January - 31
 * December", "с D по D". */
static bool
is_interval(const struct block *b, size_t i, size_t k)
{
    if (k >= b->ntokens || b->tokens[k].kind != TOKEN_DATE || b->tokens[i].kind != TOKEN_DATE)
        return false;
    for (size_t m = i + 1; m < k; m++)
        if (!token_is_punct(b, m, '-') && b->tokens[m].kind != TOKEN_WORD)
            return false;
    return k - i <= 2;
}

/* A bare year behind a half-year or quarter ("в III квартале 2020"). */
static int
bare_year(const struct block *b, size_t i)
{
    struct number n;
    if (i >= b->ntokens || b->tokens[i].kind != TOKEN_NUMBER)
        return 0;
    n = b->tokens[i].number;
    return n.value.scale == 0 && n.value.units > 1990 && n.value.units < 2100 ? (int)n.value.units
                                                                              : 0;
}

/* Whether a year without a word for it must be one: "за 2021", "2021 календарный год". */
static bool
says_year(const struct block *b, size_t i)
{
    struct str before = token_skeleton(b, i - 1);
    struct str after = i + 1 < b->ntokens ? token_skeleton(b, i + 1) : (struct str){"", 0};
    return (str_is(before, "\xE7\xE0") && i + 1 == b->ntokens) ||
        str_starts(after, STR("\xEA\xE0\xEB\xE5\xED\xE4\xE0\xF0")) ||
        str_starts(after, STR("\xEE\xF2\xF7\xE5\xF2\xED"));
}

/* Whether the token ends with a word for calendar years: "2020-2021 годы". */
static bool
says_years(const struct work *w, const struct block *b, size_t i)
{
    struct buf folded = {0};
    struct str rest, word = {"", 0};
    bool years;
    token_fold(&folded, b->tokens[i].text);
    rest = buf_slice(&folded);
    while (str_ends(rest, STR(".")))
        rest.len--;
    while (rest.p)
        word = str_cut(&rest, ' ');
    years = reference_cue_word(w->known, CUE_YEARS, block_lang(w->d, b), word);
    buf_free(&folded);
    return years;
}

/* Whether token `i` is the second of two years that are one period: "2020 и 2021 годы". */
static bool
ends_two_years(const struct work *w, const struct block *b, size_t i)
{
    return i >= 2 && i < b->ntokens && b->tokens[i].kind == TOKEN_PERIOD &&
        b->tokens[i - 2].kind == TOKEN_PERIOD && yearpart_whole_year(&b->tokens[i].period) &&
        yearpart_whole_year(&b->tokens[i - 2].period) &&
        b->tokens[i - 2].period.from.year + 1 == b->tokens[i].period.from.year &&
        says_years(w, b, i);
}

/* The year at token `i`, or behind brackets there: "январь-сентябрь (9 месяцев) 2024 года"; 0 where
 * there is none. */
static int
year_behind(const struct block *b, size_t i)
{
    if (bare_year(b, i) || !token_is_punct(b, i, '('))
        return bare_year(b, i);
    size_t end = i + 1;
    while (end < b->ntokens && end < i + 5 && !token_is_punct(b, end, ')'))
        end++;
    const struct token *t = end + 1 < b->ntokens ? &b->tokens[end + 1] : NULL;
    return t && t->kind == TOKEN_PERIOD && !t->period.school_year ? t->period.from.year : 0;
}

/* Whether the year at token `i` begins "с начала 2023 года по 1 октября", whose date says it all.
 */
static bool
begins_until(const struct block *b, size_t i)
{
    struct period p;
    for (size_t k = i + 1; k < b->ntokens && k < i + 4; k++)
        if (b->tokens[k].kind == TOKEN_DATE)
            return yearpart_until(b, k, &p);
    return false;
}

/* The period that token `i` says, with what stands around it. False for a day or anything else. */
static bool
read_period(const struct work *w, const struct block *b, size_t i, struct period *out)
{
    const struct token *t = &b->tokens[i];
    enum lang lang = block_lang(w->d, b);
    if (t->kind == TOKEN_DATE && yearpart_until(b, i, out))
        return true;
    if (t->kind == TOKEN_DATE) {
        size_t k = i + 1;
        while (k < b->ntokens && k < i + 3 && b->tokens[k].kind != TOKEN_DATE)
            k++;
        if (!is_interval(b, i, k))
            return false;
        *out = (struct period){t->date, b->tokens[k].date, false};
        if (!out->from.year)
            out->from.year = out->to.year;
        if (!out->to.year)
            out->to.year = out->from.year;
        /* "С 1 января по 1 июля": the second half is not in it. */
        if (out->from.day == 1 && out->to.day == 1 && out->to.month > 1)
            out->to = yearpart_months(out->to.year, 1, out->to.month - 1).to;
        return out->from.month && out->to.month && date_compare(out->from, out->to) < 0;
    }
    if (t->kind == TOKEN_NUMBER && bare_year(b, i) && i && says_year(b, i)) {
        *out = yearpart_months(bare_year(b, i), 1, 12);
        return true;
    }
    if (t->kind != TOKEN_PERIOD || begins_until(b, i))
        return false;
    *out = t->period;
    if (!out->from.year && yearpart_of_school_year(b, i, out))
        return true;
    if (!out->from.year)
        out->from.year = out->to.year = year_behind(b, i + 1);
    if (out->school_year) {
        if (says_years(w, b, i))
            *out = (struct period){{out->from.year, 1, 1}, {out->to.year, 12, 31}, false};
        return true;
    }
    if (out->from.year) {
        yearpart_read(w->known, b, i, lang, out);
        if (ends_two_years(w, b, i + 2))
            return false;
        if (ends_two_years(w, b, i))
            out->from = b->tokens[i - 2].period.from;
    }
    return out->from.month != 0;
}

/* The first token from `i` on that says a period, which is put in `*out`; ntokens where there is
 * none. */
static size_t
next_period(const struct work *w, const struct block *b, size_t i, struct period *out)
{
    const unsigned kinds = 1u << TOKEN_DATE | 1u << TOKEN_PERIOD | 1u << TOKEN_NUMBER;
    while (i < b->ntokens && (b->holds & kinds)) {
        if ((kinds >> b->tokens[i].kind & 1) && read_period(w, b, i, out))
            return i;
        i++;
    }
    return b->ntokens;
}

/* Looks for a cue in the sentence before token `i`, at most `gap` tokens before it; puts its end in
 * `*end`. */
static bool
cue_before(
    const struct work *w, const struct block *b, enum cue cue, size_t i, size_t gap, size_t *end)
{
    struct str words[AROUND_MAX];
    if (!reference_in_block(b, cue))
        return false;
    size_t from = sentence_begin(b, i), n = 0;
    bool found = false;
    for (size_t k = from; k < i; k++)
        words[n++] = token_skeleton(b, k);
    for (size_t at = 0; at < n; at++) {
        size_t stop;
        if (reference_cue(w->known, cue, block_lang(w->d, b), words, n, at, &stop, NULL) &&
            n - stop <= gap) {
            *end = from + stop;
            found = true;
        }
    }
    return found;
}

/* Kazakh puts the cue behind as well: "2024 жылды қамтыды". */
static bool
cue_behind(const struct work *w, const struct block *b, enum cue cue, size_t i, size_t gap)
{
    struct str words[16];
    if (!reference_in_block(b, cue))
        return false;
    size_t to = sentence_end(b, i), n = 0;
    for (size_t k = i + 1; k < to && n < 16 && !token_is_punct(b, k, ','); k++)
        words[n++] = token_skeleton(b, k);
    for (size_t at = 0; at < n && at <= gap; at++)
        if (reference_cue(w->known, cue, block_lang(w->d, b), words, n, at, NULL, NULL))
            return true;
    return false;
}

/* Whether the word tells of the period before: "предыдущем 2020 году", "алдыңғы 2020 жылы". */
static bool
is_before(struct str word)
{
    static const char *const stems[] = {"\xEF\xF0\xE5\xE4\xFB\xE4\xF3\xF9",
        "\xEF\xF0\xE5\xE4\xF8\xE5\xF1\xF2\xE2", "\xEF\xF0\xEE\xF8\xEB",
        "\xE0\xED\xE0\xEB\xEE\xE3\xE8\xF7", "\xE0\xEB\xE4\xFB\xED\xE3", "\xF3\xEA\xF1\xE0\xF1",
        NULL}; /* предыдущ, предшеств, прошл, аналогич, алдыңғ, ұқсас */
    return str_starts_any(word, stems);
}

/* "Период: 2019 год", "Рассмотренный период – 2019 год" with no more than a word or two before. */
static bool
bare_period_word(const struct block *b, size_t i)
{
    struct str word;
    if (i < 2 || !(token_is_punct(b, i - 1, ':') || token_is_punct(b, i - 1, '-')))
        return false;
    word = token_skeleton(b, i - 2);
    size_t begin = sentence_begin(b, i);
    if (begin + PERIOD_WORDS < i - 2)
        return false;
    for (size_t k = begin; k < i - 2; k++)
        if (b->tokens[k].kind != TOKEN_WORD || is_before(token_skeleton(b, k)))
            return false;
    return str_is(word, "\xEF\xE5\xF0\xE8\xEE\xE4") ||
        str_starts(word, STR("\xEA\xE5\xE7\xE5\xED"));
}

/* "До сентября 2023 года", "2023 жылғы қыркүйекке дейін": the end of something else. */
static bool
is_until(const struct block *b, size_t i)
{
    size_t before = i, behind = i + 1;
    before -= before && token_is_kind(b, before - 1, LEXICON_MONTH);
    behind += token_is_kind(b, behind, LEXICON_MONTH);
    return (before && str_is(token_skeleton(b, before - 1), "\xE4\xEE")) || /* до */
        (behind < b->ntokens &&
            str_is(token_skeleton(b, behind), "\xE4\xE5\xE8\xE8\xED")); /* дейін */
}

/* "The analysis for 2020, compared with 2019": only the first is meant. */
static bool
period_between(const struct block *b, size_t from, size_t to)
{
    while (from < to && b->tokens[from].kind != TOKEN_PERIOD)
        from++;
    return from < to;
}

/* "В отчётном периоде обратилось 20 человек, в 2021 году 17": whether the words between tell what
 * happened, so that the period is another. */
static bool
fact_between(const struct block *b, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (b->tokens[i].kind == TOKEN_NUMBER || (i > from && token_is_punct(b, i, ',')))
            return true;
    return false;
}

static bool
is_observed(const struct work *w, const struct block *b, size_t i)
{
    size_t observed = 0, made = 0;
    enum lang lang = block_lang(w->d, b);
    if (bare_period_word(b, i) && !cue_before(w, b, CUE_MADE, i, AROUND_MAX, &made))
        return true;
    if (cue_before(w, b, CUE_OBSERVED, i, OBSERVED_GAP, &observed))
        return !period_between(b, observed, i) && !fact_between(b, observed, i) &&
            !(cue_before(w, b, CUE_MADE, i, AROUND_MAX, &made) && made >= observed);
    return lang == LANG_KK &&
        (cue_behind(w, b, CUE_OBSERVED, i, 1) || cue_behind(w, b, CUE_COVERS, i, 0));
}

/* Whether the period is the first that follows words like "period of the work". "За" before it says
 * that it is not. */
static bool
is_made(const struct work *w, const struct block *b, size_t i)
{
    size_t end;
    if (!cue_before(w, b, CUE_MADE, i, AROUND_MAX, &end) ||
        (i && str_is(token_skeleton(b, i - 1), "\xE7\xE0")))
        return false;
    return !period_between(b, end, i);
}

/* "Monitoring for 2021" of a sentence is what a title would say. */
static bool
is_of_work(const struct work *w, const struct block *b, size_t i)
{
    size_t end;
    return cue_before(w, b, CUE_WORK, i, 1, &end) && !period_between(b, end, i);
}

/* Whether a sentence looks ahead. */
static bool
is_plan(const struct work *w, const struct block *b, size_t i)
{
    size_t end;
    return cue_before(w, b, CUE_PLAN, i, AROUND_MAX, &end) || cue_behind(w, b, CUE_PLAN, i, 14);
}

/* "По сравнению с 2022 годом", "2022 жылмен салыстырғанда". */
static bool
is_compared(const struct block *b, size_t i)
{
    return (i > 1 &&
               str_starts(token_skeleton(b, i - 2), STR("\xF1\xF0\xE0\xE2\xED\xE5\xED\xE8"))) ||
        (i + 1 < b->ntokens &&
            str_starts(token_skeleton(b, i + 1), STR("\xF1\xE0\xEB\xFB\xF1\xF2\xFB\xF0")));
}

static size_t
count_words(const struct block *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->ntokens; i++)
        n += b->tokens[i].kind == TOKEN_WORD;
    return n;
}

/* Whether token `i` belongs to the words of a title: "за 2021 год", not the year under a title
 * page. */
static bool
is_titled(const struct block *b, size_t i)
{
    struct str word;
    const struct period *p = &b->tokens[i].period;
    if (count_words(b) >= 4 || token_is_punct(b, 0, '('))
        return true;
    if (p->from.month != 1 || p->to.month != 12)
        return true; /* "I полугодие 2022 года" */
    if (!i || b->tokens[i - 1].kind != TOKEN_WORD)
        return b->ntokens <= 3 && b->tokens[i].period.school_year;
    word = token_skeleton(b, i - 1);
    return str_is(word, "\xE7\xE0") || str_is(word, "\xE2");
}

static void
add(struct work *w, const struct period *p, enum standing place, long weight)
{
    size_t i = 0;
    while (i < w->ncandidates &&
        !(same_days(&w->candidates[i].period, p) &&
            w->candidates[i].period.school_year == p->school_year))
        i++;
    if (i == CANDIDATES_MAX)
        return;
    if (i == w->ncandidates)
        w->candidates[w->ncandidates++] = (struct candidate){.period = *p};
    w->candidates[i].weight[place] += weight;
}

/* How much a period inside a sentence says about the report's own. */
static long
sentence_weight(const struct block *b, size_t i, const struct period *p)
{
    struct str word = i ? token_skeleton(b, i - 1) : (struct str){"", 0};
    if (!p->from.year || (!yearpart_whole_months(p) && !p->school_year))
        return 0;
    if (str_is(word, "\xE7\xE0"))
        return 4;
    return b->kind == BLOCK_CELL ? 1 : 2;
}

static void
read_block(struct work *w, const struct block *b, bool head)
{
    struct period p;
    for (size_t i = 0; head && block_holds(b, TOKEN_DATE) && i < b->ntokens; i++)
        if (b->tokens[i].kind == TOKEN_DATE && yearpart_as_of(b, i, &p))
            add(w, &p, AS_OF, 1);
    for (size_t i = next_period(w, b, 0, &p); i < b->ntokens; i = next_period(w, b, i + 1, &p)) {
        long weight;
        if (is_observed(w, b, i)) {
            add(w, &p, OBSERVED, 1);
            continue;
        }
        if (is_made(w, b, i) || is_until(b, i) || (head && is_compared(b, i)))
            continue;
        if (((head && is_titled(b, i)) || is_of_work(w, b, i)) &&
            (yearpart_whole_months(&p) || !p.from.year || p.from.month != p.to.month)) {
            add(w, &p, IN_TITLE, 1);
            continue;
        }
        weight = is_plan(w, b, i) ? 0 : sentence_weight(b, i, &p);
        if (i && is_before(token_skeleton(b, i - 1)) && p.from.year)
            p.from.year++, p.to.year++; /* and so the reported one is that after it */
        if (weight)
            add(w, &p, IN_SENTENCE, weight);
    }
}

/* The day of the document: the first day, month and year that it names. */
static struct date
document_date(const struct document *d)
{
    for (size_t k = 0; k < d->nblocks; k++)
        for (size_t i = 0; block_holds(&d->blocks[k], TOKEN_DATE) && i < d->blocks[k].ntokens;
             i++) {
            const struct token *t = &d->blocks[k].tokens[i];
            if (d->blocks[k].part >= 0 && t->kind == TOKEN_DATE && t->date.year && t->date.month)
                return t->date;
        }
    return (struct date){0};
}

/* The year of a period that leaves it out: the title's, else the last one that was over by the day
 * of the document. */
static void
complete_year(const struct work *w, struct period *p)
{
    struct date day;
    if (p->from.year)
        return;
    for (size_t i = 0; i < w->ncandidates; i++)
        if (w->candidates[i].weight[IN_TITLE] && w->candidates[i].period.from.year) {
            p->from.year = p->to.year = w->candidates[i].period.from.year;
            return;
        }
    day = document_date(w->d);
    if (!day.year)
        return;
    p->from.year = p->to.year = p->to.month <= day.month ? day.year : day.year - 1;
}

/* "The 9 months of 2024 against those of 2023": where the text names both, the report is on the
 * later one, however often it speaks of the other. A later year may be that of a plan. */
static const struct candidate *
later_twin(const struct work *w, const struct candidate *c)
{
    bool year = c->period.from.month == 1 && c->period.to.month == 12;
    for (size_t i = 0; i < w->ncandidates; i++) {
        const struct candidate *other = &w->candidates[i];
        struct period p = c->period;
        p.from.year++;
        p.to.year++;
        if (!year && other->weight[IN_SENTENCE] && p.from.year > 1 &&
            other->period.school_year == p.school_year && same_days(&other->period, &p))
            return other;
    }
    return c;
}

/* "From 1 September 2022 to 31 May 2023" is the school year that the title names. */
static const struct candidate *
school_year_of(const struct work *w, const struct candidate *c)
{
    const struct period *p = &c->period;
    if (p->school_year || p->from.month != 9 || p->to.month < 5 || p->to.month > 8 ||
        p->to.year != p->from.year + 1)
        return c;
    for (size_t i = 0; i < w->ncandidates; i++)
        if (w->candidates[i].weight[IN_TITLE] && w->candidates[i].period.school_year &&
            w->candidates[i].period.from.year == p->from.year)
            return &w->candidates[i];
    return c;
}

/* The candidate with the greatest weight in the best place that any has; the later of equals in
 * sentences, else the first. */
static const struct candidate *
best_candidate(const struct work *w)
{
    for (int place = STANDING_COUNT - 1; place >= 0; place--) {
        const struct candidate *best = NULL;
        for (size_t i = 0; i < w->ncandidates; i++) {
            const struct candidate *c = &w->candidates[i];
            if (!c->weight[place])
                continue;
            if (!best || c->weight[place] > best->weight[place] ||
                (place == IN_SENTENCE && c->weight[place] == best->weight[place] &&
                    date_compare(c->period.to, best->period.to) > 0))
                best = c;
        }
        if (best)
            return place == IN_SENTENCE ? later_twin(w, best) : school_year_of(w, best);
    }
    return NULL;
}

static enum status
write_period(struct document *d, const struct period *p)
{
    struct buf b = {0};
    d->period = *p;
    period_write_label(&b, p);
    d->period_label = b.failed ? (struct str){NULL, 0} : arena_copy(d->arena, buf_slice(&b));
    buf_free(&b);
    return d->period_label.p ? STATUS_OK : STATUS_LIMIT;
}

/* Whether a part names the reported period itself, with its year or without. */
static bool
states_period(const struct work *w, size_t part)
{
    const struct period *reported = &w->d->period;
    for (size_t k = w->d->parts[part].first_block; k <= w->d->parts[part].last_block; k++) {
        const struct block *b = &w->d->blocks[k];
        struct period p;
        for (size_t i = next_period(w, b, 0, &p); i < b->ntokens;
             i = next_period(w, b, i + 1, &p)) {
            if (!p.from.year) {
                p.from.year = reported->from.year;
                p.to.year = reported->to.year;
            }
            if (same_days(&p, reported))
                return true;
        }
    }
    return false;
}

/* Puts where the block says "reported period" or the like behind the quotes. */
static size_t
quote_references(const struct work *w, size_t block, struct quote *quotes, size_t n)
{
    const struct block *b = &w->d->blocks[block];
    struct str words[AROUND_MAX];
    for (size_t from = 0; reference_in_block(b, CUE_OBSERVED) && from < b->ntokens;
         from += AROUND_MAX / 2) {
        size_t nwords = 0, end;
        while (nwords < AROUND_MAX && from + nwords < b->ntokens) {
            words[nwords] = token_skeleton(b, from + nwords);
            nwords++;
        }
        for (size_t at = 0; at < nwords && at < AROUND_MAX / 2 && n < REFERENCES_MAX; at++)
            if (reference_cue(
                    w->known, CUE_OBSERVED, block_lang(w->d, b), words, nwords, at, &end, NULL))
                quotes[n++] = (struct quote){
                    block, b->tokens[from + at].start, b->tokens[from + end - 1].end};
    }
    return n;
}

/* Parts that speak of "the reported period" and don't say which it is. */
static enum status
say_unstated(const struct work *w)
{
    struct quote quotes[REFERENCES_MAX];
    size_t n = 0;
    for (size_t part = 0; part < w->d->nparts; part++) {
        const struct part *p = &w->d->parts[part];
        if (states_period(w, part))
            continue;
        for (size_t k = p->first_block; k <= p->last_block; k++)
            if (w->d->blocks[k].part == (int)part)
                n = quote_references(w, k, quotes, n);
    }
    return n ? remark_add(w->d, REMARK_part_without_period, STR("period"), quotes, n, STR(""))
             : STATUS_OK;
}

enum status
period_find(const struct reference *known, struct document *d)
{
    struct work *w = arena_new(d->arena, struct work);
    const struct candidate *best;
    struct period p;
    if (!w)
        return STATUS_LIMIT;
    w->known = known;
    w->d = d;
    for (size_t part = 0; part < d->nparts; part++) {
        struct part_head head = part_head(known, d, part);
        for (size_t i = d->parts[part].first_block; i <= d->parts[part].last_block; i++)
            if (d->blocks[i].part == (int)part)
                read_block(w, &d->blocks[i], i >= head.title && i < head.body);
    }
    best = best_candidate(w);
    if (best) {
        p = best->period;
        complete_year(w, &p);
        if (p.from.year) {
            enum status s = write_period(d, &p);
            return s == STATUS_OK ? say_unstated(w) : s;
        }
    }
    return document_find(d, FINDING_period_unknown) ? STATUS_OK : STATUS_LIMIT;
}

void
period_narrow(const struct reference *known, struct document *d)
{
    for (size_t i = 0; i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        for (size_t k = 0; block_holds(b, TOKEN_PERIOD) && k < b->ntokens; k++) {
            struct token *t = &b->tokens[k];
            if (t->kind == TOKEN_PERIOD && t->period.from.year && !t->period.school_year)
                yearpart_read(known, b, k, block_lang(d, b), &t->period);
        }
    }
}
