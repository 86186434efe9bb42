/* Phrases over a text: what is found, where, in which order, and with which slots. */
#include "unit.h"

#include "cli.h"
#include "normalize/match.h"
#include "normalize/token.h"
#include <glob.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64];

static void
write_file(const char *name, const char *text)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0 && fclose(f) == 0);
}

/* Rules of one subject with these labels, and a rule. */
static struct rules *
load(const char *russian, const char *kazakh, const char *rule)
{
    struct buf text = {0}, why = {0};
    struct rules *rules;
    buf_printf(&text, "figure staff\n  label ru: %s\n  label kk: %s\n%s", russian, kazakh, rule);
    write_file("a.rules", text.p);
    if (rules_load(folder, &rules, &why) != STATUS_OK)
        fail_msg("%s", why.p);
    buf_free(&text);
    return rules;
}

static int
setup(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/test_match.XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    write_file("figures.tsv",
        "id\ttype\nstaff\tcount\tperson\tsum\ta\tb\tc\t\n"
        "share\tpercent\t%\t-\ta\tb\tc\t\n");
    write_file("lexicon.tsv", "number\t3\tтри үш\n");
    return 0;
}

static int
teardown(void **state)
{
    static const char *const names[] = {"figures.tsv", "lexicon.tsv", "a.rules"};
    char path[128];
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

/* The hits in the whole text: "phrase number:words" for each, in order, divided by "; ". */
static void
found(struct buf *out, const struct rules *rules, enum lang lang, const char *text, bool patterns)
{
    struct arena arena = {0};
    struct vocabulary vocabulary = {0};
    struct matcher *m = matcher_new(rules, &vocabulary);
    struct scan *scan = token_scanner(rules->lexicon, &vocabulary);
    struct block b = {.kind = BLOCK_PARAGRAPH, .lang = LANG_RU, .text = str_of(text)};
    struct hits hits;
    struct buf why = {0};
    assert_non_null(m);
    assert_true(matcher_compile_all(m, &why));
    matcher_by_patterns(m, patterns);
    assert_int_equal(token_scan(scan, &arena, &b), STATUS_OK);
    assert_int_equal(match_tokens(m, &b, 0, b.ntokens, lang, &hits), STATUS_OK);
    for (size_t i = 0; i < hits.count; i++) {
        const struct hit *h = &hits.hit[i];
        struct str words =
            document_quote(b.text, b.tokens[h->first].start, b.tokens[h->last - 1].end);
        buf_printf(out, "%s%d:%.*s", i ? "; " : "", (int)(h->phrase - rules->phrases) + 1,
            (int)words.len, words.p);
        for (size_t k = 0; k < h->phrase->code.nslots; k++)
            if (h->slot[k] != UINT32_MAX) {
                struct str number = b.tokens[h->slot[k]].text;
                buf_printf(out, " <%.*s>", (int)number.len, number.p);
            }
    }
    token_scanner_free(scan);
    vocabulary_free(&vocabulary);
    matcher_free(m);
    arena_free(&arena);
}

static void
check(const struct rules *rules, enum lang lang, const char *text, const char *want)
{
    for (int patterns = 0; patterns < 2; patterns++) {
        struct buf got = {0};
        found(&got, rules, lang, text, patterns);
        if (!str_is(buf_slice(&got), want))
            fail_msg("%s\n  wanted %s\n  got    %s", text, want, got.p ? got.p : "");
        buf_free(&got);
    }
}

static void
finds_words_and_stems(void **state)
{
    struct rules *r = load("кот | пёс* | *хвост* | белк* ...2 орех*", "мысық*", "");
    (void)state;
    check(r, LANG_RU, "Кот, псы и ПЁС; пёсик без хвоста.", "1:Кот; 2:ПЁС; 2:пёсик; 3:хвоста");
    check(r, LANG_RU, "Котёнок.", "");
    check(r, LANG_RU, "бесхвостый", "3:бесхвостый");
    check(r, LANG_RU, "белка грызёт орех", "4:белка грызёт орех");
    check(r, LANG_RU, "белка и кот грызут орех", "1:кот");
    check(r, LANG_RU, "белка: три ореха", "4:белка: три ореха");
    check(r, LANG_RU, "белка; орех", "");
    check(r, LANG_RU, "кот кот", "1:кот; 1:кот");
    rules_free(r);
}

static void
keeps_languages_apart(void **state)
{
    struct rules *r = load("кот", "мысық* | кот", "");
    (void)state;
    check(r, LANG_RU, "кот и мысығы, мысық", "1:кот");
    check(r, LANG_KK, "кот және мысық", "3:кот; 2:мысық");
    check(r, LANG_NONE, "кот, мысық", "1:кот; 3:кот; 2:мысық");
    rules_free(r);
}

/* The first word of a phrase may be one of several, and each of these several words long. */
static void
finds_what_begins_in_several_ways(void **state)
{
    struct rules *r =
        load("(не имеется | нет) жалоб* | [очень] много котов | (у нас | здесь) кот", "а", "");
    (void)state;
    check(r, LANG_RU, "жалоб много, не имеется жалоб", "1:не имеется жалоб");
    check(r, LANG_RU, "нет жалоб", "1:нет жалоб");
    check(r, LANG_RU, "очень много котов", "2:очень много котов");
    check(r, LANG_RU, "много котов", "2:много котов");
    check(r, LANG_RU, "здесь кот, у нас кот", "3:здесь кот; 3:у нас кот");
    rules_free(r);
}

static void
longer_first_where_both_begin(void **state)
{
    struct rules *r = load("кот | кот в сапогах | сапог*", "а", "");
    (void)state;
    check(r, LANG_RU, "кот в сапогах", "2:кот в сапогах; 1:кот; 3:сапогах");
    rules_free(r);
}

/* Gaps are as short as they can be, and what may be there is taken if it can be. */
static void
goes_back_where_it_went_wrong(void **state)
{
    struct rules *r = load("кот [и] [кот*] пёс | кот ...2 кот* | [очень] [очень] рад* кот | "
                           "*кот ...3 (пёс | # | ,)",
        "а", "");
    (void)state;
    check(r, LANG_RU, "кот и кот пёс", "1:кот и кот пёс; 4:кот и кот пёс; 2:кот и кот");
    check(r, LANG_RU, "кот и пёс кот", "2:кот и пёс кот; 1:кот и пёс; 4:кот и пёс");
    check(r, LANG_RU, "кот кот кот", "2:кот кот");
    check(r, LANG_RU, "очень очень рад кот", "3:очень очень рад кот");
    check(r, LANG_RU, "очень рад кот, рад кот", "3:очень рад кот; 4:кот,; 3:рад кот");
    check(r, LANG_RU, "кот белый, пёс и кот 5", "4:кот белый,; 4:кот 5");
    check(r, LANG_RU, "кот; пёс", "");
    rules_free(r);
    r = load(
        "(кот и | кот) пёс | [не очень] рад* | (кот | кот и пёс) кот | ((кот | пёс и) [кот]) рад",
        "а", "");
    check(r, LANG_RU, "кот и пёс кот не очень рад", "3:кот и пёс кот; 1:кот и пёс; 2:не очень рад");
    check(r, LANG_RU, "кот пёс, рад", "1:кот пёс; 2:рад");
    check(r, LANG_RU, "кот кот рад, пёс и рад, пёс и кот рад",
        "4:кот кот рад; 3:кот кот; 2:рад; 4:пёс и рад; 2:рад; 4:пёс и кот рад; 2:рад");
    rules_free(r);
}

/* "^": only where a sentence, a clause behind a semicolon or colon, or a line of a list begins. */
static void
finds_what_begins_a_clause(void **state)
{
    struct rules *r = load("^ (кот | пёс*) [-] # | ^ кот-пёс | кот", "а", "");
    (void)state;
    check(r, LANG_RU, "кот 5", "1:кот 5; 3:кот");
    check(r, LANG_RU, "белый кот 5", "3:кот");
    check(r, LANG_RU, "Белка. Кот – 5; пёс 2, пёс 3", "1:Кот – 5; 3:Кот; 1:пёс 2");
    check(r, LANG_RU, "Звери: кот 5", "1:кот 5; 3:кот");
    check(r, LANG_RU, "- пёс 5", "1:пёс 5");
    check(r, LANG_RU, "1) пёс 5", "1:пёс 5");
    check(r, LANG_RU, "Кот-пёс, кот-пёс", "2:Кот-пёс");
    rules_free(r);
}

/* A word with a hyphen may come apart. */
static void
finds_words_with_hyphens(void **state)
{
    struct rules *r = load("кот-пёс* рад | *кот-пёс | пёс-*", "а", "");
    (void)state;
    check(r, LANG_RU, "кот-пёсик рад", "1:кот-пёсик рад");
    check(r, LANG_RU, "кот – пёсик рад", "1:кот – пёсик рад");
    check(r, LANG_RU, "кот пёс рад", "1:кот пёс рад");
    check(r, LANG_RU, "белокот-пёс, котпёс", "2:белокот-пёс");
    rules_free(r);
    r = load("((((((([кот-пёс] рад | а) | б) | в) | г) | д) | е) | ж)", "а", "");
    check(r, LANG_RU, "кот – пёс рад", "1:кот – пёс рад");
    rules_free(r);
}

static void
takes_slots(void **state)
{
    struct rules *r = load(
        "а", "а", "rule all\n  ru: по штату <staff> ...2 фактическ* [- ] <staff> | доля <share>\n");
    (void)state;
    check(r, LANG_RU, "по штату 93,73, фактически 73 человека",
        "3:по штату 93,73, фактически 73 <93,73> <73>");
    check(r, LANG_RU, "по штату 12.12.2016, фактически 73", "");
    check(r, LANG_RU, "доля 5 % и доля 7", "4:доля 5 <5>");
    rules_free(r);
}

static void
stays_within_its_words(void **state)
{
    struct arena arena = {0};
    struct rules *r = load("кот ...9 пёс", "а", "");
    struct vocabulary vocabulary = {0};
    struct matcher *m = matcher_new(r, &vocabulary);
    struct scan *scan = token_scanner(r->lexicon, &vocabulary);
    struct block b = {.lang = LANG_RU, .text = STR("Кот и пёс. Кот. Пёс и кот")};
    struct hits hits;
    (void)state;
    assert_int_equal(token_scan(scan, &arena, &b), STATUS_OK);
    assert_int_equal(match_tokens(m, &b, 0, 3, LANG_RU, &hits), STATUS_OK);
    assert_int_equal(hits.count, 1);
    assert_int_equal(match_tokens(m, &b, 0, 2, LANG_RU, &hits), STATUS_OK);
    assert_int_equal(hits.count, 0);
    assert_int_equal(match_tokens(m, &b, 4, b.ntokens, LANG_RU, &hits), STATUS_OK);
    assert_int_equal(hits.count, 0);
    assert_int_equal(match_tokens(m, &b, 3, 3, LANG_RU, &hits), STATUS_OK);
    assert_int_equal(hits.count, 0);
    token_scanner_free(scan);
    vocabulary_free(&vocabulary);
    matcher_free(m);
    arena_free(&arena);
    rules_free(r);
}

/* Gaps within gaps over a long sentence: the answer is a limit or none, and comes soon. */
static void
hostile_text_ends(void **state)
{
    struct arena arena = {0};
    struct buf text = {0};
    struct rules *r =
        load("а ...30 а ...30 а ...30 а ...30 а ...30 а ...30 а ...30 а ...30 б", "а", "");
    struct vocabulary vocabulary = {0};
    struct matcher *m = matcher_new(r, &vocabulary);
    struct scan *scan = token_scanner(r->lexicon, &vocabulary);
    struct hits hits;
    (void)state;
    for (int i = 0; i < 2000; i++)
        buf_z(&text, "а ");
    struct block b = {.lang = LANG_RU, .text = buf_slice(&text)};
    assert_int_equal(token_scan(scan, &arena, &b), STATUS_OK);
    enum status s = match_tokens(m, &b, 0, b.ntokens, LANG_RU, &hits);
    assert_true(s == STATUS_LIMIT || (s == STATUS_OK && hits.count == 0));
    buf_free(&text);
    token_scanner_free(scan);
    vocabulary_free(&vocabulary);
    matcher_free(m);
    arena_free(&arena);
    rules_free(r);
}

/* The matcher forgets with the vocabulary: a number means another word then. */
static void
forgets_words(void **state)
{
    struct arena arena = {0};
    struct rules *r = load("кот | белк*", "а", "");
    struct vocabulary vocabulary = {0};
    struct matcher *m = matcher_new(r, &vocabulary);
    struct scan *scan = token_scanner(r->lexicon, &vocabulary);
    struct hits hits;
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct block b = {.lang = LANG_RU, .text = round ? STR("пёс и кот") : STR("кот и пёс")};
        assert_int_equal(token_scan(scan, &arena, &b), STATUS_OK);
        assert_int_equal(match_tokens(m, &b, 0, b.ntokens, LANG_RU, &hits), STATUS_OK);
        assert_int_equal(hits.count, 1);
        assert_int_equal(hits.hit[0].first, round ? 2 : 0);
        for (uint32_t i = 0; i <= VOCABULARY_MAX; i++) {
            char word[16];
            snprintf(word, sizeof word, "w%u", (unsigned)i);
            assert_int_not_equal(vocabulary_take(&vocabulary, str_of(word)), MAP_NONE);
        }
        vocabulary_trim(&vocabulary);
    }
    token_scanner_free(scan);
    matcher_free(m);
    vocabulary_free(&vocabulary);
    arena_free(&arena);
    rules_free(r);
}

