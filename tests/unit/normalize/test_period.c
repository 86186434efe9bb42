#include "made.h"

#include "normalize/part.h"
#include "normalize/period.h"

static struct arena arena;

/* The label of the period of a report with these lines; "" where none is found. */
static const char *
label_of(const char *text)
{
    static char out[64];
    struct document d;
    made_document(&d, &arena, text);
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(period_find(made_reference, &d), STATUS_OK);
    assert_int_equal(d.period_label.p == NULL, d.findings != NULL);
    snprintf(
        out, sizeof out, "%.*s", (int)d.period_label.len, d.period_label.p ? d.period_label.p : "");
    return out;
}

#define LABEL(text, label) assert_string_equal(label_of(text), label)

static void
the_observed_period_is_read_in_any_form(void **state)
{
    (void)state;
    LABEL("ru Наблюдаемый период: деятельность 2016 год.", "2016");
    LABEL("ru Анализируемый период – 2021 календарный год.", "2021");
    LABEL("ru Период анализа: январь–декабрь 2017 года.", "2017");
    LABEL(
        "ru Период: январь - декабрь 2019 года. Сроки проведения: 13–24 января 2020 года.", "2019");
    LABEL("ru Период анализа: 1 января - 31 декабря 2017 года", "2017");
    LABEL("ru Анализируемый период: с 1 июля 2019 года по 30 июня 2020 года.",
        "2019-07-01/2020-06-30");
    LABEL("ru Наблюдаемый период: 2018/2019 учебный год", "2018-2019");
    LABEL("ru Анализ проведен за период с января по декабрь 2022 года.", "2022");
    LABEL("ru Мониторинг за 2021 год в сравнении с 2020 годом проведен комиссией. В 2020 году было "
          "пять жалоб, в 2020 году три.",
        "2021");
    LABEL("ru Результаты мониторинга за 2022-2023 учебный год\nru Наблюдаемый период: с 1 сентября "
          "2022 года по 31 мая 2023 года.",
        "2022-2023");
    LABEL("ru Взяты материалы за январь-сентябрь (9 месяцев) 2024 года. За 9 месяцев 2023 года "
          "принято 5 человек, за 9 месяцев 2023 года уволено 2.",
        "2024-M09");
    LABEL("kk Мониторинг мерзімі 2023 жылдың 11-20 қаңтары, қамтылған кезең – 2022 жыл.", "2022");
    LABEL("kk Бақылау кезеңі: 2016 жыл қызметі.", "2016");
    LABEL("kk Талдау кезеңі – 2017 жылғы қаңтар–желтоқсан.", "2017");
    LABEL("kk Бакылау кезени: 2018-2019 оку жылы.", "2018-2019");
    LABEL("kk Ішкі талдау 2024 жылды қамтыды.", "2024");
    LABEL("ru Рассмотренный период – 2022 год. В 2021 году уволено 5 человек.", "2022");
    LABEL("ru Аналогичный период: 2021 год. За 2022 год уволено 5 человек.", "2022");
    LABEL("ru Рабочей группой рассмотрена деятельность школы за 2021 год. В 2020 году уволено 5, в "
          "2020 году принято 6.",
        "2021");
    LABEL("kk Қарастырылған кезең – 2022-2023 оқу жылы.", "2022-2023");
    LABEL("kk 2022 жылғы қаңтарда 2021 жылғы қызмет талданды. 2020 жылы 5 адам ауысты, 2020 жылы 6 "
          "адам келді.",
        "2021");
    LABEL("kk Талданып отырған кезең – 2018 жыл.", "2018");
}

