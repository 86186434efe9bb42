#include "people.h"

#include "mention.h"
#include "part.h"
#include "remark.h"
#include "text.h"
#include "token.h"
#include <assert.h>

/* People and stamps of one document; more are not looked at. */
#define PEOPLE_MAX 200
#define STAMPS_MAX 16

/* Characters of a quotation that only shows where a part begins. */
#define QUOTE_MAX 80

/* One place where a person is named: surname and initials in either order. */
struct person {
    struct range at; /* items */
    size_t surname; /* item */
    struct str initials[2]; /* folded; the second may be empty */
    enum lang lang;
    bool approves, chairs;
};

struct work {
    const struct reference *known;
    struct document *d;
    struct items items;
    struct person people[PEOPLE_MAX];
    size_t npeople;
};

static enum item_kind
kind_at(const struct work *w, size_t i)
{
    return i < w->items.n ? w->items.items[i].kind : ITEM_END;
}

static bool
is_cue(const struct work *w, enum cue cue, size_t i)
{
    return mention_may(&w->items, i, (int)cue) &&
        (reference_cue_word(w->known, cue, LANG_RU, w->items.words[i]) ||
            reference_cue_word(w->known, cue, LANG_KK, w->items.words[i]));
}

static bool
is_initial(const struct work *w, size_t i)
{
    const struct item *item = &w->items.items[i];
    return i + 1 < w->items.n && item->single && item->upper && item->kind == ITEM_WORD &&
        item[1].kind == ITEM_DOT;
}

/* One behind the initials at `i` ("А.Н.", "А. Н.", "А."); `i` where there are none. */
static size_t
initials_end(const struct work *w, size_t i)
{
    size_t n = 0;
    while (n < 2 && is_initial(w, i)) {
        i += 2;
        n++;
    }
    return i;
}

/* A word that can be a surname: a capital, at least three letters, no office. */
static bool
is_surname(const struct work *w, size_t i)
{
    return kind_at(w, i) == ITEM_WORD && w->items.items[i].upper && w->items.words[i].len >= 3 &&
        !is_cue(w, CUE_ROLE, i);
}

static bool
same_block(const struct work *w, size_t a, size_t b)
{
    return a < w->items.n && b < w->items.n && w->items.items[a].block == w->items.items[b].block;
}

/* Reads a person at item `i`, where it or the next is an initial; returns one behind, or `i`.
 * "Фамилия И.О." wins over "И.О. Фамилия",
 * unless the word behind the initials has none of its own and the one before may be anything. */
static size_t
read_person(const struct work *w, size_t i, struct person *p)
{
    size_t first = is_surname(w, i) ? i + 1 : i, stop = initials_end(w, first);
    bool behind;
    if (stop == first || (first > i && !same_block(w, i, stop - 1)))
        return i;
    behind = is_surname(w, stop) && same_block(w, stop - 1, stop) &&
        initials_end(w, stop + 1) == stop + 1;
    if (first == i && !behind)
        return i;
    /* "Директор" and the like are no surnames; another first word of a line may be one. */
    *p = (struct person){.surname = first > i ? i : stop,
        .at = {i, first > i ? stop : stop + 1},
        .initials = {w->items.words[first],
            stop - first > 2 ? w->items.words[first + 2] : (struct str){"", 0}},
        .lang = w->d->blocks[w->items.items[i].block].lang};
    return p->at.to;
}

static void
read_people(struct work *w)
{
    for (size_t i = 0; i < w->items.n && w->npeople < PEOPLE_MAX;) {
        bool near =
            w->items.items[i].single || (i + 1 < w->items.n && w->items.items[i + 1].single);
        size_t stop = near && (is_initial(w, i) || is_initial(w, i + 1))
            ? read_person(w, i, &w->people[w->npeople])
            : i;
        w->npeople += stop > i;
        i = stop > i ? stop : i + 1;
    }
}

static int
part_of(const struct work *w, const struct person *p)
{
    return w->d->blocks[w->items.items[p->at.from].block].part;
}

static bool
same_initials(const struct person *a, const struct person *b)
{
    return str_eq(a->initials[0], b->initials[0]) && str_eq(a->initials[1], b->initials[1]);
}

static bool
same_surname(const struct work *w, const struct person *a, const struct person *b)
{
    return str_eq(w->items.words[a->surname], w->items.words[b->surname]);
}

/* Whether two surnames differ by one letter within: not at the end, where case and gender are. */
static bool
differ_within(struct str a, struct str b)
{
    size_t differences = 0, at = 0;
    if (a.len != b.len || a.len < 5)
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (a.p[i] != b.p[i]) {
            differences++;
            at = i;
        }
    return differences == 1 && at > 0 && at + 2 < a.len;
}

