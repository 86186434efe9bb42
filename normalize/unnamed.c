#include "unnamed.h"

#include "bind.h"
#include "checkdata.h"

/* How many sentences of a block, the one with the change being the last, its numbers may stand in.
 */
#define SENTENCES 3

/* Numbers that may be the value of this period, or of the one before; more are not looked at. */
#define OPERANDS_MAX 24

/* Where a number stands that a change may come from: the less, the surer. */
enum distance {
    IN_BLOCK, /* stated in the block of the change */
    UNNAMED, /* in its sentence or one shortly before, and bound to nothing */
    IN_PART /* stated elsewhere in its part */
};

struct operand {
    enum distance distance;
    struct sentence *s; /* of an unnamed one */
    struct figure_number *n;
    struct decimal value;
    struct interval range; /* what its print can mean */
};

struct operands {
    struct operand list[OPERANDS_MAX];
    size_t count;
};

/* A change that no words name, and what it would be. */
struct change {
    struct sentence *s, *first; /* its sentence; the first in which its numbers may stand */
    struct figure_number *n;
    int subject;
    enum member member, now, previous;
    struct decimal value; /* signed */
    struct interval range;
    bool coarse; /* so round that another number may meet it by chance */
    bool needed; /* the block has what the subject needs */
};

static bool
is_free(const struct sentence *s, const struct figure_number *n, int subject, enum member member)
{
    return !s->silent && !s->muted[n->token - s->from] && bind_fits(s, n, subject, member, NULL) &&
        !bind_is_others(s, n->token, subject);
}

static bool
range_of(const struct sentence *s, int figure, struct decimal value, struct decimal step,
    struct interval *out)
{
    struct fact fact = {.value = value, .step = step};
    return check_range(&s->rules->figures[figure], &fact, false, out);
}

static void
add_operand(struct operands *o, const struct sentence *s, int figure, struct operand operand,
    struct decimal step)
{
    if (o->count < OPERANDS_MAX && range_of(s, figure, operand.value, step, &operand.range))
        o->list[o->count++] = operand;
}

/* What the part states of the figure, in the language of the change. */
static void
add_stated(struct operands *o, const struct change *c, enum member member)
{
    const struct sentence *s = c->s;
    int figure = s->rules->subjects[c->subject].member[member];
    for (const struct statement *t = s->d->statements; t; t = t->next)
        if (t->figure == figure && t->lang == s->lang && t->part == s->b->part &&
            t->value.units > 0)
            add_operand(o, s, figure,
                (struct operand){
                    .distance = t->block == s->block ? IN_BLOCK : IN_PART, .value = t->value},
                t->step);
}

/* Numbers of the sentence that are nobody's. */
static void
add_unnamed(struct operands *o, const struct change *c, struct sentence *s, enum member member)
{
    int figure = s->rules->subjects[c->subject].member[member];
    for (size_t i = 0; i < s->nnumbers; i++) {
        struct figure_number *n = &s->numbers[i];
        const struct number *number = &s->b->tokens[n->token].number;
        if (n != c->n && number->value.units > 0 && is_free(s, n, c->subject, member) &&
            !bind_is_stranger(s, n))
            add_operand(o, s, figure,
                (struct operand){.distance = UNNAMED, .s = s, .n = n, .value = number->value},
                number->step);
    }
}

static void
find_operands(struct operands *o, const struct change *c, enum member m)
{
    o->count = 0;
    for (struct sentence *s = c->s; s >= c->first; s--)
        add_unnamed(o, c, s, m);
    add_stated(o, c, m);
}

/* Whether the change leads from one value to the other. */
static bool
leads(const struct change *c, const struct operand *previous, const struct operand *now)
{
    struct interval change;
    if (!interval_add(now->range, interval_neg(previous->range), &change))
        return false;
    if (c->member == MEMBER_CHANGE_PERCENT &&
        (!interval_mul(change, interval_of(ratio_of(100)), &change) ||
            !interval_div(change, previous->range, &change)))
        return false;
    return interval_meet(change, c->range);
}

/* Whether a change is printed so round that other numbers lead to it as well. */
static bool
is_coarse(struct decimal step)
{
    return decimal_cmp(step, decimal_of(1)) >= 0;
}

/* Whether arithmetic is enough to know the three for the subject's: a round change only among its
 * own numbers; numbers that nothing names only where the subject is spoken of, and what it counts.
 */
static bool
is_enough(const struct change *c, const struct operand *previous, const struct operand *now)
{
    int figure = c->s->rules->subjects[c->subject].member[c->now];
    if (previous->distance == UNNAMED && now->distance == UNNAMED)
        return !c->coarse && c->needed && previous->n != now->n &&
            (bind_counts(previous->s, previous->n, figure) || bind_counts(now->s, now->n, figure));
    return !c->coarse || (previous->distance == IN_BLOCK && now->distance == IN_BLOCK);
}

/* Whether the figure is stated, and only otherwise. */
static bool
is_contradicted(const struct sentence *s, int figure, struct decimal value)
{
    bool any = false;
    for (const struct statement *t = s->d->statements; t; t = t->next) {
        if (t->figure != figure)
            continue;
        if (decimal_cmp(t->value, value) == 0)
            return false;
        any = true;
    }
    return any;
}

