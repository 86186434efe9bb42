#include "checkdata.h"

#include "finding.h"
#include "reconcile.h"
#include "saying.h"
#include "token.h"
#include <stdio.h>
#include <stdlib.h>

#define FIGURES_MAX 6 /* of a finding */
#define DIGITS 2 /* behind the point of what was computed */
#define NEAR 8 /* words between the name of another part and its number */
#define NAMED_MAX 200 /* blocks that name such a part and are looked at */

/* What the report says when it is read as a whole, or in one language where the two disagree. */
struct reading {
    enum lang lang; /* LANG_NONE: as a whole */
    struct fact *facts; /* by figure */
    const struct document *d;
};

/* A check that does not hold. */
struct violation {
    struct decimal stated, computed, tried;
    bool has_stated, has_computed;
    const struct check_reason *reason;
    enum finding_level level;
    int figures[FIGURES_MAX];
    size_t nfigures;
};

/* --- facts --- */

/* What a printed value can mean. People and posts are counted, so they mean themselves; what is
 * measured, converted or given in thousands was rounded. */
static bool
range_of(const struct figure *figure, const struct fact *f, bool approx, struct interval *out)
{
    struct ratio value = ratio_of_decimal(f->value), half;
    bool exact = !figure->percent && !figure->money && decimal_cmp(f->step, decimal_of(1)) <= 0;
    if (exact && !approx) {
        *out = interval_of(value);
        return true;
    }
    if (!ratio_mul(ratio_of_decimal(f->step), (struct ratio){1, 2}, &half))
        return false;
    if (approx) {
        /* "About" is a twentieth, as between the languages. */
        struct ratio wide;
        if (!ratio_mul(value, (struct ratio){value.num < 0 ? -1 : 1, 20}, &wide))
            return false;
        half = ratio_cmp(wide, half) > 0 ? wide : half;
    }
    return interval_widen(interval_of(value), half, out);
}

static bool
is_percent(const struct document *d, const struct statement *s)
{
    const struct block *b = &d->blocks[s->block];
    size_t i = block_token(b, s->start);
    return i < b->ntokens && b->tokens[i].start == s->start && b->tokens[i].kind == TOKEN_NUMBER &&
        b->tokens[i].number.kind == NUMBER_PERCENT;
}

/* The statements of a figure that count in a reading: all where they agree, else those of its
 * language if they agree among themselves. */
static size_t
statements_of(const struct figure_value *v, enum lang lang, struct statement **out)
{
    size_t count = 0;
    if (v->status == STATUS_CONFLICT && lang == LANG_NONE)
        return 0;
    for (size_t i = 0; i < v->nstatements; i++)
        if (v->status != STATUS_CONFLICT || v->statements[i]->lang == lang)
            out[count++] = v->statements[i];
    return reconcile_consistent(out, count) ? count : 0;
}

static enum status
read_facts(const struct rules *rules, struct document *d, enum lang lang, struct fact *facts)
{
    for (const struct figure_value *v = d->figures; v; v = v->next) {
        struct statement **s = arena_array(d->arena, v->nstatements + 1, sizeof *s);
        if (!s)
            return STATUS_LIMIT;
        size_t count = statements_of(v, lang, s);
        struct fact *f = &facts[v->figure];
        for (size_t i = 0; i < v->nstatements; i++)
            f->reversed |= v->statements[i]->reversed;
        if (!count)
            continue;
        const struct statement *best = reconcile_best(s, count);
        f->value = best->value;
        f->step = best->step;
        for (size_t i = 0; i < count; i++)
            f->percent |= is_percent(d, s[i]);
        f->known = range_of(&rules->figures[v->figure], f, best->approx, &f->range);
    }
    return STATUS_OK;
}

/* --- other parts of a whole --- */

/* Whether a count among these tokens can be (part of) what is missing. */
static bool
has_part(const struct block *b, size_t from, size_t to, struct ratio missing)
{
    for (size_t i = from; i < to && i < b->ntokens; i++) {
        const struct token *t = &b->tokens[i];
        if (t->kind == TOKEN_NUMBER && t->number.kind == NUMBER_COUNT &&
            t->number.value.units > 0 && ratio_cmp(ratio_of_decimal(t->number.value), missing) <= 0)
            return true;
    }
    return false;
}

/* The part's number stands near its name; in a table, in the name's row or column. */
static bool
has_part_of(const struct document *d, size_t block, size_t first, size_t last, struct ratio missing)
{
    const struct block *b = &d->blocks[block];
    if (has_part(b, first > NEAR ? first - NEAR : 0, last + NEAR, missing))
        return true;
    for (size_t i = 0; b->kind == BLOCK_CELL && i < d->nblocks; i++) {
        const struct block *other = &d->blocks[i];
        if (other->kind == BLOCK_CELL && other->table == b->table &&
            (other->row == b->row || other->column == b->column) &&
            has_part(other, 0, other->ntokens, missing))
            return true;
    }
    return false;
}

