#include "pattern.h"

#include "buf.h"
#include "token.h"

static enum status
add_stem(struct arena *arena, struct str text, struct pattern_element *e)
{
    struct pattern_stem *s = arena_new(arena, struct pattern_stem);
    struct buf folded = {0};
    if (!s)
        return STATUS_LIMIT;
    token_fold(&folded, text);
    s->rest = arena_copy(arena, str_trim(buf_slice(&folded)));
    buf_free(&folded);
    if (!s->rest.p)
        return STATUS_LIMIT;
    s->folded = str_cut(&s->rest, '*');
    s->star = s->rest.p != NULL;
    s->next = e->stems;
    e->stems = s;
    return s->folded.len ? STATUS_OK : STATUS_BAD;
}

static enum status
add_element(struct arena *arena, struct str text, struct pattern_element *e)
{
    enum status status = STATUS_OK;
    if (text.len >= 2 && text.p[0] == '(') {
        if (text.p[text.len - 1] != ')')
            return STATUS_BAD;
        text = str_slice(text, 1, text.len - 1);
    }
    while (status == STATUS_OK && text.p)
        status = add_stem(arena, str_cut(&text, '|'), e);
    return status;
}

static void
add_first(struct pattern_first *first, const struct pattern_stem *stems)
{
    for (; stems; stems = stems->next) {
        unsigned char c = (unsigned char)stems->folded.p[0];
        first->bits[c >> 6] |= (uint64_t)1 << (c & 63);
        first->seconds |= stems->folded.len > 1 ? 1u << (stems->folded.p[1] & 31)
            : stems->star                       ? UINT32_MAX
                                                : 1u;
    }
}

static size_t
longest_stem(const struct pattern_element *e)
{
    size_t n = 0;
    for (const struct pattern_stem *s = e->stems; s; s = s->next)
        if (s->folded.len + s->rest.len > n)
            n = s->folded.len + s->rest.len;
    return n;
}

/* "1" to "99"; 0 for anything else. */
static unsigned
parse_gap(struct str digits)
{
    unsigned n = 0;
    if (digits.len > 2)
        return 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.p[i] < '0' || digits.p[i] > '9')
            return 0;
        n = n * 10 + (unsigned)(digits.p[i] - '0');
    }
    return n;
}

enum status
pattern_parse(struct arena *arena, struct str text, struct pattern *out)
{
    struct pattern_element **last = &out->elements;
    unsigned gap = 0;
    *out = (struct pattern){0};
    text = str_trim(text);
    while (text.len) {
        struct str word = str_cut(&text, ' ');
        enum status status;
        text = str_trim(text);
        if (str_starts(word, STR("..."))) {
            gap = parse_gap(str_slice(word, 3, word.len));
            if (!gap || !out->length)
                return STATUS_BAD;
            continue;
        }
        *last = arena_new(arena, struct pattern_element);
        if (!*last)
            return STATUS_LIMIT;
        (*last)->gap = gap;
        gap = 0;
        status = add_element(arena, word, *last);
        if (status != STATUS_OK)
            return status;
        if (!out->length)
            add_first(&out->first, (*last)->stems);
        out->letters += longest_stem(*last);
        last = &(*last)->next;
        out->length++;
    }
    return out->length && !gap ? STATUS_OK : STATUS_BAD;
}

/* Whether `word` is `rest`, or ends with it behind a star; `rest` may hold one more star. */
static bool
ends_like(struct str rest, struct str word)
{
    struct str head = str_cut(&rest, '*');
    if (!rest.p)
        return str_ends(word, head);
    for (size_t at = 0; at + head.len <= word.len; at++)
        if (memcmp(word.p + at, head.p, head.len) == 0 &&
            ends_like(rest, str_slice(word, at + head.len, word.len)))
            return true;
    return false;
}

bool
pattern_stem_is(const struct pattern_stem *stems, struct str word)
{
    for (; stems; stems = stems->next) {
        size_t n = stems->folded.len;
        if (word.len < n || word.p[n - 1] != stems->folded.p[n - 1] ||
            memcmp(word.p, stems->folded.p, n) != 0)
            continue;
        if (stems->star ? !stems->rest.len || ends_like(stems->rest, str_slice(word, n, word.len))
                        : word.len == n)
            return true;
    }
    return false;
}

/* Recursion is as deep as a pattern of our own rules is long. */
static bool
match_from(
    const struct pattern_element *e, const struct str *words, size_t nwords, size_t at, size_t *end)
{
    if (!e) {
        *end = at;
        return true;
    }
    for (unsigned skip = 0; skip <= e->gap && at + skip < nwords; skip++)
        if (pattern_stem_is(e->stems, words[at + skip]) &&
            match_from(e->next, words, nwords, at + skip + 1, end))
            return true;
    return false;
}

bool
pattern_match_words(
    const struct pattern *p, const struct str *words, size_t nwords, size_t at, size_t *end)
{
    return match_from(p->elements, words, nwords, at, end);
}
