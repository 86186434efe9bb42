#include "bind.h"

#include "aside.h"
#include "kazakh.h"
#include "token.h"

/* Costs are tenths of a word. */
#define COST_WORD 10
#define COST_LIGHT 3
#define COST_COMMA 15
#define COST_AND 20
#define COST_INSIDE (-20) /* the number stands within the words of the label */
#define COST_BRACKET 7
#define COST_ASIDE 3
#define COST_NUMBER 30
#define COST_OWN_NUMBER 5
#define COST_LABEL 40
#define COST_SEMICOLON 100
#define COST_PERIOD 2
#define COST_BACKWARDS 12 /* Russian: the number before its label */
#define COST_CLAUSE 40 /* the number begins a clause with a subject or verb of its own */
#define COST_DASHED (-5) /* "152 – от физических лиц" */
#define COST_COLON 20 /* "17 записей: от граждан 15": what stands before a colon is the whole */
#define COST_UNIT_FITS (-15)
#define COST_SPELLED 10
#define COST_BEHIND_VERB 25 /* Kazakh: the number behind the verb that closes a clause */
#define COST_BEHIND_COLON 5 /* "... еңбек етті: 29 тәрбиеші": rather a part */
#define COST_BASE 45 /* "of 25": a base, not the value */
#define COST_VIRTUAL 15
#define COST_STRANGER 40 /* behind the number a noun that is no unit we know */
#define COST_NONE 1000000

/* A sum of money in a wording that names no currency is said in thousands at least. */
#define MONEY_STEP 100

/* Tokens from the number of a whole to what it is of. */
#define WHOLE_WORDS 2

/* Tokens from a number to the mention behind it whose it is. */
#define FOLLOWS_WORDS 3

/* Tokens from "there is none" to what it leaves out. */
#define EXCEPTION_TOKENS 6

/* Words between a count and its share in brackets. */
#define SHARE_WORDS 2

/* How far, in words, a number may stand at least with which another is compared. */
#define COMPARED_WORDS 7

/* How many tokens beside a number its cost may depend on. */
#define AROUND 8

/* Words that are none of the subject's and so few that a number among them goes with them. */
#define NOT_TOKENS 4

/* "spelled: no" holds below this: nobody says "двадцать два" but of what he counts. */
#define SPELLED_MIN 10

/* --- which member of a subject a number can be --- */

/* Whether no word of the clause stands at token `i`, or one behind a dash. */
static bool
ends_clause(const struct sentence *s, size_t i)
{
    return i >= s->to || token_is_punct(s->b, i, ',') || token_is_punct(s->b, i, ';') ||
        token_is_punct(s->b, i, '(') || token_is_punct(s->b, i, '-');
}

/* "– 7, ...": whether the number ends what began before a dash, so that nothing behind claims it.
 */
static bool
ends_pair(const struct sentence *s, const struct figure_number *n)
{
    size_t i = n->token, next = n->units ? n->unit + 1 : i + 1;
    return i >= s->from + 2 && token_is_punct(s->b, i - 1, '-') &&
        s->b->tokens[i - 2].kind == TOKEN_WORD && ends_clause(s, next) &&
        !token_is_punct(s->b, next, '-');
}

/* "наложены взыскания (1)": whether the number is all that the brackets behind the mention hold. */
static bool
stands_beside(
    const struct sentence *s, const struct figure_number *n, const struct mention *mention)
{
    return mention && !mention->virtual && mention->last + 1 == n->token &&
        token_is_punct(s->b, mention->last, '(') && token_is_punct(s->b, n->token + 1, ')');
}

bool
bind_counts(const struct sentence *s, const struct figure_number *n, int figure)
{
    int unit = s->rules->figures[figure].unit_index;
    return unit < 64 && (n->units >> unit & 1);
}

struct decimal
bind_value(const struct sentence *s, const struct figure_number *n, enum member member)
{
    struct decimal value = s->b->tokens[n->token].number.value;
    bool change = member == MEMBER_CHANGE_PERCENT || member == MEMBER_CHANGE_POINTS;
    return change && n->change < 0 && value.units > 0 ? decimal_neg(value) : value;
}

/* The unit word must be one of the figure's, unless it is part of what names the subject: "58
 * педагогов". */
static bool
unit_fits(
    const struct sentence *s, const struct figure_number *n, int figure, const struct mention *m)
{
    if (!n->units || n->times || s->rules->figures[figure].unit_index >= 64 ||
        bind_counts(s, n, figure))
        return true;
    return m && !m->virtual && m->hit->first <= n->unit && n->unit < m->hit->last;
}

bool
bind_fits(const struct sentence *s, const struct figure_number *n, int subject, enum member m,
    const struct mention *mention)
{
    int figure = s->rules->subjects[subject].member[m];
    const struct token *t = &s->b->tokens[n->token];
    enum number_kind kind = t->number.kind;
    bool name = (t->flags & TOKEN_QUOTED) && kind == NUMBER_COUNT; /* «Қарлығаш-7» */
    if (figure < 0 || n->used || name || (t->flags & TOKEN_BOUND) || n->period == PERIOD_OTHER ||
        ((t->flags & TOKEN_SPELLED) && (t->flags & TOKEN_GENITIVE) && t->number.value.units == 1))
        return false;
    const struct subject *owner = &s->rules->subjects[subject];
    if ((owner->no_brackets && n->bracketed && !stands_beside(s, n, mention)) ||
        (owner->no_spelled && (t->flags & TOKEN_SPELLED) && !ends_pair(s, n) &&
            decimal_cmp(t->number.value, decimal_of(SPELLED_MIN)) < 0))
        return false;
    if (s->lang == LANG_KK && (t->flags & TOKEN_COLLECTIVE) && (t->flags & TOKEN_GENITIVE))
        return false; /* "үшеуінің бірі": of the three */
    bool share = kind == NUMBER_PERCENT || kind == NUMBER_POINTS;
    switch (m) {
    case MEMBER_COUNT:
    case MEMBER_PREVIOUS_COUNT:
        /* A bare Kazakh dative is an aim: "30-ға түсіру". */
        if (kind != NUMBER_COUNT || n->change || (t->flags & TOKEN_DATIVE) || n->foreign ||
            !unit_fits(s, n, figure, mention) || t->number.value.units < 0)
            return false;
        if (str_is(s->rules->figures[figure].type, "count") && decimal_trim(t->number.value).scale)
            return false;
        break;
    case MEMBER_PERCENT:
    case MEMBER_PREVIOUS_PERCENT:
        if (kind != NUMBER_PERCENT || n->change || n->foreign)
            return false;
        break;
    case MEMBER_CHANGE_PERCENT:
        return kind == NUMBER_PERCENT && n->change;
    case MEMBER_CHANGE_POINTS:
        return share && n->change;
    case MEMBER_MONEY:
        if (kind != NUMBER_MONEY || n->change)
            return false;
        break;
    case MEMBER_COUNT_OF:
        return false;
    }
    bool previous = m == MEMBER_PREVIOUS_COUNT || m == MEMBER_PREVIOUS_PERCENT;
    return (n->period == PERIOD_PREVIOUS) == previous;
}

bool
bind_is_others(const struct sentence *s, size_t token, int subject)
{
    if (!sentence_hit(s, PHRASE_NOT, token))
        return false;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind == PHRASE_NOT && h->phrase->owner == subject && h->first <= token &&
            token < h->last && h->last - h->first <= NOT_TOKENS)
            return true;
    }
    return false;
}

static int
member_for(const struct sentence *s, const struct figure_number *n, const struct mention *mention)
{
    const int *member = s->rules->subjects[mention->subject].member;
    for (int m = 0; m < MEMBER_COUNT_OF && !n->used; m++)
        if (member[m] >= 0 && bind_fits(s, n, mention->subject, (enum member)m, mention))
            return m;
    return -1;
}

/* --- the cost between a mention and a number --- */

static const struct mention *
mention_at(const struct sentence *s, size_t token)
{
    uint32_t k = s->mention_of[token - s->from];
    return k ? &s->mentions[k - 1] : NULL;
}

static const struct figure_number *
number_at(const struct sentence *s, size_t token)
{
    uint32_t n = s->number_of[token - s->from];
    return n ? &s->numbers[n - 1] : NULL;
}

/* A Kazakh predicate closes its clause; before a noun it is an attribute ("жоқ құжаттар"). */
static bool
closes_clause(const struct sentence *s, const struct hit *h)
{
    if (h->phrase->lang != LANG_KK || h->last >= s->to)
        return true;
    return s->b->tokens[h->last].kind != TOKEN_WORD || sentence_hit(s, PHRASE_BREAK, h->last);
}

/* Whether two subjects speak of the same figure: applicants, and their share of enrolment. */
static bool
is_related(const struct sentence *s, int a, int b)
{
    for (int m = 0; m < MEMBER_COUNT_OF; m++)
        for (int n = 0; n < MEMBER_COUNT_OF; n++)
            if (s->rules->subjects[a].member[m] >= 0 &&
                s->rules->subjects[a].member[m] == s->rules->subjects[b].member[n])
                return true;
    return false;
}

