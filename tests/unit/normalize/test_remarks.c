#include "made.h"

#include "normalize/conduct.h"
#include "normalize/institution.h"
#include "normalize/naming.h"
#include "normalize/part.h"
#include "normalize/people.h"

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
    d.findings = NULL;
    d.findings_end = &d.findings;
    assert_int_equal(people_find(made_reference, &d), STATUS_OK);
    assert_int_equal(conduct_find(made_reference, &d), STATUS_OK);
    assert_int_equal(naming_find(made_reference, &d), STATUS_OK);
    out[0] = '\0';
    for (const struct found *f = d.findings; f; f = f->next) {
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
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_surname_in_two_spellings_is_found),
    cmocka_unit_test(different_people_are_no_slip),
    cmocka_unit_test(who_approves_should_not_lead),
    cmocka_unit_test(stamps_want_a_date),
    cmocka_unit_test(the_days_of_the_work_agree),
    cmocka_unit_test(slips_in_the_name_are_found),
};

MADE_MAIN(tests)
