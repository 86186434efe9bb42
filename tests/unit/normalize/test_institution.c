#include "made.h"

#include "normalize/institution.h"
#include "normalize/part.h"

static struct arena arena;
static struct document d;

static const struct institution *
institution_of(const char *text)
{
    made_document(&d, &arena, text);
    d.line = NULL;
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(institution_find(made_reference, &d), STATUS_OK);
    return &d.institution;
}

/* The Russian name in a report of one sentence with that title. */
#define RU(title, expected)                                                                        \
    do {                                                                                           \
        const struct institution *in = institution_of("ru " title "\nru BODY");                    \
        assert_str(in->name[LANG_RU], expected);                                                   \
        assert_null(in->name[LANG_KK].p);                                                          \
    } while (0)

#define KK(title, expected)                                                                        \
    do {                                                                                           \
        const struct institution *in = institution_of("kk " title "\nkk BODY");                    \
        assert_str(in->name[LANG_KK], expected);                                                   \
        assert_null(in->name[LANG_RU].p);                                                          \
    } while (0)

static void
russian_names_are_taken_apart(void **state)
{
    (void)state;
    RU("Аналитическая справка по внутреннему анализу в КГУ «Школа-гимназия № 54» акимата г. "
       "Усть-Каменогорска",
        "КГУ «Школа-гимназия №54» акимата города Усть-Каменогорска");
    RU("Справка о внутреннем анализе коммунального государственного учреждения «Гимназия №7» "
       "города Семей",
        "КГУ «Гимназия №7» города Семей");
    RU("Отчет КГКП \"Ясли-сад \"Балапан\" акимата города г. Риддер об оказании государственных "
       "услуг",
        "КГКП «Ясли-сад «Балапан» акимата города Риддера");
    RU("Отчет КГКП «Ясли-сад №5 «Балапан» по вопросам оказания государственных услуг",
        "КГКП «Ясли-сад №5 «Балапан»");
    RU("Отчет об оказании государственных услуг в КГУ <<Школа №2>> управления образования ВКО",
        "КГУ «Школа №2» управления образования Восточно-Казахстанской области");
    RU("Аналитическая справка по внутреннему анализу в КГУ СОШ № 33 г. Семей за 2021 год",
        "КГУ «СОШ №33» города Семей");
    RU("Аналитическая справка по внутреннему анализу в средней школе № 27 города Семей",
        "Средняя школа №27 города Семей");
    RU("Аналитическая справка по внутреннему анализу КГУ «Общеобразовательная школа №2 села "
       "Мариновка отдела "
       "образования по Атбасарскому району управления образования Акмолинской области»",
        "КГУ «Общеобразовательная школа №2 села Мариновка отдела образования по Атбасарскому "
        "району управления "
        "образования Акмолинской области»");
}

static void
kazakh_names_are_taken_apart(void **state)
{
    (void)state;
    KK("Оскемен каласы әкiмдiгiнiң «№57 мектеп-лицейі» КММ ішкі талдау анықтамасы",
        "Өскемен қаласы әкімдігінің «№57 мектеп-лицейі» КММ");
    KK("ШҚО білім басқармасының Риддер қ. бойынша білім бөлімінің «Балалар өнер мектебі» КМҚҚ "
       "мониторинг нәтижесі",
        "Шығыс Қазақстан облысы білім басқармасының Риддер қаласы бойынша білім бөлімінің «Балалар "
        "өнер мектебі» "
        "КМҚК");
    KK("Ұлан ауданы әкімдігінің «Айыртау «мектеп-балабақша» кешені» коммуналдық мемлекеттік "
       "мекемесінде ішкі "
       "талдау нәтижелері туралы анықтама",
        "Ұлан ауданы әкімдігінің «Айыртау «мектеп-балабақша» кешені» КММ");
    KK("Мариновка ауылының №2 жалпы орта білім беретін мектебі КММ-нің мемлекеттік қызметтер "
       "туралы есебі",
        "Мариновка ауылының «№2 жалпы орта білім беретін мектебі» КММ");
    KK("Семей қаласының №27 орта мектебінде жүргізілген ішкі талдау анықтамасы",
        "Семей қаласының №27 орта мектебі");
}

