#include "explain.h"

#include "bind.h"
#include "cli.h"
#include "input.h"
#include "miss.h"
#include "reconcile.h"
#include "section.h"
#include "token.h"
#include <errno.h>

#define MISSES_SHOWN 3

/* A sentence as the rules left it. */
struct seen {
    struct sentence s;
    const bool *needs; /* by subject */
    struct seen *next;
};

struct explain {
    struct normalizer *n;
    const struct options *o;
    struct document d;
    struct seen *seen, **seen_end;
    struct buf out;
    int figure; /* what is asked for; -1: a place, or what is missing */
    bool missing;
    long block, offset;
};

static void
note_sentence(void *ctx, const struct sentence *s, const bool *needs)
{
    struct explain *e = ctx;
    size_t n = s->rules->nsubjects;
    struct seen *seen = arena_new(e->d.arena, struct seen);
    bool *met = arena_array(e->d.arena, n + 1, sizeof *met);
    if (!seen || !met)
        return;
    memcpy(met, needs, n * sizeof *met);
    *seen = (struct seen){*s, met, NULL};
    *e->seen_end = seen;
    e->seen_end = &seen->next;
}

/* --- what is said of phrases, tokens and sentences --- */

static void
say_quote(struct buf *out, struct str text)
{
    buf_z(out, "«");
    for (size_t i = 0; i < text.len; i++)
        buf_char(out, (unsigned char)text.p[i] < ' ' ? ' ' : text.p[i]);
    buf_z(out, "»");
}

static void
say_phrase(struct buf *out, const struct phrase *p)
{
    buf_printf(out, "%s ", rules_key(p->kind));
    say_quote(out, p->text);
    buf_printf(out, " (%s:%d:%d)", p->file, p->line, p->column);
}

static struct str
tokens_text(const struct block *b, size_t first, size_t last)
{
    return document_quote(b->text, b->tokens[first].start, b->tokens[last].end);
}

static bool
is_end(const struct block *b, size_t i)
{
    return b->tokens[i].kind == TOKEN_PUNCT && b->skeleton.p[b->tokens[i].at] == '.';
}

/* The sentence around token `i`. */
static struct str
sentence_text(const struct block *b, size_t i)
{
    size_t first = i, last = i;
    while (first > 0 && !is_end(b, first - 1))
        first--;
    while (last + 1 < b->ntokens && !is_end(b, last))
        last++;
    return tokens_text(b, first, last);
}

static const struct phrase *
phrase_of(const struct rules *rules, struct str name)
{
    for (size_t i = 0; i < rules->nphrases; i++)
        if (rules->phrases[i].name.p == name.p)
            return &rules->phrases[i];
    return NULL;
}

static void
say_statement(struct explain *e, const struct statement *t)
{
    const struct block *b = &e->d.blocks[t->block];
    const struct phrase *p = phrase_of(e->n->rules, t->rule);
    buf_z(&e->out, "  ");
    decimal_write(&e->out, t->value);
    buf_char(&e->out, ' ');
    say_quote(&e->out, t->quote);
    buf_printf(&e->out, ": block %zu, %u-%u, %s, %s, %s%s\n    by ", t->block, t->start, t->end,
        lang_name(t->lang), how_name(t->how), match_name(t->match), t->approx ? ", about" : "");
    if (p)
        say_phrase(&e->out, p);
    else
        buf_printf(
            &e->out, "%.*s: the numbers follow from each other", (int)t->rule.len, t->rule.p);
    buf_z(&e->out, "\n    in ");
    say_quote(&e->out, sentence_text(b, block_token(b, t->start)));
    buf_char(&e->out, '\n');
}

/* --- why a number was not taken --- */

static bool
has_figure(const struct subject *s, int figure)
{
    for (int m = 0; m < MEMBER_COUNT_OF; m++)
        if (s->member[m] == figure)
            return true;
    return false;
}

static void
say_units(struct buf *out, const struct rules *rules, uint64_t units)
{
    bool first = true;
    for (size_t i = 0; i < rules->nunits && i < 64; i++)
        if (units >> i & 1) {
            buf_printf(
                out, "%s%.*s", first ? "" : ", ", (int)rules->units[i].len, rules->units[i].p);
            first = false;
        }
}

