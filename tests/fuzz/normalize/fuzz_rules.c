/* Any bytes as a rule file: it is refused with a place and a reason, or every phrase of it compiles
 * and runs over a text. */
#include "normalize/match.h"
#include "normalize/token.h"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/fuzz_rules.XXXXXX";

static void
write_file(const char *name, const void *data, size_t size)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "w");
    assert(f && fwrite(data, 1, size, f) == size && fclose(f) == 0);
}

static void
clean_up(void)
{
    static const char *const names[] = {"figures.tsv", "lexicon.tsv", "a.rules"};
    char path[128];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)unlink(path);
    }
    (void)rmdir(folder);
}

static void
begin(void)
{
    static const char figures[] = "id\nstaff\tcount\tperson\tsum\ta\tb\tc\t\n"
                                  "share\tpercent\t%\t-\ta\tb\tc\t\n";
    static const char lexicon[] = "number\t3\tтри үш\n";
    if (!mkdtemp(folder))
        abort();
    write_file("figures.tsv", figures, sizeof figures - 1);
    write_file("lexicon.tsv", lexicon, sizeof lexicon - 1);
    atexit(clean_up);
}

static void
run(struct rules *rules)
{
    struct arena arena = {0};
    struct buf why = {0};
    struct hits hits;
    struct vocabulary vocabulary = {0};
    struct matcher *m = matcher_new(rules, &vocabulary);
    struct scan *scan = token_scanner(rules->lexicon, &vocabulary);
    struct block b = {.lang = LANG_RU,
        .text = STR("По штату 93,73 (три), фактически 5 % - жоқ; а, б: [в] 12.12.2016 / все слова "
                    "а б в г")};
    assert(m && scan && matcher_compile_all(m, &why));
    assert(token_scan(scan, &arena, &b) == STATUS_OK);
    if (match_tokens(m, &b, 0, b.ntokens, LANG_NONE, &hits) == STATUS_OK)
        for (size_t i = 0; i < hits.count; i++)
            assert(hits.hit[i].first < hits.hit[i].last && hits.hit[i].last <= b.ntokens);
    token_scanner_free(scan);
    vocabulary_free(&vocabulary);
    matcher_free(m);
    arena_free(&arena);
    buf_free(&why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool begun;
    struct rules *rules = NULL;
    struct buf why = {0};
    if (!begun)
        begin();
    begun = true;
    write_file("a.rules", data, size);
    enum status s = rules_load(folder, &rules, &why);
    assert(s == STATUS_OK || why.len);
    if (s == STATUS_OK)
        run(rules);
    if (s == STATUS_OK)
        rules_free(rules);
    buf_free(&why);
    return 0;
}