/* "при" and "жанындағы": the institution is under the authority that follows or precedes. */
static void
names_say_what_they_are_under(void **state)
{
    (void)state;
    RU("Отчет ГККП «Музыкальная школа, село Мариновка» при отделе образования по Атбасарскому "
       "району об оказании государственных услуг",
        "ГККП «Музыкальная школа, село Мариновка» при отделе образования по Атбасарскому району");
    RU("Отчет КГКП «Дом школьников города Семей при управлении образования области Абай» об "
       "оказании государственных услуг",
        "КГКП «Дом школьников города Семей при управлении образования области Абай»");
    assert_str(d.institution.key, "kgkp:school-house:::semey");
    RU("Отчет КГУ «Гимназия №7» при управлении персоналом", "КГУ «Гимназия №7»");
    KK("Абай облысы білім басқармасының жанындағы «Семей қаласы, музыка мектебі» КМҚК мониторинг "
       "нәтижесі",
        "Абай облысы білім басқармасының жанындағы «Семей қаласы, музыка мектебі» КМҚК");
    KK("«Абай облысы білім басқармасының жанындағы Семей музыка мектебі» КМҚК мониторинг "
       "нәтижесі",
        "«Абай облысы білім басқармасының жанындағы Семей музыка мектебі» КМҚК");
}

static void
chains_go_on_behind_a_name_with_a_place(void **state)
{
    (void)state;
    RU("Отчет КГКП «Ясли-сад «Балапан» города Семей» отдела образования города Семей управления "
       "образования области Абай об оказании государственных услуг",
        "КГКП «Ясли-сад «Балапан» города Семей» отдела образования города Семей управления "
        "образования области Абай");
    RU("Отчет КГУ «Средняя школа №5 отдела образования по Атбасарскому району» управления "
       "образования Акмолинской области об оказании государственных услуг",
        "КГУ «Средняя школа №5 отдела образования по Атбасарскому району» управления образования "
        "Акмолинской области");
    RU("Отчет КГКП «Ясли-сад «Балапан» города Семей»", "КГКП «Ясли-сад «Балапан» города Семей»");
    RU("Отчет КГУ «Гимназия №7» управления образования Акмолинской области. Адрес: ул. Абая",
        "КГУ «Гимназия №7» управления образования Акмолинской области");
}

static void
names_run_over_lines(void **state)
{
    const struct institution *in;
    (void)state;
    in = institution_of("h-ru Отчет КГУ «Ресурсный центр\nru «Асыл» города Рудного об оказании "
                        "государственных услуг\nru BODY");
    assert_str(in->name[LANG_RU], "КГУ «Ресурсный центр «Асыл» города Рудного");
    in = institution_of("ru УТВЕРЖДАЮ\nru Директор КГКП «Музыкальная школа имени С.\n"
                        "ru Гумарова» города Семей\nru Аналитическая справка\nru BODY");
    assert_str(in->name[LANG_RU], "КГКП «Музыкальная школа имени С. Гумарова» города Семей");
    in = institution_of(
        "ru «Утверждаю»\nru Директор\nru КГКП «Дворец творчества\nru школьников» акимата\n"
        "ru г. Усть-Каменогорска\nru Г.В. Иванова\nru Аналитическая справка\nru BODY");
    assert_str(
        in->name[LANG_RU], "КГКП «Дворец творчества школьников» акимата города Усть-Каменогорска");
    in = institution_of("kk «БЕКІТЕМІН»\nkk Оскемен қаласы әкімдігінің\nkk «Оқушылар шығармашылық\n"
                        "kk сарайы» КМҚК директоры\nkk Г.В.Иванова\nkk Талдау анықтамасы\nkk BODY");
    assert_str(in->name[LANG_KK], "Өскемен қаласы әкімдігінің «Оқушылар шығармашылық сарайы» КМҚК");
}

