#include "act.h"

#include "remark.h"
#include "token.h"

/* Words around a date that are looked at, each way. */
#define AROUND_MAX 40

/* Citations that are looked at: each is compared with all. A report has a dozen. */
#define CITATIONS_MAX 300

enum verdict {
#define VERDICT(name, level, ru, kk, en) VERDICT_##name,
#include "verdict.def"
#undef VERDICT
    VERDICT_COUNT
};

static const struct {
    const char *name;
    enum finding_level level;
    const char *text[3]; /* by enum lang, [0] is English */
} verdicts[] = {
#define VERDICT(name, level, ru, kk, en) {#name, FINDING_##level, {en, ru, kk}},
#include "verdict.def"
#undef VERDICT
};

/* A date of an act in the text, with its number where it stands there. */
struct citation {
    size_t block;
    size_t date; /* token */
    size_t first, last; /* tokens of date and number */
    struct str number; /* folded, without the sign; empty where none is said */
    enum act_kind kind;
    bool other; /* a decree, a resolution */
    bool named; /* a word for an act stands beside it */
    bool registered; /* date and number of a registration, said to be so */
    bool issued; /* by a state body, or rules are spoken of: no order of the institution itself */
    bool amending;
    bool ground;
    const struct act_topic *topic; /* NULL where nothing tells */
    const struct act *act; /* NULL where unknown */
    struct citation *next;
};

struct work {
    const struct reference *known;
    struct document *d;
    struct citation *citations, **end;
    size_t ncitations;
    struct date day; /* of the document; year 0 where unknown */
    bool exact; /* the day is stated, not only the end of the period */
};

static bool
same_date(struct date a, struct date b)
{
    return a.year && date_compare(a, b) == 0;
}

static bool
is_date(const struct token *t)
{
    return t->kind == TOKEN_DATE && t->date.year && t->date.month && t->date.day;
}

/* Whether a token is a number of an act: "№ 12". */
static bool
is_number(const struct token *t)
{
    return t->kind == TOKEN_NOISE &&
        (str_starts(t->text, STR("№")) || str_starts(t->text, STR("N")));
}

/* The number without its sign and blanks, folded. */
static struct str
bare_number(struct arena *arena, struct str text)
{
    struct buf b = {0};
    struct str out;
    text = str_starts(text, STR("№")) ? str_slice(text, strlen("№"), text.len)
                                      : str_slice(text, 1, text.len);
    token_fold(&b, text);
    out = arena_copy(arena, str_trim(buf_slice(&b)));
    buf_free(&b);
    return out;
}

static bool
is_cue(const struct work *w, enum cue cue, enum lang lang, const struct block *b, size_t i)
{
    return b->tokens[i].kind == TOKEN_WORD && (b->tokens[i].begins & reference_bit((int)cue)) &&
        reference_cue_word(w->known, cue, lang, token_skeleton(b, i));
}

/* Looks for the number before the date ("№ 12 от 19.10.2016") and behind it ("от 19.10.2016 г. под
 * № 12"). */
static void
find_number(struct work *w, const struct block *b, size_t floor, struct citation *c)
{
    size_t i = c->date;
    for (size_t k = i; k > floor && i - k < 3; k--)
        if (is_number(&b->tokens[k - 1])) {
            /* "of 5 May" must follow it, or nothing. */
            if (i - k > 0 && block_lang(w->d, b) == LANG_KK)
                break;
            c->number = bare_number(w->d->arena, b->tokens[k - 1].text);
            c->first = k - 1;
            return;
        } else if (b->tokens[k - 1].kind != TOKEN_WORD) {
            break;
        }
    for (size_t k = i + 1; k < b->ntokens && k < i + 5; k++) {
        if (is_number(&b->tokens[k])) {
            c->number = bare_number(w->d->arena, b->tokens[k].text);
            c->last = k;
            return;
        }
        if (b->tokens[k].kind != TOKEN_WORD)
            return;
    }
}

/* One behind the last token that belongs to the citation's sentence, the next date of an act, or
 * the words looked at. */
static size_t
reach(const struct block *b, const struct citation *c)
{
    size_t i = c->last + 1;
    while (i < b->ntokens && i <= c->last + AROUND_MAX && !token_is_punct(b, i, '.') &&
        !is_date(&b->tokens[i]))
        i++;
    return i;
}

