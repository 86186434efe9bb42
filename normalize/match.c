#include "match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include "grow.h"
#include "map.h"
#include "token.h"
#include <pcre2.h>
#include <stdlib.h>
#include <time.h>

/* JIT's own stack: 32 KiB to begin with, 1 MiB at most. */
#define STACK_MIN ((size_t)32 << 10)
#define STACK_MAX ((size_t)1 << 20)

/* Steps of one match. Sentences are bounded and gaps are short: a hostile pattern ends here. */
#define STEPS_MAX 1000000

struct node {
    unsigned char byte;
    int child, next; /* nodes, 0 where there is none */
    int phrase; /* first in `uses`, -1 where there is none */
};

/* One phrase at a node. */
struct use {
    int phrase, next;
    bool other; /* a later word of the phrase, not its anchor */
};

/* What a word says of a phrase: that its anchor is there, or a later word of it. */
struct sign {
    int phrase;
    unsigned char kind; /* enum phrase_kind */
    bool other; /* a later word */
    bool waits; /* the phrase begins here, and needs a later word too */
    bool whole; /* the anchor is all of the word */
};

/* The signs in a word that was met, those of each language together. Texts say the same words over
 * and over, so that most need no walk through the trie. */
struct word {
    size_t first[3], end[3]; /* by enum lang: in `signs` */
};

/* Words kept at most; then all are forgotten, so that a hostile archive takes no more memory. */
#define WORDS_MAX (1u << 16)

/* A phrase during a search, and what of it is asked at each of its leads. */
struct state {
    unsigned stamp; /* the run in which it was last chosen */
    unsigned other; /* the run in which a later word of it was met */
    unsigned char shape; /* enum phrase_shape */
    bool leading, needs_other;
    uint32_t next; /* where its last match of this run ended */
};

/* A place where a phrase may match. */
struct lead {
    int phrase;
    bool whole;
    size_t token;
};

/* Where in a word an anchor is looked for: from its first letter on, from its last one back,
 * anywhere. */
enum side { SIDE_BEGIN, SIDE_END, SIDE_PIECE };

struct matcher {
    const struct rules *rules;
    pcre2_code **code;
    struct node *nodes;
    size_t nnodes, node_cap;
    struct use *uses;
    size_t nuses, use_cap;
    int root[3][256]; /* by enum side */
    int *always; /* phrases without an anchor */
    size_t nalways;
    struct map map; /* words to their numbers in `words` */
    struct arena letters; /* of the map */
    struct word *words;
    size_t nwords, word_cap;
    struct sign *signs;
    size_t nsigns, sign_cap;
    struct state *state; /* by phrase */
    unsigned run;
    struct lead *leads; /* of the sentence, the last first */
    size_t nleads, lead_cap;
    struct hit *hits;
    size_t nhits, hit_cap;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    bool clock, failed;
    long *nanoseconds, *runs;
};

static int
new_node(struct matcher *m, unsigned char byte)
{
    struct node *nodes = grow(m->nodes, &m->node_cap, m->nnodes + 1, sizeof *nodes);
    if (!nodes) {
        m->failed = true;
        return 0;
    }
    m->nodes = nodes;
    m->nodes[m->nnodes] = (struct node){.byte = byte, .phrase = -1};
    return (int)m->nnodes++;
}

static void
add_anchor(struct matcher *m, enum side side, struct str word, int phrase, bool other)
{
    bool back = side == SIDE_END;
    unsigned char first = (unsigned char)word.p[back ? word.len - 1 : 0];
    if (!m->root[side][first])
        m->root[side][first] = new_node(m, first);
    int at = m->root[side][first];
    for (size_t i = 1; i < word.len && !m->failed; i++) {
        unsigned char byte = (unsigned char)word.p[back ? word.len - 1 - i : i];
        int child = m->nodes[at].child;
        while (child && m->nodes[child].byte != byte)
            child = m->nodes[child].next;
        if (!child) {
            child = new_node(m, byte);
            m->nodes[child].next = m->nodes[at].child;
            m->nodes[at].child = child;
        }
        at = child;
    }
    struct use *uses = grow(m->uses, &m->use_cap, m->nuses + 1, sizeof *uses);
    if (!uses) {
        m->failed = true;
        return;
    }
    m->uses = uses;
    m->uses[m->nuses] = (struct use){phrase, m->nodes[at].phrase, other};
    m->nodes[at].phrase = (int)m->nuses++;
}

