/* Bilingual names made of parts: whatever the type, form, place, order, quotes and slips, Russian
 * and Kazakh of one institution have one key, and no two institutions share one. */
#include "made.h"

#include "normalize/institution.h"
#include "normalize/part.h"

static struct arena arena;

static const struct {
    const char *ru, *kk;
    bool numbered, named;
} types[] = {
    {"Средняя школа", "орта мектебі", true, false},
    {"Основная средняя школа", "негізгі орта мектебі", true, false},
    {"Начальная школа", "бастауыш мектебі", true, false},
    {"Школа-гимназия", "мектеп-гимназиясы", true, false},
    {"Гимназия", "гимназиясы", true, false},
    {"Школа-лицей", "мектеп-лицейі", true, false},
    {"Лицей", "лицейі", true, false},
    {"Ясли-сад", "бөбекжай-бақшасы", true, true},
    {"Школа-интернат", "мектеп-интернаты", true, false},
    {"Дворец творчества школьников", "Оқушылар шығармашылық сарайы", false, false},
    {"Дом школьников", "Оқушылар үйі", false, false},
    {"Детская школа искусств", "Балалар өнер мектебі", false, false},
    {"Детская музыкальная школа", "Балалар музыка мектебі", true, false},
    {"Детская художественная школа", "Балалар көркемсурет мектебі", false, false},
    {"Детско-юношеская спортивная школа", "балалар-жасөспірімдер спорт мектебі", true, false},
    {"Центр детского творчества", "Балалар шығармашылығы орталығы", false, false},
    {"Станция юных техников", "Жас техниктер станциясы", false, false},
    {"Центральная районная больница", "Орталық аудандық ауруханасы", false, false},
    {"Городская поликлиника", "Қалалық емханасы", true, false},
    {"Центр занятости населения", "Халықты жұмыспен қамту орталығы", false, false},
    {"Централизованная библиотечная система", "Орталықтандырылған кітапхана жүйесі", false, false},
    {"Дом культуры", "Мәдениет үйі", false, false},
    {"Молодежный ресурсный центр", "Жастар ресурстық орталығы", false, false},
};

/* Forms that are one in the two orders of their words stand in one line. */
static const char *const forms[][3] = {{"КГУ", "КММ", "КММ"}, {"КГКП", "КМҚК", "КМҚҚ"},
    {"ГУ", "ММ", "ММ"}, {"КГП на ПХВ", "ШЖҚ КМК", "ШЖҚ ККМ"}};

static const char *const names[][2] = {{"Балапан", "Балапан"}, {"Айналайын", "Айналайын"},
    {"Акбота", "Ақбота"}, {"Куншуак", "Күншуақ"}};

/* Genitive, behind "г.", dative behind "по городу", and the Kazakh name. */
static const char *const places[][4] = {
    {"города Усть-Каменогорска", "г. Усть-Каменогорска", "городу Усть-Каменогорску",
        "Өскемен қаласы"},
    {"города Семей", "г. Семей", "городу Семей", "Семей қаласы"},
    {"города Риддера", "г. Риддер", "г. Риддеру", "Риддер қаласы"},
    {"города Костаная", "г. Костанай", "городу Костанаю", "Қостанай қаласы"},
    {"города Караганды", "г. Караганды", "городу Караганде", "Қарағанды қаласы"},
};

static const char *const marks[][2] = {
    {"«", "»"}, {"\"", "\""}, {"“", "”"}, {"„", "“"}, {"<<", ">>"}, {"''", "''"}};

enum { NAMES = 400 };

struct made_name {
    size_t type, form, name, place, number; /* what makes it this institution and no other */
    char ru[700], kk[700];
};

/* A small generator, so that the same names are made everywhere. */
static unsigned
next(unsigned *seed, size_t count)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % (unsigned)count;
}

#define PICK(array) next(&seed, sizeof(array) / sizeof *(array))

