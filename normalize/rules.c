#include "rules.h"

#include "cli.h"
#include "text.h"
#include "token.h"
#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#define FILE_MAX ((size_t)4 << 20)
#define REACH_DEFAULT 6
#define REACH_MAX 30

/* One phrase of a set where it is written: its mistakes are said there. */
struct member_phrase {
    struct str text;
    enum lang lang;
    const char *file;
    int line, column;
    struct member_phrase *next;
};

/* What is being read. */
struct reader {
    struct rules *rules;
    struct buf *why;
    struct buf name; /* of a phrase */
    const char *file; /* its name, for messages */
    struct str stem; /* "staff" of "staff.rules" */
    int line;
    struct str text; /* the line */
    struct {
        const char *line;
        size_t bytes;
        int column;
    } last; /* place in a line whose column was asked for: the next is mostly behind it */
    struct member_phrase *members, **members_end;
    size_t phrase_cap, example_cap, subject_cap, unit_cap;
    bool failed;
    /* The block that is open. */
    enum { OPEN_NONE, OPEN_SET, OPEN_SUBJECT, OPEN_RULE, OPEN_UNIT, OPEN_WORDS } block;
    int owner, nrules;
    struct str block_name;
    struct set *set;
    int number[PHRASE_KIND_COUNT][3];
};

/* The column of a place in the line, in characters from 1. */
static int
column_of(struct reader *r, const char *p)
{
    size_t bytes = p < r->text.p ? 0 : (size_t)(p - r->text.p);
    bytes = bytes < r->text.len ? bytes : r->text.len;
    if (r->last.line != r->text.p || r->last.bytes > bytes) {
        r->last.line = r->text.p;
        r->last.bytes = 0;
        r->last.column = 1;
    }
    r->last.column += (int)text_length(str_slice(r->text, r->last.bytes, bytes));
    r->last.bytes = bytes;
    return r->last.column;
}

static void
complain(struct reader *r, const char *place, const char *reason, struct str what)
{
    buf_printf(r->why, "%s:%d:%d: %s '%.*s'\n", r->file, r->line, column_of(r, place), reason,
        (int)what.len, what.p);
    r->failed = true;
}

/* A large block grows without being copied, and what is not touched of it is no memory. */
#define FIRST_BYTES ((size_t)1 << 20)

/* Room for one more element of a growing array; the array moves. */
static void *
grow(void *array, size_t count, size_t *cap, size_t size)
{
    if (count < *cap)
        return array;
    size_t more = *cap ? *cap * 2 : FIRST_BYTES / size;
    void *p = realloc(array, more * size);
    if (p)
        *cap = more;
    return p;
}

int
rules_figure(const struct rules *r, struct str id)
{
    for (size_t i = 0; i < r->nfigures; i++)
        if (str_eq(r->figures[i].id, id))
            return (int)i;
    return -1;
}

static int
find_unit(const struct rules *r, struct str name)
{
    for (size_t i = 0; i < r->nunits; i++)
        if (str_eq(r->units[i], name))
            return (int)i;
    return -1;
}

static int
add_unit(struct reader *r, struct str name)
{
    struct rules *rules = r->rules;
    int known = find_unit(rules, name);
    if (known >= 0)
        return known;
    struct str *units = grow(rules->units, rules->nunits, &r->unit_cap, sizeof *units);
    if (!units) {
        r->failed = true;
        return -1;
    }
    rules->units = units;
    units[rules->nunits] = name;
    return (int)rules->nunits++;
}

static enum status
read_text(struct reader *r, const char *path, struct str *out)
{
    struct rule_file *file = arena_new(r->rules->arena, struct rule_file);
    if (!file)
        return STATUS_BROKEN;
    file->next = r->rules->files;
    r->rules->files = file;
    if (cli_read_file(path, FILE_MAX, &file->text) != STATUS_OK) {
        buf_printf(r->why, "%s: %s\n", path, strerror(errno));
        return STATUS_BROKEN;
    }
    *out = buf_slice(&file->text);
    return STATUS_OK;
}

/* Whether the line is UTF-8; else says where it is not. */
static bool
is_utf8(struct reader *r)
{
    size_t begin = 0, next = 0;
    if (text_valid(r->text))
        return true;
    while (next < r->text.len && text_decode(r->text, &next) != TEXT_INVALID)
        begin = next;
    complain(r, r->text.p + begin, "this is not UTF-8:", STR("?"));
    return false;
}

