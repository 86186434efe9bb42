#include "match.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include "grow.h"
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
    int use; /* first in `uses`, -1 where there is none */
};

/* A word of a need ends at the node. */
struct use {
    uint16_t need;
    int next;
    bool whole; /* it is all of a word, else a part */
};

/* What a number of the phrasebook is here, in phrases of one language: 0 is none yet. */
struct numbers {
    uint16_t need; /* the number of the need + 1 */
    int node; /* where the word ends in the trie */
};

/* Whether and where the sentence meets a need (phrase.h). Phrases of one language share their
 * needs. This and what follows is small and apart from the rules, since each word of a text asks
 * for some. */
struct seen {
    unsigned run; /* the last in which it was met */
    uint32_t first, last; /* the first and the last token there that met it */
};

/* A need by which phrases are looked for. */
struct anchor {
    int first, end; /* the phrases, in `asked` */
    uint32_t kinds; /* of these: a bit set over enum phrase_kind */
    int spot, last_spot; /* where it is met in this run, in `spots` */
};

/* A token that meets a need. */
struct spot {
    uint32_t token;
    int next; /* of the same need, -1 at the end */
};

/* A set of 256. */
#define MAY_WORDS 4
#define MAY_WORD(need) ((need) / 64 % MAY_WORDS)
#define MAY_BIT(need) ((need) % 64)

/* What a word meets: needs in `met`, those of Russian phrases before those of Kazakh ones, both in
 * rising order, so that those that are noted stand first. */
struct word {
    uint32_t first; /* + 1; 0: not looked up yet */
    uint64_t may[MAY_WORDS]; /* the needs that it may meet: a set of their last eight bits */
    struct {
        uint16_t count, noted;
        uint32_t kinds; /* of the phrases that are looked for by one: a bit set */
    } in[2];
};

/* A step of a phrase that is matched word by word, as in phrase.h, but in few bytes. */
struct step {
    char kind;
    unsigned char number;
    uint16_t need; /* its number here; or the hop */
};

/* What is asked of a phrase before it is run, in few bytes; those with one anchor stand together.
 */
struct asked {
    int phrase, anchor; /* -1 where there is none */
    uint16_t needs[PHRASE_NEEDS]; /* all but the anchor, by which it was found ... */
    uint16_t reach[PHRASE_NEEDS]; /* ... and how far from it they may stand */
    unsigned char nneeds, nbefore, kind; /* `nbefore` of them stand before the anchor */
    bool leading, initial, kazakh;
    uint16_t before; /* so many tokens of a match stand before the anchor at most */
    uint16_t nsteps; /* 0: its pattern is run */
    uint32_t steps; /* the first, in `steps` */
    unsigned run; /* in which it was last tried */
    uint32_t behind; /* the token behind its last match of this run */
};

/* A sentence being matched. */
struct search {
    const struct block *b;
    size_t from, to; /* the tokens of the sentence */
    size_t stop; /* where they end in the skeleton */
    enum lang lang;
    uint32_t may; /* the kinds of phrases whose anchor it may hold: a bit set */
    bool noted; /* what its words meet is */
};

/* Where in a word a part of it is looked for: from its first letter on, from its last one back,
 * anywhere. */
enum side { SIDE_BEGIN, SIDE_END, SIDE_PIECE };

/* A phrase being matched word by word. */
struct walk {
    const struct step *end; /* behind its steps */
    bool kazakh; /* whose needs they are */
    uint32_t slots[PHRASE_SLOTS];
    long left; /* steps until the limit */
};