static const char *
kind_of_number(enum number_kind kind)
{
    static const char *const names[] = {"a count", "a percentage", "percentage points", "money"};
    return names[kind];
}

/* Whether the subject has a member that takes such a number at all, whatever its light. */
static bool
takes_kind(const struct subject *s, enum number_kind kind)
{
    switch (kind) {
    case NUMBER_COUNT:
        return s->member[MEMBER_COUNT] >= 0 || s->member[MEMBER_PREVIOUS_COUNT] >= 0;
    case NUMBER_PERCENT:
    case NUMBER_POINTS:
        return s->member[MEMBER_PERCENT] >= 0 || s->member[MEMBER_PREVIOUS_PERCENT] >= 0 ||
            s->member[MEMBER_CHANGE_PERCENT] >= 0 || s->member[MEMBER_CHANGE_POINTS] >= 0;
    case NUMBER_MONEY:
        return s->member[MEMBER_MONEY] >= 0;
    }
    return false;
}

static bool
fits_somehow(const struct sentence *s, const struct figure_number *n, const struct mention *m)
{
    struct figure_number fresh = *n;
    fresh.used = false;
    for (int k = 0; k < MEMBER_COUNT_OF; k++)
        if (bind_fits(s, &fresh, m->subject, (enum member)k, m))
            return true;
    return false;
}

static void
say_why_not(struct buf *out, const struct sentence *s, const struct figure_number *n,
    const struct mention *m)
{
    const struct token *t = &s->b->tokens[n->token];
    const struct subject *subject = &s->rules->subjects[m->subject];
    if (s->muted[n->token - s->from])
        buf_z(out, "stands in a plan, a cause, or what is said of another body");
    else if (n->used && n->subject == NO_SUBJECT)
        buf_z(out, "taken by a whole wording, or part of an absence");
    else if (n->used) {
        struct str name = s->rules->subjects[n->subject].name;
        buf_printf(out, "taken by %.*s", (int)name.len, name.p);
    } else if (t->flags & TOKEN_BOUND)
        buf_z(out, "a limit, not a fact");
    else if (n->period == PERIOD_OTHER)
        buf_z(out, "of another period");
    else if (!takes_kind(subject, t->number.kind))
        buf_printf(out, "%s, and the subject has no such figure", kind_of_number(t->number.kind));
    else if (fits_somehow(s, n, m))
        buf_z(out, "fits, but stands too far from the name, or nearer to another");
    else if (n->change)
        buf_printf(
            out, "a change (%s), and the subject has no such figure", n->change > 0 ? "+" : "-");
    else if (n->period == PERIOD_PREVIOUS)
        buf_z(out, "of the previous period, and the subject has no such figure");
    else if (n->units) {
        buf_z(out, "its unit is ");
        say_units(out, s->rules, n->units);
    } else if (n->foreign)
        buf_z(out, "its unit is of no figure");
    else if (t->flags & TOKEN_GENITIVE)
        buf_z(out, "the base of a share");
    else
        buf_printf(out, "%s that does not fit", kind_of_number(t->number.kind));
}

/* --- what was named and stated nothing --- */

static bool
names(const struct hit *h)
{
    enum phrase_kind k = h->phrase->kind;
    return (k == PHRASE_LABEL || k == PHRASE_ZERO || k == PHRASE_LIST) && h->phrase->owner >= 0;
}

/* The hit that overruled a dead one: it overlaps and lives. */
static const struct hit *
killer(const struct sentence *s, const struct hit *dead)
{
    const struct hit *best = NULL;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (h == dead || h->first >= dead->last || dead->first >= h->last)
            continue;
        bool denies = h->phrase->kind == PHRASE_NOT && h->phrase->owner == dead->phrase->owner;
        if (denies)
            return h;
        if (!h->dead && names(h) && (!best || h->last - h->first > best->last - best->first))
            best = h;
    }
    return best;
}

static const struct mention *
mention_of(const struct sentence *s, const struct hit *h)
{
    for (size_t k = 0; k < s->nmentions; k++)
        if (s->mentions[k].hit == h && !s->mentions[k].virtual)
            return &s->mentions[k];
    return NULL;
}

