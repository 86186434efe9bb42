#include "stated.h"

#include "normalize/check.h"
#include <stdlib.h>
#include <unistd.h>

static struct checks *checks;

static int
setup(void **state)
{
    struct buf why = {0};
    if (stated_setup(state))
        return -1;
    if (checks_load("rules", stated_rules, &checks, &why) != STATUS_OK)
        fail_msg("%s", why.p);
    return 0;
}

static int
teardown(void **state)
{
    checks_free(checks);
    return stated_teardown(state);
}

static struct document *
checked(const char *text)
{
    struct document *d = stated(text);
    assert_int_equal(checks_run(checks, d), STATUS_OK);
    return d;
}

static void
finds(const char *text, const char *want)
{
    assert_string_equal(stated_findings(checked(text)), want);
}

static void
a_share_means_all_that_is_printed_so(void **state)
{
    (void)state;
    /* 143 / 129 is a rise of 10.853 %. */
    finds("service_recipients ru 143; service_recipients_previous ru 129; "
          "service_recipients_change_percent ru 10.9%",
        "");
    finds("service_recipients ru 143; service_recipients_previous ru 129; "
          "service_recipients_change_percent ru 11%",
        "");
    finds("service_recipients ru 143; service_recipients_previous ru 129; "
          "service_recipients_change_percent ru 12%",
        "arithmetic warning service_recipients_change_percent,service_recipients,"
        "service_recipients_previous 12 10.85 | 12 143 129");
    /* One unit of the last digit less: cut off, which is only a remark. */
    finds("service_recipients ru 143; service_recipients_previous ru 129; "
          "service_recipients_change_percent ru 10.8%",
        "arithmetic info service_recipients_change_percent,service_recipients,"
        "service_recipients_previous 10.8 10.85 | 10.8 143 129");
    /* -10.458 %: also where the number falls. */
    finds("service_recipients ru 548; service_recipients_previous ru 612; "
          "service_recipients_change_percent ru -10.4%",
        "arithmetic info service_recipients_change_percent,service_recipients,"
        "service_recipients_previous -10.4 -10.46 | -10.4 548 612");
}

static void
people_mean_themselves(void **state)
{
    (void)state;
    finds("appeals_total kk 52; appeals_individual kk 1; appeals_legal kk 51", "");
    finds("appeals_total kk 52; appeals_individual kk 1; appeals_legal kk 50",
        "arithmetic warning appeals_total,appeals_individual,appeals_legal 52 51 | 52 1 50");
    /* "About 52", or 2 thousand, is not so exact. */
    finds("appeals_total kk 52 about; appeals_individual kk 1; appeals_legal kk 50", "");
    finds("appeals_total kk 2000 step=1000; appeals_individual kk 1000; appeals_legal kk 650", "");
    finds("appeals_total kk 2000 step=1000; appeals_individual kk 1000; appeals_legal kk 400",
        "arithmetic warning appeals_total,appeals_individual,appeals_legal 2000 1400 | "
        "2000 1000 400");
}

static void
what_is_not_stated_is_not_checked(void **state)
{
    (void)state;
    finds("appeals_total kk 52; appeals_individual kk 1", "");
    finds("service_recipients ru 10; service_recipients_previous ru 0; "
          "service_recipients_change_percent ru 100%",
        "");
    finds("turnover_count ru 0; turnover_percent ru 0%; turnover_previous_count ru 3; "
          "turnover_previous_percent ru 5%; staff_actual ru 60",
        "");
}

static void
the_author_is_told_what_he_did(void **state)
{
    (void)state;
    const struct document *d =
        checked("service_recipients ru 1516; service_recipients_previous ru 1743; "
                "service_recipients_change_percent ru -9%; "
                "service_recipients_share_percent ru 57.8%; "
                "service_recipients_previous_share_percent ru 66.8%");
    assert_str(d->findings->text[LANG_RU],
        "Число обращений: было 1743, стало 1516; по расчёту изменение −13,02 %, а указано −9 %. "
        "Похоже, это разность долей в процентных пунктах (−9), а не изменение в процентах.");
    assert_str(d->findings->text[LANG_NONE],
        "Service cases: 1743 before, 1516 now; that is a change of −13.02 %, but −9 % is stated. "
        "It seems to be the difference of the shares in percentage points (−9), not a change in "
        "per cent.");
    assert_true(d->findings->text[LANG_KK].len > 0);
    assert_null(d->findings->next);
}

