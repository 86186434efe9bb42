#include "find.h"

#include "bind.h"
#include "section.h"
#include "table.h"
#include "token.h"
#include "unlikely.h"
#include "unnamed.h"

/* A line of a stamp above a title has no more tokens; headings behind longer ones are of sections.
 */
#define STAMP_TOKENS 12

/* What the block before leads to: the needs met by a heading hold for its section. */
struct reader {
    const struct rules *rules;
    struct matcher *m;
    struct document *d;
    struct carry carry;
    bool *heading; /* needs met by the last heading */
    struct carried lead; /* what the line before a list names: "Сменяемость:" */
    bool leads;
    bool led_cell; /* the block is a cell of words, behind the label of its row */
    int part; /* the last part that has begun */
    bool titled; /* its title is behind us */
};

/* A part begins anew: what the headings of the one before met does not hold for it. */
static void
enter_part(struct reader *r, int part)
{
    if (part <= r->part)
        return;
    r->part = part;
    r->titled = false;
    memset(r->heading, 0, r->rules->nsubjects * sizeof *r->heading);
    memset(r->carry.needs, 0, r->rules->nsubjects * sizeof *r->carry.needs);
    memset(r->carry.headed, 0, r->rules->nsubjects * sizeof *r->carry.headed);
}

/* What a heading excludes below it: what it does not name itself. */
static void
enter_heading(struct reader *r, const struct sentence *sentences, size_t count)
{
    bool *headed = r->carry.headed;
    memset(headed, 0, r->rules->nsubjects * sizeof *headed);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++)
            for (size_t k = 0; k < sentences[i].hits.count; k++) {
                const struct phrase *p = sentences[i].hits.hit[k].phrase;
                if (p->kind == (pass ? PHRASE_LABEL : PHRASE_UNLESS))
                    headed[p->owner] = !pass;
            }
}

static enum status
bind_one(struct reader *r, struct sentence *s)
{
    enum status status = bind_sentence(s, &r->carry);
    if (status == STATUS_OK)
        status = section_count_list(s);
    if (status == STATUS_OK && r->d->watch)
        r->d->watch->sentence(r->d->watch->ctx, s, r->carry.needs);
    for (size_t n = 0; status == STATUS_OK && n < s->nnumbers; n++)
        if (!s->numbers[n].used && s->numbers[n].period != PERIOD_THIS)
            s->b->tokens[s->numbers[n].token].flags |= TOKEN_OTHER_PERIOD;
    return status;
}

/* A sentence of more tokens ends at the next comma or semicolon, one of twice as many where it is:
 * what it costs to bind grows with the square, and nobody writes such a sentence. */
#define SENTENCE_TOKENS 500

static bool
ends_sentence(const struct block *b, size_t from, size_t i)
{
    if (i == b->ntokens || token_is_punct(b, i, '.'))
        return true;
    return i - from >= SENTENCE_TOKENS &&
        (token_is_punct(b, i, ',') || token_is_punct(b, i, ';') || i - from >= 2 * SENTENCE_TOKENS);
}

/* The sentences of a block, and the needs that they meet: all are read before the first is bound,
 * since a paragraph may say only at its end what it is about. */
static enum status
read_sentences(struct reader *r, size_t block, struct sentence *sentences, size_t *count)
{
    const struct block *b = &r->d->blocks[block];
    size_t from = 0;
    *count = 0;
    for (size_t i = 0; i <= b->ntokens; i++) {
        if (!ends_sentence(b, from, i))
            continue;
        from += section_answers(b, from) ? 2 : 0;
        if (i > from) {
            struct sentence *s = &sentences[(*count)++];
            enum status status =
                sentence_read(s, r->m, r->rules, r->d, block, from, i, section_lang(r->d, b));
            if (status != STATUS_OK)
                return status;
            for (size_t k = 0; k < s->hits.count && sentence_says(s, PHRASE_NEED); k++)
                if (s->hits.hit[k].phrase->kind == PHRASE_NEED)
                    r->carry.needs[s->hits.hit[k].phrase->owner] = true;
        }
        from = i + (i < b->ntokens && b->tokens[i].kind == TOKEN_PUNCT);
    }
    return STATUS_OK;
}

/* Whether the block may be the head of what stands below it: one that tells of something is none.
 */
static bool
is_head(const struct block *b, const struct sentence *sentences, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sentence_says(&sentences[i], PHRASE_VERB) ||
            sentence_says(&sentences[i], PHRASE_ABSENT))
            return false;
    return section_is_head(b);
}

static enum status
read_block(struct reader *r, size_t block)
{
    struct block *b = &r->d->blocks[block];
    size_t nsubjects = r->rules->nsubjects, count = 1 + b->ntokens / SENTENCE_TOKENS;
    memcpy(r->carry.needs, r->heading, nsubjects * sizeof *r->heading);
    memset(r->carry.excluded, 0, nsubjects * sizeof *r->carry.excluded);
    for (size_t i = 0; i < b->ntokens; i++)
        count += token_is_punct(b, i, '.');
    struct sentence *sentences = arena_array(r->d->arena, count, sizeof *sentences);
    if (!sentences)
        return STATUS_LIMIT;
    b->asked = section_question(b);
    enum status status = read_sentences(r, block, sentences, &count);
    if (status == STATUS_OK && b->kind == BLOCK_HEADING && r->titled)
        enter_heading(r, sentences, count);
    r->titled |= b->kind != BLOCK_HEADING && b->ntokens > STAMP_TOKENS;
    r->leads &= r->led_cell || section_is_item(b);
    if (r->leads)
        r->carry.last[0] = r->lead, r->carry.count = 1, r->carry.topic = r->carry.above = true;
    bool asks = b->asked > 0;
    if (asks)
        r->carry.nnamed = r->carry.count = 0;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (section_begins_plans(&sentences[i]) && i + 1 < count) {
            count = i;
            break;
        }
        asks = sentences[i].from < b->asked;
        if (asks)
            bind_question(&sentences[i], &r->carry);
        else
            status = bind_one(r, &sentences[i]);
    }
    bool labelled =
        count == 2 && sentences[0].to - sentences[0].from <= SENTENCE_TOPIC; /* "1-кесте." */
    bool titles = (count == 1 || labelled) && r->carry.topic && section_is_head(b);
    bool heads = b->kind == BLOCK_HEADING || titles || asks;
    if (status == STATUS_OK && !asks)
        status = unnamed_find(sentences, count, r->carry.needs);
    if (r->carry.topic && count == 1 && section_leads(b))
        r->lead = r->carry.last[0], r->leads = true;
    r->carry.topic &= heads;
    r->carry.above = r->carry.topic && !asks;
    if (!heads)
        r->carry.nnamed = 0;
    if (heads || b->ntokens <= 8 || is_head(b, sentences, count))
        memcpy(r->heading, r->carry.needs, nsubjects * sizeof *r->heading);
    return status;
}

