#include "phrase.h"

#include "grow.h"
#include "map.h"
#include "token.h"
#include <assert.h>
#include <stdlib.h>

#define GAP_MAX 30
#define GAP_DEFAULT 4

/* A label's gap of so many words may hold a comma; a shorter one ends at it. */
#define GAP_OVER_COMMAS 6

/* Sets in sets could make a pattern of any length. */
#define PATTERN_MAX ((size_t)60000)

/* Before the numbers of a list in the phrasebook: no word holds a line's end. */
#define LIST_MARK "\n\n\n\n"

/* What several alternatives come to together is a list of what each comes to. */
enum { WAY_NEEDS, WAY_FIRSTS, WAY_STEP, WAY_COUNT };

/* One of several alternatives. */
struct way {
    uint32_t of[WAY_COUNT];
    size_t from; /* its first step; of words that follow each other, which share one, that one */
};

struct phrasebook {
    struct map map;
    struct arena arena; /* of the map and of all that is compiled */
    /* What is used again by the next phrase, so that few ask for memory. */
    struct buf folded; /* the word at hand */
    struct buf key; /* of the number at hand */
    struct phrase_step *steps;
    size_t nsteps, step_cap;
    struct way *ways; /* of all alternatives that are open, the innermost last */
    size_t nways, way_cap;
};

struct compiler {
    const struct phrase_context *context;
    struct phrasebook *book;
    struct phrase_code *code;
    struct buf *pattern; /* NULL: only its length is asked for */
    size_t length; /* of the pattern */
    const char *begin; /* of the text that columns count in; NULL within a set */
    size_t column;
    struct buf *why;
    int depth;
    int deepest; /* the greatest depth so far */
    bool first; /* a match may begin with the element at hand: what it begins with is noted */
    bool single; /* the phrase is one plain word, whose hyphen is its own */
    bool walks; /* steps say all about it */
    bool short_gap; /* one of its gaps is another one in a label */
    bool failed; /* no memory */
};

/* What matches of one element hold. */
struct need {
    uint32_t words; /* one of these; PHRASE_NONE: there may be a match without */
    size_t shortest; /* letters of the shortest, since it is the least telling; 0: no anchor */
    bool first; /* every match of the element begins with one of them ... */
    uint32_t firsts; /* ... or with one of these, which may tell less; PHRASE_NONE: not known */
    size_t shortest_first; /* letters */
    size_t tokens; /* of which the element is made at most */
};

static const struct need no_need = {.words = PHRASE_NONE, .firsts = PHRASE_NONE};

/* What a set comes to, wherever it stands. */
struct phrase_part {
    const struct phrase_step *steps;
    size_t nsteps;
    struct need need;
    size_t length; /* of its pattern */
    bool walks, short_gap;
    int depth; /* of brackets and sets in it, with its own */
};

/* Phrases are read letter by letter. */
#define ENDS 1 /* ends an element without brackets */
#define NESTS 2 /* tells where alternatives begin and end */
#define ESCAPED 4 /* in a pattern */
#define MEANS 8 /* in no plain word; a star or hyphen may be */

static const unsigned char letters[256] = {
    ['\0'] = MEANS,
    ['\t'] = ENDS | MEANS,
    [' '] = ENDS | MEANS,
    ['('] = ENDS | NESTS | ESCAPED | MEANS,
    [')'] = ENDS | NESTS | ESCAPED | MEANS,
    ['['] = ENDS | NESTS | ESCAPED | MEANS,
    [']'] = ENDS | NESTS | ESCAPED | MEANS,
    ['|'] = ENDS | NESTS | ESCAPED | MEANS,
    ['\\'] = NESTS | ESCAPED | MEANS,
    ['{'] = ENDS | ESCAPED | MEANS,
    ['}'] = ESCAPED | MEANS,
    ['<'] = ENDS | MEANS,
    ['>'] = MEANS,
    ['#'] = MEANS,
    ['%'] = MEANS,
    ['@'] = MEANS,
    [','] = MEANS,
    [':'] = MEANS,
    [';'] = MEANS,
    ['/'] = MEANS,
    ['^'] = ESCAPED,
    ['$'] = ESCAPED,
    ['.'] = ESCAPED,
    ['?'] = ESCAPED,
    ['*'] = ESCAPED,
    ['+'] = ESCAPED,
};