static void
a_figure_in_conflict_is_tried_by_language(void **state)
{
    (void)state;
    finds("appeals_total ru 52; appeals_total kk 51; appeals_individual ru 1; appeals_legal ru 50",
        "language-conflict error appeals_total | 52 51\n"
        "arithmetic warning appeals_total,appeals_individual,appeals_legal 52 51 | 52 1 50");
    const struct document *d =
        checked("appeals_total ru 52; appeals_total kk 51; appeals_individual ru 1; "
                "appeals_legal ru 50");
    struct str text = d->findings->next->text[LANG_RU];
    assert_true(str_ends(text, STR(" Так по русскому тексту.")));
    /* A language that contradicts itself says nothing; its neighbour still does. */
    finds("appeals_total ru 52; appeals_total ru 51; appeals_total kk 52; "
          "appeals_individual ru 1; appeals_legal ru 50",
        "internal-conflict error appeals_total | 52 51 52\n"
        "arithmetic warning appeals_total,appeals_individual,appeals_legal 52 51 | 52 1 50");
    /* What is not in conflict is not said again. */
    finds("appeals_total ru 52; appeals_individual ru 1; appeals_legal ru 50; staff_actual ru 5; "
          "staff_actual kk 6",
        "language-conflict error staff_actual | 5 6\n"
        "arithmetic warning appeals_total,appeals_individual,appeals_legal 52 51 | 52 1 50");
}

static void
numbers_out_of_bounds_do_no_harm(void **state)
{
    (void)state;
    /* What does not fit into the arithmetic is not checked, and does no harm. */
    finds("service_recipients ru 9223372036854775807; "
          "service_recipients_previous ru 3; service_recipients_change_percent ru 1%",
        "");
    finds("services_electronic ru 9223372036854775807; services_paper ru 9223372036854775807; "
          "service_recipients ru 9223372036854775807",
        "");
}

static void
a_conflict_is_told_which_value_fits(void **state)
{
    (void)state;
    const char *text = "staff_actual ru 52; staff_actual ru 54; staff_planned ru 60.5; "
                       "staff_vacant ru 8.5";
    const struct document *d = checked(text);
    assert_str(d->findings->text[LANG_RU],
        "Документ противоречит себе: Фактическая численность: 52 (рус., справка), "
        "54 (рус., справка). С остальными показателями согласуется 52.");
    d = checked("staff_planned ru 61.25; staff_planned kk 62.15");
    assert_true(
        str_ends(d->findings->text[LANG_NONE], STR(". Digits seem to have changed places.")));
    d = checked("staff_planned ru 61.25; staff_planned kk 60.25");
    assert_true(str_ends(d->findings->text[LANG_NONE], STR("60.25 (Kazakh).")));
    d = checked(text);
    /* No value is picked for that. */
    assert_false(d->figures->next->has_value);
    /* Neither of them fits, or nothing says so. */
    d = checked("staff_actual ru 53; staff_actual ru 54; staff_planned ru 60.5; staff_vacant ru 4");
    assert_true(str_ends(d->findings->text[LANG_NONE], STR("54 (Russian, note).")));
    d = checked("staff_actual ru 53; staff_actual ru 54");
    assert_true(str_ends(d->findings->text[LANG_NONE], STR("54 (Russian, note).")));
}

