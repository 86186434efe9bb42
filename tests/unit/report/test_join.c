#include "unit.h"

#include "report/join.h"
#include "report/select.h"

/* A cell as "value/step" in the languages given. */
static struct cell
cell(const char *value, const char *step, uint8_t langs)
{
    struct decimal v, s;
    assert_true(decimal_parse(str_of(value), &v));
    assert_true(decimal_parse(str_of(step), &s));
    return (struct cell){.units = v.units,
        .scale = (uint8_t)v.scale,
        .step_units = s.units,
        .step_scale = (uint8_t)s.scale,
        .status = CELL_SINGLE,
        .langs = langs};
}

static void
cells_join_within_rounding(void **state)
{
    static const struct {
        const char *a, *a_step, *b, *b_step;
        const char *value; /* NULL for a conflict */
    } cases[] = {
        {"73", "1", "73", "1", "73"},
        {"73", "1", "74", "1", NULL},
        {"93.73", "0.01", "93.7", "0.1", "93.73"},
        {"93.7", "0.1", "93.75", "0.01", "93.75"},
        {"93.7", "0.1", "93.76", "0.01", NULL},
        {"93", "1", "93.5", "0.1", "93.5"},
        {"93", "1", "93.73", "0.01", NULL},
        {"1156000000", "1000000", "1155612340", "1", "1155612340"},
        {"1156000000", "1000000", "1154612340", "1", NULL},
        {"-9", "1", "9", "1", NULL},
        {"-9", "1", "-9.4", "0.1", "-9.4"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (int turned = 0; turned < 2; turned++) {
            struct cell x = cell(cases[i].a, cases[i].a_step, STATED_RU);
            struct cell y = cell(cases[i].b, cases[i].b_step, STATED_KK);
            struct cell *into = turned ? &y : &x;
            join_cell(into, turned ? &x : &y);
            assert_int_equal(into->langs, STATED_RU | STATED_KK);
            if (!cases[i].value) {
                assert_int_equal(into->status, CELL_CONFLICT);
                continue;
            }
            struct decimal wanted;
            assert_true(decimal_parse(str_of(cases[i].value), &wanted));
            assert_int_equal(into->status, CELL_AGREE);
            assert_int_equal(decimal_cmp(cell_value(into), wanted), 0);
        }
}

static void
a_conflict_stays_one(void **state)
{
    struct cell x = cell("5", "1", STATED_RU), y = x;
    (void)state;
    x.status = CELL_CONFLICT;
    join_cell(&x, &y);
    assert_int_equal(x.status, CELL_CONFLICT);
    join_cell(&y, &x);
    assert_int_equal(y.status, CELL_CONFLICT);
    assert_int_equal(y.units, 0);
}

static void
one_language_stays_single(void **state)
{
    struct cell x = cell("5", "1", STATED_RU), y = x;
    (void)state;
    join_cell(&x, &y);
    assert_int_equal(x.status, CELL_SINGLE);
}

static void
names_sort_as_people_expect(void **state)
{
    (void)state;
    assert_true(select_compare_text(STR("9"), STR("54")) < 0);
    assert_true(select_compare_text(STR("a9b"), STR("A54")) < 0);
    assert_true(select_compare_text(STR("a007"), STR("a7b")) < 0);
    assert_true(select_compare_text(STR("\xD0\xAF"), STR("\xD1\x8F")) == 0);
    assert_true(select_compare_text(STR("a"), STR("ab")) < 0);
    assert_true(select_compare_text(STR(""), STR("")) == 0);
    static const char *const alphabet[] = {"а", "Ә", "б", "г", "ғ", "е", "ё", "к", "Қ", "н", "ң",
        "о", "ө", "у", "ұ", "ү", "х", "һ", "ы", "і", "ь", "я"};
    for (size_t i = 1; i < sizeof alphabet / sizeof *alphabet; i++)
        assert_true(select_compare_text(str_of(alphabet[i - 1]), str_of(alphabet[i])) < 0);
}

static void
short_names(void **state)
{
    static const struct {
        const char *name, *wanted;
    } cases[] = {
        {"KGU \xC2\xAB"
         "School 54\xC2\xBB of the city",
            "School 54"},
        {"\xC2\xAB"
         "No 112 \xC2\xAB"
         "Star\xC2\xBB garden\xC2\xBB KMM",
            "No 112 \xC2\xAB"
            "Star\xC2\xBB garden"},
        {"\xC2\xAB"
         "Library \xC2\xAB"
         "Parasat\xC2\xBB of the city",
            "Library \xC2\xAB"
            "Parasat\xC2\xBB"},
        {"KGU \"School\" x", "School"},
        {"no marks", "no marks"},
        {"\xC2\xBB odd \xC2\xAB", "\xC2\xBB odd \xC2\xAB"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct institution in = {.name = {str_of(cases[i].name), STR("")}};
        assert_true(str_eq(institution_short(&in, LANG_RU), str_of(cases[i].wanted)));
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(cells_join_within_rounding),
    cmocka_unit_test(a_conflict_stays_one),
    cmocka_unit_test(one_language_stays_single),
    cmocka_unit_test(names_sort_as_people_expect),
    cmocka_unit_test(short_names),
};

UNIT_MAIN(tests)