static bool
is(char letter, int what)
{
    return letters[(unsigned char)letter] & what;
}

struct phrasebook *
phrasebook_new(void)
{
    return calloc(1, sizeof(struct phrasebook));
}

void
phrasebook_free(struct phrasebook *book)
{
    if (!book)
        return;
    map_free(&book->map);
    arena_free(&book->arena);
    buf_free(&book->folded);
    buf_free(&book->key);
    free(book->steps);
    free(book->ways);
    free(book);
}

size_t
phrasebook_count(const struct phrasebook *book)
{
    return book->map.count;
}

struct str
phrasebook_word(const struct phrasebook *book, uint32_t number)
{
    return book->map.words[number];
}

const uint32_t *
phrasebook_need(const struct phrasebook *book, const uint32_t *need, size_t *count)
{
    const size_t mark = strlen(LIST_MARK);
    struct str s = book->map.words[*need];
    bool list = str_starts(s, STR(LIST_MARK));
    *count = list ? (s.len - mark) / sizeof *need : 1;
    return list ? (const void *)(s.p + mark) : need;
}

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
        if (!is(ch, NESTS))
            continue;
        if (ch == '\\')
            i++;
        else if (ch == '(' || ch == '[')
            depth++;
        else if (ch != '|')
            depth--;
        else if (depth <= 0) {
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
        if (!is(c, NESTS) || c == '|')
            continue;
        if (c == '\\')
            i++;
        else if (c == '(' || c == '[') {
            if (depth == sizeof open)
                return 0;
            open[depth++] = c == '(' ? ')' : ']';
        } else {
            assert(depth); /* the first is an opening one */
            if (open[--depth] != c)
                return 0;
            if (!depth)
                return i;
        }
    }
    return 0;
}

/* --- the pattern --- */

INLINED void
put(struct compiler *c, const char *p, size_t len)
{
    c->length += len;
    if (c->pattern)
        buf_add(c->pattern, p, len);
}

INLINED void
put_z(struct compiler *c, const char *z)
{
    put(c, z, strlen(z));
}

/* A word; where it may come `apart`, a blank or dash may stand for its hyphen. */
static void
put_word(struct compiler *c, struct str folded, bool apart)
{
    for (size_t i = 0; i < folded.len; i++) {
        if (folded.p[i] == '-' && i + 1 < folded.len && apart) {
            put_z(c, "(?:-| - | )");
            continue;
        }
        if (is(folded.p[i], ESCAPED))
            put_z(c, "\\");
        put(c, &folded.p[i], 1);
    }
}

/* --- numbers --- */

static uint32_t
number_of(struct compiler *c, struct str word)
{
    uint32_t number = map_take(&c->book->map, &c->book->arena, word);
    c->failed |= number == PHRASE_NONE;
    return number;
}

/* The number of a word, or part of one. */
static uint32_t
word_number(struct compiler *c, struct str part, bool before, bool after)
{
    struct buf *key = &c->book->key;
    if (!before && !after)
        return number_of(c, part);
    buf_clear(key);
    buf_z(key, before ? "*" : "");
    buf_str(key, part);
    buf_z(key, after ? "*" : "");
    c->failed |= key->failed;
    return number_of(c, buf_slice(key));
}

/* The number of the list of all words of several numbers. */
static uint32_t
join(struct compiler *c, const struct way *ways, size_t n, int which)
{
    struct buf *key = &c->book->key;
    if (!n || c->failed)
        return PHRASE_NONE;
    if (n == 1)
        return ways->of[which];
    buf_clear(key);
    buf_z(key, LIST_MARK);
    for (size_t i = 0; i < n; i++) {
        const uint32_t *number = &ways[i].of[which];
        if (*number == PHRASE_NONE)
            return PHRASE_NONE;
        size_t count;
        const uint32_t *words = phrasebook_need(c->book, number, &count);
        buf_add(key, words, count * sizeof *words);
    }
    c->failed |= key->failed;
    return number_of(c, buf_slice(key));
}

/* --- steps --- */

static void
add_steps(struct compiler *c, const struct phrase_step *step, size_t n)
{
    struct phrasebook *b = c->book;
    struct phrase_step *steps = grow(b->steps, &b->step_cap, b->nsteps + n, sizeof *steps);
    if (!steps) {
        c->failed = true;
        return;
    }
    b->steps = steps;
    memcpy(steps + b->nsteps, step, n * sizeof *step);
    b->nsteps += n;
}