static void
add_anchors(struct matcher *m, struct str words, int phrase, bool other)
{
    while (words.p && words.len && !m->failed) {
        struct str word = str_cut(&words, ' ');
        if (word.len)
            add_anchor(m, SIDE_BEGIN, word, phrase, other);
    }
}

static void
add_phrase(struct matcher *m, int i)
{
    const struct phrase_code *code = &m->rules->phrases[i].code;
    m->state[i].shape = (unsigned char)code->shape;
    m->state[i].leading = code->leading;
    m->state[i].needs_other = code->others.len > 0;
    if (!code->anchors.len)
        m->always[m->nalways++] = i;
    else if (code->shape == PHRASE_END)
        add_anchor(m, SIDE_END, buf_slice(&code->anchors), i, false);
    else if (code->shape == PHRASE_PIECE)
        add_anchor(m, SIDE_PIECE, buf_slice(&code->anchors), i, false);
    else
        add_anchors(m, buf_slice(&code->anchors), i, false);
    add_anchors(m, buf_slice(&code->others), i, true);
}

struct matcher *
matcher_new(const struct rules *rules)
{
    size_t n = rules->nphrases + 1;
    struct matcher *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->rules = rules;
    m->code = calloc(n, sizeof *m->code);
    m->always = calloc(n, sizeof *m->always);
    m->state = calloc(n, sizeof *m->state);
    m->nanoseconds = calloc(n, sizeof *m->nanoseconds);
    m->runs = calloc(n, sizeof *m->runs);
    m->data = pcre2_match_data_create(PHRASE_SLOTS + 1, NULL);
    m->context = pcre2_match_context_create(NULL);
    m->stack = pcre2_jit_stack_create(STACK_MIN, STACK_MAX, NULL);
    if (!m->code || !m->always || !m->state || !m->nanoseconds || !m->runs || !m->data ||
        !m->context || !m->stack)
        m->failed = true;
    (void)new_node(m, 0); /* node 0 is none */
    for (size_t i = 0; i < rules->nphrases && !m->failed; i++)
        add_phrase(m, (int)i);
    if (m->failed) {
        matcher_free(m);
        return NULL;
    }
    pcre2_jit_stack_assign(m->context, NULL, m->stack);
    pcre2_set_match_limit(m->context, STEPS_MAX);
    return m;
}

void
matcher_free(struct matcher *m)
{
    if (!m)
        return;
    for (size_t i = 0; m->code && i < m->rules->nphrases; i++)
        pcre2_code_free(m->code[i]);
    free(m->code);
    free(m->nodes);
    free(m->uses);
    free(m->always);
    map_free(&m->map);
    arena_free(&m->letters);
    free(m->words);
    free(m->signs);
    free(m->state);
    free(m->leads);
    free(m->hits);
    free(m->nanoseconds);
    free(m->runs);
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    pcre2_jit_stack_free(m->stack);
    free(m);
}

static bool
compile(struct matcher *m, int i, struct buf *why)
{
    int error;
    size_t offset;
    struct str pattern = buf_slice(&m->rules->phrases[i].code.pattern);
    m->code[i] =
        pcre2_compile((PCRE2_SPTR)pattern.p, pattern.len, PCRE2_NEVER_UTF, &error, &offset, NULL);
    if (m->code[i] && pcre2_jit_compile(m->code[i], PCRE2_JIT_COMPLETE) == 0)
        return true;
    const struct phrase *p = &m->rules->phrases[i];
    if (why)
        buf_printf(why, "%s:%d:%d: PCRE2 refuses the pattern (error %d)\n", p->file, p->line,
            p->column, m->code[i] ? 0 : error);
    return false;
}

