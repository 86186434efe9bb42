#include "unit.h"

#include "buf.h"

static void
grows_and_ends_with_nul(void **state)
{
    struct buf b = {0};
    (void)state;
    assert_str(buf_slice(&b), "");
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%03d", i);
    assert_false(b.failed);
    assert_int_equal(b.len, 3000);
    assert_int_equal(b.p[3000], '\0');
    assert_memory_equal(b.p + 2997, "999", 3);
    buf_clear(&b);
    assert_int_equal(b.len, 0);
    buf_add(&b, "a\0b", 3);
    buf_add(&b, NULL, 0);
    buf_char(&b, '\0');
    assert_str(buf_slice(&b), "a\0b\0");
    buf_free(&b);
    assert_null(b.p);
}

static void
stops_where_there_was_no_room(void **state)
{
    struct buf b = {0};
    (void)state;
    buf_z(&b, "12345");
    assert_false(b.failed);
    assert_false(buf_reserve(&b, SIZE_MAX));
    assert_true(b.failed);
    /* From then on nothing is appended, even where it would fit. */
    buf_char(&b, '6');
    buf_int(&b, 7, 1);
    buf_printf(&b, "%d", 8);
    buf_add(&b, "", 0);
    assert_str(buf_slice(&b), "12345");
    assert_false(buf_reserve(&b, 0));
    buf_clear(&b);
    assert_false(b.failed);
    buf_printf(&b, "%d", 123456);
    assert_str(buf_slice(&b), "123456");
    buf_free(&b);
}

static void
refuses_what_no_memory_can_hold(void **state)
{
    struct buf b = {0};
    (void)state;
    buf_z(&b, "x");
    assert_false(buf_reserve(&b, SIZE_MAX));
    assert_true(b.failed);
    buf_clear(&b);
    assert_false(buf_reserve(&b, SIZE_MAX / 8));
    assert_true(b.failed);
    buf_free(&b);
}

static void
appends_code_points(void **state)
{
    struct buf b = {0};
    (void)state;
    buf_utf8(&b, 'a');
    buf_utf8(&b, 0x49B);
    buf_utf8(&b, 0x20AC);
    buf_utf8(&b, 0x1F600);
    buf_utf8(&b, 0xD800);
    buf_utf8(&b, 0x110000);
    assert_str(buf_slice(&b), "a\xD2\x9B\xE2\x82\xAC\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBD");
    buf_free(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(grows_and_ends_with_nul),
    cmocka_unit_test(stops_where_there_was_no_room),
    cmocka_unit_test(refuses_what_no_memory_can_hold),
    cmocka_unit_test(appends_code_points),
};
UNIT_MAIN(tests)
