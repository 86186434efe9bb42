#include "example.h"

#include "bind.h"
#include "cli.h"
#include "reconcile.h"
#include "section.h"
#include "text.h"
#include "token.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

/* Examples are read as a report of this year. */
#define EXAMPLE_YEAR 2020

/* The ways in which each example is run. */
enum variant { AS_WRITTEN, CAPITALS, NO_BREAK, LETTERS_LOST, LOOK_ALIKES, VARIANT_COUNT };

static const char *const variant_names[] = {"as written", "in capitals", "with no-break spaces",
    "with Kazakh letters lost", "with Latin look-alikes"};

static uint32_t
upper(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        return c - 32;
    if (c >= 0x0430 && c <= 0x044F)
        return c - 0x20;
    switch (c) {
    case 0x0451:
        return 0x0401;
    case 0x0456:
        return 0x0406;
    case 0x04D9:
    case 0x0493:
    case 0x049B:
    case 0x04A3:
    case 0x04E9:
    case 0x04B1:
    case 0x04AF:
    case 0x04BB:
        return c - 1;
    default:
        return c;
    }
}

static uint32_t
lose_letter(uint32_t c)
{
    static const uint32_t pairs[][2] = {{0x04D9, 0x0430}, {0x0493, 0x0433}, {0x049B, 0x043A},
        {0x04A3, 0x043D}, {0x04E9, 0x043E}, {0x04B1, 0x0443}, {0x04AF, 0x0443}, {0x04BB, 0x0445},
        {0x0456, 0x0438}, {0x04D8, 0x0410}, {0x0492, 0x0413}, {0x049A, 0x041A}, {0x04A2, 0x041D},
        {0x04E8, 0x041E}, {0x04B0, 0x0423}, {0x04AE, 0x0423}, {0x0406, 0x0418}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == c)
            return pairs[i][1];
    return c;
}

