/* process: what is handed on for a document that can't be processed. */
#include "made.h"

#include "normalize/process.h"

static struct arena arena;

static bool
reject(const char *line, struct buf *out)
{
    return process_reject(str_of(line), FINDING_worker_died, STR("it took too long"), out);
}

static void
a_lost_document_is_named(void **state)
{
    (void)state;
    struct buf out = {0};
    struct json *line = NULL;
    assert_true(reject("{\"type\":\"document\",\"path\":\"a.docx\",\"bytes\":7}", &out));
    assert_int_equal(json_parse(&arena, buf_slice(&out), &line, NULL), STATUS_OK);
    assert_true(str_eq(json_text(line, "path"), STR("a.docx")));
    const struct json *why = json_get(line, "rejected");
    assert_non_null(why);
    assert_true(str_eq(json_text(why, "code"), STR("worker-died")));
    assert_non_null(strstr(out.p, "it took too long"));
    buf_free(&out);
}

static void
what_is_no_document_is_not_handed_on(void **state)
{
    (void)state;
    struct buf out = {0};
    assert_false(reject("{\"type\":\"end\",\"documents\":1}", &out));
    assert_false(reject("{\"type\":\"docu", &out));
    assert_int_equal(out.len, 0);
    buf_free(&out);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_lost_document_is_named),
    cmocka_unit_test(what_is_no_document_is_not_handed_on),
};

MADE_MAIN(tests)
