#include "reference.h"

#include "cli.h"
#include "pattern.h"
#include "text.h"
#include "token.h"
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* The files are a few dozen KB; what is larger is not ours. */
#define REFERENCE_FILE_MAX ((size_t)4 * 1024 * 1024)

struct cue_entry {
    struct pattern pattern;
    enum lang lang;
    enum form form;
    struct str name, text;
    struct cue_entry *next;
};

/* Patterns are looked up by the first letter of their first word: folded letters are one byte, and
 * all Russian ones differ in the low five bits. Others may share a list: the pattern decides. */
#define LETTERS 32
#define LETTER(c) ((unsigned char)(c) % LETTERS)

struct cue_link {
    const struct cue_entry *entry;
    struct cue_link *next;
};

/* The cues of one kind and language. */
struct cue_index {
    struct cue_link *links[LETTERS], *last[LETTERS];
};

/* A name of a place: its folded words. */
struct place_name {
    struct str *words;
    size_t nwords;
    enum lang lang;
    char second; /* letter of the first word; 0: it has none */
    const struct known_place *place;
    struct place_name *next;
};

struct place_line {
    struct known_place place;
    struct str in, centre; /* ids, until all lines are read */
    struct place_line *next;
};

struct form_entry {
    struct pattern pattern;
    bool capitals; /* an abbreviation */
    enum lang lang;
    const struct legal_form *form;
    struct form_entry *next;
};

struct form_link {
    const struct form_entry *entry;
    struct form_link *next;
};

struct type_entry {
    struct pattern pattern;
    enum lang lang;
    const struct institution_type *type;
    struct type_entry *next;
};

/* A word in the name of any type. */
struct type_word {
    const struct pattern_stem *stems;
    enum lang lang;
    struct type_word *next;
};

struct topic_line {
    struct act_topic topic;
    struct topic_word {
        struct pattern pattern;
        enum lang lang;
        struct topic_word *next;
    } * words;
};

struct reference {
    struct reference_hints hints; /* first: reference_may() knows no more of it */
    struct arena arena;
    struct topic_line *topics, *last_topic;
    struct act *acts, *last_act;
    struct cue_entry *cues[CUE_COUNT], **cues_end[CUE_COUNT];
    struct cue_index cue_index[CUE_COUNT][3]; /* by language */
    struct place_line *places, **places_end;
    struct place_name *names[256]; /* by first folded byte */
    struct form_entry *forms;
    struct form_link *forms_by_letter[LETTERS];
    struct type_word *type_words[256];
    struct type_entry *types[256]; /* by first folded byte of the first word */
};

#define FIELDS_MAX 10

static const char *const cue_names[CUE_COUNT] = {"stamp", "title", "heading", "content", "intro",
    "prose", "observed", "covers", "work", "made", "subject", "authority", "sphere", "geo", "link",
    "under", "filler", "economic", "person", "chair", "role", "conducted", "address", "phone",
    "bin", "month", "years", "plan", "law", "order", "otheract", "issuer", "amending", "ground",
    "registered", "spelling"};

/* Cuts off the next alternative of "a | b". */
static struct str
cut_alternative(struct str *rest)
{
    struct str head = *rest;
    for (size_t i = 0; i + 2 < rest->len; i++)
        if (memcmp(rest->p + i, " | ", 3) == 0) {
            head.len = i;
            *rest = str_slice(*rest, i + 3, rest->len);
            return str_trim(head);
        }
    *rest = (struct str){NULL, 0};
    return str_trim(head);
}

static enum lang
lang_of(struct str name)
{
    return str_is(name, "ru") ? LANG_RU : str_is(name, "kk") ? LANG_KK : LANG_NONE;
}

static bool
form_of(struct str name, enum form *form)
{
    for (int f = 0; f <= FORM_OTHER; f++)
        if (str_is(name, form_name((enum form)f))) {
            *form = (enum form)f;
            return true;
        }
    return false;
}