static void
make_name(struct made_name *n, unsigned seed)
{
    char own_ru[300], own_kk[300], number[20] = "", chain_ru[300], chain_kk[300];
    const char *const *q = marks[PICK(marks)];
    bool named;
    n->type = PICK(types);
    n->form = PICK(forms);
    n->place = PICK(places);
    named = types[n->type].named && next(&seed, 2);
    n->name = named ? 1 + PICK(names) : 0;
    n->number = types[n->type].numbered ? 1 + next(&seed, 130) : 0;
    if (n->number)
        snprintf(number, sizeof number, next(&seed, 2) ? "№%zu" : "№ %zu", n->number);
    snprintf(own_ru, sizeof own_ru, "%s%s%s%s%s%s", types[n->type].ru, n->number ? " " : "", number,
        named ? " «" : "", named ? names[n->name - 1][0] : "", named && *q[0] != '"' ? "»" : "");
    snprintf(own_kk, sizeof own_kk, "%s%s%s%s%s%s", number, n->number ? " " : "", named ? "«" : "",
        named ? names[n->name - 1][1] : "", named ? "» " : "", types[n->type].kk);
    if (next(&seed, 2)) {
        snprintf(chain_ru, sizeof chain_ru, "акимата %s", places[n->place][next(&seed, 2)]);
        snprintf(chain_kk, sizeof chain_kk, "%s әкімдігінің", places[n->place][3]);
    } else {
        snprintf(chain_ru, sizeof chain_ru, "отдела образования по %s управления образования %s",
            places[n->place][2], next(&seed, 2) ? "ВКО" : "Восточно-Казахстанской области");
        snprintf(chain_kk, sizeof chain_kk, "%s білім басқармасының %s бойынша білім бөлімінің",
            next(&seed, 2) ? "ШҚО" : "Шығыс Қазақстан облысы", places[n->place][3]);
    }
    snprintf(n->ru, sizeof n->ru, "%s %s%s%s %s", forms[n->form][0], q[0], own_ru, q[1], chain_ru);
    snprintf(n->kk, sizeof n->kk, "%s %s%s%s %s", chain_kk, q[0], own_kk, q[1],
        forms[n->form][1 + next(&seed, 2)]);
}

/* The key of a report in one language (the other NULL) or in both. */
static void
key_of(const char *ru, const char *kk, char *out, size_t size)
{
    static char text[6000];
    struct document d;
    size_t n = 0;
    if (kk)
        n += (size_t)snprintf(text + n, sizeof text - n,
            "kk %s сыбайлас жемқорлық тәуекелдеріне ішкі талдау анықтамасы\nkk BODY\n", kk);
    if (ru)
        snprintf(text + n, sizeof text - n,
            "ru Аналитическая справка по внутреннему анализу коррупционных рисков %s\nru BODY\n",
            ru);
    made_document(&d, &arena, text);
    assert_int_equal(part_find(made_reference, &d), STATUS_OK);
    assert_int_equal(institution_find(made_reference, &d), STATUS_OK);
    snprintf(out, size, "%.*s", (int)d.institution.key.len, d.institution.key.p);
}

static bool
same_institution(const struct made_name *a, const struct made_name *b)
{
    return a->type == b->type && a->form == b->form && a->name == b->name && a->place == b->place &&
        a->number == b->number;
}

static void
a_name_has_one_key_and_a_key_one_name(void **state)
{
    static struct made_name made[NAMES];
    static char keys[NAMES][200];
    char kazakh[200], both[200];
    (void)state;
    for (unsigned i = 0; i < NAMES; i++) {
        make_name(&made[i], 7 * i + 1);
        key_of(made[i].ru, NULL, keys[i], sizeof keys[i]);
        key_of(NULL, made[i].kk, kazakh, sizeof kazakh);
        key_of(made[i].ru, made[i].kk, both, sizeof both);
        if (strcmp(keys[i], kazakh) != 0 || strcmp(keys[i], both) != 0)
            fail_msg("%s\n%s\n%s %s %s", made[i].ru, made[i].kk, keys[i], kazakh, both);
        for (unsigned k = 0; k < i; k++)
            if (same_institution(&made[i], &made[k]) != (strcmp(keys[i], keys[k]) == 0))
                fail_msg("%s\n%s\n%s\n%s", made[i].ru, made[k].ru, keys[i], keys[k]);
    }
    arena_free(&arena);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_name_has_one_key_and_a_key_one_name),
};

MADE_MAIN(tests)