static bool
is_type(struct str type)
{
    return str_is(type, "count") || str_is(type, "decimal") || str_is(type, "percent") ||
        str_is(type, "money");
}

static void
read_figures(struct reader *r, struct str text)
{
    struct rules *rules = r->rules;
    size_t cap = 0;
    r->line = 0;
    while (text.p && text.len) {
        struct str line = str_cut(&text, '\n');
        r->line++;
        if (r->line == 1 || !line.len)
            continue;
        struct str field[8];
        r->text = line;
        if (!is_utf8(r))
            continue;
        for (int i = 0; i < 8; i++)
            field[i] = str_trim(str_cut(&line, '\t'));
        if (!field[6].p || !field[6].len) {
            complain(r, r->text.p, "seven fields are expected:", field[0]);
            continue;
        }
        if (rules_figure(rules, field[0]) >= 0)
            complain(r, field[0].p, "a second figure", field[0]);
        if (!is_type(field[1]))
            complain(r, field[1].p, "unknown type", field[1]);
        struct figure *figures = grow(rules->figures, rules->nfigures, &cap, sizeof *figures);
        if (!figures) {
            r->failed = true;
            return;
        }
        rules->figures = figures;
        figures[rules->nfigures++] = (struct figure){.id = field[0],
            .type = field[1],
            .unit = field[2],
            .unit_index = add_unit(r, field[2]),
            .label = {field[6], field[4], field[5]},
            .money = str_is(field[1], "money"),
            .percent = str_is(field[1], "percent"),
            .points = str_is(field[2], "pp")};
    }
}

static const char *
slot_bytes(const struct figure *f)
{
    return f->money ? "\x01\x04" : f->percent ? "\x02\x03" : "\x01";
}

static int
add_subject(struct reader *r, struct str name)
{
    struct rules *rules = r->rules;
    struct subject *subjects =
        grow(rules->subjects, rules->nsubjects, &r->subject_cap, sizeof *subjects);
    if (!subjects) {
        r->failed = true;
        return -1;
    }
    rules->subjects = subjects;
    struct subject *s = &subjects[rules->nsubjects];
    *s = (struct subject){.name = name, .reach = REACH_DEFAULT};
    for (int m = 0; m < MEMBER_COUNT_OF; m++)
        s->member[m] = -1;
    return (int)rules->nsubjects++;
}

static void
add_phrase(struct reader *r, enum phrase_kind kind, enum lang lang, struct str text, int column)
{
    struct rules *rules = r->rules;
    struct phrase *phrases = grow(rules->phrases, rules->nphrases, &r->phrase_cap, sizeof *phrases);
    struct buf *name = &r->name;
    if (!phrases) {
        r->failed = true;
        return;
    }
    rules->phrases = phrases;
    buf_clear(name);
    buf_str(name, r->stem);
    buf_char(name, '/');
    buf_str(name, r->block_name);
    buf_char(name, '/');
    buf_z(name, lang_name(lang));
    buf_char(name, '/');
    buf_int(name, ++r->number[kind][lang], 1);
    struct phrase *p = &phrases[rules->nphrases++];
    *p = (struct phrase){.kind = kind,
        .lang = lang,
        .owner = r->owner,
        .text = text,
        .name = arena_copy(rules->arena, buf_slice(name)),
        .file = r->file,
        .line = r->line,
        .column = column};
    r->failed |= !p->name.p || name->failed;
}

static void
add_phrases(struct reader *r, enum phrase_kind kind, enum lang lang, struct str text)
{
    for (struct str rest = text; rest.p;) {
        struct str one = str_trim(phrase_cut(&rest));
        if (one.len)
            add_phrase(r, kind, lang, one, column_of(r, one.p));
        else
            complain(r, one.p, "a phrase is missing in", text);
    }
}