/* Whether one of the phrases stands in the block; where `missing` is given, with such a part. */
static bool
names_part(const struct document *d, size_t block, const struct check_pattern *patterns,
    const struct ratio *missing)
{
    const struct block *b = &d->blocks[block];
    struct str *words = b->silent ? NULL : calloc(b->ntokens + 1, sizeof *words);
    bool found = false;
    for (size_t i = 0; words && i < b->ntokens; i++)
        words[i] = token_skeleton(b, i);
    for (size_t i = 0; words && i < b->ntokens && !found; i++)
        for (const struct check_pattern *p = patterns; p && !found; p = p->next) {
            size_t end;
            found = pattern_match(&p->pattern, words, b->ntokens, i, &end) &&
                (!missing || has_part_of(d, block, i, end, *missing));
        }
    free(words);
    return found;
}

/* Whether the report names another part of the whole, with a number that can be it. */
static bool
has_other_part(const struct check *c, const struct document *d, struct ratio missing)
{
    size_t named = 0;
    for (size_t i = 0; c->rest && i < d->nblocks && named < NAMED_MAX; i++) {
        if (!names_part(d, i, c->rest, NULL))
            continue;
        named++;
        if (names_part(d, i, c->rest, &missing))
            return true;
    }
    return false;
}

/* Whether the report says itself, beside one of the figures, why they do not fit. An example's
 * words stand beside all figures. */
static bool
is_explained(const struct check *c, const struct document *d, const struct violation *v)
{
    if (c->unless && !d->figures)
        return names_part(d, 0, c->unless, NULL);
    for (size_t i = 0; c->unless && i < v->nfigures; i++) {
        const struct figure_value *value = reconcile_get(d, v->figures[i]);
        size_t last = SIZE_MAX;
        for (size_t k = 0; value && k < value->nstatements; k++) {
            size_t block = value->statements[k]->block;
            if (block != last && names_part(d, block, c->unless, NULL))
                return true;
            last = block;
        }
    }
    return false;
}

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
is_violated(const struct check *c, const struct reading *r)
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
            ratio_cmp(left.low, right.high) > 0 && has_other_part(c, r->d, missing))
            return false;
    }
    return true;
}

/* --- what the author did --- */

static bool
printed(const struct formula *f, const struct fact *facts, struct decimal *out)
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

static void
find_reason(const struct checks *checks, const struct check *c, const struct fact *facts,
    struct violation *v)
{
    struct interval left, tried;
    if (checks->cut && is_cut(c, checks->rules, facts)) {
        v->reason = checks->cut;
        v->tried = v->computed;
        return;
    }
    if (!formula_value(c->formula.left, facts, false, &left))
        return;
    for (size_t i = 0; i < c->ntries; i++)
        if (formula_value(c->tries[i].formula, facts, false, &tried) &&
            interval_meet(left, tried) && printed(c->tries[i].formula, facts, &v->tried)) {
            v->reason = c->tries[i].reason;
            return;
        }
}

static void
add_figures(const struct formula *f, const struct fact *facts, struct violation *v)
{
    formula_figures(f, facts, v->figures, &v->nfigures, FIGURES_MAX);
}

static bool
check_formula(const struct checks *checks, const struct check *c, const struct reading *r,
    struct violation *v)
{
    if (!is_violated(c, r))
        return false;
    int figure = formula_figure(c->formula.left);
    if (figure >= 0) {
        v->stated = r->facts[figure].value;
        v->has_stated = true;
    } else {
        v->has_stated = printed(c->formula.left, r->facts, &v->stated);
    }
    v->has_computed =
        printed(c->computed ? c->computed : c->formula.right[0], r->facts, &v->computed);
    find_reason(checks, c, r->facts, v);
    if (v->reason && v->reason->level >= 0)
        v->level = (enum finding_level)v->reason->level;
    add_figures(c->formula.left, r->facts, v);
    add_figures(c->formula.right[0], r->facts, v);
    add_figures(c->computed, r->facts, v);
    return !is_explained(c, r->d, v);
}

