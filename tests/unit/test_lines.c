#include "unit.h"

#include "lines.h"

/* Runs the lines (a NULL ends them) through a check. What is wrong is put in `why`. */
static enum status
check(const char *const *lines, struct lines_check *c, struct buf *why)
{
    struct arena arena = {0};
    enum status status = STATUS_OK;
    *c = (struct lines_check){0};
    for (; *lines && status == STATUS_OK; lines++) {
        struct json *v;
        assert_int_equal(json_parse(&arena, str_of(*lines), &v, NULL), STATUS_OK);
        status = lines_seen(c, v, why);
    }
    arena_free(&arena);
    return status == STATUS_OK ? lines_finish(c, why) : status;
}

#define DOCUMENT "{\"type\":\"document\",\"path\":\"a\"}"
#define REJECTED "{\"type\":\"document\",\"rejected\":{\"code\":\"empty\"}}"
#define RECORD "{\"type\":\"record\"}"
#define END_DOCUMENTS(d, r)                                                                        \
    "{\"type\":\"end\",\"program\":\"svodka-extract\",\"documents\":" #d ",\"rejected\":" #r "}"
#define END_RECORDS(d, r, n)                                                                       \
    "{\"type\":\"end\",\"program\":\"svodka-normalize\",\"documents\":" #d ",\"rejected\":" #r     \
    ",\"records\":" #n "}"

static void
adds_up_streams(void **state)
{
    static const char *const documents[] = {DOCUMENT, REJECTED, DOCUMENT, END_DOCUMENTS(3, 1),
        "{\"type\":\"news\"}", END_DOCUMENTS(0, 0), REJECTED, END_DOCUMENTS(1, 1), NULL};
    static const char *const records[] = {
        RECORD, REJECTED, RECORD, END_RECORDS(2, 1, 2), RECORD, END_RECORDS(1, 0, 1), NULL};
    struct lines_check c;
    struct buf why = {0};
    (void)state;
    assert_int_equal(check(documents, &c, &why), STATUS_OK);
    assert_int_equal(c.total.documents, 4);
    assert_int_equal(c.total.rejected, 2);
    assert_int_equal(check(records, &c, &why), STATUS_OK);
    assert_int_equal(c.total.documents, 3);
    assert_int_equal(c.total.rejected, 1);
    assert_int_equal(c.total.records, 3);
    assert_int_equal(why.len, 0);
}

static void
sees_a_stream_that_is_cut_off(void **state)
{
    static const char *const nothing[] = {NULL};
    static const char *const no_end[] = {DOCUMENT, NULL};
    static const char *const behind[] = {DOCUMENT, END_DOCUMENTS(1, 0), REJECTED, NULL};
    static const char *const *const cases[] = {nothing, no_end, behind};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lines_check c;
        struct buf why = {0};
        assert_int_equal(check(cases[i], &c, &why), STATUS_BROKEN);
        assert_string_equal(why.p, "the input is cut off: no end line");
        buf_free(&why);
    }
}

static void
sees_counts_that_do_not_match(void **state)
{
    static const char *const lost[] = {DOCUMENT, END_DOCUMENTS(2, 0), NULL};
    static const char *const rejected[] = {REJECTED, END_DOCUMENTS(1, 0), NULL};
    static const char *const records[] = {RECORD, END_RECORDS(1, 0, 2), NULL};
    static const char *const none[] = {"{\"type\":\"end\"}", NULL};
    static const char *const fraction[] = {DOCUMENT, END_DOCUMENTS(1.5, 0), NULL};
    /* More documents rejected than there were; less than none. */
    static const char *const fewer[] = {REJECTED, END_RECORDS(0, 1, 0), NULL};
    static const char *const negative[] = {END_RECORDS(-1, 0, 0), NULL};
    static const char *const overflow[] = {
        END_RECORDS(9223372036854775807, 0, 0), END_RECORDS(9223372036854775807, 0, 0), NULL};
    static const char *const *const cases[] = {
        lost, rejected, records, none, fraction, fewer, negative, overflow};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lines_check c;
        struct buf why = {0};
        if (check(cases[i], &c, &why) != STATUS_BROKEN)
            fail_msg("case %zu was taken", i);
        assert_true(str_starts(buf_slice(&why), STR("the end line ")));
        buf_free(&why);
    }
}

static void
peeks_at_types(void **state)
{
    (void)state;
    assert_int_equal(lines_peek(STR(DOCUMENT)), LINES_DOCUMENT);
    assert_int_equal(lines_peek(STR(RECORD)), LINES_RECORD);
    assert_int_equal(lines_peek(STR(END_DOCUMENTS(1, 0))), LINES_END);
    assert_int_equal(lines_peek(STR("{\"type\":\"document")), LINES_DOCUMENT);
    assert_int_equal(lines_peek(STR("{\"path\":1,\"type\":\"end\"}")), LINES_OTHER);
    assert_int_equal(lines_peek(STR("")), LINES_OTHER);
    assert_int_equal(lines_peek((struct str){NULL, 0}), LINES_OTHER);
}

static void
writes_end_lines(void **state)
{
    struct buf b = {0};
    (void)state;
    lines_write_end(&b, "svodka-extract", (struct lines_count){1, 0, -1}, STR(""));
    lines_write_end(&b, "svodka-normalize", (struct lines_count){1, 0, 2}, STR(""));
    assert_str(buf_slice(&b), END_DOCUMENTS(1, 0) "\n" END_RECORDS(1, 0, 2) "\n");
    buf_free(&b);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(adds_up_streams),
    cmocka_unit_test(sees_a_stream_that_is_cut_off),
    cmocka_unit_test(sees_counts_that_do_not_match),
    cmocka_unit_test(peeks_at_types),
    cmocka_unit_test(writes_end_lines),
};
UNIT_MAIN(tests)