/* A rule for the record: it is named as the labels of the subject are, but "arithmetic" in place of
 * the number of one. NULL where the arena is full or the language has no label. */
static const struct hit *
rule_of(const struct sentence *s, int subject, size_t token)
{
    struct arena *arena = s->d->arena;
    struct hit *hit = arena_new(arena, struct hit);
    struct phrase *rule = arena_new(arena, struct phrase);
    const struct phrase *p = s->rules->phrases, *end = p + s->rules->nphrases;
    while (p < end && (p->owner != subject || p->kind != PHRASE_LABEL || p->lang != s->lang))
        p++;
    if (!hit || !rule || p == end)
        return NULL;
    struct buf name = {0};
    size_t end_of_path = p->name.len;
    while (p->name.p[end_of_path - 1] != '/')
        end_of_path--;
    buf_str(&name, str_slice(p->name, 0, end_of_path));
    buf_z(&name, "arithmetic");
    *rule = (struct phrase){.kind = PHRASE_LABEL,
        .lang = s->lang,
        .owner = subject,
        .name = arena_copy(arena, buf_slice(&name))};
    buf_free(&name);
    *hit = (struct hit){.phrase = rule, .block = s->b, .first = token, .last = token + 1};
    return rule->name.p ? hit : NULL;
}

static enum status
state(struct sentence *s, struct figure_number *n, int subject, enum member member,
    struct decimal value)
{
    const struct hit *rule = rule_of(s, subject, n->token);
    if (!rule)
        return STATUS_LIMIT;
    n->used = true;
    n->subject = subject;
    return sentence_state(s, s->rules->subjects[subject].member[member], rule, HOW_STATED, value,
        s->b->tokens[n->token].number.step, n->token, n->token);
}

struct pair {
    const struct operand *from, *to;
};

/* The pair from which the change follows that stands nearest; of NULLs where there is none. */
static struct pair
find_pair(const struct change *c, const struct operands *previous, const struct operands *now)
{
    struct pair best = {NULL, NULL};
    int least = 2 * IN_PART + 1;
    for (size_t i = 0; i < previous->count; i++)
        for (size_t k = 0; k < now->count; k++) {
            const struct operand *p = &previous->list[i], *n = &now->list[k];
            int distance = (int)p->distance + (int)n->distance;
            if (distance < least && is_enough(c, p, n) && leads(c, p, n)) {
                least = distance;
                best = (struct pair){p, n};
            }
        }
    return best;
}

/* Whether the change follows from two numbers that the part states, no farther than that. */
static bool
follows(const struct change *c, enum distance farthest)
{
    struct operands previous = {.count = 0}, now = {.count = 0};
    add_stated(&previous, c, c->previous);
    add_stated(&now, c, c->now);
    struct pair pair = find_pair(c, &previous, &now);
    return pair.from && pair.from->distance <= farthest && pair.to->distance <= farthest;
}

static enum status
take_operand(const struct change *c, const struct operand *o, enum member member)
{
    return o->n ? state(o->s, o->n, c->subject, member, o->value) : STATUS_OK;
}

static enum status
take_change(struct change *c)
{
    const int *figures = c->s->rules->subjects[c->subject].member;
    struct operands previous, now;
    find_operands(&previous, c, c->previous);
    find_operands(&now, c, c->now);
    struct pair pair = find_pair(c, &previous, &now);
    if (!pair.from || is_contradicted(c->s, figures[c->member], c->value) ||
        is_contradicted(c->s, figures[c->previous], pair.from->value) ||
        is_contradicted(c->s, figures[c->now], pair.to->value))
        return STATUS_OK;
    enum status status = take_operand(c, pair.from, c->previous);
    if (status == STATUS_OK)
        status = take_operand(c, pair.to, c->now);
    return status == STATUS_OK ? state(c->s, c->n, c->subject, c->member, c->value) : status;
}

/* Takes the change for one of the subject's where it is. */
static enum status
try_subject(struct change *c, const bool *needs)
{
    const struct subject *subject = &c->s->rules->subjects[c->subject];
    bool points = c->member == MEMBER_CHANGE_POINTS;
    const struct number *number = &c->s->b->tokens[c->n->token].number;
    c->now = points ? MEMBER_PERCENT : MEMBER_COUNT;
    c->previous = points ? MEMBER_PREVIOUS_PERCENT : MEMBER_PREVIOUS_COUNT;
    if (subject->member[c->member] < 0 || subject->member[c->now] < 0 ||
        subject->member[c->previous] < 0 || !is_free(c->s, c->n, c->subject, c->member))
        return STATUS_OK;
    c->value = bind_value(c->s, c->n, c->member);
    c->coarse = is_coarse(number->step);
    c->needed = subject->need && needs[c->subject];
    if (!range_of(c->s, subject->member[c->member], c->value, number->step, &c->range))
        return STATUS_OK;
    return take_change(c);
}