/* Whether the number is one of the mention's, or of a subject that speaks of the same. */
static bool
is_own_number(const struct sentence *s, const struct mention *m, size_t token)
{
    if (token >= m->first && token < m->last)
        return true;
    const struct figure_number *n = number_at(s, token);
    return n && n->used && !s->muted[token - s->from] && n->subject != NO_SUBJECT &&
        is_related(s, n->subject, m->subject);
}

/* Ages, hours and the like, which are nobody's ("от 6 до 17 лет"), and where a change began, which
 * leads to its end. */
static bool
is_passed_over(const struct sentence *s, size_t token)
{
    const struct figure_number *n = number_at(s, token);
    bool difference =
        n && n->change && s->b->tokens[token].number.kind == NUMBER_COUNT; /* "на 7 больше" */
    bool past = n && !n->used && n->period != PERIOD_THIS; /* "в 2021 году 7, а ныне" */
    return n && (n->foreign || n->earlier || difference || past);
}

/* The closing bracket of the one at `i` where it stands before `to`; else `i`: what stands in
 * brackets is said aside. */
static size_t
skip_brackets(const struct sentence *s, size_t i, size_t to)
{
    for (size_t k = i + 1; k < to; k++)
        if (token_is_punct(s->b, k, ')'))
            return k;
    return i;
}

/* What the tokens cost that stand between a mention and a number; somewhat above `most` where it is
 * more than that. */
static int
between(const struct sentence *s, const struct mention *m, size_t from, size_t to, bool compared,
    int most, int *words)
{
    int cost = 0;
    const struct mention *inside = NULL;
    const struct hit *denied = NULL;
    *words = 0;
    for (size_t i = from; i < to && cost <= most; i++) {
        const struct token *t = &s->b->tokens[i];
        size_t aside = s->aside[i - s->from];
        if (aside && aside < to) {
            cost += COST_ASIDE;
            i = aside;
        }
        if ((aside && aside < to) || (t->flags & TOKEN_QUOTED))
            continue;
        const struct mention *other = mention_at(s, i);
        const struct hit *absent = sentence_hit(s, PHRASE_ABSENT, i);
        bool same = other && other != m && is_related(s, other->subject, m->subject);
        if (other && other != m && other != inside && !same)
            cost += COST_LABEL;
        if (absent && absent != denied && closes_clause(s, absent)) /* what stands behind "there is
                                                                       none" is of something else */
            cost += compared ? COST_COMMA : COST_SEMICOLON;
        inside = other;
        denied = absent;
        if (same)
            continue;
        switch (t->kind) {
        case TOKEN_WORD:
            if (t->kinds & lexicon_bit(LEXICON_AND)) {
                cost += COST_AND;
                break;
            }
            if (sentence_is_light(s, i) || sentence_hit(s, PHRASE_VERB, i)) {
                cost += COST_LIGHT;
                break;
            }
            cost += COST_WORD;
            ++*words;
            break;
        case TOKEN_PUNCT:
            if (token_is_punct(s->b, i, ','))
                cost += COST_COMMA;
            else if (token_is_punct(s->b, i, ';'))
                cost += compared ? COST_COMMA : COST_SEMICOLON;
            else if (token_is_punct(s->b, i, '(')) {
                cost += COST_BRACKET;
                i = skip_brackets(s, i, to);
            } else if (token_is_punct(s->b, i, ')'))
                cost += COST_BRACKET;
            break;
        case TOKEN_NUMBER:
            cost += is_own_number(s, m, i) ? COST_OWN_NUMBER
                : is_passed_over(s, i)     ? COST_PERIOD
                                           : COST_NUMBER;
            break;
        default:
            cost += COST_PERIOD;
        }
    }
    return cost;
}

/* Whether token `i` is a word of which the rules know nothing. Words of three letters are
 * prepositions and the like. */
static bool
is_unknown(const struct sentence *s, size_t i)
{
    const struct token *t = &s->b->tokens[i];
    if (i >= s->to || t->kind != TOKEN_WORD || t->stop - t->at <= 3 || sentence_is_light(s, i))
        return false;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        bool topic = h->phrase->kind == PHRASE_NEED || h->phrase->kind == PHRASE_UNLESS;
        if (!topic && h->first <= i && i < h->last)
            return false;
    }
    return true;
}

/* Whether such a word stands behind the number. */
static bool
is_unknown_behind(const struct sentence *s, const struct figure_number *n)
{
    return !n->units && is_unknown(s, n->token + 1);
}

/* Whether token `i` counts, or is, nothing of the figure's: a word of which the rules know nothing,
 * or a unit of others. */
static bool
is_others_noun(const struct sentence *s, size_t i, int figure)
{
    int unit = s->rules->figures[figure].unit_index;
    bool counts = false;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->first > i || i >= h->last)
            continue;
        if (h->phrase->kind == PHRASE_UNIT && h->phrase->owner != unit)
            counts = true;
        else if (h->phrase->kind != PHRASE_NEED && h->phrase->kind != PHRASE_UNLESS)
            return false;
    }
    return counts || is_unknown(s, i);
}

/* "сменяемость 9 %, взысканий 3, услуг 1037": whether a comma and a noun of its own stand before
 * the number, so that it is none of the figure's. */
static bool
has_own_noun(const struct sentence *s, const struct figure_number *n, int figure)
{
    size_t i = n->token;
    return i >= s->from + 2 && s->b->tokens[i].number.kind == NUMBER_COUNT && !n->units &&
        token_is_punct(s->b, i - 2, ',') && is_others_noun(s, i - 1, figure) &&
        ends_clause(s, i + 1);
}

bool
bind_is_stranger(const struct sentence *s, const struct figure_number *n)
{
    const struct token *t = &s->b->tokens[n->token];
    return t->number.kind == NUMBER_COUNT && !(t->flags & TOKEN_COLLECTIVE) &&
        is_unknown_behind(s, n);
}

/* "Незакрытые ставки: математика (1,5), логопед (1)": whether the number is all that the brackets
 * behind an item of a list hold which the mention leads. */
static bool
is_items(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    size_t i = n->token;
    if (i < m->last + 3 || !token_is_punct(s->b, i - 1, '(') || !token_is_punct(s->b, i + 1, ')') ||
        s->b->tokens[i - 2].kind != TOKEN_WORD)
        return false;
    while (i > m->last && !token_is_punct(s->b, i, ':'))
        i--;
    return token_is_punct(s->b, i, ':');
}

/* "127 работников, из них 58 педагогов (учителей 36)": whether the mention stands in brackets that
 * open behind a number nearer to it. */