/* A cell of words: what its row names leads to it, as the line before a list does to its items. */
static enum status
read_cell(void *ctx, size_t block, const struct hit *lead, const bool *needs)
{
    struct reader *r = ctx;
    size_t nsubjects = r->rules->nsubjects;
    bool *heading = arena_array(r->d->arena, nsubjects + 1, sizeof *heading);
    if (!heading)
        return STATUS_LIMIT;
    memcpy(heading, r->heading, nsubjects * sizeof *heading);
    for (size_t i = 0; i < nsubjects; i++)
        r->heading[i] |= needs[i];
    r->carry.count = r->carry.nnamed = 0;
    r->led_cell = true;
    r->leads = lead != NULL;
    if (lead)
        r->lead = (struct carried){.hit = lead, .subject = lead->phrase->owner};
    enum status status = read_block(r, block);
    r->leads = r->led_cell = false;
    r->carry.count = 0;
    memcpy(r->heading, heading, nsubjects * sizeof *heading);
    return status;
}

static enum status
limit_hit(struct reader *r, size_t block)
{
    struct found *f = document_find(r->d, FINDING_match_limit);
    struct place *p = arena_new(r->d->arena, struct place);
    if (!f || !p)
        return STATUS_LIMIT;
    p->part = r->d->blocks[block].part;
    p->block = block;
    f->places = p;
    f->args[0] = STR("PCRE2");
    f->nargs = 1;
    return STATUS_OK;
}

static void
mark_claimed(struct document *d)
{
    for (const struct statement *t = d->statements; t; t = t->next) {
        struct block *b = &d->blocks[t->block];
        for (size_t k = block_token(b, t->start); k < b->ntokens && b->tokens[k].end <= t->end; k++)
            b->tokens[k].flags |= TOKEN_CLAIMED;
    }
}

static enum status
note_unclaimed(struct document *d)
{
    mark_claimed(d);
    for (size_t i = 0; i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        if (b->kind == BLOCK_COMMENT || b->kind == BLOCK_ALT || !block_holds(b, TOKEN_NUMBER))
            continue;
        for (size_t k = 0; k < b->ntokens; k++) {
            if (b->tokens[k].kind != TOKEN_NUMBER || (b->tokens[k].flags & TOKEN_SPELLED))
                continue;
            if (b->tokens[k].flags & TOKEN_CLAIMED)
                continue;
            struct unclaimed *u = arena_new(d->arena, struct unclaimed);
            if (!u)
                return STATUS_LIMIT;
            u->block = i;
            u->start = b->tokens[k].start;
            u->end = b->tokens[k].end;
            u->why = b->tokens[k].flags & TOKEN_OTHER_PERIOD ? "other-period" : NULL;
            *d->unclaimed_end = u;
            d->unclaimed_end = &u->next;
        }
    }
    return STATUS_OK;
}

enum status
find_statements(const struct rules *rules, struct matcher *m, struct document *d)
{
    struct reader r = {.rules = rules, .m = m, .d = d};
    r.carry.needs = arena_array(d->arena, rules->nsubjects + 1, sizeof *r.carry.needs);
    r.heading = arena_array(d->arena, rules->nsubjects + 1, sizeof *r.heading);
    r.carry.excluded = arena_array(d->arena, rules->nsubjects + 1, sizeof *r.carry.excluded);
    r.carry.headed = arena_array(d->arena, rules->nsubjects + 1, sizeof *r.carry.headed);
    if (!r.carry.needs || !r.heading || !r.carry.excluded || !r.carry.headed)
        return STATUS_LIMIT;
    const struct table_prose words = {read_cell, &r};
    enum status s = section_find(rules, m, d);
    bool prose = false;
    for (size_t i = 0, next = 0; s == STATUS_OK && i < d->nblocks; i++) {
        const struct block *b = &d->blocks[i];
        enter_part(&r, b->part);
        if (b->kind == BLOCK_CELL && i >= next) {
            const struct hit *title = r.carry.above && r.carry.topic ? r.carry.last[0].hit : NULL;
            s = table_read(rules, m, d, i, r.carry.needs, title, &words, &next, &prose);
            if (s != STATUS_OK)
                break;
        }
        if (!b->ntokens || b->silent || (b->kind == BLOCK_CELL && !prose))
            continue;
        s = read_block(&r, i);
        if (s == STATUS_LIMIT && !(d->arena->limit && d->arena->used + 65536 > d->arena->limit))
            s = limit_hit(&r, i);
    }
    if (s == STATUS_OK)
        s = unlikely_drop(rules, d);
    return s == STATUS_OK ? note_unclaimed(d) : s;
}