static void
add_step(struct compiler *c, struct phrase_step step)
{
    add_steps(c, &step, 1);
}

static void
add_word_step(struct compiler *c, uint32_t need)
{
    add_step(c, (struct phrase_step){.kind = PHRASE_STEP_WORD, .need = need});
}

/* Begins an alternative, behind those from `base` on. */
static void
begin_way(struct compiler *c, size_t base)
{
    struct phrasebook *b = c->book;
    struct way *ways = grow(b->ways, &b->way_cap, b->nways + 1, sizeof *ways);
    if (!ways) {
        c->failed = true;
        return;
    }
    b->ways = ways;
    if (b->nways > base)
        add_step(c, (struct phrase_step){.kind = PHRASE_STEP_OR, .need = PHRASE_NONE});
    add_step(c, (struct phrase_step){.kind = PHRASE_STEP_EITHER, .need = PHRASE_NONE});
    ways[b->nways++] = (struct way){.from = b->nsteps};
}

/* Ends an alternative. Two that follow each other, each one word, are one step. */
static void
end_way(struct compiler *c, size_t base, const struct need *need)
{
    struct phrasebook *b = c->book;
    if (c->failed)
        return;
    struct way *way = &b->ways[b->nways - 1];
    bool word = b->nsteps == way->from + 1 && b->steps[way->from].kind == PHRASE_STEP_WORD;
    way->of[WAY_NEEDS] = need->words;
    way->of[WAY_FIRSTS] = need->firsts;
    way->of[WAY_STEP] = word ? b->steps[way->from].need : PHRASE_NONE;
    if (!word || b->nways - base < 2 || way[-1].of[WAY_STEP] == PHRASE_NONE)
        return;
    way->from = way[-1].from;
    b->nsteps = way->from + 1;
}

/* Notes in the steps of alternatives how far it is from one to the next and to the end of all. */
static void
end_ways(struct compiler *c, size_t base)
{
    struct phrasebook *b = c->book;
    for (size_t i = base, next; i < b->nways && !c->failed; i = next) {
        size_t from = b->ways[i].from;
        for (next = i + 1; next < b->nways && b->ways[next].from == from;)
            next++;
        if (next - i > 1)
            b->steps[from].need = join(c, &b->ways[i], next - i, WAY_STEP);
        if (next == b->nways)
            continue;
        size_t behind = b->ways[next].from - 1; /* an alternative, and OR before it */
        b->steps[from - 1].hop = (uint16_t)(behind - (from - 1));
        b->steps[behind - 1].hop = (uint16_t)(b->nsteps - (behind - 1));
    }
    b->nways = base;
}

/* A part of a word, or all of it; where nothing of it is said, any word. */
static void
add_part(struct compiler *c, struct str part, bool before, bool after)
{
    if (part.len)
        add_word_step(c, word_number(c, part, before, after));
    else
        add_step(c, (struct phrase_step){.kind = PHRASE_STEP_ANY, .need = PHRASE_NONE});
}

/* Cuts a word at the first hyphen within, where it may come apart: returns what stands before, and
 * leaves what stands behind; p == NULL where there is no such hyphen. */
static struct str
cut_part(struct str *word, bool before)
{
    for (size_t i = !before; i + 1 < word->len; i++)
        if (word->p[i] == '-') {
            struct str first = str_slice(*word, 0, i);
            *word = str_slice(*word, i + 1, word->len);
            return first;
        }
    struct str whole = *word;
    *word = (struct str){NULL, 0};
    return whole;
}

/* A word may stand as one, with a dash between its parts, or with none. Words of three parts have
 * more ways than are told here. */
static void
add_word(struct compiler *c, struct str word, bool before, bool after)
{
    const size_t base = c->book->nways;
    struct str last = word, first = c->single ? word : cut_part(&last, before);
    if (first.len == word.len) {
        add_part(c, word, before, after);
        return;
    }
    begin_way(c, base);
    add_part(c, word, before, after);
    begin_way(c, base);
    add_part(c, first, before, false);
    add_step(c, (struct phrase_step){.kind = PHRASE_STEP_MAYBE, .need = number_of(c, STR("-"))});
    add_part(c, last, false, after);
    end_ways(c, base);
    (void)cut_part(&last, true);
    c->walks &= !last.p;
}

