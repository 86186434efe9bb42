/* unit.h - what every unit test includes first. */
#ifndef SVODKA_TESTS_UNIT_H
#define SVODKA_TESTS_UNIT_H

/* cmocka.h wants these before it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "str.h"

#define assert_str(actual, literal)                                                                \
    do {                                                                                           \
        struct str unit_str = (actual);                                                            \
        assert_int_equal(unit_str.len, sizeof(literal) - 1);                                       \
        assert_memory_equal(unit_str.p, literal, sizeof(literal) - 1);                             \
    } while (0)

#define UNIT_MAIN(tests)                                                                           \
    int main(void)                                                                                 \
    {                                                                                              \
        return cmocka_run_group_tests(tests, NULL, NULL);                                          \
    }

#endif
