#include "checkdata.h"

#include "cli.h"
#include "text.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>

#define FILE_MAX ((size_t)1 << 20)

struct reader {
    struct checks *checks;
    struct buf *why;
    const char *file;
    int line;
    const char *begin; /* of the line, for columns */
    struct check *check; /* the block that is open: one of the two, or neither */
    struct check_reason *reason;
    struct check **checks_end;
    struct check_example **examples_end;
    size_t reason_cap;
    bool failed;
};

static void
complain_at(
    struct reader *r, const char *file, int line, int column, const char *reason, struct str what)
{
    buf_printf(r->why, "%s:%d:%d: %s '%.*s'\n", file, line, column, reason, (int)what.len,
        what.p ? what.p : "");
    r->failed = true;
}

/* The column, in characters from 1, of what stands at `at` in the line that is read. */
static int
column_of(const struct reader *r, const char *at)
{
    return (int)text_length((struct str){r->begin, (size_t)(at - r->begin)}) + 1;
}

static void
complain(struct reader *r, const char *at, const char *reason, struct str what)
{
    complain_at(r, r->file, r->line, column_of(r, at), reason, what);
}

/* --- formulas and relations --- */

static const struct formula *
read_formula(struct reader *r, struct str text)
{
    const struct formula *f = NULL;
    struct buf reason = {0};
    size_t column = 0;
    text = str_trim(text);
    if (formula_parse(&r->checks->arena, r->checks->rules, text, &f, &column, &reason) !=
        STATUS_OK) {
        buf_printf(r->why, "%s:%d:%d: %.*s\n", r->file, r->line, column_of(r, text.p + column),
            (int)reason.len, reason.p);
        r->failed = true;
    }
    buf_free(&reason);
    return f;
}

/* Finds the sign of a relation; false where there is none. */
static bool
find_relation(struct str text, size_t *at, size_t *len, enum relation *relation)
{
    static const struct {
        const char *sign;
        enum relation relation;
    } signs[] = {{"!=", RELATION_NOT_EQUAL}, {"<=", RELATION_AT_MOST}, {">=", RELATION_AT_LEAST},
        {"=", RELATION_EQUAL}, {"<", RELATION_BELOW}, {">", RELATION_ABOVE}};
    for (*at = 0; *at < text.len; ++*at)
        for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
            if (str_starts(str_slice(text, *at, text.len), str_of(signs[i].sign))) {
                *len = strlen(signs[i].sign);
                *relation = signs[i].relation;
                return true;
            }
    return false;
}

static void
read_relation(struct reader *r, struct str text, struct check_relation *out)
{
    size_t at, len;
    if (!find_relation(text, &at, &len, &out->relation)) {
        complain(r, text.p, "no = != <= >= < or > in", text);
        return;
    }
    out->left = read_formula(r, str_slice(text, 0, at));
    struct str rest = str_slice(text, at + len, text.len);
    while (rest.p) {
        struct str one = str_cut(&rest, '|');
        if (out->nright == CHECK_RIGHT_MAX) {
            complain(r, one.p, "too many alternatives:", one);
            return;
        }
        out->right[out->nright++] = read_formula(r, one);
    }
}

/* "FIGURE as percent", or a relation. */
static void
read_when(struct reader *r, struct str text)
{
    struct check *c = r->check;
    if (c->nwhen == CHECK_WHEN_MAX) {
        complain(r, text.p, "too many conditions:", text);
        return;
    }
    struct check_when *w = &c->when[c->nwhen++];
    w->percent = -1;
    if (str_ends(text, STR(" as percent"))) {
        struct str id = str_trim(str_slice(text, 0, text.len - strlen(" as percent")));
        w->percent = rules_figure(r->checks->rules, id);
        if (w->percent < 0)
            complain(r, id.p, "no such figure:", id);
    } else {
        read_relation(r, text, &w->relation);
    }
}

/* --- the other lines of a block --- */

