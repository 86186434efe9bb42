#include "unit.h"

#include "json.h"

static struct arena arena;

/* The value of a text that must parse. */
static struct json *
parsed(struct str text)
{
    struct json *v = NULL;
    struct buf why = {0};
    if (json_parse(&arena, text, &v, &why) != STATUS_OK)
        fail_msg("%.*s: %s", (int)text.len, text.p, why.p);
    buf_free(&why);
    return v;
}

/* What writing a string gives; valid until the next call. */
static const char *
written(struct str s)
{
    static char out[128];
    struct buf b = {0};
    json_write_str(&b, s);
    assert_true(b.len < sizeof out);
    memcpy(out, b.p, b.len + 1);
    buf_free(&b);
    return out;
}

static int
reset(void **state)
{
    (void)state;
    arena_free(&arena);
    arena.limit = 0;
    return 0;
}

static void
parses_every_type(void **state)
{
    (void)state;
    struct json *v = parsed(STR(" {\"a\":[null,true,false,-1.50e3,\"x\"],\"b\":{},\"\":1} "));
    assert_int_equal(v->type, JSON_OBJECT);
    assert_int_equal(v->count, 3);
    const struct json *a = json_get(v, "a");
    assert_int_equal(a->count, 5);
    enum json_type types[] = {JSON_NULL, JSON_TRUE, JSON_FALSE, JSON_NUMBER, JSON_STRING};
    const struct json *item = a->child;
    for (size_t i = 0; i < 5; i++, item = item->next)
        assert_int_equal(item->type, types[i]);
    assert_null(item);
    /* A number is kept as it was written. */
    assert_str(a->child->next->next->next->text, "-1.50e3");
    assert_int_equal(json_get(v, "b")->type, JSON_OBJECT);
    assert_null(json_get(v, "b")->child);
    assert_int_equal(json_int(v, "", 0), 1);
    assert_null(json_get(v, "c"));
    assert_null(json_get(a, "a"));
    assert_null(json_get(NULL, "a"));
}

static void
decodes_escapes(void **state)
{
    (void)state;
    assert_str(parsed(STR("\"\\u049b\\u0000\\/\\b\\\"\\uD83D\\uDE00\""))->text,
        "\xD2\x9B\0/\b\"\xF0\x9F\x98\x80");
}

static void
reads_members(void **state)
{
    (void)state;
    struct json *v = parsed(STR("{\"n\":42,\"s\":\"42\",\"d\":1.5,\"big\":9223372036854775808,"
                                "\"min\":-5,\"z\":null,\"n\":7}"));
    assert_int_equal(json_int(v, "n", -1), 42);
    assert_int_equal(json_int(v, "min", -1), -5);
    assert_int_equal(json_int(v, "s", -1), -1);
    assert_int_equal(json_int(v, "d", -1), -1);
    assert_int_equal(json_int(v, "big", -1), -1);
    assert_int_equal(json_int(v, "none", -1), -1);
    assert_str(json_text(v, "n"), "42");
    assert_str(json_text(v, "s"), "42");
    assert_null(json_text(v, "z").p);
    assert_null(json_text(v, "none").p);
}

static void
refuses_what_is_not_one_value(void **state)
{
    static const struct str cases[] = {STR(""), STR(" "), STR("{"), STR("[1,]"), STR("{\"a\"}"),
        STR("{} {}"), STR("1 2"), STR("nul"), STR("01"), STR("1."), STR("'a'"), STR("{a:1}"),
        STR("\"a"), STR("\"\\x\""), STR("\"\xFF\""), STR("\"\xED\xA0\x80\""), STR("\"\n\""),
        STR("[1] // no"), STR("\0"), STR("NaN"),
        /* Half a surrogate pair is no character. */
        STR("\"\\udc00\""), STR("{\"\\udc00\":1}")};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct json *v = NULL;
        struct buf why = {0};
        if (json_parse(&arena, cases[i], &v, &why) != STATUS_BAD)
            fail_msg("case %zu was taken", i);
        assert_true(why.len > 0);
        assert_null(v);
        assert_int_equal(json_parse(&arena, cases[i], &v, NULL), STATUS_BAD);
        buf_free(&why);
    }
    struct json *v = NULL;
    assert_int_equal(json_parse(&arena, (struct str){NULL, 0}, &v, NULL), STATUS_BAD);
}