static void
posts_are_not_people(void **state)
{
    (void)state;
    finds("staff_planned ru 93.73; staff_actual ru 73; staff_vacant ru 0",
        "arithmetic warning staff_vacant,staff_planned,staff_actual 0 20.73 | 0 93.73 73");
    finds("staff_planned ru 47.5; staff_actual ru 45; staff_vacant ru 0", "");
    finds("staff_planned ru 47.5; staff_actual ru 45; staff_vacant ru 2.5", "");
    finds("staff_planned ru 88.5; staff_actual ru 81; staff_vacant ru 5.5",
        "arithmetic info staff_vacant,staff_planned,staff_actual 5.5 7.5 | 5.5 88.5 81");
}

static void
points_are_no_percent(void **state)
{
    (void)state;
    finds("turnover_percent ru 26%; turnover_previous_percent ru 12.5%; "
          "turnover_change_points ru 13.5; turnover_count ru 19; turnover_previous_count ru 18",
        "arithmetic warning turnover_previous_percent,turnover_previous_count,turnover_percent,"
        "turnover_count 12.5 24.63 | 12.5 18 26 19");
    finds("turnover_percent ru 26%; turnover_previous_percent ru 20.5%; "
          "turnover_change_points ru 5.5; turnover_count ru 19; turnover_previous_count ru 15",
        "");
    finds("turnover_percent ru 26%; turnover_previous_percent ru 20.5%; "
          "turnover_change_points ru 5.5%; turnover_count ru 19; turnover_previous_count ru 15",
        "arithmetic info turnover_change_points,turnover_percent,turnover_previous_percent,"
        "turnover_count,turnover_previous_count 5.5 26.67 | 5.5 26 20.5 19 15");
    /* The leavers did rise by 26.7 %. */
    finds("turnover_percent ru 26%; turnover_previous_percent ru 20.5%; "
          "turnover_change_points ru 26.7%; turnover_count ru 19; turnover_previous_count ru 15",
        "");
}

static void
years_the_wrong_way_round_null_nothing(void **state)
{
    (void)state;
    const char *text = "service_recipients ru 1516; service_recipients_previous ru 1743; "
                       "service_recipients_change_percent ru -13% reversed; "
                       "service_recipients_change_percent ru -13%";
    finds(text,
        "internal-conflict error service_recipients_change_percent,service_recipients,"
        "service_recipients_previous | -13 -13");
    const struct figure_value *v = reconcile_get(
        checked(text), rules_figure(stated_rules, STR("service_recipients_change_percent")));
    assert_true(v->has_value);
    assert_int_equal(v->status, STATUS_SINGLE);
    finds("service_recipients_change_percent ru -13% reversed",
        "internal-conflict error service_recipients_change_percent | -13");
}

/* --- files --- */

static char folder[] = "/tmp/svodka-checks-XXXXXX";

/* Loads one file of checks; returns what was wrong with it, without the folder. */
static const char *
loaded(const char *text, struct checks **out)
{
    static struct buf why;
    char path[64];
    if (strchr(folder, 'X'))
        assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/a.checks", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    assert_int_equal(fclose(f), 0);
    buf_clear(&why);
    buf_z(&why, "");
    *out = NULL;
    enum status s = checks_load(folder, stated_rules, out, &why);
    assert_int_equal(s == STATUS_OK, why.len == 0);
    unlink(path);
    rmdir(folder);
    strcpy(folder, "/tmp/svodka-checks-XXXXXX");
    char *slash = strrchr(why.p ? why.p : "", '/');
    return slash && strstr(slash, "a.checks") ? slash + 1 : why.p ? why.p : "";
}

