#include "made.h"

#include "normalize/conduct.h"
#include "normalize/institution.h"
#include "normalize/naming.h"
#include "normalize/part.h"
#include "normalize/people.h"
#include "normalize/period.h"

static struct arena arena;

/* The sentences in English of what is found, " | " between. */
static const char *
remarks_on(const char *text)
{
    static char out[2048];
    struct document d;
    size_t n = 0;
    made_document(&d, &arena, text);
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(institution_find(made_reference, &d), STATUS_OK);
    assert_int_equal(period_find(made_reference, &d), STATUS_OK);
    assert_int_equal(people_find(made_reference, &d), STATUS_OK);
    assert_int_equal(conduct_find(made_reference, &d), STATUS_OK);
    assert_int_equal(naming_find(made_reference, &d), STATUS_OK);
    out[0] = '\0';
    for (const struct found *f = d.findings; f; f = f->next) {
        if (f->code == FINDING_institution_unknown || f->code == FINDING_period_unknown)
            continue;
        assert_non_null(f->places);
        n += (size_t)snprintf(
            out + n, sizeof out - n, "%s%.*s", n ? " | " : "", (int)f->text[0].len, f->text[0].p);
    }
    return out;
}

#define REMARKS(text, expected) assert_string_equal(remarks_on(text), expected)
#define STAMP                                                                                                                                      \
    "ru Утверждаю\nru Директор школы А.Б. Сериков\nru «12» января 2019 г.\nru Аналитическая " \
    "справка\nru BODY\n"

static void
a_surname_in_two_spellings_is_found(void **state)
{
    (void)state;
    REMARKS("ru Аналитическая справка\nru BODY\nru Члены группы: Абишева А.Н.\n"
            "ru Результаты антикоррупционного мониторинга\nru I. Вводная часть\nru BODY\n"
            "ru Члены группы: Абишова А.Н.",
        "A surname is spelled in different ways: «Абишева А.Н.»; «Абишова А.Н.».");
}

static void
different_people_are_no_slip(void **state)
{
    (void)state;
    /* gender and case; other initials; both in one list; a language's own spelling */
    REMARKS(
        "ru Аналитическая справка\nru BODY\nru Сериков А.Б., Серикова А.Б., Сериковым А.Б.", "");
    REMARKS("ru Аналитическая справка\nru BODY\nru Члены группы: Абишева А.Н., Абишова К.Н.", "");
    REMARKS("ru Аналитическая справка\nru BODY\nru Члены группы: Ахметова А.Н., Ахмедова А.Н.", "");
    REMARKS("ru Аналитическая справка\nru BODY\nru Руководитель К.Н. Рахимжанов\n"
            "kk Талдамалық анықтама\nkk BODY\nkk Бөлім басшысы Қ.Н. Рахымжанов",
        "");
}

static void
who_approves_should_not_lead(void **state)
{
    (void)state;
    REMARKS(STAMP "ru Председатель рабочей группы: Сериков А.Б.",
        "The person who approves the document heads the working group: «А.Б. Сериков»; «Сериков "
        "А.Б.».");
    REMARKS(STAMP "ru Председатель рабочей группы:\nru Сериков А.Б.\nru Члены группы: Иванов И.И.",
        "The person who approves the document heads the working group: «А.Б. Сериков»; «Сериков "
        "А.Б.».");
    REMARKS(STAMP "ru Председатель рабочей группы: Иванов И.И.\nru Члены: Сериков А.Б.", "");
}

static void
stamps_want_a_date(void **state)
{
    (void)state;
    REMARKS("ru Утверждаю\nru Директор А.Б. Сериков\nru «___» ________ 2019 г.\nru Аналитическая "
            "справка\nru BODY",
        "The approval stamp has no date: «Утверждаю».");
    REMARKS(STAMP "ru Результаты антикоррупционного мониторинга\nru I. Вводная часть\nru BODY",
        "A part of the document has no approval stamp: «Результаты антикоррупционного "
        "мониторинга».");
    REMARKS("ru Аналитическая справка\nru BODY", "");
}

static void
the_days_of_the_work_agree(void **state)
{
    (void)state;
    REMARKS(
        "ru Аналитическая справка\nru В период с 1 по 4 июня 2016 года проведен антикоррупционный "
        "мониторинг.\n"
        "ru BODY\nru Результаты антикоррупционного мониторинга\nru I. Вводная часть\n"
        "ru 3. Период проведения мониторинга: начат 12.12.2016 г. закончен 15.12.2016 г.\nru BODY",
        "The days of the monitoring disagree: «1 по 4 июня 2016 года»; «12.12.2016 г. закончен "
        "15.12.2016 г.».");
    REMARKS("ru Аналитическая справка\nru Внутренний анализ проведен с 8 по 11 января 2018 "
            "года.\nru BODY\n"
            "kk Талдамалық анықтама\nkk Ішкі талдау 2018 жылдың 8-11 қаңтары аралығында "
            "жүргізілді.\nkk BODY",
        "");
    REMARKS("ru Аналитическая справка\nru Внутренний анализ проведен с 8 по 11 января 2018 "
            "года.\nru BODY\n"
            "kk Талдамалық анықтама\nkk Ішкі талдау 2018 жылдың 8-12 қаңтары аралығында "
            "жүргізілді.\nkk BODY",
        "The days of the internal analysis disagree: «8 по 11 января 2018 года»; «2018 жылдың 8-12 "
        "қаңтары».");
}