/* A word that begins with `stem` may be what the hint says; where it is not `open`, the stem
 * itself.
 */
static void
add_hint(struct reference *r, int hint, enum lang lang, struct str stem, bool open)
{
    letters_add(&r->hints.by_language[lang], stem, open, reference_bit(hint));
}

static void
add_hints(struct reference *r, int hint, enum lang lang, const struct pattern *pattern)
{
    for (const struct pattern_stem *s = pattern->elements->stems; s; s = s->next)
        add_hint(r, hint, lang, s->folded, s->star || hint == HINT_FORM);
}

static enum status
index_cue(struct reference *r, struct cue_index *index, const struct cue_entry *e)
{
    for (unsigned c = 0; c < LETTERS; c++) {
        struct cue_link *link;
        if (!pattern_first_has(&e->pattern.first, c, LETTERS))
            continue;
        link = arena_new(&r->arena, struct cue_link);
        if (!link)
            return STATUS_LIMIT;
        link->entry = e;
        if (index->links[c])
            index->last[c]->next = link;
        else
            index->links[c] = link;
        index->last[c] = link;
    }
    return STATUS_OK;
}

static enum status
add_cue(struct reference *r, const struct str *field, const char **reason)
{
    enum form form = FORM_OTHER;
    enum lang lang = lang_of(field[2]);
    struct str rest = field[3];
    int cue = 0;
    while (cue < CUE_COUNT && !str_is(field[0], cue_names[cue]))
        cue++;
    if (cue == CUE_COUNT || (cue >= CUE_TITLE && cue <= CUE_CONTENT && !form_of(field[1], &form)) ||
        !lang) {
        *reason = "no such cue, name or language";
        return STATUS_BAD;
    }
    while (rest.p) {
        struct cue_entry *e = arena_new(&r->arena, struct cue_entry);
        enum status status;
        if (!e)
            return STATUS_LIMIT;
        e->text = cut_alternative(&rest);
        status = pattern_parse(&r->arena, e->text, &e->pattern);
        if (status != STATUS_OK)
            return status;
        e->lang = lang;
        e->form = form;
        e->name = field[1];
        add_hints(r, cue, lang, &e->pattern);
        *r->cues_end[cue] = e;
        r->cues_end[cue] = &e->next;
        status = index_cue(r, &r->cue_index[cue][lang], e);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status
add_place_name(
    struct reference *r, const struct known_place *place, enum lang lang, struct str text)
{
    struct place_name *n = arena_new(&r->arena, struct place_name);
    struct buf folded = {0};
    struct str rest;
    token_fold(&folded, text);
    rest = arena_copy(&r->arena, str_trim(buf_slice(&folded)));
    buf_free(&folded);
    if (!n || !rest.p)
        return STATUS_LIMIT;
    if (!rest.len)
        return STATUS_BAD;
    n->words = arena_array(&r->arena, 4, sizeof *n->words);
    if (!n->words)
        return STATUS_LIMIT;
    while (rest.p && n->nwords < 4)
        n->words[n->nwords++] = str_cut(&rest, ' ');
    n->lang = lang;
    n->second = n->words[0].len > 1 ? n->words[0].p[1] : '\0';
    n->place = place;
    add_hint(r, HINT_PLACE, lang, n->words[0], true);
    n->next = r->names[(unsigned char)n->words[0].p[0]];
    r->names[(unsigned char)n->words[0].p[0]] = n;
    return STATUS_OK;
}

static enum status
add_place_names(struct reference *r, const struct known_place *p, enum lang lang, struct str others)
{
    enum status status = add_place_name(r, p, lang, p->name[lang]);
    while (status == STATUS_OK && others.len)
        status = add_place_name(r, p, lang, str_cut(&others, ';'));
    return status;
}

static enum status
add_place(struct reference *r, const struct str *field, const char **reason)
{
    struct place_line *line = arena_new(&r->arena, struct place_line);
    enum status status;
    if (!line)
        return STATUS_LIMIT;
    if (str_is(field[0], "region"))
        line->place.kind = PLACE_REGION;
    else if (str_is(field[0], "district"))
        line->place.kind = PLACE_DISTRICT;
    else if (str_is(field[0], "city"))
        line->place.kind = PLACE_CITY;
    else if (str_is(field[0], "village"))
        line->place.kind = PLACE_VILLAGE;
    if (!line->place.kind || !field[1].len || !field[2].len || !field[3].len) {
        *reason = "no such kind, or an empty field";
        return STATUS_BAD;
    }
    line->place.id = field[1];
    line->place.name[LANG_RU] = field[2];
    line->place.name[LANG_KK] = field[3];
    line->in = field[4];
    line->centre = field[7];
    *r->places_end = line;
    r->places_end = &line->next;
    status = add_place_names(r, &line->place, LANG_RU, field[5]);
    return status == STATUS_OK ? add_place_names(r, &line->place, LANG_KK, field[6]) : status;
}

static const struct known_place *
place_by_id(const struct reference *r, struct str id)
{
    for (const struct place_line *l = r->places; l; l = l->next)
        if (str_eq(l->place.id, id))
            return &l->place;
    return NULL;
}

static enum status
link_places(struct reference *r, const char **reason)
{
    for (struct place_line *l = r->places; l; l = l->next) {
        l->place.in = l->in.len ? place_by_id(r, l->in) : NULL;
        l->place.centre = l->centre.len ? place_by_id(r, l->centre) : NULL;
        if ((l->in.len && !l->place.in) || (l->centre.len && !l->place.centre)) {
            *reason = "a place is in, or has as centre, an id that is not there";
            return STATUS_BAD;
        }
    }
    return STATUS_OK;
}

/* Whether a text begins with two capital letters (or is one capital letter and a digit or nothing).
 */
static bool
begins_with_capitals(struct str text)
{
    for (size_t at = 0, n = 0; at < text.len && n < 2; n++) {
        uint32_t c = text_decode(text, &at);
        if (text_lower(c) == c)
            return false;
    }
    return text.len > 0;
}

static enum status
index_form(struct reference *r, const struct form_entry *e)
{
    for (unsigned c = 0; c < LETTERS; c++) {
        struct form_link *link;
        if (!pattern_first_has(&e->pattern.first, c, LETTERS))
            continue;
        link = arena_new(&r->arena, struct form_link);
        if (!link)
            return STATUS_LIMIT;
        *link = (struct form_link){e, r->forms_by_letter[c]};
        r->forms_by_letter[c] = link;
    }
    return STATUS_OK;
}

static enum status
add_form_entry(
    struct reference *r, const struct legal_form *form, enum lang lang, struct str alternatives)
{
    while (alternatives.p) {
        struct str one = cut_alternative(&alternatives);
        struct form_entry *e = arena_new(&r->arena, struct form_entry);
        enum status status;
        if (!e)
            return STATUS_LIMIT;
        if (!one.len)
            continue;
        status = pattern_parse(&r->arena, one, &e->pattern);
        if (status != STATUS_OK)
            return status;
        e->capitals = begins_with_capitals(one);
        e->lang = lang;
        e->form = form;
        add_hints(r, HINT_FORM, LANG_NONE, &e->pattern);
        e->next = r->forms;
        r->forms = e;
        status = index_form(r, e);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

static enum status
add_form(struct reference *r, const struct str *field)
{
    struct legal_form *form = arena_new(&r->arena, struct legal_form);
    enum status status = STATUS_OK;
    if (!form)
        return STATUS_LIMIT;
    form->id = field[1];
    for (enum lang lang = LANG_RU; status == STATUS_OK && lang <= LANG_KK; lang++) {
        form->name[lang] = field[1 + (int)lang];
        status = add_form_entry(r, form, lang, form->name[lang]);
        if (status == STATUS_OK)
            status = add_form_entry(r, form, lang, field[3 + (int)lang]);
    }
    return status;
}

static enum status
add_type_words(struct reference *r, enum lang lang, const struct pattern *pattern)
{
    for (const struct pattern_element *x = pattern->elements; x; x = x->next)
        for (const struct pattern_stem *s = x->stems; s; s = s->next) {
            struct type_word *t = arena_new(&r->arena, struct type_word);
            unsigned char c = (unsigned char)s->folded.p[0];
            if (!t)
                return STATUS_LIMIT;
            t->stems = s;
            t->lang = lang;
            t->next = r->type_words[c];
            r->type_words[c] = t;
        }
    return STATUS_OK;
}

/* One entry for each byte that the pattern may begin with. */
static enum status
add_type_entries(struct reference *r, const struct institution_type *type, enum lang lang,
    const struct pattern *pattern)
{
    for (unsigned c = 0; c < 256; c++) {
        struct type_entry *e;
        if (!pattern_first_has(&pattern->first, c, 256))
            continue;
        e = arena_new(&r->arena, struct type_entry);
        if (!e)
            return STATUS_LIMIT;
        e->pattern = *pattern;
        e->lang = lang;
        e->type = type;
        e->next = r->types[c];
        r->types[c] = e;
    }
    return STATUS_OK;
}

static enum status
add_type(struct reference *r, const struct str *field)
{
    struct institution_type *type = arena_new(&r->arena, struct institution_type);
    if (!type)
        return STATUS_LIMIT;
    type->id = field[1];
    for (enum lang lang = LANG_RU; lang <= LANG_KK; lang++) {
        struct str rest = field[3 + (int)lang];
        type->name[lang] = field[1 + (int)lang];
        while (rest.p) {
            struct pattern pattern;
            enum status status = pattern_parse(&r->arena, cut_alternative(&rest), &pattern);
            if (status == STATUS_OK)
                status = add_type_entries(r, type, lang, &pattern);
            if (status == STATUS_OK)
                status = add_type_words(r, lang, &pattern);
            if (status != STATUS_OK)
                return status;
            add_hints(r, HINT_TYPE, lang, &pattern);
        }
    }
    return STATUS_OK;
}

static enum status
add_form_or_type(struct reference *r, const struct str *field, const char **reason)
{
    if (!field[1].len || !field[2].len || !field[3].len)
        *reason = "an empty field";
    else if (str_is(field[0], "form"))
        return add_form(r, field);
    else if (str_is(field[0], "type"))
        return add_type(r, field);
    else
        *reason = "neither form nor type";
    return STATUS_BAD;
}

static enum status
add_topic_words(struct reference *r, struct topic_line *t, enum lang lang, struct str alternatives)
{
    while (alternatives.p) {
        struct topic_word *w = arena_new(&r->arena, struct topic_word);
        enum status status;
        if (!w)
            return STATUS_LIMIT;
        status = pattern_parse(&r->arena, cut_alternative(&alternatives), &w->pattern);
        if (status != STATUS_OK)
            return status;
        w->lang = lang;
        w->next = t->words;
        t->words = w;
    }
    return STATUS_OK;
}

static enum status
add_topic(struct reference *r, const struct str *field, const char **reason)
{
    struct topic_line *t = arena_new(&r->arena, struct topic_line);
    enum status status;
    if (!t)
        return STATUS_LIMIT;
    t->topic.id = field[1];
    t->topic.kind = str_is(field[2], "law") ? ACT_LAW
        : str_is(field[2], "order")         ? ACT_ORDER
                                            : ACT_ANY;
    t->topic.has_form = !str_is(field[3], "-");
    if (t->topic.has_form && !form_of(field[3], &t->topic.form)) {
        *reason = "no such form";
        return STATUS_BAD;
    }
    t->topic.name[LANG_RU] = field[6];
    t->topic.name[LANG_KK] = field[7];
    t->topic.name[LANG_NONE] = field[8];
    if (r->last_topic)
        r->last_topic->topic.next = &t->topic;
    else
        r->topics = t;
    r->last_topic = t;
    status = add_topic_words(r, t, LANG_RU, field[4]);
    return status == STATUS_OK ? add_topic_words(r, t, LANG_KK, field[5]) : status;
}

/* "2016-10-19", or nothing for an unknown day. */
static bool
read_day(struct str text, struct date *out)
{
    *out = (struct date){0};
    if (!text.len)
        return true;
    return text.len == 10 && sscanf(text.p, "%4d-%2d-%2d", &out->year, &out->month, &out->day) == 3;
}

static struct str
fold_number(struct reference *r, struct str text)
{
    struct buf folded = {0};
    struct str out;
    token_fold(&folded, text);
    out = arena_copy(&r->arena, buf_slice(&folded));
    buf_free(&folded);
    return out;
}

static const struct act_topic *
topic_by_id(const struct reference *r, struct str id)
{
    for (const struct act_topic *t = reference_topics(r); t; t = t->next)
        if (str_eq(t->id, id))
            return t;
    return NULL;
}

static enum status
add_act(struct reference *r, const struct str *field, const char **reason)
{
    struct act *a = arena_new(&r->arena, struct act);
    if (!a)
        return STATUS_LIMIT;
    a->id = field[1];
    a->topic = topic_by_id(r, field[2]);
    a->number = fold_number(r, field[4]);
    a->registration = fold_number(r, field[6]);
    if (!a->number.p || !a->registration.p)
        return STATUS_LIMIT;
    if (!a->topic || !read_day(field[3], &a->date) || !read_day(field[5], &a->registered) ||
        !read_day(field[7], &a->from) || !read_day(field[8], &a->to)) {
        *reason = "no such topic, or not a day like 2016-10-19";
        return STATUS_BAD;
    }
    for (const struct act *b = reference_acts(r); b && field[9].len; b = b->next)
        if (str_eq(b->id, field[9]))
            a->amends = b;
    if (r->last_act)
        r->last_act->next = a;
    else
        r->acts = a;
    r->last_act = a;
    return STATUS_OK;
}

static enum status
add_topic_or_act(struct reference *r, const struct str *field, const char **reason)
{
    if (str_is(field[0], "topic"))
        return add_topic(r, field, reason);
    if (str_is(field[0], "act"))
        return add_act(r, field, reason);
    *reason = "neither topic nor act";
    return STATUS_BAD;
}

typedef enum status add_line(struct reference *r, const struct str *field, const char **reason);

bool
reference_find(const char *folder, const char *name, struct buf *path)
{
    if (folder) {
        buf_printf(path, "%s/%s", folder, name);
        if (!path->failed && access(path->p, F_OK) == 0)
            return true;
        buf_clear(path);
    }
    return cli_data_path(name, path);
}

/* Hands each line of a file of tab-separated fields to `add`; the first line that is no comment
 * names the columns. */
static enum status
load_file(struct reference *r, const char *folder, const char *name, add_line *add, struct buf *why)
{
    struct buf path = {0}, text = {0};
    struct str rest;
    enum status status = STATUS_BROKEN;
    bool heading = true;
    if (!reference_find(folder, name, &path)) {
        buf_printf(why, "%s: not found", name);
    } else if (cli_read_file(path.p, REFERENCE_FILE_MAX, &text) != STATUS_OK) {
        buf_printf(why, "%s: %s", path.p, strerror(errno));
    } else {
        rest = arena_copy(&r->arena, buf_slice(&text));
        status = rest.p ? STATUS_OK : STATUS_LIMIT;
        for (size_t number = 1; status == STATUS_OK && rest.p; number++) {
            struct str line = str_cut(&rest, '\n'), field[FIELDS_MAX] = {{"", 0}};
            const char *reason = "no pattern of words";
            if (!line.len || line.p[0] == '#')
                continue;
            if (!heading) {
                for (int i = 0; i < FIELDS_MAX && line.p; i++)
                    field[i] = str_cut(&line, '\t');
                status = add(r, field, &reason);
                if (status == STATUS_BAD)
                    buf_printf(why, "%s:%zu:1: %s", path.p, number, reason);
            }
            heading = false;
        }
    }
    buf_free(&path);
    buf_free(&text);
    return status;
}

static const struct {
    const char *name;
    add_line *add;
} files[] = {
    {"cues.tsv", add_cue},
    {"forms.tsv", add_form_or_type},
    {"places.tsv", add_place},
    {"acts.tsv", add_topic_or_act},
};
enum { FILES = sizeof files / sizeof *files };

const char *
reference_file(size_t number)
{
    return number < FILES ? files[number].name : NULL;
}

enum status
reference_load(const char *folder, struct reference **out, struct buf *why)
{
    struct reference *r = calloc(1, sizeof *r);
    const char *reason = "";
    enum status status = STATUS_OK;
    if (!r)
        return STATUS_BROKEN;
    for (int c = 0; c < CUE_COUNT; c++)
        r->cues_end[c] = &r->cues[c];
    r->places_end = &r->places;
    for (int i = 0; i < FILES && status == STATUS_OK; i++)
        status = load_file(r, folder, files[i].name, files[i].add, why);
    if (status == STATUS_OK) {
        status = link_places(r, &reason);
        if (status != STATUS_OK)
            buf_printf(why, "places.tsv: %s", reason);
    }
    if (status == STATUS_LIMIT) {
        buf_z(why, "no memory for the rules");
        status = STATUS_BROKEN;
    }
    if (status != STATUS_OK) {
        reference_free(r);
        r = NULL;
    }
    *out = r;
    return status;
}

void
reference_free(struct reference *r)
{
    if (!r)
        return;
    arena_free(&r->arena);
    free(r);
}

/* The letters that end a Russian nominative and change in other cases, as folded: a, ya, soft sign,
 * y, i (and short i), e, o. */
static bool
is_ending(char c)
{
    return memchr("\xE0\xFF\xFC\xFB\xE8\xE5\xEE", (unsigned char)c, 7) != NULL;
}

/* Whether `word` is a case of the Russian name `name`, told by its stem: "Family" declines by at
 * most three letters behind what is left when its last vowels are taken off. */
static bool
is_declined(struct str name, struct str word)
{
    struct str stem = name;
    if (str_eq(name, word))
        return true;
    for (int i = 0; i < 2 && stem.len > 3 && is_ending(stem.p[stem.len - 1]); i++)
        stem.len--;
    return stem.len >= 3 && str_starts(word, stem) && word.len - stem.len <= 3 &&
        word.len > stem.len &&
        (is_ending(word.p[word.len - 1]) || word.p[word.len - 1] == '\xEC' ||
            word.p[word.len - 1] == '\xF3' || word.p[word.len - 1] == '\xFE');
}

/* Whether `word` is the Kazakh name with or without a case ending. */
static bool
is_suffixed(struct str name, struct str word)
{
    size_t more;
    if (!str_starts(word, name))
        return false;
    more = word.len - name.len;
    return more == 0 ||
        (name.len >= 4 && more >= 2 && more <= 5 &&
            memchr("\xED\xE4\xF2\xE3\xEA\xEC\xEF\xE1", word.p[name.len], 8));
}

/* Whether `word` is, in any case, word `i` of the name. */
static bool
is_place_word(const struct place_name *n, size_t i, struct str word)
{
    return n->lang == LANG_RU ? is_declined(n->words[i], word)
        : i + 1 == n->nwords  ? is_suffixed(n->words[i], word)
                              : str_eq(n->words[i], word);
}

static bool
begins_cue(const struct reference *r, int cue, enum lang lang, struct str word)
{
    for (const struct cue_link *l = r->cue_index[cue][lang].links[LETTER(word.p[0])]; l;
         l = l->next)
        if (pattern_stem_is(l->entry->pattern.elements->stems, word))
            return true;
    return false;
}

static bool
begins_type(const struct reference *r, enum lang lang, struct str word)
{
    for (const struct type_entry *e = r->types[(unsigned char)word.p[0]]; e; e = e->next)
        if (e->lang == lang && pattern_stem_is(e->pattern.elements->stems, word))
            return true;
    return false;
}

/* An abbreviation of one word may carry an ending behind a hyphen. */
static bool
begins_form(const struct reference *r, struct str word)
{
    struct str rest = word, bare = str_cut(&rest, '-');
    for (const struct form_link *l = r->forms_by_letter[LETTER(word.p[0])]; l; l = l->next)
        if (pattern_stem_is(l->entry->pattern.elements->stems, word) ||
            pattern_stem_is(l->entry->pattern.elements->stems, bare))
            return true;
    return false;
}

static bool
begins_place(const struct reference *r, enum lang lang, struct str word)
{
    for (const struct place_name *n = r->names[(unsigned char)word.p[0]]; n; n = n->next)
        if (n->lang == lang && is_place_word(n, 0, word))
            return true;
    return false;
}

uint64_t
reference_begins(const struct reference *r, struct str word)
{
    uint64_t begins = 0;
    for (int hint = 0; hint <= HINT_PLACE; hint++)
        for (enum lang lang = LANG_NONE; lang <= LANG_KK; lang++) {
            if (!reference_may(r, hint, lang, word))
                continue;
            bool does = hint == HINT_FORM ? begins_form(r, word)
                : hint == HINT_TYPE       ? begins_type(r, lang, word)
                : hint == HINT_PLACE      ? begins_place(r, lang, word)
                                          : begins_cue(r, hint, lang, word);
            begins |= does ? reference_bit(hint) : 0;
        }
    return begins;
}

static const struct cue_entry *
find_cue(const struct reference *r, enum cue cue, enum lang lang, const struct str *words,
    size_t nwords, size_t at, size_t *end)
{
    const struct cue_index *index = &r->cue_index[cue][lang];
    for (const struct cue_link *l = index->links[LETTER(words[at].p[0])]; l; l = l->next)
        if (pattern_match(&l->entry->pattern, words, nwords, at, end))
            return l->entry;
    return NULL;
}

bool
reference_find_cue(const struct reference *r, enum cue cue, enum lang lang, const struct str *words,
    size_t nwords, size_t at, size_t *end, enum form *form)
{
    size_t stop;
    const struct cue_entry *e = find_cue(r, cue, lang, words, nwords, at, &stop);
    if (e && end)
        *end = stop;
    if (e && form)
        *form = e->form;
    return e != NULL;
}

void
reference_write_folded(struct buf *b, struct str word)
{
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.p[i];
        buf_utf8(b, c >= 0xE0 ? 0x430u + c - 0xE0 : c);
    }
}

int
reference_month(const struct reference *r, enum lang lang, struct str word)
{
    size_t end;
    const struct cue_entry *e = reference_may(r, CUE_MONTH, lang, word)
        ? find_cue(r, CUE_MONTH, lang, &word, 1, 0, &end)
        : NULL;
    return e ? atoi(e->name.p) : 0;
}

struct str
reference_spelling(const struct reference *r, struct str word)
{
    for (const struct cue_entry *e = r->cues[CUE_SPELLING]; e; e = e->next)
        if (pattern_stem_is(e->pattern.elements->stems, word))
            return e->text;
    return (struct str){NULL, 0};
}

static bool
is_place_name(const struct place_name *n, const struct str *words, size_t nwords, size_t at)
{
    if (nwords - at < n->nwords)
        return false;
    for (size_t i = 0; i < n->nwords; i++)
        if (!is_place_word(n, i, words[at + i]))
            return false;
    return true;
}

const struct known_place *
reference_place(const struct reference *r, int kinds, enum lang lang, const struct str *words,
    size_t nwords, size_t at, size_t *end)
{
    const struct place_name *best = NULL;
    if (at >= nwords || !reference_may(r, HINT_PLACE, lang, words[at]))
        return NULL;
    char second = words[at].len > 1 ? words[at].p[1] : '\0';
    for (const struct place_name *n = r->names[(unsigned char)words[at].p[0]]; n; n = n->next)
        if (n->lang == lang && (!n->second || n->second == second) &&
            (n->place->kind & (unsigned)kinds) && is_place_name(n, words, nwords, at) &&
            (!best || n->nwords > best->nwords ||
                (n->nwords == best->nwords && str_eq(n->words[0], words[at]))))
            best = n;
    if (best && end)
        *end = at + best->nwords;
    return best ? best->place : NULL;
}

/* Whether the pattern of an abbreviation is there; its last word may carry an ending behind a
 * hyphen. */
static bool
match_abbreviation(
    const struct pattern *p, const struct str *words, size_t nwords, size_t at, size_t *end)
{
    struct str copy[8];
    size_t n = p->length;
    if (n > 8 || nwords - at < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        struct str rest = words[at + i];
        copy[i] = i + 1 == n ? str_cut(&rest, '-') : rest;
    }
    *end = at + n;
    return pattern_match(p, copy, n, 0, &n);
}

const struct legal_form *
reference_form(const struct reference *r, const struct str *words, const bool *capitals,
    size_t nwords, size_t at, size_t *end, enum lang *lang)
{
    const struct form_entry *best = NULL;
    size_t stop;
    if (at >= nwords || !reference_may(r, HINT_FORM, LANG_NONE, words[at]))
        return NULL;
    for (const struct form_link *l = r->forms_by_letter[LETTER(words[at].p[0])]; l; l = l->next) {
        const struct form_entry *e = l->entry;
        bool match = e->capitals
            ? capitals[at] && match_abbreviation(&e->pattern, words, nwords, at, &stop)
            : pattern_match(&e->pattern, words, nwords, at, &stop);
        if (match && (!best || stop > *end)) {
            best = e;
            *end = stop;
            *lang = e->lang;
        }
    }
    return best ? best->form : NULL;
}

const struct legal_form *
reference_economic_form(const struct reference *r, const struct legal_form *form)
{
    for (const struct form_entry *e = r->forms; e; e = e->next)
        if (str_starts(e->form->id, form->id) && str_ends(e->form->id, STR("-phv")) &&
            e->form->id.len == form->id.len + 4)
            return e->form;
    return form;
}

const struct institution_type *
reference_type(const struct reference *r, enum lang lang, const struct str *words, size_t nwords,
    size_t at, size_t *end)
{
    const struct type_entry *best = NULL;
    size_t stop;
    if (at >= nwords || !reference_may(r, HINT_TYPE, lang, words[at]))
        return NULL;
    for (const struct type_entry *e = r->types[(unsigned char)words[at].p[0]]; e; e = e->next)
        if (e->lang == lang && pattern_match(&e->pattern, words, nwords, at, &stop) &&
            (!best || stop > *end ||
                (stop == *end && e->pattern.letters > best->pattern.letters))) {
            best = e;
            *end = stop;
        }
    return best ? best->type : NULL;
}

bool
reference_type_word(const struct reference *r, enum lang lang, struct str word)
{
    if (!word.len)
        return false;
    for (const struct type_word *t = r->type_words[(unsigned char)word.p[0]]; t; t = t->next)
        if (t->lang == lang && pattern_stem_is(t->stems, word))
            return true;
    return false;
}

const struct act_topic *
reference_topics(const struct reference *r)
{
    return r->topics ? &r->topics->topic : NULL;
}

const struct act *
reference_acts(const struct reference *r)
{
    return r->acts;
}

bool
reference_is_topic(const struct act_topic *topic, enum lang lang, const struct str *words,
    size_t nwords, size_t at)
{
    const struct topic_line *line = (const struct topic_line *)topic;
    size_t end;
    for (const struct topic_word *w = line->words; w; w = w->next)
        if (w->lang == lang && pattern_match(&w->pattern, words, nwords, at, &end))
            return true;
    return false;
}
