#include "unit.h"

#include "extract/numbering.h"
#include "extract/symbol.h"

static void
is(const char *format, long value, const char *expected)
{
    struct buf b = {0};
    numbering_format(str_of(format), value, &b);
    assert_string_equal(b.p ? b.p : "", expected);
    buf_free(&b);
}

static void
test_formats(void **state)
{
    (void)state;
    is("decimal", 0, "0");
    is("decimalZero", 9, "09");
    is("decimalZero", 10, "10");
    is("001, 002, 003, ...", 7, "007");
    is("upperRoman", 1, "I");
    is("upperRoman", 4, "IV");
    is("upperRoman", 1999, "MCMXCIX");
    is("lowerRoman", 3888, "mmmdccclxxxviii");
    is("upperRoman", 5001, "5001");
    is("lowerLetter", 26, "z");
    is("lowerLetter", 27, "aa");
    is("upperLetter", 53, "AAA");
    is("lowerLetter", 0, "0");
    is("lowerLetter", -3, "-3");
    is("russianLower", 1, "а");
    is("russianLower", 10, "к");
    is("russianLower", 28, "я");
    is("russianLower", 29, "аа");
    is("russianUpper", 26, "Э");
    is("ordinal", 11, "11th");
    is("ordinal", 21, "21st");
    is("none", 5, "");
    is("bullet", 5, "");
    is("decimalEnclosedCircle", 20, "⑳");
    is("hebrew1", 5, "5");
}

static void
test_symbols(void **state)
{
    (void)state;
    assert_true(symbol_font(STR("Wingdings")));
    assert_true(symbol_font(STR("SYMBOL")));
    assert_false(symbol_font(STR("Times New Roman")));
    assert_int_equal(symbol_char(STR("Symbol"), 0xF0B7), 0x2022);
    assert_int_equal(symbol_char(STR("Symbol"), 0xB3), 0x2265);
    assert_int_equal(symbol_char(STR("Symbol"), 'a'), 0x3B1);
    assert_int_equal(symbol_char(STR("Wingdings"), 0xF0FC), 0x2713);
    assert_int_equal(symbol_char(STR("Wingdings"), 0xF001), 0xFFFD);
    assert_int_equal(symbol_char(STR("Arial"), 0x2116), 0x2116);
    assert_int_equal(symbol_char(STR("Arial"), 0xF0B7), 0x2022);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_formats),
    cmocka_unit_test(test_symbols),
};

UNIT_MAIN(tests)
