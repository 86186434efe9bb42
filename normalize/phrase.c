#include "phrase.h"

#include "token.h"
#include <assert.h>
#include <stdlib.h>

#define GAP_MAX 30
#define GAP_DEFAULT 4

/* A label's gap of so many words may hold a comma; a shorter one ends at it. */
#define GAP_OVER_COMMAS 6

/* Sets in sets could make a pattern of any length. */
#define PATTERN_MAX ((size_t)60000)

struct compiler {
    const struct phrase_context *context;
    struct phrase_code *code;
    const char *begin; /* of the text that columns count in; NULL within a set */
    size_t column;
    struct buf *why;
    struct buf folded; /* the word at hand */
    int depth;
    int deepest; /* the greatest depth so far */
    bool first; /* a match may begin with the element at hand: what it begins with is noted */
    bool single; /* the phrase is one plain word, whose hyphen is its own */
    bool walks; /* steps say all about it */
};

/* What matches of one element hold: one of these words. */
struct need {
    struct buf words;
    bool known; /* false: there may be a match without */
    size_t shortest; /* letters of the shortest, since it is the least telling; 0: no anchor */
    bool first; /* every match of the element begins with one of them ... */
    struct buf
        firsts; /* ... or with one of these, which may tell less; empty where none is known */
    size_t shortest_first; /* letters */
    size_t tokens; /* of which the element is made at most */
};

/* What a set comes to, wherever it stands. */
struct phrase_part {
    struct buf pattern, steps;
    struct need need;
    bool walks;
    int depth; /* of brackets and sets in it, with its own */
};

static enum status
fail(struct compiler *c, const char *p, const char *reason, struct str what)
{
    c->column = c->begin ? (size_t)(p - c->begin) : PHRASE_IN_SET;
    buf_printf(c->why, "%s '%.*s'", reason, (int)what.len, what.p);
    return STATUS_BAD;
}

static void
reach_depth(struct compiler *c, int depth)
{
    if (depth > c->deepest)
        c->deepest = depth;
}

struct str
phrase_cut(struct str *rest)
{
    struct str head = *rest;
    int depth = 0;
    for (size_t i = 0; i < rest->len; i++) {
        char ch = rest->p[i];
        if (ch == '\\' && i + 1 < rest->len)
            i++;
        else if (ch == '(' || ch == '[')
            depth++;
        else if (ch == ')' || ch == ']')
            depth--;
        else if (ch == '|' && depth <= 0) {
            head.len = i;
            *rest = str_slice(*rest, i + 1, rest->len);
            return head;
        }
    }
    *rest = (struct str){NULL, 0};
    return head;
}

/* The length up to the bracket that closes the one at s.p[0]; 0 where none of its kind does. */
static size_t
closing(struct str s)
{
    char open[PHRASE_DEPTH * 2];
    size_t depth = 0;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.p[i];
        if (c == '\\')
            i++;
        else if (c == '(' || c == '[') {
            if (depth == sizeof open)
                return 0;
            open[depth++] = c == '(' ? ')' : ']';
        } else if (c == ')' || c == ']') {
            assert(depth); /* the first is an opening one */
            if (open[--depth] != c)
                return 0;
            if (!depth)
                return i;
        }
    }
    return 0;
}

/* A word as it is in a pattern; where it may come `apart`, a blank or dash may stand for its
 * hyphen.
 */
static void
add_literal(struct buf *out, struct str folded, bool apart)
{
    for (size_t i = 0; i < folded.len; i++) {
        char ch = folded.p[i];
        if (ch == '-' && i + 1 < folded.len && apart)
            buf_z(out, "(?:-| - | )");
        else {
            if (ch > 0 && ch < 0x7F && strchr("\\^$.[]|()?*+{}", ch))
                buf_char(out, '\\');
            buf_char(out, ch);
        }
    }
}

static enum status sequence(struct compiler *c, struct str s, struct buf *out, struct need *best);

/* Takes the need that tells more. */
static void
better(struct need *best, struct need *other)
{
    if (other->known && (!best->known || other->shortest > best->shortest)) {
        struct need t = *best;
        *best = *other;
        *other = t;
    }
    buf_free(&other->words);
    buf_free(&other->firsts);
}

/* Adds a step (phrase.h). */
static void
add_step(struct compiler *c, char kind, struct str words)
{
    struct buf *steps = &c->code->steps;
    buf_char(steps, kind);
    buf_str(steps, words);
    buf_char(steps, '\n');
}

