#include "made.h"

#include "normalize/part.h"

static struct arena arena;

/* The parts as "ru:analysis_note kk:..." */
static const char *
parts_of(const char *text)
{
    static char out[512];
    struct document d;
    size_t n = 0;
    made_document(&d, &arena, text);
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    out[0] = '\0';
    for (size_t i = 0; i < d.nparts; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s:%s", i ? " " : "",
            lang_name(d.parts[i].lang), form_name(d.parts[i].form));
    for (size_t i = 0; i < d.nblocks; i++)
        assert_true(d.blocks[i].part >= 0 && d.blocks[i].part < (int)d.nparts);
    return out;
}

#define PARTS(text, parts) assert_string_equal(parts_of(text), parts)

static void
titles_tell_the_form(void **state)
{
    (void)state;
    PARTS("ru АНАЛИТИЧЕСКАЯ СПРАВКА\nru BODY", "ru:analysis_note");
    PARTS("ru Справка о результатах проведенного внутреннего анализа\nru BODY", "ru:analysis_note");
    PARTS(
        "ru Справка\nru по внутреннему анализу коррупционных рисков\nru BODY", "ru:analysis_note");
    PARTS("kk Талдамалық анықтама\nkk BODY", "kk:analysis_note");
    PARTS("kk сыбайлас жемқорлық қаупін ішкі талдау қортындысы бойынша\nkk талдау анықтамасы\nkk "
          "BODY",
        "kk:analysis_note");
    PARTS("kk АНЫҚТАМА\nkk сыбайлас жемқорлық тәуекелдеріне жүргізілген ішкі талдау бойынша\n"
          "kk BODY",
        "kk:analysis_note");
    PARTS("ru Отчет по итогам проведения антикоррупционного мониторинга\nru BODY",
        "ru:monitoring_result");
    PARTS("kk Сыйбайлас жемқорлыққа карсы мониторинг нәтижесі\nkk BODY", "kk:monitoring_result");
    PARTS("ru ОТЧЕТ\nru об оказании государственных услуг за 2022 год\nru BODY",
        "ru:services_report");
    PARTS("kk 2023 жылғы мемлекеттік көрсетілетін қызметтер жөніндегі ақпарат\nkk BODY",
        "kk:services_report");
    PARTS("ru Информация по мониторингу качества оказания государственных услуг\nru BODY",
        "ru:services_report");
    PARTS("ru Протокол общего собрания\nru Обсудили подготовку к новому году и ремонт крыши здания "
          "школы.",
        "ru:other");
}

static void
parts_may_stand_in_any_order(void **state)
{
    (void)state;
    PARTS("kk Талдау анықтамасы\nkk BODY\nkk Сыбайлас жемқорлыққа қарсы мониторинг нәтижелері\n"
          "kk I. Кіріспе бөлімі\nkk BODY\nru «УТВЕРЖДАЮ» Директор школы\nru Аналитическая "
          "справка\nru BODY\n"
          "ru Результаты антикоррупционного мониторинга\nru I. Вводная часть\nru BODY",
        "kk:analysis_note kk:monitoring_result ru:analysis_note ru:monitoring_result");
}

static void
a_part_without_title_is_the_twin_of_the_other_language(void **state)
{
    (void)state;
    PARTS("ru Аналитическая справка\nru BODY\nkk BODY", "ru:analysis_note kk:analysis_note");
    PARTS("kk BODY\nru Результаты антикоррупционного мониторинга\nru BODY",
        "kk:monitoring_result ru:monitoring_result");
}

static void
a_bilingual_head_is_no_part(void **state)
{
    (void)state;
    PARTS("kk «КЕЛІСІЛДІ» білім бөлімінің басшысы\nru «УТВЕРЖДАЮ» Директор\nkk АНЫҚТАМА\n"
          "ru Аналитическая справка\nru BODY",
        "ru:analysis_note");
    PARTS("kk ТАЛДАМАЛЫҚ АНЫҚТАМА\nru АНАЛИТИЧЕСКАЯ СПРАВКА\nkk BODY\nru BODY",
        "kk:analysis_note ru:analysis_note");
}

