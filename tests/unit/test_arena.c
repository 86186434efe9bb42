#include "unit.h"

#include "arena.h"
#include <stdalign.h>

static void
hands_out_zeroed_and_aligned(void **state)
{
    struct arena a = {0};
    (void)state;
    for (size_t size = 0; size < 200; size++) {
        unsigned char *p = arena_alloc(&a, size);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
        for (size_t i = 0; i < size; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xFF, size);
    }
    arena_free(&a);
}

static void
is_zeroed_again_after_a_reset(void **state)
{
    struct arena a = {0};
    (void)state;
    for (int round = 0; round < 3; round++) {
        unsigned char *p = arena_alloc(&a, 100000);
        unsigned char *q = arena_alloc(&a, 100);
        assert_non_null(p);
        assert_non_null(q);
        for (size_t i = 0; i < 100; i++)
            assert_int_equal(p[i] | q[i], 0);
        memset(p, 0xFF, 100000);
        memset(q, 0xFF, 100);
        arena_reset(&a);
        assert_int_equal(a.used, 0);
    }
    arena_free(&a);
    arena_free(&a);
}

static void
stops_at_its_limit(void **state)
{
    struct arena a = {.limit = 1024};
    (void)state;
    assert_null(arena_alloc(&a, 1025));
    assert_non_null(arena_alloc(&a, 1024));
    assert_null(arena_alloc(&a, 1));
    arena_reset(&a);
    for (int i = 0; i < 64; i++)
        assert_non_null(arena_alloc(&a, 16));
    assert_null(arena_alloc(&a, 1));
    assert_null(arena_copy(&a, STR("")).p);
    arena_free(&a);
}

static void
refuses_products_that_overflow(void **state)
{
    struct arena a = {0};
    volatile size_t most = SIZE_MAX; /* known to nobody before the test runs */
    (void)state;
    assert_null(arena_array(&a, most / 8 + 2, 8));
    assert_null(arena_array(&a, 2, most));
    assert_null(arena_alloc(&a, most));
    assert_null(arena_alloc(&a, most / 4));
    assert_null(arena_copy(&a, (struct str){"", most}).p);
    assert_non_null(arena_array(&a, 0, 8));
    assert_non_null(arena_array(&a, 8, 0));
    arena_free(&a);
}

static void
copies_end_with_nul(void **state)
{
    struct arena a = {0};
    (void)state;
    struct str s = arena_copy(&a, STR("a\0b"));
    assert_str(s, "a\0b");
    assert_int_equal(s.p[3], '\0');
    s = arena_copy(&a, (struct str){NULL, 0});
    assert_non_null(s.p);
    assert_int_equal(s.p[0], '\0');
    arena_free(&a);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(hands_out_zeroed_and_aligned),
    cmocka_unit_test(is_zeroed_again_after_a_reset),
    cmocka_unit_test(stops_at_its_limit),
    cmocka_unit_test(refuses_products_that_overflow),
    cmocka_unit_test(copies_end_with_nul),
};
UNIT_MAIN(tests)
