/* scanned.h - a text's tokens as a line that a test can be compared with.
 *
 * Words and signs stand as printed, the end of a sentence is "|". A typed token is
 * <kind value flags quote>: <count 1516 1 516>, <percent 12.5 12,5>, <date 2016-12-12 12.12.16>,
 * <period 2016-09-01/2017-08-31 school 2016-2017 ...>, <name 26-56-53>. A step other than the last
 * digit's own is shown as ~step. */
#ifndef SVODKA_TESTS_SCANNED_H
#define SVODKA_TESTS_SCANNED_H

#include "unit.h"

#include "normalize/lexicon.h"
#include "normalize/token.h"
#include <stdlib.h>

static struct lexicon *scanned_lexicon;
static struct vocabulary scanned_vocabulary;
static struct scan *scanned_scanner;

static int
scanned_setup(void **state)
{
    struct buf why = {0};
    (void)state;
    if (lexicon_load("rules/lexicon.tsv", &scanned_lexicon, &why) != STATUS_OK)
        fail_msg("%s", why.p);
    scanned_scanner = token_scanner(scanned_lexicon, &scanned_vocabulary);
    return scanned_scanner ? 0 : -1;
}

static int
scanned_teardown(void **state)
{
    (void)state;
    token_scanner_free(scanned_scanner);
    vocabulary_free(&scanned_vocabulary);
    lexicon_free(scanned_lexicon);
    return 0;
}

static void
scanned_flags(struct buf *out, unsigned flags)
{
    static const struct {
        unsigned flag;
        const char *name;
    } names[] = {{TOKEN_OCR, "ocr"}, {TOKEN_SPELLED, "spelled"}, {TOKEN_PAIR, "pair"},
        {TOKEN_APPROX, "about"}, {TOKEN_BOUND, "bound"}, {TOKEN_SIGNED, "signed"},
        {TOKEN_GENITIVE, "of"}, {TOKEN_ABLATIVE, "from"}, {TOKEN_DATIVE, "to"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (flags & names[i].flag)
            buf_printf(out, " %s", names[i].name);
}

static void
scanned_date(struct buf *out, struct date d)
{
    buf_printf(out, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static void
scanned_number(struct buf *out, const struct token *t)
{
    static const char *const kinds[] = {"count", "percent", "points", "money"};
    const struct number *n = &t->number;
    buf_printf(out, "%s ", kinds[n->kind]);
    decimal_write(out, n->value);
    if (decimal_cmp(n->step, (struct decimal){1, n->value.scale}) != 0) {
        buf_char(out, '~');
        decimal_write(out, n->step);
    }
    scanned_flags(out, t->flags);
}

static void
scanned_token(struct buf *out, const struct block *b, size_t i)
{
    const struct token *t = &b->tokens[i];
    if (out->len)
        buf_char(out, ' ');
    if (t->kind == TOKEN_WORD || t->kind == TOKEN_PUNCT) {
        if (b->skeleton.p[t->at] == '.')
            buf_char(out, '|');
        else
            buf_str(out, t->text);
        return;
    }
    buf_char(out, '<');
    if (t->kind == TOKEN_NUMBER)
        scanned_number(out, t);
    else if (t->kind == TOKEN_DATE) {
        buf_z(out, "date ");
        scanned_date(out, t->date);
    } else if (t->kind == TOKEN_PERIOD) {
        buf_z(out, "period ");
        scanned_date(out, t->period.from);
        buf_char(out, '/');
        scanned_date(out, t->period.to);
        buf_z(out, t->period.school_year ? " school" : "");
    } else {
        buf_z(out, "name");
    }
    buf_char(out, ' ');
    buf_str(out, t->text);
    buf_char(out, '>');
}

/* The line for `text`; freed by the caller. The last end of a sentence is left out. */
static void
scanned(struct buf *out, enum lang lang, enum block_kind kind, const char *text)
{
    struct arena arena = {0};
    struct block b = {.kind = kind, .lang = lang, .text = str_of(text)};
    assert_int_equal(token_scan(scanned_scanner, &arena, &b), STATUS_OK);
    size_t n = b.ntokens;
    if (n && b.skeleton.p[b.tokens[n - 1].at] == '.')
        n--;
    for (size_t i = 0; i < n; i++)
        scanned_token(out, &b, i);
    arena_free(&arena);
}

struct scanned_case {
    const char *text, *want;
};

/* Runs a table of cases; all that differ are said before the test fails. */
static void
scanned_check(enum lang lang, enum block_kind kind, const struct scanned_case *cases, size_t n)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct buf got = {0};
        scanned(&got, lang, kind, cases[i].text);
        if (!str_is(buf_slice(&got), cases[i].want)) {
            print_error(
                "%s\n  wanted %s\n  got    %s\n", cases[i].text, cases[i].want, got.p ? got.p : "");
            wrong++;
        }
        buf_free(&got);
    }
    assert_int_equal(wrong, 0);
}

#define SCANNED(lang, cases)                                                                       \
    scanned_check(lang, BLOCK_PARAGRAPH, cases, sizeof cases / sizeof *cases)

#endif