static void
say_numbers(struct buf *out, const struct sentence *s, const struct mention *m)
{
    if (!s->nnumbers)
        buf_z(out, "      neither a number nor an absence was taken with it\n");
    for (size_t n = 0; n < s->nnumbers; n++) {
        struct str text = s->b->tokens[s->numbers[n].token].text;
        buf_printf(out, "      %.*s: ", (int)text.len, text.p);
        say_why_not(out, s, &s->numbers[n], m);
        buf_char(out, '\n');
    }
}

/* One name of the subject in a sentence, and why it got nothing. False where it has a number. */
static bool
say_name(struct explain *e, const struct seen *seen, const struct hit *h, bool *headed)
{
    const struct sentence *s = &seen->s;
    const struct mention *m = mention_of(s, h);
    const struct hit *other = h->dead ? killer(s, h) : NULL;
    bool longer = other && other->phrase->kind != PHRASE_NOT &&
        other->phrase->owner == h->phrase->owner; /* the same name, said at more length */
    if ((m && m->bound) || longer)
        return false;
    if (!*headed) {
        buf_printf(&e->out, "  block %zu ", s->block);
        say_quote(&e->out, tokens_text(s->b, s->from, s->to - 1));
        buf_char(&e->out, '\n');
        *headed = true;
    }
    buf_z(&e->out, "    ");
    say_quote(&e->out, tokens_text(s->b, h->first, h->last - 1));
    buf_z(&e->out, " is ");
    say_phrase(&e->out, h->phrase);
    if (h->dead) {
        buf_z(&e->out, ", overruled");
        if (other) {
            buf_z(&e->out, " by ");
            say_phrase(&e->out, other->phrase);
        }
        buf_char(&e->out, '\n');
    } else if (s->silent) {
        buf_z(&e->out, ", but the sentence is about another body\n");
    } else if (s->rules->subjects[h->phrase->owner].need && !seen->needs[h->phrase->owner]) {
        buf_z(&e->out, ", but none of the words that it needs stands before\n");
    } else {
        buf_char(&e->out, '\n');
        if (m)
            say_numbers(&e->out, s, m);
    }
    return true;
}

/* Sentences that name a subject of the figure and state nothing of it; their number. */
static size_t
say_unbound(struct explain *e, int figure)
{
    size_t said = 0;
    for (const struct seen *seen = e->seen; seen; seen = seen->next) {
        bool headed = false;
        for (size_t k = 0; k < seen->s.hits.count; k++) {
            const struct hit *h = &seen->s.hits.hit[k];
            if (names(h) && has_figure(&e->n->rules->subjects[h->phrase->owner], figure) &&
                say_name(e, seen, h, &headed))
                said++;
        }
    }
    return said;
}

/* Silent blocks that name it; their number. */
static size_t
say_silent(struct explain *e, int figure)
{
    size_t said = 0;
    for (size_t i = 0; i < e->d.nblocks; i++) {
        const struct block *b = &e->d.blocks[i];
        struct hits hits;
        if (!b->silent || !b->ntokens ||
            match_tokens(e->n->matcher, b, 0, b->ntokens, section_lang(&e->d, b), &hits) !=
                STATUS_OK)
            continue;
        for (size_t k = 0; k < hits.count; k++) {
            const struct hit *h = &hits.hit[k];
            if (!names(h) || !has_figure(&e->n->rules->subjects[h->phrase->owner], figure))
                continue;
            buf_printf(&e->out, "  block %zu ", i);
            say_quote(&e->out, sentence_text(b, h->first));
            buf_z(&e->out, " states no facts (a plan, a proposal, a comment)\n");
            said++;
            break;
        }
    }
    return said;
}

/* --- the nearest miss --- */

static bool
could_state(const struct rules *rules, const struct phrase *p, int figure)
{
    enum phrase_kind k = p->kind;
    for (size_t i = 0; k == PHRASE_RULE && i < p->code.nslots; i++)
        if (p->code.slots[i] == figure)
            return true;
    return (k == PHRASE_LABEL || k == PHRASE_ZERO || k == PHRASE_LIST || k == PHRASE_COLUMN) &&
        p->owner >= 0 && has_figure(&rules->subjects[p->owner], figure);
}

