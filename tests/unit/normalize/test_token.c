/* Folding, words and the ends of sentences. */
#include "scanned.h"

#include "text.h"

/* The skeleton of `text`, words with one blank between, as UTF-8: CP1251 letters as letters, typed
 * tokens as "0". Freed by the caller. */
static void
skeleton(struct buf *out, enum lang lang, const char *text)
{
    struct arena arena = {0};
    struct block b = {.kind = BLOCK_PARAGRAPH, .lang = lang, .text = str_of(text)};
    assert_int_equal(token_scan(scanned_scanner, &arena, &b), STATUS_OK);
    for (size_t i = 0; i < b.skeleton.len; i++) {
        unsigned char c = (unsigned char)b.skeleton.p[i];
        if (c >= 0xE0)
            buf_utf8(out, 0x0430u + (c - 0xE0));
        else
            buf_char(out, c < ' ' ? '0' : (char)c);
    }
    arena_free(&arena);
}

static void
check_skeletons(enum lang lang, const struct scanned_case *cases, size_t n)
{
    size_t wrong = 0;
    for (size_t i = 0; i < n; i++) {
        struct buf got = {0};
        skeleton(&got, lang, cases[i].text);
        if (!str_is(buf_slice(&got), cases[i].want)) {
            print_error("%s\n  wanted %s\n  got    %s\n", cases[i].text, cases[i].want, got.p);
            wrong++;
        }
        buf_free(&got);
    }
    assert_int_equal(wrong, 0);
}

#define SKELETONS(lang, cases) check_skeletons(lang, cases, sizeof cases / sizeof *cases)

static void
letters_are_folded(void **state)
{
    static const struct scanned_case cases[] = {
        {"Көрсетілген ҚЫЗМЕТ", "корсетилген кызмет . "},
        {"көрсетiлген", "корсетилген . "}, /* a Latin i */
        {"кӛрсету, ҽлеумет, ҥлес, ҧйым", "корсету , алеумет , улес , уиым . "},
        {"сңуір тңрбие", "снуир тнрбие . "},
        {"Ёлка, ещё и Йод", "елка , еще и иод . "},
        {"әлеумет əлеумет", "алеумет алеумет . "},
        {"қаһарман", "кахарман . "},
        {"бүйрүг бұйрық", "буируг буирык . "},
    };
    (void)state;
    SKELETONS(LANG_KK, cases);
}

/* й as и with a combining breve; soft hyphens and zero-width characters within words. */
static void
what_is_not_printed_is_not_there(void **state)
{
    static const struct scanned_case cases[] = {
        {"сы\u0438\u0306бай\u00ADлас", "сыибаилас . "},
        {"кон\u200Bфликт ин\uFEFFтересов", "конфликт интересов . "},
        {"жал\u00ADоб 5", "жалоб 0 . "},
        {"1\u00AD516", "0 . "},
        {"услуг\u00A0оказано\u202F5\u2009%", "услуг оказано 0 . "},
        {"услуг\u3164оказано", "услуг оказано . "},
    };
    (void)state;
    SKELETONS(LANG_RU, cases);
}

static void
look_alikes_are_cyrillic_inside_cyrillic(void **state)
{
    static const struct scanned_case cases[] = {
        {"отказов и жaлoб HET", "отказов и жалоб нет . "},
        {"пensionеров", "пенсионеров . "},
        {"COTPУДHИKИ", "сотрудники . "},
        {"кeзeң мерзiмi", "кезен мерзими . "},
        {"PACXOД и OCTATOК", "расход и остаток . "},
        {"Microsoft Word", "microsoft word . "},
        {"в системе e-mail", "в системе e-mail . "},
        {"c 5 по 7", "с 0 по 0 . "},
        {"B штате", "в штате . "},
    };
    (void)state;
    SKELETONS(LANG_RU, cases);
}

static void
signs(void **state)
{
    static const struct scanned_case cases[] = {
        {"Жалобы – 5; отказы: нет", "жалобы - 0 ; отказы : нет . "},
        {"Штатно-кадровый состав", "штатно-кадровыи состав . "},
        {"«Дворец» “творчества”", "дворец творчества . "},
        {"{6} [5] №", "0 ( 0 ) # . "},
        {"• жалоб нет", "; жалоб нет . "},
        {"и/или", "и / или . "},
        {"", ""},
        {"...", ""},
        {" . , ", ", . "},
    };
    (void)state;
    SKELETONS(LANG_RU, cases);
}

