#include "unit.h"

#include "text.h"

/* Decodes all of `s`, an invalid byte as '?'; valid until the next call. */
static const char *
codes(struct str s)
{
    static char out[256];
    size_t len = 0;
    for (size_t at = 0; at < s.len;) {
        uint32_t c = text_decode(s, &at);
        len += (size_t)snprintf(out + len, sizeof out - len, c == TEXT_INVALID ? "%s?" : "%s%X",
            len ? " " : "", (unsigned)c);
    }
    out[len] = '\0';
    return out;
}

static void
decodes_what_is_valid(void **state)
{
    (void)state;
    assert_string_equal(codes(STR("a\0\x7F")), "61 0 7F");
    assert_string_equal(codes(STR("\xC2\x80\xDF\xBF")), "80 7FF");
    assert_string_equal(
        codes(STR("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF")), "800 D7FF E000 FFFF");
    assert_string_equal(codes(STR("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF")), "10000 10FFFF");
}

static void
takes_invalid_bytes_one_by_one(void **state)
{
    (void)state;
    assert_string_equal(codes(STR("\x80")), "?");
    assert_string_equal(codes(STR("\xC0\x80\xC1\xBF")), "? ? ? ?");
    assert_string_equal(codes(STR("\xE0\x9F\xBF")), "? ? ?");
    assert_string_equal(codes(STR("\xED\xA0\x80")), "? ? ?");
    assert_string_equal(codes(STR("\xF0\x8F\xBF\xBF")), "? ? ? ?");
    assert_string_equal(codes(STR("\xF4\x90\x80\x80")), "? ? ? ?");
    assert_string_equal(codes(STR("\xF5\x80\x80\x80\xFF\xFE")), "? ? ? ? ? ?");
    /* Cut off in the middle, and followed by what is no continuation. */
    assert_string_equal(codes(STR("\xE2\x82")), "? ?");
    assert_string_equal(codes(STR("\xE2\x82"
                                  "a")),
        "? ? 61");
    assert_string_equal(codes(STR("\xF0\x9F\x98")), "? ? ?");
    assert_string_equal(codes(STR("\xD0\xD0\x90")), "? 410");
}

static void
encodes_and_decodes_every_code_point(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        size_t n = text_encode(c, bytes), at = 0;
        bool scalar = c < 0xD800 || (c > 0xDFFF && c < 0x110000);
        uint32_t back = text_decode((struct str){bytes, n}, &at);
        if (at != n || back != (scalar ? c : 0xFFFD))
            fail_msg("U+%X", (unsigned)c);
    }
}

static void
knows_valid_text_and_its_length(void **state)
{
    (void)state;
    assert_true(text_valid(STR("")));
    assert_true(text_valid(STR("қала\0")));
    assert_false(text_valid(STR("қала\xD2")));
    assert_true(text_valid(STR("балалар балалар, қалалар")));
    assert_false(text_valid(STR("балал\xD0р балалар")));
    assert_false(text_valid(STR("балалар\xD0\xB0\xD0\xB0\xD0\xB0\xD0\xC0")));
    assert_int_equal(text_length(STR("қала")), 4);
    assert_int_equal(text_length(STR("қ\xFF\xFE!")), 4);
}

static void
knows_letters(void **state)
{
    (void)state;
    assert_int_equal(text_lower('Z'), 'z');
    assert_int_equal(text_lower('['), '[');
    assert_int_equal(text_lower(0x042F), 0x044F);
    assert_int_equal(text_lower(0x0401), 0x0451);
    assert_int_equal(text_lower(0x049A), 0x049B);
    assert_int_equal(text_lower(0x04D8), 0x04D9);
    assert_int_equal(text_lower(0x0406), 0x0456);
    assert_int_equal(text_lower(TEXT_INVALID), TEXT_INVALID);
    static const uint32_t kazakh[] = {
        0x4D8, 0x492, 0x49A, 0x4A2, 0x4E8, 0x4B0, 0x4AE, 0x4BA, 0x406};
    for (size_t i = 0; i < sizeof kazakh / sizeof *kazakh; i++) {
        assert_true(text_is_kazakh(kazakh[i]) && text_is_kazakh(text_lower(kazakh[i])));
        assert_true(text_is_cyrillic(kazakh[i]) && !text_is_latin(kazakh[i]));
    }
    assert_false(text_is_kazakh('i') || text_is_kazakh(0x438) || text_is_kazakh(TEXT_INVALID));
    assert_true(text_is_latin('i') && text_is_latin(0xE9));
    assert_false(text_is_latin(0xD7) || text_is_latin(0x438) || text_is_latin(TEXT_INVALID));
    assert_false(text_is_cyrillic(0x482));
}

static void
knows_blanks_and_what_prints_nothing(void **state)
{
    static const uint32_t blanks[] = {' ', '\t', '\n', 0xA0, 0x2009, 0x202F, 0x3000, 0x3164};
    static const uint32_t invisible[] = {0xAD, 0x200B, 0x200D, 0x202E, 0x2060, 0xFEFF};
    (void)state;
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        assert_true(text_is_blank(blanks[i]) && !text_is_invisible(blanks[i]));
    for (size_t i = 0; i < sizeof invisible / sizeof *invisible; i++)
        assert_true(text_is_invisible(invisible[i]) && !text_is_blank(invisible[i]));
    assert_false(text_is_blank('a') || text_is_blank(0) || text_is_blank(TEXT_INVALID));
    assert_false(text_is_invisible('a') || text_is_invisible(TEXT_INVALID));
}

static void
measures_columns(void **state)
{
    (void)state;
    assert_int_equal(text_width(STR("")), 0);
    assert_int_equal(text_width(STR("Өскемен")), 7);
    assert_int_equal(text_width(STR("и\xCC\x86")), 1);
    assert_int_equal(text_width(STR("漢字")), 4);
    assert_int_equal(text_width(STR("a\xC2\xAD"
                                    "b\xE2\x80\x8B")),
        2);
    assert_int_equal(text_width(STR("a\xFF")), 2);
    assert_int_equal(text_width(STR("a\x1B\n")), 1);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(decodes_what_is_valid),
    cmocka_unit_test(takes_invalid_bytes_one_by_one),
    cmocka_unit_test(encodes_and_decodes_every_code_point),
    cmocka_unit_test(knows_valid_text_and_its_length),
    cmocka_unit_test(knows_letters),
    cmocka_unit_test(knows_blanks_and_what_prints_nothing),
    cmocka_unit_test(measures_columns),
};
UNIT_MAIN(tests)