/* The first token before the citation of its sentence, behind the citation before it. */
static size_t
back(const struct block *b, const struct citation *c, size_t floor)
{
    size_t i = c->first;
    while (i > floor && c->first - i < AROUND_MAX && !token_is_punct(b, i - 1, '.'))
        i--;
    return i;
}

/* The topic that the words nearest to the citation tell, among [from, to). */
static const struct act_topic *
topic_in(const struct work *w, const struct block *b, size_t from, size_t to, bool before,
    enum act_kind kind)
{
    struct str words[2 * AROUND_MAX];
    const struct act_topic *found = NULL;
    enum lang lang = block_lang(w->d, b);
    size_t n = 0;
    for (size_t i = from; i < to && n < 2 * AROUND_MAX; i++)
        words[n++] = token_skeleton(b, i);
    for (size_t i = 0; i < n && !(found && !before); i++)
        for (const struct act_topic *t = reference_topics(w->known); t; t = t->next)
            if ((t->kind == kind || t->kind == ACT_ANY || kind == ACT_ANY) &&
                reference_is_topic(t, lang, words, n, i)) {
                found = t;
                break;
            }
    return found;
}

static bool
any_cue(const struct work *w, enum cue cue, const struct block *b, size_t from, size_t to)
{
    struct str words[2 * AROUND_MAX];
    enum lang lang = block_lang(w->d, b);
    size_t n = 0;
    for (size_t i = from; reference_in_block(b, cue) && i < to && n < 2 * AROUND_MAX; i++)
        words[n++] = token_skeleton(b, i);
    for (size_t i = 0; i < n; i++)
        if (reference_cue(w->known, cue, lang, words, n, i, NULL, NULL))
            return true;
    return false;
}

/* What kind of act it is: the word for one that is nearest. Kazakh puts it behind, Russian before.
 */
static void
find_kind(const struct work *w, const struct block *b, size_t from, size_t to, struct citation *c)
{
    enum lang lang = block_lang(w->d, b);
    size_t best = SIZE_MAX;
    for (size_t i = from; i < to; i++) {
        size_t distance = i < c->first ? c->first - i : i > c->last ? i - c->last : SIZE_MAX;
        bool law = is_cue(w, CUE_LAW, lang, b, i), order = is_cue(w, CUE_ORDER, lang, b, i);
        bool other = is_cue(w, CUE_OTHERACT, lang, b, i);
        if ((lang == LANG_KK) == (i < c->first) && distance != SIZE_MAX)
            distance += 8;
        if (!(law || order || other) || distance >= best)
            continue;
        best = distance;
        c->kind = law ? ACT_LAW : order ? ACT_ORDER : ACT_ANY;
        c->other = other;
        c->named = true;
    }
}

/* Whether the block is a line that goes on in the next block, as those of heads do. */
static bool
goes_on(const struct work *w, size_t block)
{
    const struct block *b = &w->d->blocks[block];
    return block + 1 < w->d->nblocks && b->ntokens && b->ntokens <= 14 &&
        b->part == w->d->blocks[block + 1].part && b->kind == w->d->blocks[block + 1].kind &&
        !str_ends(str_trim(b->text), STR(".")) &&
        !str_starts(w->d->blocks[block + 1].text, STR("("));
}

/* Looks for the topic and the word "ground" on the lines before and behind, where the sentence is
 * broken over lines. */
static void
look_further(const struct work *w, struct citation *c)
{
    for (size_t k = c->block; k < c->block + 2 && goes_on(w, k); k++) {
        const struct block *b = &w->d->blocks[k + 1];
        if (!c->topic)
            c->topic = topic_in(w, b, 0, b->ntokens, false, c->kind);
        c->ground |= any_cue(w, CUE_GROUND, b, 0, b->ntokens);
        c->issued |= any_cue(w, CUE_ISSUER, b, 0, b->ntokens);
    }
    for (size_t k = c->block; k > 0 && k + 2 > c->block && goes_on(w, k - 1); k--) {
        const struct block *b = &w->d->blocks[k - 1];
        if (!c->topic)
            c->topic = topic_in(w, b, 0, b->ntokens, true, c->kind);
        c->ground |= any_cue(w, CUE_GROUND, b, 0, b->ntokens);
        c->issued |= any_cue(w, CUE_ISSUER, b, 0, b->ntokens);
    }
}