/* "|" is the end of a sentence. */
static void
sentences_end(void **state)
{
    static const struct scanned_case cases[] = {
        {"Жалоб нет. Отказов нет.", "Жалоб нет | Отказов нет"},
        {"Жалоб нет! Отказов нет? Да…", "Жалоб нет | Отказов нет | Да"},
        {"Жалоб нет.Отказов нет.", "Жалоб нет | Отказов нет"},
        {"Жалоб <5>. отказов 2", "Жалоб <count 5 5> отказов <count 2 2>"},
        {"Работают 73 чел. Уволено 5 чел.", "Работают <count 73 73> чел | Уволено <count 5 5> чел"},
        {"Сумма 5 тг. Договоров 2.", "Сумма <money 5 5> | Договоров <count 2 2>"},
        {"Жалоб нет\nОтказов нет", "Жалоб нет | Отказов нет"},
        {"Жалоб не\nпоступило", "Жалоб не поступило"},
        {"Жалоб 5\n\n12 отказов", "Жалоб <count 5 5> | <count 12 12> отказов"},
        {"Выявлено 12.5%. Рост на 2.", "Выявлено <percent 12.5 12.5> | Рост на <count 2 2>"},
    };
    (void)state;
    SCANNED(LANG_RU, cases);
}

static void
points_that_end_none(void **state)
{
    static const struct scanned_case cases[] = {
        {"гос.услуга оказана", "гос услуга оказана"},
        {"гос. Услуга оказана", "гос Услуга оказана"},
        {"т.е. жалоб нет, и т.д. и т.п.", "т е жалоб нет , и т д и т п"},
        {"директор Иванов А.Б. и завуч", "директор Иванов А Б и завуч"},
        {"директор А. Б. Иванов", "директор А Б Иванов"},
        {"г. Усть-Каменогорск, ул. Кирова", "г Усть-Каменогорск , ул Кирова"},
        {"рост 12.5% и 2.5", "рост <percent 12.5 12.5> и <count 2.5 2.5>"},
        {"им. Абая", "им Абая"},
        {"на 5 руб. больше", "на <count 5 5> руб больше"},
        {"в 2016 г. принято 5", "в <period 2016-01-01/2016-12-31 2016 г.> принято <count 5 5>"},
        {"приказ №. 5", "приказ <name №. 5>"},
    };
    (void)state;
    SCANNED(LANG_RU, cases);
}

static void
kazakh_sentences(void **state)
{
    static const struct scanned_case cases[] = {
        {"Шағым жоқ. Бас тарту жоқ.", "Шағым жоқ | Бас тарту жоқ"},
        {"2016 ж. шағым болған жоқ", "<period 2016-01-01/2016-12-31 2016 ж.> шағым болған жоқ"},
        {"Өскемен қ. Сарай", "Өскемен қ Сарай"},
        {"73 адам. Бос орын жоқ.", "<count 73 73> адам | Бос орын жоқ"},
        {"қызметтер т.б. көрсетілді", "қызметтер т б көрсетілді"},
    };
    (void)state;
    SCANNED(LANG_KK, cases);
}

/* Offsets count code points of the block's text, whatever stands before. */
static void
quotes_stand_where_they_say(void **state)
{
    static const char *const texts[] = {"Жалоб: 5, «отказов» – 12,5 %; сумма 1\u00A0516 тенге.",
        "сы\u0438\u0306байлас 5 (бес), \U0001F600 12 мың 5 адам 2016-2017 оқу жылы",
        "З человека, l516 и 12.12.2016 г.", "\u00AD\u00AD5\u00AD \u00AD12"};
    (void)state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        struct arena arena = {0};
        struct block b = {.kind = BLOCK_PARAGRAPH, .lang = LANG_KK, .text = str_of(texts[k])};
        assert_int_equal(token_scan(scanned_scanner, &arena, &b), STATUS_OK);
        for (size_t i = 0; i < b.ntokens; i++) {
            const struct token *t = &b.tokens[i];
            assert_true(str_eq(document_quote(b.text, t->start, t->end), t->text));
            assert_true(t->start <= t->end && (!i || t->start >= b.tokens[i - 1].end));
            assert_int_equal(token_at(&b, t->at), i);
            assert_int_equal(b.skeleton.p[t->stop], ' ');
        }
        arena_free(&arena);
    }
}

