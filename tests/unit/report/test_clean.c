#include "unit.h"

#include "report/clean.h"
#include "text.h"

static struct buf b;

static struct str
cleaned(const char *text, size_t len)
{
    buf_clear(&b);
    clean_text(&b, (struct str){text, len});
    return buf_slice(&b);
}

#define CLEANED(literal) cleaned(literal, sizeof(literal) - 1)

static void
text_is_one_harmless_line(void **state)
{
    (void)state;
    assert_str(CLEANED(""), "");
    assert_str(CLEANED("  a \t\n b  "), "a b");
    assert_str(CLEANED("\033[31mred\x07"), "[31mred");
    assert_str(CLEANED("a\0b"), "a b");
    assert_str(CLEANED("x\xC2\x9B"
                       "2J"),
        "x 2J"); /* C1 */
    assert_str(CLEANED("a\xE2\x80\xAE"
                       "b\xE2\x81\xA6"
                       "c\xD8\x9C"
                       "d"),
        "abcd");
    assert_str(CLEANED("a\xE2\x80\xA8"
                       "b"),
        "a b"); /* line separator */
    assert_str(CLEANED("\xF3\xA0\x81\x81"
                       "a"),
        "a"); /* a tag character */
    assert_str(CLEANED("\xFF"), "\xEF\xBF\xBD");
    assert_str(CLEANED("\xC2\xA0"), "\xC2\xA0"); /* a no-break blank is kept */
}

static struct str
numbered(const char *text, enum lang lang)
{
    struct decimal d;
    buf_clear(&b);
    assert_true(decimal_parse(str_of(text), &d));
    clean_number(&b, d, lang);
    return buf_slice(&b);
}

static void
numbers_are_grouped(void **state)
{
    (void)state;
    assert_str(numbered("0", LANG_RU), "0");
    assert_str(numbered("1234", LANG_RU), "1234");
    assert_str(numbered("12345.60", LANG_RU),
        "12\xC2\xA0"
        "345,6");
    assert_str(numbered("12384600", LANG_EN), "12,384,600");
    assert_str(numbered("-1000000.5", LANG_EN),
        "\xE2\x88\x92"
        "1,000,000.5");
    assert_str(numbered("-9", LANG_KK),
        "\xE2\x88\x92"
        "9");
}

static void
cuts_by_width(void **state)
{
    static const struct {
        const char *text;
        size_t width;
        const char *cut;
    } cases[] = {
        {"abc", 3, "abc"}, {"abcd", 3, "ab\xE2\x80\xA6"}, {"ab cd", 4, "ab\xE2\x80\xA6"},
        {"\xD0\x96\xD0\x96\xD0\x96", 2, "\xD0\x96\xE2\x80\xA6"}, {"a", 0, "\xE2\x80\xA6"},
        {"", 0, ""},
        {"\xE6\xBC\xA2\xE6\xBC\xA2", 3, "\xE6\xBC\xA2\xE2\x80\xA6"}, /* two columns each */
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf_clear(&b);
        clean_fit(&b, str_of(cases[i].text), cases[i].width);
        assert_true(str_eq(buf_slice(&b), str_of(cases[i].cut)));
    }
}

static void
pads_by_width(void **state)
{
    (void)state;
    buf_clear(&b);
    clean_pad(&b, STR("\xD0\x96"), 3, false);
    clean_pad(&b, STR("\xD0\x96"), 3, true);
    clean_pad(&b, STR("long"), 3, true);
    assert_str(buf_slice(&b), "\xD0\x96    \xD0\x96long");
}

static int
done(void **state)
{
    (void)state;
    buf_free(&b);
    return 0;
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_one_harmless_line),
        cmocka_unit_test(numbers_are_grouped),
        cmocka_unit_test(cuts_by_width),
        cmocka_unit_test(pads_by_width),
    };
    return cmocka_run_group_tests(tests, NULL, done);
}