static bool
is_beyond_brackets(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    size_t open = m->first;
    while (open > n->token && !token_is_punct(s->b, open, '('))
        if (token_is_punct(s->b, --open, ')'))
            return false;
    for (size_t i = n->token + 1; i < open && token_is_punct(s->b, open, '('); i++)
        if (s->b->tokens[i].kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* "2 118 (90,3 %)": a percentage in brackets behind a count goes with that count's subject. */
static bool
belongs_elsewhere(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    size_t i = n->token;
    if (is_items(s, m, n) || is_beyond_brackets(s, m, n))
        return true;
    if (s->b->tokens[i].number.kind != NUMBER_PERCENT || i < s->from + 2 ||
        !token_is_punct(s->b, i - 1, '('))
        return false;
    for (size_t k = 0; k < s->nnumbers; k++) {
        const struct figure_number *count = &s->numbers[k];
        if (count->token + 4 < i || count->token >= i - 1 || !count->used)
            continue;
        return count->subject != m->subject;
    }
    return false;
}

/* Whether a Kazakh label ends in a verb or participle: -ды, -ген ... */
static bool
ends_in_verb(const struct sentence *s, const struct hit *h)
{
    struct str word = token_skeleton(s->b, h->last - 1);
    size_t shortest = h->last - h->first > 1 ? 3 : 5; /* "еңбек етті", but not "нақты" */
    return word.len > shortest && kazakh_endings(word) & (KAZAKH_PAST | KAZAKH_PARTICIPLE);
}

/* Whether token `i` stands directly behind a comma or semicolon that parts it from the mention. */
static bool
stands_first(const struct sentence *s, const struct mention *m, size_t i)
{
    return i > m->last && (token_is_punct(s->b, i - 1, ',') || token_is_punct(s->b, i - 1, ';')) &&
        !aside_closes(s, m->last, i - 1);
}

/* Whether a number that fits stands a word or two before the mention: "четверо ушли по собственному
 * желанию и 1 в порядке перевода" goes on with the next. */
static bool
follows_number(const struct sentence *s, const struct mention *m)
{
    for (size_t n = 0; n < s->nnumbers && !m->virtual; n++) {
        size_t i = s->numbers[n].token;
        if (i < m->hit->first && i + FOLLOWS_WORDS >= m->hit->first &&
            (s->numbers[n].used ? s->numbers[n].subject == m->subject
                                : member_for(s, &s->numbers[n], m) >= 0))
            return true;
    }
    return false;
}

/* "четверо – по своему желанию, один ушел на пенсию": whether the number begins a clause that
 * names a subject of its own, which it fits; or one with a verb of its own ("двое переведены"). */
static bool
opens_clause(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    size_t i = n->token;
    if (i > m->last && token_is_kind(s->b, i - 1, LEXICON_AND))
        i--;
    if (i < n->token && !ends_clause(s, n->units ? n->unit + 1 : n->token + 1) &&
        follows_number(s, m))
        return true;
    if (!stands_first(s, m, i))
        return false;
    const struct token *t = &s->b->tokens[n->token];
    bool part =
        (t->flags & (TOKEN_POSSESSIVE | TOKEN_COLLECTIVE)) || t->number.kind == NUMBER_PERCENT;
    if (part && !n->change && n->period == PERIOD_THIS && is_unknown_behind(s, n))
        return true;
    i = n->token;
    for (size_t k = 0; k < s->nmentions; k++) {
        const struct mention *other = &s->mentions[k];
        if (other->virtual || other->hit->first <= i || is_related(s, other->subject, m->subject) ||
            member_for(s, n, other) < 0)
            continue;
        for (i++; i < other->hit->first &&
             (s->aside[i - s->from] || s->b->tokens[i].kind == TOKEN_WORD ||
                 token_is_punct(s->b, i, '-'));
             i++)
            i = s->aside[i - s->from] ? s->aside[i - s->from] : i;
        return i >= other->hit->first;
    }
    return false;
}

/* "129 (97,7 %)", "129 из них (97,7 %)": the same people as a percentage. */
static bool
is_share_of_count(const struct sentence *s, const struct figure_number *n)
{
    size_t i = n->token;
    if (s->b->tokens[i].number.kind != NUMBER_PERCENT || i < s->from + 3 ||
        !token_is_punct(s->b, i - 1, '('))
        return false;
    size_t count = i - 2;
    while (count > s->from && count + SHARE_WORDS + 2 > i && s->b->tokens[count].kind == TOKEN_WORD)
        count--;
    return s->b->tokens[count].kind == TOKEN_NUMBER;
}

static bool
leaves_brackets(const struct sentence *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (token_is_punct(s->b, i, ')'))
            return true;
    return false;
}

/* "құжаттар талап етілмеді (40 өтініш ...)": whether the mention ends in "there is none"; what
 * stands behind is said of something else. */
static bool
is_denied(const struct sentence *s, const struct mention *m)
{
    const struct hit *absent = m->virtual ? NULL : sentence_hit(s, PHRASE_ABSENT, m->last - 1);
    return absent && absent->phrase->lang == LANG_KK && closes_clause(s, absent);
}

/* Whether the number is one of the period before, or a change since. */
static bool
is_compared(const struct figure_number *n)
{
    return n->change || n->period == PERIOD_PREVIOUS;
}

/* "Педагогов, награждённых грамотами, – 6": whether the mention ends in people of whom a clause
 * behind it tells which are counted. */
static bool
counts_some(const struct sentence *s, const struct mention *m, int figure)
{
    return !m->virtual && str_is(s->rules->figures[figure].unit, "person") &&
        sentence_hit(s, PHRASE_UNIT, m->last - 1) && aside_restricts(s, m->last);
}

/* The cost of a number behind its mention, as far as it is not more than `most`; `*words` is what
 * stands between. */
static int
cost_behind(const struct sentence *s, const struct mention *m, const struct figure_number *n,
    int figure, int most, int *words)
{
    int cost = between(s, m, m->last, n->token, is_compared(n), most, words);
    if (cost > most || is_denied(s, m) || counts_some(s, m, figure))
        return COST_NONE;
    if (opens_clause(s, m, n) || (m->last + 1 < n->token && has_own_noun(s, n, figure)))
        cost += COST_CLAUSE;
    if ((s->b->tokens[n->token].flags & TOKEN_POSSESSIVE) &&
        (stands_first(s, m, n->token) || sentence_hit(s, PHRASE_PART, n->token - 1)))
        return COST_NONE; /* ", 4 %-ы ...", "олардың 57-сі": said of what follows */
    if (m->hit->phrase->lang == LANG_KK && m->last == m->hit->last && ends_in_verb(s, m->hit) &&
        !token_is_punct(s->b, m->last, '-'))
        cost += token_is_punct(s->b, m->last, ':') ? COST_BEHIND_COLON : COST_BEHIND_VERB;
    return cost;
}

/* "62 человека, из них тренеров 41", "двое из принятых": whether what is named behind the number is
 * a part of it, or it a part of that. */
static bool
leads_to_part(const struct sentence *s, const struct figure_number *n, const struct mention *m)
{
    if (token_is_kind(s->b, n->token + 1, LEXICON_OF) && m->first == n->token + 2)
        return true;
    bool comma = false;
    for (size_t i = n->token + 1; i <= m->last && i < s->to; i++) {
        /* ", из них тренеров", ", тренеров из которых" */
        if (comma && (i >= m->last || token_is_punct(s->b, i - 1, ',')) &&
            (i < m->first || i >= m->last) && sentence_hit(s, PHRASE_PART, i))
            return true;
        comma |= i < m->first && token_is_punct(s->b, i, ',');
    }
    return false;
}

/* Whether the clause of the mention ends in "there is none": no number of a clause before is its.
 */
static bool
is_absent(const struct sentence *s, const struct mention *m)
{
    for (size_t i = m->last; i < s->to; i++) {
        if (s->aside[i - s->from])
            i = s->aside[i - s->from];
        else if (s->b->tokens[i].kind != TOKEN_WORD)
            return false;
        else if (sentence_hit(s, PHRASE_ABSENT, i))
            return true;
    }
    return false;
}

/* "77 еді, қазір 79, бос орын ...", "вместо 77 стало 79, а ставок ...": whether the number, with
 * the word for its period before it and a comma behind, goes on with what another is compared with;
 * a mention behind that comma is of the next. */
static bool
goes_on(const struct sentence *s, const struct figure_number *n, size_t mention)
{
    size_t i = n->token, next = n->units ? n->unit + 1 : i + 1;
    if (i < s->from + 2 || next >= mention || !token_is_punct(s->b, next, ',') ||
        n->period != PERIOD_THIS || !sentence_hit(s, PHRASE_THIS, i - 1))
        return false;
    for (size_t k = 0; k < s->nnumbers; k++)
        if (s->numbers[k].token < i && s->numbers[k].token + COMPARED_WORDS > i &&
            s->numbers[k].period == PERIOD_PREVIOUS)
            return true;
    return false;
}

/* ", а договоров": whether the comma at token `i` and "а" begin another matter; "а в 2019 году"
 * goes on with the same. */
static bool
opens_contrast(const struct sentence *s, size_t i)
{
    if (!token_is_punct(s->b, i, ',') || !str_is(token_skeleton(s->b, i + 1), "\xE0"))
        return false;
    for (size_t k = i + 2; k < i + 5 && k < s->to; k++)
        if (s->b->tokens[k].kind == TOKEN_PERIOD || sentence_hit(s, PHRASE_PREVIOUS, k) ||
            sentence_hit(s, PHRASE_THIS, k))
            return false;
    return true;
}

/* The same for a number before its mention. */
static int
cost_before(const struct sentence *s, const struct mention *m, const struct figure_number *n,
    int most, int *words)
{
    int cost = between(s, m, n->token + 1, m->first, is_compared(n), most, words);
    bool unit = n->units && m->hit->first <= n->unit; /* "итог – 9 взысканий" */
    if (cost > most || (ends_pair(s, n) && !unit) || leads_to_part(s, n, m) ||
        goes_on(s, n, m->first))
        return COST_NONE;
    if (n->token + 2 == m->first && token_is_punct(s->b, n->token + 1, '-'))
        cost += COST_DASHED;
    else if (m->hit->phrase->lang == LANG_RU)
        cost += COST_BACKWARDS;
    if (n->bracketed && n->period == PERIOD_THIS && !is_share_of_count(s, n) &&
        leaves_brackets(s, n->token, m->first))
        return COST_NONE; /* "(11), организации": said of what stands before it */
    bool none = is_absent(s, m);
    for (size_t i = n->token + 1; i < m->hit->last; i++) {
        if (i + 1 < m->first && opens_contrast(s, i))
            return COST_NONE;
        if (none && token_is_punct(s->b, i, ','))
            return COST_NONE; /* "... с 2 работников, новых взысканий нет" */
        if (i < m->first && token_is_punct(s->b, i, ';'))
            return COST_NONE;
        cost += i < m->first && token_is_punct(s->b, i, ':') ? COST_COLON : 0;
    }
    return cost;
}

/* "Обратились 264, из которых 47 получили их через портал": whether the number is a part of one
 * that stands before and fits what names the same subject there; it counts what follows. */
static bool
is_part_of_own(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    const struct hit *part = n->token > s->from ? sentence_hit(s, PHRASE_PART, n->token - 1) : NULL;
    if (!part)
        part = sentence_hit(s, PHRASE_PART, n->token + 1);
    if (!part || m->virtual || m->hit->first < part->first)
        return false;
    for (size_t k = 0; k < s->nmentions; k++) {
        const struct mention *whole = &s->mentions[k];
        if (whole->virtual || whole->subject != m->subject || whole->hit->first >= part->first)
            continue;
        for (size_t i = 0; i < s->nnumbers && s->numbers[i].token < n->token; i++)
            if (s->numbers[i].used ? s->numbers[i].subject == m->subject
                                   : member_for(s, &s->numbers[i], whole) >= 0)
                return true;
    }
    return false;
}

/* What the words between may cost. */
static int
reach_of(const struct sentence *s, const struct mention *m, bool compared)
{
    int reach = s->rules->subjects[m->subject].reach;
    return (compared && reach < COMPARED_WORDS ? COMPARED_WORDS : reach) * COST_WORD;
}

/* Whether the number is all of what its mention names, a part of which follows: "из 3 проверок 2
 * были плановыми", "3 тексерудің 2-еуі". */
static bool
is_whole(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    const struct token *t = &s->b->tokens[n->token];
    if (m->virtual || m->hit->first <= n->token || m->hit->first > n->token + WHOLE_WORDS ||
        (n->units && (n->unit < m->hit->first || n->unit >= m->hit->last)))
        return false;
    for (size_t i = m->hit->first; i < m->hit->last; i++)
        if (token_is_punct(s->b, i, ':'))
            return false; /* "из 412 услуг: электронно 397" */
    if (t->flags & TOKEN_GENITIVE)
        return n->units; /* "из 3 проверок", but "из 340 электронных 200" */
    const struct token *next = &s->b->tokens[m->hit->last];
    return m->hit->phrase->lang == LANG_KK && m->hit->last < s->to && next->kind == TOKEN_NUMBER &&
        (next->flags & (TOKEN_POSSESSIVE | TOKEN_COLLECTIVE)) && sentence_is_genitive(s, m->hit);
}

/* "340 қызметтің электронды көрсетілгені 200": whether what is counted is in the genitive, before
 * what is named of it. */
static bool
is_base(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    size_t unit = n->unit; /* its last word, which has the case */
    if (s->lang != LANG_KK || !n->units || m->virtual || unit > m->hit->first)
        return false;
    while (unit + 1 < s->to && (s->kinds[unit + 1 - s->from] >> PHRASE_UNIT & 1))
        unit++;
    return unit + 1 < m->hit->last && m->hit->last < s->to &&
        s->b->tokens[m->hit->last].kind == TOKEN_NUMBER &&
        (kazakh_endings(token_skeleton(s->b, unit)) & KAZAKH_GENITIVE);
}

/* Whether "in all" stands before token `i`, with no comma between. */
static bool
is_total(const struct sentence *s, size_t i)
{
    while (i > s->from && !token_is_punct(s->b, i - 1, ',') && !token_is_punct(s->b, i - 1, ';'))
        if (sentence_hit(s, PHRASE_TOTAL, --i))
            return true;
    return false;
}

/* "Вакансии" above "1 ставка – математика": whether the number is of one item of what a line above
 * it names, since it goes on with what that is; "Всего 3 – ..." is all of it. */
static bool
is_one_of_them(const struct sentence *s, const struct figure_number *n)
{
    size_t next = (n->units ? n->unit : n->token) + 1;
    return next < s->to && !is_total(s, n->token) &&
        (token_is_punct(s->b, next, '-') || s->b->tokens[next].kind == TOKEN_WORD);
}

/* Whether the number stands directly before a Kazakh label that is its unit, too. */
static bool
counts_next(const struct sentence *s, const struct mention *m, const struct figure_number *n)
{
    return s->lang == LANG_KK && !m->virtual && n->token + 1 == m->hit->first && n->units &&
        n->unit < m->hit->last;
}

static int
cost_of(
    const struct sentence *s, const struct mention *m, const struct figure_number *n, int member)
{
    int words = 0, cost = COST_INSIDE; /* within the words of the label, or among its numbers */
    const struct token *t = &s->b->tokens[n->token];
    bool inside = m->hit->first <= n->token && n->token < m->hit->last;
    if ((!inside && bind_is_others(s, n->token, m->subject)) || is_part_of_own(s, m, n))
        return COST_NONE;
    bool compared = is_compared(n);
    int figure = s->rules->subjects[m->subject].member[member];
    int most = reach_of(s, m, compared) + COST_COMMA - COST_UNIT_FITS - COST_DASHED;
    if (n->token >= m->last)
        cost = cost_behind(s, m, n, figure, most, &words);
    else if (n->token < m->first)
        cost = cost_before(s, m, n, most, &words);
    if (cost >= COST_NONE)
        return COST_NONE;
    bool counts = bind_counts(s, n, figure);
    if (counts)
        cost += COST_UNIT_FITS;
    if (bind_is_stranger(s, n))
        cost += COST_STRANGER;
    if (t->flags & TOKEN_SPELLED) {
        /* "one" is an article too: it must stand beside its label, before a unit that fits, or
         * where no noun follows. */
        bool fits = counts || (t->flags & TOKEN_COLLECTIVE) || ends_clause(s, n->token + 1);
        if (bind_is_stranger(s, n) || (!fits && words > 0))
            return COST_NONE;
        cost += counts_next(s, m, n) ? 0 : COST_SPELLED;
    }

    if (is_whole(s, m, n))
        cost = COST_INSIDE;
    else if ((t->flags & TOKEN_GENITIVE) || is_base(s, m, n))
        cost += COST_BASE;
    if (m->virtual)
        cost += COST_VIRTUAL;
    if (m->topic && (words > 0 || bind_is_stranger(s, n)))
        return COST_NONE;
    if (m->above && is_one_of_them(s, n))
        return COST_NONE;
    if (belongs_elsewhere(s, m, n))
        return COST_NONE;
    int reach = reach_of(s, m, compared);
    return words * COST_WORD > reach || cost > reach + COST_COMMA ? COST_NONE : cost;
}

/* Keeps the subject for the next sentence. */
static void
remember(struct carry *carry, const struct mention *m)
{
    for (size_t k = 0; k < carry->count; k++)
        if (carry->last[k].subject == m->subject)
            return;
    if (carry->count < SENTENCE_CARRIED)
        carry->last[carry->count++] = (struct carried){m->hit, m->subject};
}

static enum status
take(struct sentence *s, struct mention *m, struct figure_number *n, enum member member,
    struct carry *carry)
{
    const struct token *t = &s->b->tokens[n->token];
    const struct subject *subject = &s->rules->subjects[m->subject];
    struct statement **stated = s->d->statements_end;
    enum status status = sentence_state(s, subject->member[member], m->hit, HOW_STATED,
        bind_value(s, n, member), t->number.step, n->token, n->token);
    if (status != STATUS_OK)
        return status;
    (*stated)->reversed = n->reversed && member == MEMBER_CHANGE_PERCENT;
    n->used = true;
    n->subject = m->subject;
    m->bound = true;
    if (n->token < m->first)
        m->first = n->token;
    if (n->token >= m->last)
        m->last = n->token + 1;
    remember(carry, m);
    return STATUS_OK;
}

static bool
needs_met(const struct sentence *s, const struct carry *carry, int subject)
{
    return !s->rules->subjects[subject].need || carry->needs[subject];
}

/* The best number of a mention, and the tokens from which a number may cost it little enough. */
struct offer {
    int cost, member;
    size_t number;
    size_t from, to;
};

/* Notes which mention and which number each token is of, the first of several. */
static void
note_places(struct sentence *s)
{
    for (size_t k = s->nmentions; k-- > 0;)
        for (size_t i = s->mentions[k].hit->first;
             !s->mentions[k].virtual && i < s->mentions[k].hit->last; i++)
            s->mention_of[i - s->from] = (uint32_t)k + 1;
    for (size_t k = s->nnumbers; k-- > 0;)
        s->number_of[s->numbers[k].token - s->from] = (uint32_t)k + 1;
}

/* For each token what it costs at least to pass it, added up. What stands in brackets may be passed
 * over as a whole. */
static enum status
add_up(struct sentence *s, uint32_t **least)
{
    size_t n = s->to - s->from, bracket = 0;
    uint32_t *sum = arena_room(s->d->arena, (n + 1) * sizeof *sum);
    if (!sum)
        return STATUS_LIMIT;
    sum[0] = 0;
    for (size_t i = 0; i < n; i++) {
        const struct token *t = &s->b->tokens[s->from + i];
        if (token_is_punct(s->b, s->from + i, '('))
            bracket = skip_brackets(s, s->from + i, s->to) - s->from;
        else if (s->aside[i])
            bracket = s->aside[i] - s->from;
        bool free =
            (t->flags & TOKEN_QUOTED) || s->mention_of[i] || i < bracket || t->kind == TOKEN_PUNCT;
        sum[i + 1] = sum[i] + (free ? 0 : t->kind == TOKEN_WORD ? COST_LIGHT : COST_PERIOD);
    }
    *least = sum;
    return STATUS_OK;
}

/* Sets from where to where a number may be the mention's: what stands farther costs too much. */
static void
set_range(const struct sentence *s, const struct mention *m, const uint32_t *least, struct offer *o)
{
    uint32_t most = (uint32_t)(reach_of(s, m, true) + COST_COMMA - COST_UNIT_FITS - COST_DASHED);
    size_t first = m->first - s->from, last = m->last - s->from, n = s->to - s->from;
    for (o->from = first; o->from > 0 && least[first] - least[o->from] <= most; o->from--)
        ;
    for (o->to = last; o->to < n && least[o->to] - least[last] <= most; o->to++)
        ;
    o->from += s->from;
    o->to += s->from;
}

/* A member is taken once by each mention; a subject with one member takes one number. */
static void
find_offer(const struct sentence *s, const struct mention *m, unsigned members, struct offer *o)
{
    size_t j = 0;
    for (size_t high = s->nnumbers; j < high;) { /* numbers stand in the order of the text */
        size_t middle = j + (high - j) / 2;
        if (s->numbers[middle].token < o->from)
            j = middle + 1;
        else
            high = middle;
    }
    o->cost = COST_NONE;
    for (; j < s->nnumbers && s->numbers[j].token < o->to; j++) {
        const struct figure_number *n = &s->numbers[j];
        if (n->used)
            continue;
        int member = member_for(s, n, m);
        if (member < 0 || (members >> member & 1))
            continue;
        int cost = cost_of(s, m, n, member);
        if (cost < o->cost)
            *o = (struct offer){cost, member, j, o->from, o->to};
    }
}

/* The members of a mention's subject whose number a rule around the mention has taken: "95,8 %
 * заявили, что не сталкивались; довольны 74 %" has one share. */
static uint8_t
told_by_rules(const struct sentence *s, const struct mention *m)
{
    uint8_t told = 0;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind != PHRASE_RULE || h->dead || m->virtual || h->first > m->hit->first ||
            m->hit->last > h->last)
            continue;
        for (size_t i = 0; i < h->phrase->code.nslots; i++)
            for (int member = 0; member < MEMBER_COUNT_OF; member++)
                if (s->rules->subjects[m->subject].member[member] == h->phrase->code.slots[i])
                    told |= (uint8_t)(1 << member);
    }
    return told;
}

