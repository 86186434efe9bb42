#include "checkdata.h"

#include "reconcile.h"

#define DIGITS 2 /* behind the point of what was computed */

/* --- relations --- */

/* Whether it can hold, whatever the printed values mean. */
static bool
can_hold(enum relation relation, struct interval a, struct interval b)
{
    switch (relation) {
    case RELATION_EQUAL:
        return interval_meet(a, b);
    case RELATION_NOT_EQUAL:
        return !interval_meet(a, b);
    case RELATION_AT_MOST:
        return ratio_cmp(a.low, b.high) <= 0;
    case RELATION_AT_LEAST:
        return ratio_cmp(a.high, b.low) >= 0;
    case RELATION_BELOW:
        return ratio_cmp(a.low, b.high) < 0;
    case RELATION_ABOVE:
        return ratio_cmp(a.high, b.low) > 0;
    }
    return true;
}

/* Whether it holds for sure, whatever the printed values mean; an equality as far as can be told.
 */
static bool
surely_holds(enum relation relation, struct interval a, struct interval b)
{
    static const enum relation opposite[] = {[RELATION_NOT_EQUAL] = RELATION_EQUAL,
        [RELATION_AT_MOST] = RELATION_ABOVE,
        [RELATION_AT_LEAST] = RELATION_BELOW,
        [RELATION_BELOW] = RELATION_AT_LEAST,
        [RELATION_ABOVE] = RELATION_AT_MOST};
    return relation == RELATION_EQUAL ? interval_meet(a, b) : !can_hold(opposite[relation], a, b);
}

static bool
conditions_met(const struct check *c, const struct fact *facts)
{
    for (size_t i = 0; i < c->nwhen; i++) {
        const struct check_when *w = &c->when[i];
        struct interval a, b;
        if (w->percent >= 0) {
            if (!facts[w->percent].known || !facts[w->percent].percent)
                return false;
        } else if (!formula_value(w->relation.left, facts, false, &a) ||
            !formula_value(w->relation.right[0], facts, false, &b) ||
            !surely_holds(w->relation.relation, a, b)) {
            return false;
        }
    }
    return true;
}

/* The most that may be missing before a check says something. */
static bool
slack_of(const struct check *c, const struct fact *facts, struct ratio *out)
{
    *out = ratio_of(0);
    for (size_t i = 0; i < c->nwithin; i++) {
        struct interval slack;
        if (!formula_value(c->within[i], facts, false, &slack))
            return false;
        if (ratio_cmp(slack.high, *out) > 0)
            *out = slack.high;
    }
    return true;
}

/* Whether the formula fails in every way in which it could hold. */
static bool
is_violated(const struct check *c, const struct check_reading *r)
{
    struct interval left, right;
    struct ratio slack;
    const struct check_relation *f = &c->formula;
    if (!formula_value(f->left, r->facts, false, &left) || !slack_of(c, r->facts, &slack))
        return false;
    for (size_t i = 0; i < f->nright; i++) {
        bool known = formula_value(f->right[i], r->facts, false, &right);
        if ((!known && i == 0) || (known && !interval_widen(right, slack, &right)))
            return false;
        if (known && can_hold(f->relation, left, right))
            return false;
        struct ratio missing;
        if (i == 0 && ratio_add(left.high, ratio_neg(right.low), &missing) &&
            ratio_cmp(left.low, right.high) > 0 && check_other_part(c, r->d, missing))
            return false;
    }
    return true;
}

/* --- what the author did --- */

bool
check_printed(const struct formula *f, const struct fact *facts, struct decimal *out)
{
    struct interval value;
    if (!formula_value(f, facts, true, &value) || !ratio_round(value.low, DIGITS, out))
        return false;
    *out = decimal_trim(*out);
    return true;
}

/* The stated percentage is the computed one without the digits that did not fit. */
static bool
is_cut(const struct check *c, const struct rules *rules, const struct fact *facts)
{
    int figure = formula_figure(c->formula.left);
    struct interval value;
    struct ratio missing;
    if (figure < 0 || !rules->figures[figure].percent || c->formula.relation != RELATION_EQUAL ||
        !formula_value(c->formula.right[0], facts, true, &value))
        return false;
    struct ratio stated = ratio_of_decimal(facts[figure].value), computed = value.low;
    if ((stated.num < 0) != (computed.num < 0))
        return false;
    if (!ratio_add(computed, ratio_neg(stated), &missing))
        return false;
    if (computed.num < 0)
        missing = ratio_neg(missing);
    return missing.num >= 0 && ratio_cmp(missing, ratio_of_decimal(facts[figure].step)) < 0;
}

/* The stated value is the computed one, as far as it is printed, with two digits swapped. */
static bool
is_swapped(const struct check *c, const struct fact *facts)
{
    int figure = formula_figure(c->formula.left);
    struct interval value;
    struct decimal computed;
    if (figure < 0 || c->formula.relation != RELATION_EQUAL ||
        !formula_value(c->formula.right[0], facts, true, &value) ||
        !ratio_round(value.low, facts[figure].step.scale, &computed))
        return false;
    return check_swapped(facts[figure].value, computed);
}