static void
sections_and_mentions_are_no_titles(void **state)
{
    (void)state;
    PARTS("ru Аналитическая справка\nru BODY\nru Оказание государственных услуг\nru BODY\n"
          "ru Результаты антикоррупционного мониторинга за 2022 год размещены на сайте отдела "
          "образования.\n"
          "ru Рекомендации\nru BODY",
        "ru:analysis_note");
    PARTS("ru Результат антикоррупционного мониторинга\n"
          "ru (на основе типовых правил проведения внутреннего анализа коррупционных рисков)\nru "
          "BODY",
        "ru:monitoring_result");
    PARTS(
        "ru Аналитическая справка\nru BODY\nru Аналитическая справка\nru BODY", "ru:analysis_note");
}

static void
a_sentence_in_the_other_language_is_no_part(void **state)
{
    (void)state;
    PARTS("ru Аналитическая справка\nru BODY\nkk Ақпарат стендте екі тілде орналасқан.\nru "
          "BODY\nru BODY",
        "ru:analysis_note");
}

static void
languages_may_stand_side_by_side(void **state)
{
    (void)state;
    PARTS("c-kk 1 1 Талдамалық анықтама\nc-ru 1 2 Аналитическая справка\n"
          "c-kk 2 1 Ұйым үш мемлекеттік қызмет көрсетеді, есепті кезеңде 548 адам жүгінді, ол "
          "жалпы оқушылар "
          "санының 48,8 % құрайды. Мерзімі бұзылған қызмет болған жоқ, шағым түскен жоқ. "
          "Қызметкерлерді басқару: "
          "штат бойынша 87,25 бірлік, нақты 79 адам, оның ішінде 58 педагог. Ауысқан 7 адам, бұл "
          "8,9% құрайды. "
          "Мүдделер қақтығысы фактілері орын алған жоқ.\n"
          "c-ru 2 2 Организация оказывает три государственные услуги, за отчетный период "
          "обратилось 548 человек, "
          "что составляет 48,8% от общего числа обучающихся. Жалоб не поступало. Управление "
          "персоналом: по штату "
          "87,25 единицы, фактически 79 человек, из них 58 педагогов. Сменяемость составила 7 "
          "человек – 8,9%. "
          "Фактов конфликта интересов нет.",
        "kk:analysis_note ru:analysis_note");
}

static void
paragraphs_and_translations_may_take_turns(void **state)
{
    (void)state;
    PARTS("ru Аналитическая справка\nkk Талдамалық анықтама\nru BODY-1\nkk BODY-1\nru BODY-2\nkk "
          "BODY-2\n"
          "ru BODY-3\nkk BODY-3\nru BODY-1\nkk BODY-1\nru BODY-2\nkk BODY-2",
        "ru:analysis_note kk:analysis_note");
}

static void
page_headers_and_comments_belong_to_no_part(void **state)
{
    struct document d;
    (void)state;
    made_document(&d, &arena, "ru Школа №5\nru Аналитическая справка\nru BODY\nru примечание");
    d.blocks[0].kind = BLOCK_HEADER;
    d.blocks[d.nblocks - 1].kind = BLOCK_COMMENT;
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(d.nparts, 1);
    assert_int_equal(d.blocks[0].part, -1);
    assert_true(d.blocks[0].silent);
    assert_int_equal(d.blocks[1].part, 0);
    assert_false(d.blocks[1].silent);
    assert_true(d.blocks[d.nblocks - 1].silent);
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(titles_tell_the_form),
    cmocka_unit_test(parts_may_stand_in_any_order),
    cmocka_unit_test(a_part_without_title_is_the_twin_of_the_other_language),
    cmocka_unit_test(a_bilingual_head_is_no_part),
    cmocka_unit_test(sections_and_mentions_are_no_titles),
    cmocka_unit_test(a_sentence_in_the_other_language_is_no_part),
    cmocka_unit_test(languages_may_stand_side_by_side),
    cmocka_unit_test(paragraphs_and_translations_may_take_turns),
    cmocka_unit_test(page_headers_and_comments_belong_to_no_part),
};

MADE_MAIN(tests)
