#include "lint.h"

#include "cli.h"
#include "input.h"
#include "text.h"
#include "token.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* A stem that is shorter begins too many words. */
#define STEM_MIN 3

/* What one phrase may take on one document. */
#define NANOSECONDS_MAX 1000000L

struct lint {
    struct normalizer *n;
    const struct rules *rules;
    bool *met; /* by phrase: some example or document has it */
    long *spent; /* by phrase: nanoseconds at the last look */
    bool *slow; /* by phrase: on the text at hand; the machine may have been busy, so it is run
                   twice */
    bool *said; /* by phrase: that it is slow */
    size_t remarks;
    bool broken;
};

static void
remark(struct lint *l, const char *file, int line, int column, struct str what, const char *why)
{
    printf("%s:%d:%d: %s", file, line, column, why);
    if (what.len)
        printf(" '%.*s'", (int)what.len, what.p);
    putchar('\n');
    l->remarks++;
}

static void
remark_phrase(struct lint *l, const struct phrase *p, const char *why)
{
    remark(l, p->file, p->line, p->column, p->text, why);
}

static bool
can_state(const struct phrase *p)
{
    return p->kind == PHRASE_LABEL || p->kind == PHRASE_ZERO || p->kind == PHRASE_LIST ||
        p->kind == PHRASE_COLUMN || p->kind == PHRASE_RULE;
}

static bool
states(const struct rules *rules, const struct phrase *p, int figure)
{
    if (p->kind == PHRASE_RULE) {
        for (size_t i = 0; i < p->code.nslots; i++)
            if (p->code.slots[i] == figure)
                return true;
        return false;
    }
    if (!can_state(p) || p->owner < 0)
        return false;
    for (int m = 0; m < MEMBER_COUNT_OF; m++)
        if (rules->subjects[p->owner].member[m] == figure)
            return true;
    return false;
}

/* --- figures and subjects --- */

static void
check_figures(struct lint *l)
{
    static const char *const sides[] = {
        "", "no Russian phrase can state", "no Kazakh phrase can state"};
    for (size_t i = 0; i < l->rules->nfigures; i++) {
        size_t count[3] = {0};
        for (size_t k = 0; k < l->rules->nphrases; k++)
            count[l->rules->phrases[k].lang] += states(l->rules, &l->rules->phrases[k], (int)i);
        const struct figure *f = &l->rules->figures[i];
        int line = (int)i + 2;
        if (!count[LANG_RU] && !count[LANG_KK])
            remark(l, "figures.tsv", line, 1, f->id, "no phrase can state");
        else
            for (int lang = LANG_RU; lang <= LANG_KK; lang++)
                if (!count[lang])
                    remark(l, "figures.tsv", line, 1, f->id, sides[lang]);
    }
}

static enum lang
example_lang(const struct example *e)
{
    enum lang lang = e->lang ? e->lang : LANG_RU;
    for (size_t at = 0; !e->lang && at < e->text.len;)
        if (text_is_kazakh(text_decode(e->text, &at)))
            lang = LANG_KK;
    return lang;
}

static const struct phrase *
first_phrase(const struct rules *rules, int owner)
{
    for (size_t i = 0; i < rules->nphrases; i++) {
        const struct phrase *p = &rules->phrases[i];
        if (p->owner == owner && can_state(p) && p->kind != PHRASE_RULE)
            return p;
    }
    return NULL;
}

static void
check_subjects(struct lint *l)
{
    static const char *const missing[] = {
        "", "no ok example in Russian of", "no ok example in Kazakh of"};
    for (size_t i = 0; i < l->rules->nsubjects; i++) {
        const struct subject *s = &l->rules->subjects[i];
        const struct phrase *p = first_phrase(l->rules, (int)i);
        size_t members = 0, good[3] = {0};
        for (int m = 0; m < MEMBER_COUNT_OF; m++)
            members += s->member[m] >= 0;
        for (size_t k = 0; k < l->rules->nexamples; k++) {
            const struct example *e = &l->rules->examples[k];
            good[example_lang(e)] += e->owner == (int)i && e->kind == EXAMPLE_OK;
        }
        if (!p)
            continue;
        if (!members)
            remark(l, p->file, p->line, 1, s->name, "no figure belongs to");
        for (int lang = LANG_RU; lang <= LANG_KK; lang++)
            if (members && !good[lang])
                remark(l, p->file, p->line, 1, s->name, missing[lang]);
    }
}

/* --- sets --- */

static bool
uses(struct str text, struct str name)
{
    for (size_t i = 0; i + name.len + 1 < text.len; i++)
        if (text.p[i] == '{' && text.p[i + 1 + name.len] == '}' &&
            memcmp(text.p + i + 1, name.p, name.len) == 0)
            return true;
    return false;
}