static void
stops_at_its_depth(void **state)
{
    struct json *v = NULL;
    struct buf b = {0};
    (void)state;
    for (int depth = 60; depth < 70; depth++) {
        buf_clear(&b);
        for (int i = 0; i < depth; i++)
            buf_char(&b, '[');
        for (int i = 0; i < depth; i++)
            buf_char(&b, ']');
        assert_int_equal(
            json_parse(&arena, buf_slice(&b), &v, NULL), depth <= 64 ? STATUS_OK : STATUS_LIMIT);
    }
    buf_clear(&b);
    for (int i = 0; i < 100000; i++)
        buf_z(&b, "{\"a\":");
    assert_int_equal(json_parse(&arena, buf_slice(&b), &v, NULL), STATUS_LIMIT);
    buf_free(&b);
}

static void
stops_at_the_arenas_limit(void **state)
{
    struct json *v = NULL;
    (void)state;
    arena.limit = 4096;
    for (size_t n = 0; n < 4096; n += 64) {
        struct buf b = {0};
        buf_char(&b, '[');
        for (size_t i = 0; i < n; i++)
            buf_z(&b, "\"x\",");
        buf_z(&b, "1]");
        arena_reset(&arena);
        enum status status = json_parse(&arena, buf_slice(&b), &v, NULL);
        assert_true(status == STATUS_OK || status == STATUS_LIMIT);
        if (n > 64)
            assert_int_equal(status, STATUS_LIMIT);
        buf_free(&b);
    }
}

static void
writes_strings(void **state)
{
    (void)state;
    assert_string_equal(written(STR("")), "\"\"");
    assert_string_equal(written((struct str){NULL, 0}), "\"\"");
    assert_string_equal(written(STR("a\"b\\c/d")), "\"a\\\"b\\\\c/d\"");
    assert_string_equal(written(STR("\0\t\n\r\x1B\x7F")), "\"\\u0000\\t\\n\\u000d\\u001b\\u007f\"");
    assert_string_equal(written(STR("\xC2\x9B\xC2\xA0\xC2\xAD")), "\"\\u009b\xC2\xA0\xC2\xAD\"");
    assert_string_equal(written(STR("\xE2\x80\xA8\xE2\x80\xA9")), "\"\\u2028\\u2029\"");
    assert_string_equal(written(STR("93,73\xFF"
                                    "а")),
        "\"93,73\xEF\xBF\xBD"
        "а\"");
    assert_string_equal(written(STR("\xE2\x82")), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

static void
writes_commas_where_they_belong(void **state)
{
    struct buf b = {0};
    (void)state;
    buf_char(&b, '{');
    json_write_member_str(&b, "a", STR("{"));
    json_write_member_int(&b, "b", INT64_MIN);
    json_write_key(&b, "c");
    buf_char(&b, '[');
    json_write_comma(&b);
    buf_z(&b, "1");
    json_write_comma(&b);
    buf_z(&b, "2]}");
    assert_str(buf_slice(&b), "{\"a\":\"{\",\"b\":-9223372036854775808,\"c\":[1,2]}");
    buf_free(&b);
}

static void
writes_a_tree_as_it_was(void **state)
{
    struct str text = STR("{\"a\":[null,true,false,-1.50e3,\"\\u0000\\\"\"],\"b\":{},\"a\":[]}");
    struct buf b = {0};
    (void)state;
    json_write(&b, parsed(text));
    assert_int_equal(b.len, text.len);
    assert_memory_equal(b.p, text.p, text.len);
    buf_free(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test_teardown(parses_every_type, reset),
    cmocka_unit_test_teardown(decodes_escapes, reset),
    cmocka_unit_test_teardown(reads_members, reset),
    cmocka_unit_test_teardown(refuses_what_is_not_one_value, reset),
    cmocka_unit_test_teardown(stops_at_its_depth, reset),
    cmocka_unit_test_teardown(stops_at_the_arenas_limit, reset),
    cmocka_unit_test(writes_strings),
    cmocka_unit_test(writes_commas_where_they_belong),
    cmocka_unit_test_teardown(writes_a_tree_as_it_was, reset),
};
UNIT_MAIN(tests)
