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

static const struct phrase_context context = {NULL, find_set, find_figure, false};

/* The compiled phrase. Freed by the caller. */
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
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code = compiled(cases[i].phrase);
        assert_string_equal(code.pattern.p, cases[i].pattern);
        phrase_code_free(&code);
    }
}

/* What names something does not reach over a comma, unless its gap is long. */
static void
stays_within_commas(void **state)
{
    static const struct phrase_context label = {NULL, find_set, find_figure, true};
    static const struct {
        const char *phrase, *pattern;
    } cases[] = {
        {"a ...5 b", "(?<![^ ])a (?:[^ .;,][^ ]* ){0,5}?b "},
        {"a ...6 b", "(?<![^ ])a (?:[^ .;][^ ]* ){0,6}?b "},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code;
        struct buf why = {0};
        size_t column;
        assert_int_equal(
            phrase_compile(&code, str_of(cases[i].phrase), &label, &column, &why), STATUS_OK);
        assert_string_equal(code.pattern.p, cases[i].pattern);
        phrase_code_free(&code);
    }
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
        struct str rest = buf_slice(&code.needs);
        for (int k = 0; rest.len; k++) {
            struct str need = str_cut(&rest, '\n');
            buf_printf(&needs, k == code.anchor ? "%s(%.*s)" : "%s%.*s", k ? "; " : "",
                (int)need.len, need.p);
        }
        if (!str_is(buf_slice(&needs), cases[i].needs) || code.leading != cases[i].leading)
            fail_msg("%s: needs '%s', leading %d", cases[i].phrase, needs.p, code.leading);
        buf_free(&needs);
        phrase_code_free(&code);
    }
}

/* Phrases are matched word by word, in steps that are parted by "; " here. */
static void
knows_its_steps(void **state)
{
    static const struct {
        const char *phrase, *steps;
    } cases[] = {
        {"ab", "=ab"},
        {"*ab* cd*", "=*ab*; =cd*"},
        {"ab ...3 (cd | ef*) [g]", "=ab; .3; =cd ef*; ?g"},
        {"ab <staff> , %", "=ab; <\x01; =,; =\x02 \x03"},
        {"[ab | c] d", "?ab c; =d"},
        {"((a | b) | c) d", "=a b c; =d"},
        {"[ab]", ""}, /* may be nothing */
        {"ab-cd* e", "(; =ab-cd*; |; =ab; =-; =cd*; |; =ab; =cd*; ); =e"},
        {"*ab-cd e", "(; =*ab-cd; |; =*ab; =-; =cd; |; =*ab; =cd; ); =e"},
        {"*-ab e", ""}, /* any word before it */
        {"ab-cd-ef g", ""}, /* too many ways */
        {"*ab-cd", "=*ab-cd"}, /* one plain word */
        {"(ab cd | e) f", "(; =ab; =cd; |; =e; ); =f"},
        {"(a | b | c d | e | f) g", "(; =a b; |; =c; =d; |; =e f; ); =g"},
        {"((a b | c) | d) e", "(; (; =a; =b; |; =c; ); |; =d; ); =e"},
        {"[ab cd] f", "(; =ab; =cd; |; ); =f"},
        {"[a | b c] d", "(; =a; |; =b; =c; |; ); =d"},
        {"[a ...2] d", "(; =a; .2; |; ); =d"},
        {"(<staff> | e) f", ""},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct phrase_code code = compiled(cases[i].phrase);
        struct buf steps = {0};
        for (struct str rest = buf_slice(&code.steps); rest.len;) {
            struct str step = str_cut(&rest, '\n');
            buf_printf(&steps, "%s%.*s", steps.len ? "; " : "", (int)step.len, step.p);
        }
        if (!str_is(buf_slice(&steps), cases[i].steps))
            fail_msg("%s: steps '%s'", cases[i].phrase, steps.p ? steps.p : "");
        buf_free(&steps);
        phrase_code_free(&code);
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
            "(\n=x\n.2\n=y\n)\n(\n=x\n.2\n=y\n)\n"},
        {true, "{gap} (b | {gap})",
            "(?:x (?:[^ .;,][^ ]* ){0,2}?y )(?:b |(?:x (?:[^ .;,][^ ]* ){0,2}?y ))",
            "(\n=x\n,2\n=y\n)\n(\n=b\n|\n(\n=x\n,2\n=y\n)\n)\n"},
        {false, "{parts} {two} {parts}",
            "(?:ab(?:-| - | )cd(?:-| - | )ef |g )(?:a |b c )(?:ab(?:-| - | )cd(?:-| - | )ef |g )",
            ""},
        {false, "{two} {two} b", "(?:a |b c )(?:a |b c )b ",
            "(\n=a\n|\n=b\n=c\n)\n(\n=a\n|\n=b\n=c\n)\n=b\n"},
        {false, "{deep} b", "(?:(?:(?:(?:(?:(?:a |b c ))))))b ",
            "(\n(\n(\n(\n(\n(\n=a\n|\n=b\n=c\n)\n)\n)\n)\n)\n)\n=b\n"},
    };
    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        size_t k = i / 2;
        const struct phrase_context asked = {NULL, find_set, find_figure, cases[k].label};
        struct phrase_code code;
        struct buf why = {0};
        size_t column;
        assert_int_equal(
            phrase_compile(&code, str_of(cases[k].phrase), &asked, &column, &why), STATUS_OK);
        assert_string_equal(code.pattern.p + strlen("(?<![^ ])"), cases[k].pattern);
        assert_string_equal(code.steps.p, cases[k].steps);
        phrase_code_free(&code);
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
        phrase_code_free(&code);
    }
}

/* More elements than are kept as needs. */
static void
keeps_some_needs(void **state)
{
    struct phrase_code code = compiled("a b c d e f g h i j k l");
    (void)state;
    assert_int_equal(code.nneeds, PHRASE_NEEDS);
    phrase_code_free(&code);
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
        phrase_code_free(&code);
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stays_within_commas),
        cmocka_unit_test(becomes_a_pattern),
        cmocka_unit_test(knows_its_needs),
        cmocka_unit_test(knows_its_steps),
        cmocka_unit_test(compiles_a_set_once),
        cmocka_unit_test(knows_its_reach),
        cmocka_unit_test(keeps_some_needs),
        cmocka_unit_test(keeps_slots),
        cmocka_unit_test(says_where_it_is_wrong),
        cmocka_unit_test(cuts_at_the_top_only),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
        phrase_set_free(&sets[i]);
    return failed;
}
