#include "unit.h"

#include "normalize/ratio.h"

static struct interval
between(int64_t low, int64_t high)
{
    return (struct interval){ratio_of(low), ratio_of(high)};
}

static void
is(struct ratio r, int64_t num, int64_t den)
{
    assert_int_equal(r.num, num);
    assert_int_equal(r.den, den);
}

static void
fractions_are_in_lowest_terms(void **state)
{
    struct ratio r = {7, 7};
    (void)state;
    is(ratio_of_decimal((struct decimal){9250, 2}), 185, 2);
    is(ratio_of_decimal((struct decimal){-5, 1}), -1, 2);
    is(ratio_of_decimal((struct decimal){0, 9}), 0, 1);
    assert_true(ratio_add((struct ratio){1, 6}, (struct ratio){1, 3}, &r));
    is(r, 1, 2);
    assert_true(ratio_mul((struct ratio){-2, 3}, (struct ratio){3, 4}, &r));
    is(r, -1, 2);
    assert_int_equal(ratio_cmp((struct ratio){1, 3}, (struct ratio){33, 100}), 1);
    assert_int_equal(ratio_cmp((struct ratio){-1, 3}, (struct ratio){-33, 100}), -1);
}

static void
what_does_not_fit_is_said(void **state)
{
    struct ratio r = {7, 9};
    (void)state;
    assert_false(ratio_add(ratio_of(INT64_MAX), ratio_of(1), &r));
    assert_false(ratio_mul(ratio_of(INT64_MAX), ratio_of(2), &r));
    assert_false(ratio_add((struct ratio){1, INT64_MAX}, (struct ratio){1, INT64_MAX - 1}, &r));
    assert_false(ratio_add(
        (struct ratio){INT64_MAX, INT64_MAX - 1}, (struct ratio){INT64_MAX, INT64_MAX - 2}, &r));
    is(r, 7, 9);
}

static void
rounds_half_away_from_zero(void **state)
{
    struct decimal d;
    (void)state;
    assert_true(ratio_round((struct ratio){-22700, 1743}, 2, &d));
    assert_int_equal(d.units, -1302);
    assert_true(ratio_round((struct ratio){1, 8}, 2, &d));
    assert_int_equal(d.units, 13);
    assert_true(ratio_round((struct ratio){-1, 8}, 2, &d));
    assert_int_equal(d.units, -13);
    assert_true(ratio_round((struct ratio){124, 1000}, 2, &d));
    assert_int_equal(d.units, 12);
    assert_false(ratio_round(ratio_of(INT64_MAX), 2, &d));
}

static void
intervals_hold_every_result(void **state)
{
    struct interval i;
    (void)state;
    assert_true(interval_mul(between(-2, 3), between(-5, 4), &i));
    is(i.low, -15, 1);
    is(i.high, 12, 1);
    assert_true(interval_div(between(-2, 3), between(-4, -2), &i));
    is(i.low, -3, 2);
    is(i.high, 1, 1);
    assert_true(interval_add(between(1, 2), interval_neg(between(3, 5)), &i));
    is(i.low, -4, 1);
    is(i.high, -1, 1);
    assert_true(interval_widen(between(1, 2), (struct ratio){1, 2}, &i));
    is(i.low, 1, 2);
    is(i.high, 5, 2);
    assert_false(interval_div(between(1, 2), between(0, 2), &i));
    assert_false(interval_div(between(1, 2), between(-1, 2), &i));
    assert_false(interval_div(between(1, 2), between(0, 0), &i));
}

static void
intervals_meet_at_their_ends(void **state)
{
    (void)state;
    assert_true(interval_meet(between(1, 2), between(2, 3)));
    assert_true(interval_meet(between(1, 9), between(2, 3)));
    assert_false(interval_meet(between(1, 2), between(3, 4)));
    assert_false(interval_meet(between(3, 4), between(1, 2)));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fractions_are_in_lowest_terms),
        cmocka_unit_test(what_does_not_fit_is_said),
        cmocka_unit_test(rounds_half_away_from_zero),
        cmocka_unit_test(intervals_hold_every_result),
        cmocka_unit_test(intervals_meet_at_their_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
