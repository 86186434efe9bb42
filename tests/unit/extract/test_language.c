#include "unit.h"

#include "extract/guess.h"
#include "extract/language.h"

/* The language of a document of one block. */
static enum language
language(const char *text)
{
    struct block b = {.text = str_of(text)};
    struct block_list list = {&b, &b};
    b.evidence = language_weigh(b.text);
    language_mark(&list);
    return b.lang;
}

static void
test_blocks(void **state)
{
    (void)state;
    assert_int_equal(language("Численность работников составила 73 человека."), LANGUAGE_RU);
    assert_int_equal(language("ЧИСЛЕННОСТЬ РАБОТНИКОВ"), LANGUAGE_RU);
    assert_int_equal(language("Қызметкерлер саны 73 адамды құрады."), LANGUAGE_KK);
    assert_int_equal(language("ҚЫЗМЕТКЕРЛЕР САНЫ"), LANGUAGE_KK);
    /* Typed on a Russian keyboard. */
    assert_int_equal(language("Кызметкерлер саны 73 адамды курады."), LANGUAGE_KK);
    assert_int_equal(language("БИЛИМ БЕРУ УЙЫМЫНДА ШАГЫМДАР ТУСКЕН ЖОК"), LANGUAGE_KK);
    assert_int_equal(language("Бос орындар жок"), LANGUAGE_KK);
    /* Latin i for і. */
    assert_int_equal(language("Мемлекеттiк қызметтiң сапасы"), LANGUAGE_KK);
    assert_int_equal(
        language("Работники школы «Өркен» в городе приняли участие в совещании"), LANGUAGE_RU);
    assert_int_equal(language("123,45"), LANGUAGE_OTHER);
    assert_int_equal(language(""), LANGUAGE_OTHER);
    assert_int_equal(language("Microsoft Windows"), LANGUAGE_OTHER);
    assert_int_equal(language("school6@mail.kz"), LANGUAGE_OTHER);
    assert_int_equal(
        language("Есепті кезеңде шағымдар түскен жоқ. За отчётный период жалоб не поступало."),
        LANGUAGE_MIXED);
    assert_int_equal(
        language("«Балалар өнер мектебі» КМҚК / КГКП «Детская школа искусств»"), LANGUAGE_MIXED);
}

static void
test_neighbours(void **state)
{
    (void)state;
    static const char *const texts[] = {"Численность работников составила 73 человека.", "93,73",
        "Штат", "Қызметкерлер саны 73 адамды құрады.", "93,73", "Штат", "—"};
    static const enum language expected[] = {
        LANGUAGE_RU, LANGUAGE_RU, LANGUAGE_RU, LANGUAGE_KK, LANGUAGE_KK, LANGUAGE_KK, LANGUAGE_KK};
    struct block b[7] = {0};
    struct block_list list = {0};
    for (int i = 0; i < 7; i++) {
        b[i].text = str_of(texts[i]);
        b[i].evidence = language_weigh(b[i].text);
        block_list_add(&list, &b[i]);
    }
    language_mark(&list);
    for (int i = 0; i < 7; i++)
        if (i != 2) /* between the two languages either is right */
            assert_int_equal(b[i].lang, expected[i]);
}

static void
test_utf16(void **state)
{
    (void)state;
    enum encoding e;
    assert_true(guess_utf16((struct str){"\x1E\x04\x42\x04\x47\x04\x51\x04", 8}, &e));
    assert_int_equal(e, ENCODING_UTF16LE);
    assert_true(guess_utf16((struct str){"\0O\0k\0 \0"
                                         "1",
                                8},
        &e));
    assert_int_equal(e, ENCODING_UTF16BE);
    assert_false(guess_utf16(STR("plain"), &e));
    assert_false(guess_utf16((struct str){"\0\0\0\0\0\0\0\0", 8}, &e));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_blocks),
    cmocka_unit_test(test_neighbours),
    cmocka_unit_test(test_utf16),
};

UNIT_MAIN(tests)
