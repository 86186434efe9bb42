#include "sentence.h"

#include "aside.h"
#include "kazakh.h"
#include "text.h"
#include "token.h"

/* How far a year lies back that is history and no period of comparison. */
#define HISTORY_YEARS 3

/* Words between a change and its number. */
#define CHANGE_BEFORE 3
#define CHANGE_AFTER 4

/* Tokens from "в процентном выражении" to its percentage. */
#define PERCENT_BEFORE 4

/* Tokens from a noun for a change to how large it was. */
#define GROWTH_TOKENS 9

/* Tokens between a change and the value that it reached. */
#define REACHED_BEFORE 8
#define REACHED_AFTER 6

/* Tokens from the first number of a Kazakh "from ... to ..." to the second. */
#define FROM_TO_KAZAKH 4

/* Tokens from the first number of "from ... to ..." to the second. */
#define FROM_TO_TOKENS 10

const struct hit *
sentence_find_hit(const struct sentence *s, enum phrase_kind kind, size_t i)
{
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind == kind && !h->dead && h->first <= i && i < h->last)
            return h;
    }
    return NULL;
}

bool
sentence_is_genitive(const struct sentence *s, const struct hit *h)
{
    return h->phrase->lang == LANG_KK &&
        (kazakh_endings(token_skeleton(s->b, h->last - 1)) & KAZAKH_GENITIVE);
}

_Static_assert(PHRASE_KIND_COUNT <= 32, "a kind is a bit of sentence.kinds");

static void
note_kinds(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        s->said |= (uint32_t)1 << h->phrase->kind;
        for (size_t i = h->first; i < h->last && i < s->to && !h->dead; i++)
            s->kinds[i - s->from] |= (uint32_t)1 << h->phrase->kind;
    }
}

static bool
covers(const struct hit *a, const struct hit *b)
{
    return a->first <= b->first && b->last <= a->last;
}

static bool
overlaps(const struct hit *a, const struct hit *b)
{
    return a->first < b->last && b->first < a->last;
}

static bool
names_subject(const struct hit *h)
{
    enum phrase_kind k = h->phrase->kind;
    return k == PHRASE_LABEL || k == PHRASE_ZERO || k == PHRASE_LIST;
}

/* Whether hit `a` yields to `b`; `later` says which comes first in the order of hits. */
static bool
yields(const struct hit *a, const struct hit *b, bool later)
{
    enum phrase_kind x = a->phrase->kind, y = b->phrase->kind;
    bool longer = b->last - b->first > a->last - a->first;
    bool same = b->phrase->owner == a->phrase->owner;
    if ((x == PHRASE_ABSENT || x == PHRASE_PLAN || x == PHRASE_OTHER) && y == PHRASE_PSEUDO)
        return overlaps(a, b);
    if (x == PHRASE_VERB && y == PHRASE_PSEUDO)
        return covers(b, a); /* "болды ма?" */
    if ((x == PHRASE_ABSENT || x == PHRASE_VERB) && y == PHRASE_ABSENT)
        return covers(b, a) && (longer || later || x == PHRASE_VERB);
    if (x == PHRASE_PLAN && y == PHRASE_PLAN)
        return covers(b, a) && longer;
    if (x == PHRASE_ZERO && y == PHRASE_NOT)
        return same && covers(b, a);
    if (x == PHRASE_RULE && y == PHRASE_NOT)
        return same && overlaps(a, b);
    if (names_subject(a) && y == PHRASE_NOT)
        return same && overlaps(a, b) && (covers(b, a) || !covers(a, b));
    if (x == PHRASE_PREVIOUS && y == PHRASE_THIS)
        return covers(b, a); /* "as last year" */
    if (x == PHRASE_PREVIOUS && y == PHRASE_LABEL)
        return covers(b, a) && b->phrase->lang == LANG_RU && a->first > b->first &&
            a->last < b->last; /* "лиц, прежде судимых, ..." */
    if (x == PHRASE_LABEL && y == PHRASE_LABEL)
        return covers(b, a) && (longer || (same && later && a->phrase->lang == b->phrase->lang));
    return x == PHRASE_LABEL && y == PHRASE_ZERO && same && overlaps(a, b);
}

/* "Проверяли 4 раза: финансовый контроль – 1": whether a gap of a label goes over a number and the
 * colon behind it, which ends what the number tells. */
static bool
spans_colon(const struct hit *h)
{
    bool number = false;
    for (size_t i = h->first; i < h->last; i++) {
        number |= h->block->tokens[i].kind == TOKEN_NUMBER;
        if (number && token_is_punct(h->block, i, ':'))
            return !memchr(h->phrase->text.p, ':', h->phrase->text.len) &&
                !memchr(h->phrase->text.p, '#', h->phrase->text.len);
    }
    return false;
}

/* A phrase that looks like a label and is none, and a longer name around a shorter one, overrule.
 * `order` has room for an index of each hit. */
static void
overrule(struct hits *hits, size_t *order)
{
    const uint32_t kinds = 1u << PHRASE_ABSENT | 1u << PHRASE_PLAN | 1u << PHRASE_PSEUDO |
        1u << PHRASE_VERB | 1u << PHRASE_ZERO | 1u << PHRASE_NOT | 1u << PHRASE_LABEL |
        1u << PHRASE_LIST | 1u << PHRASE_PREVIOUS | 1u << PHRASE_THIS | 1u << PHRASE_OTHER |
        1u << PHRASE_RULE;
    size_t n = 0;
    for (size_t i = 0; i < hits->count; i++)
        if (kinds >> hits->hit[i].phrase->kind & 1)
            order[n++] = i;
    for (size_t i = 0; i < n; i++) {
        struct hit *a = &hits->hit[order[i]];
        a->dead = a->phrase->kind == PHRASE_LABEL && spans_colon(a);
        for (size_t k = 0; k < n && !a->dead; k++) {
            const struct hit *b = &hits->hit[order[k]];
            if (b->first >= a->last)
                break; /* hits are in order of their first word */
            a->dead = i != k && !b->dead && yields(a, b, i > k);
        }
    }
}

/* --- the light in which each token stands: of which period --- */

/* What happened in one month of the reported period happened in it. */
static enum period_relation
relate(const struct sentence *s, size_t i)
{
    const struct period *said = &s->b->tokens[i].period;
    enum period_relation r = period_relate(&s->d->period, said);
    return r == PERIOD_OTHER && period_moment_of(&s->d->period, said) ? PERIOD_THIS : r;
}

static bool
is_history(const struct sentence *s, const struct token *t)
{
    int reported = s->d->period.from.year;
    return reported && t->period.to.year && t->period.to.year < reported - HISTORY_YEARS;
}

/* "На 1 января работало 57 человек, на 31 декабря – 60": whether the sentence goes on to a later
 * day of the same year. */
static bool
has_later_day(const struct sentence *s, size_t i)
{
    struct date d = s->b->tokens[i].date;
    for (size_t k = i + 1; k < s->to; k++) {
        struct date later = s->b->tokens[k].date;
        if (s->b->tokens[k].kind == TOKEN_DATE && later.year == d.year && later.month > d.month)
            return true;
    }
    return false;
}

static bool
is_last_day(const struct period *p, const struct date *d)
{
    return d->month == p->to.month && d->day == p->to.day;
}

/* A day as of which something is counted: the relation of its year. */
static bool
date_relation(const struct sentence *s, size_t i, enum period_relation *out)
{
    const struct block *b = s->b;
    const struct period *p = &s->d->period;
    struct date d = b->tokens[i].date;
    bool first = d.month == 1 && d.day == 1 && p->from.month == 1 && p->from.day == 1;
    bool known =
        d.year || (first && (p->to.month < 12 || has_later_day(s, i))) || is_last_day(p, &d);
    if (!known || !p->from.year || i == s->from)
        return false;
    struct str before = token_skeleton(b, i - 1);
    if (!str_is(before, "\xED\xE0") && !str_is(before, "\xF1") && !str_is(before, "\xEF\xEE"))
        return false; /* на, с, по */
    bool since = str_is(before, "\xF1"); /* с */
    if (first && !since && (!d.year || d.year == p->from.year))
        *out = PERIOD_OTHER; /* as of its first day: before all that happened in it */
    else if (!d.year || d.year == p->from.year || d.year == p->to.year ||
        (d.year == p->to.year + 1 && d.month == 1 && d.day == 1))
        *out = PERIOD_THIS;
    else if (d.year == p->from.year - 1)
        *out = PERIOD_PREVIOUS;
    else
        return false;
    return true;
}

