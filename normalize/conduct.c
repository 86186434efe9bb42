#include "conduct.h"

#include "remark.h"
#include "token.h"

/* Intervals of work that one document tells; more are not looked at. */
#define WORKS_MAX 32

/* Work of more days than this is an observed period, not a time of work. */
#define MONTHS_MAX 3

/* Days on which one kind of work was done. */
struct days {
    enum form form; /* of the report that the work is for */
    struct date from, to;
    struct quote quote;
};

struct work {
    const struct reference *known;
    struct document *d;
    struct days days[WORKS_MAX];
    size_t n;
};

/* Whether a date belongs to an act: its number stands beside it. */
static bool
is_act_date(const struct block *b, size_t i)
{
    for (size_t k = i > 2 ? i - 2 : 0; k < b->ntokens && k <= i + 2; k++)
        if (b->tokens[k].kind == TOKEN_NOISE &&
            (str_starts(b->tokens[k].text, STR("№")) || str_starts(b->tokens[k].text, STR("N"))))
            return true;
    return false;
}

/* What the sentence at [from, to) is about: monitoring or internal analysis, the one named nearest
 * to the days at `at`; FORM_OTHER where it names neither. */
static enum form
topic_of(const struct work *w, const struct block *b, size_t from, size_t to, size_t at)
{
    struct str words[120];
    size_t n = 0, best = SIZE_MAX;
    enum form form = FORM_OTHER;
    for (size_t i = from; i < to && n < 120; i++)
        words[n++] = token_skeleton(b, i);
    for (size_t i = 0; i < n; i++)
        for (const struct act_topic *t = reference_topics(w->known); t; t = t->next) {
            size_t distance = from + i > at ? from + i - at : at - from - i;
            if (t->has_form && distance < best &&
                reference_is_topic(t, block_lang(w->d, b), words, n, i)) {
                best = distance;
                form = t->form;
            }
        }
    return form;
}

static bool
has_cue(const struct work *w, enum cue cue, const struct block *b, size_t from, size_t to)
{
    struct str words[120];
    size_t n = 0;
    for (size_t i = from; reference_in_block(b, cue) && i < to && n < 120; i++)
        words[n++] = token_skeleton(b, i);
    for (size_t i = 0; i < n; i++)
        if (reference_cue(w->known, cue, block_lang(w->d, b), words, n, i, NULL, NULL))
            return true;
    return false;
}

/* Days of work: an interval in one token, or the next two dates of the sentence. `*last` is its
 * last token. */
static bool
read_days(const struct block *b, size_t i, size_t to, struct days *out, size_t *last)
{
    const struct token *t = &b->tokens[i];
    if (t->kind == TOKEN_PERIOD) {
        bool whole = t->period.from.day == 1 && t->period.to.day >= 28;
        out->from = t->period.from;
        out->to = t->period.to;
        *last = i;
        return !t->period.school_year && !whole && t->period.from.day && t->period.to.day;
    }
    if (t->kind != TOKEN_DATE || !t->date.day || is_act_date(b, i))
        return false;
    for (size_t k = i + 1; k < to && k < i + 10; k++)
        if (b->tokens[k].kind == TOKEN_DATE) {
            out->from = t->date;
            out->to = b->tokens[k].date;
            *last = k;
            return b->tokens[k].date.day && !is_act_date(b, k) &&
                !(out->from.day == 1 && out->to.day >= 28);
        }
    return false;
}

static void
complete_years(struct days *days)
{
    if (!days->from.year)
        days->from.year = days->to.year;
    if (!days->to.year)
        days->to.year = days->from.year;
}

static void
read_sentence(struct work *w, size_t block, size_t from, size_t to)
{
    const struct block *b = &w->d->blocks[block];
    if (!has_cue(w, CUE_CONDUCTED, b, from, to) || has_cue(w, CUE_OBSERVED, b, from, to))
        return;
    for (size_t i = from; i < to && w->n < WORKS_MAX; i++) {
        struct days *days = &w->days[w->n];
        size_t last;
        if (!read_days(b, i, to, days, &last))
            continue;
        complete_years(days);
        days->form = topic_of(w, b, from, to, i);
        if (days->form == FORM_OTHER && has_cue(w, CUE_MADE, b, from, to) && b->part >= 0)
            days->form = w->d->parts[b->part].form;
        days->quote = (struct quote){block, b->tokens[i].start, b->tokens[last].end};
        i = last;
        if ((days->form == FORM_MONITORING_RESULT || days->form == FORM_ANALYSIS_NOTE) &&
            days->from.year &&
            (days->to.year - days->from.year) * 12 + days->to.month - days->from.month < MONTHS_MAX)
            w->n++;
    }
}

static void
read_block(struct work *w, size_t block)
{
    const struct block *b = &w->d->blocks[block];
    size_t from = 0;
    if (b->part < 0 || b->silent || !reference_in_block(b, CUE_CONDUCTED))
        return;
    for (size_t i = 0; i < b->ntokens; i++)
        if (token_is_punct(b, i, '.') || i + 1 == b->ntokens) {
            read_sentence(w, block, from, i + 1);
            from = i + 1;
        }
}

/* All intervals of one kind of work, where any two differ. */
static enum status
compare(struct work *w, enum form form, enum remark remark)
{
    struct quote quotes[WORKS_MAX];
    size_t n = 0, first = SIZE_MAX;
    bool differ = false;
    for (size_t i = 0; i < w->n; i++) {
        const struct days *days = &w->days[i];
        if (days->form != form)
            continue;
        if (first == SIZE_MAX)
            first = i;
        differ |= date_compare(days->from, w->days[first].from) ||
            date_compare(days->to, w->days[first].to);
        quotes[n++] = days->quote;
    }
    return differ ? remark_add(w->d, remark, STR("period"), quotes, n, STR("")) : STATUS_OK;
}

/* Work that was over before the reported period was. */
static enum status
compare_with_period(struct work *w)
{
    struct quote quotes[WORKS_MAX];
    struct date end = w->d->period.to;
    size_t n = 0;
    struct buf day = {0};
    enum status status = STATUS_OK;
    for (size_t i = 0; i < w->n; i++)
        if (end.year && date_compare(w->days[i].to, end) < 0 &&
            date_compare(w->days[i].to, w->d->period.from) > 0)
            quotes[n++] = w->days[i].quote;
    if (!n)
        return STATUS_OK;
    buf_printf(&day, "%02d.%02d.%04d", end.day, end.month, end.year);
    status = remark_add(w->d, REMARK_work_before_end, STR("period"), quotes, n, buf_slice(&day));
    buf_free(&day);
    return status;
}

enum status
conduct_find(const struct reference *known, struct document *d)
{
    struct work *w = arena_new(d->arena, struct work);
    enum status status;
    if (!w)
        return STATUS_LIMIT;
    w->known = known;
    w->d = d;
    for (size_t i = 0; i < d->nblocks; i++)
        read_block(w, i);
    status = compare(w, FORM_MONITORING_RESULT, REMARK_monitoring_days);
    if (status == STATUS_OK)
        status = compare(w, FORM_ANALYSIS_NOTE, REMARK_analysis_days);
    return status == STATUS_OK ? compare_with_period(w) : status;
}