/* --- elements --- */

static enum status sequence(struct compiler *c, struct str s, struct need *best);

/* Ends the alternatives from `base` on, whose first step is the one at `open`: words alone are
 * none. Where they are `optional`, nothing is the last of them. */
static void
close_steps(struct compiler *c, size_t base, size_t open, bool optional)
{
    struct phrasebook *b = c->book;
    if (c->failed)
        return;
    bool word = b->nsteps == open + 2 && b->steps[open + 1].kind == PHRASE_STEP_WORD;
    if (optional && !word)
        begin_way(c, base);
    end_ways(c, base);
    if (!word)
        return;
    b->steps[open] = b->steps[open + 1];
    b->nsteps--;
    if (optional)
        b->steps[open].kind = PHRASE_STEP_MAYBE;
}

/* One of several sequences: one of the words that they need, if each needs some. */
static enum status
alternatives(struct compiler *c, struct str s, bool optional, struct need *need)
{
    enum status status = STATUS_OK;
    const size_t base = c->book->nways, open = c->book->nsteps;
    struct str rest = s;
    if (++c->depth > PHRASE_DEPTH)
        return fail(c, s.p, "nested too deeply:", s);
    reach_depth(c, c->depth);
    put_z(c, "(?:");
    *need = (struct need){.shortest = SIZE_MAX, .shortest_first = SIZE_MAX, .first = true};
    do {
        struct str one = str_trim(phrase_cut(&rest));
        struct need own = no_need;
        if (!one.len)
            return fail(c, s.p, "an empty alternative in", s);
        begin_way(c, base);
        status = sequence(c, one, &own);
        end_way(c, base, &own);
        put_z(c, rest.p ? "|" : ")");
        need->first &= own.first;
        need->tokens = own.tokens > need->tokens ? own.tokens : need->tokens;
        if (own.shortest < need->shortest)
            need->shortest = own.shortest;
        if (own.shortest_first < need->shortest_first)
            need->shortest_first = own.shortest_first;
    } while (status == STATUS_OK && rest.p);
    c->depth--;
    if (status != STATUS_OK || c->failed)
        return status;
    need->words = join(c, &c->book->ways[base], c->book->nways - base, WAY_NEEDS);
    need->firsts = join(c, &c->book->ways[base], c->book->nways - base, WAY_FIRSTS);
    if (need->words == PHRASE_NONE)
        need->shortest = 0;
    need->first &= need->shortest > 0;
    close_steps(c, base, open, optional);
    if (!optional)
        return STATUS_OK;
    put_z(c, "?");
    *need = (struct need){.words = PHRASE_NONE, .firsts = PHRASE_NONE, .tokens = need->tokens};
    return STATUS_OK;
}

/* What is needed of a word that may be printed as several: how the first of them begins; or, where
 * only the end of that one is said ("*-x"), how the last one ends. */
static void
need_of_word(struct compiler *c, struct str word, bool before, bool after, struct need *need)
{
    struct str rest = word, first = c->single ? word : cut_part(&rest, before), last = first;
    need->tokens = 1;
    while (rest.p && !c->single) {
        last = cut_part(&rest, true);
        need->tokens += 2; /* a dash and what stands behind it */
    }
    bool ends = before && !first.len;
    struct str part = ends ? last : first;
    if (part.len)
        need->words = word_number(c, part, before, after || (!ends && need->tokens > 1));
    need->shortest = before ? 0 : first.len;
    need->first = need->shortest > 0;
    if (need->first && c->first)
        need->firsts = need->words;
    need->shortest_first = need->shortest;
}

static enum status
word(struct compiler *c, struct str s, struct need *need)
{
    bool before = s.p[0] == '*', after = s.len > 1 && s.p[s.len - 1] == '*';
    struct str bare = str_slice(s, before, s.len - after);
    struct buf *buf = &c->book->folded;
    buf_clear(buf);
    token_fold(buf, bare);
    struct str folded = buf_slice(buf);
    if (!folded.len)
        return fail(c, s.p, "no letters in", s);
    put_z(c, before ? "[^ ]*" : "");
    put_word(c, folded, !c->single);
    put_z(c, after ? "[^ ]* " : " ");
    need_of_word(c, folded, before, after, need);
    add_word(c, folded, before, after);
    return buf->failed ? STATUS_BROKEN : STATUS_OK;
}