static bool
has_number(const struct sentence *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s->b->tokens[i].kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* Whether the numbers from token `i` on stand directly behind a cue: nothing but light words
 * between, none of which names a subject, and what they say is no difference. */
static bool
number_follows(const struct sentence *s, size_t i)
{
    while (i < s->to &&
        (s->b->tokens[i].kind == TOKEN_PUNCT
                ? token_is_punct(s->b, i, '-')
                : sentence_is_light(s, i) && !sentence_hit(s, PHRASE_LABEL, i)))
        i++;
    if (i >= s->to || s->b->tokens[i].kind != TOKEN_NUMBER)
        return false;
    bool on = i > s->from && str_is(token_skeleton(s->b, i - 1), "\xED\xE0"); /* на */
    return !on && s->b->tokens[i].number.kind != NUMBER_POINTS;
}

/* Whether the words name the reported period, as far as they name one. */
static bool
says_this(const struct sentence *s, const struct hit *h)
{
    for (size_t i = h->first; i < h->last && i < s->b->ntokens; i++)
        if (s->b->tokens[i].kind == TOKEN_PERIOD && s->b->tokens[i].period.from.year &&
            relate(s, i) == PERIOD_THIS)
            return true;
    return false;
}

/* Whether the comma at token `i` ends an earlier value said aside, and a subject that the sentence
 * has not named yet follows with its number: "3 взыскания, в 2019 году 5, расследование одно". */
static bool
goes_on(const struct sentence *s, size_t i)
{
    const struct hit *next = NULL;
    bool told = false, colon = token_is_punct(s->b, i, ':');
    if (!colon && !token_is_punct(s->b, i, ','))
        return false;
    if (colon && i > s->from &&
        (sentence_hit(s, PHRASE_PREVIOUS, i - 1) || s->b->tokens[i - 1].kind == TOKEN_PERIOD))
        return false; /* "в прошлом периоде: 8" */
    for (size_t k = i + 1; k < s->to && !next && s->b->tokens[k].kind == TOKEN_WORD; k++)
        next = sentence_hit(s, PHRASE_LABEL, k);
    for (size_t k = i; (next || colon) && k-- > s->from;) {
        const struct hit *label = sentence_hit(s, PHRASE_LABEL, k);
        bool previous = s->period[k - s->from] == PERIOD_PREVIOUS;
        if (label && ((next && label->phrase->owner == next->phrase->owner) || (!told && previous)))
            return false;
        told |= s->b->tokens[k].kind == TOKEN_NUMBER && !previous;
    }
    return told;
}

/* Whether the paragraph names the school year before the reported one by its years. */
static bool
names_year_before(const struct sentence *s)
{
    for (size_t i = 0; i < s->b->ntokens && s->d->period.school_year; i++)
        if (s->b->tokens[i].kind == TOKEN_PERIOD && s->b->tokens[i].period.from.year &&
            relate(s, i) == PERIOD_PREVIOUS)
            return true;
    return false;
}

/* "Өткен оқу жылында 412, ал 2021-2022 оқу жылында 455": a report on a school year is written when
 * it is past, so that beside a year that is named "past" may be the reported one. */
static bool
is_school_year(const struct sentence *s, const struct hit *h)
{
    for (size_t i = h->first; i < h->last; i++)
        if (s->b->tokens[i].kind == TOKEN_PERIOD && s->b->tokens[i].period.from.year)
            return false;
    for (size_t i = h->first; i < h->last; i++)
        if (token_is_kind(s->b, i, LEXICON_STUDY))
            return true;
    return false;
}

/* "Былтыр": the year before in any case. */
static bool
is_last_year(const struct sentence *s, const struct hit *h)
{
    return str_is(token_skeleton(s->b, h->first), "\xE1\xFB\xEB\xF2\xFB\xF0");
}

/* "В минувшем году 57 семей, годом раньше – 49": whether what the hit calls past is the reported
 * period: the sentence begins with it, and goes on to the one before. */
static bool
is_reported(const struct sentence *s, const struct hit *h)
{
    if (is_last_year(s, h))
        return false;
    for (size_t i = s->from; i <= h->first; i++)
        if (s->b->tokens[i].kind == TOKEN_NUMBER || s->b->tokens[i].kind == TOKEN_PERIOD ||
            sentence_hit(s, PHRASE_THIS, i) || sentence_hit(s, PHRASE_EARLIER, i) ||
            sentence_hit(s, PHRASE_COMPARE, i))
            return false;
    for (size_t i = h->last; i < s->to; i++)
        if (sentence_hit(s, PHRASE_EARLIER, i))
            return true;
    return false;
}

/* "Прошлогодних 15,6 %", "былтырғы 612-ден": an adjective of the number behind it, not of the
 * clause.
 */
static bool
is_attribute(const struct sentence *s, const struct hit *h)
{
    return h->last == h->first + 1 && h->last < s->to &&
        s->b->tokens[h->last].kind == TOKEN_NUMBER && !is_last_year(s, h);
}

/* Behind the number at token `i`, its unit and what stands in brackets there. */
static size_t
attribute_end(const struct sentence *s, size_t i)
{
    size_t end = i + 1;
    while (end < s->to && end < i + 3 && s->b->tokens[end].kind == TOKEN_WORD)
        end++;
    if (end < s->to && token_is_punct(s->b, end, '('))
        while (end < s->to && !token_is_punct(s->b, end, ')'))
            end++;
    else
        end = i + 1;
    return end;
}

static void
light_up(struct sentence *s)
{
    enum period_relation stack[8], now = PERIOD_THIS, once = PERIOD_THIS;
    enum period_relation around_aside = PERIOD_THIS;
    size_t depth = 0, skip = s->from, compared = SIZE_MAX, last_year = s->from, aside = SIZE_MAX;
    bool single = false, numbered = false, past_year = names_year_before(s);
    const struct block *b = s->b;
    if (!block_holds(b, TOKEN_PERIOD) && !block_holds(b, TOKEN_DATE) &&
        !sentence_says(s, PHRASE_COMPARE) && !sentence_says(s, PHRASE_PREVIOUS))
        return; /* all is of the reported one */
    for (size_t i = s->from; i < s->to; i++) {
        const struct token *t = &b->tokens[i];
        const struct hit *compare = sentence_hit(s, PHRASE_COMPARE, i);
        const struct hit *previous = sentence_hit(s, PHRASE_PREVIOUS, i);
        if (aside_is_apart(s, i))
            aside = s->aside[i - s->from], around_aside = now;
        if (i == aside)
            now = around_aside;
        if (token_is_punct(b, i, '(') && depth < sizeof stack / sizeof *stack)
            stack[depth++] = now, now = i == compared ? PERIOD_PREVIOUS : now;
        else if (token_is_punct(b, i, ')') && depth)
            now = stack[--depth];
        else if (token_is_punct(b, i, ';'))
            now = depth ? stack[0] : PERIOD_THIS, depth = 0;
        if (compare && compare->first == i && !sentence_hit(s, PHRASE_THIS, i)) {
            skip = compared = compare->last;
            if (depth)
                now = PERIOD_PREVIOUS;
            else if (!has_number(s, compare->first, compare->last) &&
                number_follows(s, compare->last))
                once = PERIOD_PREVIOUS, single = true;
        }
        if (i >= skip) {
            enum period_relation r;
            if (previous && previous->first == i && is_attribute(s, previous)) {
                last_year = attribute_end(s, previous->last);
            } else if (previous && previous->first == i) {
                now = says_this(s, previous) || (past_year && is_school_year(s, previous)) ||
                        is_reported(s, previous)
                    ? PERIOD_THIS
                    : PERIOD_PREVIOUS;
                skip = previous->last;
            } else if (!previous && sentence_hit(s, PHRASE_THIS, i))
                now = PERIOD_THIS, single = false;
            else if (t->kind == TOKEN_PERIOD && !t->period.from.year && now == PERIOD_PREVIOUS)
                ; /* "last year's third quarter" */
            else if (t->kind == TOKEN_PERIOD && !is_history(s, t))
                now = relate(s, i);
            else if (t->kind == TOKEN_DATE && date_relation(s, i, &r))
                now = r;
            else if (now == PERIOD_PREVIOUS && !depth && goes_on(s, i))
                now = PERIOD_THIS;
        }
        s->period[i - s->from] = (unsigned char)(i < last_year ? PERIOD_PREVIOUS
                : single                                       ? once
                                                               : now);
        if (compare && t->kind == TOKEN_NUMBER && !says_this(s, compare)) {
            s->period[i - s->from] = PERIOD_PREVIOUS;
            b->tokens[i].flags &= ~(unsigned)TOKEN_DATIVE; /* "700-ге қарсы" */
        }
        numbered = single && (numbered || t->kind == TOKEN_NUMBER);
        bool ends = (numbered && token_is_kind(b, i, LEXICON_AND)) || token_is_punct(b, i, ',') ||
            token_is_punct(b, i, ';') ||
            (token_is_punct(b, i, '-') && i > s->from && b->tokens[i - 1].kind == TOKEN_NUMBER);
        if (single && (ends || sentence_hit(s, PHRASE_VERB, i)))
            single = false; /* "против прошлогодних 823 оказано 847", "вместо 5 – 6" */
    }
}

static bool
is_participle(struct str word)
{
    return kazakh_endings(word) & KAZAKH_PARTICIPLE;
}

/* Kazakh puts what happened in a year before it: "8 қызметкер кеткен 2016 жылмен салыстырғанда". */
static void
light_participle(struct sentence *s, size_t year)
{
    const struct hit *compare = sentence_hit(s, PHRASE_COMPARE, year);
    bool from =
        str_ends(s->b->tokens[year].text, STR("дан")) || /* "2023 жылғыдан 1,9 %-ға төмен" */
        (year + 1 < s->to && s->b->tokens[year + 1].kind == TOKEN_WORD &&
            (kazakh_endings(token_skeleton(s->b, year + 1)) & KAZAKH_ABLATIVE));
    if (year == s->from || !is_participle(token_skeleton(s->b, year - 1)) ||
        !(from || (compare && compare->first == year)) || relate(s, year) != PERIOD_PREVIOUS)
        return;
    for (size_t n = s->nnumbers; n-- > 0;) {
        size_t i = s->numbers[n].token;
        bool same = i < year;
        for (size_t k = i; same && k + 1 < year; k++)
            same = !token_is_punct(s->b, k, ',') && !token_is_punct(s->b, k, ';') &&
                !is_participle(token_skeleton(s->b, k));
        if (same)
            s->numbers[n].period = PERIOD_PREVIOUS;
    }
}

/* Whether token `i` opens brackets that hold one percentage: "6 человек (9,1 %)". */
static bool
is_share_aside(const struct sentence *s, size_t i)
{
    return i + 2 < s->to && token_is_punct(s->b, i, '(') &&
        s->b->tokens[i + 1].kind == TOKEN_NUMBER &&
        s->b->tokens[i + 1].number.kind == NUMBER_PERCENT && token_is_punct(s->b, i + 2, ')');
}

/* Such a percentage is of the period of its count, which may stand a unit before it; and "10
 * человек, или 7,5 %, – в 2022 году" has one period too. */
static void
light_shares(struct sentence *s)
{
    for (size_t n = 1; n < s->nnumbers; n++) {
        size_t i = s->numbers[n].token;
        if (s->numbers[n].period == PERIOD_PREVIOUS && s->numbers[n - 1].token + 5 >= i &&
            s->b->tokens[i].number.kind == NUMBER_PERCENT &&
            s->b->tokens[s->numbers[n - 1].token].number.kind == NUMBER_COUNT &&
            (str_is(token_skeleton(s->b, i - 1), "\xE8\xEB\xE8") || /* или */
                str_is(token_skeleton(s->b, i - 1), "\xE8"))) /* и */
            s->numbers[n - 1].period = PERIOD_PREVIOUS;
        if (i > s->from && is_share_aside(s, i - 1) && s->numbers[n - 1].token + 3 >= i)
            s->numbers[n].period = s->numbers[n - 1].period;
    }
}

/* "5 432 – за тот же период", "7,5 %, – в 2022 году": the token behind the dash and preposition, if
 * these stand at token `i`; else `i`. */
static size_t
skip_dash(const struct sentence *s, size_t i)
{
    size_t dash = i + (i < s->to && token_is_punct(s->b, i, ','));
    if (dash + 2 >= s->to || !token_is_punct(s->b, dash, '-') ||
        s->b->tokens[dash + 1].kind != TOKEN_WORD || sentence_hit(s, PHRASE_LABEL, dash + 1))
        return i;
    for (size_t k = dash + 1; k < dash + 4 && k < s->to; k++)
        if (sentence_hit(s, PHRASE_PREVIOUS, k) || s->b->tokens[k].kind == TOKEN_PERIOD)
            return k;
    return i;
}

/* "На 6,5 % больше 231 услуги прошлого года (62,4 %)": whether the number is what another is said
 * to be more or less than. */
static bool
is_more_than(const struct sentence *s, const struct figure_number *n)
{
    return n->token > s->from &&
        (sentence_hit(s, PHRASE_MORE, n->token - 1) || sentence_hit(s, PHRASE_LESS, n->token - 1));
}

/* Russian puts the cue behind the number too: "34,4 % за прошлый период". */
static void
light_back(struct sentence *s)
{
    if (s->lang == LANG_KK) {
        for (size_t i = s->from; i < s->to; i++)
            if (s->b->tokens[i].kind == TOKEN_PERIOD && s->b->tokens[i].period.from.year)
                light_participle(s, i);
        return;
    }
    for (size_t n = 0; n < s->nnumbers; n++) {
        size_t i = s->numbers[n].token + 1, words = 0;
        while (i < s->to && s->b->tokens[i].kind == TOKEN_WORD && words < 3 &&
            !sentence_hit(s, PHRASE_PREVIOUS, i) && !sentence_hit(s, PHRASE_THIS, i) &&
            !sentence_hit(s, PHRASE_LABEL, i)) {
            i++;
            words++;
        }
        if (is_share_aside(s, i))
            i += 3;
        i = skip_dash(s, i);
        if (i >= s->to)
            continue;
        const struct hit *previous = sentence_hit(s, PHRASE_PREVIOUS, i);
        const struct hit *cue = previous ? previous : sentence_hit(s, PHRASE_THIS, i);
        size_t end = cue ? cue->last : i + 1;
        while (end < s->to && !cue && s->b->tokens[end].kind == TOKEN_PERIOD)
            end++; /* "первом полугодии" and its "2022 года" */
        bool closed = end >= s->to || s->b->tokens[end].kind == TOKEN_PUNCT ||
            str_is(token_skeleton(s->b, end), "\xE8") ||
            str_is(token_skeleton(s->b, end), "\xE0"); /* и, а */
        if (!closed || (cue && has_number(s, cue->first, cue->last)) ||
            sentence_hit(s, PHRASE_COMPARE, i) || token_is_punct(s->b, i, '(') ||
            (end < s->to && token_is_punct(s->b, end, '(') && !is_more_than(s, &s->numbers[n])) ||
            (end < s->to && token_is_punct(s->b, end, '-')) ||
            (end < s->to && token_is_punct(s->b, end, ':')))
            continue;
        if (cue)
            s->numbers[n].period = previous ? PERIOD_PREVIOUS : PERIOD_THIS;
        else if (s->b->tokens[i].kind == TOKEN_PERIOD && !is_history(s, &s->b->tokens[i]))
            s->numbers[n].period = relate(s, i);
    }
}

/* The next period that the words from token `*i` on name, before token `end`; `*i` is then behind
 * it.
 */
static bool
next_named(const struct sentence *s, size_t *i, size_t end, enum period_relation *out)
{
    for (; *i < end; ++*i) {
        const struct hit *previous = sentence_hit(s, PHRASE_PREVIOUS, *i);
        const struct hit *now = sentence_hit(s, PHRASE_THIS, *i);
        if (s->b->tokens[*i].kind == TOKEN_PERIOD && s->b->tokens[*i].period.from.year)
            *out = relate(s, *i);
        else if (previous || now)
            *out = previous ? PERIOD_PREVIOUS : PERIOD_THIS;
        else
            continue;
        enum phrase_kind kind = previous ? PHRASE_PREVIOUS : PHRASE_THIS;
        for (++*i; *i < end && sentence_hit(s, kind, *i) && sentence_hit(s, kind, *i)->first < *i;)
            ++*i;
        return true;
    }
    return false;
}

/* "В 2021 и 2022 годах – соответственно 4 и 5", "за отчётный год, за прошлый ...: 4 и 5
 * соответственно": two periods, and their numbers in the same order, behind the word or before it.
 */
static void
light_respectively(struct sentence *s)
{
    enum period_relation periods[2], more;
    size_t word = s->from, k = 0;
    while (word < s->to && !sentence_hit(s, PHRASE_RESPECTIVELY, word))
        word++;
    size_t i = s->from;
    if (word == s->to || !next_named(s, &i, word, &periods[0]) ||
        !next_named(s, &i, word, &periods[1]) || next_named(s, &i, word, &more))
        return;
    while (k < s->nnumbers && s->numbers[k].token < word)
        k++;
    if (k + 1 >= s->nnumbers && k >= 2 && s->numbers[k - 1].token + 3 >= word &&
        s->numbers[k - 2].token > i)
        k -= 2;
    if (k + 1 >= s->nnumbers)
        return;
    s->numbers[k].period = periods[0];
    s->numbers[k + 1].period = periods[1];
}

/* --- changes --- */

static struct figure_number *
number_at(struct sentence *s, size_t token)
{
    for (size_t n = 0; n < s->nnumbers; n++)
        if (s->numbers[n].token == token)
            return &s->numbers[n];
    return NULL;
}

/* The next number within `reach` words of `i`, going `step`; no other comma or bracket between. */
static struct figure_number *
nearby(struct sentence *s, size_t i, int step, int reach, int *distance)
{
    *distance = 0;
    for (; i >= s->from && i<s->to && * distance <= reach; i = step> 0 ? i + 1 : i - 1) {
        const struct token *t = &s->b->tokens[i];
        if (t->kind == TOKEN_NUMBER)
            return number_at(s, i);
        if (step < 0 && token_is_punct(s->b, i, ')')) {
            while (i > s->from && !token_is_punct(s->b, i, '('))
                i--;
            continue;
        }
        if (step > 0 && token_is_punct(s->b, i, '(') &&
            !str_is(token_skeleton(s->b, i + 1), "\xED\xE0")) { /* but "снижение (на 2,6 %)" */
            while (i + 1 < s->to && !token_is_punct(s->b, i, ')'))
                i++;
            continue;
        }
        if (t->kind == TOKEN_PUNCT && !token_is_punct(s->b, i, '-') &&
            !token_is_punct(s->b, i, ':') && !(step > 0 && token_is_punct(s->b, i, '(')))
            return NULL;
        if (t->kind == TOKEN_WORD)
            ++*distance;
        if (i == 0)
            break;
    }
    return NULL;
}

/* с, со, до, от: the number behind is an end of a change, not its size. */
static bool
is_from_or_to(struct str word)
{
    return str_is(word, "\xF1") || str_is(word, "\xF1\xEE") || str_is(word, "\xE4\xEE") ||
        str_is(word, "\xEE\xF2");
}

/* Whether a number stands in a Kazakh case, or its unit does: "84-тен", "400 адамнан". */
static bool
stands_in(const struct sentence *s, const struct figure_number *n, unsigned flag)
{
    if (s->b->tokens[n->token].flags & flag)
        return true;
    if (s->lang != LANG_KK || !n->units || n->unit != n->token + 1)
        return false;
    unsigned ending = flag == TOKEN_DATIVE ? KAZAKH_DATIVE : KAZAKH_ABLATIVE;
    return kazakh_endings(token_skeleton(s->b, n->unit)) & ending;
}

/* Whether the number is said as a difference: "на 9 %", or with a Kazakh dative. */
static bool
is_difference(const struct sentence *s, const struct figure_number *n)
{
    const struct token *t = &s->b->tokens[n->token];
    if (t->number.kind != NUMBER_COUNT)
        return !stands_in(s, n, TOKEN_ABLATIVE) && /* "21,2 %-дан төмен": than */
            (n->token == s->from || !is_from_or_to(token_skeleton(s->b, n->token - 1)));
    bool on = n->token > s->from && str_is(token_skeleton(s->b, n->token - 1), "\xED\xE0");
    return on || stands_in(s, n, TOKEN_DATIVE);
}

static bool
against_this(const struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_COMPARE); k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind == PHRASE_COMPARE && says_this(s, h))
            return true;
    }
    return false;
}