static void
check_sets(struct lint *l)
{
    for (const struct set *s = l->rules->sets; s; s = s->next) {
        bool used = false;
        for (size_t i = 0; i < l->rules->nphrases; i++)
            used |= uses(l->rules->phrases[i].text, s->name);
        for (const struct set *t = l->rules->sets; t; t = t->next)
            used |= uses(t->of[LANG_RU].text, s->name) || uses(t->of[LANG_KK].text, s->name);
        if (!used)
            remark(l, s->file, s->line, 1, s->name, "no phrase uses the set");
    }
}

/* --- phrases, one by one --- */

static bool
is_word_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '*';
}

static void
check_stems(struct lint *l, const struct phrase *p)
{
    for (size_t i = 0; i < p->text.len;) {
        size_t end = i;
        while (end < p->text.len && is_word_byte(p->text.p[end]))
            end++;
        struct str word = str_slice(p->text, i, end);
        size_t letters = text_length(word);
        if (letters > 1 && letters <= STEM_MIN && word.p[word.len - 1] == '*')
            remark(l, p->file, p->line, p->column + (int)text_length(str_slice(p->text, 0, i)),
                word, "a stem so short begins many words:");
        i = end > i ? end : i + 1;
    }
}

static void
check_gaps(struct lint *l, const struct phrase *p)
{
    struct str rest = p->text, element, last = {NULL, 0};
    bool first = true;
    while ((element = phrase_element(&rest)).len) {
        if (first && str_starts(element, STR("...")))
            remark_phrase(l, p, "a gap at the beginning means nothing:");
        first = false;
        last = element;
    }
    if (!first && str_starts(last, STR("...")))
        remark_phrase(l, p, "a gap at the end means nothing:");
}

static void
check_phrase(struct lint *l, const struct phrase *p)
{
    if (p->code.anchor < 0)
        remark_phrase(l, p, "no word to find it by, so every sentence is tried:");
    if (p->kind == PHRASE_RULE && !p->code.nslots)
        remark_phrase(l, p, "a rule without a slot states nothing:");
    check_stems(l, p);
    check_gaps(l, p);
}

/* --- phrases against each other --- */

/* Whether `a`, one stem or word, is found wherever `b`, another, is. */
static bool
covers(const struct rules *r, const struct phrase *a, const struct phrase *b)
{
    if (!a->code.single || !b->code.single)
        return false;
    struct str stem = phrasebook_word(r->phrasebook, a->code.needs[0]),
               word = phrasebook_word(r->phrasebook, b->code.needs[0]);
    if (stem.p[0] == '*' || word.p[0] == '*' || stem.p[stem.len - 1] != '*')
        return false;
    return str_starts(word, str_slice(stem, 0, stem.len - 1));
}

static void
remark_pair(struct lint *l, const struct phrase *p, const struct phrase *by, const char *why)
{
    printf("%s:%d:%d: '%.*s' %s '%.*s' (%s:%d:%d)\n", p->file, p->line, p->column, (int)p->text.len,
        p->text.p, why, (int)by->text.len, by->text.p, by->file, by->line, by->column);
    l->remarks++;
}

/* Phrases that differ in a slot state another figure. */
static bool
has_same_slots(const struct phrase_code *a, const struct phrase_code *b)
{
    return a->nslots == b->nslots && memcmp(a->slots, b->slots, a->nslots * sizeof *a->slots) == 0;
}

static void
check_pair(struct lint *l, const struct phrase *a, const struct phrase *b)
{
    bool same = phrase_same(&a->code, &b->code) && has_same_slots(&a->code, &b->code);
    bool covered = !same && covers(l->rules, a, b);
    same = same && a < b; /* each pair once */
    if (a->lang != b->lang || a->kind != b->kind || (!same && !covered))
        return;
    if (a->owner == b->owner)
        remark_pair(l, b, a, same ? "is said twice:" : "is never needed beside");
    else if (same && a->kind == PHRASE_LABEL)
        remark_pair(l, b, a, "names another subject too:");
}

static void
check_pairs(struct lint *l)
{
    const struct rules *r = l->rules;
    for (size_t i = 0; i < r->nphrases; i++)
        for (size_t k = 0; k < r->nphrases; k++)
            if (i != k)
                check_pair(l, &r->phrases[i], &r->phrases[k]);
}

/* --- phrases over texts --- */

/* Runs all phrases over a block's text, and marks those that are found. */
static void
run_over(struct lint *l, struct str text, enum lang lang)
{
    struct block b = {.kind = BLOCK_PARAGRAPH, .lang = lang, .text = text};
    struct hits hits;
    if (token_scan(l->n->scanner, &l->n->arena, &b) != STATUS_OK || !b.ntokens)
        return;
    for (size_t from = 0, i = 0; i < b.ntokens; i++) {
        if (b.skeleton.p[b.tokens[i].at] != '.' && i + 1 < b.ntokens)
            continue;
        if (match_tokens(l->n->matcher, &b, from, i + 1, lang, &hits) != STATUS_OK)
            continue;
        for (size_t k = 0; k < hits.count; k++)
            l->met[hits.hit[k].phrase - l->rules->phrases] = true;
        from = i + 1;
    }
}

