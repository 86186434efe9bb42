/* stated.h - documents from what they state, for tests of reconcile and check.
 *
 * "staff_planned ru 93.73; turnover_percent kk 26%" is a document with a statement in each
 * language. Behind the value may stand: % (printed as per cent), about, reversed, step=1000,
 * part=1. Each statement has a block of its own, whose text is the value. */
#ifndef SVODKA_TESTS_STATED_H
#define SVODKA_TESTS_STATED_H

#include "unit.h"

#include "normalize/reconcile.h"

static struct rules *stated_rules;
static struct arena stated_arena;

static int
stated_setup(void **state)
{
    struct buf why = {0};
    (void)state;
    if (rules_load("rules", &stated_rules, &why) != STATUS_OK)
        fail_msg("%s", why.p);
    return 0;
}

static int
stated_teardown(void **state)
{
    (void)state;
    rules_free(stated_rules);
    arena_free(&stated_arena);
    return 0;
}

static void
stated_word(struct statement *s, struct token *t, struct str word)
{
    struct str value = word, key = str_cut(&value, '=');
    if (str_is(word, "about"))
        s->approx = true;
    else if (str_is(word, "reversed"))
        s->reversed = true;
    else if (str_is(key, "step"))
        assert_true(decimal_parse(value, &s->step));
    else if (str_is(key, "part"))
        s->part = value.p[0] - '0';
    else
        fail_msg("what is '%.*s'?", (int)word.len, word.p);
    (void)t;
}

static void
stated_one(struct document *d, size_t i, struct str text)
{
    struct statement *s = arena_new(d->arena, struct statement);
    struct token *t = arena_new(d->arena, struct token);
    struct str id = str_cut(&text, ' '), lang = str_cut(&text, ' ');
    struct str value = text.p ? str_cut(&text, ' ') : STR("");
    bool percent = str_ends(value, STR("%"));
    value.len -= percent;
    *s = (struct statement){.figure = rules_figure(stated_rules, id),
        .lang = str_is(lang, "ru") ? LANG_RU : LANG_KK,
        .block = i,
        .end = (uint32_t)value.len,
        .quote = value};
    if (s->figure < 0 || !decimal_parse(value, &s->value))
        fail_msg("'%.*s' is no figure with a value", (int)id.len, id.p);
    s->step = (struct decimal){1, s->value.scale};
    while (text.p && text.len)
        stated_word(s, t, str_cut(&text, ' '));
    *t = (struct token){.kind = TOKEN_NUMBER,
        .end = s->end,
        .number = {percent ? NUMBER_PERCENT : NUMBER_COUNT, s->value, s->step}};
    d->blocks[i] = (struct block){.text = value, .lang = s->lang, .tokens = t, .ntokens = 1};
    *d->statements_end = s;
    d->statements_end = &s->next;
}

/* The document that states `text`; it lives until the next. Reconciled. */
static struct document *
stated(const char *text)
{
    static struct document d;
    static const struct part parts[] = {{LANG_RU, FORM_ANALYSIS_NOTE, 0, 0},
        {LANG_KK, FORM_ANALYSIS_NOTE, 0, 0}, {LANG_RU, FORM_MONITORING_RESULT, 0, 0}};
    arena_reset(&stated_arena);
    d = (struct document){.arena = &stated_arena};
    d.statements_end = &d.statements;
    d.findings_end = &d.findings;
    d.unclaimed_end = &d.unclaimed;
    d.parts = (struct part *)parts;
    d.nparts = 3;
    struct str rest = str_of(text);
    d.nblocks = 1;
    for (size_t i = 0; i < rest.len; i++)
        d.nblocks += rest.p[i] == ';';
    d.blocks = arena_array(d.arena, d.nblocks, sizeof *d.blocks);
    for (size_t i = 0; i < d.nblocks; i++)
        stated_one(&d, i, str_trim(str_cut(&rest, ';')));
    assert_int_equal(reconcile(stated_rules, &d), STATUS_OK);
    return &d;
}

/* The findings, each "code level figure,figure stated computed | quotes", divided by newlines. */
static const char *
stated_findings(const struct document *d)
{
    static struct buf b;
    buf_clear(&b);
    buf_z(&b, "");
    for (const struct found *f = d->findings; f; f = f->next) {
        buf_printf(
            &b, "%s%s %s ", b.len ? "\n" : "", finding_code(f->code), finding_level_name(f->level));
        for (size_t i = 0; i < f->nfigures; i++) {
            struct str id = stated_rules->figures[f->figures[i]].id;
            buf_printf(&b, "%s%.*s", i ? "," : "", (int)id.len, id.p);
        }
        if (f->stated.p)
            buf_printf(&b, " %.*s", (int)f->stated.len, f->stated.p);
        if (f->computed.p)
            buf_printf(&b, " %.*s", (int)f->computed.len, f->computed.p);
        buf_z(&b, " |");
        for (const struct place *p = f->places; p; p = p->next) {
            struct str quote = document_quote(d->blocks[p->block].text, p->start, p->end);
            buf_printf(&b, " %.*s", (int)quote.len, quote.p);
        }
    }
    return b.p ? b.p : "";
}

#endif