/* Signs and typed numbers: one of these bytes, which are tokens by themselves. */
static void
byte(struct compiler *c, const char *bytes, struct need *need)
{
    struct way ways[8];
    size_t n = 0;
    for (; bytes[n]; n++) {
        assert(n < sizeof ways / sizeof *ways);
        ways[n].of[WAY_NEEDS] = number_of(c, (struct str){&bytes[n], 1});
    }
    need->words = join(c, ways, n, WAY_NEEDS);
    need->tokens = 1;
}

static enum status
slot(struct compiler *c, struct str name, struct need *need)
{
    const char *bytes;
    size_t n = c->code->nslots;
    int figure = c->context->figure(c->context->ctx, name, &bytes);
    if (figure < 0)
        return fail(c, name.p, "no such figure:", name);
    if (n == PHRASE_SLOTS)
        return fail(c, name.p, "too many slots:", name);
    c->code->slots[c->code->nslots++] = figure;
    put_z(c, "([");
    put_z(c, bytes);
    put_z(c, "]) ");
    byte(c, bytes, need);
    c->walks &= c->depth == 0; /* else it may be there or not */
    add_step(c,
        (struct phrase_step){
            .kind = PHRASE_STEP_SLOT, .number = (unsigned char)n, .need = need->words});
    return STATUS_OK;
}

static enum status
gap(struct compiler *c, struct str s, struct need *need)
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
    const char digits[] = {(char)('0' + n / 10), (char)('0' + n % 10), '\0'};
    put_z(c, in_clause ? "(?:[^ .;,][^ ]* ){0," : "(?:[^ .;][^ ]* ){0,");
    put_z(c, digits + (n < 10));
    put_z(c, "}?");
    c->short_gap |= n < GAP_OVER_COMMAS;
    need->tokens = (size_t)n;
    add_step(c,
        (struct phrase_step){.kind = in_clause ? PHRASE_STEP_GAP_IN_CLAUSE : PHRASE_STEP_GAP,
            .number = (unsigned char)n,
            .need = PHRASE_NONE});
    return STATUS_OK;
}

/* --- sets --- */

/* Adds what is kept of the set. */
static void
use_part(struct compiler *c, const struct phrase_part *part, struct need *need)
{
    *need = part->need;
    if (!c->first)
        need->firsts = PHRASE_NONE;
    c->length += part->length;
    add_steps(c, part->steps, part->nsteps);
    c->walks &= part->walks;
    c->short_gap |= part->short_gap;
    reach_depth(c, c->depth + part->depth);
}

/* The steps from `from` on, to be kept; NULL without memory. */
static const struct phrase_step *
keep_steps(struct compiler *c, size_t from)
{
    const struct phrasebook *b = c->book;
    size_t size = (b->nsteps - from) * sizeof *b->steps;
    struct phrase_step *steps = arena_room(&c->book->arena, size);
    if (!steps)
        c->failed = true;
    else if (size)
        memcpy(steps, b->steps + from, size);
    return steps;
}

/* Keeps what was compiled of a set: the steps from `from` on, and so much of the pattern. */
static void
keep_part(
    struct compiler *c, struct phrase_set *set, size_t from, size_t length, const struct need *need)
{
    struct phrase_part *part = arena_new(&c->book->arena, struct phrase_part);
    const struct phrase_step *steps = part ? keep_steps(c, from) : NULL;
    if (!steps) {
        c->failed = true;
        return;
    }
    *part = (struct phrase_part){.steps = steps,
        .nsteps = c->book->nsteps - from,
        .need = *need,
        .length = length,
        .walks = c->walks,
        .short_gap = c->short_gap,
        .depth = c->deepest - c->depth};
    set->kept[c->context->label] = part;
    if (!part->short_gap)
        set->kept[!c->context->label] = part;
}