struct matcher {
    const struct rules *rules;
    const struct vocabulary *vocabulary;
    unsigned forgotten; /* times that the vocabulary was */
    pcre2_code **code;
    struct node *nodes;
    size_t nnodes, node_cap;
    struct use *uses;
    size_t nuses, use_cap;
    int root[3][3][256]; /* by enum lang and enum side */
    struct numbers *numbers[3]; /* by enum lang and by number of the phrasebook */
    size_t nneeds; /* so many are asked for; those of anchors have the first numbers */
    struct seen *seen; /* by number */
    struct anchor *anchors; /* by number */
    size_t nanchors;
    struct word *words; /* by number in the vocabulary */
    size_t word_cap;
    uint16_t *met;
    size_t nmet, met_cap;
    size_t nnoted; /* needs that are noted; the rest are only steps */
    struct step *steps;
    size_t nsteps, step_cap;
    struct asked *asked; /* first those without an anchor */
    size_t nalways; /* so many */
    uint32_t always; /* their kinds: a bit set */
    struct search search;
    struct walk walk;
    unsigned run;
    uint16_t *present; /* anchors that are met in the sentence */
    size_t npresent, present_cap;
    struct spot *spots; /* of the anchors that are present */
    size_t nspots, spot_cap;
    struct hit *hits;
    size_t nhits, hit_cap;
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    bool clock, patterns, failed;
    long *nanoseconds, *runs;
};

/* Adds a number to a list that grows; false without memory. */
static bool
append(uint16_t **list, size_t *n, size_t *cap, uint16_t number)
{
    uint16_t *more = grow(*list, cap, *n + 1, sizeof *more);
    if (!more)
        return false;
    *list = more;
    more[(*n)++] = number;
    return true;
}

static int
new_node(struct matcher *m, unsigned char byte)
{
    struct node *nodes = grow(m->nodes, &m->node_cap, m->nnodes + 1, sizeof *nodes);
    if (!nodes) {
        m->failed = true;
        return 0;
    }
    m->nodes = nodes;
    m->nodes[m->nnodes] = (struct node){.byte = byte, .use = -1};
    return (int)m->nnodes++;
}

/* The node where a word ends, with the stars of the phrase language; it is put in where it is not
 * there yet. 0 without memory. */
static int
node_of(struct matcher *m, enum lang lang, struct str word, enum side side)
{
    int at = 0;
    for (size_t i = 0; i < word.len && !m->failed; i++) {
        unsigned char byte = (unsigned char)word.p[side == SIDE_END ? word.len - 1 - i : i];
        int *first = i ? &m->nodes[at].child : &m->root[lang][side][byte], child = *first;
        while (child && m->nodes[child].byte != byte)
            child = m->nodes[child].next;
        if (!child) {
            int next = *first;
            child = new_node(m, byte);
            m->nodes[child].next = i ? next : 0;
            *(i ? &m->nodes[at].child : first) = child;
        }
        at = child;
    }
    return at;
}

/* Adds a word of a need. */
static void
add_word(struct matcher *m, enum lang lang, uint32_t number, uint16_t need)
{
    struct str word = phrasebook_word(m->rules->phrasebook, number);
    int *node = &m->numbers[lang][number].node;
    bool back = word.len > 1 && word.p[0] == '*',
         part = word.len > 1 && word.p[word.len - 1] == '*';
    enum side side = !back ? SIDE_BEGIN : part ? SIDE_PIECE : SIDE_END;
    if (!*node)
        *node = node_of(m, lang, str_slice(word, back, word.len - part), side);
    struct use *uses = grow(m->uses, &m->use_cap, m->nuses + 1, sizeof *uses);
    if (!uses || !*node) {
        m->failed = true;
        return;
    }
    m->uses = uses;
    m->uses[m->nuses] = (struct use){need, m->nodes[*node].use, side == SIDE_BEGIN && !part};
    m->nodes[*node].use = (int)m->nuses++;
}

/* The number that a need has here, in phrases of the language. */
static uint16_t
need_of(struct matcher *m, enum lang lang, uint32_t number)
{
    struct numbers *known = &m->numbers[lang][number];
    if (known->need)
        return (uint16_t)(known->need - 1);
    size_t count, need = m->nneeds++;
    const uint32_t *words = phrasebook_need(m->rules->phrasebook, &number, &count);
    m->failed |= need >= UINT16_MAX - 1;
    known->need = (uint16_t)(need + 1);
    for (size_t i = 0; i < count && !m->failed; i++)
        add_word(m, lang, words[i], (uint16_t)need);
    return (uint16_t)need;
}