/* The direction of the last word for a change before token `i`; 0 where there is none. */
static int
direction_before(const struct sentence *s, size_t i)
{
    int change = 0;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if ((h->phrase->kind == PHRASE_MORE || h->phrase->kind == PHRASE_LESS) && !h->dead &&
            h->last <= i)
            change = h->phrase->kind == PHRASE_MORE ? 1 : -1;
    }
    return change;
}

/* "на 5 человек, или 9,6 %", "17 адамға (5,6 %)": a difference in people and the same as a
 * percentage, of which either may be known for one already. */
static void
share_change(struct sentence *s, struct figure_number *count, struct figure_number *percent)
{
    size_t i = percent->token;
    const struct token *t = &s->b->tokens[count->token];
    struct str before = token_skeleton(s->b, i - 1);
    bool aside = token_is_punct(s->b, i - 1, '(');
    bool same = str_is(before, "\xE8\xEB\xE8") || /* или */
        str_is(before, "\xED\xE5\xEC\xE5\xF1\xE5") || /* немесе */
        str_is(before, "\xFF\xE3\xED\xE8"); /* яғни */
    if (t->number.kind != NUMBER_COUNT || s->b->tokens[i].number.kind != NUMBER_PERCENT ||
        i > count->token + 4 || !(aside || same))
        return;
    if (count->change && !percent->change)
        percent->change = count->change;
    else if (percent->change && !count->change && same && is_difference(s, count))
        count->change = percent->change;
}