/* Whether the steps from `from` on are but one word. */
static bool
is_word_step(const struct buf *steps, size_t from)
{
    struct str rest = str_slice(buf_slice(steps), from, steps->len);
    return rest.len && rest.p[0] == PHRASE_STEP_WORD &&
        memchr(rest.p, '\n', rest.len) == rest.p + rest.len - 1;
}

/* Two alternatives that follow each other, each one word, are one step: the one from `before` on
 * (SIZE_MAX: that is none) and the one from `from` on. Returns where a last one that is a word
 * begins, SIZE_MAX where it is none. */
static size_t
join_words(struct buf *steps, size_t before, size_t from)
{
    if (steps->failed || !is_word_step(steps, from))
        return SIZE_MAX;
    if (before == SIZE_MAX)
        return from;
    size_t gap = strlen("\n|\n="), len = steps->len - from - 1; /* between them is that */
    steps->p[from + 1 - gap] = ' ';
    memmove(steps->p + from + 2 - gap, steps->p + from + 1, len);
    steps->len = from + 2 - gap + len;
    return before;
}

/* Ends the alternatives that were opened at `open`: a word alone is none. */
static void
close_steps(struct compiler *c, size_t open)
{
    struct buf *steps = &c->code->steps;
    size_t first = open + strlen("(\n");
    if (steps->failed || !is_word_step(steps, first)) {
        add_step(c, PHRASE_STEP_END, STR(""));
        return;
    }
    memmove(steps->p + open, steps->p + first, steps->len - first);
    steps->len -= first - open;
}

/* What was added from `open` on may be there or not: a word, or alternatives, to which nothing is
 * the last one. */
static void
make_optional(struct compiler *c, size_t open)
{
    struct buf *steps = &c->code->steps;
    if (steps->failed)
        return;
    if (steps->p[open] == PHRASE_STEP_WORD) {
        steps->p[open] = PHRASE_STEP_MAYBE;
        return;
    }
    steps->len -= strlen(")\n");
    add_step(c, PHRASE_STEP_OR, STR(""));
    add_step(c, PHRASE_STEP_END, STR(""));
}

/* A part of a word, or all of it, as a step. */
static void
add_part(struct compiler *c, struct str part, bool before, bool after)
{
    struct buf *steps = &c->code->steps;
    buf_char(steps, PHRASE_STEP_WORD);
    buf_z(steps, before ? "*" : "");
    buf_str(steps, part);
    buf_z(steps, after ? "*\n" : "\n");
}

/* A word; one with a hyphen may stand as one, with a dash between its parts, or with none. */
static void
add_word_steps(struct compiler *c, struct str word, bool before, bool after)
{
    struct str last = word, first = str_cut(&last, '-');
    bool apart = last.p && !c->single;
    if (apart)
        add_step(c, PHRASE_STEP_EITHER, STR(""));
    add_part(c, word, before, after);
    if (!apart)
        return;
    c->walks &= first.len && last.len && !memchr(last.p, '-', last.len);
    for (int dash = 1; dash >= 0; dash--) {
        add_step(c, PHRASE_STEP_OR, STR(""));
        add_part(c, first, before, false);
        if (dash)
            add_step(c, PHRASE_STEP_WORD, STR("-"));
        add_part(c, last, false, after);
    }
    add_step(c, PHRASE_STEP_END, STR(""));
}

/* Adds the words of one of several sequences to those of the others. */
static void
add_words(struct buf *words, struct buf *more)
{
    if (words->len)
        buf_char(words, ' ');
    buf_str(words, buf_slice(more));
    buf_free(more);
}