/* The values that an example wants: each names a figure and a number. */
static void
check_wanted(struct reader *r, struct str wanted)
{
    while (wanted.p && wanted.len) {
        struct str pair = str_trim(str_cut(&wanted, ' '));
        struct str value = pair, id = str_cut(&value, '=');
        struct decimal number;
        if (!pair.len)
            continue;
        if (!value.p)
            complain(r, pair.p, "ID=VALUE is expected:", pair);
        else if (rules_figure(r->rules, id) < 0)
            complain(r, id.p, "no such figure:", id);
        else if (!decimal_parse(value, &number))
            complain(r, value.p, "no number:", value);
    }
}

static void
add_example(struct reader *r, int kind, enum lang lang, struct str text, struct str wanted)
{
    struct rules *rules = r->rules;
    struct example *examples =
        grow(rules->examples, rules->nexamples, &r->example_cap, sizeof *examples);
    if (!examples) {
        r->failed = true;
        return;
    }
    rules->examples = examples;
    examples[rules->nexamples++] = (struct example){.kind = kind,
        .text = text,
        .wanted = wanted,
        .lang = lang,
        .owner = r->block == OPEN_SUBJECT ? r->owner : -1,
        .file = r->file,
        .line = r->line};
}

/* "TEXT | TEXT => VALUES": each text is an example of its own. */
static void
add_examples(struct reader *r, int kind, enum lang lang, struct str line)
{
    struct str rest = line, wanted = {NULL, 0};
    assert(line.p); /* it stands behind a colon */
    for (struct str head, tail = line; tail.p;) {
        head = str_cut(&tail, '>');
        if (!tail.p || !str_ends(head, STR("=")))
            continue;
        rest = (struct str){line.p, (size_t)(tail.p - line.p) - strlen("=>")};
        wanted = str_trim(tail);
    }
    check_wanted(r, wanted);
    do {
        struct str text = str_trim(str_cut(&rest, '|'));
        if (text.len)
            add_example(r, kind, lang, text, wanted);
        else
            complain(r, line.p, "an example without a text", line);
    } while (rest.p);
}

static const struct {
    const char *name;
    enum phrase_kind kind;
} subject_keys[] = {{"label", PHRASE_LABEL}, {"zero", PHRASE_ZERO}, {"not", PHRASE_NOT},
    {"need", PHRASE_NEED}, {"unless", PHRASE_UNLESS}, {"column", PHRASE_COLUMN},
    {"list", PHRASE_LIST}},
  words_keys[] = {{"absent", PHRASE_ABSENT}, {"pseudo", PHRASE_PSEUDO},
      {"previous", PHRASE_PREVIOUS}, {"earlier", PHRASE_EARLIER}, {"this", PHRASE_THIS},
      {"compare", PHRASE_COMPARE}, {"respectively", PHRASE_RESPECTIVELY}, {"more", PHRASE_MORE},
      {"less", PHRASE_LESS}, {"light", PHRASE_LIGHT}, {"again", PHRASE_AGAIN},
      {"plan", PHRASE_PLAN}, {"other", PHRASE_OTHER}, {"section", PHRASE_SECTION},
      {"conclusion", PHRASE_CONCLUSION}, {"total", PHRASE_TOTAL}, {"change", PHRASE_CHANGE},
      {"cause", PHRASE_CAUSE}, {"break", PHRASE_BREAK}, {"verb", PHRASE_VERB}, {"of", PHRASE_OF},
      {"part", PHRASE_PART}};

static bool
member_of(struct str key, enum member *m)
{
    static const char *const names[] = {"count", "percent", "money", "previous count",
        "previous percent", "change percent", "change points"};
    for (int i = 0; i < MEMBER_COUNT_OF; i++)
        if (str_is(key, names[i])) {
            *m = (enum member)i;
            return true;
        }
    return false;
}

static enum member
own_member(const struct figure *f)
{
    return f->money  ? MEMBER_MONEY
        : f->points  ? MEMBER_CHANGE_POINTS
        : f->percent ? MEMBER_PERCENT
                     : MEMBER_COUNT;
}

/* The set of that name, made where there is none yet. */
static struct set *
find_set(struct reader *r, struct str name)
{
    for (struct set *set = r->rules->sets; set; set = set->next)
        if (str_eq(set->name, name))
            return set;
    struct set *set = arena_new(r->rules->arena, struct set);
    if (!set) {
        r->failed = true;
        return NULL;
    }
    set->name = name;
    set->file = r->file;
    set->line = r->line;
    set->next = r->rules->sets;
    return r->rules->sets = set;
}