static void
the_fullest_parts_are_put_together(void **state)
{
    const struct institution *in;
    (void)state;
    in = institution_of(
        "kk Өскемен қаласы әкімдігінің «№6 БЖСМ» КММ директоры БЕКІТКЕН\n"
        "kk Сыбайлас жемқорлыққа қарсы мониторинг нәтижесі\n"
        "kk 1. Мониторинг нысаны: «№6 балалар-жасөспірімдер спорт мектебі» КММ қызметі.\nkk BODY");
    assert_str(in->name[LANG_KK],
        "Өскемен қаласы әкімдігінің «№6 балалар-жасөспірімдер спорт мектебі» КММ");
}

static void
the_reporter_is_not_its_superior_nor_a_contractor(void **state)
{
    const struct institution *in;
    (void)state;
    in = institution_of(
        "ru УТВЕРЖДАЮ\nru Руководитель ГУ «Отдел образования по городу Риддер»\nru ОТЧЕТ\n"
        "ru об оказании государственных услуг КГУ «Школа-лицей №3» города Риддера\nru BODY\n"
        "ru Договор заключен с ТОО «СтройСервис», договор исполнен ТОО «СтройСервис» в срок, "
        "ТОО «СтройСервис» замечаний не имеет.");
    assert_str(in->name[LANG_RU], "КГУ «Школа-лицей №3» города Риддера");
    in = institution_of(
        "ru Отчет ГУ «Отдел образования по Глубоковскому району» об оказании государственных "
        "услуг\nru Адрес: п. Глубокое, ул. Поповича, 15\nru BODY");
    assert_str(in->name[LANG_RU], "ГУ «Отдел образования по Глубоковскому району»");
    assert_str(in->locality[LANG_RU], "Глубокое");
    in = institution_of(
        "ru Сводный отчет\nru об оказании государственных услуг\n"
        "ru ГУ «Отдел образования по городу Семей»\nc-ru 1 1 КГУ «Средняя школа №1»\n"
        "c-ru 2 1 КГУ «Средняя школа №2»\nc-ru 3 1 КГУ «Средняя школа №1»\nru BODY");
    assert_str(in->name[LANG_RU], "ГУ «Отдел образования по городу Семей»");
}

static void
both_languages_give_one_key(void **state)
{
    static const char ru[] =
        "ru Отчет КГКП «Ясли-сад №112 «Айналайын» отдела образования по городу "
        "Усть-Каменогорску об оказании государственных услуг\nru BODY\n";
    static const char kk[] =
        "kk Өскемен қаласы бойынша білім бөлімінің «№112 «Айналайын» бөбекжай-бақшасы» КМҚК "
        "мемлекеттік қызметтер көрсету туралы есебі\nkk BODY\n";
    char both[4096];
    (void)state;
    assert_str(institution_of(ru)->key, "kgkp:nursery:112:аиналаиын:oskemen");
    assert_str(institution_of(kk)->key, "kgkp:nursery:112:аиналаиын:oskemen");
    snprintf(both, sizeof both, "%s%s", kk, ru);
    assert_str(institution_of(both)->key, "kgkp:nursery:112:аиналаиын:oskemen");
    assert_str(d.institution.legal_form, "КГКП");
    assert_str(d.institution.locality[LANG_KK], "Өскемен");
}

static void
different_institutions_have_different_keys(void **state)
{
    static const char *const names[] = {"КГУ «Средняя школа №5» акимата города Семей",
        "КГУ «Средняя школа №15» акимата города Семей",
        "КГУ «Средняя школа №5» акимата города Риддера",
        "КГУ «Школа-гимназия №5» акимата города Семей", "КГКП «Ясли-сад №5» акимата города Семей",
        "КГУ «Средняя школа имени Абая» акимата города Семей",
        "КГУ «Средняя школа имени Ауэзова» акимата города Семей",
        "КГУ «Основная средняя школа №5» акимата города Семей",
        "КГУ «Средняя школа села Мариновка» отдела образования по Атбасарскому району",
        "КГУ «Средняя школа села Борисовка» отдела образования по Атбасарскому району",
        "КГУ «Средняя школа села Мариновка» отдела образования по Жаксынскому району"};
    enum { COUNT = sizeof names / sizeof *names };
    char keys[COUNT][200];
    (void)state;
    for (size_t i = 0; i < COUNT; i++) {
        char text[1024];
        struct str key;
        snprintf(text, sizeof text, "ru Аналитическая справка по внутреннему анализу в %s\nru BODY",
            names[i]);
        key = institution_of(text)->key;
        snprintf(keys[i], sizeof keys[i], "%.*s", (int)key.len, key.p);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(keys[k], keys[i]);
    }
}