/* Whether the two surnames stand in one part: then they are two people. */
static bool
stand_together(const struct work *w, const struct person *a, const struct person *b)
{
    for (size_t i = 0; i < w->npeople; i++)
        for (size_t k = 0; k < w->npeople; k++)
            if (same_surname(w, &w->people[i], a) && same_surname(w, &w->people[k], b) &&
                same_initials(&w->people[i], a) && same_initials(&w->people[k], b) &&
                part_of(w, &w->people[i]) == part_of(w, &w->people[k]))
                return true;
    return false;
}

static enum status
say_spelled_twice(struct work *w, const struct person *a, const struct person *b)
{
    struct quote quotes[PEOPLE_MAX];
    size_t n = 0;
    struct buf subject = {0};
    enum status status;
    for (size_t i = 0; i < w->npeople; i++)
        if (same_initials(&w->people[i], a) &&
            (same_surname(w, &w->people[i], a) || same_surname(w, &w->people[i], b)))
            quotes[n++] = mention_quote(&w->items, w->people[i].at);
    assert(n); /* `a` itself is among them */
    buf_z(&subject, "person:");
    buf_str(&subject, block_quote(&w->d->blocks[quotes[0].block], quotes[0].start, quotes[0].end));
    status = remark_add(w->d, REMARK_person_spelled_twice, buf_slice(&subject), quotes, n, STR(""));
    buf_free(&subject);
    return status;
}

/* Whether the pair at (i, k) is the first with these two spellings. */
static bool
first_pair(const struct work *w, size_t i, size_t k)
{
    for (size_t x = 0; x < i; x++)
        if (same_initials(&w->people[x], &w->people[i]) &&
            (same_surname(w, &w->people[x], &w->people[i]) ||
                same_surname(w, &w->people[x], &w->people[k])))
            return false;
    for (size_t y = i + 1; y < k; y++)
        if (same_initials(&w->people[y], &w->people[k]) &&
            same_surname(w, &w->people[y], &w->people[k]))
            return false;
    return true;
}

/* One language, same initials, one letter within the surname: two spellings. Russian and Kazakh
 * spell names in ways of their own. */
static enum status
compare_people(struct work *w)
{
    for (size_t i = 0; i < w->npeople; i++)
        for (size_t k = i + 1; k < w->npeople; k++) {
            const struct person *a = &w->people[i], *b = &w->people[k];
            bool language = false;
            if (!same_initials(a, b) || !a->initials[1].len ||
                !differ_within(w->items.words[a->surname], w->items.words[b->surname]) ||
                !first_pair(w, i, k) || stand_together(w, a, b))
                continue;
            for (size_t x = 0; x < w->npeople; x++)
                for (size_t y = 0; y < w->npeople; y++)
                    language |= same_surname(w, &w->people[x], a) &&
                        same_surname(w, &w->people[y], b) && part_of(w, &w->people[x]) >= 0 &&
                        part_of(w, &w->people[y]) >= 0 &&
                        w->d->parts[part_of(w, &w->people[x])].lang ==
                            w->d->parts[part_of(w, &w->people[y])].lang;
            if (language && say_spelled_twice(w, a, b) != STATUS_OK)
                return STATUS_LIMIT;
        }
    return STATUS_OK;
}

/* An approval stamp: from its word to the title. */
struct stamp {
    int part;
    struct range word; /* the items of "approved" */
    size_t end; /* one behind its last item */
    bool dated;
};

/* Whether a full date stands among the items of the stamp. */
static bool
is_dated(const struct work *w, size_t from, size_t to)
{
    size_t first = w->items.items[from].block, last = w->items.items[to - 1].block;
    for (size_t k = first; k <= last; k++)
        for (size_t i = 0; i < w->d->blocks[k].ntokens; i++) {
            const struct token *t = &w->d->blocks[k].tokens[i];
            if (t->kind == TOKEN_DATE && t->date.month && t->date.day)
                return true;
        }
    return false;
}

static size_t
find_stamps(struct work *w, struct stamp *stamps)
{
    size_t n = 0;
    for (size_t part = 0; part < w->d->nparts; part++) {
        struct part_head head = part_head(w->known, w->d, part);
        for (size_t i = 0; i < w->items.n && n < STAMPS_MAX; i++) {
            if (!mention_may(&w->items, i, CUE_STAMP))
                continue;
            size_t block = w->items.items[i].block, end = i + 1;
            if (w->d->blocks[block].part != (int)part || block >= head.body ||
                !is_cue(w, CUE_STAMP, i))
                continue;
            while (end < w->items.n && w->items.items[end].block < head.body &&
                (w->items.items[end].block == block || w->items.items[end].block < head.title) &&
                end - i < 60)
                end++;
            stamps[n++] = (struct stamp){(int)part, {i, i + 1}, end, is_dated(w, i, end)};
            break;
        }
    }
    return n;
}