/* A line at the left margin opens a block: "figure ID", "family NAME", "set NAME" ... */
static void
open_block(struct reader *r, struct str line)
{
    struct str rest = line;
    struct str keyword = str_cut(&rest, ' ');
    struct str name = str_trim(rest.p ? rest : STR(""));
    r->block = OPEN_NONE;
    r->owner = -1;
    r->block_name = name.len ? name : keyword;
    memset(r->number, 0, sizeof r->number);
    if (str_is(keyword, "words")) {
        r->block = OPEN_WORDS;
        return;
    }
    static const char *const keywords[] = {"set", "figure", "family", "rule", "unit"};
    bool known = false;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        known |= str_is(keyword, keywords[i]);
    if (!known) {
        complain(r, keyword.p, "unknown declaration", keyword);
        return;
    }
    if (!name.len) {
        complain(r, keyword.p + keyword.len, "a name is expected behind", keyword);
        return;
    }
    if (str_is(keyword, "set")) {
        r->set = find_set(r, name);
        if (!r->set)
            return;
        r->block = OPEN_SET;
    } else if (str_is(keyword, "figure")) {
        int figure = rules_figure(r->rules, name);
        if (figure < 0) {
            complain(r, name.p, "no such figure:", name);
            return;
        }
        r->block = OPEN_SUBJECT;
        r->owner = add_subject(r, name);
        if (r->owner >= 0)
            r->rules->subjects[r->owner].member[own_member(&r->rules->figures[figure])] = figure;
    } else if (str_is(keyword, "family")) {
        r->block = OPEN_SUBJECT;
        r->owner = add_subject(r, name);
    } else if (str_is(keyword, "rule")) {
        r->block = OPEN_RULE;
        r->owner = -1 - ++r->nrules;
    } else {
        r->block = OPEN_UNIT;
        r->owner = add_unit(r, name);
    }
}

/* Remembers each phrase of a set's line, to be checked when all sets are known. */
static void
note_members(struct reader *r, enum lang lang, struct str text)
{
    for (struct str rest = text; rest.p;) {
        struct str one = str_trim(phrase_cut(&rest));
        struct member_phrase *m = arena_new(r->rules->arena, struct member_phrase);
        if (!m) {
            r->failed = true;
            return;
        }
        if (!one.len)
            complain(r, one.p, "a phrase is missing in", text);
        *m = (struct member_phrase){.text = one,
            .lang = lang,
            .file = r->file,
            .line = r->line,
            .column = column_of(r, one.p)};
        *r->members_end = m;
        r->members_end = &m->next;
    }
}

static void
set_line(struct reader *r, enum lang lang, struct str text)
{
    note_members(r, lang, text);
    if (r->set->of[lang].text.p) {
        /* A second line goes on where the first ended. */
        struct buf joined = {0};
        buf_printf(&joined, "%.*s | %.*s", (int)r->set->of[lang].text.len, r->set->of[lang].text.p,
            (int)text.len, text.p);
        text = arena_copy(r->rules->arena, buf_slice(&joined));
        buf_free(&joined);
    }
    r->set->of[lang].text = text;
}