static void
a_bin_is_checked(void **state)
{
    (void)state;
    assert_true(institution_bin_valid(STR("990240004569")));
    assert_true(institution_bin_valid(STR("990240000105")));
    assert_true(institution_bin_valid(STR("990240000117")));
    assert_false(institution_bin_valid(STR("990240004560")));
    for (int digit = 0; digit < 10; digit++) {
        char bin[] = "990240000180";
        bin[11] = (char)('0' + digit);
        assert_false(institution_bin_valid((struct str){bin, 12}));
    }
    assert_false(institution_bin_valid(STR("000000000000")));
    assert_false(institution_bin_valid(STR("99024000456")));
    assert_false(institution_bin_valid(STR("99024000456X")));
}

static void
a_right_bin_is_the_key(void **state)
{
    (void)state;
    assert_str(
        institution_of("ru Отчет КГУ «Гимназия №7» города Семей об оказании государственных услуг\n"
                       "ru БИН/ИИН: 9902 4000 0105, тел. 8 (7222) 26-56-53\nru BODY")
            ->key,
        "990240000105");
    assert_str(
        institution_of(
            "kk «№7 гимназия» КММ (БСН 990240004560) мемлекеттік қызметтер туралы есебі\nkk BODY")
            ->bin,
        "990240004560");
    assert_str(d.institution.key, "kgu:gymnasium:7::");
}

static void
authorities_have_forms_and_lists_of_their_own(void **state)
{
    (void)state;
    RU("Справка о внутреннем анализе КГУ «Сельская библиотека» Аягозского районного отдела "
       "культуры и развития языков",
        "КГУ «Сельская библиотека» Аягозского районного отдела культуры и развития языков");
    RU("Справка о внутреннем анализе КГУ «Музей «Мұра» управления культуры, архивов и "
       "документации области Абай",
        "КГУ «Музей «Мұра» управления культуры, архивов и документации области Абай");
    RU("Справка о внутреннем анализе КГКП «Колледж связи» КГУ «Управление образования акимата "
       "Павлодарской области»",
        "КГКП «Колледж связи» КГУ «Управление образования акимата Павлодарской области»");
    KK("«Павлодар облысы әкімдігінің білім басқармасы» КММ «Байланыс колледжі» КМҚК ішкі "
       "талдауының анықтамасы",
        "«Павлодар облысы әкімдігінің білім басқармасы» КММ «Байланыс колледжі» КМҚК");
    KK("Абай облысы білім басқармасының «Шуақ» арнайы мектеп-интернаты» КММ ішкі талдауының "
       "анықтамасы",
        "Абай облысы білім басқармасының «Шуақ» арнайы мектеп-интернаты» КММ");
    arena_free(&arena);
}

/* A letter's head names to whom it goes, a stamp the authority that agreed. */
static void
whom_a_letter_is_for_does_not_report(void **state)
{
    const struct institution *in;
    (void)state;
    in = institution_of("kk Зайсан ауданы бойынша білім бөліміне\nkk ТАЛДАМАЛЫҚ АНЫҚТАМА\n"
                        "kk Шығыс Қазақстан облысы білім басқармасы Зайсан ауданы бойынша білім "
                        "бөлімінің «Балалар өнер мектебі» КМҚК өз жұмысын жүргізеді.\nkk BODY");
    assert_str(in->name[LANG_KK],
        "Шығыс Қазақстан облысы білім басқармасы Зайсан ауданы бойынша білім бөлімінің «Балалар "
        "өнер мектебі» КМҚК");
    in = institution_of("kk Абай облысы білім басқармасының басшысы А. Сейітоваға\n"
                        "kk 2021 жылғы мемлекеттік қызметтер туралы ақпарат\nkk BODY");
    assert_null(in->name[LANG_KK].p);
    in = institution_of("ru В управление образования города Шымкент\nru Отчет\n"
                        "ru ТОО «Балабақша «Нұр» оказывает одну услугу.\nru BODY");
    assert_str(in->name[LANG_RU], "ТОО «Балабақша «Нұр»");
    in = institution_of("ru Согласовано\nru ГУ «Управление спорта Абайской области»\n"
                        "ru Аналитическая справка\nru Внутренний анализ проведен в КГУ «Спортивная "
                        "школа №3» управления спорта Абайской области.\nru BODY");
    assert_str(in->name[LANG_RU], "КГУ «Спортивная школа №3» управления спорта Абайской области");
}

