#include "unit.h"

#include "decimal.h"

static struct decimal
dec(const char *text)
{
    struct decimal d;
    assert_true(decimal_parse(str_of(text), &d));
    return d;
}

/* What decimal_write() makes of it; valid until the next call. */
static const char *
shown(struct decimal d)
{
    static char text[64];
    struct buf b = {0};
    decimal_write(&b, d);
    assert_false(b.failed);
    snprintf(text, sizeof text, "%s", b.p);
    buf_free(&b);
    return text;
}

static void
reads_what_is_a_number(void **state)
{
    static const struct {
        const char *text;
        int64_t units;
        int scale;
    } cases[] = {
        {"0", 0, 0},
        {"-0", 0, 0},
        {"+5", 5, 0},
        {"93.73", 9373, 2},
        {"-12.50", -1250, 2},
        {".5", 5, 1},
        {"000012", 12, 0},
        {"0.000000001", 1, 9},
        {"9223372036854775807", INT64_MAX, 0},
        {"-9223372036854775807", -INT64_MAX, 0},
        {"9223372036.854775807", INT64_MAX, 9},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct decimal d = dec(cases[i].text);
        assert_int_equal(d.units, cases[i].units);
        assert_int_equal(d.scale, cases[i].scale);
    }
}

static void
refuses_what_is_none(void **state)
{
    static const char *const cases[] = {"", "-", "+", ".", "-.", "1.", "1..2", "1.2.3", "1,5", " 1",
        "1 ", "1e5", "0x1", "--1", "+-1", "9223372036854775808", "-9223372036854775808",
        "0.0000000001", "99999999999999999999", "\xD9\xA1"};
    struct decimal d = {7, 1};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_false(decimal_parse(str_of(cases[i]), &d));
    assert_false(decimal_parse((struct str){"1\0", 2}, &d));
    assert_false(decimal_parse((struct str){NULL, 0}, &d));
    /* A refusal leaves the result alone. */
    assert_int_equal(d.units, 7);
    assert_int_equal(d.scale, 1);
}

static void
writes_the_shortest_form(void **state)
{
    (void)state;
    assert_string_equal(shown(dec("93.730")), "93.73");
    assert_string_equal(shown(dec("5.000")), "5");
    assert_string_equal(shown(dec("-0.50")), "-0.5");
    assert_string_equal(shown(dec("-0.0")), "0");
    assert_string_equal(shown(dec("100")), "100");
    assert_string_equal(shown(dec("0.000000001")), "0.000000001");
    assert_string_equal(shown(dec("-9223372036854775807")), "-9223372036854775807");
}

static void
compares_across_scales(void **state)
{
    (void)state;
    assert_int_equal(decimal_cmp(dec("1.50"), dec("1.5")), 0);
    assert_int_equal(decimal_cmp(dec("-1"), dec("0.001")), -1);
    assert_int_equal(decimal_cmp(dec("0.000000001"), dec("0")), 1);
    /* In 64 bits either side would overflow at a common scale. */
    assert_int_equal(decimal_cmp(dec("9223372036854775807"), dec("9.223372036")), 1);
    assert_int_equal(decimal_cmp(dec("-9223372036854775807"), dec("-0.000000001")), -1);
}

static void
adds_and_subtracts(void **state)
{
    struct decimal d;
    (void)state;
    assert_true(decimal_add(dec("0.1"), dec("0.2"), &d));
    assert_string_equal(shown(d), "0.3");
    assert_true(decimal_sub(dec("1516"), dec("1743"), &d));
    assert_string_equal(shown(d), "-227");
    assert_true(decimal_sub(dec("93.73"), dec("73"), &d));
    assert_string_equal(shown(d), "20.73");
    assert_true(decimal_add(dec("9223372036854775807"), dec("0"), &d));
    assert_int_equal(d.units, INT64_MAX);
    /* The sum fits only with fewer digits behind the point, and it has no others. */
    assert_true(decimal_add(dec("9223372036854775000"), dec("1.000000000"), &d));
    assert_string_equal(shown(d), "9223372036854775001");
    d = decimal_of(3);
    assert_false(decimal_add(dec("9223372036854775807"), dec("1"), &d));
    assert_false(decimal_sub(dec("-9223372036854775807"), dec("1"), &d));
    assert_false(decimal_add(dec("9223372036854775807"), dec("0.1"), &d));
    assert_int_equal(d.units, 3);
}