/* Whether "на", or "в процентном выражении", stands before token `i`. */
static bool
is_by(const struct sentence *s, size_t i)
{
    if (i > s->from && str_is(token_skeleton(s->b, i - 1), "\xED\xE0")) /* на */
        return true;
    for (size_t k = i; k > s->from && k + PERCENT_BEFORE > i; k--)
        if (token_is_kind(s->b, k - 1, LEXICON_PERCENT))
            return true;
    return false;
}

/* The direction that a word for a change at token `i` says; 0 for any other. */
static int
direction_at(const struct sentence *s, size_t i)
{
    return sentence_hit(s, PHRASE_MORE, i) ? 1 : sentence_hit(s, PHRASE_LESS, i) ? -1 : 0;
}

/* "на 22 услуги, или на 7,4 %, больше": the direction that a word from token `i` on says, behind a
 * comma at most. */
static int
direction_behind(const struct sentence *s, size_t i)
{
    i += token_is_punct(s->b, i, ',');
    return i < s->to ? direction_at(s, i) : 0;
}

/* "возросло с 75 до 88, или на 17 %", "снижение числа жалоб составило 17 %": the direction of such
 * a percentage, by the last word for a change with no other subject between; 0 where there is none.
 */
static int
direction_of(const struct sentence *s, size_t i)
{
    size_t number = i;
    bool by = is_by(s, i);
    const struct hit *label = NULL; /* which may name the change itself */
    for (; i > s->from && !token_is_punct(s->b, i - 1, ';') && (!label || i > label->first); i--) {
        const struct token *t = &s->b->tokens[i - 1];
        if (!by && !label && (t->kind == TOKEN_NUMBER || t->kind == TOKEN_PUNCT))
            return 0;
        int direction = by || label ? direction_at(s, i - 1) : 0;
        if (direction)
            return direction;
        if (!label && !sentence_hit(s, PHRASE_OF, i - 1))
            label = sentence_hit(s, PHRASE_LABEL, i - 1);
    }
    return by ? direction_behind(s, number + 1) : 0;
}

/* "Ауысым төмен – 6,3 %", "среди врачей она выше – 13 %", "ниже прошлогодних 12,7 %": whether the
 * hit says how high the number behind it is, not how it has changed. */
static bool
is_level(const struct sentence *s, const struct hit *h)
{
    static const char *const levels[] = {"\xF2\xEE\xEC\xE5\xED", "\xE6\xEE\xE3\xE0\xF0\xFB",
        "\xE2\xFB\xF8\xE5", "\xED\xE8\xE6\xE5", NULL}; /* төмен, жоғары, выше, ниже */
    const struct hit *compare = sentence_hit(s, PHRASE_COMPARE, h->first);
    if (compare && compare->last > h->last)
        return true;
    return str_is_any(token_skeleton(s->b, h->first), levels) && token_is_punct(s->b, h->last, '-');
}

/* Whether the hit is a noun for a change. */
static bool
is_change_noun(const struct sentence *s, const struct hit *h)
{
    static const char *const nouns[] = {"\xF0\xEE\xF1\xF2", "\xEF\xF0\xE8\xF0\xEE\xF1\xF2",
        "\xF3\xE2\xE5\xEB\xE8\xF7\xE5\xED\xE8", "\xF1\xED\xE8\xE6\xE5\xED\xE8",
        "\xF1\xEE\xEA\xF0\xE0\xF9\xE5\xED\xE8", "\xF3\xEC\xE5\xED\xFC\xF8\xE5\xED\xE8",
        "\xF1\xEF\xE0\xE4", "\xEF\xE0\xE4\xE5\xED\xE8", "\xF3\xE1\xFB\xEB\xFC", "\xEE\xF1\xE8\xEC",
        NULL}; /* рост, прирост, увеличени, снижени, сокращени, уменьшени,
                  спад, падени, убыль, өсім */
    return str_starts_any(token_skeleton(s->b, h->first), nouns);
}

/* "Прирост к прошлому году составил 12 услуг", "рост – 12": the direction of a count before which a
 * noun for a change stands, and directly before it "was" or a dash; 0 where none does. */
static int
growth_before(const struct sentence *s, size_t number)
{
    size_t i = number;
    bool was = i > s->from &&
        (str_starts(token_skeleton(s->b, i - 1), STR("\xF1\xEE\xF1\xF2\xE0\xE2")) || /* состав- */
            str_starts(token_skeleton(s->b, i - 1), STR("\xF0\xE0\xE2\xED"))); /* равн- */
    size_t reach = was ? GROWTH_TOKENS : 1;
    i -= i > s->from && token_is_punct(s->b, i - 1, '-');
    for (; i > s->from && number < i + reach + 2; i--) {
        const struct token *t = &s->b->tokens[i - 1];
        if (t->kind == TOKEN_PUNCT || t->kind == TOKEN_NUMBER)
            break;
        const struct hit *h = sentence_hit(s, PHRASE_MORE, i - 1);
        h = h ? h : sentence_hit(s, PHRASE_LESS, i - 1);
        if (h && is_change_noun(s, h))
            return direction_at(s, i - 1);
    }
    return 0;
}

static void
read_changes(struct sentence *s)
{
    bool reversed = against_this(s);
    bool any = sentence_says(s, PHRASE_MORE) || sentence_says(s, PHRASE_LESS);
    for (size_t k = 0; k < s->hits.count && any; k++) {
        const struct hit *h = &s->hits.hit[k];
        if ((h->phrase->kind != PHRASE_MORE && h->phrase->kind != PHRASE_LESS) || h->dead)
            continue;
        int before = 0, after = 0;
        struct figure_number *left =
            h->first > s->from ? nearby(s, h->first - 1, -1, CHANGE_BEFORE, &before) : NULL;
        struct figure_number *right = nearby(s, h->last, 1, CHANGE_AFTER, &after);
        if (left && (left->change || !is_difference(s, left)))
            left = NULL;
        if (left && s->lang == LANG_RU && before > 0 && right && is_by(s, right->token) &&
            !is_by(s, left->token))
            left = NULL; /* "равен 3,9 % и снизился на 0,8 п.п." */
        if (right && !is_difference(s, right))
            right = NULL;
        if (is_level(s, h))
            right = NULL;
        struct figure_number *n = left && (!right || before <= after) ? left : right;
        n = number_at(s, h->first) ? number_at(s, h->first) : n; /* "% түсті" */
        if (!n)
            continue;
        n->change = h->phrase->kind == PHRASE_MORE ? 1 : -1;
        n->reversed = reversed;
    }
    for (size_t n = 0; n < s->nnumbers; n++) {
        const struct token *t = &s->b->tokens[s->numbers[n].token];
        if (!s->numbers[n].change && t->number.kind == NUMBER_PERCENT)
            s->numbers[n].change = direction_of(s, s->numbers[n].token);
        if (!s->numbers[n].change && t->number.kind == NUMBER_COUNT)
            s->numbers[n].change = growth_before(s, s->numbers[n].token);
        if (!s->numbers[n].change && (t->flags & TOKEN_SIGNED))
            s->numbers[n].change = t->number.value.units < 0 ? -1 : 1;
        if (t->number.kind == NUMBER_POINTS && !s->numbers[n].change) {
            int direction = direction_before(s, s->numbers[n].token);
            s->numbers[n].guessed = !direction;
            s->numbers[n].change = direction ? direction : 1;
        }
        if (n)
            share_change(s, &s->numbers[n - 1], &s->numbers[n]);
    }
}

/* The number of the same kind behind "до", where one of the few tokens behind number `n` is that;
 * NULL where there is none. */
static struct figure_number *
find_to(struct sentence *s, size_t n)
{
    const struct block *b = s->b;
    size_t i = s->numbers[n].token;
    for (size_t m = n + 1; m < s->nnumbers && s->numbers[m].token <= i + FROM_TO_TOKENS; m++) {
        size_t k = s->numbers[m].token;
        bool same = b->tokens[k].number.kind == b->tokens[i].number.kind ||
            (b->tokens[i].number.kind == NUMBER_COUNT && !s->numbers[n].units &&
                b->tokens[k].number.kind == NUMBER_PERCENT);
        if (same && k > i + 1 && str_is(token_skeleton(b, k - 1), "\xE4\xEE"))
            return &s->numbers[m];
        if (!s->numbers[m].bracketed)
            return NULL;
    }
    return NULL;
}

