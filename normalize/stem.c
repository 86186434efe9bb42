#include "stem.h"

#include "text.h"

/* Letters that stay at least, and the length from which a word without a known ending is a stem. */
#define LETTERS_MIN 4
#define LETTERS_STEM 4

/* Longer endings before shorter ones that end them. */
static const char *const russian[] = {"иями", "ями", "ами", "ого", "его", "ому", "ему", "ыми",
    "ими", "иях", "ов", "ев", "ей", "ам", "ям", "ах", "ях", "ом", "ем", "ой", "ый", "ий", "ая",
    "яя", "ое", "ее", "ые", "ие", "ых", "их", "ым", "им", "ую", "юю", "ия", "ии", "ию", "ы", "и",
    "а", "я", "о", "е", "у", "ю", "ь", NULL};
static const char *const kazakh[] = {"ларының", "лерінің", "дарының", "дерінің", "тарының",
    "терінің", "лардың", "лердің", "дардың", "дердің", "тардың", "тердің", "лары", "лері", "дары",
    "дері", "тары", "тері", "лар", "лер", "дар", "дер", "тар", "тер", "ының", "інің", "ның", "нің",
    "дың", "дің", "тың", "тің", "нда", "нде", "дан", "ден", "тан", "тен", "нан", "нен", "мен",
    "бен", "пен", "ға", "ге", "қа", "ке", "да", "де", "та", "те", "сы", "сі", "ны", "ні", "ды",
    "ді", "ты", "ті", "ы", "і", NULL};

static size_t
ending(struct str word, const char *const *endings)
{
    for (; *endings; endings++) {
        struct str e = str_of(*endings);
        if (str_ends(word, e) && text_length(word) >= text_length(e) + LETTERS_MIN)
            return e.len;
    }
    return 0;
}

void
stem_write(struct buf *out, struct str word, enum lang lang)
{
    struct buf lower = {0};
    for (size_t at = 0; at < word.len;) {
        uint32_t c = text_lower(text_decode(word, &at));
        if (!text_is_invisible(c))
            buf_utf8(&lower, c);
    }
    struct str stem = buf_slice(&lower);
    size_t cut = ending(stem, lang == LANG_KK ? kazakh : russian);
    bool open = cut > 0 || text_length(stem) >= LETTERS_STEM;
    stem.len -= cut;
    buf_str(out, stem);
    if (open)
        buf_char(out, '*');
    buf_free(&lower);
}