/* Whether the report violates the check. */
static bool
check_one(const struct checks *checks, const struct check *c, const struct reading *r,
    struct violation *v)
{
    *v = (struct violation){.level = c->level};
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

/* --- findings --- */

static void
write_value(const struct checks *checks, const struct check *c, const struct fact *facts,
    const struct violation *v, struct str name, int lang, struct buf *out)
{
    struct decimal d;
    int figure = rules_figure(checks->rules, name);
    bool known = true;
    if (str_is(name, "stated"))
        d = v->stated;
    else if (str_is(name, "computed"))
        d = v->computed;
    else if (str_is(name, "tried"))
        d = v->tried;
    else if (figure >= 0) {
        known = facts[figure].known;
        d = facts[figure].value;
    } else {
        known = false;
        for (size_t i = 0; i < c->nshow && !known; i++)
            known = str_eq(c->show[i].name, name) && printed(c->show[i].formula, facts, &d);
    }
    if (known)
        saying_number(out, d, lang);
    else
        buf_z(out, "?");
}

static void
write_text(const struct checks *checks, const struct check *c, const struct fact *facts,
    const struct violation *v, struct str text, int lang, struct buf *out)
{
    while (text.p) {
        buf_str(out, str_cut(&text, '{'));
        if (text.p)
            write_value(checks, c, facts, v, str_cut(&text, '}'), lang, out);
    }
}

/* A check without texts of its own: the figure, what is stated and what follows. */
static void
write_plain(const struct checks *checks, const struct check *c, const struct violation *v, int lang,
    struct buf *out)
{
    static const char *const words[][2] = {{": stated ", ", computed "},
        {": указано ", ", по расчёту "}, {": көрсетілгені ", ", есеп бойынша "}};
    struct buf what = {0};
    buf_str(&what, checks->rules->figures[v->figures[0]].label[lang]);
    if (v->has_stated) {
        buf_z(&what, words[lang][0]);
        saying_number(&what, v->stated, lang);
    }
    if (v->has_computed) {
        buf_z(&what, words[lang][1]);
        saying_number(&what, v->computed, lang);
    }
    struct str arg = buf_slice(&what);
    finding_format(out, c->code, saying_language(lang), &arg, 1);
    buf_free(&what);
}

static void
write_finding_text(const struct checks *checks, const struct check *c, const struct reading *r,
    const struct violation *v, int lang, struct buf *out)
{
    static const char *const by[3][3] = {
        {"", " So says the Russian text.", " So says the Kazakh text."},
        {"", " Так по русскому тексту.", " Так по казахскому тексту."},
        {"", " Орысша мәтін бойынша солай.", " Қазақша мәтін бойынша солай."}};
    if (c->text[lang].p)
        write_text(checks, c, r->facts, v, c->text[lang], lang, out);
    else
        write_plain(checks, c, v, lang, out);
    if (v->reason) {
        buf_char(out, ' ');
        write_text(checks, c, r->facts, v, v->reason->text[lang], lang, out);
    }
    buf_z(out, by[lang][r->lang]);
}

static struct str
keep_decimal(struct arena *arena, struct decimal d)
{
    struct buf b = {0};
    decimal_write(&b, d);
    struct str kept = arena_copy(arena, buf_slice(&b));
    buf_free(&b);
    return kept;
}

/* The sentences that take the years the wrong way round, then what else their blocks say. */
static bool
add_reversed_places(struct document *d, struct found *f)
{
    const struct figure_value *own = reconcile_get(d, f->figures[0]);
    bool *reversed = arena_array(d->arena, d->nblocks + 1, sizeof *reversed);
    bool good = own && reversed;
    for (size_t i = 0; good && i < own->nstatements; i++)
        if (own->statements[i]->reversed) {
            reversed[own->statements[i]->block] = true;
            good = saying_places(d, f, &own->statements[i], 1);
        }
    for (size_t n = 1; good && n < f->nfigures; n++) {
        const struct figure_value *v = reconcile_get(d, f->figures[n]);
        for (size_t i = 0; good && v && i < v->nstatements; i++)
            if (reversed[v->statements[i]->block])
                good = saying_places(d, f, &v->statements[i], 1);
    }
    return good;
}

static bool
add_places(struct document *d, struct found *f, enum lang lang)
{
    for (size_t n = 0; n < f->nfigures; n++) {
        const struct figure_value *v = reconcile_get(d, f->figures[n]);
        struct statement **s = v ? arena_array(d->arena, v->nstatements + 1, sizeof *s) : NULL;
        if (!s || !saying_places(d, f, s, statements_of(v, lang, s)))
            return false;
    }
    return true;
}

static enum status
add_finding(const struct checks *checks, const struct check *c, const struct reading *r,
    const struct violation *v, struct document *d)
{
    struct found *f = document_find(d, c->code);
    if (!f)
        return STATUS_LIMIT;
    f->level = v->level;
    memcpy(f->figures, v->figures, v->nfigures * sizeof *v->figures);
    f->nfigures = v->nfigures;
    if (v->has_stated)
        f->stated = keep_decimal(d->arena, v->stated);
    if (v->has_computed)
        f->computed = keep_decimal(d->arena, v->computed);
    for (int lang = 0; lang < 3; lang++) {
        struct buf text = {0};
        write_finding_text(checks, c, r, v, lang, &text);
        f->text[lang] = arena_copy(d->arena, buf_slice(&text));
        buf_free(&text);
        if (!f->text[lang].p)
            return STATUS_LIMIT;
    }
    bool good = c->reversed >= 0 ? add_reversed_places(d, f) : add_places(d, f, r->lang);
    return good ? STATUS_OK : STATUS_LIMIT;
}

/* A check says nothing new where an earlier one found something about all its figures. */
static bool
is_said(const struct found *first, enum finding code, const struct violation *v)
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
is_split(const struct document *d, const struct violation *v)
{
    for (size_t i = 0; i < v->nfigures; i++) {
        const struct figure_value *value = reconcile_get(d, v->figures[i]);
        if (value && value->status == STATUS_CONFLICT)
            return true;
    }
    return false;
}

static enum status
run_reading(const struct checks *checks, const struct reading *r, struct document *d)
{
    struct found **first = d->findings_end;
    for (const struct check *c = checks->checks; c; c = c->next) {
        struct violation v;
        if (!check_one(checks, c, r, &v) || is_said(*first, c->code, &v) ||
            (r->lang != LANG_NONE && !is_split(d, &v)))
            continue;
        enum status s = add_finding(checks, c, r, &v, d);
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
        struct reading r = {.lang = (enum lang)lang, .d = d};
        r.facts = arena_array(d->arena, c->rules->nfigures + 1, sizeof *r.facts);
        s = r.facts ? read_facts(c->rules, d, r.lang, r.facts) : STATUS_LIMIT;
        if (s == STATUS_OK)
            s = run_reading(c, &r, d);
    }
    return s;
}

/* --- examples --- */

/* "turnover_percent=26%", or "reversed" for the one before. False where it is neither. */
static bool
read_fact(const struct rules *rules, struct str text, struct fact *facts, int *last)
{
    if (str_is(text, "reversed") && *last >= 0)
        return facts[*last].reversed = true;
    struct str value = text, id = str_cut(&value, '=');
    int figure = rules_figure(rules, id);
    if (figure < 0 || !value.len)
        return false;
    struct fact *f = &facts[figure];
    f->percent = str_ends(value, STR("%"));
    value.len -= f->percent;
    if (!decimal_parse(value, &f->value))
        return false;
    f->step = (struct decimal){1, f->value.scale};
    f->known = range_of(&rules->figures[figure], f, false, &f->range);
    *last = figure;
    return f->known;
}

static bool
example_facts(const struct rules *rules, struct str text, struct fact *facts)
{
    int last = -1;
    while (text.p) {
        struct str one = str_trim(str_cut(&text, ' '));
        if (one.len && !read_fact(rules, one, facts, &last))
            return false;
    }
    return true;
}

static void
say_example(const struct checks *checks, const struct check *c, const struct check_example *e,
    const struct reading *r, const struct violation *v, bool found)
{
    struct buf text = {0};
    if (found)
        write_finding_text(checks, c, r, v, LANG_NONE, &text);
    printf("%s:%d: %s: %.*s\n  wanted: %s%s%.*s\n  found: %.*s\n", e->file, e->line,
        e->good ? "ok" : "bad", (int)e->facts.len, e->facts.p, e->good ? "nothing" : "a finding",
        e->reason.len ? ", reason " : "", (int)e->reason.len, e->reason.len ? e->reason.p : "",
        text.len ? (int)text.len : 7, text.len ? text.p : "nothing");
    buf_free(&text);
}

static bool
run_example(const struct checks *checks, const struct check *c, const struct check_example *e,
    struct scan *scanner, struct arena *arena)
{
    struct violation v = {0};
    arena_reset(arena);
    struct block words = {.kind = BLOCK_PARAGRAPH, .text = e->words};
    struct document d = {.arena = arena, .blocks = &words, .nblocks = 1};
    struct reading r = {
        .d = &d, .facts = arena_array(arena, checks->rules->nfigures + 1, sizeof *r.facts)};
    if (!r.facts || token_scan(scanner, arena, &words) != STATUS_OK)
        return false;
    if (!example_facts(checks->rules, e->facts, r.facts)) {
        printf("%s:%d: these are not figures with their values: %.*s\n", e->file, e->line,
            (int)e->facts.len, e->facts.p);
        return false;
    }
    bool found = check_one(checks, c, &r, &v);
    struct str reason = v.reason ? v.reason->name : STR("");
    bool good = found != e->good && (!e->reason.len || str_eq(e->reason, reason));
    if (!good)
        say_example(checks, c, e, &r, &v, found);
    return good;
}

void
checks_examples(
    const struct checks *c, struct scan *scanner, struct arena *arena, long *passed, long *failed)
{
    for (const struct check *check = c->checks; check; check = check->next)
        for (const struct check_example *e = check->examples; e; e = e->next) {
            bool good = run_example(c, check, e, scanner, arena);
            *passed += good;
            *failed += !good;
        }
}