static bool
same_hits(const struct hits *a, const struct hit *b, size_t n)
{
    bool same = a->count == n;
    for (size_t i = 0; same && i < n; i++)
        same = a->hit[i].phrase == b[i].phrase && a->hit[i].first == b[i].first &&
            a->hit[i].last == b[i].last && memcmp(a->hit[i].slot, b[i].slot, sizeof b[i].slot) == 0;
    return same;
}

/* Phrases that are matched word by word find what their patterns find. */
static void
compare(struct matcher *m, const struct block *b, size_t from, size_t to)
{
    struct hits hits;
    matcher_by_patterns(m, true);
    assert_int_equal(match_tokens(m, b, from, to, LANG_NONE, &hits), STATUS_OK);
    size_t n = hits.count;
    struct hit *slow = calloc(n + 1, sizeof *slow);
    assert_non_null(slow);
    if (n)
        memcpy(slow, hits.hit, n * sizeof *slow);
    matcher_by_patterns(m, false);
    assert_int_equal(match_tokens(m, b, from, to, LANG_NONE, &hits), STATUS_OK);
    if (!same_hits(&hits, slow, n))
        fail_msg("other hits in '%.*s'", (int)b->text.len, b->text.p);
    free(slow);
}

static void
patterns_say_the_same(void **state)
{
    struct buf why = {0}, text = {0};
    struct rules *rules;
    struct vocabulary vocabulary = {0};
    struct arena arena = {0};
    glob_t files;
    (void)state;
    assert_int_equal(rules_load("rules", &rules, &why), STATUS_OK);
    struct matcher *m = matcher_new(rules, &vocabulary);
    struct scan *scan = token_scanner(rules->lexicon, &vocabulary);
    assert_int_equal(glob("tests/eval/wordings/*.txt", 0, NULL, &files), 0);
    for (size_t i = 0; i < files.gl_pathc; i++) {
        assert_int_equal(cli_read_file(files.gl_pathv[i], 1 << 20, &text), STATUS_OK);
        for (struct str rest = buf_slice(&text); rest.len;) {
            struct block b = {.kind = BLOCK_PARAGRAPH, .text = str_cut(&rest, '\n')};
            assert_int_equal(token_scan(scan, &arena, &b), STATUS_OK);
            for (size_t from = 0, to = 0; to <= b.ntokens; to++)
                if (to == b.ntokens || token_is_punct(&b, to, '.')) {
                    compare(m, &b, from, to);
                    from = to + 1;
                }
        }
        arena_reset(&arena);
        buf_clear(&text);
    }
    globfree(&files);
    buf_free(&text);
    token_scanner_free(scan);
    matcher_free(m);
    vocabulary_free(&vocabulary);
    arena_free(&arena);
    rules_free(rules);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_and_stems),
        cmocka_unit_test(keeps_languages_apart),
        cmocka_unit_test(finds_what_begins_in_several_ways),
        cmocka_unit_test(longer_first_where_both_begin),
        cmocka_unit_test(goes_back_where_it_went_wrong),
        cmocka_unit_test(finds_what_begins_a_clause),
        cmocka_unit_test(finds_words_with_hyphens),
        cmocka_unit_test(takes_slots),
        cmocka_unit_test(stays_within_its_words),
        cmocka_unit_test(hostile_text_ends),
        cmocka_unit_test(forgets_words),
        cmocka_unit_test(patterns_say_the_same),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