static void
a_title_names_the_period(void **state)
{
    (void)state;
    LABEL("ru Отчет об оказании государственных услуг за I полугодие 2023 года", "2023-H1");
    LABEL("ru Отчет об оказании государственных услуг за второе полугодие 2021 года", "2021-H2");
    LABEL("ru Отчет об оказании государственных услуг в III квартале 2020", "2020-Q3");
    LABEL("ru Отчет об оказании государственных услуг за 9 месяцев 2023 года", "2023-M09");
    LABEL("ru Отчет об оказании государственных услуг за январь-сентябрь 2023 года", "2023-M09");
    LABEL(
        "ru Аналитическая справка о внутреннем анализе за 2018-2019 годы", "2018-01-01/2019-12-31");
    LABEL("ru Отчет об оказании государственных услуг за I-III кварталы 2023 года", "2023-M09");
    LABEL("ru Отчет об оказании государственных услуг за 1-3 кварталы 2023 года", "2023-M09");
    LABEL(
        "ru Отчет об оказании государственных услуг за 2020 и 2021 годы", "2020-01-01/2021-12-31");
    LABEL("ru Отчет об оказании государственных услуг за 2022 отчетный год", "2022");
    LABEL("ru Аналитическая справка отдела образования\nru (I полугодие 2022 года)\nru За I "
          "полугодие "
          "2021 года обратилось 5 человек, за I полугодие 2021 года уволено 2.",
        "2022-H1");
    LABEL("kk 2023 жылғы 9 айдағы мемлекеттік қызметтер көрсету туралы есебі", "2023-M09");
    LABEL(
        "kk 2022 жылғы ақпан айындағы мемлекеттік қызметтер туралы есебі", "2022-02-01/2022-02-28");
    LABEL("kk 2020 жылдың ІІІ тоқсанында көрсетілген мемлекеттік қызметтер туралы есеп", "2020-Q3");
    LABEL("kk 2023 жылғы I жартыжылдықта мемлекеттік қызметтер көрсету туралы есебі", "2023-H1");
}

/* What part of a year the words around it say. */
static void
a_title_names_part_of_a_year(void **state)
{
    static const char *const ru[][2] = {{"за первые шесть месяцев 2022 года", "2022-H1"},
        {"за истекший период 2023 года (9 месяцев)", "2023-M09"},
        {"в 2023 году за 9 месяцев", "2023-M09"}, {"за 2023 год (январь-сентябрь)", "2023-M09"},
        {"за полугодие 2023 года", "2023-H1"}, {"в первой половине 2023 года", "2023-H1"},
        {"за последний квартал 2023 года", "2023-Q4"}, {"за три квартала 2023 года", "2023-M09"},
        {"за I, II и III кварталы 2023 года", "2023-M09"}, {"за три месяца 2023 года", "2023-Q1"},
        {"за апрель, май и июнь 2023 года", "2023-Q2"},
        {"за май месяц 2023 года", "2023-05-01/2023-05-31"},
        {"за период с сентября 2022 года по май 2023 года", "2022-09-01/2023-05-31"},
        {"за первое полугодие 2022-2023 учебного года", "2022-09-01/2022-12-31"},
        {"с 1 января по 1 июля 2023 года", "2023-H1"},
        {"за 2022-2023 гг.", "2022-01-01/2023-12-31"},
        {"в сравнении с 2022 годом, 2023 год", "2023"}};
    static const char *const kk[][2] = {{"2022 жылдың алғашқы алты айындағы", "2022-H1"},
        {"2022 жылғы 6 айдың қорытындысы бойынша", "2022-H1"},
        {"2022 жылдың I жарты жылдығындағы", "2022-H1"},
        {"2022 жылдың екінші жартысындағы", "2022-H2"},
        {"2022 жылдың алғашқы тоқсанындағы", "2022-Q1"},
        {"2022 жылдың соңғы тоқсанындағы", "2022-Q4"}, {"2022 жылғы ІІІ тоқсанға", "2022-Q3"},
        {"2023 жылғы I-III тоқсандардағы", "2023-M09"},
        {"2023 жылғы I және II тоқсандардағы", "2023-H1"},
        {"2023 жылдың үш тоқсанындағы", "2023-M09"},
        {"2023 жылғы сәуір, мамыр, маусым айларындағы", "2023-Q2"},
        {"2022 жылғы қыркүйектен 2023 жылғы мамырға дейінгі", "2022-09-01/2023-05-31"},
        {"2022 жылмен салыстырғанда 2023 жылғы", "2023"}};
    char text[1024];
    (void)state;
    for (size_t i = 0; i < sizeof ru / sizeof *ru; i++) {
        snprintf(text, sizeof text, "ru Отчет об оказании государственных услуг %s", ru[i][0]);
        LABEL(text, ru[i][1]);
    }
    for (size_t i = 0; i < sizeof kk / sizeof *kk; i++) {
        snprintf(text, sizeof text, "kk %s мемлекеттік қызметтер көрсету туралы есеп", kk[i][0]);
        LABEL(text, kk[i][1]);
    }
}

