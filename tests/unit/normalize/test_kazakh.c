/* Endings of Kazakh words. */
#include "unit.h"

#include "normalize/kazakh.h"
#include "normalize/token.h"

static unsigned
endings(const char *word)
{
    struct buf folded = {0};
    token_fold(&folded, str_of(word));
    unsigned found = kazakh_endings(buf_slice(&folded));
    buf_free(&folded);
    return found;
}

static void
cases_are_told_in_any_harmony(void **state)
{
    (void)state;
    assert_int_equal(endings("адамға"), KAZAKH_DATIVE);
    assert_int_equal(endings("өтінішке"), KAZAKH_DATIVE);
    assert_int_equal(endings("жылдан"), KAZAKH_ABLATIVE);
    assert_int_equal(endings("беспен"), 0);
    assert_int_equal(endings("алушылардың"), KAZAKH_GENITIVE);
    assert_int_equal(endings("тексерудің"), KAZAKH_GENITIVE);
}

static void
tenses_are_told(void **state)
{
    (void)state;
    assert_int_equal(endings("көтерді"), KAZAKH_PAST);
    assert_int_equal(endings("кеткен"), KAZAKH_PARTICIPLE);
    assert_int_equal(endings("азайып"), KAZAKH_CONVERB);
    assert_int_equal(endings("жоқ"), 0);
}

static void
lost_letters_and_capitals_do_not_matter(void **state)
{
    (void)state;
    assert_int_equal(endings("АДАМГА"), KAZAKH_DATIVE);
    assert_int_equal(endings("алушылардын"), KAZAKH_GENITIVE);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(cases_are_told_in_any_harmony),
    cmocka_unit_test(tenses_are_told),
    cmocka_unit_test(lost_letters_and_capitals_do_not_matter),
};

UNIT_MAIN(tests)