static uint32_t
look_alike(uint32_t c)
{
    static const uint32_t pairs[][2] = {
        {0x0430, 'a'}, {0x0435, 'e'}, {0x043E, 'o'}, {0x0441, 'c'}, {0x0440, 'p'}, {0x0445, 'x'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (pairs[i][0] == c)
            return pairs[i][1];
    return c;
}

static void
make_variant(struct buf *out, struct str text, enum variant variant)
{
    size_t letter = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = text_decode(text, &at);
        bool is_letter = text_is_cyrillic(c);
        letter = is_letter ? letter + 1 : 0;
        if (variant == CAPITALS)
            c = upper(c);
        else if (variant == NO_BREAK && c == ' ')
            c = 0xA0;
        else if (variant == LETTERS_LOST)
            c = lose_letter(c);
        else if (variant == LOOK_ALIKES && letter > 1)
            c = look_alike(c); /* the first letter stays, so that the word is a Cyrillic one */
        buf_utf8(out, c);
    }
}

/* The text as a document of one paragraph, or of one for each "//" in it. */
static enum status
read_example(struct normalizer *n, struct document *d, struct str text, enum lang lang)
{
    size_t count = 1, i = 0;
    for (size_t k = 0; k + 1 < text.len; k++)
        count += text.p[k] == '/' && text.p[k + 1] == '/';
    *d = (struct document){.arena = &n->arena};
    arena_reset(&n->arena);
    d->blocks = arena_array(&n->arena, count, sizeof *d->blocks);
    d->parts = arena_new(&n->arena, struct part);
    if (!d->blocks || !d->parts)
        return STATUS_LIMIT;
    d->nblocks = count;
    d->nparts = 1;
    d->parts[0].lang = lang;
    d->period = (struct period){{EXAMPLE_YEAR, 1, 1}, {EXAMPLE_YEAR, 12, 31}, false};
    d->statements_end = &d->statements;
    d->findings_end = &d->findings;
    d->unclaimed_end = &d->unclaimed;
    while (i < count) {
        size_t end = 0;
        while (
            end < text.len && !(text.p[end] == '/' && end + 1 < text.len && text.p[end + 1] == '/'))
            end++;
        struct block *b = &d->blocks[i++];
        b->kind = BLOCK_PARAGRAPH;
        b->lang = lang;
        b->text = str_trim(str_slice(text, 0, end));
        text = end + 2 <= text.len ? str_slice(text, end + 2, text.len) : STR("");
        enum status s = token_scan(n->scanner, &n->arena, b);
        if (s != STATUS_OK)
            return s;
    }
    period_narrow(n->reference, d);
    enum status s = find_statements(n->rules, n->matcher, d);
    return s == STATUS_OK ? reconcile(n->rules, d) : s;
}

static bool
wanted_has(struct str wanted, struct str id, struct decimal value)
{
    while (wanted.p && wanted.len) {
        struct str pair = str_trim(str_cut(&wanted, ' '));
        struct str name = str_cut(&pair, '=');
        struct decimal v;
        if (str_eq(name, id) && pair.p && decimal_parse(pair, &v) && decimal_cmp(v, value) == 0)
            return true;
    }
    return false;
}

static bool
is_stated(const struct rules *rules, const struct document *d, struct str id, struct str value)
{
    struct decimal v;
    if (!decimal_parse(value, &v))
        return false;
    for (const struct statement *s = d->statements; s; s = s->next)
        if (str_eq(rules->figures[s->figure].id, id) && decimal_cmp(s->value, v) == 0)
            return true;
    return false;
}

/* Everything that is wanted is stated, and nothing else. An example to be left alone (`no`) states
 * nothing of its subject. */
static bool
holds(const struct rules *rules, const struct document *d, const struct example *e)
{
    if (e->kind == EXAMPLE_NO) {
        for (const struct statement *s = d->statements; s; s = s->next) {
            bool own = e->owner < 0;
            for (int m = 0; m < MEMBER_COUNT_OF && !own; m++)
                own = rules->subjects[e->owner].member[m] == s->figure;
            if (own)
                return false;
        }
        return true;
    }
    struct str rest = e->wanted;
    while (rest.p && rest.len) {
        struct str pair = str_trim(str_cut(&rest, ' '));
        struct str id = str_cut(&pair, '=');
        if (id.len && !is_stated(rules, d, id, pair))
            return false;
    }
    for (const struct statement *s = d->statements; s; s = s->next)
        if (!wanted_has(e->wanted, rules->figures[s->figure].id, s->value))
            return false;
    return true;
}

static void
show(const struct rules *rules, const struct document *d, const struct example *e,
    enum variant variant)
{
    struct buf got = {0};
    for (const struct statement *s = d->statements; s; s = s->next) {
        struct str id = rules->figures[s->figure].id;
        buf_printf(&got, " %.*s=", (int)id.len, id.p);
        decimal_write(&got, s->value);
        buf_printf(&got, " [%.*s]", (int)s->rule.len, s->rule.p);
    }
    printf("%s:%d: %s: %.*s\n  wanted: %.*s\n  found: %s\n", e->file, e->line,
        variant_names[variant], (int)e->text.len, e->text.p, (int)e->wanted.len,
        e->wanted.len ? e->wanted.p : "", got.len ? got.p : " nothing");
    buf_free(&got);
}

static bool
run_example(struct normalizer *n, const struct example *e, enum variant variant)
{
    struct buf text = {0};
    struct document d;
    enum lang lang = e->lang ? e->lang : LANG_RU;
    for (size_t at = 0; !e->lang && at < e->text.len;)
        if (text_is_kazakh(text_decode(e->text, &at)))
            lang = LANG_KK;
    make_variant(&text, e->text, variant);
    bool good = read_example(n, &d, buf_slice(&text), lang) == STATUS_OK && holds(n->rules, &d, e);
    if (!good && e->kind != EXAMPLE_TODO)
        show(n->rules, &d, e, variant);
    buf_free(&text);
    return good;
}

/* What a phrase cost over all examples. */
struct cost {
    long nanoseconds, runs;
    size_t phrase;
};

static int
dearer(const void *a, const void *b)
{
    const struct cost *x = a, *y = b;
    if (x->nanoseconds != y->nanoseconds)
        return x->nanoseconds < y->nanoseconds ? 1 : -1;
    return x->phrase < y->phrase ? -1 : x->phrase > y->phrase;
}

/* Prints what each phrase cost, the dearest first. */
static void
print_times(const struct normalizer *n)
{
    const struct rules *rules = n->rules;
    struct cost *costs = calloc(rules->nphrases + 1, sizeof *costs);
    if (!costs)
        return;
    for (size_t i = 0; i < rules->nphrases; i++) {
        costs[i].phrase = i;
        matcher_cost(n->matcher, i, &costs[i].nanoseconds, &costs[i].runs);
    }
    qsort(costs, rules->nphrases, sizeof *costs, dearer);
    printf("     us    runs   us/run  phrase\n");
    for (size_t i = 0; i < rules->nphrases && costs[i].runs; i++) {
        const struct phrase *p = &rules->phrases[costs[i].phrase];
        long each = costs[i].nanoseconds / costs[i].runs;
        printf("%7ld %7ld %5ld.%03ld  %s:%d:%d: %.*s\n", costs[i].nanoseconds / 1000, costs[i].runs,
            each / 1000, each % 1000, p->file, p->line, p->column, (int)p->text.len, p->text.p);
    }
    free(costs);
}

/* Runs one example in all its ways. */
static void
check_example(struct normalizer *n, const struct example *e, long *passed, long *failed)
{
    if (e->kind == EXAMPLE_TODO) {
        if (run_example(n, e, AS_WRITTEN)) {
            printf("%s:%d: holds by now, so it is no todo: %.*s\n", e->file, e->line,
                (int)e->text.len, e->text.p);
            ++*failed;
        }
        return;
    }
    for (int v = 0; v < VARIANT_COUNT; v++) {
        bool good = run_example(n, e, (enum variant)v);
        *passed += good;
        *failed += !good;
    }
}

int
check_rules(struct normalizer *n, bool times)
{
    struct buf why = {0};
    long passed = 0, failed = 0;
    if (normalizer_start(n) != STATUS_OK)
        return EXIT_BROKEN;
    if (!matcher_compile_all(n->matcher, &why)) {
        cli_say("%s", why.p ? why.p : "no memory");
        buf_free(&why);
        return EXIT_USAGE;
    }
    matcher_clock(n->matcher, times);
    for (size_t i = 0; i < n->rules->nexamples; i++)
        check_example(n, &n->rules->examples[i], &passed, &failed);
    checks_examples(n->checks, n->scanner, &n->arena, &passed, &failed);
    if (times)
        print_times(n);
    printf("%ld passed, %ld failed\n", passed, failed);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        cli_say("standard output: %s", strerror(errno));
        return EXIT_BROKEN;
    }
    return failed ? EXIT_REJECTED : EXIT_GOOD;
}