static enum status
compile_set(struct compiler *c, struct phrase_set *set, struct need *need)
{
    const struct phrase_part *kept = c->pattern ? NULL : set->kept[c->context->label];
    if (kept && c->depth + kept->depth <= PHRASE_DEPTH && c->length + kept->length <= PATTERN_MAX) {
        use_part(c, kept, need);
        return STATUS_OK;
    }
    const struct compiler outer = *c;
    const size_t nslots = c->code->nslots, from = c->book->nsteps;
    c->begin = NULL; /* columns count in the phrase, not in the set */
    c->walks = c->first = true; /* it may be the first of another phrase */
    c->short_gap = false;
    c->deepest = c->depth;
    enum status status = alternatives(c, set->text, false, need);
    bool same = c->code->nslots == nslots; /* wherever it stands */
    if (status == STATUS_OK && same && !kept && !c->pattern && !c->failed)
        keep_part(c, set, from, c->length - outer.length, need);
    c->begin = outer.begin;
    c->first = outer.first;
    c->walks &= outer.walks;
    c->short_gap |= outer.short_gap;
    reach_depth(c, outer.deepest);
    return status;
}

static enum status
set(struct compiler *c, struct str name, struct need *need)
{
    struct phrase_set *found = c->context->set(c->context->ctx, name);
    return found ? compile_set(c, found, need) : fail(c, name.p, "no such set:", name);
}

/* An element without brackets. */
static enum status
plain(struct compiler *c, struct str w, struct need *need)
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
    for (size_t i = 0; w.len <= 2 && i < sizeof signs / sizeof *signs; i++)
        if (str_is(w, signs[i].text)) {
            put_z(c, signs[i].pattern);
            byte(c, signs[i].bytes, need);
            add_word_step(c, need->words);
            return STATUS_OK;
        }
    if (str_starts(w, STR("...")))
        return gap(c, w, need);
    if (w.len == 2 && w.p[0] == '\\') {
        put(c, w.p, w.len);
        put_z(c, " ");
        need->tokens = 1;
        c->walks = false;
        add_word_step(c, number_of(c, str_slice(w, 1, 2)));
        return STATUS_OK;
    }
    return word(c, w, need);
}

static enum status
element(struct compiler *c, struct str *rest, struct need *need)
{
    enum status status = STATUS_OK;
    struct str s = *rest;
    size_t len;
    if (c->length > PATTERN_MAX)
        return fail(c, s.p, "too long with all its sets at", s);
    if (s.p[0] == '^')
        return fail(c, s.p, "'^' stands at the beginning of a phrase only:", s);
    if (s.p[0] == '(' || s.p[0] == '[') {
        len = closing(s);
        if (!len)
            return fail(c, s.p, "a bracket is not closed:", s);
        status = alternatives(c, str_slice(s, 1, len), s.p[0] == '[', need);
        len++;
    } else if (s.p[0] == '{' || s.p[0] == '<') {
        const char *end = memchr(s.p, s.p[0] == '{' ? '}' : '>', s.len);
        if (!end)
            return fail(c, s.p, "a bracket is not closed:", s);
        struct str name = str_slice(s, 1, (size_t)(end - s.p));
        len = name.len + 2;
        status = s.p[0] == '{' ? set(c, name, need) : slot(c, name, need);
    } else {
        len = 0;
        while (len < s.len && !is(s.p[len], ENDS))
            len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
        if (!len)
            return fail(c, s.p, "not expected here:", s);
        status = plain(c, str_slice(s, 0, len), need);
    }
    *rest = str_slice(s, len, s.len);
    return status;
}

/* The need that tells most of the elements' needs. */
static enum status
sequence(struct compiler *c, struct str s, struct need *best)
{
    enum status status = STATUS_OK;
    size_t tokens = 0;
    struct need first = no_need;
    const bool begins = c->first;
    s = str_trim(s);
    for (bool at_first = true; status == STATUS_OK && s.len; at_first = false) {
        struct need own = no_need;
        c->first = begins && at_first;
        status = element(c, &s, &own);
        s = str_trim(s);
        own.first &= at_first;
        tokens += own.tokens;
        if (at_first)
            first = own;
        if (own.words != PHRASE_NONE &&
            (best->words == PHRASE_NONE || own.shortest > best->shortest))
            *best = own;
    }
    c->first = begins;
    best->tokens = tokens;
    best->firsts = first.firsts;
    best->shortest_first = first.shortest_first;
    return status;
}