/* "key ru: text" within a block. */
static void
block_line(struct reader *r, struct str key, enum lang lang, struct str text)
{
    enum member m;
    struct str bare = str_trim(key);
    if (r->block == OPEN_SET && !bare.len && lang) {
        set_line(r, lang, text);
        return;
    }
    if (r->block == OPEN_UNIT && !bare.len && lang) {
        add_phrases(r, PHRASE_UNIT, lang, text);
        return;
    }
    if (r->block == OPEN_RULE && lang && (!bare.len || str_is(bare, rules_key(PHRASE_NOT)))) {
        add_phrases(r, bare.len ? PHRASE_NOT : PHRASE_RULE, lang, text);
        return;
    }
    for (size_t i = 0;
         lang && r->block == OPEN_SUBJECT && i < sizeof subject_keys / sizeof *subject_keys; i++)
        if (str_is(bare, subject_keys[i].name)) {
            add_phrases(r, subject_keys[i].kind, lang, text);
            if (subject_keys[i].kind == PHRASE_NEED)
                r->rules->subjects[r->owner].need = true;
            return;
        }
    for (size_t i = 0; lang && r->block == OPEN_WORDS && i < sizeof words_keys / sizeof *words_keys;
         i++)
        if (str_is(bare, words_keys[i].name)) {
            add_phrases(r, words_keys[i].kind, lang, text);
            return;
        }
    if (r->block == OPEN_SUBJECT && !lang && str_is(bare, "reach")) {
        char digits[8] = "";
        long reach;
        if (text.len < sizeof digits)
            memcpy(digits, text.p, text.len);
        if (cli_number(digits, 1, REACH_MAX, &reach))
            r->rules->subjects[r->owner].reach = (int)reach;
        else
            complain(r, text.p, "a number of words is expected:", text);
        return;
    }
    if (r->block == OPEN_SUBJECT && !lang && str_is(text, "no")) {
        struct subject *s = &r->rules->subjects[r->owner];
        bool *flag = str_is(bare, "absence") ? &s->never_absent
            : str_is(bare, "brackets")       ? &s->no_brackets
            : str_is(bare, "spelled")        ? &s->no_spelled
                                             : NULL;
        if (flag) {
            *flag = true;
            return;
        }
    }
    if (r->block == OPEN_SUBJECT && !lang && member_of(bare, &m)) {
        int figure = rules_figure(r->rules, text);
        assert(r->rules->subjects); /* one is open */
        if (figure < 0)
            complain(r, text.p, "no such figure:", text);
        else
            r->rules->subjects[r->owner].member[m] = figure;
        return;
    }
    complain(r, key.p, "not expected here:", str_trim(r->text));
}

static void
inner_line(struct reader *r, struct str line)
{
    struct str rest = line;
    struct str key = str_trim(str_cut(&rest, ':'));
    struct str text = rest.p ? str_trim(rest) : STR("");
    if (!rest.p) {
        complain(r, str_trim(line).p, "a colon is missing in", str_trim(line));
        return;
    }
    enum lang lang = LANG_NONE;
    if (str_is(key, "ru") || str_ends(key, STR(" ru")))
        lang = LANG_RU;
    else if (str_is(key, "kk") || str_ends(key, STR(" kk")))
        lang = LANG_KK;
    if (lang)
        key = str_trim(str_slice(key, 0, key.len - 2));
    if (str_is(key, "ok") || str_is(key, "no") || str_is(key, "todo")) {
        add_examples(r,
            str_is(key, "ok")       ? EXAMPLE_OK
                : str_is(key, "no") ? EXAMPLE_NO
                                    : EXAMPLE_TODO,
            lang, text);
        return;
    }
    if (r->block != OPEN_NONE)
        block_line(r, key, lang, text);
}

static void
read_rules(struct reader *r, struct str text)
{
    r->line = 0;
    r->block = OPEN_NONE;
    while (text.p && text.len) {
        struct str line = str_cut(&text, '\n');
        struct str bare = str_trim(line);
        r->line++;
        r->text = line;
        if (!is_utf8(r) || !bare.len || bare.p[0] == '#')
            continue;
        if (line.p[0] == ' ' || line.p[0] == '\t')
            inner_line(r, line);
        else
            open_block(r, bare);
    }
}

/* What phrase_compile() asks for. */
struct lookup {
    const struct rules *rules;
    enum lang lang;
};

static struct phrase_set *
lookup_set(void *ctx, struct str name)
{
    struct lookup *l = ctx;
    for (struct set *s = l->rules->sets; s; s = s->next)
        if (str_eq(s->name, name) && s->of[l->lang].text.p)
            return &s->of[l->lang];
    return NULL;
}

static int
lookup_figure(void *ctx, struct str name, const char **bytes)
{
    const struct rules *rules = ((struct lookup *)ctx)->rules;
    int figure = rules_figure(rules, name);
    if (figure >= 0)
        *bytes = slot_bytes(&rules->figures[figure]);
    return figure;
}

static void
complain_at(struct reader *r, const char *file, int line, int column, struct str text, size_t bytes,
    const struct buf *reason)
{
    buf_printf(r->why, "%s:%d:%d: %s\n", file, line,
        column + (int)text_length(str_slice(text, 0, bytes)), reason->p ? reason->p : "no memory");
    r->failed = true;
}