/* One of several sequences: one of the words that they need, if each needs some. */
static enum status
alternatives(struct compiler *c, struct str s, struct buf *out, struct need *need)
{
    enum status status = STATUS_OK;
    bool first = true, leading = true, begins = true;
    size_t shortest = SIZE_MAX;
    struct buf *steps = &c->code->steps;
    size_t open = steps->len,
           before = SIZE_MAX; /* where the alternative before begins, if a word */
    need->known = true;
    add_step(c, PHRASE_STEP_EITHER, STR(""));
    if (++c->depth > PHRASE_DEPTH)
        return fail(c, s.p, "nested too deeply:", s);
    reach_depth(c, c->depth);
    buf_z(out, "(?:");
    for (struct str rest = s; status == STATUS_OK && (rest.p || first);) {
        struct str one = str_trim(phrase_cut(&rest));
        struct need own = {0};
        if (!first) {
            buf_char(out, '|');
            add_step(c, PHRASE_STEP_OR, STR(""));
        }
        size_t from = steps->len;
        first = false;
        if (!one.len) {
            status = fail(c, s.p, "an empty alternative in", s);
            break;
        }
        status = sequence(c, one, out, &own);
        before = join_words(steps, before, from);
        need->known &= own.known;
        leading &= own.first;
        need->tokens = own.tokens > need->tokens ? own.tokens : need->tokens;
        if (own.shortest < shortest)
            shortest = own.shortest;
        begins &= own.firsts.len > 0;
        if (!need->shortest_first || own.shortest_first < need->shortest_first)
            need->shortest_first = own.shortest_first;
        add_words(&need->words, &own.words);
        add_words(&need->firsts, &own.firsts);
    }
    if (!begins)
        buf_clear(&need->firsts);
    buf_char(out, ')');
    close_steps(c, open);
    need->shortest = need->known ? shortest : 0;
    need->first = need->shortest && leading;
    c->depth--;
    return status;
}

/* What is needed of a word: one with a hyphen may be printed as several, and then it is how the
 * first of them begins; or, where only the end of that one is said ("*-x"), how the last one ends.
 */
static void
need_of_word(struct need *need, struct str parts, char hyphen, bool before, bool after, bool begins)
{
    struct str first = str_cut(&parts, hyphen), last = first;
    need->tokens = 1;
    while (parts.p) {
        last = str_cut(&parts, hyphen);
        need->tokens += 2; /* a dash and what stands behind it */
    }
    bool ends = before && !first.len;
    if (before)
        buf_char(&need->words, '*');
    buf_str(&need->words, ends ? last : first);
    if (after || (!ends && need->tokens > 1))
        buf_char(&need->words, '*');
    need->known = (ends ? last : first).len > 0;
    need->shortest = before ? 0 : first.len;
    need->first = need->shortest > 0;
    if (need->first && begins)
        buf_str(&need->firsts, buf_slice(&need->words));
    need->shortest_first = need->shortest;
}

static enum status
word(struct compiler *c, struct str s, struct buf *out, struct need *need)
{
    bool before = s.p[0] == '*', after = s.len > 1 && s.p[s.len - 1] == '*';
    struct str bare = str_slice(s, before, s.len - after);
    buf_clear(&c->folded);
    token_fold(&c->folded, bare);
    struct str folded = buf_slice(&c->folded);
    if (!folded.len)
        return fail(c, s.p, "no letters in", s);
    buf_z(out, before ? "[^ ]*" : "");
    add_literal(out, folded, !c->single);
    buf_z(out, after ? "[^ ]* " : " ");
    need_of_word(need, folded, c->single ? '\0' : '-', before, after, c->first);
    add_word_steps(c, folded, before, after);
    return c->folded.failed ? STATUS_BROKEN : STATUS_OK;
}

/* Signs and typed numbers: one of these bytes, which are tokens by themselves. */
static void
byte(struct need *need, const char *bytes)
{
    for (const char *b = bytes; *b; b++) {
        if (b > bytes)
            buf_char(&need->words, ' ');
        buf_char(&need->words, *b);
    }
    need->known = true;
    need->tokens = 1;
}

static enum status
slot(struct compiler *c, struct str name, struct buf *out, struct need *need)
{
    const char *bytes;
    int figure = c->context->figure(c->context->ctx, name, &bytes);
    if (figure < 0)
        return fail(c, name.p, "no such figure:", name);
    if (c->code->nslots == PHRASE_SLOTS)
        return fail(c, name.p, "too many slots:", name);
    c->code->slots[c->code->nslots++] = figure;
    buf_printf(out, "([%s]) ", bytes);
    byte(need, bytes);
    c->walks &= c->depth == 0; /* else it may be there or not */
    add_step(c, PHRASE_STEP_SLOT, buf_slice(&need->words));
    return STATUS_OK;
}

