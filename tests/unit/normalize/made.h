/* made.h - a document made of lines, for the tests of what looks at whole documents.
 *
 * Each line is a block: "ru TEXT", "kk TEXT", "h-ru TEXT" for a heading, "c-ru 2 1 TEXT" for the
 * cell in row 2, column 1 of the one table; "ru BODY" and "kk BODY" stand for the same three
 * paragraphs of a report. */
#ifndef SVODKA_TESTS_MADE_H
#define SVODKA_TESTS_MADE_H

#include "unit.h"

#include "normalize/lexicon.h"
#include "normalize/reference.h"
#include "normalize/token.h"
#include <stdlib.h>

static struct reference *made_reference;
static struct lexicon *made_lexicon;
static struct vocabulary made_vocabulary;
static struct scan *made_scanner;

static const char *const made_body[3] = {NULL,
    "ru Организация оказывает 3 (три) государственные услуги, за отчетный период обратилось 548 "
    "человек, что "
    "составляет 48,8% от общего числа обучающихся. Жалоб не поступало.\n"
    "ru Управление персоналом: по штату 87,25 единицы, фактически 79 человек, из них 58 педагогов. "
    "Сменяемость "
    "составила 7 человек – 8,9%. Фактов конфликта интересов нет.\n"
    "ru Служебные расследования не проводились, дисциплинарные взыскания не налагались. Проверок "
    "не "
    "проводилось.\n",
    "kk Ұйым 3 (үш) мемлекеттік қызмет көрсетеді, есепті кезеңде 548 адам жүгінді, ол жалпы "
    "оқушылар санының "
    "48,8 % құрайды. Мерзімі бұзылған қызмет болған жоқ, шағым түскен жоқ.\n"
    "kk Қызметкерлерді басқару: штат бойынша 87,25 бірлік, нақты 79 адам, оның ішінде 58 педагог. "
    "Ауысқан 7 "
    "адам, бұл 8,9% құрайды. Мүдделер қақтығысы фактілері орын алған жоқ.\n"
    "kk Қызметтік тексеру жүргізілген емес, тәртіптік жаза қолданылмады. Тексерулер жүргізілген "
    "жоқ.\n"};

static inline int
made_setup(void **state)
{
    struct buf why = {0};
    (void)state;
    if (reference_load("rules", &made_reference, &why) != STATUS_OK ||
        lexicon_load("rules/lexicon.tsv", &made_lexicon, &why) != STATUS_OK) {
        fprintf(stderr, "%s\n", why.p);
        return -1;
    }
    buf_free(&why);
    made_scanner = token_scanner(made_lexicon, &made_vocabulary);
    return made_scanner ? 0 : -1;
}

static inline int
made_teardown(void **state)
{
    (void)state;
    token_scanner_free(made_scanner);
    vocabulary_free(&made_vocabulary);
    lexicon_free(made_lexicon);
    reference_free(made_reference);
    return 0;
}

static inline void
made_block(struct document *d, struct str line)
{
    struct block *b = &d->blocks[d->nblocks++];
    struct str kind = str_cut(&line, ' ');
    b->part = -1;
    b->rowspan = b->colspan = 1;
    if (str_starts(kind, STR("h-")))
        b->kind = BLOCK_HEADING;
    if (str_starts(kind, STR("c-"))) {
        b->kind = BLOCK_CELL;
        b->table = 1;
        b->row = atoi(str_cut(&line, ' ').p);
        b->column = atoi(str_cut(&line, ' ').p);
    }
    b->lang = str_ends(kind, STR("ru")) ? LANG_RU : str_ends(kind, STR("kk")) ? LANG_KK : LANG_NONE;
    b->text = line;
    assert_int_equal(token_scan(made_scanner, d->arena, b), STATUS_OK);
}

/* Fills `d`; `arena` is reset first. */
/* The lines that "BODY" (all) or "BODY-2" (the second) stands for; the line itself where it is
 * neither. */
static inline struct str
made_lines(struct str line)
{
    enum lang lang = str_starts(line, STR("ru ")) ? LANG_RU : LANG_KK;
    struct str body = str_of(made_body[lang]), one = line;
    struct str text = line.len > 3 ? str_slice(line, 3, line.len) : line;
    if (str_is(text, "BODY"))
        return body;
    if (!str_starts(text, STR("BODY-")))
        return line;
    for (char n = '0'; n < text.p[5]; n++)
        one = str_cut(&body, '\n');
    return one;
}

/* Fills `d`; `arena` is reset first. */
static inline void
made_document(struct document *d, struct arena *arena, const char *text)
{
    struct str rest = str_of(text);
    arena_reset(arena);
    *d = (struct document){.arena = arena};
    d->findings_end = &d->findings;
    d->statements_end = &d->statements;
    d->unclaimed_end = &d->unclaimed;
    d->blocks = arena_array(arena, 400, sizeof *d->blocks);
    while (rest.len) {
        struct str lines = made_lines(str_cut(&rest, '\n'));
        while (lines.len)
            made_block(d, str_cut(&lines, '\n'));
    }
}

#define MADE_MAIN(tests)                                                                           \
    int main(void)                                                                                 \
    {                                                                                              \
        return cmocka_run_group_tests(tests, made_setup, made_teardown);                           \
    }

#endif
