#include "made.h"

#include "normalize/act.h"
#include "normalize/part.h"
#include "normalize/period.h"

static struct arena arena;

/* The findings as "act:LAW wrong_date, act:IA_2 repealed"; each quote must be within its block. */
static const char *
verdicts_of(const char *text)
{
    static char out[512];
    struct document d;
    size_t n = 0;
    made_document(&d, &arena, text);
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(period_find(made_reference, &d), STATUS_OK);
    d.findings = NULL;
    d.findings_end = &d.findings;
    assert_int_equal(act_find(made_reference, &d), STATUS_OK);
    out[0] = '\0';
    for (const struct found *f = d.findings; f; f = f->next) {
        assert_int_equal(f->code, FINDING_legal_reference);
        assert_non_null(f->places);
        for (const struct place *p = f->places; p; p = p->next)
            assert_true(document_quote(d.blocks[p->block].text, p->start, p->end).len > 0);
        for (int lang = 0; lang < 3; lang++)
            assert_non_null(f->text[lang].p);
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s %.*s", n ? ", " : "",
            (int)f->subject.len, f->subject.p, (int)f->verdict.len, f->verdict.p);
    }
    return out;
}

#define VERDICTS(text, expected) assert_string_equal(verdicts_of(text), expected)
#define NOTE "ru Аналитическая справка\nru Анализируемый период: 2018 год.\nru "
#define MONITORING                                                                                 \
    "ru Результаты антикоррупционного мониторинга\nru Наблюдаемый период: 2018 год.\nru "
#define KK_NOTE "kk Талдамалық анықтама\nkk Талдау кезеңі: 2018 жыл.\nkk "

static void
right_references_say_nothing(void **state)
{
    (void)state;
    VERDICTS(NOTE
        "На основании Типовых правил проведения внутреннего анализа коррупционных рисков, "
        "утвержденных приказом Председателя Агентства РК от 19.10.2016г. №12 (зарегистрирован в "
        "Министерстве юстиции 21.11.2016 г. под № 14441), проведен анализ.",
        "");
    VERDICTS(NOTE "Анализ проведен по Закону РК от 18 ноября 2015 года № 410-V «О противодействии "
                  "коррупции».",
        "");
    VERDICTS(NOTE
        "Анализ проведен по Закону РК от 18 ноября 2015 года «О противодействии коррупции».",
        "");
    VERDICTS(KK_NOTE "Талдау «Сыбайлас жемқорлыққа қарсы іс-қимыл туралы» 2015 жылғы 18 қарашадағы "
                     "№ 410-V Заңның "
                     "8-бабына және 2016 жылғы 19 қазандағы №12 бұйрығына сәйкес жүргізілді.",
        "");
}

static void
unknown_acts_say_nothing(void **state)
{
    (void)state;
    VERDICTS(NOTE
        "Внутренний анализ проведен на основании приказа директора от 5 декабря 2016 года № 12.",
        "");
    VERDICTS(
        NOTE "Внутренний анализ проведен на основании приказа от 5 декабря 2018 года № 18.", "");
    VERDICTS(NOTE "Услуга оказана по постановлению акимата от 20.08.2015 года № 211.", "");
    VERDICTS(NOTE
        "Закон «О противодействии коррупции» с изменениями от 19 декабря 2015 года изучен.",
        "");
}

static void
wrong_dates_are_found(void **state)
{
    (void)state;
    VERDICTS(NOTE "Закон РК «О противодействии коррупции» от 18 декабря 2015 года № 410-V изучен.",
        "act:LAW wrong_date");
    VERDICTS(KK_NOTE "«Сыйайлас жемқорлыққа қарсы іс-қимыл» туралы 2015 жылдың 18 желтоқсанындағы "
                     "Занды орындау.",
        "act:LAW wrong_date");
    VERDICTS(NOTE "На основании Типовых правил внутреннего анализа, утвержденных приказом "
                  "Председателя Агентства от "
                  "19 ноября 2016 года № 12, проведен анализ.",
        "act:IA_2 wrong_date");
}