/* "На 1 октября" is the year up to then; the period itself wins over it. */
static void
a_title_names_the_day_up_to_which(void **state)
{
    (void)state;
    LABEL("ru Отчет об оказании государственных услуг по состоянию на 1 октября 2023 года",
        "2023-M09");
    LABEL("ru Отчет об оказании государственных услуг по состоянию на 01.01.2024 г.", "2023");
    LABEL("ru Отчет об оказании государственных услуг с начала 2023 года по 1 октября", "2023-M09");
    LABEL("ru Отчет об оказании государственных услуг на 1 октября 2023 года за III квартал 2023 "
          "года",
        "2023-Q3");
    LABEL("kk 2023 жылғы 1 шілдедегі жағдай бойынша мемлекеттік қызметтер көрсету туралы есеп",
        "2023-H1");
    LABEL("kk 2023 жыл басынан 1 қазанға дейінгі мемлекеттік қызметтер көрсету туралы есеп",
        "2023-M09");
}

static void
the_observed_period_wins(void **state)
{
    (void)state;
    LABEL("ru Результаты антикоррупционного мониторинга за 2017 год\nru Наблюдаемый период: 2016 "
          "год\n"
          "ru За 2015 год оказано 5 услуг, за 2015 год уволено 7 человек, за 2015 год жалоб нет.",
        "2016");
    LABEL("ru Аналитическая справка за 2019 год\nru В 2020 году обратилось 5 человек, в 2020 году "
          "уволено 7.",
        "2019");
}

static void
the_days_of_the_work_are_no_period(void **state)
{
    (void)state;
    LABEL("ru Результаты мониторинга\nru Период проведения: январь 2023 года.\nru Наблюдаемый "
          "период: 2022 год",
        "2022");
    LABEL(
        "kk Мониторинг нәтижесі\nkk Өткізу кезеңі: 2023 жылғы қаңтар.\nkk Бақылау кезеңі: 2022 жыл",
        "2022");
    LABEL("ru Анализ проведен в период с 10 по 14 июля 2023 года за первое полугодие 2023 года.",
        "2023-H1");
}

static void
a_year_that_is_left_out_follows_from_the_date(void **state)
{
    (void)state;
    LABEL(
        "ru Исх. № 45 от 10.07.2023 г.\nru Отчет об оказании государственных услуг за I полугодие",
        "2023-H1");
    LABEL("ru Исх. № 45 от 10.01.2023 г.\nru Отчет об оказании государственных услуг за IV квартал",
        "2022-Q4");
}

static void
sentences_tell_it_where_nothing_else_does(void **state)
{
    (void)state;
    LABEL("ru В школе за 2016 год обратилось 5 человек. В 2015 году обратилось 7 человек.", "2016");
    LABEL("ru Школа работает. В 2017 году планируется принять 5 человек.", "");
    LABEL(
        "ru В школе за 9 месяцев 2023 года обратилось 5 человек, за 9 месяцев 2023 года уволено 2. "
        "В 9 месяцев 2024 года обратилось 7 человек.",
        "2024-M09");
    LABEL("ru В предыдущем 2020 году было 5 обращений, в предыдущем 2020 году уволен 1.", "2021");
    LABEL("ru До сентября 2023 года школу отремонтируют.", "");
    LABEL("kk 2023 жылғы қыркүйекке дейін мектеп жөнделеді.", "");
    LABEL("ru Ничего не сказано.", "");
}

/* Years and months of a period; to_month is the last one. */
static struct period
months(int year, int first, int to_year, int last, bool school)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return (struct period){{year, first, 1},
        {to_year, last, days[last - 1] + (last == 2 && to_year % 4 == 0)}, school};
}

