#include "aside.h"

#include "kazakh.h"
#include "token.h"

/* A longer one is no aside but a clause that tells something. */
#define ASIDE_TOKENS 24

/* Neither is one of so many that begins with a Kazakh "one of them". */
#define ASIDE_PERSON_TOKENS 10

/* A shorter word has no ending that would tell. */
#define VERB_LETTERS 5

/* Russian "достигнув", "разобравшись": a gerund, and no noun that ends as one. */
static bool
is_gerund(struct str word)
{
    static const char *const nouns[] = {"\xEA\xF2\xE8\xE2", "\xED\xEE\xF0\xEC\xE0\xF2\xE8\xE2",
        "\xEC\xEE\xF2\xE8\xE2", "\xE0\xF0\xF5\xE8\xE2", "\xF1\xF2\xE0\xE2",
        NULL}; /* -ктив, норматив, мотив, архив, -став */
    static const char *const endings[] = {"\xE8\xE4\xFF", "\xE0\xE2", "\xE8\xE2", "\xF3\xE2",
        "\xE2\xF8\xE8", "\xE2\xF8\xE8\xF1\xFC", "\xFF\xF1\xFC",
        NULL}; /* -ав, -ив, -ув, -йдя, -вши, -вшись, -ясь */
    return str_ends_any(word, endings) && !str_ends_any(word, nouns);
}

/* Russian "выразившихся", "лишённых": a participle in its full form, and no adjective that ends as
 * one. */
static bool
is_participle(struct str word)
{
    static const char *const endings[] = {"\xFB\xEC\xE8", "\xE8\xEC\xE8", "\xEE\xE3\xEE",
        "\xE5\xE3\xEE", "\xEE\xEC\xF3", "\xE5\xEC\xF3", "\xFB\xE8", "\xE8\xE8", "\xE0\xFF",
        "\xEE\xE5", "\xE5\xE5", "\xFB\xE5", "\xE8\xE5", "\xEE\xE8", "\xE5\xE8", "\xF3\xFE",
        "\xFB\xEC", "\xE8\xEC", "\xEE\xEC", "\xE5\xEC", "\xFB\xF5", "\xE8\xF5",
        NULL}; /* of adjectives */
    static const char *const stems[] = {"\xE2\xF8", "\xE4\xF8", "\xFE\xF9", "\xFF\xF9",
        "\xE5\xED\xED", "\xE0\xED\xED", "\xFF\xED\xED",
        NULL}; /* -вш, -дш, -ющ, -ящ, -енн, -анн, -янн */
    static const char *const others[] = {"\xF1\xF2\xE2\xE5\xED\xED", "\xEC\xE5\xED\xED",
        "\xE2\xED\xF3\xF2\xF0\xE5\xED\xED", "\xE4\xE0\xED\xED",
        NULL}; /* -ственн, -менн, внутренн, данн */
    if (str_ends(word, STR("\xF1\xFF"))) /* -ся */
        word.len -= 2;
    for (const char *const *e = endings; *e; e++) {
        struct str ending = str_of(*e);
        struct str stem = str_slice(word, 0, word.len > ending.len ? word.len - ending.len : 0);
        if (str_ends(word, ending) && str_ends_any(stem, stems) && !str_ends_any(stem, others))
            return true;
    }
    return false;
}

/* What opens an aside; the values are those of the lexicon. */
enum opener {
    OPENER_ANY, /* "including": what it names is not what is told of */
    OPENER_PREPOSITION, /* names no figure, and tells the period of what follows too */
    OPENER_RELATIVE, /* "which": what it names is what is told of */
    OPENER_PARTICIPLE, /* "conducted", "received": so, and the period holds for what follows too */
    OPENER_NONE
};