static void
read_level(struct reader *r, struct str text)
{
    enum finding_level level;
    if (!finding_level_parse(text, &level))
        complain(r, text.p, "a level is info, warning or error, not", text);
    else if (r->check)
        r->check->level = level;
    else
        r->reason->level = (int)level;
}

static void
read_code(struct reader *r, struct str text)
{
    enum finding code = finding_by_code(text);
    if (code == FINDING_COUNT) {
        complain(r, text.p, "no such finding:", text);
        return;
    }
    r->check->code = code;
    r->check->level = finding_level(code);
}

static void
read_reversed(struct reader *r, struct str text)
{
    r->check->reversed = rules_figure(r->checks->rules, text);
    if (r->check->reversed < 0)
        complain(r, text.p, "no such figure:", text);
}

static void
read_phrases(struct reader *r, struct check_pattern **end, struct str text)
{
    while (*end)
        end = &(*end)->next;
    while (text.p) {
        struct str one = str_trim(phrase_cut(&text));
        struct check_pattern *p = arena_new(&r->checks->arena, struct check_pattern);
        if (!p || pattern_parse(&r->checks->arena, one, &p->pattern) != STATUS_OK) {
            complain(r, one.p, "not a phrase:", one);
            return;
        }
        *end = p;
        end = &p->next;
    }
}

static void
read_try(struct reader *r, struct str name, struct str text)
{
    struct check *c = r->check;
    if (c->ntries == CHECK_TRY_MAX) {
        complain(r, text.p, "too many tries:", text);
        return;
    }
    c->tries[c->ntries].reason_name = name;
    c->tries[c->ntries].line = r->line;
    c->tries[c->ntries].column = column_of(r, name.p);
    c->tries[c->ntries++].formula = read_formula(r, text);
}

static void
read_show(struct reader *r, struct str name, struct str text)
{
    struct check *c = r->check;
    if (c->nshow == CHECK_SHOW_MAX) {
        complain(r, text.p, "too many values to show:", text);
        return;
    }
    c->show[c->nshow].name = name;
    c->show[c->nshow++].formula = read_formula(r, text);
}

static void
read_within(struct reader *r, struct str text)
{
    struct check *c = r->check;
    if (c->nwithin == CHECK_WITHIN_MAX)
        complain(r, text.p, "too many lines of this kind:", text);
    else
        c->within[c->nwithin++] = read_formula(r, text);
}

static void
read_example(struct reader *r, struct str text, bool good)
{
    struct check_example *e = arena_new(&r->checks->arena, struct check_example);
    if (!e) {
        complain(r, text.p, "no memory for", text);
        return;
    }
    *e = (struct check_example){.good = good, .facts = text, .file = r->file, .line = r->line};
    for (size_t i = 0; i + 2 <= text.len; i++) {
        struct str here = str_slice(text, i, text.len);
        if (str_starts(here, STR("=>")) || str_starts(here, STR("//"))) {
            struct str behind = str_trim(str_slice(here, 2, here.len));
            e->facts = str_trim(str_slice(text, 0, i));
            *(here.p[0] == '=' ? &e->reason : &e->words) = behind;
            break;
        }
    }
    *r->examples_end = e;
    r->examples_end = &e->next;
}

/* --- texts --- */

static bool
known_name(const struct reader *r, struct str name)
{
    static const char *const names[] = {"stated", "computed", "tried"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_is(name, names[i]))
            return true;
    for (size_t i = 0; r->check && i < r->check->nshow; i++)
        if (str_eq(name, r->check->show[i].name))
            return true;
    return rules_figure(r->checks->rules, name) >= 0;
}

/* Texts come last in a block, so that they name only what is known by then. */
static void
read_text(struct reader *r, enum lang lang, struct str text)
{
    struct str *texts = r->check ? r->check->text : r->reason->text;
    texts[lang] = text;
    for (struct str rest = text; rest.p;) {
        str_cut(&rest, '{');
        if (!rest.p)
            break;
        struct str name = str_cut(&rest, '}');
        if (!rest.p)
            complain(r, name.p, "a bracket is not closed:", name);
        else if (!known_name(r, name))
            complain(r, name.p, "no such figure or value:", name);
    }
}