static void
find_reason(const struct checks *checks, const struct check *c, const struct fact *facts,
    struct check_violation *v)
{
    struct interval left, tried;
    if (checks->cut && is_cut(c, checks->rules, facts)) {
        v->reason = checks->cut;
        return;
    }
    if (!formula_value(c->formula.left, facts, false, &left))
        return;
    for (size_t i = 0; i < c->ntries; i++)
        if (formula_value(c->tries[i].formula, facts, false, &tried) &&
            interval_meet(left, tried) && check_printed(c->tries[i].formula, facts, &v->tried)) {
            v->reason = c->tries[i].reason;
            v->guess = c->tries[i].formula;
            return;
        }
    if (checks->swapped && is_swapped(c, facts))
        v->reason = checks->swapped;
}

static void
add_figures(const struct formula *f, const struct fact *facts, struct check_violation *v)
{
    formula_figures(f, facts, v->figures, &v->nfigures, CHECK_FIGURES_MAX);
}

static bool
check_formula(const struct checks *checks, const struct check *c, const struct check_reading *r,
    struct check_violation *v)
{
    if (!is_violated(c, r))
        return false;
    int figure = formula_figure(c->formula.left);
    if (figure >= 0) {
        v->stated = r->facts[figure].value;
        v->has_stated = true;
    } else {
        v->has_stated = check_printed(c->formula.left, r->facts, &v->stated);
    }
    v->has_computed =
        check_printed(c->computed ? c->computed : c->formula.right[0], r->facts, &v->computed);
    find_reason(checks, c, r->facts, v);
    if (v->reason && v->reason->level >= 0)
        v->level = (enum finding_level)v->reason->level;
    add_figures(c->formula.left, r->facts, v);
    add_figures(c->formula.right[0], r->facts, v);
    add_figures(c->computed, r->facts, v);
    return !check_explained(c, r->d, v);
}

/* Whether the report violates the check. */
bool
check_one(const struct checks *checks, const struct check *c, const struct check_reading *r,
    struct check_violation *v)
{
    *v = (struct check_violation){.level = c->level};
    if (!conditions_met(c, r->facts))
        return false;
    if (c->reversed < 0) {
        if (!check_formula(checks, c, r, v))
            return false;
    } else {
        if (!r->facts[c->reversed].reversed || r->lang != LANG_NONE)
            return false;
        v->figures[v->nfigures++] = c->reversed;
    }
    for (size_t i = 0; i < c->nshow; i++)
        add_figures(c->show[i].formula, r->facts, v);
    return true;
}

bool
check_tells(const struct check *c, const struct check_reading *r, int figure)
{
    struct interval left, right;
    int figures[CHECK_FIGURES_MAX];
    size_t count = 0;
    if (c->reversed >= 0 || c->formula.relation != RELATION_EQUAL || !conditions_met(c, r->facts))
        return false;
    formula_figures(c->formula.left, r->facts, figures, &count, CHECK_FIGURES_MAX);
    formula_figures(c->formula.right[0], r->facts, figures, &count, CHECK_FIGURES_MAX);
    bool there = false;
    for (size_t i = 0; i < count; i++)
        there |= figures[i] == figure;
    return there && formula_value(c->formula.left, r->facts, false, &left) &&
        formula_value(c->formula.right[0], r->facts, false, &right);
}

/* --- the checks of a report --- */

/* A check says nothing new where an earlier one found something about all its figures. */
static bool
is_said(const struct found *first, enum finding code, const struct check_violation *v)
{
    for (const struct found *f = first; f; f = f->next) {
        size_t there = 0;
        for (size_t i = 0; i < v->nfigures && f->code == code; i++)
            for (size_t k = 0; k < f->nfigures; k++)
                there += f->figures[k] == v->figures[i];
        if (there == v->nfigures && f->code == code)
            return true;
    }
    return false;
}

/* Whether a figure of the check is in conflict, so that its languages are read apart. */
static bool
is_split(const struct document *d, const struct check_violation *v)
{
    for (size_t i = 0; i < v->nfigures; i++) {
        const struct figure_value *value = reconcile_get(d, v->figures[i]);
        if (value && value->status == STATUS_CONFLICT)
            return true;
    }
    return false;
}

static enum status
run_reading(const struct checks *checks, const struct check_reading *r, struct document *d)
{
    struct found **first = d->findings_end;
    for (const struct check *c = checks->checks; c; c = c->next) {
        struct check_violation v;
        if (!check_one(checks, c, r, &v) || is_said(*first, c->code, &v) ||
            (r->lang != LANG_NONE && !is_split(d, &v)))
            continue;
        enum status s = check_say(checks, c, r, &v, d);
        if (s != STATUS_OK)
            return s;
    }
    return STATUS_OK;
}

enum status
checks_run(const struct checks *c, struct document *d)
{
    bool conflict = false;
    enum status s = STATUS_OK;
    for (const struct figure_value *v = d->figures; v; v = v->next)
        conflict |= v->status == STATUS_CONFLICT;
    for (int lang = LANG_NONE; s == STATUS_OK && lang <= (conflict ? LANG_KK : LANG_NONE); lang++) {
        struct check_reading r = {.lang = (enum lang)lang, .d = d};
        r.facts = arena_array(d->arena, c->rules->nfigures + 1, sizeof *r.facts);
        s = r.facts ? check_facts(c->rules, d, r.lang, r.facts) : STATUS_LIMIT;
        if (s == STATUS_OK && conflict && lang == LANG_NONE)
            s = check_hints(c, d, r.facts);
        if (s == STATUS_OK)
            s = run_reading(c, &r, d);
    }
    return s;
}
