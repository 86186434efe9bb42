/* The phrase language: patterns, anchors, slots, places of mistakes. */
#include "unit.h"

#include "normalize/phrase.h"
#include "normalize/token.h"

static struct phrase_set sets[] = {
    {.text = {"a | b c", 7}},
    {.text = {"a | (b", 6}},
    {.text = {"a | {ring}", 10}},
    {.text = {"x ...2 y", 8}},
    {.text = {"ab-cd-ef | g", 12}},
    {.text = {"<staff> | g", 11}},
    {.text = {"(((({two}))))", 13}},
};

static struct phrase_set *
find_set(void *ctx, struct str name)
{
    (void)ctx;
    static const char *const names[] = {"two", "bad", "ring", "gap", "parts", "slot", "deep"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return &sets[i];
    return NULL;
}

static int
find_figure(void *ctx, struct str name, const char **bytes)
{
    (void)ctx;
    *bytes = "\x01";
    return str_is(name, "staff") ? 7 : -1;
}

static struct phrase_context context = {NULL, NULL, find_set, find_figure, false};

static int
open_book(void **state)
{
    (void)state;
    context.book = phrasebook_new();
    return context.book ? 0 : -1;
}

static int
close_book(void **state)
{
    (void)state;
    phrasebook_free(context.book);
    return 0;
}

/* The compiled phrase. */
static struct phrase_code
compiled(const char *text)
{
    struct phrase_code code;
    struct buf why = {0};
    size_t column;
    if (phrase_compile(&code, str_of(text), &context, &column, &why) != STATUS_OK)
        fail_msg("%s: %s", text, why.p);
    return code;
}

static void
assert_pattern(const char *text, const struct phrase_context *asked, const char *wanted)
{
    struct buf pattern = {0};
    assert_int_equal(phrase_pattern(&pattern, str_of(text), asked), STATUS_OK);
    assert_string_equal(pattern.p, wanted);
    buf_free(&pattern);
}

/* The words of a need. */
static void
write_need(struct buf *out, uint32_t need)
{
    size_t count;
    const uint32_t *words = phrasebook_need(context.book, &need, &count);
    for (size_t i = 0; i < count; i++) {
        buf_z(out, i ? " " : "");
        buf_str(out, phrasebook_word(context.book, words[i]));
    }
}

/* Steps are parted by "; ": their kind, and their words, number or hop. */
static void
assert_steps(const char *text, const struct phrase_code *code, const char *wanted)
{
    struct buf steps = {0};
    for (size_t i = 0; i < code->nsteps; i++) {
        const struct phrase_step *s = &code->steps[i];
        buf_z(&steps, i ? "; " : "");
        buf_char(&steps, s->kind);
        if (s->need != PHRASE_NONE)
            write_need(&steps, s->need);
        else if (s->hop + s->number)
            buf_int(&steps, s->hop + s->number, 1);
    }
    if (!str_is(buf_slice(&steps), wanted))
        fail_msg("%s: steps '%s'", text, steps.p ? steps.p : "");
    buf_free(&steps);
}

static void
becomes_a_pattern(void **state)
{
    static const struct {
        const char *phrase, *pattern;
    } cases[] = {
        {"ab", "(?<![^ ])ab "},
        {"Ab* c", "(?<![^ ])ab[^ ]* c "},
        {"*ab", "(?<![^ ])[^ ]*ab "},
        {"(a | b c) d", "(?<![^ ])(?:a |b c )d "},
        {"a [b] c", "(?<![^ ])a (?:b )?c "},
        {"a {two}", "(?<![^ ])a (?:a |b c )"},
        {"a ...2 b", "(?<![^ ])a (?:[^ .;][^ ]* ){0,2}?b "},
        {"a ... b", "(?<![^ ])a (?:[^ .;][^ ]* ){0,4}?b "},
        {"a <staff>", "(?<![^ ])a ([\x01]) "},
        {"a # % @", "(?<![^ ])a [\\x01-\\x04] [\\x02\\x03] [\\x05\\x06] "},
        {"a , : ; - /", "(?<![^ ])a , : ; - / "},
        {"a \\( b \\)", "(?<![^ ])a \\( b \\) "},
        {"a-b", "(?<![^ ])a(?:-| - | )b "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_pattern(cases[i].phrase, &context, cases[i].pattern);
}

/* What names something does not reach over a comma, unless its gap is long. */
static void
stays_within_commas(void **state)
{
    const struct phrase_context label = {context.book, NULL, find_set, find_figure, true};
    static const struct {
        const char *phrase, *pattern;
    } cases[] = {
        {"a ...5 b", "(?<![^ ])a (?:[^ .;,][^ ]* ){0,5}?b "},
        {"a ...6 b", "(?<![^ ])a (?:[^ .;][^ ]* ){0,6}?b "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_pattern(cases[i].phrase, &label, cases[i].pattern);
}

/* What the matches of each element hold, and by which of them the phrase is looked for: that of the
 * first element, where every match begins with it, else the longest. Needs are parted by "; ", the
 * anchor stands in brackets. */
static void
knows_its_needs(void **state)
{
    static const struct {
        const char *phrase, *needs;
        bool leading;
    } cases[] = {
        {"ab* longer", "(ab*); longer", true},
        {"(ab | cd*) longer", "(ab cd*); longer", true},
        {"[ab] longer", "(longer)", false},
        {"*ab longer c", "*ab; (longer); c", false},
        {"# longer", "\x01 \x02 \x03 \x04; (longer)", false},
        {"...2 longer", "(longer)", false},
        {"longer , \\( % @", "(longer); ,; (; \x02 \x03; \x05 \x06", true},
        {"ab <staff>", "(ab); \x01", true},
        {"ab-cd *ef-gh", "(ab*); *ef*", true},
        {"ab-* -cd", "(ab-*); -cd", true},
        {"#", "\x01 \x02 \x03 \x04", false},
        {"(ab | #) longer", "ab \x01 \x02 \x03 \x04; (longer)", false},
        {"(ab | [c]) longer", "(longer)", false},
        {"*ab", "(*ab)", false},
        {"*ab*", "(*ab*)", false},
        {"*ab-cd", "(*ab-cd)", false},
        {"*-ab-cd longer", "*cd; (longer)", false},
        {"*-ab* longer", "*ab*; (longer)", false},
        {"(ab longer | cd) e", "(ab cd); e", true},
        {"(ab | cd longer) e", "(ab cd); e", true},
        {"(longer ab | cd) ef", "(longer cd); ef", true},
        {"(ab longer) ef", "(ab); ef", true},
        {"((ab cde) | fg) h", "(ab fg); h", true},
        {"([ab] cde | fg) h", "(cde fg); h", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code = compiled(cases[i].phrase);
        struct buf needs = {0};
        for (int k = 0; k < (int)code.nneeds; k++) {
            buf_z(&needs, k ? "; " : "");
            buf_z(&needs, k == code.anchor ? "(" : "");
            write_need(&needs, code.needs[k]);
            buf_z(&needs, k == code.anchor ? ")" : "");
        }
        if (!str_is(buf_slice(&needs), cases[i].needs) || code.leading != cases[i].leading)
            fail_msg("%s: needs '%s', leading %d", cases[i].phrase, needs.p, code.leading);
        buf_free(&needs);
    }
}

/* Phrases are matched word by word, where their steps say all. */
static void
knows_its_steps(void **state)
{
    static const struct {
        const char *phrase, *steps;
        bool walks;
    } cases[] = {
        {"ab", "=ab", true},
        {"*ab* cd*", "=*ab*; =cd*", true},
        {"ab ...3 (cd | ef*) [g]", "=ab; .3; =cd ef*; ?g", true},
        {"ab <staff> , %", "=ab; <\x01; =,; =\x02 \x03", true},
        {"[ab | c] d", "?ab c; =d", true},
        {"((a | b) | c) d", "=a b c; =d", true},
        {"[ab]", "?ab", false}, /* may be nothing */
        {"ab-cd* e", "(3; =ab-cd*; |5; (; =ab; ?-; =cd*; =e", true},
        {"*ab-cd e", "(3; =*ab-cd; |5; (; =*ab; ?-; =cd; =e", true},
        {"*-ab e", "(3; =*-ab; |5; (; *; ?-; =ab; =e", true}, /* any word */
        {"ab-* -cd e-", "=ab-*; =-cd; =e-", true}, /* nothing to come apart */
        {"ab-cd-ef g", "(3; =ab-cd-ef; |5; (; =ab; ?-; =cd-ef; =g", false}, /* too many ways */
        {"*ab-cd", "=*ab-cd", true}, /* one plain word */
        {"(ab cd | e) f", "(4; =ab; =cd; |3; (; =e; =f", true},
        {"(a | b | c d | e | f) g", "(3; =a b; |7; (4; =c; =d; |3; (; =e f; =g", true},
        {"((a b | c) | d) e", "(8; (4; =a; =b; |3; (; =c; |3; (; =d; =e", true},
        {"[ab cd] f", "(4; =ab; =cd; |2; (; =f", true},
        {"[a | b c] d", "(3; =a; |6; (4; =b; =c; |2; (; =d", true},
        {"[a ...2] d", "(4; =a; .2; |2; (; =d", true},
        {"(<staff> | e) f", "(3; <\x01; |3; (; =e; =f", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code = compiled(cases[i].phrase);
        assert_steps(cases[i].phrase, &code, cases[i].steps);
        if (code.walks != cases[i].walks)
            fail_msg("%s: walks %d", cases[i].phrase, code.walks);
    }
}

/* How a phrase is written matters, if not where its blanks are or whether words stand in a set;
 * what its slots stand for doesn't. */
static void
knows_its_like(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"a (b | c) <staff>", "A (b|c)  <staff>", true},
        {"a {two}", "a (a | b c)", true},
        {"a <staff>", "a #", false},
        {"a ...2 b", "a ...3 b", false},
        {"a-b-c d", "a-b-c e", false},
        {"a \\! d", "a \\? d", false},
        {"a [b]", "a b", false},
        {"a (b)", "a b", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code a = compiled(cases[i].a), b = compiled(cases[i].b);
        if (phrase_same(&a, &b) != cases[i].same)
            fail_msg("%s, %s", cases[i].a, cases[i].b);
    }
}

/* A set that was compiled before comes to the same, wherever it stands. */
static void
compiles_a_set_once(void **state)
{
    static const struct {
        bool label;
        const char *phrase, *pattern, *steps;
    } cases[] = {
        {false, "{gap} {gap}", "(?:x (?:[^ .;][^ ]* ){0,2}?y )(?:x (?:[^ .;][^ ]* ){0,2}?y )",
            "(; =x; .2; =y; (; =x; .2; =y"},
        {true, "{gap} (b | {gap})",
            "(?:x (?:[^ .;,][^ ]* ){0,2}?y )(?:b |(?:x (?:[^ .;,][^ ]* ){0,2}?y ))",
            "(; =x; ,2; =y; (3; =b; |6; (; (; =x; ,2; =y"},
        {false, "{parts} {two} {parts}",
            "(?:ab(?:-| - | )cd(?:-| - | )ef |g )(?:a |b c )(?:ab(?:-| - | )cd(?:-| - | )ef |g )",
            "(9; (3; =ab-cd-ef; |5; (; =ab; ?-; =cd-ef; |3; (; =g; "
            "(3; =a; |4; (; =b; =c; "
            "(9; (3; =ab-cd-ef; |5; (; =ab; ?-; =cd-ef; |3; (; =g"},
        {false, "{two} {two} b", "(?:a |b c )(?:a |b c )b ",
            "(3; =a; |4; (; =b; =c; (3; =a; |4; (; =b; =c; =b"},
        {false, "{deep} b", "(?:(?:(?:(?:(?:(?:a |b c ))))))b ",
            "(; (; (; (; (; (3; =a; |4; (; =b; =c; =b"},
    };
    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        size_t k = i / 2;
        const struct phrase_context asked = {
            context.book, NULL, find_set, find_figure, cases[k].label};
        struct buf pattern = {0};
        struct phrase_code code;
        struct buf why = {0};
        size_t column;
        assert_int_equal(
            phrase_compile(&code, str_of(cases[k].phrase), &asked, &column, &why), STATUS_OK);
        assert_steps(cases[k].phrase, &code, cases[k].steps);
        buf_printf(&pattern, "(?<![^ ])%s", cases[k].pattern);
        assert_pattern(cases[k].phrase, &asked, pattern.p);
        buf_free(&pattern);
    }
}

/* How far from the anchor the other needs may stand, on either side. */
static void
knows_its_reach(void **state)
{
    static const struct {
        const char *phrase;
        size_t need;
        int reach;
    } cases[] = {
        {"longer b", 1, 1},
        {"# longer", 0, 1},
        {"longer ...3 b", 1, 4},
        {"# [b (c d | e)] longer", 0, 4},
        {"longer ab-cd e", 1, 3}, /* "ab - cd" */
        {"longer ab-cd e", 2, 4},
        {"longer (a b c | d)", 1, 3},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code = compiled(cases[i].phrase);
        if (code.reach[cases[i].need] != cases[i].reach)
            fail_msg("%s: reach %d", cases[i].phrase, code.reach[cases[i].need]);
    }
}

/* More elements than are kept as needs. */
static void
keeps_some_needs(void **state)
{
    struct phrase_code code = compiled("a b c d e f g h i j k l");
    (void)state;
    assert_int_equal(code.nneeds, PHRASE_NEEDS);
}

static void
keeps_slots(void **state)
{
    static const char *const phrases[] = {"<staff> of <staff>", "{slot} of {slot}"};
    (void)state;
    for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
        struct phrase_code code = compiled(phrases[i]);
        assert_int_equal(code.nslots, 2);
        assert_int_equal(code.slots[0], 7);
        assert_int_equal(code.slots[1], 7);
    }
}

static void
says_where_it_is_wrong(void **state)
{
    static const struct {
        const char *phrase;
        size_t column;
        const char *why;
    } cases[] = {
        {"", 0, "an empty phrase ''"},
        {"^", 0, "an empty phrase '^'"},
        {"^ [a] b", 0, "no word follows '^' in '^ [a] b'"},
        {"^ # b", 0, "no word follows '^' in '^ # b'"},
        {"a ^ b", 2, "'^' stands at the beginning of a phrase only: '^ b'"},
        {"a (b", 2, "a bracket is not closed: '(b'"},
        {"a (b]", 2, "a bracket is not closed: '(b]'"},
        {"a [b", 2, "a bracket is not closed: '[b'"},
        {"a {two", 2, "a bracket is not closed: '{two'"},
        {"a )", 2, "not expected here: ')'"},
        {"a (b | )", 3, "an empty alternative in 'b | '"},
        {"a {none}", 3, "no such set: 'none'"},
        {"a <none>", 3, "no such figure: 'none'"},
        {"a ...0 b", 2, "a gap is of 1 to 30 words: '...0'"},
        {"a ...31 b", 2, "a gap is of 1 to 30 words: '...31'"},
        {"a ...x b", 2, "not a gap: '...x'"},
        {"a * b", 2, "no letters in '*'"},
        {"a {bad}", PHRASE_IN_SET, "a bracket is not closed: '(b'"},
        {"a {ring}", PHRASE_IN_SET, "nested too deeply: 'a | {ring}'"},
        {"((((((((((a))))))))))", 9, "nested too deeply: '(a)'"},
        {"{deep} ((({deep})))", PHRASE_IN_SET, "nested too deeply: 'a | b c'"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code;
        struct buf why = {0};
        size_t column = 12345;
        assert_int_equal(
            phrase_compile(&code, str_of(cases[i].phrase), &context, &column, &why), STATUS_BAD);
        if (column != cases[i].column || !str_is(buf_slice(&why), cases[i].why))
            fail_msg("%s: %zu: %s", cases[i].phrase, column, why.p);
        buf_free(&why);
    }
}

static void
cuts_at_the_top_only(void **state)
{
    struct str rest = STR("a (b | c) | [d | e] f | \\( g \\| h");
    (void)state;
    assert_str(phrase_cut(&rest), "a (b | c) ");
    assert_str(phrase_cut(&rest), " [d | e] f ");
    assert_str(phrase_cut(&rest), " \\( g \\| h");
    assert_null(rest.p);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(stays_within_commas),
    cmocka_unit_test(becomes_a_pattern),
    cmocka_unit_test(knows_its_needs),
    cmocka_unit_test(knows_its_steps),
    cmocka_unit_test(knows_its_like),
    cmocka_unit_test(compiles_a_set_once),
    cmocka_unit_test(knows_its_reach),
    cmocka_unit_test(keeps_some_needs),
    cmocka_unit_test(keeps_slots),
    cmocka_unit_test(says_where_it_is_wrong),
    cmocka_unit_test(cuts_at_the_top_only),
};

int
main(void)
{
    return cmocka_run_group_tests(tests, open_book, close_book);
}