/* What the word at token `i` is behind a comma. */
static enum opener
opener_at(const struct sentence *s, size_t i)
{
    if (i >= s->to || s->b->tokens[i].kind != TOKEN_WORD)
        return OPENER_NONE;
    long value = 0;
    struct str word = token_skeleton(s->b, i);
    if (lexicon_is(s->rules->lexicon, LEXICON_ASIDE, word, &value))
        return value > OPENER_ANY && value < OPENER_NONE ? (enum opener)value : OPENER_ANY;
    bool verb = word.len >= VERB_LETTERS && (is_gerund(word) || is_participle(word));
    return verb ? OPENER_PARTICIPLE : OPENER_NONE;
}

/* What stands behind the comma at token `comma`, perhaps a word behind: "не считая". */
static enum opener
opener_of(const struct sentence *s, size_t comma)
{
    enum opener first = opener_at(s, comma + 1);
    if (first != OPENER_NONE || comma + 1 >= s->to || token_is_kind(s->b, comma + 1, LEXICON_AND))
        return first;
    return opener_at(s, comma + 2);
}

/* Whether what token `i` is keeps the tokens around it from being an aside: a sign that ends one, a
 * number that somebody may claim, and in most what names a subject. */
static bool
breaks(const struct sentence *s, size_t i, enum opener opener)
{
    const struct token *t = &s->b->tokens[i];
    if (t->kind == TOKEN_PUNCT)
        return !token_is_punct(s->b, i, '-') && !token_is_punct(s->b, i, '/');
    if (t->kind == TOKEN_NUMBER)
        return !token_is_kind(s->b, i + 1, LEXICON_FOREIGN);
    return opener != OPENER_ANY && sentence_hit(s, PHRASE_LABEL, i);
}

/* The comma that ends an aside which begins behind token `i` and has fewer than `most`; `i` where
 * what stands there is none. */
static size_t
end_of(const struct sentence *s, size_t i, size_t most, enum opener opener)
{
    for (size_t k = i + 1; k < s->to && k < i + most; k++) {
        if (token_is_punct(s->b, k, ','))
            return k;
        if (breaks(s, k, opener))
            break;
    }
    return i;
}

/* "Педагогов, имеющих категорию, – 18": whether what the comma at token `i` parts off tells which
 * of those that a label names before it are counted. Participles that would tell nothing new
 * ("поступивших", "проведённых") are in the lexicon. */
static bool
restricts(const struct sentence *s, size_t i)
{
    struct str word = token_skeleton(s->b, i + 1);
    if (i == s->from || !sentence_hit(s, PHRASE_LABEL, i - 1) || is_gerund(word))
        return false;
    static const char *const plural[] = {"\xFB\xE5", "\xFB\xF5", "\xFB\xEC", "\xFB\xEC\xE8",
        "\xEA\xEE\xE8", "\xEA\xEE\xE8\xF5", NULL}; /* которые, которых ..., кои, коих */
    enum opener opener = opener_of(s, i);
    if (opener == OPENER_RELATIVE)
        return str_ends_any(word, plural);
    return opener == OPENER_PARTICIPLE && !lexicon_is(s->rules->lexicon, LEXICON_ASIDE, word, NULL);
}

/* Russian: by the word that opens it. Another that begins where it ends is part of it. */
static size_t
find_russian(const struct sentence *s, size_t comma)
{
    size_t end = comma;
    for (size_t next = comma;; end = next) {
        enum opener opener = opener_of(s, end);
        next = opener == OPENER_NONE ? end : end_of(s, end, ASIDE_TOKENS, opener);
        if (next == end)
            break;
    }
    return end;
}

/* Kazakh "құбылып тұрса да", "жетіспегендіктен", "қарамағанымен": whether the word before token
 * `end` ends what is said aside. */