/* "с 84 до 32", "с 25 % в 2023 году до 42 %", "84-тен 32-ге": the earlier value, then the later. */
static void
read_from_to(struct sentence *s)
{
    const struct block *b = s->b;
    for (size_t n = 0; n + 1 < s->nnumbers; n++) {
        size_t i = s->numbers[n].token, k = s->numbers[n + 1].token;
        if (i > s->from && k > i + 1 && k <= i + 3 &&
            str_is(token_skeleton(b, i - 1), "\xEE\xF2") &&
            str_is(token_skeleton(b, k - 1), "\xE4\xEE")) /* от ... до: a range */
            s->numbers[n].used = s->numbers[n + 1].used = true;
        bool kazakh = s->lang == LANG_KK && k <= i + FROM_TO_KAZAKH &&
            stands_in(s, &s->numbers[n], TOKEN_ABLATIVE) &&
            stands_in(s, &s->numbers[n + 1], TOKEN_DATIVE);
        bool from = i > s->from &&
            (str_is(token_skeleton(b, i - 1), "\xF1") ||
                str_is(token_skeleton(b, i - 1), "\xF1\xEE")); /* с, со */
        struct figure_number *later = kazakh ? &s->numbers[n + 1] : from ? find_to(s, n) : NULL;
        if (!later)
            continue;
        s->numbers[n].period = PERIOD_PREVIOUS;
        s->numbers[n].earlier = true;
        if (b->tokens[i].number.kind == NUMBER_COUNT && !s->numbers[n].units)
            b->tokens[i].number.kind = b->tokens[later->token].number.kind; /* "с 9,8 до 12,1 %" */
        if (later->period == PERIOD_PREVIOUS)
            later->period = PERIOD_THIS;
        s->numbers[n].change = later->change = 0;
        b->tokens[later->token].flags &= ~(unsigned)(TOKEN_BOUND | TOKEN_DATIVE);
    }
}

/* Whether a hit of more or less that says it has happened (no infinitive, no verbal noun) begins
 * among the tokens. */
static bool
has_changed(const struct sentence *s, size_t from, size_t to)
{
    static const char *const past[] = {"\xEB", "\xEB\xE0", "\xEB\xEE", "\xEB\xE8", "\xF1\xFF",
        "\xF1\xFC", "\xEE\xF1", NULL}; /* -л, -ла, -ло, -ли, -ся, -сь, -ос */
    for (size_t i = from; i < to && i < s->to; i++) {
        const struct hit *h = sentence_hit(s, PHRASE_MORE, i);
        h = h ? h : sentence_hit(s, PHRASE_LESS, i);
        if (!h)
            continue;
        struct str word = token_skeleton(s->b, h->last - 1);
        if ((kazakh_endings(word) & (KAZAKH_PAST | KAZAKH_PARTICIPLE | KAZAKH_CONVERB)) ||
            str_ends_any(word, past))
            return true;
    }
    return false;
}

/* "сократилось до 17", "52-ге дейін азайды", "427-ге жетті": what was reached is the value, no
 * aim and no limit. */
static void
read_reached(struct sentence *s)
{
    for (size_t n = 0; n < s->nnumbers; n++) {
        size_t i = s->numbers[n].token;
        struct token *t = &s->b->tokens[i];
        size_t begin = i > s->from + REACHED_BEFORE ? i - REACHED_BEFORE : s->from;
        bool to = i > s->from && str_is(token_skeleton(s->b, i - 1), "\xE4\xEE") && /* до */
            has_changed(s, begin, i);
        if (!to && ((t->flags & TOKEN_DATIVE) || t->number.kind == NUMBER_MONEY)) {
            size_t k = i + 1 < s->to && s->numbers[n].units ? s->numbers[n].unit + 1 : i + 1;
            struct str word = token_skeleton(s->b, k);
            to = str_starts(word, STR("\xE6\xE5\xF2\xF2")) || /* жетті */
                str_starts(word, STR("\xE6\xE5\xF2\xEA")) || /* жеткен */
                str_starts(word, STR("\xE6\xE5\xF2\xE8\xEF")) || /* жетіп */
                str_is(word, "\xF2\xE5\xED") || /* тең */
                (str_is(word, "\xE4\xE5\xE8\xE8\xED") && /* дейін */
                    has_changed(s, k + 1, k + 1 + REACHED_AFTER));
        }
        if (!to)
            continue;
        s->numbers[n].change = 0;
        t->flags &= ~(unsigned)(TOKEN_BOUND | TOKEN_DATIVE);
    }
}

/* --- units --- */

static bool
is_foreign(const struct sentence *s, size_t i)
{
    return i < s->to && token_is_kind(s->b, i, LEXICON_FOREIGN);
}

/* Whether some figure is counted in one of the units; days of work are nobody's. */
static bool
is_counted_in(const struct rules *rules, uint64_t units)
{
    for (size_t f = 0; f < rules->nfigures; f++)
        if (rules->figures[f].unit_index < 64 && (units >> rules->figures[f].unit_index & 1))
            return true;
    return false;
}

/* "1 раз в 3 года", "айына 2 рет": how often something is done as a rule; "жылына 2 рет" may tell
 * of the reported year. */
static bool
is_rate(const struct sentence *s, size_t i)
{
    /* айына, тоқсанына, аптасына, күніне */
    static const char *const each[] = {"\xE0\xE8\xFB\xED\xE0",
        "\xF2\xEE\xEA\xF1\xE0\xED\xFB\xED\xE0", "\xE0\xEF\xF2\xE0\xF1\xFB\xED\xE0",
        "\xEA\xF3\xED\xE8\xED\xE5", NULL};
    bool times = i + 1 < s->to && str_is(token_skeleton(s->b, i + 1), "\xF0\xE5\xF2"); /* рет */
    if (times && i > s->from && str_is_any(token_skeleton(s->b, i - 1), each))
        return true;
    if (i + 3 >= s->to || !str_starts(token_skeleton(s->b, i + 1), STR("\xF0\xE0\xE7")) || /* раз */
        !str_is(token_skeleton(s->b, i + 2), "\xE2")) /* в */
        return false;
    return s->b->tokens[i + 3].kind == TOKEN_NUMBER || is_foreign(s, i + 3) ||
        token_is_kind(s->b, i + 3, LEXICON_YEAR) || token_is_kind(s->b, i + 3, LEXICON_QUARTER) ||
        token_is_kind(s->b, i + 3, LEXICON_MONTHS);
}

/* Whether the word is one for a length of time. */
static bool
is_time(struct str word)
{
    static const char *const stems[] = {"\xE6\xFB\xEB", "\xE3\xEE\xE4", "\xE4\xED\xE5",
        "\xE4\xED\xFF", "\xE4\xE5\xED\xFC", "\xF7\xE0\xF1", "\xEC\xE8\xED\xF3\xF2",
        "\xED\xE5\xE4\xE5\xEB", "\xEA\xF3\xED", "\xF1\xE0\xE3\xE0\xF2",
        NULL}; /* жыл, год, дне, дня, день, час, минут, недел, күн, сағат */
    return str_starts_any(word, stems) || str_is(word, "\xEB\xE5\xF2"); /* лет */
}

/* "1, 5, 9 классы", but "детей 215, 9 групп": whether the comma at token `i` stands between two
 * numbers of a list that rises. */
static bool
lists_up(const struct sentence *s, size_t i)
{
    const struct token *t = &s->b->tokens[i];
    return token_is_punct(s->b, i, ',') && t[-1].kind == TOKEN_NUMBER &&
        decimal_cmp(t[-1].number.value, t[1].number.value) < 0;
}

/* "Опрос в 5 ЦОНах": whether the number counts places where something is;
 * cases are none. */
static bool
is_place(const struct sentence *s, size_t i)
{
    static const char *const cases[] = {"\xF1\xEB\xF3\xF7", "\xF4\xE0\xEA\xF2", "\xFD\xEF\xE8\xE7",
        "\xE6\xE0\xE3\xE4", "\xEE\xEA\xE8\xE3", "\xE8\xF1\xF2",
        NULL}; /* случ, факт, эпиз, жағд, оқиғ, іст */
    if (i + 1 >= s->to || s->b->tokens[i + 1].kind != TOKEN_WORD ||
        (s->kinds[i + 1 - s->from] >> PHRASE_UNIT & 1))
        return false; /* "потребность в 3 педагогах" */
    struct str word = token_skeleton(s->b, i + 1);
    return !str_starts_any(word, cases) && s->lang == LANG_RU && i > s->from &&
        str_is(token_skeleton(s->b, i - 1), "\xE2") && /* в */
        str_ends_any(word, (const char *const[]){"\xE0\xF5", "\xFF\xF5", NULL}); /* -ах, -ях */
}

/* "В двух случаях", "екі жағдайда": as often as anything happened, which other words name. */
static bool
is_times(const struct sentence *s, const struct figure_number *n)
{
    struct str unit = token_skeleton(s->b, n->token + 1);
    if (n->unit != n->token + 1)
        return false;
    if (s->lang == LANG_KK)
        return str_is(unit, "\xE6\xE0\xE3\xE4\xE0\xE8\xE4\xE0"); /* жағдайда */
    return n->token > s->from && str_is(token_skeleton(s->b, n->token - 1), "\xE2") && /* в */
        str_starts(unit, STR("\xF1\xEB\xF3\xF7\xE0")); /* случа- */
}

/* "75 балалық лагерь", "бес адамдық топ": whether the number says how large something is; posts are
 * counted so ("0,5 ставкалық", "бірлік"). */
static bool
is_attribute_of_place(const struct sentence *s, const struct figure_number *n)
{
    static const char *const endings[] = {"\xEB\xFB\xEA", "\xEB\xE8\xEA", "\xE4\xFB\xEA",
        "\xE4\xE8\xEA", "\xF2\xFB\xEA", "\xF2\xE8\xEA", NULL}; /* -лық, -лік ... -тік */
    static const char *const people[] = {"\xE0\xE4\xE0\xEC", "\xE1\xE0\xEB\xE0", "\xEA\xE8\xF1\xE8",
        "\xEE\xEA\xF3\xF8\xFB", "\xEE\xF0\xFB\xED", NULL}; /* адам, бала, кісі, оқушы, орын */
    struct str unit = token_skeleton(s->b, n->unit);
    bool own = str_starts(token_skeleton(s->b, n->unit + 1), STR("\xF3\xE6\xFB\xEC")); /* ұжым */
    return s->lang == LANG_KK && !own && str_starts_any(unit, people) &&
        str_ends_any(unit, endings);
}

