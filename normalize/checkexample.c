#include "checkdata.h"

#include "token.h"
#include <stdio.h>

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
    f->known = check_range(&rules->figures[figure], f, false, &f->range);
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
    const struct check_reading *r, const struct check_violation *v, bool found)
{
    struct buf text = {0};
    if (found)
        check_write_text(checks, c, r, v, LANG_NONE, &text);
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
    struct check_violation v = {0};
    arena_reset(arena);
    struct block words = {.kind = BLOCK_PARAGRAPH, .text = e->words};
    struct document d = {.arena = arena, .blocks = &words, .nblocks = 1};
    struct check_reading r = {
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
