#include "phrase.h"

#include "token.h"
#include <assert.h>
#include <stdlib.h>

#define DEPTH_MAX 8
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
    int depth;
};

/* The anchors of one element: the shortest counts, since it is the least telling. */
struct anchors {
    struct buf words;
    size_t shortest; /* 0: this element can't serve */
    bool first; /* every match of the element begins with one of them */
};

static enum status
fail(struct compiler *c, const char *p, const char *reason, struct str what)
{
    c->column = c->begin ? (size_t)(p - c->begin) : PHRASE_IN_SET;
    buf_printf(c->why, "%s '%.*s'", reason, (int)what.len, what.p);
    return STATUS_BAD;
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
    char open[DEPTH_MAX * 2];
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

static void
add_literal(struct buf *out, struct str folded)
{
    for (size_t i = 0; i < folded.len; i++) {
        char ch = folded.p[i];
        if (ch == '-' && i + 1 < folded.len)
            buf_z(out, "(?:-| - | )");
        else {
            if ((unsigned char)ch < 0x80 && strchr("\\^$.[]|()?*+{}", ch))
                buf_char(out, '\\');
            buf_char(out, ch);
        }
    }
}

static enum status sequence(
    struct compiler *c, struct str s, struct buf *out, struct anchors *best);

static void
better(struct anchors *best, struct anchors *other)
{
    if (other->shortest > best->shortest) {
        struct anchors t = *best;
        *best = *other;
        *other = t;
    }
    buf_free(&other->words);
    other->shortest = 0;
}

/* One of several sequences; the anchors are those of all, if all have some. */
static enum status
alternatives(struct compiler *c, struct str s, struct buf *out, struct anchors *anchors)
{
    enum status status = STATUS_OK;
    bool first = true, all = true, leading = true;
    size_t shortest = SIZE_MAX;
    if (++c->depth > DEPTH_MAX)
        return fail(c, s.p, "nested too deeply:", s);
    buf_z(out, "(?:");
    for (struct str rest = s; status == STATUS_OK && (rest.p || first);) {
        struct str one = str_trim(phrase_cut(&rest));
        struct anchors own = {0};
        if (!first)
            buf_char(out, '|');
        first = false;
        if (!one.len) {
            status = fail(c, s.p, "an empty alternative in", s);
            break;
        }
        status = sequence(c, one, out, &own);
        all &= own.shortest > 0;
        leading &= own.first;
        if (own.shortest && own.shortest < shortest)
            shortest = own.shortest;
        if (anchors->words.len)
            buf_char(&anchors->words, ' ');
        buf_str(&anchors->words, buf_slice(&own.words));
        buf_free(&own.words);
    }
    buf_char(out, ')');
    anchors->shortest = all ? shortest : 0;
    anchors->first = all && leading;
    c->depth--;
    return status;
}

static enum status
word(struct compiler *c, struct str s, struct buf *out, struct anchors *anchors)
{
    bool before = s.p[0] == '*', after = s.len > 1 && s.p[s.len - 1] == '*';
    struct str bare = str_slice(s, before, s.len - after);
    struct buf folded = {0};
    token_fold(&folded, bare);
    if (!folded.len)
        return fail(c, s.p, "no letters in", s);
    if (before)
        buf_z(out, "[^ ]*");
    add_literal(out, buf_slice(&folded));
    buf_z(out, after ? "[^ ]* " : " ");
    if (!before) {
        struct str stem = buf_slice(&folded);
        struct str rest = stem;
        stem = str_cut(&rest, '-');
        buf_str(&anchors->words, stem);
        anchors->shortest = stem.len;
        anchors->first = true;
    }
    buf_free(&folded);
    return STATUS_OK;
}

static enum status
slot(struct compiler *c, struct str name, struct buf *out)
{
    const char *bytes;
    int figure = c->context->figure(c->context->ctx, name, &bytes);
    if (figure < 0)
        return fail(c, name.p, "no such figure:", name);
    if (c->code->nslots == PHRASE_SLOTS)
        return fail(c, name.p, "too many slots:", name);
    c->code->slots[c->code->nslots++] = figure;
    buf_printf(out, "([%s]) ", bytes);
    return STATUS_OK;
}

static enum status
gap(struct compiler *c, struct str s, struct buf *out)
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
    buf_printf(out,
        c->context->label && n < GAP_OVER_COMMAS ? "(?:[^ .;,][^ ]* ){0,%d}?"
                                                 : "(?:[^ .;][^ ]* ){0,%d}?",
        n);
    return STATUS_OK;
}

static enum status
set(struct compiler *c, struct str name, struct buf *out, struct anchors *anchors)
{
    struct str text;
    if (!c->context->set(c->context->ctx, name, &text))
        return fail(c, name.p, "no such set:", name);
    const char *begin = c->begin;
    c->begin = NULL; /* columns count in the phrase, not in the set */
    enum status status = alternatives(c, text, out, anchors);
    c->begin = begin;
    return status;
}