static void
read_unit(struct sentence *s, struct figure_number *n)
{
    size_t i = n->token + 1;
    if (i < s->to && token_is_punct(s->b, i, '-'))
        i++;
    while (i < s->to && (s->b->tokens[i].flags & TOKEN_QUOTED))
        i++;
    n->foreign = is_foreign(s, i);
    struct str next = token_skeleton(s->b, i);
    bool time = n->foreign && is_time(next);
    size_t first = i;
    /* "5 және 10 сыныптарға": the unit stands behind the second number. */
    if (i + 2 < s->to && s->b->tokens[i].kind != TOKEN_NUMBER &&
        s->b->tokens[i + 1].kind == TOKEN_NUMBER &&
        s->b->tokens[i + 1].number.kind == s->b->tokens[n->token].number.kind &&
        (str_is(token_skeleton(s->b, i), "\xE8") || lists_up(s, i) ||
            str_is(token_skeleton(s->b, i), "\xE6\xE0\xED\xE5") ||
            str_is(token_skeleton(s->b, i), "\xEC\xE5\xED"))) /* и, және, мен */
        n->foreign |= is_foreign(s, i + 2);
    if ((s->b->tokens[n->token].flags & TOKEN_ABLATIVE) && i + 1 < s->to &&
        s->b->tokens[i].kind == TOKEN_NUMBER)
        n->foreign |= is_foreign(s, i + 1); /* "6-дан 17 жасқа" */
    /* Two words, the first of which may be an adjective; but "четверо написали ...". */
    size_t words = s->b->tokens[n->token].flags & TOKEN_COLLECTIVE ? 1 : 2;
    for (size_t look = 0; look < words && !n->units && i < s->to; look++, i++) {
        if (s->b->tokens[i].kind != TOKEN_WORD)
            break;
        if (!(s->kinds[i - s->from] >> PHRASE_UNIT & 1))
            continue;
        size_t longest = 0; /* "3 рабочих дня" are no workers */
        for (size_t k = 0; k < s->hits.count; k++) {
            const struct hit *h = &s->hits.hit[k];
            if (h->phrase->kind != PHRASE_UNIT || h->first != i || h->phrase->owner >= 64 ||
                h->last - h->first < longest)
                continue;
            n->units = h->last - h->first > longest ? 0 : n->units;
            longest = h->last - h->first;
            n->units |= (uint64_t)1 << h->phrase->owner, n->unit = i;
        }
    }
    if (n->units && time && n->unit > first)
        n->units = 0; /* "за 3 года преступлений", "более 15 дней обращений"; but "2 жас маман", "2
                         бөлім меңгерушісі" */
    if (n->units && !is_counted_in(s->rules, n->units)) {
        n->foreign = true;
        return;
    }
    bool of_them = s->b->tokens[n->token].flags & (TOKEN_COLLECTIVE | TOKEN_POSSESSIVE);
    if (n->units || (s->lang == LANG_KK && of_them)) /* "екеуі жасына байланысты" */
        n->foreign = false;
    if (is_rate(s, n->token) || is_place(s, n->token))
        n->foreign = true, n->units = 0;
    n->times = n->units && is_times(s, n);
    if (n->units && is_attribute_of_place(s, n))
        n->foreign = true, n->units = 0;
    /* "выросло в 2 раза" */
    if (n->token > s->from && str_is(token_skeleton(s->b, n->token - 1), "\xE2") &&
        n->token + 1 < s->to && str_starts(token_skeleton(s->b, n->token + 1), STR("\xF0\xE0\xE7")))
        n->foreign = true, n->units = 0;
}

/* "қызмет ұсынады": offers a service, where the verb alone proposes. */
static bool
is_part_of_label(const struct sentence *s, const struct hit *h)
{
    const struct hit *label = sentence_hit(s, PHRASE_LABEL, h->first);
    return label && covers(label, h) && !covers(h, label);
}

static size_t
next_comma(const struct sentence *s, size_t i)
{
    while (i < s->to && !token_is_punct(s->b, i, ','))
        i++;
    return i;
}

/* The brackets around token `i`: the tokens within; the whole sentence where there are none. */
static void
around(const struct sentence *s, size_t i, size_t *from, size_t *to)
{
    *from = i;
    *to = i;
    while (*from > s->from && !token_is_punct(s->b, *from - 1, '(') &&
        !token_is_punct(s->b, *from - 1, ')'))
        --*from;
    if (*from == s->from || token_is_punct(s->b, *from - 1, ')')) {
        *from = s->from;
        *to = s->to;
        return;
    }
    while (*to < s->to && !token_is_punct(s->b, *to, ')'))
        ++*to;
}

/* Whether a Kazakh predicate stands at token `i`: "көтерді". */
static bool
ends_kazakh_clause(const struct sentence *s, size_t i)
{
    return sentence_hit(s, PHRASE_VERB, i) || sentence_hit(s, PHRASE_ABSENT, i) ||
        (s->b->tokens[i].kind == TOKEN_WORD &&
            (kazakh_endings(token_skeleton(s->b, i)) & KAZAKH_PAST));
}

/* The same of one that is told of: "анықталғаны, ... қажет екені айтылды". */
static bool
closes_kazakh_clause(const struct sentence *s, size_t i)
{
    static const char *const told[] = {"\xE3\xE0\xED\xFB", "\xE3\xE5\xED\xE8", "\xEA\xE0\xED\xFB",
        "\xEA\xE5\xED\xE8", NULL}; /* -ғаны, -гені, -қаны, -кені */
    return ends_kazakh_clause(s, i) ||
        (s->b->tokens[i].kind == TOKEN_WORD && str_ends_any(token_skeleton(s->b, i), told));
}

/* Whether the word opens a contrast: "а", "ал". */
static bool
is_contrast(const struct sentence *s, size_t i)
{
    return str_is(token_skeleton(s->b, i), "\xE0") || str_is(token_skeleton(s->b, i), "\xE0\xEB") ||
        sentence_hit(s, PHRASE_BREAK, i);
}

/* Whether a plan in Kazakh is only what a number is compared with. */
static bool
is_attribute_plan(const struct sentence *s, const struct hit *h)
{
    for (size_t i = h->first + 1; i + 1 < h->last; i++)
        if (s->b->tokens[i].kind == TOKEN_NUMBER)
            return i == h->first + 1 && !sentence_hit(s, PHRASE_VERB, h->last - 1);
    return false;
}

/* "7 из запланированных 8", "закончили 27 при намеченных 25": whether a plan in Russian is only
 * what a number is compared with. */
static bool
is_planned_aside(const struct sentence *s, const struct hit *h)
{
    static const char *const beside[] = {"\xEF\xF0\xE8", "\xEF\xF0\xEE\xF2\xE8\xE2",
        "\xE2\xEC\xE5\xF1\xF2\xEE", "\xF1\xE2\xE5\xF0\xF5", "\xF7\xE5\xEC",
        NULL}; /* при, против, вместо, сверх, чем */
    if (h->first == s->from)
        return false;
    if (str_is_any(token_skeleton(s->b, h->first - 1), beside))
        return has_number(s, s->from, h->first) || has_number(s, h->last, s->to);
    return token_is_kind(s->b, h->first - 1, LEXICON_OF);
}

/* A plan states no facts: in Russian from the clause of its predicate to the end of the sentence,
 * but of a clause that a word like "which" opens to its comma, and in brackets to their end;
 * in Kazakh, where the predicate stands last, from the last clause with a predicate of its own. */
static void
mute_plans(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_PLAN); k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind != PHRASE_PLAN || h->dead || is_part_of_label(s, h))
            continue;
        bool kazakh = h->phrase->lang == LANG_KK;
        size_t begin, end, first = h->first;
        around(s, first, &begin, &end);
        size_t last = kazakh && end == s->to ? h->last : end;
        while (first > begin && !token_is_punct(s->b, first - 1, ';') &&
            !(token_is_punct(s->b, first - 1, ',') &&
                (!kazakh || first == h->first || is_contrast(s, first) ||
                    (first >= begin + 2 && closes_kazakh_clause(s, first - 2)))))
            first--;
        if (kazakh && is_attribute_plan(s, h)) {
            first = h->first; /* "жоспардағы 25 педагогтың орнына 37 педагог" */
            last = h->last;
        }
        if (!kazakh && is_planned_aside(s, h)) {
            first = h->first; /* "7 из запланированных 8": only what was planned */
            for (last = h->last; last < end && s->b->tokens[last].kind != TOKEN_NUMBER; last++)
                ;
            last += last < end;
        }
        for (size_t i = h->first; !kazakh && i > first && i + 2 > h->first; i--)
            if (token_is_kind(s->b, i - 1, LEXICON_AND))
                first = i; /* "... определила 4 риска и рекомендует ..." */
        if (!kazakh && first > begin && sentence_hit(s, PHRASE_BREAK, first))
            last = next_comma(s, h->last); /* "..., которая по норме ..., " */
        if (token_is_punct(s->b, h->last, ':'))
            last = s->to; /* "Ұсынылады: ...; ..." */
        if (!kazakh && token_is_punct(s->b, h->last, '-'))
            last = next_comma(s, h->last); /* "норматив – 30 минут, ..." */
        for (size_t i = first; i < last; i++)
            s->muted[i - s->from] = true;
    }
}