static enum status
gap(struct compiler *c, struct str s, struct buf *out, struct need *need)
{
    int n = 0;
    for (size_t i = 3; i < s.len; i++) {
        if (s.p[i] < '0' || s.p[i] > '9' || n > GAP_MAX)
            return fail(c, s.p, "not a gap:", s);
        n = n * 10 + (s.p[i] - '0');
    }
    if (s.len == 3)
        n = GAP_DEFAULT;
    if (n < 1 || n > GAP_MAX)
        return fail(c, s.p, "a gap is of 1 to 30 words:", s);
    bool in_clause = c->context->label && n < GAP_OVER_COMMAS;
    buf_printf(out, in_clause ? "(?:[^ .;,][^ ]* ){0,%d}?" : "(?:[^ .;][^ ]* ){0,%d}?", n);
    buf_int(&need->words, n, 1);
    need->tokens = (size_t)n;
    add_step(c, in_clause ? PHRASE_STEP_GAP_IN_CLAUSE : PHRASE_STEP_GAP, buf_slice(&need->words));
    buf_clear(&need->words);
    return STATUS_OK;
}

static void
copy_need(struct need *to, const struct need *from, bool firsts)
{
    *to = *from;
    to->words = to->firsts = (struct buf){0};
    buf_str(&to->words, buf_slice(&from->words));
    if (firsts)
        buf_str(&to->firsts, buf_slice(&from->firsts));
}

/* Adds what is kept of the set. */
static void
use_part(struct compiler *c, const struct phrase_part *part, struct buf *out, struct need *need)
{
    copy_need(need, &part->need, c->first);
    buf_str(out, buf_slice(&part->pattern));
    buf_str(&c->code->steps, buf_slice(&part->steps));
    c->walks &= part->walks;
    reach_depth(c, c->depth + part->depth);
}

static void
free_part(struct phrase_part *part)
{
    if (!part)
        return;
    buf_free(&part->pattern);
    buf_free(&part->steps);
    buf_free(&part->need.words);
    buf_free(&part->need.firsts);
    free(part);
}

void
phrase_set_free(struct phrase_set *set)
{
    free_part(set->kept[false]);
    free_part(set->kept[true]);
}

/* Keeps what was compiled of a set: what stands in `out` and in the steps from there on. NULL
 * without memory; then it is compiled again where it is used next. */
static struct phrase_part *
keep_part(const struct compiler *c, struct str pattern, struct str steps, const struct need *need)
{
    struct phrase_part *part = calloc(1, sizeof *part);
    if (!part)
        return NULL;
    copy_need(&part->need, need, true);
    buf_str(&part->pattern, pattern);
    buf_str(&part->steps, steps);
    part->walks = c->walks;
    part->depth = c->deepest - c->depth;
    if (part->need.words.failed || part->need.firsts.failed || part->pattern.failed ||
        part->steps.failed) {
        free_part(part);
        return NULL;
    }
    return part;
}

static enum status
set(struct compiler *c, struct str name, struct buf *out, struct need *need)
{
    struct phrase_set *set = c->context->set(c->context->ctx, name);
    if (!set)
        return fail(c, name.p, "no such set:", name);
    struct phrase_part **kept = &set->kept[c->context->label];
    if (*kept && c->depth + (*kept)->depth <= PHRASE_DEPTH &&
        out->len + (*kept)->pattern.len <= PATTERN_MAX) {
        use_part(c, *kept, out, need);
        return STATUS_OK;
    }
    const struct compiler outer = *c;
    const struct buf *steps = &c->code->steps;
    size_t nslots = c->code->nslots, at = out->len, from = steps->len;
    c->begin = NULL; /* columns count in the phrase, not in the set */
    c->walks = c->first = true; /* it may be the first of another phrase */
    c->deepest = c->depth;
    enum status status = alternatives(c, set->text, out, need);
    bool same = c->code->nslots == nslots && !out->failed && !steps->failed &&
        !need->words.failed && !need->firsts.failed; /* wherever it stands */
    if (status == STATUS_OK && same && !*kept)
        *kept = keep_part(c, str_slice(buf_slice(out), at, out->len),
            str_slice(buf_slice(steps), from, steps->len), need);
    c->begin = outer.begin;
    c->first = outer.first;
    c->walks &= outer.walks;
    reach_depth(c, outer.deepest);
    return status;
}

/* Whether the character ends an element without brackets. Phrases are read letter by letter. */
static bool
ends_element(char c)
{
    switch (c) {
    case ' ':
    case '\t':
    case '(':
    case '[':
    case '{':
    case '<':
    case ')':
    case ']':
    case '|':
        return true;
    default:
        return false;
    }
}

