#include "match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
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
};

struct matcher {
    const struct rules *rules;
    pcre2_code **code;
    struct node *nodes;
    size_t nnodes, node_cap;
    struct use *uses;
    size_t nuses, use_cap;
    int root[256];
    int *always; /* phrases without an anchor */
    size_t nalways;
    unsigned *stamp; /* by phrase: the run in which it was last chosen */
    unsigned run;
    int *chosen;
    size_t nchosen;
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
    if (m->nnodes == m->node_cap) {
        size_t cap = m->node_cap ? m->node_cap * 2 : 4096;
        struct node *nodes = realloc(m->nodes, cap * sizeof *nodes);
        if (!nodes) {
            m->failed = true;
            return 0;
        }
        m->nodes = nodes;
        m->node_cap = cap;
    }
    m->nodes[m->nnodes] = (struct node){.byte = byte, .phrase = -1};
    return (int)m->nnodes++;
}

static void
add_anchor(struct matcher *m, struct str word, int phrase)
{
    unsigned char first = (unsigned char)word.p[0];
    if (!m->root[first])
        m->root[first] = new_node(m, first);
    int at = m->root[first];
    for (size_t i = 1; i < word.len && !m->failed; i++) {
        unsigned char byte = (unsigned char)word.p[i];
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
    if (m->nuses == m->use_cap) {
        size_t cap = m->use_cap ? m->use_cap * 2 : 1024;
        struct use *uses = realloc(m->uses, cap * sizeof *uses);
        if (!uses) {
            m->failed = true;
            return;
        }
        m->uses = uses;
        m->use_cap = cap;
    }
    m->uses[m->nuses] = (struct use){phrase, m->nodes[at].phrase};
    m->nodes[at].phrase = (int)m->nuses++;
}

static void
add_phrase(struct matcher *m, int i)
{
    struct str rest = buf_slice(&m->rules->phrases[i].code.anchors);
    if (!rest.len) {
        m->always[m->nalways++] = i;
        return;
    }
    while (rest.p && rest.len && !m->failed) {
        struct str word = str_cut(&rest, ' ');
        if (word.len)
            add_anchor(m, word, i);
    }
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
    m->stamp = calloc(n, sizeof *m->stamp);
    m->chosen = calloc(n, sizeof *m->chosen);
    m->nanoseconds = calloc(n, sizeof *m->nanoseconds);
    m->runs = calloc(n, sizeof *m->runs);
    m->data = pcre2_match_data_create(PHRASE_SLOTS + 1, NULL);
    m->context = pcre2_match_context_create(NULL);
    m->stack = pcre2_jit_stack_create(STACK_MIN, STACK_MAX, NULL);
    if (!m->code || !m->always || !m->stamp || !m->chosen || !m->nanoseconds || !m->runs ||
        !m->data || !m->context || !m->stack)
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
    free(m->stamp);
    free(m->chosen);
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

static void
choose(struct matcher *m, int phrase, enum lang lang)
{
    if (m->stamp[phrase] == m->run || (lang && m->rules->phrases[phrase].lang != lang))
        return;
    m->stamp[phrase] = m->run;
    m->chosen[m->nchosen++] = phrase;
}

/* Which phrases have an anchor at the beginning of a word between `at` and `stop`. */
static void
choose_all(struct matcher *m, const unsigned char *s, size_t at, size_t stop, enum lang lang)
{
    m->nchosen = 0;
    if (++m->run == 0) {
        memset(m->stamp, 0, m->rules->nphrases * sizeof *m->stamp);
        m->run = 1;
    }
    for (size_t i = 0; i < m->nalways; i++)
        choose(m, m->always[i], lang);
    while (at < stop) {
        int node = m->root[s[at]];
        for (size_t i = at + 1; node; i++) {
            for (int use = m->nodes[node].phrase; use >= 0; use = m->uses[use].next)
                choose(m, m->uses[use].phrase, lang);
            if (i >= stop || s[i] == ' ')
                break;
            int child = m->nodes[node].child;
            while (child && m->nodes[child].byte != s[i])
                child = m->nodes[child].next;
            node = child;
        }
        while (at < stop && s[at] != ' ')
            at++;
        at++;
    }
}

static bool
push_hit(struct matcher *m, const struct block *b, const struct phrase *p, size_t count)
{
    if (m->nhits == m->hit_cap) {
        size_t cap = m->hit_cap ? m->hit_cap * 2 : 64;
        struct hit *hits = realloc(m->hits, cap * sizeof *hits);
        if (!hits)
            return false;
        m->hits = hits;
        m->hit_cap = cap;
    }
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
    struct hit *h = &m->hits[m->nhits++];
    *h = (struct hit){
        .phrase = p, .block = b, .first = token_at(b, v[0]), .last = token_at(b, v[1] ? v[1] - 1 : 0)};
    for (size_t k = 0; k < PHRASE_SLOTS; k++)
        h->slot[k] = k + 1 < count && v[2 * k + 2] != PCRE2_UNSET
            ? (uint32_t)token_at(b, v[2 * k + 2])
            : UINT32_MAX;
    return true;
}

static enum status
run_phrase(struct matcher *m, int i, const struct block *b, size_t at, size_t stop)
{
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
        if (end > v[0] && !push_hit(m, b, &m->rules->phrases[i], (size_t)n))
            return STATUS_BROKEN;
        at = end > at ? end : at + 1;
    }
    return STATUS_OK;
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

static long
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

enum status
match_tokens(struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang,
    struct hits *out)
{
    m->nhits = 0;
    *out = (struct hits){NULL, 0};
    if (from >= to)
        return STATUS_OK;
    size_t at = b->tokens[from].at, stop = b->tokens[to - 1].stop + 1;
    enum status s = STATUS_OK;
    choose_all(m, (const unsigned char *)b->skeleton.p, at, stop, lang);
    for (size_t k = 0; s == STATUS_OK && k < m->nchosen; k++) {
        long begin = m->clock ? now() : 0;
        s = run_phrase(m, m->chosen[k], b, at, stop);
        if (m->clock) {
            m->nanoseconds[m->chosen[k]] += now() - begin;
            m->runs[m->chosen[k]]++;
        }
    }
    if (m->nhits)
        qsort(m->hits, m->nhits, sizeof *m->hits, by_place);
    *out = (struct hits){m->hits, m->nhits};
    return s;
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
