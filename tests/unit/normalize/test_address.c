#include "made.h"

#include "normalize/address.h"

static struct arena arena;

/* The one finding in English, or "". */
static const char *
address_of(const char *name, const char *text)
{
    static char out[512];
    struct document d;
    made_document(&d, &arena, text);
    d.institution.name[LANG_RU] = str_of(name);
    assert_int_equal(address_find(made_reference, &d), STATUS_OK);
    out[0] = '\0';
    if (d.findings) {
        assert_null(d.findings->next);
        assert_int_equal(d.findings->code, FINDING_name_conflict);
        assert_int_equal(d.findings->level, FINDING_WARNING);
        assert_true(str_is(d.findings->subject, "address"));
        snprintf(out, sizeof out, "%.*s", (int)d.findings->text[0].len, d.findings->text[0].p);
    }
    return out;
}

#define FOUND(text, quotes)                                                                        \
    assert_string_equal(address_of("КГУ «Гимназия №5»", text),                                     \
        "The institution's address is given in different ways: " quotes ".")
#define NOTHING(text) assert_string_equal(address_of("КГУ «Гимназия №5»", text), "")

static void
the_house_differs(void **state)
{
    (void)state;
    FOUND("ru КГУ «Гимназия №5», ул. Кирова, 63, электронный адрес a@mail.ru\n"
          "kk «№5 гимназия» КММ, Киров көшесі 36, электронды мекенжайы a@mail.ru",
        "«ул. Кирова, 63»; «Киров көшесі 36»");
    FOUND("ru Адрес: г. Семей, пр. Абая, 181/1.\nkk Мекенжайы: Семей қ., Абай даңғылы, 181",
        "«пр. Абая, 181/1»; «Абай даңғылы, 181»");
    FOUND("ru КГУ (БИН 990240000105), г. Аксу, улица Ауэзова 21Б, тел. 8 (7222) 26-56-53\n"
          "kk КММ (БСН 990240000105), Ақсу қ., Әуезов көш., 21 үй, тел. 8 (7222) 26-56-53",
        "«улица Ауэзова 21Б»; «Әуезов көш., 21»");
    FOUND("ru Адрес: пр-т Абая, 18\nkk Мекенжайы: Жаңа шағын ауданы, 5-үй\n"
          "kk Мекенжайы: Абай даңғылы, 81-үй\nru Адрес: микрорайон Жаңа, 7",
        "«пр-т Абая, 18»; «Жаңа шағын ауданы, 5»; «Абай даңғылы, 81»; «микрорайон Жаңа, 7»");
    FOUND("ru расположен по адресу: 4 микрорайон, дом 37.\nru Адрес: мкр. 4, дом 73",
        "«4 микрорайон, дом 37»; «мкр. 4, дом 73»");
    FOUND(
        "ru Кем проведен: комиссия из 5 чел., г. Аягоз, ул. Актамберды, 24, т. 8 (72237) 5-31-08.\n"
        "kk Өткізген: 5 адамнан тұратын комиссия, Аягөз қ., Ақтамберді көшесі, 42, т. 8 (72237) "
        "5-31-08.",
        "«ул. Актамберды, 24»; «Ақтамберді көшесі, 42»");
    FOUND("ru Адрес: ул. 50 лет Октября, 41\nru БИН 990240000105, ул. 50 лет Октября, 14",
        "«ул. 50 лет Октября, 41»; «ул. 50 лет Октября, 14»");
}

static void
the_street_differs(void **state)
{
    (void)state;
    FOUND("ru Адрес: ул. Победы, 56, тел. 8 (71647) 2-11-94\n"
          "ru Мониторинг проведен рабочей группой, ул. Мира, 56, тел. 8 (71647) 2-11-94",
        "«ул. Победы, 56»; «ул. Мира, 56»");
    FOUND("ru Адрес: ул. Кирова, 56, тел. 8 (71647) 2-11-94\n"
          "kk Мекенжайы: Сәтбаев көшесі, 56-үй, тел. 8 (71647) 2-11-94",
        "«ул. Кирова, 56»; «Сәтбаев көшесі, 56»");
}

static void
one_address_in_many_spellings(void **state)
{
    (void)state;
    NOTHING("ru Адрес: ул. Кирова, 63\nru Адрес: улица Кирова 63\nru Адрес: ул.Кирова, д. 63\n"
            "kk Мекенжайы: Киров көшесі 63\nkk Мекенжайы: Киров көшесі, 63-үй\n"
            "kk Мекенжайы: Киров көшесі, № 63 үй");
    NOTHING("ru Адрес: пр-т Абая, 181/1\nru Адрес: проспект Абая, дом 181/1\n"
            "kk Мекенжайы: Абай даңғылы, 181/1\nkk Мекенжайы: Абай дангылы, 181/1");
    NOTHING("ru Адрес: ул. Жангир хана, 14\nkk Мекенжайы: Жәңгір хан көшесі 14");
    NOTHING("ru Адрес: ул. Казахстан, 159/2\nkk Мекенжайы: Қазақстан көшесі, 159/2");
    NOTHING("ru Адрес: улица Куйши Дина 36а\nkk Мекенжайы: күйші Дин көшесі 36 а");
    NOTHING("ru Он находится в 4 микрорайоне, дом 18а\nkk 4-шағынауданда, 18а үйінде орналасқан");
    NOTHING("ru Адрес: г. Туркестан, микрорайон Жаңа қала, улица 32, здание 18\n"
            "kk Түркістан қаласы, Жаңа қала шағынауданы, 32 көше, 18 ғимарат мекенжайында");
    /* a name that is translated */
    NOTHING("ru Адрес: ул. Мира, 5\nkk Мекенжайы: Бейбітшілік көшесі, 5");
    NOTHING("ru Адрес: ул. 50 лет Октября, 41\nkk Мекенжайы: Қазанның 50 жылдығы көшесі, 41");
}

static void
addresses_of_others_do_not_count(void **state)
{
    (void)state;
    NOTHING("ru Адрес: ул. Кирова, 63\nru Стенды висят в общежитии по адресу ул. Кирова, 12.");
    NOTHING("ru Адрес: ул. Кирова, 63\nru Жалобы принимает управление образования, ул. Кирова, 19, "
            "тел. 26-56-53.");
    NOTHING("ru Адрес: ул. Кирова, 63\nru Прием ведет Департамент (ул. Кирова, 65, тел. 26-56-53)");
    NOTHING("ru Адрес: ул. Кирова, 63\nru Ремонт дороги по ул. Кирова, 12 завершен.");
    NOTHING("ru Адрес: ул. Кирова, 63\nru Тел. 26-56-53. На ул. Кирова 12 человек вышли на "
            "субботник.");
    /* two buildings */
    NOTHING(
        "ru Адрес: ул. Кирова, 63\nru Занятия идут по адресам: ул. Кирова, 63 и ул. Кирова, 71.");
    NOTHING("ru Адрес: ул. Кирова, 63\nru Адрес: пр. Абая, 5");
    /* somebody else, unless it is the institution itself */
    assert_string_equal(address_of("ГУ «Отдел образования города Семей»",
                            "ru Отдел образования, ул. Кирова, 63, тел. 26-56-53\n"
                            "ru Адрес: ул. Кирова, 36"),
        "The institution's address is given in different ways: «ул. Кирова, 63»; «ул. Кирова, "
        "36».");
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_house_differs),
    cmocka_unit_test(the_street_differs),
    cmocka_unit_test(one_address_in_many_spellings),
    cmocka_unit_test(addresses_of_others_do_not_count),
};

MADE_MAIN(tests)