static enum status
read_citation(struct work *w, size_t block, size_t date, size_t floor, size_t *stop)
{
    const struct block *b = &w->d->blocks[block];
    struct citation c = {
        .block = block, .date = date, .first = date, .last = date, .number = STR("")};
    struct citation *copy;
    size_t from, to;
    bool kazakh = block_lang(w->d, b) == LANG_KK;
    find_number(w, b, floor, &c);
    if (!c.number.p)
        return STATUS_LIMIT;
    *stop = c.last + 1;
    from = back(b, &c, floor);
    to = reach(b, &c);
    find_kind(w, b, from, to, &c);
    if (!c.named && !c.number.len)
        return STATUS_OK;
    c.topic = kazakh ? topic_in(w, b, c.last + 1, to, false, c.kind)
                     : topic_in(w, b, from, c.first, true, c.kind);
    if (!c.topic)
        c.topic = kazakh ? topic_in(w, b, from, c.first, true, c.kind)
                         : topic_in(w, b, c.last + 1, to, false, c.kind);
    look_further(w, &c);
    c.registered = kazakh
        ? any_cue(w, CUE_REGISTERED, b, c.last + 1, to < c.last + 5 ? to : c.last + 5)
        : any_cue(w, CUE_REGISTERED, b, c.first > from + 6 ? c.first - 6 : from, c.first);
    c.issued |= any_cue(w, CUE_ISSUER, b, from, to);
    c.amending = any_cue(w, CUE_AMENDING, b, from, to);
    c.ground |= any_cue(w, CUE_GROUND, b, from, to);
    copy = arena_new(w->d->arena, struct citation);
    if (!copy)
        return STATUS_LIMIT;
    *copy = c;
    w->ncitations++;
    *w->end = copy;
    w->end = &copy->next;
    return STATUS_OK;
}

static enum status
read_citations(struct work *w)
{
    for (size_t k = 0; k < w->d->nblocks && w->ncitations < CITATIONS_MAX; k++) {
        const struct block *b = &w->d->blocks[k];
        size_t floor = 0;
        if (b->part < 0 || !block_holds(b, TOKEN_DATE))
            continue;
        for (size_t i = 0; i < b->ntokens && w->ncitations < CITATIONS_MAX; i++) {
            enum status status;
            if (!is_date(&b->tokens[i]))
                continue;
            status = read_citation(w, k, i, floor, &floor);
            if (status != STATUS_OK)
                return status;
            i = floor - 1;
        }
    }
    return STATUS_OK;
}

static bool
in_citation(const struct work *w, size_t block, size_t token)
{
    for (const struct citation *c = w->citations; c; c = c->next)
        if (c->block == block && c->first <= token && token <= c->last)
            return true;
    return false;
}

/* The last day that the document names and that can be its own: no act's, in no section of plans,
 * not long behind the reported period. */
static void
find_day(struct work *w)
{
    struct date end = w->d->period.to;
    w->day = end;
    for (size_t k = 0; k < w->d->nblocks; k++) {
        const struct block *b = &w->d->blocks[k];
        if (b->part < 0 || b->silent ||
            !(block_holds(b, TOKEN_DATE) || block_holds(b, TOKEN_PERIOD)))
            continue;
        for (size_t i = 0; i < b->ntokens; i++) {
            const struct token *t = &b->tokens[i];
            struct date day = is_date(t)  ? t->date
                : t->kind == TOKEN_PERIOD ? t->period.to
                                          : (struct date){0};
            bool whole =
                t->kind == TOKEN_PERIOD && t->period.from.day == 1 && t->period.to.day >= 28;
            if (!day.year || !day.month || !day.day || whole || in_citation(w, k, i))
                continue;
            if (end.year && day.year > end.year + 1)
                continue;
            if (any_cue(
                    w, CUE_PLAN, b, i > 12 ? i - 12 : 0, i + 12 < b->ntokens ? i + 12 : b->ntokens))
                continue;
            if (!w->exact || date_compare(day, w->day) > 0) {
                w->day = day;
                w->exact = true;
            }
        }
    }
}

