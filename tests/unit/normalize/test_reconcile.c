#include "stated.h"

/* "agree 8.85", "conflict" ... of the first figure. */
static const char *
status_of(const char *text)
{
    static const char *const names[] = {"agree", "single", "conflict"};
    static char shown[64];
    struct buf b = {0};
    const struct figure_value *v = stated(text)->figures;
    buf_z(&b, names[v->status]);
    if (v->has_value) {
        buf_char(&b, ' ');
        decimal_write(&b, v->value);
    }
    snprintf(shown, sizeof shown, "%s", b.p);
    buf_free(&b);
    return shown;
}

static void
equal_within_rounding_is_equal(void **state)
{
    static const char *const cases[][2] = {
        {"staff_actual ru 73", "single 73"},
        {"staff_actual ru 73; staff_actual ru 73", "single 73"},
        {"staff_actual ru 73; staff_actual kk 73", "agree 73"},
        {"staff_actual ru 73; staff_actual kk 74", "conflict"},
        {"turnover_percent ru 8.9; turnover_percent kk 8.85", "agree 8.85"},
        {"turnover_percent ru 8.8; turnover_percent kk 8.9", "conflict"},
        {"turnover_percent ru 9; turnover_percent kk 8.5", "agree 8.5"},
        {"turnover_percent ru 9; turnover_percent kk 8.49", "conflict"},
        {"procurement_sum ru 9870000 step=10000; procurement_sum kk 9865400", "agree 9865400"},
        {"procurement_sum ru 9870000 step=10000; procurement_sum kk 9864999", "conflict"},
        {"staff_actual ru 70 about; staff_actual kk 73", "agree 73"},
        {"staff_actual ru 60 about; staff_actual kk 73", "conflict"},
        /* 9 is near both, but they are not near each other. */
        {"turnover_percent ru 9; turnover_percent kk 8.6; turnover_percent kk 9.4", "conflict"},
        {"turnover_change_points ru -4; turnover_change_points kk 4", "conflict"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(status_of(cases[i][0]), cases[i][1]);
}

static void
what_is_exact_wins_over_what_is_about(void **state)
{
    (void)state;
    assert_string_equal(
        status_of("procurement_sum ru 9870123 about; procurement_sum kk 9870000 step=10000"),
        "agree 9870000");
}

static void
a_conflict_shows_every_statement(void **state)
{
    (void)state;
    assert_string_equal(
        stated_findings(stated("staff_actual ru 73; staff_actual ru 73; staff_actual kk 74")),
        "language-conflict error staff_actual | 73 73 74");
    assert_string_equal(
        stated_findings(stated("staff_actual ru 52; staff_actual ru 54; staff_actual kk 52")),
        "internal-conflict error staff_actual | 52 54 52");
    assert_string_equal(
        stated_findings(stated("staff_actual ru 52; staff_actual ru 54; staff_actual kk 60")),
        "internal-conflict error staff_actual | 52 54 60\n"
        "language-conflict error staff_actual | 52 54 60");
    assert_string_equal(stated_findings(stated("staff_actual ru 52; staff_actual kk 52")), "");
}

static void
its_text_says_where_each_value_stands(void **state)
{
    (void)state;
    const struct document *d = stated("staff_planned ru 93.5 part=0; staff_planned ru 94.5 part=2; "
                                      "staff_planned kk 93.5 part=1");
    assert_str(d->findings->text[LANG_RU],
        "Документ противоречит себе: Штатная численность: 93,5 (рус., справка; каз.), "
        "94,5 (рус., мониторинг).");
    assert_str(d->findings->text[LANG_NONE],
        "The document contradicts itself: Approved posts: 93.5 (Russian, note; Kazakh), "
        "94.5 (Russian, monitoring).");
    d = stated("procurement_sum ru 12384600; procurement_sum kk 12348600 part=1");
    assert_str(d->findings->text[LANG_KK],
        "Орысша және қазақша мәтін сәйкес келмейді: Сатып алу сомасы, теңге: "
        "12\u00A0384\u00A0600 (орыс., анықтама), 12\u00A0348\u00A0600 (қаз.).");
}

static void
a_hostile_report_is_a_conflict_told_in_short(void **state)
{
    struct buf text = {0};
    (void)state;
    for (int i = 0; i < 100; i++)
        buf_printf(&text, "%sstaff_actual ru %d", i ? "; " : "", 1000 + i);
    const struct document *d = stated(text.p);
    size_t places = 0;
    for (const struct place *p = d->findings->places; p; p = p->next)
        places++;
    assert_int_equal(places, 100);
    assert_null(d->findings->next);
    assert_true(str_ends(d->findings->text[LANG_NONE], STR("1011 (Russian, note), \u2026.")));
    buf_free(&text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_within_rounding_is_equal),
        cmocka_unit_test(what_is_exact_wins_over_what_is_about),
        cmocka_unit_test(a_conflict_shows_every_statement),
        cmocka_unit_test(its_text_says_where_each_value_stands),
        cmocka_unit_test(a_hostile_report_is_a_conflict_told_in_short),
    };
    return cmocka_run_group_tests(tests, stated_setup, stated_teardown);
}