/* Whether a phrase is one plain word. */
static bool
is_single(struct str text)
{
    bool before = text.p[0] == '*';
    for (size_t i = before; i < text.len; i++)
        if (is(text.p[i], MEANS) || (text.p[i] == '*' && i + 1 < text.len) ||
            (text.p[i] == '-' && !before))
            return false;
    return !str_starts(text, STR("..."));
}

/* How far from the anchor each need may stand, and the beginning of the phrase: `from` and `to` are
 * the tokens at most before and up to the end of its element. */
static void
measure_reach(struct phrase_code *code, const size_t *from, const size_t *to)
{
    size_t anchor = code->anchor < 0 ? 0 : (size_t)code->anchor;
    for (size_t k = 0; k < code->nneeds; k++) {
        size_t begin = from[k < anchor ? k : anchor], end = to[k < anchor ? anchor : k];
        code->reach[k] = (uint16_t)(end - begin < UINT16_MAX ? end - begin - 1 : UINT16_MAX);
    }
    if (code->nneeds)
        code->before = (uint16_t)(to[anchor] < UINT16_MAX ? to[anchor] - 1 : UINT16_MAX);
}

/* Keeps what an element of the phrase needs. The phrase is looked for by its first element, where
 * every match begins with one of its words, else by the need that tells most. */
static void
keep_need(struct phrase_code *code, struct need *need, size_t *shortest, bool first)
{
    if (first && !need->first && need->firsts != PHRASE_NONE) {
        need->words = need->firsts;
        need->shortest = need->shortest_first;
        need->first = true;
    }
    if (need->words == PHRASE_NONE || code->nneeds == PHRASE_NEEDS)
        return;
    if (!code->leading && need->shortest > *shortest) {
        code->anchor = (int)code->nneeds;
        code->leading = first && need->first;
        *shortest = need->shortest;
    }
    code->needs[code->nneeds++] = need->words;
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
    put_z(c, "(?<![^ ])");
    for (bool first = true; status == STATUS_OK && rest.len; rest = str_trim(rest)) {
        struct need need = no_need;
        c->first = first;
        status = element(c, &rest, &need);
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
    code->walks = c->walks && code->nneeds; /* without a need it may match nothing at all */
    return status;
}

/* A compiler of one phrase or set. */
static struct compiler
compiler_of(const struct phrase_context *context, struct phrase_code *code, struct buf *why)
{
    *code = (struct phrase_code){.anchor = -1};
    context->book->nsteps = context->book->nways = 0;
    return (struct compiler){
        .context = context, .book = context->book, .code = code, .why = why, .walks = true};
}

enum status
phrase_compile(struct phrase_code *code, struct str text, const struct phrase_context *context,
    size_t *column, struct buf *why)
{
    struct compiler c = compiler_of(context, code, why);
    c.begin = text.p;
    enum status status = whole(&c, text);
    *column = c.column;
    if (status != STATUS_OK)
        return status;
    code->length = c.length;
    code->nsteps = c.book->nsteps;
    code->steps = keep_steps(&c, 0);
    return c.failed || code->nsteps > UINT16_MAX ? STATUS_BROKEN : STATUS_OK;
}

enum status
phrase_pattern(struct buf *pattern, struct str text, const struct phrase_context *context)
{
    struct phrase_code code;
    struct buf why = {0};
    struct compiler c = compiler_of(context, &code, &why);
    c.pattern = pattern;
    enum status status = whole(&c, text);
    buf_free(&why);
    return status == STATUS_OK && (c.failed || pattern->failed) ? STATUS_BROKEN : status;
}

bool
phrase_set_compile(struct phrase_set *set, const struct phrase_context *context)
{
    struct phrase_code code;
    struct buf why = {0};
    struct compiler c = compiler_of(context, &code, &why);
    struct need need = no_need;
    bool good = compile_set(&c, set, &need) == STATUS_OK && !c.failed;
    buf_free(&why);
    return good;
}

bool
phrase_same(const struct phrase_code *a, const struct phrase_code *b)
{
    return a->length == b->length && a->nsteps == b->nsteps &&
        memcmp(a->steps, b->steps, a->nsteps * sizeof *a->steps) == 0;
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
        while (len < s.len && (!len || !is(s.p[len], ENDS)))
            len += s.p[len] == '\\' && len + 1 < s.len ? 2 : 1;
    *rest = str_slice(s, len, s.len);
    return str_slice(s, 0, len);
}