/* Takes what the phrase needs: its anchor, or all else. */
static void
add_phrase(struct matcher *m, int i, bool anchors)
{
    const struct phrase *p = &m->rules->phrases[i];
    struct asked *a = &m->asked[i];
    for (int k = 0; k < (int)p->code.nneeds && !m->failed; k++) {
        if ((k == p->code.anchor) != anchors)
            continue;
        uint16_t number = need_of(m, p->lang, p->code.needs[k]);
        if (anchors) {
            a->anchor = number;
            continue;
        }
        a->reach[a->nneeds] = p->code.reach[k];
        a->needs[a->nneeds++] = number;
        a->nbefore += k < p->code.anchor;
    }
}

/* Takes the steps of a phrase that has some. */
static void
add_steps(struct matcher *m, int i)
{
    const struct phrase *p = &m->rules->phrases[i];
    struct asked *a = &m->asked[i];
    size_t n = p->code.walks ? p->code.nsteps : 0;
    struct step *steps = grow(m->steps, &m->step_cap, m->nsteps + n + 1, sizeof *steps);
    if (!steps) {
        m->failed = true;
        return;
    }
    m->steps = steps;
    a->steps = (uint32_t)m->nsteps;
    a->nsteps = (uint16_t)n;
    for (size_t k = 0; k < n && !m->failed; k++) {
        const struct phrase_step *s = &p->code.steps[k];
        bool word = s->need != PHRASE_NONE;
        steps[m->nsteps++] =
            (struct step){s->kind, s->number, word ? need_of(m, p->lang, s->need) : s->hop};
    }
    steps[m->nsteps++] = (struct step){0}; /* behind the last there is one to look at */
}

static int
by_anchor(const void *x, const void *y)
{
    const struct asked *a = x, *b = y;
    return a->anchor != b->anchor ? (a->anchor < b->anchor ? -1 : 1)
                                  : (a->phrase > b->phrase) - (a->phrase < b->phrase);
}

static void
add_phrases(struct matcher *m)
{
    size_t n = m->rules->nphrases;
    for (size_t i = 0; i < n && !m->failed; i++) {
        const struct phrase *p = &m->rules->phrases[i];
        m->asked[i] = (struct asked){.phrase = (int)i,
            .anchor = -1,
            .kind = (unsigned char)p->kind,
            .before = p->code.before,
            .leading = p->code.leading,
            .initial = p->code.initial,
            .kazakh = p->lang == LANG_KK};
        add_phrase(m, (int)i, true);
    }
    m->nanchors = m->nneeds;
    for (size_t i = 0; i < n && !m->failed; i++)
        add_phrase(m, (int)i, false);
    m->nnoted = m->nneeds;
    for (size_t i = 0; i < n && !m->failed; i++)
        add_steps(m, (int)i);
    m->seen = calloc(m->nneeds + 1, sizeof *m->seen);
    m->anchors = calloc(m->nanchors + 1, sizeof *m->anchors);
    m->failed |= !m->seen || !m->anchors;
    if (m->failed || !n)
        return;
    qsort(m->asked, n, sizeof *m->asked, by_anchor);
    while (m->nalways < n && m->asked[m->nalways].anchor < 0)
        m->always |= (uint32_t)1 << m->asked[m->nalways++].kind;
    for (size_t i = m->nalways; i < n; i++) {
        struct anchor *anchor = &m->anchors[m->asked[i].anchor];
        if (!anchor->kinds)
            anchor->first = (int)i;
        anchor->end = (int)i + 1;
        anchor->kinds |= (uint32_t)1 << m->asked[i].kind;
    }
}

