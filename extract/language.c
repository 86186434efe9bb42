#include "language.h"

#include "text.h"

const char *
language_name(enum language l)
{
    static const char *const names[] = {"other", "ru", "kk", "mixed"};
    return names[l];
}

struct evidence {
    int ru, kk, words;
};

#define WORD_MAX 48

/* Words that only one of the two languages has, folded: Kazakh letters as Russian look-alikes. */
static const char kazakh_words[] =
    " жане мен бен пен ушин туралы бойынша болып болды бар жок кызмет жылы жыл жылдын бул осы сол "
    "кала "
    "каласы калалык облысы мемлекеттик мекеме мекемеси билим беру берилген корсету орындау барлык "
    "саны "
    "адам емес еди екен гана кейин дейин ретинде аркылы каржы окушы окушылар тиис колемде бир еки "
    "уш "
    "торт бес алты жети сегиз тогыз он арналган енгизилген откен айында айы кун куни кезенде есеп "
    "бойы аныктама нотижесинде талдау ";
static const char russian_words[] = " и в во на по не для года год что с со к ко о об от до из за "
                                    "при или как это его ее их был было "
                                    "были нет есть также том числе работы работников учреждения "
                                    "государственных услуг услуги составляет "
                                    "составила составило человек отчет справка период города "
                                    "области которые который между через под над ";

static uint32_t
fold(uint32_t c)
{
    c = text_lower(c);
    switch (c) {
    case 0x49B:
        return 0x43A; /* қ */
    case 0x493:
        return 0x433; /* ғ */
    case 0x4A3:
        return 0x43D; /* ң */
    case 0x4E9:
        return 0x43E; /* ө */
    case 0x4B1:
    case 0x4AF:
        return 0x443; /* ұ ү */
    case 0x4D9:
        return 0x430; /* ә */
    case 0x456:
    case 'i':
        return 0x438; /* і */
    case 0x4BB:
        return 0x445; /* һ */
    case 0x451:
        return 0x435; /* ё */
    default:
        return c;
    }
}

static bool
listed(const char *list, struct str word)
{
    char key[WORD_MAX + 3] = " ";
    memcpy(key + 1, word.p, word.len);
    memcpy(key + 1 + word.len, " ", 2);
    return strstr(list, key) != NULL;
}

static void
judge(struct evidence *e, struct str folded, int kazakh, int russian)
{
    e->words++;
    if (kazakh)
        e->kk += 2;
    if (russian)
        e->ru += 1;
    if (listed(kazakh_words, folded))
        e->kk += 3;
    else if (listed(russian_words, folded))
        e->ru += 3;
}

static struct evidence
weigh(struct str text)
{
    struct evidence e = {0};
    char word[WORD_MAX];
    size_t len = 0;
    int kazakh = 0, russian = 0;
    for (size_t at = 0; at <= text.len;) {
        uint32_t c = at < text.len ? text_decode(text, &at) : (at++, ' ');
        uint32_t low = text_lower(c);
        if (text_is_cyrillic(c) || (len && low == 'i')) {
            char utf8[4];
            size_t n = text_encode(fold(c), utf8);
            if (len + n <= WORD_MAX) {
                memcpy(word + len, utf8, n);
                len += n;
            }
            kazakh += text_is_kazakh(c);
            /* щ ъ э ё ф ц ч в: rare in Kazakh words or absent */
            russian += low == 0x449 || low == 0x44A || low == 0x451 || low == 0x446 || low == 0x447;
            continue;
        }
        if (len)
            judge(&e, (struct str){word, len}, kazakh, russian);
        len = 0;
        kazakh = russian = 0;
    }
    return e;
}

void
language_mark(struct block_list *blocks)
{
    enum language before = LANGUAGE_OTHER;
    for (struct block *b = blocks->head; b; b = b->next) {
        struct evidence e = weigh(b->text);
        if (e.kk > e.ru)
            b->lang = LANGUAGE_KK;
        else if (e.ru || e.words)
            b->lang = LANGUAGE_RU;
        else
            b->lang = before;
        if (e.words > 3)
            before = b->lang;
    }
}