/* The citation as printed. */
static struct str
printed(const struct work *w, const struct citation *c)
{
    const struct block *b = &w->d->blocks[c->block];
    return block_quote(b, b->tokens[c->first].start, b->tokens[c->last].end);
}

static void
write_date(struct buf *b, struct date date)
{
    buf_printf(b, "%02d.%02d.%04d", date.day, date.month, date.year);
}

/* The day of the document; where it is only known that the period was over, so. */
static void
write_day(struct buf *b, const struct work *w, int lang)
{
    static const char *const before[] = {"", "не ранее ", ""};
    static const char *const behind[] = {" or later", "", " немесе одан кейін"};
    if (!w->exact)
        buf_z(b, before[lang]);
    write_date(b, w->day);
    if (!w->exact)
        buf_z(b, behind[lang]);
}

static void
write_act(struct buf *b, const struct act *act, int lang)
{
    static const char *const from[] = {"of ", "от ", ""};
    buf_z(b, from[lang]);
    write_date(b, act->date);
    buf_z(b, " № ");
    for (size_t i = 0; i < act->number.len; i++)
        buf_char(b, act->number.p[i] == 'v' ? 'V' : act->number.p[i]);
}

static bool
add_place(struct work *w, struct found *f, const struct citation *c)
{
    const struct block *b = &w->d->blocks[c->block];
    return remark_place(
        w->d, f, (struct quote){c->block, b->tokens[c->first].start, b->tokens[c->last].end});
}

static struct str
subject_of(struct work *w, const struct citation *c, const struct act *act)
{
    struct buf b = {0};
    struct str out;
    buf_z(&b, "act:");
    if (act) {
        buf_str(&b, act->id);
    } else {
        buf_z(&b, "№ ");
        reference_write_folded(&b, c->number);
    }
    out = arena_copy(w->d->arena, buf_slice(&b));
    buf_free(&b);
    return out;
}

static struct found *
same_finding(const struct work *w, struct str subject, const char *verdict)
{
    for (struct found *f = w->d->findings; f; f = f->next)
        if (f->code == FINDING_legal_reference && str_eq(f->subject, subject) &&
            str_is(f->verdict, verdict))
            return f;
    return NULL;
}

/* Adds the finding, or the place to the same finding made before. `right` is the act that should
 * stand there, or whose days matter; `other` a date instead of it. */
static enum status
say(struct work *w, enum verdict v, const struct citation *c, const struct act *act,
    const struct act *right, struct date other)
{
    struct str subject = subject_of(w, c, act);
    struct found *f = subject.p ? same_finding(w, subject, verdicts[v].name) : NULL;
    const struct act_topic *topic = act ? act->topic : NULL;
    const struct str local[3] = {STR("Order"), STR("Приказ"), STR("Бұйрық")};
    if (f)
        return add_place(w, f, c) ? STATUS_OK : STATUS_LIMIT;
    f = document_find(w->d, FINDING_legal_reference);
    if (!f || !subject.p)
        return STATUS_LIMIT;
    f->subject = subject;
    f->level = verdicts[v].level;
    f->verdict = str_of(verdicts[v].name);
    for (int lang = 0; lang < 3; lang++) {
        struct buf text = {0}, days[2] = {{0}};
        struct str args[4] = {topic ? topic->name[lang] : local[lang], printed(w, c)};
        if (right)
            write_act(&days[0], right, lang);
        else
            write_date(&days[0], other);
        write_day(&days[1], w, lang);
        args[2] = buf_slice(&days[0]);
        args[3] = buf_slice(&days[1]);
        remark_format(&text, verdicts[v].text[lang], args);
        f->text[lang] = arena_copy(w->d->arena, buf_slice(&text));
        buf_free(&text);
        buf_free(&days[0]);
        buf_free(&days[1]);
        if (!f->text[lang].p)
            return STATUS_LIMIT;
    }
    return add_place(w, f, c) ? STATUS_OK : STATUS_LIMIT;
}

/* The act of a topic on which a document of this day may rest: the latest. */
static const struct act *
act_in_force(const struct work *w, const struct act_topic *topic)
{
    const struct act *best = NULL;
    for (const struct act *a = reference_acts(w->known); a; a = a->next)
        if (a->topic == topic && !a->amends &&
            (!w->day.year || date_compare(a->from, w->day) <= 0) &&
            (!best || date_compare(a->from, best->from) > 0))
            best = a;
    return best;
}