struct matcher *
matcher_new(const struct rules *rules, const struct vocabulary *vocabulary)
{
    size_t n = rules->nphrases + 1;
    struct matcher *m = calloc(1, sizeof *m);
    if (!m)
        return NULL;
    m->rules = rules;
    m->vocabulary = vocabulary;
    m->code = calloc(n, sizeof *m->code);
    m->asked = calloc(n, sizeof *m->asked);
    m->nanoseconds = calloc(n, sizeof *m->nanoseconds);
    m->runs = calloc(n, sizeof *m->runs);
    m->data = pcre2_match_data_create(PHRASE_SLOTS + 1, NULL);
    m->context = pcre2_match_context_create(NULL);
    m->stack = pcre2_jit_stack_create(STACK_MIN, STACK_MAX, NULL);
    if (!m->code || !m->asked || !m->nanoseconds || !m->runs || !m->data || !m->context ||
        !m->stack)
        m->failed = true;
    (void)new_node(m, 0); /* node 0 is none */
    for (enum lang lang = LANG_RU; lang <= LANG_KK; lang++) {
        m->numbers[lang] =
            calloc(phrasebook_count(rules->phrasebook) + 1, sizeof *m->numbers[lang]);
        m->failed |= !m->numbers[lang];
    }
    add_phrases(m);
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
    free(m->seen);
    free(m->anchors);
    for (size_t lang = 0; lang < sizeof m->numbers / sizeof *m->numbers; lang++)
        free(m->numbers[lang]);
    free(m->words);
    free(m->met);
    free(m->steps);
    free(m->asked);
    free(m->present);
    free(m->spots);
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
    int error = 0;
    size_t offset;
    const struct phrase *p = &m->rules->phrases[i];
    struct buf pattern = {0};
    if (rules_pattern(m->rules, p->text, p, &pattern) == STATUS_OK)
        m->code[i] = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.len,
            PCRE2_NEVER_UTF | (p->code.leading ? PCRE2_ANCHORED : 0), &error, &offset, NULL);
    buf_free(&pattern);
    if (m->code[i] && pcre2_jit_compile(m->code[i], PCRE2_JIT_COMPLETE) == 0)
        return true;
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
push_hit(
    struct matcher *m, const struct block *b, const struct phrase *p, size_t first, size_t last)
{
    struct hit *hits = grow(m->hits, &m->hit_cap, m->nhits + 1, sizeof *hits);
    if (!hits)
        return NULL;
    m->hits = hits;
    struct hit *h = &m->hits[m->nhits++];
    *h = (struct hit){.phrase = p, .block = b, .first = first, .last = last};
    memset(h->slot, 0xFF, sizeof h->slot); /* UINT32_MAX */
    return h;
}

/* A hit where PCRE2 found one, with `count` groups. */
static bool
push_match(struct matcher *m, const struct block *b, const struct phrase *p, size_t count)
{
    const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
    struct hit *h = push_hit(m, b, p, token_at(b, v[0]), token_at(b, v[1] - 1));
    if (!h)
        return false;
    for (size_t k = 1; k < count && k <= PHRASE_SLOTS; k++)
        if (v[2 * k] != PCRE2_UNSET)
            h->slot[k - 1] = (uint32_t)token_at(b, v[2 * k]);
    return true;
}

/* Runs the pattern of a phrase from `at` on: one that begins with its anchor there only, another
 * one to the end of the sentence. */
static enum status
run_pattern(struct matcher *m, struct asked *a, const struct search *s, size_t at)
{
    int i = a->phrase;
    const struct phrase *p = &m->rules->phrases[i];
    if (!m->code[i] && !compile(m, i, NULL))
        return STATUS_BROKEN;
    while (at < s->stop) {
        int n = pcre2_jit_match(
            m->code[i], (PCRE2_SPTR)s->b->skeleton.p, s->stop, at, 0, m->data, m->context);
        if (n == PCRE2_ERROR_NOMATCH)
            return STATUS_OK;
        if (n < 0)
            return STATUS_LIMIT;
        const PCRE2_SIZE *v = pcre2_get_ovector_pointer(m->data);
        size_t end = v[1];
        if (end > v[0] && !push_match(m, s->b, p, (size_t)n))
            return STATUS_BROKEN;
        a->behind = end > v[0] ? (uint32_t)m->hits[m->nhits - 1].last : a->behind;
        if (a->leading)
            return STATUS_OK;
        at = end > at ? end : at + 1;
    }
    return STATUS_OK;
}

/* --- word by word --- */

/* Whether the number is among `n` that rise. */
static bool
is_among(const uint16_t *numbers, size_t n, uint16_t number)
{
    while (n > 1) {
        size_t half = n / 2;
        numbers += numbers[half] <= number ? half : 0;
        n -= half;
    }
    return n && *numbers == number;
}