bool
matcher_compile_all(struct matcher *m, struct buf *why)
{
    bool good = true;
    for (size_t i = 0; i < m->rules->nphrases; i++)
        good &= m->code[i] || compile(m, (int)i, why);
    return good;
}

static struct hit *
push_hit(struct matcher *m, const struct block *b, const struct phrase *p)
{
    struct hit *hits = grow(m->hits, &m->hit_cap, m->nhits + 1, sizeof *hits);
    if (!hits)
        return NULL;
    m->hits = hits;
    struct hit *h = &m->hits[m->nhits++];
    *h = (struct hit){.phrase = p, .block = b};
    for (size_t k = 0; k < PHRASE_SLOTS; k++)
        h->slot[k] = UINT32_MAX;
    return h;
}

/* A hit where PCRE2 found one, with `count` groups. */
static bool
push_match(struct matcher *m, const struct block *b, const struct phrase *p, size_t count)
{
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
    struct hit *h = push_hit(m, b, p);
    if (!h)
        return false;
    h->first = token_at(b, v[0]);
    h->last = token_at(b, v[1] - 1);
    for (size_t k = 1; k < count && k <= PHRASE_SLOTS; k++)
        if (v[2 * k] != PCRE2_UNSET)
            h->slot[k - 1] = (uint32_t)token_at(b, v[2 * k]);
    return true;
}

/* Runs a phrase from `at` on: an anchored one there only, another one to the end of the sentence.
 */
static enum status
run_phrase(struct matcher *m, int i, const struct block *b, size_t at, size_t stop)
{
    const struct phrase *p = &m->rules->phrases[i];
    if (!m->code[i] && !compile(m, i, NULL))
        return STATUS_BROKEN;
    while (at < stop) {
        int n = pcre2_jit_match(
            m->code[i], (PCRE2_SPTR)b->skeleton.p, stop, at, 0, m->data, m->context);
        if (n == PCRE2_ERROR_NOMATCH)
            return STATUS_OK;
        if (n < 0)
            return STATUS_LIMIT;
        const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
        size_t end = v[1];
        if (end > v[0] && !push_match(m, b, p, (size_t)n))
            return STATUS_BROKEN;
        m->state[i].next = (uint32_t)end;
        if (p->code.leading)
            return STATUS_OK;
        at = end > at ? end : at + 1;
    }
    return STATUS_OK;
}

static long
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static enum status
run_timed(struct matcher *m, int i, const struct block *b, size_t at, size_t stop)
{
    if (!m->clock)
        return run_phrase(m, i, b, at, stop);
    long begin = now();
    enum status s = run_phrase(m, i, b, at, stop);
    m->nanoseconds[i] += now() - begin;
    m->runs[i]++;
    return s;
}

/* A sentence being matched. */
struct search {
    const struct block *b;
    size_t from, to; /* the tokens of the sentence */
    size_t begin, stop; /* the same in the skeleton */
    enum lang lang;
    uint32_t kinds; /* of phrases that count */
};

/* An anchor of the phrase begins the word: an anchored phrase is tried there, another one is run
 * over the sentence, once. */