static bool
ends_aside(const struct sentence *s, size_t end)
{
    static const char *const endings[] = {"\xE3\xE0\xED\xE4\xFB\xEA\xF2\xE0\xED",
        "\xE3\xE5\xED\xE4\xE8\xEA\xF2\xE5\xED", "\xEA\xE0\xED\xE4\xFB\xEA\xF2\xE0\xED",
        "\xEA\xE5\xED\xE4\xE8\xEA\xF2\xE5\xED", "\xE3\xE0\xED\xFB\xEC\xE5\xED",
        "\xE3\xE5\xED\xE8\xEC\xE5\xED", "\xEA\xE0\xED\xFB\xEC\xE5\xED",
        "\xEA\xE5\xED\xE8\xEC\xE5\xED",
        NULL}; /* -ғандықтан ... -кендіктен, -ғанымен ... -кенімен */
    static const char *const though[] = {"\xF1\xE0", "\xF1\xE5", NULL}; /* -са, -се */
    struct str last = token_skeleton(s->b, end - 1);
    bool and = str_is(last, "\xE4\xE0") || str_is(last, "\xE4\xE5"); /* да, де */
    return token_is_kind(s->b, end - 1, LEXICON_ASIDE_END) || str_ends_any(last, endings) ||
        (and&&str_ends_any(token_skeleton(s->b, end - 2), though));
}

/* Kazakh: by the word before its second comma: "зейнеткерлерді қоса алғанда, ". */
static size_t
find_kazakh(const struct sentence *s, size_t comma)
{
    size_t end = end_of(s, comma, ASIDE_TOKENS, OPENER_ANY);
    return end > comma + 1 && ends_aside(s, end) ? end : comma;
}

/* "Біреуі ұзақ жыл еңбек етіп, зейнетке кетті": the comma behind what one of those counted did
 * before; `i`, which is the token behind the number, where there is none. */
static size_t
find_converb(const struct sentence *s, size_t number)
{
    const struct token *t = &s->b->tokens[number];
    size_t i = number + 1;
    if (!(t->flags & (TOKEN_COLLECTIVE | TOKEN_POSSESSIVE)))
        return i;
    size_t end = end_of(s, number, ASIDE_PERSON_TOKENS, OPENER_ANY);
    bool converb = end > i && (kazakh_endings(token_skeleton(s->b, end - 1)) & KAZAKH_CONVERB);
    return converb ? end : i;
}

/* Whether a clause of its own begins behind the comma at token `i`: what stands before that ends
 * the clause before, and is no aside. */
static bool
opens_clause(const struct sentence *s, size_t i)
{
    struct str word = token_skeleton(s->b, i + 1);
    return i + 1 >= s->to || sentence_hit(s, PHRASE_BREAK, i) ||
        sentence_hit(s, PHRASE_BREAK, i + 1) || str_is(word, "\xE0") ||
        str_is(word, "\xE0\xEB"); /* а, ал */
}

void
aside_read(struct sentence *s)
{
    for (size_t i = s->from; i < s->to; i++) {
        if (!token_is_punct(s->b, i, ','))
            continue;
        size_t end = s->lang == LANG_KK ? find_kazakh(s, i) : find_russian(s, i);
        if (end == i || opens_clause(s, end) || (s->lang == LANG_RU && restricts(s, i)))
            continue;
        s->aside[i - s->from] = (uint32_t)end;
        i = end - 1; /* which may open the next */
    }
    for (size_t i = s->from; i < s->to && s->lang == LANG_KK; i++) {
        size_t end = s->b->tokens[i].kind == TOKEN_NUMBER ? find_converb(s, i) : 0;
        if (end > i + 1)
            s->aside[i + 1 - s->from] = (uint32_t)end;
    }
}

bool
aside_closes(const struct sentence *s, size_t from, size_t i)
{
    for (size_t k = from; k < i; k++)
        if (s->aside[k - s->from] == i)
            return true;
    return false;
}

bool
aside_is_apart(const struct sentence *s, size_t i)
{
    if (!s->aside[i - s->from] || !token_is_punct(s->b, i, ',') || s->lang == LANG_KK)
        return false;
    enum opener opener = opener_of(s, i);
    return opener == OPENER_ANY || opener == OPENER_RELATIVE;
}

bool
aside_restricts(const struct sentence *s, size_t i)
{
    return token_is_punct(s->b, i, ',') && s->lang == LANG_RU && restricts(s, i) &&
        end_of(s, i, ASIDE_TOKENS, OPENER_PARTICIPLE) > i;
}