static void
say_miss(struct explain *e, const struct miss *m)
{
    buf_z(&e->out, "  nearest: ");
    say_phrase(&e->out, m->phrase);
    const struct block *b = &e->d.blocks[m->block];
    buf_printf(&e->out, "\n    %zu of %zu elements", m->matched, m->elements);
    if (m->matched) {
        buf_printf(&e->out, " in block %zu: ", m->block);
        say_quote(&e->out, document_quote(b->text, m->start, m->end));
    }
    if (m->next.len) {
        buf_printf(&e->out, ", next expected %.*s", (int)m->next.len, m->next.p);
        if (m->instead.len) {
            buf_z(&e->out, m->matched ? ", there stands " : ", nearly: ");
            say_quote(&e->out, m->instead);
        }
    }
    buf_char(&e->out, '\n');
}

/* The phrases that came nearest, none that was found whole; their number. */
static size_t
say_misses(struct explain *e, int figure)
{
    const struct rules *rules = e->n->rules;
    struct miss best[MISSES_SHOWN];
    size_t n = 0;
    for (size_t i = 0; i < rules->nphrases; i++) {
        struct miss m;
        if (!could_state(rules, &rules->phrases[i], figure) ||
            !miss_find(rules, &e->d, &rules->phrases[i], &m) || m.matched == m.elements ||
            (m.matched && m.matched * 2 < m.elements))
            continue; /* found whole, or so little that it says nothing */
        size_t at = n < MISSES_SHOWN ? n++ : MISSES_SHOWN;
        while (at > 0 && miss_nearer(&m, &best[at - 1])) {
            if (at < MISSES_SHOWN)
                best[at] = best[at - 1];
            at--;
        }
        if (at < MISSES_SHOWN)
            best[at] = m;
    }
    for (size_t i = 0; i < n; i++)
        say_miss(e, &best[i]);
    return n;
}

/* --- the three questions --- */

static void
say_figure_name(struct explain *e, int figure)
{
    const struct figure *f = &e->n->rules->figures[figure];
    struct str path = json_text(e->d.line, "path");
    buf_printf(&e->out, "%.*s: %.*s (%.*s)", (int)path.len, path.p, (int)f->id.len, f->id.p,
        (int)f->label[LANG_RU].len, f->label[LANG_RU].p);
}

static void
explain_absent(struct explain *e, int figure)
{
    size_t said = say_unbound(e, figure);
    said += say_silent(e, figure);
    if (!said)
        said = say_misses(e, figure);
    if (!said)
        buf_z(&e->out, "  none of its names stands in the text, nor anything like them\n");
}

static void
explain_figure(struct explain *e, int figure)
{
    const struct figure_value *v = reconcile_get(&e->d, figure);
    say_figure_name(e, figure);
    if (!v) {
        buf_z(&e->out, ": not stated\n");
        explain_absent(e, figure);
        return;
    }
    if (v->has_value) {
        buf_z(&e->out, " = ");
        decimal_write(&e->out, v->value);
        buf_char(&e->out, '\n');
    } else {
        buf_z(&e->out, ": no value, for its statements differ\n");
    }
    for (size_t i = 0; i < v->nstatements; i++)
        say_statement(e, v->statements[i]);
    (void)say_unbound(e, figure);
    (void)say_silent(e, figure);
}

static void
explain_missing(struct explain *e)
{
    for (size_t i = 0; i < e->n->rules->nfigures; i++) {
        if (reconcile_get(&e->d, (int)i))
            continue;
        say_figure_name(e, (int)i);
        buf_z(&e->out, ": not stated\n");
        explain_absent(e, (int)i);
    }
}