/* Whether every set is right. */
static bool
check_sets(const struct rules *r, struct lookup *lookup, const struct phrase_context *context)
{
    bool good = true;
    for (struct set *set = r->sets; set; set = set->next)
        for (lookup->lang = LANG_RU; lookup->lang <= LANG_KK; lookup->lang++)
            if (set->of[lookup->lang].text.p)
                good &= phrase_set_compile(&set->of[lookup->lang], context);
    return good;
}

/* Whether every phrase of the sets is right; its mistakes are said where it is written, and not in
 * each phrase that uses the set. */
static bool
check_members(struct reader *r, struct lookup *lookup, const struct phrase_context *context)
{
    const struct member_phrase *inner = NULL; /* one whose mistake is in another set */
    struct buf inner_reason = {0};
    bool good = true;
    if (check_sets(r->rules, lookup, context))
        return true;
    for (const struct member_phrase *m = r->members; m; m = m->next) {
        struct phrase_code code;
        struct buf reason = {0};
        size_t column = 0;
        lookup->lang = m->lang;
        if (!m->text.len) {
            good = false;
        } else if (phrase_compile(&code, m->text, context, &column, &reason) == STATUS_OK) {
            /* the mistake is another one's */
        } else if (column == PHRASE_IN_SET) {
            if (!inner)
                buf_str(&inner_reason, buf_slice(&reason));
            inner = inner ? inner : m;
        } else {
            complain_at(r, m->file, m->line, m->column, m->text, column, &reason);
            good = false;
        }
        buf_free(&reason);
    }
    if (good && inner) /* a set that uses itself */
        complain_at(r, inner->file, inner->line, inner->column, inner->text, 0, &inner_reason);
    buf_free(&inner_reason);
    return good && !inner;
}

/* Cuts off the next run of letters of a phrase. */
static struct str
cut_word(struct str *rest)
{
    static const bool ends[256] = {[' '] = true,
        ['('] = true,
        [')'] = true,
        ['['] = true,
        [']'] = true,
        ['{'] = true,
        ['}'] = true,
        ['|'] = true,
        ['*'] = true};
    size_t begin = 0, end;
    while (begin < rest->len && ends[(unsigned char)rest->p[begin]])
        begin++;
    end = begin;
    while (end < rest->len && !ends[(unsigned char)rest->p[end]])
        end++;
    struct str word = str_slice(*rest, begin, end);
    *rest = str_slice(*rest, end, rest->len);
    return word;
}

static bool
has_kazakh(struct str word)
{
    for (size_t at = 0; at < word.len;)
        if (text_is_kazakh(text_decode(word, &at)))
            return true;
    return false;
}

/* The Kazakh words of a text, each before those that were found earlier. */
static const struct kazakh_word *
read_kazakh(struct arena *arena, struct str text)
{
    struct kazakh_word *found = NULL;
    struct buf folded = {0};
    for (struct str rest = text; rest.len;) {
        struct str word = cut_word(&rest);
        if (!has_kazakh(word))
            continue;
        buf_clear(&folded);
        token_fold(&folded, word);
        struct kazakh_word *w = arena_new(arena, struct kazakh_word);
        struct str kept = arena_copy(arena, buf_slice(&folded));
        if (!w || !kept.p)
            break;
        *w = (struct kazakh_word){word, kept, found};
        found = w;
    }
    buf_free(&folded);
    return found;
}

const struct kazakh_word *
rules_kazakh(const struct rules *r, const struct phrase *p)
{
    struct phrase *own = &r->phrases[p - r->phrases];
    if (!own->kazakh_known)
        own->kazakh = read_kazakh(r->arena, own->text);
    own->kazakh_known = true;
    return own->kazakh;
}

static void
compile_phrases(struct reader *r)
{
    struct lookup lookup = {.rules = r->rules};
    struct phrase_context context = {
        r->rules->phrasebook, &lookup, lookup_set, lookup_figure, false};
    bool good = check_members(r, &lookup, &context);
    for (size_t i = 0; i < r->rules->nphrases; i++) {
        struct phrase *p = &r->rules->phrases[i];
        size_t column = 0;
        struct buf reason = {0};
        lookup.lang = p->lang;
        context.label = p->kind != PHRASE_RULE;
        if (phrase_compile(&p->code, p->text, &context, &column, &reason) != STATUS_OK) {
            if (column != PHRASE_IN_SET || good)
                complain_at(r, p->file, p->line, p->column, p->text,
                    column == PHRASE_IN_SET ? 0 : column, &reason);
            r->failed = true;
        }
        buf_free(&reason);
    }
}