/* Gives each number to the mention that it costs least, the cheapest first. What was given changes
 * the costs around it, and no others. */
static enum status
bind_numbers(struct sentence *s, struct carry *carry)
{
    uint32_t *least;
    note_places(s);
    if (!s->nmentions || !s->nnumbers)
        return STATUS_OK;
    uint8_t *members = arena_array(s->d->arena, s->nmentions + 1, 1);
    struct offer *offers = arena_array(s->d->arena, s->nmentions + 1, sizeof *offers);
    if (!members || !offers || add_up(s, &least) != STATUS_OK)
        return STATUS_LIMIT;
    for (size_t k = 0; k < s->nmentions; k++) {
        members[k] = told_by_rules(s, &s->mentions[k]);
        set_range(s, &s->mentions[k], least, &offers[k]);
        find_offer(s, &s->mentions[k], members[k], &offers[k]);
    }
    for (;;) {
        size_t best = 0;
        for (size_t k = 1; k < s->nmentions; k++)
            if (offers[k].cost < offers[best].cost)
                best = k;
        if (offers[best].cost == COST_NONE)
            return STATUS_OK;
        struct figure_number *given = &s->numbers[offers[best].number];
        members[best] |= (uint8_t)(1 << offers[best].member);
        enum status status = take(s, &s->mentions[best], given, offers[best].member, carry);
        if (status != STATUS_OK)
            return status;
        set_range(s, &s->mentions[best], least, &offers[best]);
        for (size_t k = 0; k < s->nmentions; k++)
            if (k == best ||
                (offers[k].from <= given->token + AROUND && given->token < offers[k].to + AROUND))
                find_offer(s, &s->mentions[k], members[k], &offers[k]);
    }
}