static void
mistakes_are_said_with_their_place(void **state)
{
    static const char *const cases[][2] = {
        {"check x\n  formula: staff_actual = staf\n",
            "a.checks:2:27: a figure or a number is expected, not 'staf'\n"},
        {"check x\n  formula: staff_actual = (1 + 2\n",
            "a.checks:2:33: a bracket is not closed before ''\n"},
        {"check x\n  formula: staff_actual = ((((((((((((((((((((((1\n",
            "a.checks:2:48: nested too deeply: '(1'\n"},
        {"check x\n  formula: staff_actual = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9\n",
            "a.checks:2:58: too many alternatives: ' 9'\n"},
        {"check x\n  formula: staff_actual = 1 2\n", "a.checks:2:29: not expected here: '2'\n"},
        {"check x\n  formula: staff_actual\n",
            "a.checks:2:12: no = != <= >= < or > in 'staff_actual'\n"},
        {"check x\n  formula: staff_actual = 1\n  level: bad\n",
            "a.checks:3:10: a level is info, warning or error, not 'bad'\n"},
        {"check x\n  formula: staff_actual = 1\n  ru: {nothing}\n  kk: a\n  en: a\n",
            "a.checks:3:8: no such figure or value: 'nothing'\n"},
        {"check x\n  formula: staff_actual = 1\n  ru: это {ничто}\n  kk: a\n  en: a\n",
            "a.checks:3:12: no such figure or value: 'ничто'\n"},
        {"check x\n  formula: staff_actual = 1\n  try none: 2\n",
            "a.checks:3:7: no such reason: 'none'\n"},
        {"check x\n  formula: staff_actual = 1\n  formulae: 2\n",
            "a.checks:3:3: not expected here: 'formulae'\n"},
        {"  formula: staff_actual = 1\n", "a.checks:1:3: no check is open here: 'formula'\n"},
        {"chek x\n", "a.checks:1:1: 'check NAME' or 'reason NAME' is expected, not 'chek'\n"},
        {"check x\n", "a.checks:1:1: no formula: 'x'\n"},
        {"check x\n  formula: staff_actual = 1\n  ru: a\n",
            "a.checks:1:1: a text is missing (ru, kk and en are needed): 'x'\n"},
    };
    struct checks *c;
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(loaded(cases[i][0], &c), cases[i][1]);
}

static void
one_line_is_a_check(void **state)
{
    struct checks *c;
    (void)state;
    assert_string_equal(loaded("check x\n  formula: staff_hired <= 2 * [staff_demoted] + 3 | "
                               "staff_actual\n",
                            &c),
        "");
    struct document *d = stated("staff_hired kk 5; staff_actual kk 4");
    assert_int_equal(checks_run(c, d), STATUS_OK);
    assert_string_equal(stated_findings(d), "arithmetic warning staff_hired 5 3 | 5");
    assert_str(d->findings->text[LANG_RU],
        "Не сходится расчёт: Принято на работу: указано 5, по расчёту 3.");
    d = stated("staff_hired kk 5; staff_demoted ru 1");
    assert_int_equal(checks_run(c, d), STATUS_OK);
    assert_string_equal(stated_findings(d), "");
    d = stated("staff_hired kk 5; staff_actual kk 5");
    assert_int_equal(checks_run(c, d), STATUS_OK);
    assert_string_equal(stated_findings(d), "");
    checks_free(c);
}

static void
no_file_is_no_check(void **state)
{
    struct buf why = {0};
    struct checks *c = NULL;
    (void)state;
    assert_int_equal(checks_load("lib", stated_rules, &c, &why), STATUS_OK);
    struct document *d = stated("appeals_total kk 2; appeals_individual kk 1; appeals_legal kk 5");
    assert_int_equal(checks_run(c, d), STATUS_OK);
    assert_null(d->findings);
    checks_free(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_means_all_that_is_printed_so),
        cmocka_unit_test(people_mean_themselves),
        cmocka_unit_test(what_is_not_stated_is_not_checked),
        cmocka_unit_test(the_author_is_told_what_he_did),
        cmocka_unit_test(a_figure_in_conflict_is_tried_by_language),
        cmocka_unit_test(numbers_out_of_bounds_do_no_harm),
        cmocka_unit_test(a_conflict_is_told_which_value_fits),
        cmocka_unit_test(posts_are_not_people),
        cmocka_unit_test(points_are_no_percent),
        cmocka_unit_test(years_the_wrong_way_round_null_nothing),
        cmocka_unit_test(mistakes_are_said_with_their_place),
        cmocka_unit_test(one_line_is_a_check),
        cmocka_unit_test(no_file_is_no_check),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