/* After each of two runs over the same text; `again` is the second. */
static void
check_times(struct lint *l, bool again)
{
    for (size_t i = 0; i < l->rules->nphrases; i++) {
        long spent, runs;
        matcher_cost(l->n->matcher, i, &spent, &runs);
        bool slow = spent - l->spent[i] > NANOSECONDS_MAX;
        if (again && slow && l->slow[i] && !l->said[i]) {
            remark_phrase(l, &l->rules->phrases[i], "more than 1 ms on one text:");
            l->said[i] = true;
        }
        l->slow[i] = slow;
        l->spent[i] = spent;
    }
}

static void
run_examples(struct lint *l)
{
    for (size_t i = 0; i < 2 * l->rules->nexamples; i++) {
        const struct example *e = &l->rules->examples[i / 2];
        arena_reset(&l->n->arena);
        run_over(l, e->text, example_lang(e));
        check_times(l, i % 2);
    }
}

static bool
wants_example(const struct phrase *p)
{
    return can_state(p) && p->kind != PHRASE_COLUMN;
}

/* Labels and whole wordings that no example shows, so that nobody knows whether they work: with
 * `all` each, else their number at the first of each subject. */
static void
check_met(struct lint *l, bool all)
{
    for (size_t i = 0; i < l->rules->nphrases; i++) {
        const struct phrase *p = &l->rules->phrases[i];
        size_t missing = 0, count = 0;
        if (l->met[i] || !wants_example(p))
            continue;
        if (all) {
            remark_phrase(l, p, "no example has it:");
            continue;
        }
        for (size_t k = 0; k < l->rules->nphrases; k++) {
            const struct phrase *q = &l->rules->phrases[k];
            if (q->owner != p->owner || q->file != p->file || !wants_example(q))
                continue;
            count++;
            missing += !l->met[k];
            l->met[k] |= k > i;
        }
        char why[96];
        snprintf(why, sizeof why, "%zu of %zu phrases stand in no example (-v lists them), so",
            missing, count);
        remark_phrase(l, p, why);
    }
}

static void
run_document(struct lint *l, const struct json *line, bool again)
{
    const struct json *blocks = json_get(line, "blocks");
    for (const struct json *b = blocks ? blocks->child : NULL; b; b = b->next) {
        struct str lang = json_text(b, "lang"), text = json_text(b, "text");
        if (text.len)
            run_over(l, text, str_is(lang, "kk") ? LANG_KK : LANG_RU);
    }
    check_times(l, again);
}

static void
run_documents(struct lint *l, const struct options *o)
{
    struct input input;
    struct lines_check check = {0};
    struct json *line;
    input_begin(&input, o->files, o->nfiles);
    while (input_document(&input, &check, &l->n->arena, &line))
        for (int again = 0; line && again < 2; again++)
            run_document(l, line, again);
    l->broken |= input.broken;
    input_end(&input);
}

static void
look_over(struct lint *l, const struct options *o)
{
    check_figures(l);
    check_subjects(l);
    check_sets(l);
    for (size_t i = 0; i < l->rules->nphrases; i++)
        check_phrase(l, &l->rules->phrases[i]);
    check_pairs(l);
    matcher_clock(l->n->matcher, true);
    run_examples(l);
    check_met(l, o->verbose);
    if (o->nfiles)
        run_documents(l, o);
}

int
lint_run(struct normalizer *n, const struct options *o)
{
    size_t count = n->rules->nphrases + 1;
    struct lint l = {.n = n,
        .rules = n->rules,
        .met = calloc(count, sizeof *l.met),
        .spent = calloc(count, sizeof *l.spent),
        .slow = calloc(count, sizeof *l.slow),
        .said = calloc(count, sizeof *l.said)};
    struct buf why = {0};
    if (normalizer_start(n) != STATUS_OK || !l.met || !l.spent || !l.slow || !l.said ||
        !matcher_compile_all(n->matcher, &why)) {
        cli_say("%s", why.p ? why.p : strerror(ENOMEM));
        l.broken = true;
    } else {
        look_over(&l, o);
        printf("%zu remarks\n", l.remarks);
    }
    free(l.met);
    free(l.spent);
    free(l.slow);
    free(l.said);
    buf_free(&why);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        cli_say("standard output: %s", strerror(errno));
        l.broken = true;
    }
    return l.broken ? EXIT_BROKEN : l.remarks ? EXIT_REJECTED : EXIT_GOOD;
}