static void
periods_relate_to_the_reported_one(void **state)
{
    struct period year = months(2016, 1, 2016, 12, false),
                  before = months(2015, 1, 2015, 12, false);
    struct period school = months(2016, 9, 2017, 8, true),
                  school_before = months(2015, 9, 2016, 8, true);
    struct period half = months(2016, 1, 2016, 6, false),
                  half_before = months(2015, 1, 2015, 6, false);
    struct period quarter = {{0, 7, 1}, {0, 9, 30}, false}, q3 = months(2020, 7, 2020, 9, false);
    struct period february = months(2020, 2, 2020, 2, false),
                  february_before = months(2019, 2, 2019, 2, false);
    struct period none = {{0}, {0}, false};
    (void)state;
    assert_int_equal(period_relate(&year, &year), PERIOD_THIS);
    assert_int_equal(period_relate(&year, &before), PERIOD_PREVIOUS);
    assert_int_equal(period_relate(&year, &half), PERIOD_OTHER);
    assert_int_equal(period_relate(&year, &school), PERIOD_THIS);
    assert_int_equal(period_relate(&year, &school_before), PERIOD_PREVIOUS);
    assert_int_equal(period_relate(&school, &year), PERIOD_THIS);
    assert_int_equal(period_relate(&school, &before), PERIOD_PREVIOUS);
    assert_int_equal(period_relate(&school, &school_before), PERIOD_PREVIOUS);
    assert_int_equal(period_relate(&school_before, &school), PERIOD_OTHER);
    assert_int_equal(period_relate(&half, &half_before), PERIOD_PREVIOUS);
    assert_int_equal(period_relate(&half, &year), PERIOD_OTHER);
    assert_int_equal(period_relate(&q3, &quarter), PERIOD_THIS);
    assert_int_equal(period_relate(&year, &quarter), PERIOD_OTHER);
    assert_int_equal(period_relate(&february, &february_before), PERIOD_PREVIOUS);
    assert_int_equal(period_relate(&none, &year), PERIOD_OTHER);
}

/* How many places are quoted that speak of a period which their part does not name. */
static size_t
unstated(const char *text)
{
    struct document d;
    size_t n = 0;
    made_document(&d, &arena, text);
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(period_find(made_reference, &d), STATUS_OK);
    assert_non_null(d.period_label.p);
    for (const struct found *f = d.findings; f; f = f->next)
        for (const struct place *p = f->places; p; p = p->next)
            n++;
    return n;
}

#define RU_NOTE "ru АНАЛИТИЧЕСКАЯ СПРАВКА\nru В отчетном периоде жалоб не было."
#define KK_NOTE "\nkk ТАЛДАМАЛЫҚ АНЫҚТАМА\nkk Есепті кезеңде шағым болған жоқ."

static void
a_part_that_does_not_name_its_period_is_quoted(void **state)
{
    (void)state;
    assert_int_equal(unstated(RU_NOTE KK_NOTE " Талдау кезеңі: 2019 жыл."), 1);
    assert_int_equal(unstated(RU_NOTE " Она составлена за 2019 год." KK_NOTE), 1);
    assert_int_equal(
        unstated(RU_NOTE " Она составлена за 2019 год." KK_NOTE " Талдау кезеңі: 2019 жыл."), 0);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_observed_period_is_read_in_any_form),
    cmocka_unit_test(a_title_names_the_period),
    cmocka_unit_test(a_title_names_part_of_a_year),
    cmocka_unit_test(a_title_names_the_day_up_to_which),
    cmocka_unit_test(the_observed_period_wins),
    cmocka_unit_test(the_days_of_the_work_are_no_period),
    cmocka_unit_test(a_year_that_is_left_out_follows_from_the_date),
    cmocka_unit_test(sentences_tell_it_where_nothing_else_does),
    cmocka_unit_test(periods_relate_to_the_reported_one),
    cmocka_unit_test(a_part_that_does_not_name_its_period_is_quoted),
};

MADE_MAIN(tests)