static enum status
element(struct compiler *c, struct str *rest, struct buf *out, struct anchors *best)
{
    struct anchors own = {0};
    enum status status = STATUS_OK;
    struct str s = *rest;
    size_t len;
    if (out->len > PATTERN_MAX || best->words.len > PATTERN_MAX)
        return fail(c, s.p, "too long with all its sets at", s);
    if (s.p[0] == '(' || s.p[0] == '[') {
        len = closing(s);
        if (!len)
            return fail(c, s.p, "a bracket is not closed:", s);
        status = alternatives(c, str_slice(s, 1, len), out, &own);
        if (s.p[0] == '[') {
            buf_char(out, '?');
            own.shortest = 0;
            own.first = false;
        }
        len++;
    } else if (s.p[0] == '{' || s.p[0] == '<') {
        const char *end = memchr(s.p, s.p[0] == '{' ? '}' : '>', s.len);
        if (!end)
            return fail(c, s.p, "a bracket is not closed:", s);
        struct str name = str_slice(s, 1, (size_t)(end - s.p));
        len = name.len + 2;
        status = s.p[0] == '{' ? set(c, name, out, &own) : slot(c, name, out);
    } else {
        len = 0;
        while (len < s.len && !strchr(" \t([{<)]|", s.p[len]))
            len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
        struct str w = str_slice(s, 0, len);
        if (!len)
            return fail(c, s.p, "not expected here:", s);
        if (str_starts(w, STR("...")))
            status = gap(c, w, out);
        else if (len == 1 && strchr(",:;-/", w.p[0]))
            buf_printf(out, "%c ", w.p[0]);
        else if (len == 2 && w.p[0] == '\\')
            buf_printf(out, "\\%c ", w.p[1]);
        else if (str_is(w, "#"))
            buf_z(out, "[\\x01-\\x04] ");
        else if (str_is(w, "%"))
            buf_z(out, "[\\x02\\x03] ");
        else if (str_is(w, "@"))
            buf_z(out, "[\\x05\\x06] ");
        else
            status = word(c, w, out, &own);
    }
    *rest = str_slice(s, len, s.len);
    better(best, &own);
    return status;
}

static enum status
sequence(struct compiler *c, struct str s, struct buf *out, struct anchors *best)
{
    enum status status = STATUS_OK;
    size_t shortest = 0;
    bool first = true;
    for (s = str_trim(s); status == STATUS_OK && s.len; s = str_trim(s)) {
        status = element(c, &s, out, best);
        if (!first && best->shortest != shortest)
            best->first = false; /* the anchor is that of a later element */
        shortest = best->shortest;
        first = false;
    }
    return status;
}

/* A phrase of one plain word: nothing but its anchor. */
static enum phrase_shape
shape_of(struct str text)
{
    bool before = text.p[0] == '*';
    for (size_t i = before; i < text.len; i++)
        if (strchr(" \t()[]{}<>|\\#%@,:;/", text.p[i]) || (text.p[i] == '*' && i + 1 < text.len) ||
            (text.p[i] == '-' && !before))
            return PHRASE_MANY;
    if (str_is(text, "-") || str_starts(text, STR("...")))
        return PHRASE_MANY;
    bool after = text.p[text.len - 1] == '*';
    return before ? (after ? PHRASE_PIECE : PHRASE_END) : after ? PHRASE_STEM : PHRASE_WORD;
}

/* Takes the stars from both ends of a folded word. */
static void
unstar(struct buf *word)
{
    while (word->len && word->p[word->len - 1] == '*')
        word->len--;
    if (word->len && word->p[0] == '*')
        memmove(word->p, word->p + 1, --word->len);
}

/* The first element apart from the rest: where every match begins with one of its words, matching
 * is tried only there. */
static enum status
whole(struct compiler *c, struct str text)
{
    struct phrase_code *code = c->code;
    struct anchors first = {0}, best = {0};
    struct str rest = str_trim(text);
    if (!rest.len)
        return fail(c, text.p, "an empty phrase", text);
    enum status status = element(c, &rest, &code->pattern, &first);
    if (status == STATUS_OK)
        status = sequence(c, rest, &code->pattern, &best);
    code->leading = first.shortest > 0 && first.first;
    if (!code->leading)
        better(&best, &first);
    struct anchors *used = code->leading ? &first : &best;
    if (used->shortest) {
        code->anchors = used->words;
        used->words = (struct buf){0};
    }
    if (code->leading && best.shortest) {
        code->others = best.words;
        best.words = (struct buf){0};
    }
    code->shape = shape_of(str_trim(text));
    if (status == STATUS_OK && (code->shape == PHRASE_END || code->shape == PHRASE_PIECE))
        token_fold(&code->anchors, str_trim(text)), unstar(&code->anchors);
    buf_free(&first.words);
    buf_free(&best.words);
    return status;
}

enum status
phrase_compile(struct phrase_code *code, struct str text, const struct phrase_context *context,
    size_t *column, struct buf *why)
{
    struct compiler c = {.context = context, .code = code, .begin = text.p, .why = why};
    *code = (struct phrase_code){0};
    buf_z(&code->pattern, "(?<![^ ])");
    enum status status = whole(&c, text);
    if (status == STATUS_OK && (code->pattern.failed || code->anchors.failed))
        status = STATUS_BROKEN;
    if (status != STATUS_OK)
        phrase_code_free(code);
    *column = c.column;
    return status;
}

void
phrase_code_free(struct phrase_code *code)
{
    buf_free(&code->pattern);
    buf_free(&code->anchors);
    buf_free(&code->others);
}

struct str
phrase_element(struct str *rest)
{
    struct str s = str_trim(*rest);
    size_t len = 0;
    const char *end = NULL;
    if (s.len && (s.p[0] == '(' || s.p[0] == '['))
        len = closing(s) + 1;
    else if (s.len && (s.p[0] == '{' || s.p[0] == '<') &&
        (end = memchr(s.p, s.p[0] == '{' ? '}' : '>', s.len)) != NULL)
        len = (size_t)(end - s.p) + 1;
    else
        while (len < s.len && (!len || !strchr(" \t([{<)]|", s.p[len])))
            len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
    *rest = str_slice(s, len, s.len);
    return str_slice(s, 0, len);
}