/* --- blocks --- */

static void
finish_block(struct reader *r)
{
    if (!r->check && !r->reason)
        return;
    const struct str *text = r->check ? r->check->text : r->reason->text;
    struct str name = r->check ? r->check->name : r->reason->name;
    int line = r->check ? r->check->line : r->reason->line;
    size_t texts = 0;
    for (int lang = 0; lang < 3; lang++)
        texts += text[lang].p != NULL;
    if (texts != 3 && (texts || !r->check))
        complain_at(r, r->file, line, 1, "a text is missing (ru, kk and en are needed):", name);
    if (r->check && !r->check->formula.nright && r->check->reversed < 0 && !r->failed)
        complain_at(r, r->file, line, 1, "no formula:", name);
    r->check = NULL;
    r->reason = NULL;
}

static void
open_check(struct reader *r, struct str name)
{
    struct check *c = arena_new(&r->checks->arena, struct check);
    if (!c) {
        complain(r, name.p, "no memory for", name);
        return;
    }
    for (const struct check *other = r->checks->checks; other; other = other->next)
        if (str_eq(other->name, name))
            complain(r, name.p, "a second check of the name", name);
    *c = (struct check){.name = name,
        .file = r->file,
        .line = r->line,
        .code = FINDING_arithmetic,
        .level = finding_level(FINDING_arithmetic),
        .reversed = -1};
    *r->checks_end = c;
    r->checks_end = &c->next;
    r->examples_end = &c->examples;
    r->check = c;
}

static void
open_reason(struct reader *r, struct str name)
{
    struct checks *c = r->checks;
    if (c->nreasons == r->reason_cap) {
        size_t cap = r->reason_cap ? r->reason_cap * 2 : 16;
        struct check_reason *more = realloc(c->reasons, cap * sizeof *more);
        if (!more) {
            complain(r, name.p, "no memory for", name);
            return;
        }
        c->reasons = more;
        r->reason_cap = cap;
    }
    r->reason = &c->reasons[c->nreasons++];
    *r->reason = (struct check_reason){.name = name, .level = -1, .file = r->file, .line = r->line};
}

static void
read_key(struct reader *r, struct str key, struct str text)
{
    struct str name = key, word = str_cut(&name, ' ');
    name = name.p ? str_trim(name) : STR("");
    bool check = r->check != NULL;
    if (str_is(key, "ru") || str_is(key, "kk") || str_is(key, "en"))
        read_text(r, str_is(key, "ru") ? LANG_RU : str_is(key, "kk") ? LANG_KK : LANG_NONE, text);
    else if (str_is(key, "level"))
        read_level(r, text);
    else if (check && str_is(key, "formula"))
        read_relation(r, text, &r->check->formula);
    else if (check && str_is(key, "reversed"))
        read_reversed(r, text);
    else if (check && str_is(key, "computed"))
        r->check->computed = read_formula(r, text);
    else if (check && str_is(key, "code"))
        read_code(r, text);
    else if (check && str_is(key, "when"))
        read_when(r, text);
    else if (check && str_is(key, "within"))
        read_within(r, text);
    else if (check && (str_is(key, "ok") || str_is(key, "bad")))
        read_example(r, text, str_is(key, "ok"));
    else if (check && str_is(word, "rest") && (str_is(name, "ru") || str_is(name, "kk")))
        read_phrases(r, &r->check->rest, text);
    else if (check && str_is(word, "unless") && (str_is(name, "ru") || str_is(name, "kk")))
        read_phrases(r, &r->check->unless, text);
    else if (check && str_is(word, "try") && name.len)
        read_try(r, name, text);
    else if (check && str_is(word, "show") && name.len)
        read_show(r, name, text);
    else
        complain(r, key.p, "not expected here:", key);
}