enum status
rules_pattern(
    const struct rules *r, struct str text, const struct phrase *like, struct buf *pattern)
{
    struct lookup lookup = {r, like->lang};
    struct phrase_context context = {
        r->phrasebook, &lookup, lookup_set, lookup_figure, like->kind != PHRASE_RULE};
    return phrase_pattern(pattern, text, &context);
}

const char *
rules_key(enum phrase_kind kind)
{
    for (size_t i = 0; i < sizeof subject_keys / sizeof *subject_keys; i++)
        if (subject_keys[i].kind == kind)
            return subject_keys[i].name;
    for (size_t i = 0; i < sizeof words_keys / sizeof *words_keys; i++)
        if (words_keys[i].kind == kind)
            return words_keys[i].name;
    return kind == PHRASE_UNIT ? "unit" : "rule";
}

static int
rules_file(const struct dirent *entry)
{
    struct str name = str_of(entry->d_name);
    return str_ends(name, STR(".rules")) && name.p[0] != '.';
}

static int
byte_order(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static enum status
read_file(struct reader *r, const char *folder, const char *name, struct str *text)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, name);
    struct str kept = arena_copy(r->rules->arena, buf_slice(&path));
    buf_free(&path);
    if (!kept.p)
        return STATUS_BROKEN;
    r->file = kept.p;
    r->stem = arena_copy(r->rules->arena, str_of(name));
    if (str_ends(r->stem, STR(".rules")))
        r->stem.len -= 6;
    return read_text(r, kept.p, text);
}

static enum status
read_folder(struct reader *r, const char *folder)
{
    struct dirent **names = NULL;
    struct str text;
    struct buf path = {0};
    enum status s = read_file(r, folder, "figures.tsv", &text);
    if (s == STATUS_OK) {
        read_figures(r, text);
        buf_printf(&path, "%s/lexicon.tsv", folder);
        s = lexicon_load(path.p, &r->rules->lexicon, r->why);
        if (s != STATUS_OK)
            buf_char(r->why, '\n');
    }
    buf_free(&path);
    if (s != STATUS_OK)
        return s;
    int n = scandir(folder, &names, rules_file, byte_order);
    if (n < 0) {
        buf_printf(r->why, "%s: %s\n", folder, strerror(errno));
        return STATUS_BROKEN;
    }
    for (int i = 0; i < n; i++) {
        if (s == STATUS_OK)
            s = read_file(r, folder, names[i]->d_name, &text);
        if (s == STATUS_OK)
            read_rules(r, text);
        free(names[i]);
    }
    free(names);
    return s;
}

enum status
rules_load(const char *folder, struct rules **out, struct buf *why)
{
    struct rules *rules = calloc(1, sizeof *rules);
    struct reader r = {.rules = rules, .why = why};
    r.members_end = &r.members;
    if (rules) {
        rules->arena = calloc(1, sizeof *rules->arena);
        rules->phrasebook = phrasebook_new();
    }
    bool ready = rules && rules->arena && rules->phrasebook;
    enum status s = ready ? read_folder(&r, folder) : STATUS_BROKEN;
    if (s == STATUS_OK) {
        compile_phrases(&r);
        s = r.failed ? STATUS_BAD : STATUS_OK;
    }
    buf_free(&r.name);
    if (s == STATUS_OK)
        *out = rules;
    else
        rules_free(rules);
    return s;
}

void
rules_free(struct rules *r)
{
    if (!r)
        return;
    free(r->figures);
    free(r->subjects);
    free(r->units);
    free(r->phrases);
    free(r->examples);
    lexicon_free(r->lexicon);
    phrasebook_free(r->phrasebook);
    for (struct rule_file *f = r->files; f; f = f->next)
        buf_free(&f->text);
    if (r->arena)
        arena_free(r->arena);
    free(r->arena);
    free(r);
}