static void
registration_is_not_the_act(void **state)
{
    (void)state;
    VERDICTS(NOTE
        "На основании Правил проведения антикоррупционного мониторинга, утвержденных приказом "
        "Министерства от 31 декабря 2015 года №12712.",
        "act:MON_1 registration_number_used");
    VERDICTS(KK_NOTE
        "2015 жылдың 31 желтоқсанындағы № 12712 бүйрүгімен бекітілген мониторинг өткізу Ережелері.",
        "act:MON_1 registration_number_used");
}

static void
acts_have_their_time(void **state)
{
    (void)state;
    VERDICTS(NOTE "Типовые правила внутреннего анализа утверждены приказом Министра от 29 декабря "
                  "2015 года №18.",
        "act:IA_1 repealed");
    VERDICTS(NOTE
        "Мониторинг проведен с 10 по 15 января 2019 года по Правилам проведения антикоррупционного "
        "мониторинга, утвержденным приказом Агентства от 28 января 2020 года № 22.",
        "act:MON_3 not_yet_in_force");
}

static void
each_report_has_its_own_ground(void **state)
{
    (void)state;
    VERDICTS(MONITORING
        "На основании Типовых правил проведения внутреннего анализа (приказ Председателя Агентства "
        "№ 12 от 19.10.2016 г.) проведен мониторинг.",
        "act:IA_2 wrong_act_for_document");
    VERDICTS(MONITORING
        "На основании Правил проведения антикоррупционного мониторинга (приказ от 19.10.2016 г. № "
        "13) "
        "и Типовых правил внутреннего анализа (приказ от 19.10.2016 г. № 12) проведен мониторинг.",
        "");
}

static void
numbers_are_asked_for(void **state)
{
    (void)state;
    VERDICTS(NOTE "На основании Типовых правил внутреннего анализа, утвержденных приказом "
                  "Председателя Агентства от "
                  "19 октября 2016 года, проведен анализ.",
        "act:IA_2 number_missing");
    VERDICTS(NOTE "На основании Типовых правил внутреннего анализа, утвержденных приказом "
                  "Председателя Агентства от "
                  "19 октября 2016 года № 21, проведен анализ.",
        "act:IA_2 wrong_number");
}

static void
a_sentence_may_be_broken_over_lines(void **state)
{
    (void)state;
    VERDICTS(
        "kk Сыбайлас жемқорлыққа қарсы мониторинг нәтижесі\n"
        "kk (2016 жылдың 19 қазанындағы Агенттік Төрағасының бүйрүғымен\n"
        "kk бекітілген жемқорлық қаупі ішкі талдау\nkk қағидаларын өткізудің үлгісі негізінде)\n"
        "kk Бақылау кезеңі: 2016 жыл.",
        "act:IA_2 number_missing, act:IA_2 wrong_act_for_document");
}

static void
an_own_order_has_one_date(void **state)
{
    (void)state;
    VERDICTS(NOTE
        "Группа создана приказом директора от 5 декабря 2018 года № 214-ө, приказ № 7 от "
        "01.12.2018.\n"
        "kk Талдамалық анықтама\n"
        "kk Топ директордың 2018 жылғы 15 желтоқсандағы № 214-ө бұйрығымен, 2018 жылғы 1 "
        "желтоқсандағы № 7 "
        "бұйрықпен құрылды. Талдау кезеңі: 2018 жыл. Ұйымда екі қызметкер бар, олар жұмыс істейді.",
        "act:№ 214-о dates_differ");
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(right_references_say_nothing),
    cmocka_unit_test(unknown_acts_say_nothing),
    cmocka_unit_test(wrong_dates_are_found),
    cmocka_unit_test(registration_is_not_the_act),
    cmocka_unit_test(acts_have_their_time),
    cmocka_unit_test(each_report_has_its_own_ground),
    cmocka_unit_test(numbers_are_asked_for),
    cmocka_unit_test(a_sentence_may_be_broken_over_lines),
    cmocka_unit_test(an_own_order_has_one_date),
};

MADE_MAIN(tests)