/* An element without brackets. */
static enum status
plain(struct compiler *c, struct str w, struct buf *out, struct need *need)
{
    static const struct {
        const char *text, *pattern, *bytes;
    } signs[] = {
        {",", ", ", ","},
        {":", ": ", ":"},
        {";", "; ", ";"},
        {"-", "- ", "-"},
        {"/", "/ ", "/"},
        {"\\(", "\\( ", "("},
        {"\\)", "\\) ", ")"},
        {"#", "[\\x01-\\x04] ", "\x01\x02\x03\x04"},
        {"%", "[\\x02\\x03] ", "\x02\x03"},
        {"@", "[\\x05\\x06] ", "\x05\x06"},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (str_is(w, signs[i].text)) {
            buf_z(out, signs[i].pattern);
            byte(need, signs[i].bytes);
            add_step(c, PHRASE_STEP_WORD, buf_slice(&need->words));
            return STATUS_OK;
        }
    if (str_starts(w, STR("...")))
        return gap(c, w, out, need);
    if (w.len == 2 && w.p[0] == '\\') {
        buf_printf(out, "\\%c ", w.p[1]);
        need->tokens = 1;
        c->walks = false;
        return STATUS_OK;
    }
    return word(c, w, out, need);
}

static enum status
element(struct compiler *c, struct str *rest, struct buf *out, struct need *need)
{
    enum status status = STATUS_OK;
    struct str s = *rest;
    size_t len, open = c->code->steps.len;
    if (out->len > PATTERN_MAX || need->words.len > PATTERN_MAX)
        return fail(c, s.p, "too long with all its sets at", s);
    if (s.p[0] == '^')
        return fail(c, s.p, "'^' stands at the beginning of a phrase only:", s);
    if (s.p[0] == '(' || s.p[0] == '[') {
        len = closing(s);
        if (!len)
            return fail(c, s.p, "a bracket is not closed:", s);
        status = alternatives(c, str_slice(s, 1, len), out, need);
        if (s.p[0] == '[') {
            buf_char(out, '?');
            need->known = need->first = false;
            need->shortest = need->shortest_first = 0;
            buf_clear(&need->firsts);
            if (status == STATUS_OK)
                make_optional(c, open);
        }
        len++;
    } else if (s.p[0] == '{' || s.p[0] == '<') {
        const char *end = memchr(s.p, s.p[0] == '{' ? '}' : '>', s.len);
        if (!end)
            return fail(c, s.p, "a bracket is not closed:", s);
        struct str name = str_slice(s, 1, (size_t)(end - s.p));
        len = name.len + 2;
        status = s.p[0] == '{' ? set(c, name, out, need) : slot(c, name, out, need);
    } else {
        len = 0;
        while (len < s.len && !ends_element(s.p[len]))
            len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
        if (!len)
            return fail(c, s.p, "not expected here:", s);
        status = plain(c, str_slice(s, 0, len), out, need);
    }
    *rest = str_slice(s, len, s.len);
    return status;
}

/* The need that tells most of the elements' needs. */
static enum status
sequence(struct compiler *c, struct str s, struct buf *out, struct need *best)
{
    enum status status = STATUS_OK;
    size_t n = 0, tokens = 0, shortest_first = 0;
    struct buf firsts = {0};
    const bool begins = c->first;
    for (s = str_trim(s); status == STATUS_OK && s.len; s = str_trim(s), n++) {
        struct need own = {0};
        c->first = begins && n == 0;
        status = element(c, &s, out, &own);
        own.first &= n == 0;
        tokens += own.tokens;
        if (n == 0) {
            firsts = own.firsts;
            shortest_first = own.shortest_first;
            own.firsts = (struct buf){0};
        }
        better(best, &own);
    }
    c->first = begins;
    best->tokens = tokens;
    buf_free(&best->firsts);
    best->firsts = firsts;
    best->shortest_first = shortest_first;
    return status;
}

/* Whether a phrase is one plain word. */
static bool
is_single(struct str text)
{
    bool before = text.p[0] == '*';
    for (size_t i = before; i < text.len; i++)
        if (strchr(" \t()[]{}<>|\\#%@,:;/", text.p[i]) || (text.p[i] == '*' && i + 1 < text.len) ||
            (text.p[i] == '-' && !before))
            return false;
    return !str_starts(text, STR("..."));
}

/* How far from the anchor each need may stand: `from` and `to` are the tokens at most before and up
 * to the end of its element. */
static void
measure_reach(struct phrase_code *code, const size_t *from, const size_t *to)
{
    size_t anchor = code->anchor < 0 ? 0 : (size_t)code->anchor;
    for (size_t k = 0; k < code->nneeds; k++) {
        size_t begin = from[k < anchor ? k : anchor], end = to[k < anchor ? anchor : k];
        code->reach[k] = (uint16_t)(end - begin < UINT16_MAX ? end - begin - 1 : UINT16_MAX);
    }
}

/* Keeps what an element of the phrase needs. The phrase is looked for by its first element, where
 * every match begins with one of its words, else by the need that tells most. */
static void
keep_need(struct phrase_code *code, struct need *need, size_t *shortest, bool first)
{
    if (first && !need->first && need->firsts.len) {
        buf_free(&need->words);
        need->words = need->firsts;
        need->firsts = (struct buf){0};
        need->shortest = need->shortest_first;
        need->first = true;
    }
    buf_free(&need->firsts);
    if (!need->known || code->nneeds == PHRASE_NEEDS) {
        buf_free(&need->words);
        return;
    }
    if (!code->leading && need->shortest > *shortest) {
        code->anchor = (int)code->nneeds;
        code->leading = first && need->first;
        *shortest = need->shortest;
    }
    if (code->nneeds++)
        buf_char(&code->needs, '\n');
    buf_str(&code->needs, buf_slice(&need->words));
    buf_free(&need->words);
}

static enum status
whole(struct compiler *c, struct str text)
{
    struct phrase_code *code = c->code;
    struct str rest = str_trim(text);
    enum status status = STATUS_OK;
    size_t shortest = 0, tokens = 0, from[PHRASE_NEEDS + 1], to[PHRASE_NEEDS + 1];
    code->initial = rest.len && rest.p[0] == '^';
    rest = str_trim(str_slice(rest, code->initial, rest.len));
    if (!rest.len)
        return fail(c, text.p, "an empty phrase", text);
    code->single = c->single = is_single(rest);
    for (bool first = true; status == STATUS_OK && rest.len; rest = str_trim(rest)) {
        struct need need = {0};
        c->first = first;
        status = element(c, &rest, &code->pattern, &need);
        from[code->nneeds] = tokens;
        to[code->nneeds] = tokens += need.tokens;
        keep_need(code, &need, &shortest, first);
        first = false;
    }
    if (status == STATUS_OK && code->initial && !code->leading)
        return fail(c, text.p, "no word follows '^' in", str_trim(text));
    if (code->single)
        code->anchor = 0; /* it says all, if it is but an ending */
    measure_reach(code, from, to);
    if (!c->walks || !code->nneeds) /* without a need it may match nothing at all */
        buf_clear(&code->steps);
    return status;
}

enum status
phrase_compile(struct phrase_code *code, struct str text, const struct phrase_context *context,
    size_t *column, struct buf *why)
{
    struct compiler c = {
        .context = context, .code = code, .begin = text.p, .why = why, .walks = true};
    *code = (struct phrase_code){.anchor = -1};
    buf_z(&code->pattern, "(?<![^ ])");
    enum status status = whole(&c, text);
    if (status == STATUS_OK && (code->pattern.failed || code->needs.failed || code->steps.failed))
        status = STATUS_BROKEN;
    if (status != STATUS_OK)
        phrase_code_free(code);
    buf_free(&c.folded);
    *column = c.column;
    return status;
}

void
phrase_code_free(struct phrase_code *code)
{
    buf_free(&code->pattern);
    buf_free(&code->needs);
    buf_free(&code->steps);
}

struct str
phrase_element(struct str *rest)
{
    struct str s = str_trim(*rest);
    size_t len = 0;
    const char *end = NULL;
    if (s.len && s.p[0] == '^') { /* goes with what follows */
        *rest = str_slice(s, 1, s.len);
        struct str next = phrase_element(rest);
        return str_slice(s, 0, (size_t)(next.p - s.p) + next.len);
    }
    if (s.len && (s.p[0] == '(' || s.p[0] == '['))
        len = closing(s) + 1;
    else if (s.len && (s.p[0] == '{' || s.p[0] == '<') &&
        (end = memchr(s.p, s.p[0] == '{' ? '}' : '>', s.len)) != NULL)
        len = (size_t)(end - s.p) + 1;
    else
        while (len < s.len && (!len || !ends_element(s.p[len])))
            len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
    *rest = str_slice(s, len, s.len);
    return str_slice(s, 0, len);
}
