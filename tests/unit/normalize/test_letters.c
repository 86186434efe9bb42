/* Sets of words by their first three letters: no word of a set may be missed. */
#include "unit.h"

#include "normalize/letters.h"
#include <stdlib.h>

static void
knows_its_words(void **state)
{
    struct letters *l = calloc(1, sizeof *l);
    (void)state;
    assert_non_null(l);
    letters_add(l, STR("\xE0\xE1\xE2\xE3"), true, 1);
    letters_add(l, STR("\xE4\xE5"), false, 2);
    letters_add(l, STR("\xE6"), true, 4);
    letters_add(l, STR("\xE7\xE8"), true, 8);
    letters_add(l, STR(""), true, 16);
    assert_int_equal(letters_of(l, STR("\xE0\xE1\xE2\xE3\xE4")), 1);
    assert_int_equal(letters_of(l, STR("\xE0\xE1\xE2")), 1); /* three letters are all it knows */
    assert_int_equal(letters_of(l, STR("\xE0\xE1")), 0);
    assert_int_equal(letters_of(l, STR("\xE4\xE5")), 2);
    assert_int_equal(letters_of(l, STR("\xE4\xE5\xE6")), 0);
    assert_int_equal(letters_of(l, STR("\xE6")), 4);
    assert_int_equal(letters_of(l, STR("\xE6\xFF\xEE")), 4);
    assert_int_equal(letters_of(l, STR("\xE7\xE8")), 8);
    assert_int_equal(letters_of(l, STR("\xE7\xE8\xE9\xEA")), 8);
    assert_int_equal(letters_of(l, STR("\xE7\xE9")), 0);
    assert_int_equal(letters_of(l, STR("")), 0);
    free(l);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(knows_its_words),
};

UNIT_MAIN(tests)
