#include "unit.h"

#include "str.h"

static void
compares_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR(""), (struct str){NULL, 0}));
    assert_true(str_eq(STR("a\0b"), STR("a\0b")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_true(str_is(STR("ab"), "ab"));
    assert_false(str_is(STR("ab\0"), "ab"));
    assert_true(str_cmp(STR("a"), STR("ab")) < 0);
    assert_true(str_cmp(STR("b"), STR("ab")) > 0);
    assert_true(str_cmp(STR("\xFF"), STR("a")) > 0);
    assert_int_equal(str_cmp(STR(""), (struct str){NULL, 0}), 0);
    assert_true(str_of(NULL).p == NULL && str_of(NULL).len == 0);
}

static void
begins_and_ends(void **state)
{
    (void)state;
    assert_true(str_starts(STR("abc"), STR("ab")) && str_ends(STR("abc"), STR("bc")));
    assert_true(str_starts(STR("abc"), STR("")) && str_ends(STR(""), STR("")));
    assert_false(str_starts(STR("a"), STR("ab")) || str_ends(STR("a"), STR("ba")));
}

static void
trims_ascii_blanks(void **state)
{
    (void)state;
    assert_str(str_trim(STR(" \t\r\n a b \n")), "a b");
    assert_str(str_trim(STR(" \t ")), "");
    assert_str(str_trim((struct str){NULL, 0}), "");
    assert_str(str_trim(STR("\0 ")), "\0");
    assert_str(str_trim(STR("\xC2\xA0")), "\xC2\xA0");
}

static void
cuts_at_a_separator(void **state)
{
    struct str rest = STR("a::b");
    (void)state;
    assert_str(str_cut(&rest, ':'), "a");
    assert_str(str_cut(&rest, ':'), "");
    assert_str(str_cut(&rest, ':'), "b");
    assert_null(rest.p);
    assert_int_equal(rest.len, 0);
    assert_str(str_cut(&rest, ':'), "");
    /* Nothing behind the separator is not the same as no separator. */
    rest = STR("a:");
    assert_str(str_cut(&rest, ':'), "a");
    assert_non_null(rest.p);
    assert_int_equal(rest.len, 0);
    assert_str(str_slice(STR("abcd"), 1, 3), "bc");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(compares_bytes),
    cmocka_unit_test(begins_and_ends),
    cmocka_unit_test(trims_ascii_blanks),
    cmocka_unit_test(cuts_at_a_separator),
};
UNIT_MAIN(tests)