/* "Снижение объясняется сокращением набора с 220 до 200 мест": the numbers of a cause. */
static void
mute_causes(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        bool behind = h->first > s->from &&
            str_starts(token_skeleton(s->b, h->first - 1), STR("\xF7\xE5\xEC")); /* чем */
        if (h->phrase->kind != PHRASE_CAUSE || behind)
            continue;
        for (size_t i = h->first, end = next_comma(s, h->last); i < end; i++)
            s->muted[i - s->from] = true;
    }
}

/* Where the sentence comes back to the institution: "..., в нашем колледже – 2". SIZE_MAX where it
 * does not. */
static size_t
comes_back(const struct sentence *s, size_t i)
{
    for (i = next_comma(s, i); i < s->to; i = next_comma(s, i + 1))
        for (size_t k = i + 1; k < i + 4 && k < s->to; k++) {
            struct str word = token_skeleton(s->b, k);
            if (str_starts(word, STR("\xED\xE0\xF8")) || str_is(word, "\xED\xE0\xF1") ||
                str_starts(word, STR("\xE1\xE8\xE7\xE4\xE8\xED"))) /* наш, нас, біздің */
                return i;
        }
    return SIZE_MAX;
}

/* "Для справки: за 9 месяцев 2022 года – 61": what is told for comparison is our own. */
static bool
leads_to_previous(const struct sentence *s, const struct hit *h)
{
    size_t i = h->last + 1;
    if (!token_is_punct(s->b, h->last, ':'))
        return false;
    while (i < s->to && i < h->last + 3 && sentence_is_light(s, i) &&
        !sentence_hit(s, PHRASE_PREVIOUS, i))
        i++;
    return i < s->to &&
        (sentence_hit(s, PHRASE_PREVIOUS, i) ||
            (s->b->tokens[i].kind == TOKEN_PERIOD && relate(s, i) == PERIOD_PREVIOUS));
}

/* What is said of another body makes the sentence silent; but where it is an aside, in brackets or
 * behind a semicolon or comma at the end, only that: "жалоб 6, тогда как в целом по району – 41".
 */
static void
mute_others(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind != PHRASE_OTHER || h->dead || leads_to_previous(s, h))
            continue;
        size_t begin, end, first = h->first;
        around(s, first, &begin, &end);
        while (first > begin && !token_is_punct(s->b, first - 1, ',') &&
            !token_is_punct(s->b, first - 1, ';'))
            first--;
        bool bracketed = begin > s->from && has_number(s, begin, end);
        size_t part = first; /* behind the last semicolon: another matter */
        while (part > begin && !token_is_punct(s->b, part - 1, ';'))
            part--;
        first = part > begin ? part : first;
        bool aside = part > begin;
        aside |= first > s->from && has_number(s, s->from, first) &&
            has_number(s, first, end) && /* "..., это цифра отдела, не наша" tells of the former */
            (h->first == first || is_contrast(s, first));
        size_t back = bracketed ? SIZE_MAX : comes_back(s, h->last);
        if (bracketed || aside || back < end)
            for (size_t i = bracketed ? begin : first; i < end && i < back; i++)
                s->muted[i - s->from] = true;
        else
            s->silent = true;
    }
}

/* Whether a number is "one" in a Kazakh word of so many letters, be they Latin look-alikes: three
 * of "бір", four of "бірі". */
static bool
is_kazakh_one(const struct sentence *s, size_t i, size_t letters)
{
    const struct token *t = &s->b->tokens[i];
    return s->lang == LANG_KK && (t->flags & TOKEN_SPELLED) && t->end - t->start == letters &&
        decimal_cmp(t->number.value, decimal_of(1)) == 0;
}

/* "қандай да бір": any, "бірде бір", "бір де": not even one; none counts. */
static bool
is_any(const struct sentence *s, size_t i)
{
    if (!(s->b->tokens[i].flags & TOKEN_SPELLED))
        return false;
    if (i + 1 < s->to && str_is(token_skeleton(s->b, i + 1), "\xE4\xE5") && /* де */
        is_kazakh_one(s, i, 3))
        return true;
    if (i == s->from)
        return false;
    struct str before = token_skeleton(s->b, i - 1);
    return str_is(before, "\xE1\xE8\xF0\xE4\xE5") || /* бірде */
        (str_is(before, "\xE4\xE0") && i >= s->from + 2 && /* да */
            str_starts(token_skeleton(s->b, i - 2), STR("\xEA\xE0\xED\xE4\xE0\xE8"))); /* қандай */
}

/* "2 тексерудің бірі", "сегізі жеке тұлғадан, бірі заңды тұлғадан": "one of them" counts behind
 * another number of the sentence only; else it is one of many, whose number nobody tells. */
static bool
is_one_of_many(const struct sentence *s, size_t i)
{
    if (!is_kazakh_one(s, i, 4))
        return false;
    for (size_t k = s->from; k < i; k++)
        if (s->b->tokens[k].kind == TOKEN_NUMBER && s->b->tokens[k].number.kind == NUMBER_COUNT)
            return false;
    return true;
}

/* "Кроме двоих", "за исключением одного случая", "бір жағдайды қоспағанда": whether the number in
 * token `i` is what is left out of the count. */
bool
sentence_excepts(const struct sentence *s, size_t i)
{
    static const char *const before[] = {"\xEA\xF0\xEE\xEC\xE5", "\xE8\xF1\xEA\xEB\xFE\xF7\xE0\xFF",
        "\xEF\xEE\xEC\xE8\xEC\xEE", "\xE8\xF1\xEA\xEB\xFE\xF7\xE5\xED\xE8\xE5\xEC",
        NULL}; /* кроме, исключая, помимо, исключением */
    static const char *const after[] = {"\xEA\xEE\xF1\xEF\xE0\xE3\xE0\xED\xE4\xE0",
        "\xE5\xF1\xE5\xEF\xF2\xE5\xEC\xE5\xE3\xE5\xED\xE4\xE5",
        "\xF1\xE0\xED\xE0\xEC\xE0\xE3\xE0\xED\xE4\xE0",
        NULL}; /* қоспағанда, есептемегенде, санамағанда
                */
    if (i > s->from + 1 && s->lang == LANG_RU && /* what begins with it is "besides" */
        str_is_any(token_skeleton(s->b, i - 1), before))
        return true;
    if (i >= s->from + 2 && str_is(token_skeleton(s->b, i - 2), "\xED\xE5") && /* не считая */
        str_is(token_skeleton(s->b, i - 1), "\xF1\xF7\xE8\xF2\xE0\xFF"))
        return true;
    for (size_t k = i + 1; k < i + 3 && k < s->to && s->lang == LANG_KK; k++)
        if (str_is_any(token_skeleton(s->b, k), after))
            return true;
    return false;
}

static enum status
read_numbers(struct sentence *s)
{
    struct arena *a = s->d->arena;
    size_t count = 0;
    for (size_t i = s->from; i < s->to; i++)
        count += s->b->tokens[i].kind == TOKEN_NUMBER;
    s->numbers = arena_array(a, count + 1, sizeof *s->numbers);
    if (!s->numbers)
        return STATUS_LIMIT;
    int depth = 0;
    for (size_t i = s->from; i < s->to; i++) {
        depth += token_is_punct(s->b, i, '(');
        depth -= depth > 0 && token_is_punct(s->b, i, ')');
        if (s->b->tokens[i].kind != TOKEN_NUMBER)
            continue;
        struct figure_number *n = &s->numbers[s->nnumbers++];
        n->token = i;
        n->subject = NO_SUBJECT;
        n->used = s->muted[i - s->from] || sentence_hit(s, PHRASE_ABSENT, i) || is_any(s, i) ||
            is_one_of_many(s, i) || sentence_excepts(s, i);
        n->period = (enum period_relation)s->period[i - s->from];
        n->bracketed = depth > 0;
        read_unit(s, n);
        /* "34,4 % (в прошлом году – 32,8)": the sign is left out the second time. */
        struct token *t = &s->b->tokens[i];
        if (s->nnumbers > 1 && t->number.kind == NUMBER_COUNT && t->number.value.scale &&
            !n->units && !n->foreign && s->b->tokens[n[-1].token].number.kind == NUMBER_PERCENT &&
            n->period == PERIOD_PREVIOUS && n[-1].period != n->period)
            t->number.kind = NUMBER_PERCENT;
    }
    return STATUS_OK;
}

/* "Процент сменяемости – 7,1 (в 2021 году – 9,4)", "Үлесі, %: 2022 ж. – 49,9": where the words say
 * that shares follow, up to the next label, their numbers need no sign. */
static void
read_shares(struct sentence *s)
{
    bool share = false;
    size_t n = 0;
    for (size_t i = s->from; i < s->to; i++) {
        struct token *t = &s->b->tokens[i];
        const struct hit *label = sentence_hit(s, PHRASE_LABEL, i);
        if (label && label->first == i)
            share = false;
        share |= token_is_punct(s->b, i, '%') || token_is_kind(s->b, i, LEXICON_PERCENT);
        if (t->kind != TOKEN_NUMBER)
            continue;
        const struct figure_number *number = &s->numbers[n++];
        if (share && t->number.kind == NUMBER_COUNT && !number->units && !number->foreign &&
            !(t->flags & TOKEN_SPELLED) && decimal_cmp(t->number.value, decimal_of(100)) <= 0)
            t->number.kind = NUMBER_PERCENT;
    }
}

/* "Сумма закупок, тыс. тенге: 6 215,4": the currency, and its scale, before the number. */
static void
read_currency(struct sentence *s)
{
    for (size_t n = 0; n < s->nnumbers; n++) {
        size_t i = s->numbers[n].token;
        struct number *number = &s->b->tokens[i].number;
        long scale;
        if (number->kind != NUMBER_COUNT || s->numbers[n].units || s->numbers[n].foreign ||
            i < s->from + 3 ||
            !(token_is_punct(s->b, i - 1, ':') || token_is_punct(s->b, i - 1, '-')))
            continue;
        size_t currency = i - 2 - token_is_punct(s->b, i - 2, ')'); /* "(тыс. тенге) –" */
        if (!token_is_kind(s->b, currency, LEXICON_MONEY))
            continue;
        number->kind = NUMBER_MONEY;
        if (currency > s->from &&
            lexicon_is(
                s->rules->lexicon, LEXICON_SCALE, token_skeleton(s->b, currency - 1), &scale))
            (void)number_scale(number, scale);
    }
}

