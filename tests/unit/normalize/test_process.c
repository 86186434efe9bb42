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

/* A line whose text has that many words that no other text has. */
static void
strange_line(struct buf *line, unsigned words, unsigned round)
{
    buf_z(line,
        "{\"type\":\"document\",\"path\":\"a.docx\",\"blocks\":[{\"kind\":"
        "\"paragraph\",\"lang\":\"ru\",\"text\":\"");
    for (unsigned i = 0; i < words; i++)
        buf_printf(line, "%s\xD0\xB0%xq%u", i % 12 ? " " : ". ", i, round);
    buf_z(line, "\"}]}");
}

static void
processed(struct normalizer *n, struct str line, struct buf *out)
{
    assert_int_equal(process_line(n, line, out).kind, LINE_RECORD);
}

/* Words are kept from one document to the next, but not those of a whole archive of strange ones;
 * and what is forgotten changes nothing. */
static void
strange_words_are_forgotten(void **state)
{
    (void)state;
    static const char usual[] =
        "{\"type\":\"document\",\"path\":\"b.docx\",\"blocks\":[{\"kind\":\"paragraph\","
        "\"lang\":\"ru\",\"text\":\"По штату 87,25 единицы, фактически 79 человек.\"}]}";
    struct normalizer n;
    struct buf why = {0}, first = {0}, out = {0}, line = {0};
    assert_int_equal(normalizer_load(&n, "rules", &why), STATUS_OK);
    assert_int_equal(normalizer_start(&n), STATUS_OK);
    processed(&n, STR(usual), &first);
    assert_non_null(strstr(first.p, "\"value\":\"87.25\""));
    for (unsigned round = 0; round < 3; round++) {
        buf_clear(&line);
        strange_line(&line, VOCABULARY_MAX, round);
        buf_clear(&out);
        processed(&n, buf_slice(&line), &out);
        buf_clear(&out);
        processed(&n, STR(usual), &out);
        assert_int_equal(n.vocabulary.forgotten, round + 1);
        assert_true(n.vocabulary.map.count < 100);
        assert_string_equal(out.p, first.p);
    }
    buf_free(&why);
    buf_free(&first);
    buf_free(&out);
    buf_free(&line);
    normalizer_free(&n);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(strange_words_are_forgotten),
    cmocka_unit_test(a_lost_document_is_named),
    cmocka_unit_test(what_is_no_document_is_not_handed_on),
};

MADE_MAIN(tests)