/* --- lists divided by slashes --- */

/* How many numbers from the `k`-th on stand with nothing but slashes between. */
static size_t
slashed_numbers(const struct sentence *s, size_t k)
{
    size_t n = 1;
    while (k + n < s->nnumbers && s->numbers[k + n].token == s->numbers[k + n - 1].token + 2 &&
        token_is_punct(s->b, s->numbers[k + n].token - 1, '/'))
        n++;
    return n;
}

/* The last label that begins between the tokens, and ends there unless `open`; the longest of
 * several. NULL where none does. */
static struct mention *
last_mention(struct sentence *s, size_t from, size_t to, bool open)
{
    struct mention *last = NULL;
    for (size_t k = 0; k < s->nmentions; k++) {
        struct mention *m = &s->mentions[k];
        const struct hit *h = m->hit, *best = last ? last->hit : NULL;
        if (m->virtual || h->first < from || h->first >= to || (h->last > to && !open))
            continue;
        if (!best || h->last > best->last || (h->last == best->last && h->first < best->first))
            last = m;
    }
    return last;
}

/* Whether the label is all of a name that stands from token `begin` to `end`: "Педагоги
 * высшей/первой категории", "жоғары/бірінші санатты педагогтер" count some of them. Before the
 * `first` of the names may stand what leads to them, behind the `last` what all of them count. */
static bool
is_whole_name(const struct sentence *s, const struct mention *m, size_t begin, size_t end,
    bool first, bool last)
{
    int figure = s->rules->subjects[m->subject].member[MEMBER_COUNT];
    for (size_t i = begin; i < m->hit->first && !first; i++)
        if (is_unknown(s, i))
            return false;
    for (size_t i = m->hit->last; i < end; i++) {
        const struct hit *unit = sentence_hit(s, PHRASE_UNIT, i);
        bool fits =
            unit && figure >= 0 && unit->phrase->owner == s->rules->figures[figure].unit_index;
        if (s->b->tokens[i].kind == TOKEN_WORD && !(last && fits))
            return false;
    }
    return true;
}

/* The end of the name that begins at token `i` of those up to token `to`. */
static size_t
name_end(const struct sentence *s, size_t i, size_t to)
{
    while (i < to && !token_is_punct(s->b, i, '/'))
        i++;
    return i;
}

/* Gives each of `n` numbers to the label in its place among the names from token `from` to `to`, of
 * which there are as many; one whose name is no label is nobody's. */
static enum status
bind_slashed(struct sentence *s, struct figure_number *numbers, size_t n, size_t from, size_t to,
    struct carry *carry)
{
    enum status status = STATUS_OK;
    bool whole = true;
    size_t names = 0;
    for (size_t i = from, end; i <= to; i = end + 1, names++) {
        end = name_end(s, i, to);
        const struct mention *m = last_mention(s, i > from ? i - 1 : i, end, end == to);
        whole &= !m || is_whole_name(s, m, i, end, i == from, end == to);
    }
    if (names != n || !last_mention(s, from, to, true))
        return STATUS_OK;
    for (size_t k = 0, i = from, end; status == STATUS_OK && k < n; k++, i = end + 1) {
        end = name_end(s, i, to);
        struct mention *m = last_mention(s, i > from ? i - 1 : i, end, end == to);
        int member = m && whole ? member_for(s, &numbers[k], m) : -1;
        if (member >= 0)
            status = take(s, m, &numbers[k], (enum member)member, carry);
        numbers[k].used = true;
    }
    return status;
}

/* "Штат/факт/вакансии: 17/16/1", "17 / 16 / 1 (штат / факт / вакансии)". */
static enum status
bind_lists(struct sentence *s, struct carry *carry)
{
    enum status status = STATUS_OK;
    for (size_t k = 0, n; status == STATUS_OK && k < s->nnumbers; k += n) {
        n = slashed_numbers(s, k);
        size_t begin = s->numbers[k].token, end = s->numbers[k + n - 1].token + 1;
        if (n < 2)
            continue;
        if (end < s->to && token_is_punct(s->b, end, '('))
            status =
                bind_slashed(s, &s->numbers[k], n, end + 1, skip_brackets(s, end, s->to), carry);
        size_t to = begin;
        if (to > s->from &&
            (token_is_punct(s->b, to - 1, ':') || token_is_punct(s->b, to - 1, '-')))
            to--;
        for (begin = to; begin > s->from; begin--)
            if (s->b->tokens[begin - 1].kind != TOKEN_WORD && !token_is_punct(s->b, begin - 1, '/'))
                break;
        if (status == STATUS_OK && !s->numbers[k].used)
            status = bind_slashed(s, &s->numbers[k], n, begin, to, carry);
    }
    return status;
}