static const struct act *
exact_act(const struct work *w, const struct citation *c)
{
    for (const struct act *a = reference_acts(w->known); a; a = a->next)
        if (c->number.len && str_starts(c->number, a->number) &&
            same_date(a->date, w->d->blocks[c->block].tokens[c->date].date) &&
            (c->number.len == a->number.len || c->number.p[a->number.len] == ' '))
            return a;
    return NULL;
}

static struct date
date_of(const struct work *w, const struct citation *c)
{
    return w->d->blocks[c->block].tokens[c->date].date;
}

/* An act whose number, and for a law also whose title, stands with a date of the same year that is
 * not its own, or with the same day of another year. */
static const struct act *
misdated_act(const struct work *w, const struct citation *c)
{
    struct date date = date_of(w, c);
    for (const struct act *a = reference_acts(w->known); a; a = a->next) {
        bool number = c->number.len && str_eq(c->number, a->number);
        bool law = a->topic->kind == ACT_LAW && c->kind == ACT_LAW;
        bool near =
            date.year == a->date.year || (date.month == a->date.month && date.day == a->date.day);
        if (c->amending || !near || same_date(date, a->date))
            continue;
        if ((number && (law || (c->issued && c->topic == a->topic))) ||
            (law && c->topic == a->topic && !c->number.len))
            return a;
    }
    return NULL;
}

/* Quotes beside an act that is wrong where the document cites the right one by its date. */
static enum status
add_right(struct work *w, enum verdict v, const struct citation *wrong, const struct act *a,
    const struct act *right)
{
    struct found *f = right ? same_finding(w, subject_of(w, wrong, a), verdicts[v].name) : NULL;
    for (const struct citation *c = w->citations; f && c; c = c->next) {
        bool there = false;
        if (!same_date(date_of(w, c), right->date) || c->amending ||
            c->kind != right->topic->kind || !(c->act == right || c->topic == right->topic))
            continue;
        for (const struct place *p = f->places; p; p = p->next)
            there |=
                p->block == c->block && p->start == w->d->blocks[c->block].tokens[c->first].start;
        if (!there && !add_place(w, f, c))
            return STATUS_LIMIT;
    }
    return STATUS_OK;
}

static enum status
judge_window(struct work *w, const struct citation *c, const struct act *a)
{
    if (!w->day.year)
        return STATUS_OK;
    if (a->to.year && date_compare(w->day, a->to) > 0) {
        enum status s = say(w, VERDICT_repealed, c, a, NULL, a->to);
        return s == STATUS_OK ? add_right(w, VERDICT_repealed, c, a, act_in_force(w, a->topic)) : s;
    }
    if (w->exact && a->from.year && date_compare(w->day, a->from) < 0)
        return say(w, VERDICT_not_yet_in_force, c, a, NULL, a->from);
    return STATUS_OK;
}

/* Whether a part refers to an act on that topic, or to the law. */
static bool
part_cites(const struct work *w, int part, const struct act_topic *topic, const struct act *except)
{
    for (const struct citation *c = w->citations; c; c = c->next)
        if (w->d->blocks[c->block].part == part && c->act && c->act != except &&
            (c->act->topic == topic || (c->act->topic->kind == ACT_LAW && c->ground)))
            return true;
    return false;
}

/* The ground of a monitoring that is the rules of internal analysis, or the other way round. */
static enum status
judge_ground(struct work *w, const struct citation *c, const struct act *a)
{
    int part = w->d->blocks[c->block].part;
    if (!c->ground || !a->topic->has_form || part < 0)
        return STATUS_OK;
    for (const struct act_topic *t = reference_topics(w->known); t; t = t->next)
        if (t->has_form && t != a->topic && t->form == w->d->parts[part].form &&
            act_in_force(w, t) && !part_cites(w, part, t, a))
            return say(
                w, VERDICT_wrong_act_for_document, c, a, act_in_force(w, t), (struct date){0});
    return STATUS_OK;
}

/* A date without a number: the act of that date on the topic. */
static const struct act *
unnumbered_act(const struct work *w, const struct citation *c)
{
    for (const struct act *a = reference_acts(w->known); a; a = a->next)
        if (!c->number.len && c->issued && c->topic == a->topic && a->topic->kind == ACT_ORDER &&
            c->kind == ACT_ORDER && same_date(a->date, date_of(w, c)))
            return a;
    return NULL;
}