static bool
meets(const struct matcher *m, size_t i, uint16_t need)
{
    if (i >= m->search.to)
        return false;
    const struct word *word = &m->words[m->search.b->tokens[i].word];
    if (!(word->may[MAY_WORD(need)] >> MAY_BIT(need) & 1))
        return false;
    const uint16_t *met = &m->met[word->first - 1];
    return m->walk.kazakh ? is_among(met + word->in[0].count, word->in[1].count, need)
                          : is_among(met, word->in[0].count, need);
}

/* Whether a gap may hold token `i`. */
static bool
is_between(const struct search *s, size_t i, char kind)
{
    if (i >= s->to)
        return false;
    const struct token *t = &s->b->tokens[i];
    char first = t->stop > t->at ? s->b->skeleton.p[t->at] : '.';
    return first != '.' && first != ';' && (first != ',' || kind == PHRASE_STEP_GAP);
}

#define NOWHERE SIZE_MAX

/* The token behind what the steps match from token `i` on, as the pattern would: what may be there
 * is taken if it can be, and gaps are as short as they can be. Recursion is as deep as a line of
 * the rules is long. */
static size_t
walk_steps(struct matcher *m, const struct step *step, size_t i)
{
    size_t end = NOWHERE;
    for (; step < m->walk.end && step->kind == PHRASE_STEP_WORD; step++, i++)
        if (!meets(m, i, step->need))
            return NOWHERE;
    if (step == m->walk.end)
        return i;
    if (m->walk.left-- <= 0)
        return NOWHERE;
    switch (step->kind) {
    case PHRASE_STEP_SLOT:
        m->walk.slots[step->number] = (uint32_t)i;
        return meets(m, i, step->need) ? walk_steps(m, step + 1, i + 1) : NOWHERE;
    case PHRASE_STEP_MAYBE:
        if (meets(m, i, step->need))
            end = walk_steps(m, step + 1, i + 1);
        return end == NOWHERE ? walk_steps(m, step + 1, i) : end;
    case PHRASE_STEP_ANY:
        return i < m->search.to ? walk_steps(m, step + 1, i + 1) : NOWHERE;
    case PHRASE_STEP_EITHER:
        for (;; step += step->need) {
            if (step[1].kind != PHRASE_STEP_WORD || meets(m, i, step[1].need))
                end = walk_steps(m, step + 1, i);
            if (end != NOWHERE || !step->need)
                return end;
        }
    case PHRASE_STEP_OR:
        return walk_steps(m, step + step->need, i);
    default:
        for (unsigned n = 0;; n++, i++) {
            end = walk_steps(m, step + 1, i);
            if (end != NOWHERE || n == step->number || !is_between(&m->search, i, step->kind))
                return end;
        }
    }
}

static enum status
push_steps(struct matcher *m, struct asked *a, size_t first, size_t last)
{
    const struct phrase *p = &m->rules->phrases[a->phrase];
    struct hit *h = push_hit(m, m->search.b, p, first, last);
    if (!h)
        return STATUS_BROKEN;
    memcpy(h->slot, m->walk.slots, p->code.nslots * sizeof *h->slot);
    a->behind = (uint32_t)last;
    return STATUS_OK;
}

/* The same as run_pattern(), from token `i` on, of a phrase that has steps. */
static enum status
run_steps(struct matcher *m, struct asked *a, size_t i)
{
    const struct step *first = &m->steps[a->steps];
    enum status status = STATUS_OK;
    m->walk.end = first + a->nsteps;
    m->walk.kazakh = a->kazakh;
    m->walk.left = STEPS_MAX;
    if (a->leading) { /* where the first is the anchor, it is here */
        bool met = first->kind == PHRASE_STEP_WORD && first->need == a->anchor;
        size_t end = walk_steps(m, first + met, i + met);
        return end != NOWHERE  ? push_steps(m, a, i, end)
            : m->walk.left < 0 ? STATUS_LIMIT
                               : STATUS_OK;
    }
    size_t last = m->search.to - 1;
    if (a->anchor >= 0) { /* a match begins at most so far before one that is met */
        const struct seen *met = &m->seen[a->anchor];
        size_t begin = met->first > a->before ? met->first - a->before : 0;
        i = i > begin ? i : begin;
        last = met->last;
    }
    while (status == STATUS_OK && i <= last) {
        size_t end = walk_steps(m, first, i);
        if (end != NOWHERE)
            status = push_steps(m, a, i, end);
        i = end != NOWHERE ? end : i + 1;
    }
    return status == STATUS_OK && m->walk.left < 0 ? STATUS_LIMIT : status;
}