/* --- whole wordings --- */

/* Whether a wording has a slot of the period before, and so tells the periods of its numbers
 * itself.
 */
static bool
tells_periods(const struct sentence *s, const struct hit *h)
{
    for (size_t i = 0; i < h->phrase->code.nslots; i++)
        for (size_t k = 0; k < s->rules->nsubjects; k++) {
            const int *member = s->rules->subjects[k].member;
            if (h->phrase->code.slots[i] == member[MEMBER_PREVIOUS_COUNT] ||
                h->phrase->code.slots[i] == member[MEMBER_PREVIOUS_PERCENT])
                return true;
        }
    return false;
}

/* Whether the figure is stated by the number in the token. */
static bool
is_stated_at(const struct sentence *s, int figure, size_t token)
{
    for (const struct statement *t = s->b->stated; t; t = t->before)
        if (t->figure == figure && t->start == s->b->tokens[token].start)
            return true;
    return false;
}

/* One number may state several figures, told by the same words with another slot: "все 143
 * услуги оказаны электронно". */
static enum status
bind_rules(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_RULE); k++) {
        struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind != PHRASE_RULE || h->dead)
            continue;
        bool dated = tells_periods(s, h);
        for (size_t i = 0; i < h->phrase->code.nslots; i++) {
            struct figure_number *n = NULL;
            for (size_t j = 0; j < s->nnumbers; j++)
                if (s->numbers[j].token == h->slot[i])
                    n = &s->numbers[j];
            bool shared = n && n->rule && phrase_same(&n->rule->code, &h->phrase->code) &&
                !is_stated_at(s, h->phrase->code.slots[i], n->token);
            if (!n || (n->used && !shared) || (n->period != PERIOD_THIS && !dated) ||
                (s->b->tokens[n->token].flags & TOKEN_BOUND))
                continue;
            const struct number *number = &s->b->tokens[n->token].number;
            if (s->rules->figures[h->phrase->code.slots[i]].money && number->kind == NUMBER_COUNT &&
                decimal_cmp(number->step, decimal_of(MONEY_STEP)) < 0)
                continue; /* "33 договора на 5 позиций" */
            n->used = true;
            n->rule = h->phrase;
            enum status status = sentence_state(s, h->phrase->code.slots[i], h, HOW_STATED,
                number->value, number->step, n->token, n->token);
            if (status != STATUS_OK)
                return status;
        }
    }
    return STATUS_OK;
}

/* --- absences --- */

static bool
begins_with_preposition(const struct sentence *s, const struct mention *m)
{
    const struct hit *of = sentence_hit(s, PHRASE_OF, m->hit->first);
    return of && of->first == m->hit->first;
}

/* Russian: a noun behind a preposition is no subject ("по результатам проверки жалоб нет"). Kazakh:
 * one before a postposition ("тексеру нәтижесінде"). */
static bool
is_complement(const struct sentence *s, const struct mention *m)
{
    if (begins_with_preposition(s, m))
        return false;
    if (m->hit->phrase->lang == LANG_KK)
        return m->hit->last < s->to && sentence_hit(s, PHRASE_OF, m->hit->last);
    return m->hit->first > s->from && sentence_hit(s, PHRASE_OF, m->hit->first - 1);
}

/* Whether this sentence states the figure already: one absence said twice is one statement. */
static bool
is_stated(const struct sentence *s, int figure)
{
    uint32_t start = s->b->tokens[s->from].start, end = s->b->tokens[s->to - 1].end;
    for (const struct statement *t = s->b->stated; t && t->start >= start; t = t->before)
        if (t->figure == figure && t->end <= end)
            return true;
    return false;
}

/* "В 2021 году 5 взысканий, в отчётном – ни одного": whether another period is named before the
 * predicate, from token `i` on. */
static bool
names_period(const struct sentence *s, size_t i, const struct hit *predicate)
{
    for (; i < predicate->first; i++)
        if (s->b->tokens[i].kind == TOKEN_PERIOD || sentence_hit(s, PHRASE_THIS, i))
            return true;
    return false;
}

static enum status
state_absence(
    struct sentence *s, struct mention *m, const struct hit *predicate, struct carry *carry)
{
    const struct subject *subject = &s->rules->subjects[m->subject];
    enum period_relation period = (enum period_relation)s->period[m->hit->first - s->from];
    if ((s->lang == LANG_RU && period == PERIOD_THIS) || names_period(s, m->hit->last, predicate))
        period = (enum period_relation)s->period[predicate->last - 1 - s->from];
    int figure = subject->member[period == PERIOD_PREVIOUS ? MEMBER_PREVIOUS_COUNT : MEMBER_COUNT];
    if (figure < 0 || period == PERIOD_OTHER || subject->never_absent || is_stated(s, figure))
        return STATUS_OK;
    size_t first = m->hit->first < predicate->first ? m->hit->first : predicate->first;
    size_t last = m->hit->last > predicate->last ? m->hit->last : predicate->last;
    m->bound = true;
    remember(carry, m);
    return sentence_state(
        s, figure, m->hit, HOW_ZERO, decimal_of(0), decimal_of(1), first, last - 1);
}

/* "по отрицательным мотивам (нет)": whether the predicate is all that its brackets hold. */
static bool
stands_alone(const struct sentence *s, const struct hit *predicate)
{
    return predicate->first > s->from && token_is_punct(s->b, predicate->first - 1, '(') &&
        token_is_punct(s->b, predicate->last, ')');
}

/* The comma that opens the relative clause which ends before the comma at token `i`: "лиц, которые
 * ранее судились, не принимали"; `i` where there is none. */
static size_t
relative_begin(const struct sentence *s, size_t i)
{
    enum { RELATIVE_TOKENS = 12 };
    for (size_t k = i; k > s->from + 1 && k + RELATIVE_TOKENS > i; k--) {
        if (!token_is_punct(s->b, k - 1, ','))
            continue;
        for (size_t w = k; w < k + 2 && w < s->to; w++)
            if (str_starts(token_skeleton(s->b, w), STR("\xEA\xEE\xF2\xEE\xF0"))) /* котор- */
                return k - 1;
        break;
    }
    return i;
}

/* Whether a number that is bound stands before token `i`, with no sign between. */
static bool
follows_used(const struct sentence *s, size_t i)
{
    while (i > s->from && s->b->tokens[i - 1].kind == TOKEN_WORD)
        i--;
    const struct figure_number *n = i > s->from ? number_at(s, i - 1) : NULL;
    return n && n->used;
}

/* Where the clause of a predicate begins: behind the predicate before it, a semicolon, a bound
 * number, a word that opens a clause, or a comma with a verb of its own on the other side. */
static size_t
clause_begin(const struct sentence *s, const struct hit *predicate)
{
    size_t i = predicate->first;
    size_t begin = i, comma = 0;
    bool named = false;
    int closed = 0;
    while (i > s->from) {
        i--;
        closed += token_is_punct(s->b, i, ')');
        if (token_is_punct(s->b, i, '(') && closed-- == 0 && !stands_alone(s, predicate))
            break; /* said aside */
        const struct hit *absent = sentence_hit(s, PHRASE_ABSENT, i);
        if (absent && absent != predicate && absent->first != predicate->first &&
            closes_clause(s, absent) && !mention_at(s, i))
            break;
        if (token_is_punct(s->b, i, ';') || sentence_hit(s, PHRASE_BREAK, i))
            break;
        named |= mention_at(s, i) != NULL;
        if (named && token_is_punct(s->b, i, ':'))
            break;
        bool number = false;
        for (size_t n = 0; n < s->nnumbers; n++)
            number |= s->numbers[n].token == i && s->numbers[n].used;
        if (number)
            break;
        size_t relative = token_is_punct(s->b, i, ',') ? relative_begin(s, i) : i;
        if (relative < i) {
            i = begin = relative;
            continue;
        }
        if (token_is_punct(s->b, i, ',') && follows_used(s, i))
            break; /* "от частных лиц – 12 обращений, от юридических – ни одного" */
        if (token_is_punct(s->b, i, ',') && !comma)
            comma = i;
        if (sentence_hit(s, PHRASE_VERB, i) && i + 1 < predicate->first)
            return comma ? comma + 1 : begin; /* what stands before is another clause */
        begin = i;
    }
    return begin;
}