/* Whoever is named first behind (or, in Kazakh, before) the stamp's word approves. */
static void
mark_approvers(struct work *w, const struct stamp *stamps, size_t nstamps)
{
    for (size_t k = 0; k < nstamps; k++)
        for (size_t i = 0; i < w->npeople; i++) {
            struct person *p = &w->people[i];
            bool behind = p->at.from >= stamps[k].word.to && p->at.from < stamps[k].end;
            bool before =
                p->at.to <= stamps[k].word.from && same_block(w, p->at.from, stamps[k].word.from);
            if (!behind && !before)
                continue;
            p->approves = true;
            break;
        }
}

static void
mark_chairs(struct work *w)
{
    for (size_t i = 0; i < w->items.n; i++) {
        size_t end = 0;
        if (!mention_may(&w->items, i, CUE_CHAIR))
            continue;
        bool chair = reference_cue(
                         w->known, CUE_CHAIR, LANG_RU, w->items.words, w->items.n, i, &end, NULL) ||
            reference_cue(w->known, CUE_CHAIR, LANG_KK, w->items.words, w->items.n, i, &end, NULL);
        for (size_t k = 0; chair && k < w->npeople; k++) {
            struct person *p = &w->people[k];
            size_t words = 0;
            if (p->at.from < end)
                continue;
            for (size_t x = end; x < p->at.from && words < 2; x++)
                words += kind_at(w, x) == ITEM_WORD;
            p->chairs |= words == 0;
            break;
        }
    }
}

static enum status
say_own_work(struct work *w)
{
    struct quote quotes[PEOPLE_MAX];
    size_t n = 0;
    for (size_t i = 0; i < w->npeople; i++)
        for (size_t k = 0; k < w->npeople; k++) {
            const struct person *p = &w->people[i], *q = &w->people[k];
            bool both = (p->approves && q->chairs) || (p->chairs && q->approves);
            if (both && same_surname(w, p, q) && same_initials(p, q) &&
                part_of(w, p) == part_of(w, q)) {
                quotes[n++] = mention_quote(&w->items, p->at);
                break;
            }
        }
    return n ? remark_add(w->d, REMARK_approves_own_work, STR("approval"), quotes, n, STR(""))
             : STATUS_OK;
}

static enum status
say_stamps(struct work *w, const struct stamp *stamps, size_t nstamps)
{
    struct quote quotes[STAMPS_MAX];
    size_t n = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < nstamps; i++)
        if (!stamps[i].dated)
            quotes[n++] = mention_quote(&w->items, stamps[i].word);
    if (n)
        status =
            remark_add(w->d, REMARK_approval_without_date, STR("approval"), quotes, n, STR(""));
    n = 0;
    for (size_t part = 0; nstamps && part < w->d->nparts && n < STAMPS_MAX; part++) {
        struct part_head head = part_head(w->known, w->d, part);
        const struct block *b = &w->d->blocks[head.title];
        bool stamped = false;
        for (size_t i = 0; i < nstamps; i++)
            stamped |= stamps[i].part == (int)part;
        size_t length = text_length(b->text);
        /* A part without a title begins with a long paragraph: its beginning will do. */
        if (!stamped && b->ntokens)
            quotes[n++] =
                (struct quote){head.title, 0, (uint32_t)(length > QUOTE_MAX ? QUOTE_MAX : length)};
    }
    if (n && status == STATUS_OK)
        status =
            remark_add(w->d, REMARK_part_without_approval, STR("approval"), quotes, n, STR(""));
    return status;
}

enum status
people_find(const struct reference *known, struct document *d)
{
    struct work *w = arena_room(d->arena, sizeof *w);
    struct stamp stamps[STAMPS_MAX];
    size_t nstamps;
    enum status status;
    if (!w)
        return STATUS_LIMIT;
    w->known = known;
    w->d = d;
    w->npeople = 0;
    status = mention_items(d, &w->items);
    if (status != STATUS_OK || !w->items.n)
        return status;
    read_people(w);
    nstamps = find_stamps(w, stamps);
    mark_approvers(w, stamps, nstamps);
    mark_chairs(w);
    status = compare_people(w);
    if (status == STATUS_OK)
        status = say_own_work(w);
    return status == STATUS_OK ? say_stamps(w, stamps, nstamps) : status;
}