static const struct act *
registered_act(const struct work *w, const struct citation *c)
{
    for (const struct act *a = reference_acts(w->known); a; a = a->next)
        if (c->number.len && a->registration.len && str_eq(c->number, a->registration) &&
            (!a->registered.year || same_date(a->registered, date_of(w, c))))
            return a;
    return NULL;
}

/* An order of that day on the topic whose number is another. */
static const struct act *
misnumbered_act(const struct work *w, const struct citation *c)
{
    for (const struct act *a = reference_acts(w->known); a; a = a->next)
        if (c->number.len && c->issued && c->topic == a->topic &&
            same_date(a->date, date_of(w, c)) && !a->amends)
            return a;
    return NULL;
}

/* Finds the act first, for all citations, so that a part's grounds are known when one is judged. */
static void
recognize(struct work *w)
{
    for (struct citation *c = w->citations; c; c = c->next) {
        c->act = exact_act(w, c);
        if (!c->act)
            c->act = unnumbered_act(w, c);
    }
}

static enum status
judge(struct work *w, struct citation *c)
{
    const struct act *a = exact_act(w, c);
    enum status status;
    if (a && a->amends && !part_cites(w, w->d->blocks[c->block].part, a->topic, a))
        return say(w, VERDICT_amending_act, c, a, a->amends, (struct date){0});
    if (a) {
        status = judge_window(w, c, a);
        return status == STATUS_OK ? judge_ground(w, c, a) : status;
    }
    a = registered_act(w, c);
    if (a)
        return c->registered ? STATUS_OK
                             : say(w, VERDICT_registration_number_used, c, a, a, (struct date){0});
    a = misdated_act(w, c);
    if (a) {
        status = say(w, VERDICT_wrong_date, c, a, a, (struct date){0});
        return status == STATUS_OK ? add_right(w, VERDICT_wrong_date, c, a, a) : status;
    }
    a = unnumbered_act(w, c);
    if (a) {
        status = say(w, VERDICT_number_missing, c, a, a, (struct date){0});
        return status == STATUS_OK ? judge_ground(w, c, a) : status;
    }
    a = c->registered || c->amending ? NULL : misnumbered_act(w, c);
    return a ? say(w, VERDICT_wrong_number, c, a, a, (struct date){0}) : STATUS_OK;
}

/* Whether a citation of the other language has the same number, and the same day or (`other`)
 * another day of the year. */
static const struct citation *
twin_of(const struct work *w, const struct citation *c, bool other)
{
    struct date date = date_of(w, c);
    for (const struct citation *t = w->citations; t; t = t->next) {
        struct date day = date_of(w, t);
        if (!t->act && t->kind == ACT_ORDER && str_eq(t->number, c->number) &&
            day.year == date.year && same_date(day, date) != other &&
            block_lang(w->d, &w->d->blocks[t->block]) != block_lang(w->d, &w->d->blocks[c->block]))
            return t;
    }
    return NULL;
}

/* An order of the institution's own that has two dates in two languages. */
static enum status
judge_twins(struct work *w)
{
    for (const struct citation *c = w->citations; c; c = c->next) {
        const struct citation *t;
        enum status status;
        if (c->act || c->kind != ACT_ORDER || !c->number.len ||
            block_lang(w->d, &w->d->blocks[c->block]) != LANG_RU || twin_of(w, c, false))
            continue;
        t = twin_of(w, c, true);
        if (!t || twin_of(w, t, false))
            continue;
        status = say(w, VERDICT_dates_differ, c, NULL, NULL, date_of(w, t));
        if (status == STATUS_OK)
            status = say(w, VERDICT_dates_differ, t, NULL, NULL, date_of(w, c));
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status
act_find(const struct reference *known, struct document *d)
{
    struct work w = {.known = known, .d = d};
    enum status status;
    w.end = &w.citations;
    status = read_citations(&w);
    if (status != STATUS_OK)
        return status;
    recognize(&w);
    find_day(&w);
    for (struct citation *c = w.citations; c && status == STATUS_OK; c = c->next)
        status = judge(&w, c);
    return status == STATUS_OK ? judge_twins(&w) : status;
}
