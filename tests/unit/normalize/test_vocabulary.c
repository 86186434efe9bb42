/* Words to numbers, and what a text of millions of distinct words leaves behind. */
#include "unit.h"

#include "normalize/vocabulary.h"

static void
numbers_words(void **state)
{
    struct vocabulary v = {0};
    (void)state;
    assert_int_equal(vocabulary_take(&v, STR("a")), 0);
    assert_int_equal(vocabulary_take(&v, STR("ab")), 1);
    assert_int_equal(vocabulary_take(&v, STR("")), 2);
    assert_int_equal(vocabulary_take(&v, STR("\xE0")), 3);
    assert_int_equal(vocabulary_take(&v, STR("ab")), 1);
    assert_int_equal(vocabulary_take(&v, STR("\xE0")), 3);
    assert_int_equal(vocabulary_take(&v, STR("a")), 0);
    assert_int_equal(vocabulary_take(&v, STR("")), 2);
    vocabulary_trim(&v);
    assert_int_equal(v.forgotten, 0);
    assert_int_equal(vocabulary_take(&v, STR("ab")), 1);
    vocabulary_free(&v);
}

static void
forgets_too_many(void **state)
{
    struct vocabulary v = {0};
    (void)state;
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i <= VOCABULARY_MAX; i++) {
            char word[16];
            snprintf(word, sizeof word, "w%u", (unsigned)i);
            assert_int_equal(vocabulary_take(&v, str_of(word)), i);
        }
        assert_int_equal(v.forgotten, round);
        vocabulary_trim(&v);
        assert_int_equal(v.forgotten, round + 1);
        assert_int_equal(v.map.count, 0);
        assert_int_equal(v.letters.used, 0);
    }
    vocabulary_free(&v);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(numbers_words),
    cmocka_unit_test(forgets_too_many),
};

UNIT_MAIN(tests)