static enum status
try(struct matcher *m, const struct lead *l, const struct search *s)
{
    int i = l->phrase;
    struct state *p = &m->state[i];
    const struct token *t = &s->b->tokens[l->token];
    bool seen = p->stamp == m->run;
    if (p->needs_other && p->other != m->run)
        return STATUS_OK;
    p->stamp = m->run;
    bool plain = p->shape != PHRASE_MANY;
    if (!plain && !p->leading)
        return seen ? STATUS_OK : run_timed(m, i, s->b, s->begin, s->stop);
    if (seen && p->next > t->at)
        return STATUS_OK;
    p->next = 0;
    if (!plain)
        return run_timed(m, i, s->b, t->at, s->stop);
    if (p->shape == PHRASE_WORD && !l->whole)
        return STATUS_OK;
    p->next = t->stop + 1;
    struct hit *h = push_hit(m, s->b, &m->rules->phrases[i]);
    if (!h)
        return STATUS_BROKEN;
    h->first = l->token;
    h->last = l->token + 1;
    return STATUS_OK;
}

/* --- the signs in a word --- */

static bool
push_sign(struct matcher *m, struct sign sign)
{
    struct sign *signs = grow(m->signs, &m->sign_cap, m->nsigns + 1, sizeof *signs);
    if (!signs)
        return false;
    m->signs = signs;
    m->signs[m->nsigns++] = sign;
    return true;
}

/* What ends at a node of the trie, in phrases of the language. */
static bool
meet(struct matcher *m, int node, enum lang lang, bool whole)
{
    for (int use = m->nodes[node].phrase; use >= 0; use = m->uses[use].next) {
        const struct use *u = &m->uses[use];
        const struct phrase *p = &m->rules->phrases[u->phrase];
        struct sign sign = {.phrase = u->phrase,
            .kind = (unsigned char)p->kind,
            .other = u->other,
            .waits = p->code.leading && p->code.others.len,
            .whole = whole};
        if (p->lang == lang && !push_sign(m, sign))
            return false;
    }
    return true;
}

static int
child_of(const struct matcher *m, int node, unsigned char byte)
{
    int child = m->nodes[node].child;
    while (child && m->nodes[child].byte != byte)
        child = m->nodes[child].next;
    return child;
}

/* One word through the trie: from its beginning, from its end, and from each of its letters. */
static bool
walk(struct matcher *m, struct str word, enum lang lang)
{
    const unsigned char *text = (const unsigned char *)word.p;
    size_t len = word.len;
    int node = m->root[SIDE_BEGIN][text[0]];
    for (size_t i = 1; node; node = i < len ? child_of(m, node, text[i++]) : 0) {
        if (!meet(m, node, lang, i == len))
            return false;
        if (i >= len)
            break;
    }
    node = m->root[SIDE_END][text[len - 1]];
    for (size_t i = len - 1; node; node = i > 0 ? child_of(m, node, text[--i]) : 0)
        if (!meet(m, node, lang, true))
            return false;
    for (size_t from = 0; from < len; from++) {
        node = m->root[SIDE_PIECE][text[from]];
        for (size_t i = from + 1; node; node = i < len ? child_of(m, node, text[i++]) : 0)
            if (!meet(m, node, lang, true))
                return false;
    }
    return true;
}

static void
forget_words(struct matcher *m)
{
    map_free(&m->map);
    arena_reset(&m->letters);
    m->nwords = m->nsigns = 0;
}

static bool
add_word(struct matcher *m, struct str word)
{
    struct word *words = grow(m->words, &m->word_cap, m->nwords + 1, sizeof *words);
    if (!words)
        return false;
    m->words = words;
    struct word *w = &words[m->nwords++];
    for (enum lang lang = LANG_RU; lang <= LANG_KK; lang++) {
        w->first[lang] = m->nsigns;
        if (!walk(m, word, lang))
            return false;
        w->end[lang] = m->nsigns;
    }
    return true;
}

/* The word's signs; NULL without memory. They may move with the next. */
static const struct word *
look_up(struct matcher *m, struct str word)
{
    if (m->map.count == WORDS_MAX)
        forget_words(m);
    uint32_t number = map_take(&m->map, &m->letters, word);
    if (number < m->nwords || (number == m->nwords && add_word(m, word)))
        return &m->words[number];
    forget_words(m);
    return NULL;
}

/* Notes what the word at a token says, in the phrases that count for the search. The words behind
 * it are noted already: a phrase that begins here and needs one of them is no lead without. */