static void
multiplies(void **state)
{
    struct decimal d;
    (void)state;
    assert_true(decimal_mul(dec("-1.5"), dec("0.04"), &d));
    assert_string_equal(shown(d), "-0.06");
    assert_true(decimal_mul(dec("3037000499"), dec("3037000499"), &d));
    assert_string_equal(shown(d), "9223372030926249001");
    assert_true(decimal_mul(dec("0.00001"), dec("10000"), &d));
    assert_string_equal(shown(d), "0.1");
    assert_false(decimal_mul(dec("3037000500"), dec("3037000500"), &d));
    assert_false(decimal_mul(dec("9223372036854775807"), dec("9223372036854775807"), &d));
    assert_false(decimal_mul(dec("0.00001"), dec("0.00001"), &d));
}

static void
shifts(void **state)
{
    struct decimal d;
    (void)state;
    assert_true(decimal_shift(dec("1.5"), 3, &d));
    assert_string_equal(shown(d), "1500");
    assert_int_equal(d.scale, 0);
    assert_true(decimal_shift(dec("-0.25"), 1, &d));
    assert_string_equal(shown(d), "-2.5");
    assert_true(decimal_shift(dec("2.50"), 0, &d));
    assert_int_equal(d.units, 250);
    assert_int_equal(d.scale, 2);
    assert_true(decimal_shift(dec("0.000000001"), 18, &d));
    assert_string_equal(shown(d), "1000000000");
    assert_true(decimal_shift(dec("9"), 18, &d));
    assert_string_equal(shown(d), "9000000000000000000");
    d = dec("7");
    assert_false(decimal_shift(dec("10"), 18, &d));
    assert_false(decimal_shift(dec("1"), 1000000, &d));
    assert_false(decimal_shift(dec("0"), -1, &d));
    assert_string_equal(shown(d), "7");
}

static void
divides_half_away_from_zero(void **state)
{
    struct decimal d;
    (void)state;
    assert_true(decimal_div(dec("-22700"), dec("1743"), 2, &d));
    assert_string_equal(shown(d), "-13.02");
    assert_true(decimal_div(dec("1"), dec("8"), 2, &d));
    assert_string_equal(shown(d), "0.13");
    assert_true(decimal_div(dec("-1"), dec("8"), 2, &d));
    assert_string_equal(shown(d), "-0.13");
    assert_true(decimal_div(dec("5"), dec("2"), 0, &d));
    assert_string_equal(shown(d), "3");
    assert_true(decimal_div(dec("-5"), dec("-2"), 0, &d));
    assert_string_equal(shown(d), "3");
    assert_true(decimal_div(dec("0"), dec("-3"), 9, &d));
    assert_string_equal(shown(d), "0");
    assert_true(decimal_div(dec("1"), dec("9223372036854775807"), 9, &d));
    assert_string_equal(shown(d), "0");
    assert_true(decimal_div(dec("0.000000001"), dec("9223372036854775807"), 0, &d));
    assert_string_equal(shown(d), "0");
    assert_true(decimal_div(dec("9223372036854775807"), dec("1"), 0, &d));
    assert_int_equal(d.units, INT64_MAX);
    assert_false(decimal_div(dec("1"), dec("0"), 2, &d));
    assert_false(decimal_div(dec("1"), dec("0.00"), 2, &d));
    assert_false(decimal_div(dec("1"), dec("1"), 10, &d));
    assert_false(decimal_div(dec("1"), dec("1"), -1, &d));
    assert_false(decimal_div(dec("9223372036854775807"), dec("0.000000001"), 9, &d));
}

static void
halves(void **state)
{
    struct decimal d;
    (void)state;
    assert_true(decimal_half(dec("0.01"), &d));
    assert_string_equal(shown(d), "0.005");
    assert_true(decimal_half(dec("1000000"), &d));
    assert_string_equal(shown(d), "500000");
    assert_true(decimal_half(dec("0.000000002"), &d));
    assert_string_equal(shown(d), "0.000000001");
    assert_true(decimal_half(dec("9223372036854775806"), &d));
    assert_string_equal(shown(d), "4611686018427387903");
    assert_false(decimal_half(dec("0.000000001"), &d));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(reads_what_is_a_number),
    cmocka_unit_test(refuses_what_is_none),
    cmocka_unit_test(writes_the_shortest_form),
    cmocka_unit_test(compares_across_scales),
    cmocka_unit_test(adds_and_subtracts),
    cmocka_unit_test(multiplies),
    cmocka_unit_test(shifts),
    cmocka_unit_test(divides_half_away_from_zero),
    cmocka_unit_test(halves),
};
UNIT_MAIN(tests)