/* Tries the number as the change of each subject that has one. */
static enum status
try_number(struct sentence *s, struct sentence *first, struct figure_number *n, const bool *needs)
{
    enum status status = STATUS_OK;
    for (size_t k = 0; status == STATUS_OK && k < s->rules->nsubjects; k++)
        for (enum member m = MEMBER_CHANGE_PERCENT; m <= MEMBER_CHANGE_POINTS; m++) {
            struct change c = {.s = s, .first = first, .n = n, .subject = (int)k, .member = m};
            if (status == STATUS_OK)
                status = try_subject(&c, needs);
        }
    return status;
}

/* "Отмечается рост (4,7 %)", "стало лучше на 4,7 %": tries a percentage in the directions of which
 * the sentence speaks, and in both where it speaks of a change only. */
static enum status
try_directions(
    struct sentence *s, struct sentence *first, struct figure_number *n, const bool *needs)
{
    static const enum phrase_kind said[] = {PHRASE_LESS, PHRASE_MORE};
    enum status status = STATUS_OK;
    for (int i = 0; i < 2 && status == STATUS_OK && !n->used; i++)
        if (sentence_says(s, said[i]) || sentence_says(s, PHRASE_CHANGE)) {
            n->change = i ? 1 : -1;
            status = try_number(s, first, n, needs);
        }
    if (!n->used)
        n->change = 0;
    return status;
}

/* The statement of a share that the number was taken for; NULL where it was not. */
static struct statement *
share_of(const struct sentence *s, const struct figure_number *n)
{
    if (!n->used || n->subject == NO_SUBJECT || n->change ||
        s->b->tokens[n->token].number.kind != NUMBER_PERCENT)
        return NULL;
    const int *figures = s->rules->subjects[n->subject].member;
    for (struct statement *t = s->b->stated; t; t = t->before)
        if (t->start == s->b->tokens[n->token].start && figures[MEMBER_CHANGE_PERCENT] >= 0 &&
            (t->figure == figures[MEMBER_PERCENT] || t->figure == figures[MEMBER_PREVIOUS_PERCENT]))
            return t;
    return NULL;
}

/* Whether the share is the change by `c->value`: it follows from the two numbers of its paragraph.
 * A share of the reported period in whole per cent is likely one. */
static bool
is_change(struct change *c, const struct statement *share)
{
    const struct sentence *s = c->s;
    const int *figures = s->rules->subjects[c->subject].member;
    return !(is_coarse(share->step) && share->figure == figures[MEMBER_PERCENT]) &&
        range_of(s, figures[c->member], c->value, share->step, &c->range) && follows(c, IN_BLOCK) &&
        !is_contradicted(s, figures[c->member], c->value);
}

/* "Показатель улучшился на 2,7 п.п.": a change whose direction no word tells goes the way of its
 * two numbers. */
static void
correct_direction(struct sentence *s, struct figure_number *n)
{
    if (!n->used || !n->guessed || n->subject == NO_SUBJECT)
        return;
    const int *figures = s->rules->subjects[n->subject].member;
    struct change c = {.s = s,
        .n = n,
        .subject = n->subject,
        .member = MEMBER_CHANGE_POINTS,
        .now = MEMBER_PERCENT,
        .previous = MEMBER_PREVIOUS_PERCENT};
    for (struct statement *t = s->b->stated; t; t = t->before) {
        if (t->start != s->b->tokens[n->token].start || t->figure != figures[c.member])
            continue;
        c.value = decimal_neg(t->value);
        if (range_of(s, t->figure, c.value, t->step, &c.range) && follows(&c, IN_PART))
            t->value = c.value;
    }
}

/* "В 2021 году 3 127, надбавка 9,3 %": what was taken for a share, since no rule knows the word for
 * the change. */
static enum status
correct_share(struct sentence *s, struct figure_number *n)
{
    struct statement *t = share_of(s, n);
    for (int sign = -1; t && sign <= 1; sign += 2) {
        struct change c = {.s = s,
            .n = n,
            .subject = n->subject,
            .member = MEMBER_CHANGE_PERCENT,
            .now = MEMBER_COUNT,
            .previous = MEMBER_PREVIOUS_COUNT,
            .value = sign < 0 ? decimal_neg(t->value) : t->value};
        if (!is_change(&c, t))
            continue;
        const struct hit *rule = rule_of(s, n->subject, n->token);
        if (!rule)
            return STATUS_LIMIT;
        t->figure = s->rules->subjects[n->subject].member[MEMBER_CHANGE_PERCENT];
        t->value = c.value;
        t->rule = rule->phrase->name;
        return STATUS_OK;
    }
    return STATUS_OK;
}

enum status
unnamed_find(struct sentence *sentences, size_t count, const bool *needs)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count; i++) {
        struct sentence *s = &sentences[i], *first = i < SENTENCES ? sentences : s - SENTENCES + 1;
        for (size_t k = 0; s->lang && status == STATUS_OK && k < s->nnumbers; k++) {
            struct figure_number *n = &s->numbers[k];
            if (n->used)
                correct_direction(s, n), status = correct_share(s, n);
            else
                status =
                    n->change ? try_number(s, first, n, needs) : try_directions(s, first, n, needs);
        }
    }
    return status;
}