static void
read_line(struct reader *r, struct str line)
{
    bool indented = line.len && (line.p[0] == ' ' || line.p[0] == '\t');
    struct str text = str_trim(line);
    r->begin = line.p;
    if (!text.len || text.p[0] == '#')
        return;
    if (!indented) {
        struct str word = str_cut(&text, ' '), name = text.p ? str_trim(text) : STR("");
        finish_block(r);
        if (str_is(word, "check") && name.len)
            open_check(r, name);
        else if (str_is(word, "reason") && name.len)
            open_reason(r, name);
        else
            complain(r, word.p, "'check NAME' or 'reason NAME' is expected, not", word);
        return;
    }
    struct str key = str_trim(str_cut(&text, ':'));
    if (!text.p)
        complain(r, key.p, "a colon is missing behind", key);
    else if (!r->check && !r->reason)
        complain(r, key.p, "no check is open here:", key);
    else
        read_key(r, key, str_trim(text));
}

static const struct check_reason *
find_reason(const struct checks *c, struct str name)
{
    for (size_t i = 0; i < c->nreasons; i++)
        if (str_eq(c->reasons[i].name, name))
            return &c->reasons[i];
    return NULL;
}

/* Reasons may stand behind the checks that name them, in another file too. */
static void
tie_reasons(struct reader *r)
{
    r->checks->cut = find_reason(r->checks, STR("cut"));
    r->checks->swapped = find_reason(r->checks, STR("swapped"));
    for (struct check *c = r->checks->checks; c; c = c->next)
        for (size_t i = 0; i < c->ntries; i++) {
            struct str name = c->tries[i].reason_name;
            c->tries[i].reason = find_reason(r->checks, name);
            if (!c->tries[i].reason)
                complain_at(
                    r, c->file, c->tries[i].line, c->tries[i].column, "no such reason:", name);
        }
}

static enum status
read_file(struct reader *r, const char *folder, const char *name)
{
    struct buf path = {0}, text = {0};
    struct arena *arena = &r->checks->arena;
    buf_printf(&path, "%s/%s", folder, name);
    enum status s = cli_read_file(path.p, FILE_MAX, &text);
    if (s != STATUS_OK) {
        buf_printf(r->why, "%s: %s\n", path.p, strerror(errno));
        s = STATUS_BROKEN;
    }
    struct str kept = arena_copy(arena, buf_slice(&path));
    struct str rest = arena_copy(arena, buf_slice(&text));
    if (s == STATUS_OK && (!kept.p || !rest.p))
        s = STATUS_BROKEN;
    r->file = kept.p;
    r->line = 0;
    while (s == STATUS_OK && rest.p) {
        r->line++;
        read_line(r, str_cut(&rest, '\n'));
    }
    finish_block(r);
    buf_free(&path);
    buf_free(&text);
    return s;
}

static int
checks_file(const struct dirent *entry)
{
    struct str name = str_of(entry->d_name);
    return str_ends(name, STR(".checks")) && name.p[0] != '.';
}

static int
byte_order(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

enum status
checks_load(const char *folder, const struct rules *rules, struct checks **out, struct buf *why)
{
    struct dirent **names = NULL;
    struct checks *c = calloc(1, sizeof *c);
    if (!c)
        return STATUS_BROKEN;
    struct reader r = {.checks = c, .why = why, .checks_end = &c->checks};
    c->rules = rules;
    enum status s = STATUS_OK;
    int n = scandir(folder, &names, checks_file, byte_order);
    if (n < 0) {
        buf_printf(why, "%s: %s\n", folder, strerror(errno));
        s = STATUS_BROKEN;
    }
    for (int i = 0; i < n; i++) {
        if (s == STATUS_OK)
            s = read_file(&r, folder, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    tie_reasons(&r);
    if (s == STATUS_OK && r.failed)
        s = STATUS_BAD;
    if (s == STATUS_OK)
        *out = c;
    else
        checks_free(c);
    return s;
}

void
checks_free(struct checks *c)
{
    if (!c)
        return;
    free(c->reasons);
    arena_free(&c->arena);
    free(c);
}