/* Runs a phrase from token `i` on. */
static enum status
run_phrase(struct matcher *m, struct asked *a, const struct search *s, size_t i)
{
    return a->nsteps && !m->patterns ? run_steps(m, a, i)
                                     : run_pattern(m, a, s, s->b->tokens[i].at);
}

static long
now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* on a busy machine no rule gets slower */
    return t.tv_sec * 1000000000L + t.tv_nsec;
}

static enum status
run_timed(struct matcher *m, struct asked *a, const struct search *s, size_t i)
{
    if (!m->clock)
        return run_phrase(m, a, s, i);
    long begin = now();
    enum status status = run_phrase(m, a, s, i);
    m->nanoseconds[a->phrase] += now() - begin;
    m->runs[a->phrase]++;
    return status;
}

/* Whether the sentence holds what the phrase needs. */
static bool
is_present(const struct matcher *m, const struct asked *a)
{
    for (size_t k = 0; k < a->nneeds; k++)
        if (m->seen[a->needs[k]].run != m->run)
            return false;
    return true;
}

/* Whether all that it needs may stand near enough its anchor at the token, on the right side. */
static bool
is_near(const struct matcher *m, const struct asked *a, size_t token)
{
    for (size_t k = 0; k < a->nneeds; k++) {
        const struct seen *n = &m->seen[a->needs[k]];
        if (k < a->nbefore ? n->first >= token || n->last + (size_t)a->reach[k] < token
                           : n->last <= token || n->first > token + a->reach[k])
            return false;
    }
    return true;
}

/* Whether the token is the first of a sentence, of a clause behind ; or :, or of a line of a list.
 */
static bool
is_initial(const struct search *s, size_t token)
{
    if (token == s->from)
        return true;
    size_t i = token - 1;
    return token_is_punct(s->b, i, '.') || token_is_punct(s->b, i, ';') ||
        token_is_punct(s->b, i, ':') ||
        (i == s->from && (token_is_punct(s->b, i, '-') || s->b->tokens[i].kind == TOKEN_NOISE));
}

/* The anchor of the phrase stands at the token: one that begins with it is tried there, another one
 * is run over the sentence, once. */
static enum status
try(struct matcher *m, struct asked *a, const struct search *s, size_t token)
{
    bool tried = a->run == m->run;
    if (a->initial && !is_initial(s, token))
        return STATUS_OK;
    if (a->nsteps == 1 && !m->patterns) { /* the anchor says all */
        const struct phrase *p = &m->rules->phrases[a->phrase];
        return push_hit(m, s->b, p, token, token + 1) ? STATUS_OK : STATUS_BROKEN;
    }
    if ((tried && (!a->leading || a->behind > token)) || !is_near(m, a, token))
        return STATUS_OK;
    a->run = m->run;
    a->behind = 0;
    return run_timed(m, a, s, a->leading ? token : s->from);
}

/* --- what a word meets --- */