static bool
note_word(struct matcher *m, const struct search *s, size_t token)
{
    const struct word *w = look_up(m, token_skeleton(s->b, token));
    if (!w)
        return false;
    size_t first = w->first[s->lang ? s->lang : LANG_RU], end = w->end[s->lang ? s->lang : LANG_KK];
    struct lead *leads = grow(m->leads, &m->lead_cap, m->nleads + (end - first), sizeof *leads);
    if (!leads)
        return false;
    m->leads = leads;
    for (size_t i = end; i-- > first;) {
        const struct sign *sign = &m->signs[i];
        if (!sign->other && (s->kinds >> sign->kind & 1) &&
            (!sign->waits || m->state[sign->phrase].other == m->run))
            m->leads[m->nleads++] = (struct lead){sign->phrase, sign->whole, token};
    }
    for (size_t i = first; i < end; i++)
        if (m->signs[i].other)
            m->state[m->signs[i].phrase].other = m->run;
    return true;
}

/* Whether the search is for phrases of this language and kind. */
static bool
counts(const struct matcher *m, int phrase, const struct search *s)
{
    const struct phrase *p = &m->rules->phrases[phrase];
    return (!s->lang || p->lang == s->lang) && (s->kinds >> p->kind & 1);
}

static enum status
search(struct matcher *m, const struct search *s)
{
    enum status status = STATUS_OK;
    if (++m->run == 0) {
        for (size_t i = 0; i < m->rules->nphrases; i++)
            m->state[i].stamp = m->state[i].other = 0;
        m->run = 1;
    }
    m->nleads = 0;
    for (size_t i = s->to; i-- > s->from;)
        if (s->b->tokens[i].stop > s->b->tokens[i].at && !note_word(m, s, i))
            return STATUS_BROKEN;
    for (size_t i = 0; status == STATUS_OK && i < m->nalways; i++)
        if (counts(m, m->always[i], s))
            status = run_timed(m, m->always[i], s->b, s->begin, s->stop);
    for (size_t i = m->nleads; status == STATUS_OK && i-- > 0;)
        status = try(m, &m->leads[i], s);
    return status;
}

static int
by_place(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return x->phrase < y->phrase ? -1 : x->phrase > y->phrase;
}

/* A hit stands but for a few where it belongs. */
#define NEAR 16

static void
sort_hits(struct hit *hits, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        if (by_place(&hits[i - 1], &hits[i]) <= 0)
            continue;
        struct hit moved = hits[i];
        size_t k = i;
        for (; k && i - k < NEAR && by_place(&hits[k - 1], &moved) > 0; k--)
            hits[k] = hits[k - 1];
        hits[k] = moved;
        if (k && by_place(&hits[k - 1], &moved) > 0) {
            qsort(hits, n, sizeof *hits, by_place);
            return;
        }
    }
}

enum status
match_kinds(struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang,
    uint32_t kinds, struct hits *out)
{
    m->nhits = 0;
    *out = (struct hits){NULL, 0};
    if (from >= to)
        return STATUS_OK;
    struct search s = {.b = b,
        .from = from,
        .to = to,
        .begin = b->tokens[from].at,
        .stop = b->tokens[to - 1].stop + 1,
        .lang = lang,
        .kinds = kinds};
    enum status status = search(m, &s);
    sort_hits(m->hits, m->nhits);
    *out = (struct hits){m->hits, m->nhits};
    return status;
}

enum status
match_tokens(struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang,
    struct hits *out)
{
    return match_kinds(m, b, from, to, lang, UINT32_MAX, out);
}

void
matcher_clock(struct matcher *m, bool on)
{
    m->clock = on;
}

void
matcher_cost(const struct matcher *m, size_t i, long *nanoseconds, long *runs)
{
    *nanoseconds = m->nanoseconds[i];
    *runs = m->runs[i];
}