static void
invalid_bytes_are_survived(void **state)
{
    struct arena arena = {0};
    struct block b = {.kind = BLOCK_PARAGRAPH, .lang = LANG_RU};
    (void)state;
    b.text = STR("\xFF 5 \xD0 \x00 \xF0\x9F 7");
    assert_int_equal(token_scan(scanned_scanner, &arena, &b), STATUS_OK);
    assert_true(b.ntokens >= 2);
    arena_free(&arena);
}

static void
a_full_arena_is_a_limit(void **state)
{
    struct arena arena = {.limit = 64};
    struct block b = {.kind = BLOCK_PARAGRAPH, .lang = LANG_RU, .text = STR("жалоб 5, отказов 7")};
    (void)state;
    assert_int_equal(token_scan(scanned_scanner, &arena, &b), STATUS_LIMIT);
    arena_free(&arena);
}

static void
folds_for_lookups(void **state)
{
    struct buf out = {0};
    (void)state;
    token_fold(&out, STR("  Қызмет \u00A0 Көрсету*  "));
    assert_str(buf_slice(&out), "\xEA\xFB\xE7\xEC\xE5\xF2 \xEA\xEE\xF0\xF1\xE5\xF2\xF3*");
    buf_free(&out);
}

/* In capitals, with an ending or without; one that stands for nothing, or is no abbreviation,
 * stays. */
static void
abbreviations_are_said(void **state)
{
    static const struct scanned_case cases[] = {
        {"ФЛ – 5, ЮЛ – 2.", "физические лица - 0 , юридические лица - 0 . "},
        {"ЖТ-дан 5, МҚ-ға шағым", "жеке тулга 0 , мемлекеттик кызмет шагым . "},
        {"АХЧ, фл", "ахч , фл . "},
        {"5 ГУ, видов ГУ", "0 государственные услуги , видов государственные услуги . "},
        {"ГУ «Школа» в ГУ на ГУ «Отдел»", "гу школа в гу на гу отдел . "},
    };
    struct arena arena = {0};
    struct block b = {.kind = BLOCK_PARAGRAPH, .lang = LANG_RU, .text = STR("по ФЛ 7")};
    (void)state;
    SKELETONS(LANG_RU, cases);
    assert_int_equal(token_scan(scanned_scanner, &arena, &b), STATUS_OK);
    assert_true(b.ntokens >= 4);
    for (size_t i = 1; i <= 2; i++) { /* both are printed there */
        assert_int_equal(b.tokens[i].start, 3);
        assert_int_equal(b.tokens[i].end, 5);
        assert_str(b.tokens[i].text, "ФЛ");
    }
    arena_free(&arena);
}

/* The dash behind a question parts it from its answer, and ends no sentence. */
static void
answers_belong_to_questions(void **state)
{
    static const struct scanned_case cases[] = {
        {"Вакансии? – Нет. Жалобы? 2.", "вакансии - нет . жалобы . 0 . "},
        {"Жалобы? О: 2.", "жалобы - 0 . "},
        {"Жалобы? – Ответ: нет.", "жалобы - нет . "},
        {"Жалобы? Ответ: жалоб нет.", "жалобы . ответ : жалоб нет . "},
        {"Бос орын бар ма? – 2", "бос орын бар ма - 0 . "},
        {"Зачем?", "зачем . "},
    };
    (void)state;
    SKELETONS(LANG_NONE, cases);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_folded),
        cmocka_unit_test(what_is_not_printed_is_not_there),
        cmocka_unit_test(look_alikes_are_cyrillic_inside_cyrillic),
        cmocka_unit_test(signs),
        cmocka_unit_test(sentences_end),
        cmocka_unit_test(points_that_end_none),
        cmocka_unit_test(kazakh_sentences),
        cmocka_unit_test(answers_belong_to_questions),
        cmocka_unit_test(abbreviations_are_said),
        cmocka_unit_test(quotes_stand_where_they_say),
        cmocka_unit_test(invalid_bytes_are_survived),
        cmocka_unit_test(a_full_arena_is_a_limit),
        cmocka_unit_test(folds_for_lookups),
    };
    return cmocka_run_group_tests(tests, scanned_setup, scanned_teardown);
}