/* The needs of which a word ends at the node; each is noted once for a word. */
static bool
meet(struct matcher *m, int node, size_t first, bool whole)
{
    for (int i = m->nodes[node].use; i >= 0; i = m->uses[i].next) {
        const struct use *u = &m->uses[i];
        bool known = u->whole && !whole;
        for (size_t k = first; k < m->nmet && !known; k++)
            known = m->met[k] == u->need;
        if (!known && !append(&m->met, &m->nmet, &m->met_cap, u->need))
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
walk(struct matcher *m, enum lang lang, struct str word)
{
    const unsigned char *text = (const unsigned char *)word.p;
    size_t len = word.len, first = m->nmet;
    int node = m->root[lang][SIDE_BEGIN][text[0]];
    for (size_t i = 1; node; node = i < len ? child_of(m, node, text[i++]) : 0) {
        if (!meet(m, node, first, i == len))
            return false;
        if (i >= len)
            break;
    }
    node = m->root[lang][SIDE_END][text[len - 1]];
    for (size_t i = len - 1; node; node = i > 0 ? child_of(m, node, text[--i]) : 0)
        if (!meet(m, node, first, false))
            return false;
    for (size_t from = 0; from < len; from++) {
        node = m->root[lang][SIDE_PIECE][text[from]];
        for (size_t i = from + 1; node; node = i < len ? child_of(m, node, text[i++]) : 0)
            if (!meet(m, node, first, false))
                return false;
    }
    return true;
}

static int
by_number(const void *a, const void *b)
{
    return *(const uint16_t *)a - *(const uint16_t *)b;
}

/* Puts the needs met from `first` on in order; the number of those that are noted. */
static size_t
put_in_order(struct matcher *m, size_t first)
{
    size_t noted = first;
    if (m->nmet > first)
        qsort(m->met + first, m->nmet - first, sizeof *m->met, by_number);
    while (noted < m->nmet && m->met[noted] < m->nnoted)
        noted++;
    return noted - first;
}

/* Looks up what a word meets that was not met yet; false without memory. */
static bool
look_up(struct matcher *m, uint32_t number)
{
    size_t old = m->word_cap, first = m->nmet;
    struct word *words = grow(m->words, &m->word_cap, number + (size_t)1, sizeof *words);
    if (!words)
        return false;
    m->words = words;
    memset(words + old, 0, (m->word_cap - old) * sizeof *words);
    struct str text = m->vocabulary->map.words[number];
    struct word word = {.first = (uint32_t)first + 1};
    for (int k = 0; k < 2; k++) {
        size_t from = m->nmet;
        if (text.len && !walk(m, k ? LANG_KK : LANG_RU, text)) {
            m->nmet = first;
            return false;
        }
        word.in[k].count = (uint16_t)(m->nmet - from);
        for (size_t i = from; i < m->nmet; i++)
            word.may[MAY_WORD(m->met[i])] |= (uint64_t)1 << MAY_BIT(m->met[i]);
        word.in[k].noted = (uint16_t)put_in_order(m, from);
        for (size_t i = from; i < from + word.in[k].noted; i++)
            if (m->met[i] < m->nanchors)
                word.in[k].kinds |= m->anchors[m->met[i]].kinds;
    }
    words[number] = word;
    return true;
}

/* What the word meets; NULL without memory. */
static const struct word *
word_of(struct matcher *m, uint32_t number)
{
    bool known = number < m->word_cap && m->words[number].first;
    return known || look_up(m, number) ? &m->words[number] : NULL;
}

/* --- a sentence --- */

/* Notes that token `i` meets an anchor. */
static bool
note_anchor(struct matcher *m, uint16_t number, size_t i, bool first)
{
    struct anchor *a = &m->anchors[number];
    struct spot *spots = grow(m->spots, &m->spot_cap, m->nspots + 1, sizeof *spots);
    if (!spots)
        return false;
    m->spots = spots;
    if (first && !append(&m->present, &m->npresent, &m->present_cap, number))
        return false;
    int at = (int)m->nspots++;
    spots[at] = (struct spot){(uint32_t)i, -1};
    *(first ? &a->spot : &spots[a->last_spot].next) = at;
    a->last_spot = at;
    return true;
}

/* Notes which needs token `i` meets in phrases of one language. */
static bool
note_word(struct matcher *m, const uint16_t *met, size_t n, size_t i)
{
    for (const uint16_t *end = met + n; met < end; met++) {
        struct seen *seen = &m->seen[*met];
        bool first = seen->run != m->run;
        if (first)
            seen->first = (uint32_t)i;
        seen->run = m->run;
        seen->last = (uint32_t)i;
        if (*met < m->nanchors && !note_anchor(m, *met, i, first))
            return false;
    }
    return true;
}

/* Notes which needs the words of the sentence meet, in phrases of its languages. */
static bool
note_words(struct matcher *m, struct search *s)
{
    m->npresent = m->nspots = 0;
    for (size_t i = s->from; i < s->to; i++) {
        const struct word *w = &m->words[s->b->tokens[i].word];
        const uint16_t *met = &m->met[w->first - 1];
        if ((s->lang != LANG_KK && !note_word(m, met, w->in[0].noted, i)) ||
            (s->lang != LANG_RU && !note_word(m, met + w->in[0].count, w->in[1].noted, i)))
            return false;
    }
    s->noted = true;
    return true;
}

/* The kinds of phrases that may be found by a word of the sentence; false without memory. */
static bool
read_kinds(struct matcher *m, struct search *s)
{
    uint32_t russian = 0, kazakh = 0;
    for (size_t i = s->from; i < s->to; i++) {
        const struct word *w = word_of(m, s->b->tokens[i].word);
        if (!w)
            return false;
        russian |= w->in[0].kinds;
        kazakh |= w->in[1].kinds;
    }
    s->may = m->always | (s->lang == LANG_KK ? 0 : russian) | (s->lang == LANG_RU ? 0 : kazakh);
    return true;
}

/* Tries the phrases of these kinds that are looked for by an anchor wherever it is met. */
static enum status
try_all(struct matcher *m, const struct anchor *anchor, const struct search *s, uint32_t kinds)
{
    enum status status = STATUS_OK;
    for (struct asked *a = &m->asked[anchor->first]; a < &m->asked[anchor->end]; a++)
        if ((kinds >> a->kind & 1) && is_present(m, a))
            for (int i = anchor->spot; status == STATUS_OK && i >= 0; i = m->spots[i].next)
                status = try(m, a, s, m->spots[i].token);
    return status;
}

/* A new run; forgets the words that the vocabulary forgot. */
static void
begin_run(struct matcher *m)
{
    if (++m->run == 0) {
        for (size_t i = 0; i < m->rules->nphrases; i++)
            m->asked[i].run = 0;
        for (size_t i = 0; i < m->nneeds; i++)
            m->seen[i].run = 0;
        m->run = 1;
    }
    if (m->forgotten == m->vocabulary->forgotten)
        return;
    m->forgotten = m->vocabulary->forgotten;
    free(m->words);
    m->words = NULL;
    m->word_cap = m->nmet = 0;
}

static enum status
run_kinds(struct matcher *m, const struct search *s, uint32_t kinds)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < m->nalways; i++) {
        struct asked *a = &m->asked[i];
        enum lang lang = m->rules->phrases[a->phrase].lang;
        if ((!s->lang || lang == s->lang) && (kinds >> a->kind & 1) && is_present(m, a))
            status = run_timed(m, a, s, s->from);
    }
    for (size_t i = 0; status == STATUS_OK && i < m->npresent; i++) {
        const struct anchor *anchor = &m->anchors[m->present[i]];
        if (anchor->kinds & kinds)
            status = try_all(m, anchor, s, kinds);
    }
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
match_begin(struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang)
{
    struct search *s = &m->search;
    m->nhits = 0;
    *s = (struct search){.b = b, .from = from, .to = to, .lang = lang};
    begin_run(m);
    if (from >= to)
        return STATUS_OK;
    s->stop = b->tokens[to - 1].stop + 1;
    return read_kinds(m, s) ? STATUS_OK : STATUS_BROKEN;
}

enum status
match_more(struct matcher *m, uint32_t kinds, struct hits *out)
{
    struct search *s = &m->search;
    enum status status = STATUS_OK;
    if (s->may & kinds) {
        if (!s->noted && !note_words(m, s))
            return STATUS_BROKEN;
        status = run_kinds(m, s, kinds);
        sort_hits(m->hits, m->nhits);
    }
    *out = (struct hits){m->hits, m->nhits};
    return status;
}

enum status
match_kinds(struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang,
    uint32_t kinds, struct hits *out)
{
    enum status status = match_begin(m, b, from, to, lang);
    *out = (struct hits){NULL, 0};
    return status == STATUS_OK ? match_more(m, kinds, out) : status;
}

enum status
match_tokens(struct matcher *m, const struct block *b, size_t from, size_t to, enum lang lang,
    struct hits *out)
{
    return match_kinds(m, b, from, to, lang, UINT32_MAX, out);
}

void
matcher_by_patterns(struct matcher *m, bool on)
{
    m->patterns = on;
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