/* Words within quotation marks name an institution or a service, and state nothing; but what begins
 * with a small letter or a negation is what somebody says: «с поборами не сталкивался». */
static bool
is_name(const struct sentence *s, const struct hit *h)
{
    size_t first = h->first;
    if (!(s->b->tokens[first].flags & TOKEN_QUOTED) ||
        !(s->b->tokens[h->last - 1].flags & TOKEN_QUOTED))
        return false;
    while (first > s->from && (s->b->tokens[first - 1].flags & TOKEN_QUOTED))
        first--;
    struct str word = token_skeleton(s->b, first);
    bool said = s->b->tokens[first].kind == TOKEN_WORD &&
        (!(s->b->tokens[first].flags & TOKEN_UPPER) || str_is(word, "\xED\xE5") ||
            str_is(word, "\xED\xE5\xF2")); /* не, нет */
    return !said &&
        !(s->b->tokens[s->from].flags & TOKEN_QUOTED &&
            s->b->tokens[s->to - 1].flags & TOKEN_QUOTED);
}

/* Two labels of one subject with no sign and at most one number between are one mention: "уроки
 * ведут 79 учителей". */
static bool
merged(struct sentence *s, const struct hit *h)
{
    struct mention *last = NULL;
    for (size_t k = 0; k < s->nmentions; k++)
        if (s->mentions[k].subject == h->phrase->owner)
            last = &s->mentions[k];
    if (!last || last->hit->phrase->lang != h->phrase->lang)
        return false;
    size_t numbers = 0;
    for (size_t i = last->last; i < h->first; i++) {
        numbers += s->b->tokens[i].kind == TOKEN_NUMBER;
        if (numbers > 1 || s->b->tokens[i].kind == TOKEN_PUNCT)
            return false;
    }
    if (h->last > last->last)
        last->last = h->last;
    return true;
}

static enum status
read_mentions(struct sentence *s)
{
    size_t count = SENTENCE_CARRIED;
    for (size_t k = 0; k < s->hits.count; k++)
        count += s->hits.hit[k].phrase->kind == PHRASE_LABEL;
    s->mentions = arena_array(s->d->arena, count + 1, sizeof *s->mentions);
    if (!s->mentions)
        return STATUS_LIMIT;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind == PHRASE_LABEL && !h->dead && !is_name(s, h) &&
            !s->muted[h->first - s->from] && !merged(s, h))
            s->mentions[s->nmentions++] = (struct mention){
                .hit = h, .subject = h->phrase->owner, .first = h->first, .last = h->last};
    }
    return STATUS_OK;
}

/* What a sentence can state without a number, and what counts beyond it. */
static const uint32_t stating_kinds = 1u << PHRASE_ABSENT | 1u << PHRASE_ZERO | 1u << PHRASE_LIST;
static const uint32_t topic_kinds = 1u << PHRASE_NEED | 1u << PHRASE_UNLESS | 1u << PHRASE_OTHER;

/* Whether the sentence may state a number, or names what another states: a cell does, a question,
 * and a short sentence or heading; and who looks on wants to see all. */
static bool
has_numbers(const struct sentence *s)
{
    bool any = s->b->kind == BLOCK_CELL || s->d->watch || s->to - s->from <= SENTENCE_NAMES ||
        s->from < s->b->asked;
    for (size_t i = s->from; i < s->to && !any; i++)
        any = s->b->tokens[i].kind == TOKEN_NUMBER;
    return any;
}

/* The phrases of the sentence: those of other kinds only where `*states` says that something can be
 * stated. */
static enum status
match(const struct sentence *s, struct matcher *m, struct hits *hits, bool *states)
{
    const uint32_t few = stating_kinds | topic_kinds;
    enum status status = match_begin(m, s->b, s->from, s->to, s->lang);
    *hits = (struct hits){NULL, 0};
    *states = has_numbers(s);
    if (status != STATUS_OK || *states)
        return status == STATUS_OK ? match_more(m, UINT32_MAX, hits) : status;
    status = match_more(m, few, hits);
    for (size_t k = 0; k < hits->count; k++)
        *states |= stating_kinds >> hits->hit[k].phrase->kind & 1;
    return status == STATUS_OK && *states ? match_more(m, ~few, hits) : status;
}

/* Room for what is known of each token; the hits are copied. */
static bool
make_room(struct sentence *s, const struct hits *hits)
{
    struct arena *a = s->d->arena;
    size_t n = s->to - s->from + 1;
    s->kinds = arena_array(a, n, sizeof *s->kinds);
    s->mention_of = arena_array(a, 3 * n, sizeof *s->mention_of);
    s->period = arena_array(a, n, sizeof *s->period + sizeof *s->muted);
    s->hits.hit = arena_room(a, (hits->count + 1) * sizeof *s->hits.hit);
    if (!s->kinds || !s->mention_of || !s->period || !s->hits.hit)
        return false;
    s->number_of = s->mention_of + n;
    s->aside = s->mention_of + 2 * n;
    s->muted = (bool *)(s->period + n);
    if (hits->count)
        memcpy(s->hits.hit, hits->hit, hits->count * sizeof *hits->hit);
    s->hits.count = hits->count;
    return true;
}

enum status
sentence_read(struct sentence *s, struct matcher *m, const struct rules *rules, struct document *d,
    size_t block, size_t from, size_t to, enum lang lang)
{
    struct arena *a = d->arena;
    *s = (struct sentence){.rules = rules,
        .d = d,
        .block = block,
        .b = &d->blocks[block],
        .from = from,
        .to = to,
        .lang = lang};
    struct hits hits;
    bool states;
    enum status status = match(s, m, &hits, &states);
    if (status != STATUS_OK)
        return status;
    size_t *order = arena_room(a, (hits.count + 1) * sizeof *order);
    if (!make_room(s, &hits) || !order)
        return STATUS_LIMIT;
    overrule(&s->hits, order);
    note_kinds(s);
    if (!states)
        return STATUS_OK;
    aside_read(s);
    mute_plans(s);
    mute_others(s);
    mute_causes(s);
    light_up(s);
    status = read_numbers(s);
    if (status == STATUS_OK) {
        read_shares(s);
        read_currency(s);
    }
    if (status == STATUS_OK)
        status = read_mentions(s);
    if (status != STATUS_OK)
        return status;
    light_back(s);
    light_respectively(s);
    read_changes(s);
    read_from_to(s);
    read_reached(s);
    light_shares(s);
    return STATUS_OK;
}

/* --- statements --- */

/* Whether the token is written with the Kazakh letters of `word`, as far as the word goes. */
static bool
same_letters(struct str word, struct str printed)
{
    size_t a = 0, b = 0;
    while (a < word.len) {
        if (b >= printed.len)
            return false;
        uint32_t y = text_decode(printed, &b);
        if (text_is_invisible(y))
            continue;
        if (text_lower(text_decode(word, &a)) != text_lower(y))
            return false;
    }
    return true;
}

/* Whether a word of the phrase that has Kazakh letters was met without them. */
static bool
is_folded(const struct rules *r, const struct hit *h)
{
    for (const struct kazakh_word *w = rules_kazakh(r, h->phrase); w; w = w->next)
        for (size_t i = h->first; i < h->last; i++)
            if (str_starts(token_skeleton(h->block, i), w->folded) &&
                !same_letters(w->text, h->block->tokens[i].text))
                return true;
    return false;
}

enum match
sentence_match(const struct sentence *s, const struct hit *hit, size_t first, size_t last)
{
    unsigned flags = 0;
    for (size_t i = first; i <= last && i < s->b->ntokens; i++)
        flags |= s->b->tokens[i].flags;
    unsigned number = flags;
    for (size_t i = hit ? hit->first : 0; hit && i < hit->last; i++)
        flags |= hit->block->tokens[i].flags & TOKEN_HOMOGLYPH;
    if (number & TOKEN_OCR)
        return MATCH_OCR;
    if (number & TOKEN_SPELLED)
        return MATCH_SPELLED;
    if (flags & TOKEN_HOMOGLYPH)
        return MATCH_HOMOGLYPH;
    return hit && is_folded(s->rules, hit) ? MATCH_FOLDED : MATCH_EXACT;
}

enum status
sentence_state(struct sentence *s, int figure, const struct hit *hit, enum how how,
    struct decimal value, struct decimal step, size_t first, size_t last)
{
    struct statement *t = arena_new(s->d->arena, struct statement);
    if (!t)
        return STATUS_LIMIT;
    const struct block *b = s->b;
    t->figure = figure;
    t->value = value;
    t->step = step;
    t->how = how;
    t->approx = how != HOW_ZERO && (b->tokens[first].flags & TOKEN_APPROX);
    t->match = sentence_match(s, hit, first, last);
    t->lang = hit->phrase->lang;
    t->part = b->part;
    t->block = s->block;
    t->start = b->tokens[first].start;
    t->end = b->tokens[last].end;
    t->quote = (struct str){b->tokens[first].text.p,
        (size_t)(b->tokens[last].text.p + b->tokens[last].text.len - b->tokens[first].text.p)};
    t->rule = hit->phrase->name;
    *s->d->statements_end = t;
    s->d->statements_end = &t->next;
    struct statement **behind = &s->d->blocks[s->block].stated;
    while (*behind && (*behind)->start > t->start)
        behind = &(*behind)->before;
    t->before = *behind;
    *behind = t;
    return STATUS_OK;
}