/* "Никого не наказывали": what is denied is the verb, which names the subject itself. */
static enum status
deny_verb(struct sentence *s, const struct hit *predicate, struct carry *carry, bool *any)
{
    for (size_t k = 0; k < s->nmentions; k++) {
        struct mention *m = &s->mentions[k];
        if (m->virtual || m->bound || m->hit->first < predicate->first ||
            m->hit->first >= predicate->last)
            continue;
        *any = true;
        enum status status = state_absence(s, m, predicate, carry);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Russian: the subjects behind the predicate, as far as its clause goes; in Kazakh only behind a
 * sign: "тіркелмеді – мүдделер қақтығысы". */
static enum status
deny_behind(struct sentence *s, const struct hit *predicate, struct carry *carry)
{
    for (size_t k = 0; k < s->nmentions; k++) {
        struct mention *m = &s->mentions[k];
        if (m->virtual || m->bound || m->hit->first < predicate->last || is_complement(s, m))
            continue;
        bool same = true;
        for (size_t i = predicate->last; i < m->hit->first; i++)
            same &= !token_is_punct(s->b, i, ';') && !sentence_hit(s, PHRASE_ABSENT, i) &&
                !sentence_hit(s, PHRASE_BREAK, i) && !sentence_hit(s, PHRASE_VERB, i) &&
                s->b->tokens[i].kind != TOKEN_NUMBER;
        if (!same)
            break;
        enum status status = state_absence(s, m, predicate, carry);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* "Ауысу болған жоқ, өткен жылы 3 адам": whether all that the mention has are numbers of the period
 * before, from token `from` on; what is denied is of this one. */
static bool
has_only_previous(const struct sentence *s, const struct mention *m, size_t from)
{
    for (size_t n = 0; n < s->nnumbers; n++) {
        const struct figure_number *number = &s->numbers[n];
        if (number->used && number->subject == m->subject &&
            (number->token < from || number->period != PERIOD_PREVIOUS))
            return false;
    }
    return true;
}

/* "В 2021 году 5 взысканий, в отчётном – ни одного": a predicate whose clause names nothing but the
 * reported period denies what the clause before names of another. */
static enum status
deny_before(struct sentence *s, const struct hit *predicate, size_t begin, struct carry *carry)
{
    struct mention *last = NULL;
    for (size_t i = begin; i < predicate->first; i++)
        if (s->b->tokens[i].kind == TOKEN_WORD && !sentence_is_light(s, i))
            return STATUS_OK;
    for (size_t k = 0; k < s->nmentions; k++)
        if (!s->mentions[k].virtual && s->mentions[k].hit->last <= begin)
            last = &s->mentions[k];
    if (!last || s->period[last->hit->first - s->from] != PERIOD_PREVIOUS ||
        s->period[predicate->first - s->from] != PERIOD_THIS ||
        (last->bound && !has_only_previous(s, last, s->from)))
        return STATUS_OK;
    return state_absence(s, last, predicate, carry);
}

/* "Взысканий, кроме одного, не наложено": whether a number in the clause is left out of what is
 * denied, so that there is some. */
static bool
has_exception(const struct sentence *s, size_t begin, size_t end)
{
    for (size_t n = 0; n < s->nnumbers; n++)
        if (s->numbers[n].token + 1 >= begin && s->numbers[n].token < end + EXCEPTION_TOKENS &&
            sentence_excepts(s, s->numbers[n].token))
            return true;
    return false;
}

static enum status
absence(struct sentence *s, const struct hit *predicate, struct carry *carry)
{
    size_t begin = clause_begin(s, predicate);
    if (has_exception(s, s->lang == LANG_KK ? s->from : begin, predicate->last))
        return STATUS_OK;
    bool any = false, denied = false;
    for (size_t k = 0; k < s->nmentions; k++) {
        struct mention *m = &s->mentions[k];
        /* "ни одной жалобы не поступило": the subject within the predicate. */
        bool inside = m->hit->first >= predicate->first && m->hit->last < predicate->last &&
            predicate->last - predicate->first > 3;
        if (m->virtual || m->hit->first < begin || (m->hit->first >= predicate->first && !inside))
            continue;
        any = true;
        if ((m->bound && !has_only_previous(s, m, predicate->last)) || is_complement(s, m))
            continue;
        denied = true;
        enum status status = state_absence(s, m, predicate, carry);
        if (status != STATUS_OK)
            return status;
    }
    enum status status = denied ? STATUS_OK : deny_verb(s, predicate, carry, &any);
    if (status != STATUS_OK || any)
        return status;
    status = deny_before(s, predicate, begin, carry);
    bool leads = predicate->phrase->lang == LANG_RU || token_is_punct(s->b, predicate->last, '-') ||
        token_is_punct(s->b, predicate->last, ':');
    return status == STATUS_OK && leads ? deny_behind(s, predicate, carry) : status;
}

/* The end of the clause of token `i`: a comma, a semicolon or the end of the sentence. */
static size_t
clause_end(const struct sentence *s, size_t i)
{
    while (i < s->to && !token_is_punct(s->b, i, ',') && !token_is_punct(s->b, i, ';'))
        i++;
    return i;
}

/* "Нарушений не выявлено, конфликта интересов также": what a clause names that ends in "neither" is
 * denied by the predicate before. */
static enum status
deny_also(struct sentence *s, const struct hit *predicate, struct carry *carry)
{
    enum status status = STATUS_OK;
    for (size_t k = 0; status == STATUS_OK && k < s->nmentions; k++) {
        struct mention *m = &s->mentions[k];
        if (m->virtual || m->bound || m->hit->first < predicate->last)
            continue;
        size_t end = clause_end(s, m->hit->last);
        struct hit also = {.phrase = predicate->phrase, .first = end - 1, .last = end};
        struct str last = token_skeleton(s->b, end - 1);
        if (str_is(last, "\xF2\xE0\xEA\xE6\xE5") ||
            str_is(last, "\xF2\xEE\xE6\xE5")) /* также, тоже */
            status = state_absence(s, m, &also, carry);
    }
    return status;
}

static enum status
bind_absences(struct sentence *s, struct carry *carry)
{
    enum status status = STATUS_OK;
    if (!sentence_says(s, PHRASE_ABSENT))
        return STATUS_OK;
    for (size_t k = 0; status == STATUS_OK && k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind == PHRASE_ABSENT && !h->dead && closes_clause(s, h)) {
            status = absence(s, h, carry);
            if (status == STATUS_OK)
                status = deny_also(s, h, carry);
        }
    }
    return status;
}

/* "Staffed to 96 %" leaves something open, "to 100 %" does not. */
static bool
is_partial(const struct sentence *s, const struct hit *h)
{
    for (size_t i = h->first; i < h->last; i++) {
        const struct token *t = &s->b->tokens[i];
        if (t->kind == TOKEN_NUMBER && t->number.kind == NUMBER_PERCENT &&
            decimal_cmp(t->number.value, decimal_of(100)) != 0)
            return true;
    }
    return false;
}

/* Wordings that mean zero by themselves, unless a number of the subject stands in the sentence. */
static enum status
bind_zeros(struct sentence *s)
{
    for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_ZERO); k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind != PHRASE_ZERO || h->dead || is_partial(s, h))
            continue;
        const struct subject *subject = &s->rules->subjects[h->phrase->owner];
        enum period_relation period = (enum period_relation)s->period[h->first - s->from];
        int figure =
            subject->member[period == PERIOD_PREVIOUS ? MEMBER_PREVIOUS_COUNT : MEMBER_COUNT];
        bool bound = false;
        for (size_t m = 0; m < s->nmentions; m++)
            bound |= s->mentions[m].subject == h->phrase->owner && s->mentions[m].bound;
        if (figure < 0 || bound || period == PERIOD_OTHER || is_stated(s, figure))
            continue;
        enum status status = sentence_state(
            s, figure, h, HOW_ZERO, decimal_of(0), decimal_of(1), h->first, h->last - 1);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Whether the first number of the sentence stands before all that it names. */
static bool
is_open(const struct sentence *s)
{
    for (size_t k = 0; k < s->nmentions && s->nnumbers; k++)
        if (s->mentions[k].first < s->numbers[0].token)
            return false;
    return s->nnumbers > 0;
}

/* The same, where the number is of the period before: "В прошлом году – 68, это 28,9 %
 * контингента".
 */
static bool
begins_before(const struct sentence *s, const struct carry *carry)
{
    bool related = is_open(s) && s->numbers[0].period == PERIOD_PREVIOUS;
    for (size_t m = 0; m < s->nmentions; m++)
        for (size_t k = 0; k < carry->count; k++)
            related &= is_related(s, s->mentions[m].subject, carry->last[k].subject);
    return related;
}

/* "This indicator", or a sentence that names no subject but a period: the subject of the one
 * before. */
static void
carry_over(struct sentence *s, const struct carry *carry)
{
    if (!carry->count)
        return;
    size_t place = SIZE_MAX;
    bool cue = false;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h->phrase->kind == PHRASE_AGAIN && place == SIZE_MAX)
            place = h->last;
        cue |= h->phrase->kind == PHRASE_PREVIOUS;
    }
    for (size_t n = 0; n < s->nnumbers; n++)
        cue |= s->numbers[n].period == PERIOD_PREVIOUS || s->numbers[n].change;
    if (place == SIZE_MAX &&
        (carry->topic ? is_open(s) : cue && (s->nmentions == 0 || begins_before(s, carry))))
        place = s->from;
    if (place == SIZE_MAX)
        return;
    for (size_t k = 0; k < carry->count; k++)
        s->mentions[s->nmentions++] = (struct mention){.hit = carry->last[k].hit,
            .subject = carry->last[k].subject,
            .first = place,
            .last = place,
            .virtual = true,
            .topic = carry->topic,
            .above = carry->above};
}

