#include "unit.h"

#include "finding.h"
#include "json.h"
#include "text.h"

static void
every_finding_has_a_name_and_three_sentences(void **state)
{
    static const char *const languages[] = {"ru", "kk", "en"};
    (void)state;
    for (int i = 0; i < FINDING_COUNT; i++) {
        enum finding f = (enum finding)i;
        const char *code = finding_code(f);
        assert_int_equal(strspn(code, "abcdefghijklmnopqrstuvwxyz-"), strlen(code));
        assert_int_equal(finding_by_code(str_of(code)), f);
        for (size_t k = 0; k < 3; k++) {
            const char *text = finding_text(f, languages[k]);
            assert_true(text[0] && text_valid(str_of(text)));
            assert_int_equal(text[strlen(text) - 1], '.');
            for (size_t l = 0; l < k; l++)
                assert_string_not_equal(text, finding_text(f, languages[l]));
        }
    }
    assert_int_equal(finding_by_code(STR("no-such")), FINDING_COUNT);
    assert_int_equal(finding_by_code(STR("")), FINDING_COUNT);
}

static void
levels_have_names(void **state)
{
    enum finding_level level = FINDING_INFO;
    (void)state;
    assert_true(finding_level_parse(STR("error"), &level));
    assert_int_equal(level, FINDING_ERROR);
    assert_string_equal(finding_level_name(FINDING_WARNING), "warning");
    assert_false(finding_level_parse(STR("Error"), &level));
    assert_int_equal(level, FINDING_ERROR);
}

static void
arguments_are_put_in_as_text(void **state)
{
    const struct str args[] = {STR("a\"\n{1}"), STR("b")};
    struct buf b = {0};
    (void)state;
    finding_format(&b, FINDING_damaged, "en", args, 1);
    assert_str(buf_slice(&b), "The file is damaged: a\"\n{1}.");
    buf_clear(&b);
    finding_format(&b, FINDING_language_conflict, "en", args + 1, 1);
    assert_str(buf_slice(&b), "The Russian and the Kazakh text disagree: b: .");
    buf_free(&b);
}

static void
writes_members(void **state)
{
    const struct str args[] = {STR("x\"y")};
    struct buf b = {0};
    struct arena arena = {0};
    struct json *v;
    (void)state;
    buf_char(&b, '{');
    finding_write(&b, FINDING_arithmetic, args, 1, STR("\"figures\":[]"));
    finding_write_rejected(&b, FINDING_damaged, args, 1);
    buf_char(&b, '}');
    assert_int_equal(json_parse(&arena, buf_slice(&b), &v, NULL), STATUS_OK);
    assert_str(json_text(v, "code"), "arithmetic");
    assert_str(json_text(v, "level"), "warning");
    assert_non_null(json_get(v, "figures"));
    assert_str(json_text(json_get(v, "text"), "en"), "The arithmetic does not add up: x\"y.");
    assert_str(json_text(json_get(v, "rejected"), "code"), "damaged");
    arena_free(&arena);
    buf_free(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_finding_has_a_name_and_three_sentences),
    cmocka_unit_test(levels_have_names),
    cmocka_unit_test(arguments_are_put_in_as_text),
    cmocka_unit_test(writes_members),
};
UNIT_MAIN(tests)