/* A title may name the institution without form and marks; the prose then tells its name. */
static void
the_full_name_wins_over_that_of_a_title(void **state)
{
    const struct institution *in;
    (void)state;
    in = institution_of("kk Талғар қызмет көрсету колледжінің 2020-2021 оқу жылындағы ішкі талдау "
                        "анықтамасы\nkk Алматы облысы білім басқармасының «Талғар қызмет көрсету "
                        "колледжі» МКҚК ішкі талдау жасады.\nkk BODY");
    assert_str(in->name[LANG_KK],
        "Алматы облысы білім басқармасының «Талғар қызмет көрсету колледжі» МКҚК");
    in = institution_of("ru Детский сад № 5 «Айгөлек» за 2023 год\nru Аналитическая справка\n"
                        "ru Справка составлена в КГКП «Детский сад № 5 «Айгөлек» города Семей.\n"
                        "ru BODY");
    assert_str(in->name[LANG_RU], "КГКП «Детский сад №5 «Айгөлек» города Семей");
}

static void
names_without_marks_end_where_they_should(void **state)
{
    (void)state;
    RU("Справка о внутреннем анализе в КГУ Средняя школа № 2 имени М. Ауэзова за 2022 год",
        "КГУ «Средняя школа №2 имени М. Ауэзова»");
    RU("Отчет детского сада «Радуга» города Аксай об оказании государственных услуг",
        "Детский сад «Радуга» города Аксай");
    RU("Справка о внутреннем анализе в КГУ «Школа-гимназия N 5» города Семей",
        "КГУ «Школа-гимназия №5» города Семей");
    RU("Отчет ЖШС «Ақ Отау» об оказании государственных услуг", "ТОО «Ақ Отау»");
    RU("Отчет ИП «Детский сад «Умка» об оказании государственных услуг", "ИП «Детский сад «Умка»");
    KK("Риддер қаласының №7 «Бұлақ» бөбекжай-бақшасының 2021 жылғы мемлекеттік қызметтер туралы "
       "есебі",
        "Риддер қаласының №7 «Бұлақ» бөбекжай-бақшасы");
    KK("Абай атындағы № 2 орта мектептің 2022 жылғы ішкі талдау анықтамасы",
        "Абай атындағы №2 орта мектеп");
    KK("Теміртау қаласының С. Сейфуллин атындағы № 7 гимназиясында 2018 жылы жүргізілген ішкі "
       "талдау анықтамасы",
        "Теміртау қаласының С. Сейфуллин атындағы №7 гимназиясы");
    KK("Колледжінің 2020 жылғы ішкі талдау анықтамасы\nkk Әйтеке би кентіндегі «№ 15 «Балдырған» "
       "бөбекжайы» КМҚК төмендегі мәліметті жолдайды.",
        "«№15 «Балдырған» бөбекжайы» КМҚК");
}

static void
authorities_are_for_anything(void **state)
{
    (void)state;
    RU("Справка о внутреннем анализе КГУ «Краеведческий музей» управления культуры, развития "
       "языков "
       "и архивного дела области Абай",
        "КГУ «Краеведческий музей» управления культуры, развития языков и архивного дела области "
        "Абай");
    RU("Отчет КГКП «Центр «Жас Қыран» управления по вопросам молодежной политики города Алматы",
        "КГКП «Центр «Жас Қыран» управления по вопросам молодежной политики города Алматы");
    RU("Справка о внутреннем анализе КГКП «Детский сад «Сказка» села Новая Шульба» отдела "
       "образования по Бородулихинскому району",
        "КГКП «Детский сад «Сказка» села Новая Шульба» отдела образования по Бородулихинскому "
        "району");
    KK("Абай облысы мәдениет, тілдерді дамыту және архив ісі басқармасының «Үржар музейі» КММ ішкі "
       "талдау анықтамасы",
        "Абай облысы мәдениет, тілдерді дамыту және архив ісі басқармасының «Үржар музейі» КММ");
    KK("Павлодар облысы Тереңкөл ауданы «Қызылтаң ауылдық округі әкімінің аппараты» ММ ішкі талдау "
       "анықтамасы",
        "Павлодар облысы Тереңкөл ауданы «Қызылтаң ауылдық округі әкімінің аппараты» ММ");
    arena_free(&arena);
}