static void
slips_in_the_name_are_found(void **state)
{
    (void)state;
    REMARKS(
        "kk Өскемен қаласы әкімдігінің «Балалар өнер мектебі» КМҚҚ талдамалық анықтамасы\nkk BODY",
        "There is no such legal form: «КМҚҚ»; right: КМҚК.");
    REMARKS(
        "kk Өскемен қаласы әкімдігінің «Балалар өнер мектебі» КМҚК талдамалық анықтамасы\nkk BODY\n"
        "kk Оскемен қаласы әкімдігінің «Балалар өнер мектебі» КМҚК қызметкерлері жұмыс істейді.",
        "The name of a place is spelled in different ways: «Өскемен»; «Оскемен»; right: Өскемен.");
    /* typed without Kazakh letters throughout: a keyboard, no slip */
    REMARKS(
        "kk Оскемен каласы акимдигинин «Балалар онер мектеби» КМКК талдамалык аныктамасы\nkk BODY",
        "");
}

#define RU_NOTE(name) "ru Аналитическая справка по внутреннему анализу " name "\nru BODY\n"
#define KK_NOTE(name) "kk " name " ішкі талдау анықтамасы\nkk BODY\n"

static void
the_languages_name_one_institution(void **state)
{
    (void)state;
    REMARKS(RU_NOTE("КГУ «Гимназия №54» акимата города Семей")
                KK_NOTE("Семей қаласы әкімдігінің «№54 гимназия» КММ"),
        "");
    REMARKS(RU_NOTE("КГУ «Гимназия №54»") KK_NOTE("«№45 гимназия» КММ"),
        "The institution's number differs between Russian and Kazakh: «КГУ «Гимназия №54»»; ««№45 "
        "гимназия» КММ».");
    REMARKS(RU_NOTE("КГУ «Гимназия №54»") KK_NOTE("«№54 гимназия» КМҚК"),
        "The legal form differs between Russian and Kazakh: «КГУ «Гимназия №54»»; ««№54 гимназия» "
        "КМҚК».");
    REMARKS(RU_NOTE("КГКП «Гимназия №54» города Семей")
                KK_NOTE("Риддер қаласының «№54 гимназия» МКҚК"),
        "The place differs between Russian and Kazakh: «КГКП «Гимназия №54» города Семей»; «Риддер "
        "қаласының «№54 "
        "гимназия» МКҚК».");
}

static void
bins_and_telephones_agree(void **state)
{
    (void)state;
    REMARKS(RU_NOTE("КГУ «Гимназия №5» (БИН 990240000105), тел. 8 (7222) 26-56-53")
                KK_NOTE("«№5 гимназия» КММ (БСН 9902 4000 0105), телефоны: 26-56-53"),
        "");
    REMARKS(RU_NOTE("КГУ «Гимназия №5» (БИН 990240004560)"),
        "The BIN has a wrong check digit: «990240004560».");
    REMARKS(RU_NOTE("КГУ «Гимназия №5» (БИН 990240000105)")
                KK_NOTE("«№5 гимназия» КММ (БСН 990240000117)"),
        "The BIN is given in different ways: «990240000105»; «990240000117».");
    REMARKS(RU_NOTE("КГУ «Гимназия №5», тел. 8 (7222) 26-56-53")
                KK_NOTE("«№5 гимназия» КММ, тел. 8 (7222) 26-56-35"),
        "The telephone differs between Russian and Kazakh: «8 (7222) 26-56-53»; «8 (7222) "
        "26-56-35».");
}

static void
work_before_the_end_is_told(void **state)
{
    (void)state;
    REMARKS("ru Аналитическая справка\nru Анализируемый период: 2016 год.\n"
            "ru Внутренний анализ проведен с 12 по 16 декабря 2016 года.\nru BODY",
        "The work ended before the reported period did: «12 по 16 декабря 2016 года»; the period "
        "ends on "
        "31.12.2016.");
    REMARKS("ru Аналитическая справка\nru Анализируемый период: 2016 год.\n"
            "ru Внутренний анализ проведен с 12 по 16 января 2017 года.\nru BODY",
        "");
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_surname_in_two_spellings_is_found),
    cmocka_unit_test(different_people_are_no_slip),
    cmocka_unit_test(who_approves_should_not_lead),
    cmocka_unit_test(stamps_want_a_date),
    cmocka_unit_test(the_days_of_the_work_agree),
    cmocka_unit_test(slips_in_the_name_are_found),
    cmocka_unit_test(the_languages_name_one_institution),
    cmocka_unit_test(bins_and_telephones_agree),
    cmocka_unit_test(work_before_the_end_is_told),
};

MADE_MAIN(tests)