static void
say_token(struct explain *e, const struct token *t)
{
    static const char *const kinds[] = {"a word", "a sign", "", "a date", "a period",
        "a name in digits (an act, a school, a telephone, a label ...)"};
    buf_z(&e->out, "  read as ");
    if (t->kind != TOKEN_NUMBER) {
        buf_printf(&e->out, "%s\n", kinds[t->kind]);
        return;
    }
    buf_printf(&e->out, "%s, ", kind_of_number(t->number.kind));
    decimal_write(&e->out, t->number.value);
    static const struct {
        unsigned flag;
        const char *name;
    } flags[] = {{TOKEN_OCR, "misread digits"}, {TOKEN_SPELLED, "in words"},
        {TOKEN_APPROX, "about"}, {TOKEN_BOUND, "a limit"}, {TOKEN_SIGNED, "signed"}};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (t->flags & flags[i].flag)
            buf_printf(&e->out, ", %s", flags[i].name);
    buf_char(&e->out, '\n');
}

static void
say_hits(struct explain *e, const struct seen *seen, size_t token)
{
    const struct sentence *s = &seen->s;
    for (size_t k = 0; k < s->hits.count; k++) {
        const struct hit *h = &s->hits.hit[k];
        if (token < h->first || token >= h->last)
            continue;
        buf_z(&e->out, "  part of ");
        say_quote(&e->out, tokens_text(s->b, h->first, h->last - 1));
        buf_z(&e->out, ", ");
        say_phrase(&e->out, h->phrase);
        if (h->phrase->owner >= 0 && names(h)) {
            struct str name = s->rules->subjects[h->phrase->owner].name;
            buf_printf(&e->out, " of %.*s", (int)name.len, name.p);
        }
        buf_z(&e->out, h->dead ? ", overruled\n" : "\n");
    }
    for (size_t n = 0; n < s->nnumbers; n++) {
        if (s->numbers[n].token != token || s->numbers[n].used)
            continue;
        for (size_t k = 0; k < s->nmentions; k++) {
            struct str name = s->rules->subjects[s->mentions[k].subject].name;
            buf_printf(&e->out, "  not taken by %.*s: ", (int)name.len, name.p);
            say_why_not(&e->out, s, &s->numbers[n], &s->mentions[k]);
            buf_char(&e->out, '\n');
        }
        if (!s->nmentions)
            buf_z(&e->out, "  nothing that the rules know is named in the sentence\n");
    }
}

static bool
holds(const struct block *b, enum token_kind kind)
{
    for (size_t i = 0; i < b->ntokens; i++)
        if (b->tokens[i].kind == kind)
            return true;
    return false;
}

/* What a cell that heads the row or the column names. */
static void
say_head(struct explain *e, const char *what, const struct block *head)
{
    struct hits hits;
    bool any = false;
    if (!head->ntokens ||
        match_tokens(e->n->matcher, head, 0, head->ntokens, section_lang(&e->d, head), &hits) !=
            STATUS_OK)
        return;
    buf_printf(&e->out, "  %s ", what);
    say_quote(&e->out, head->text);
    for (size_t k = 0; k < hits.count; k++) {
        const struct phrase *p = hits.hit[k].phrase;
        if (p->kind != PHRASE_LABEL && p->kind != PHRASE_COLUMN)
            continue;
        struct str name = e->n->rules->subjects[p->owner].name;
        buf_printf(&e->out, "\n    names %.*s: ", (int)name.len, name.p);
        say_phrase(&e->out, p);
        any = true;
    }
    if (any)
        buf_char(&e->out, '\n');
    else
        buf_z(&e->out,
            holds(head, TOKEN_PERIOD) ? " is a period\n" : " names nothing that the rules know\n");
}

/* The heads of a table's cell: the words of its row, and those above it. */
static void
say_cell(struct explain *e, const struct block *cell)
{
    for (size_t i = 0; i < e->d.nblocks; i++) {
        const struct block *b = &e->d.blocks[i];
        if (b->kind != BLOCK_CELL || b->table != cell->table || b == cell ||
            (!holds(b, TOKEN_WORD) && !holds(b, TOKEN_PERIOD)))
            continue;
        bool above = b->row < cell->row && b->column <= cell->column &&
            cell->column < b->column + b->colspan;
        bool beside = b->row <= cell->row && cell->row < b->row + b->rowspan;
        if (beside)
            say_head(e, "its row:", b);
        else if (above)
            say_head(e, "above it:", b);
    }
}