/* Who reports is named before its contractors, however often they are; of bodies in the head it is
 * not the one that agreed. */
static void
the_reporter_is_named_before_others(void **state)
{
    const struct institution *in;
    (void)state;
    in = institution_of(
        "ru Аналитическая справка\nru Анализ проведен в КГУ «Гимназия №7» (далее – учреждение) на "
        "основании приказа. Питание обеспечивает ТОО «Асар». Договор с ТОО «Асар» исполнен, к ТОО "
        "«Асар» замечаний нет.\nru BODY");
    assert_str(in->name[LANG_RU], "КГУ «Гимназия №7»");
    in = institution_of("ru ГУ «Отдел культуры Абайского района»\nru На Ваш запрос № 5\n"
                        "ru Информация\nru Во исполнение письма КГУ «Музей «Мұра» направляет "
                        "сведения.\nru BODY");
    assert_str(in->name[LANG_RU], "КГУ «Музей «Мұра»");
    in = institution_of(
        "c-ru 1 1 СОГЛАСОВАНО\nc-ru 1 2 УТВЕРЖДАЮ\n"
        "c-ru 2 1 Руководитель ГУ «Отдел культуры Абайского района»\n"
        "c-ru 2 2 Руководитель ГУ «Отдел спорта Абайского района»\nru Аналитическая справка\n"
        "ru BODY");
    assert_str(in->name[LANG_RU], "ГУ «Отдел спорта Абайского района»");
    in = institution_of("ru УТВЕРЖДАЮ\nru Руководитель ГУ «Управление спорта области Абай»\n"
                        "ru Аналитическая справка\nru В ведении управления находятся КГУ "
                        "«Спортивная школа №1» управления спорта области Абай и КГУ «Спортивная "
                        "школа №2» управления спорта области Абай.\nru BODY");
    assert_str(in->name[LANG_RU], "ГУ «Управление спорта области Абай»");
    arena_free(&arena);
}

static void
no_name_is_a_finding(void **state)
{
    (void)state;
    institution_of("ru Аналитическая справка\nru BODY");
    assert_null(d.institution.name[LANG_RU].p);
    assert_str(d.institution.key, "document:");
    assert_non_null(d.findings);
    assert_int_equal(d.findings->code, FINDING_institution_unknown);
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(russian_names_are_taken_apart),
    cmocka_unit_test(kazakh_names_are_taken_apart),
    cmocka_unit_test(names_say_what_they_are_under),
    cmocka_unit_test(chains_go_on_behind_a_name_with_a_place),
    cmocka_unit_test(names_run_over_lines),
    cmocka_unit_test(the_fullest_parts_are_put_together),
    cmocka_unit_test(the_reporter_is_not_its_superior_nor_a_contractor),
    cmocka_unit_test(both_languages_give_one_key),
    cmocka_unit_test(different_institutions_have_different_keys),
    cmocka_unit_test(a_bin_is_checked),
    cmocka_unit_test(a_right_bin_is_the_key),
    cmocka_unit_test(authorities_have_forms_and_lists_of_their_own),
    cmocka_unit_test(whom_a_letter_is_for_does_not_report),
    cmocka_unit_test(the_full_name_wins_over_that_of_a_title),
    cmocka_unit_test(names_without_marks_end_where_they_should),
    cmocka_unit_test(authorities_are_for_anything),
    cmocka_unit_test(the_reporter_is_named_before_others),
    cmocka_unit_test(no_name_is_a_finding),
};

MADE_MAIN(tests)