/* Whether the sentence does nothing but name a subject, as a heading does; what stands in brackets
 * is said aside. */
static bool
is_topic(const struct sentence *s)
{
    size_t tokens = 0;
    if (s->nmentions != 1 || s->mentions[0].virtual || s->nnumbers)
        return false;
    for (size_t i = s->from; i < s->to; i++)
        if (token_is_punct(s->b, i, '('))
            i = skip_brackets(s, i, s->to);
        else
            tokens++;
    return tokens <= SENTENCE_TOPIC;
}

/* Keeps the subjects that the sentence does nothing but name, be it in more words. */
static void
remember_names(const struct sentence *s, struct carry *carry)
{
    carry->nnamed = 0;
    if (s->nnumbers || s->to - s->from > SENTENCE_NAMES || sentence_says(s, PHRASE_ABSENT) ||
        sentence_says(s, PHRASE_VERB))
        return;
    for (size_t k = 0; k < s->nmentions && k < SENTENCE_CARRIED; k++)
        if (!s->mentions[k].virtual)
            carry->named[carry->nnamed++] =
                (struct carried){s->mentions[k].hit, s->mentions[k].subject};
}

/* "За отчётный период не возникали.": whether the sentence says nothing but that there was none. */
static bool
is_bare_absence(const struct sentence *s)
{
    for (size_t i = s->from; i < s->to; i++)
        if (s->b->tokens[i].kind == TOKEN_NUMBER || s->period[i - s->from] != PERIOD_THIS ||
            (s->b->tokens[i].kind == TOKEN_WORD && !sentence_is_light(s, i) &&
                !sentence_hit(s, PHRASE_ABSENT, i) && !sentence_hit(s, PHRASE_AGAIN, i)))
            return false;
    return s->nmentions == 0 && sentence_says(s, PHRASE_ABSENT) && !sentence_says(s, PHRASE_ZERO);
}

/* What the sentence before named is denied by a sentence that names nothing. */
static enum status
deny_named(struct sentence *s, const struct carry *carry)
{
    enum status status = STATUS_OK;
    for (size_t k = 0; status == STATUS_OK && k < carry->nnamed; k++) {
        const struct subject *subject = &s->rules->subjects[carry->named[k].subject];
        int figure = subject->member[MEMBER_COUNT];
        if (figure >= 0 && !subject->never_absent)
            status = sentence_state(s, figure, carry->named[k].hit, HOW_ZERO, decimal_of(0),
                decimal_of(1), s->from, s->to - 1);
    }
    return status;
}

/* Labels do not count without the words that they need, nor behind those that exclude them
 * ("unless"); below a heading that excludes them those of one word ("обращений") don't. */
static void
drop_excluded(struct sentence *s, struct carry *carry)
{
    size_t kept = 0;
    for (size_t m = 0; m < s->nmentions; m++) {
        const struct mention *mention = &s->mentions[m];
        bool bare = mention->hit->last - mention->hit->first == 1;
        bool excluded = carry->excluded[mention->subject] ||
            (bare && carry->headed[mention->subject]) || !needs_met(s, carry, mention->subject);
        for (size_t k = 0; k < s->hits.count && !excluded && sentence_says(s, PHRASE_UNLESS); k++) {
            const struct hit *h = &s->hits.hit[k];
            excluded = h->phrase->kind == PHRASE_UNLESS && h->phrase->owner == mention->subject &&
                h->first < mention->hit->first;
        }
        if (!excluded)
            s->mentions[kept++] = *mention;
    }
    s->nmentions = kept;
    for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_UNLESS); k++)
        if (s->hits.hit[k].phrase->kind == PHRASE_UNLESS)
            carry->excluded[s->hits.hit[k].phrase->owner] = true;
}

/* "3 (прогул, два опоздания)": whether token `i` stands in the brackets that open behind the number
 * which ends before token `whole`, no more than its unit between. */
static bool
stands_aside(const struct sentence *s, size_t whole, size_t i)
{
    while (whole < i && s->b->tokens[whole].kind == TOKEN_WORD)
        whole++;
    return whole < i && token_is_punct(s->b, whole, '(') && skip_brackets(s, whole, s->to) > i;
}

/* Whether the number in token `i` is said to be a part of one that ends before token `whole`. */
static bool
is_part(const struct sentence *s, size_t whole, size_t i)
{
    const struct token *t = &s->b->tokens[i];
    if ((t->flags & TOKEN_COLLECTIVE) && s->lang == LANG_KK)
        return true; /* "екеуі": two of them */
    for (size_t k = whole; k <= i + 2; k++)
        if (k != i && (sentence_hit(s, PHRASE_PART, k) || (k < i && token_is_punct(s->b, k, ':'))))
            return true;
    return false;
}

/* Whether the sentence begins with "of these": its numbers are parts of what stands before. */
static bool
begins_with_part(const struct sentence *s)
{
    return sentence_hit(s, PHRASE_PART, s->from) != NULL;
}

/* Whether an earlier sentence of the block states the figure with another value. */
static bool
is_stated_before(const struct sentence *s, const struct statement *b)
{
    for (const struct statement *t = b->before; t; t = t->before)
        if (t->figure == b->figure && t->end <= s->b->tokens[s->from].start &&
            t->how == HOW_STATED && decimal_cmp(t->value, b->value) != 0)
            return true;
    return false;
}

static void
take_back(struct sentence *s, struct statement **link)
{
    struct statement *t = *link, **stated = &s->d->blocks[s->block].stated;
    while (*stated != t)
        stated = &(*stated)->before;
    *stated = t->before;
    *link = t->next;
}

/* "Заключено 148 договоров, из них по итогам конкурса – 6": a part is no second value. `from` is
 * the first statement of the sentence. */
static void
drop_parts(struct sentence *s, struct statement **from)
{
    for (struct statement **link = from; *link;)
        if (begins_with_part(s) && is_stated_before(s, *link))
            take_back(s, link);
        else
            link = &(*link)->next;
    for (const struct statement *a = *from; a; a = a->next) {
        struct statement **link = from;
        while (*link) {
            const struct statement *b = *link;
            bool part = b->figure == a->figure && b->start >= a->end && a->how == HOW_STATED &&
                b->how == HOW_STATED && decimal_cmp(a->value, b->value) != 0 &&
                (is_part(s, block_token(s->b, a->end), block_token(s->b, b->start)) ||
                    (decimal_cmp(a->value, b->value) > 0 &&
                        stands_aside(s, block_token(s->b, a->end), block_token(s->b, b->start))));
            if (part)
                take_back(s, link);
            else
                link = &(*link)->next;
        }
    }
    while (*from)
        from = &(*from)->next;
    s->d->statements_end = from;
}

/* "297 школьников, 58 воспитанников. Итого контингент – 355": what was said before in the paragraph
 * and is less is a part. `from` is the first statement of the sentence. */
static void
drop_summands(struct sentence *s, const struct statement *from)
{
    for (const struct statement *t = from; t; t = t->next) {
        if (t->how != HOW_STATED || !is_total(s, block_token(s->b, t->start)))
            continue;
        for (struct statement **link = &s->d->statements; *link != t;)
            if ((*link)->block == s->block && (*link)->figure == t->figure &&
                (*link)->how == HOW_STATED && decimal_cmp((*link)->value, t->value) < 0)
                take_back(s, link);
            else
                link = &(*link)->next;
    }
}

void
bind_question(struct sentence *s, struct carry *carry)
{
    drop_excluded(s, carry);
    for (size_t k = 0; k < s->nmentions && carry->nnamed < SENTENCE_CARRIED; k++)
        carry->named[carry->nnamed++] =
            (struct carried){s->mentions[k].hit, s->mentions[k].subject};
    carry->topic = carry->nnamed == 1;
    if (carry->topic)
        carry->last[0] = carry->named[0], carry->count = 1;
}

enum status
bind_sentence(struct sentence *s, struct carry *carry)
{
    drop_excluded(s, carry);
    if (s->silent)
        return STATUS_OK;
    if (is_bare_absence(s))
        return deny_named(s, carry);
    carry_over(s, carry);
    carry->above = false;
    carry->count = 0;
    carry->topic = is_topic(s);
    if (carry->topic)
        remember(carry, &s->mentions[0]);
    remember_names(s, carry);
    struct statement **first = s->d->statements_end;
    enum status status = bind_rules(s);
    if (status == STATUS_OK)
        status = bind_lists(s, carry);
    if (status == STATUS_OK)
        status = bind_numbers(s, carry);
    drop_parts(s, first);
    drop_summands(s, *first);
    if (status == STATUS_OK)
        status = bind_zeros(s);
    if (status == STATUS_OK)
        status = bind_absences(s, carry);
    return status;
}