static void
explain_place(struct explain *e)
{
    struct str path = json_text(e->d.line, "path");
    buf_printf(&e->out, "%.*s: block %ld, %ld", (int)path.len, path.p, e->block, e->offset);
    const struct block *b = (size_t)e->block < e->d.nblocks ? &e->d.blocks[e->block] : NULL;
    size_t k = b ? block_token(b, (uint32_t)e->offset) : 0;
    if (b && k > 0 && b->tokens[k - 1].end > (uint32_t)e->offset)
        k--;
    if (!b || k >= b->ntokens) {
        buf_z(&e->out, ": nothing stands there\n");
        return;
    }
    const struct token *t = &b->tokens[k];
    buf_z(&e->out, ": ");
    say_quote(&e->out, t->text);
    buf_z(&e->out, " in ");
    say_quote(&e->out, sentence_text(b, k));
    buf_char(&e->out, '\n');
    say_token(e, t);
    if (b->silent)
        buf_z(&e->out, "  the block states no facts (a plan, a proposal, a comment)\n");
    for (const struct statement *st = e->d.statements; st; st = st->next)
        if (st->block == (size_t)e->block && st->start < t->end && t->start < st->end) {
            struct str id = e->n->rules->figures[st->figure].id;
            buf_printf(&e->out, "  states %.*s:\n  ", (int)id.len, id.p);
            say_statement(e, st);
        }
    if (b->kind == BLOCK_CELL)
        say_cell(e, b);
    for (const struct seen *seen = e->seen; seen; seen = seen->next)
        if (seen->s.block == (size_t)e->block && seen->s.from <= k && k < seen->s.to)
            say_hits(e, seen, k);
}

/* --- the run --- */

static void
explain_document(struct explain *e, const struct json *line)
{
    struct watch watch = {e, note_sentence};
    e->d = (struct document){.arena = &e->n->arena, .watch = &watch};
    e->seen = NULL;
    e->seen_end = &e->seen;
    if (normalizer_run(e->n, &e->d, line) != STATUS_OK) {
        struct str path = json_text(line, "path");
        cli_say("%.*s: too much for the memory allowed", (int)path.len, path.p);
        return;
    }
    if (e->figure >= 0)
        explain_figure(e, e->figure);
    else if (e->missing)
        explain_missing(e);
    else
        explain_place(e);
}

/* What is asked for; false for what is no question. */
static bool
parse_question(struct explain *e)
{
    struct str what = str_of(e->o->explain), rest = what;
    char block[12] = "", offset[12] = "";
    e->figure = rules_figure(e->n->rules, what);
    e->missing = str_is(what, "missing");
    if (e->figure >= 0 || e->missing)
        return true;
    struct str head = str_cut(&rest, ':');
    if (!rest.p || head.len >= sizeof block || rest.len >= sizeof offset)
        return false;
    memcpy(block, head.p, head.len);
    memcpy(offset, rest.p, rest.len);
    return cli_number(block, 0, 100000000, &e->block) &&
        cli_number(offset, 0, 100000000, &e->offset);
}

static int
run(struct explain *e, struct io_writer *w)
{
    struct input input;
    struct lines_check check = {0};
    struct json *line;
    input_begin(&input, e->o->files, e->o->nfiles);
    while (!w->error && input_document(&input, &check, &e->n->arena, &line)) {
        if (line)
            explain_document(e, line);
        io_write(w, buf_slice(&e->out));
        buf_clear(&e->out);
    }
    input_end(&input);
    return input.broken ? EXIT_BROKEN : EXIT_GOOD;
}

int
explain_run(struct normalizer *n, const struct options *o)
{
    struct explain e = {.n = n, .o = o};
    struct io_writer w;
    if (!parse_question(&e))
        return cli_usage(
            "--explain takes a figure, BLOCK:OFFSET or 'missing', not '%s'", o->explain);
    if (normalizer_start(n) != STATUS_OK || io_open(&w, o->output, o->permissions) != STATUS_OK) {
        cli_say("%s: %s", o->output ? o->output : "memory", strerror(errno));
        return EXIT_BROKEN;
    }
    int status = run(&e, &w);
    buf_free(&e.out);
    return options_close(&w, o, status);
}
