#include "table.h"

#include "section.h"
#include "text.h"
#include "token.h"

/* Tables beyond this are data of another kind; their cells are read as prose. */
#define COLUMNS_MAX 40
#define ROWS_MAX 2000

/* A cell with more tokens is no unit. */
#define UNIT_TOKENS 3

/* The label of a row of two cells has no more tokens; a longer cell is a paragraph. */
/* Words of a cell that says that there is none. */
#define NONE_WORDS 3

#define LABEL_TOKENS 12

/* What a cell holds. */
enum content { CONTENT_NONE, CONTENT_TEXT, CONTENT_NUMBER, CONTENT_ZERO };

struct cell {
    size_t block; /* SIZE_MAX where there is none */
    enum content content;
    size_t number; /* token */
};

/* What the heads of a column, or the label of a row, say. */
struct head {
    const struct hit *hit; /* names a subject */
    size_t block; /* where it does */
    enum period_relation period;
    bool dated; /* a period is named */
    bool total; /* it is that of the totals */
    bool percent; /* a "%" stands there */
    bool change; /* it is the change against the period before */
    bool money;
    long scale; /* power of ten */
    bool plan;
    bool bare; /* it names what the rows below count: no number stands in its own row */
    bool excludes; /* words stand there that exclude what other rows name */
    bool whole; /* it needs no words of other heads */
};

struct table {
    const struct rules *rules;
    struct matcher *m;
    struct document *d;
    const struct table_prose *words;
    const bool *needs;
    bool *own_needs;
    bool *excluded; /* by subject: a PHRASE_UNLESS of it stands in the head of a column ... */
    bool *group_excluded; /* ... or in the label of a row of this group */
    size_t first, end; /* blocks */
    size_t rows, columns;
    struct cell *cells;
    size_t header_rows;
};

static struct cell *
cell_at(const struct table *t, size_t row, size_t column)
{
    return &t->cells[row * t->columns + column];
}

/* Whether a cell holds signs only, a plus among them: "+/-". */
static bool
is_plus_minus(const struct block *b)
{
    bool plus = false;
    for (size_t i = 0; i < b->ntokens; i++)
        if (b->tokens[i].kind != TOKEN_PUNCT)
            return false;
    for (size_t at = 0; at < b->text.len && !plus;) {
        uint32_t c = text_decode(b->text, &at);
        plus = c == '+' || c == 0xB1;
    }
    return plus;
}

static enum content
content_of(const struct block *b, size_t *number)
{
    size_t numbers = 0, words = 0, dashes = 0;
    for (size_t i = 0; i < b->ntokens; i++) {
        const struct token *t = &b->tokens[i];
        char byte = b->skeleton.p[t->at];
        if (t->kind == TOKEN_NUMBER) {
            *number = i;
            numbers++;
        } else if (t->kind == TOKEN_PUNCT) {
            dashes += byte == '-';
        } else {
            words++;
        }
    }
    if (numbers == 1 && words <= 1)
        return CONTENT_NUMBER;
    /* "37 (74%)": the first is the value. */
    if (numbers == 2 && words == 0) {
        for (size_t i = 0; i < b->ntokens; i++)
            if (b->tokens[i].kind == TOKEN_NUMBER) {
                *number = i;
                return CONTENT_NUMBER;
            }
    }
    if (words == 0 && numbers == 0)
        return dashes == 1 && !is_plus_minus(b) ? CONTENT_ZERO : CONTENT_NONE;
    struct str s = b->skeleton;
    if (words == 1 && !numbers && s.len >= 4 &&
        (str_starts(s, STR("\xED\xE5\xF2 ")) || str_starts(s, STR("\xE6\xEE\xEA ")))) /* нет, жоқ */
        return CONTENT_ZERO;
    return CONTENT_TEXT;
}

/* Whether a cell says in a few words that there is none: "не имеются", "болған жоқ". */
static bool
says_none(struct table *t, const struct block *b)
{
    size_t words = 0, denied = 0;
    struct hits hits;
    for (size_t i = 0; i < b->ntokens; i++)
        words += b->tokens[i].kind == TOKEN_WORD;
    if (words < 1 || words > NONE_WORDS || b->column == 1 || b->tokens[0].kind != TOKEN_WORD)
        return false;
    struct str first = token_skeleton(b, 0), last = token_skeleton(b, words - 1);
    if (!str_is(first, "\xED\xE5") && !str_starts(first, STR("\xEE\xF2\xF1\xF3\xF2\xF1\xF2\xE2")) &&
        !str_is(last, "\xE6\xEE\xEA")) /* не, отсутств-, жоқ */
        return false;
    if (match_kinds(t->m, b, 0, b->ntokens, section_lang(t->d, b),
            1u << PHRASE_ABSENT | 1u << PHRASE_PSEUDO, &hits) != STATUS_OK)
        return false;
    for (size_t i = 0; i < words; i++) {
        bool covered = false;
        for (size_t k = 0; k < hits.count; k++) {
            if (hits.hit[k].phrase->kind == PHRASE_PSEUDO)
                return false;
            covered |= hits.hit[k].first <= i && i < hits.hit[k].last;
        }
        denied += covered;
    }
    return denied == words;
}

static enum status
lay_out(struct table *t)
{
    t->rows = t->columns = 0;
    for (size_t i = t->first; i < t->end; i++) {
        const struct block *b = &t->d->blocks[i];
        size_t right = (size_t)b->column + (size_t)b->colspan - 1;
        if ((size_t)b->row > t->rows)
            t->rows = (size_t)b->row;
        if (b->column > 0 && right <= COLUMNS_MAX && right > t->columns)
            t->columns = right;
    }
    if (!t->rows || !t->columns || t->rows > ROWS_MAX)
        return STATUS_BAD;
    t->cells = arena_array(t->d->arena, t->rows * t->columns, sizeof *t->cells);
    t->own_needs = arena_array(t->d->arena, t->rules->nsubjects + 1, sizeof *t->own_needs);
    t->excluded = arena_array(t->d->arena, t->rules->nsubjects + 1, sizeof *t->excluded);
    t->group_excluded = arena_array(t->d->arena, t->rules->nsubjects + 1, sizeof *t->excluded);
    if (!t->cells || !t->own_needs || !t->excluded || !t->group_excluded)
        return STATUS_LIMIT;
    memcpy(t->own_needs, t->needs, t->rules->nsubjects * sizeof *t->own_needs);
    for (size_t k = 0; k < t->rows * t->columns; k++)
        t->cells[k].block = SIZE_MAX;
    for (size_t i = t->first; i < t->end; i++) {
        const struct block *b = &t->d->blocks[i];
        if (b->row < 1 || b->column < 1 || (size_t)b->column > t->columns)
            continue;
        for (size_t r = (size_t)b->row; r < (size_t)b->row + (size_t)b->rowspan && r <= t->rows;
             r++)
            for (size_t c = (size_t)b->column;
                 c < (size_t)b->column + (size_t)b->colspan && c <= t->columns; c++) {
                struct cell *cell = cell_at(t, r - 1, c - 1);
                if (cell->block != SIZE_MAX)
                    continue; /* the first paragraph of a cell stands for it */
                cell->block = i;
                cell->content = content_of(b, &cell->number);
                if (cell->content == CONTENT_TEXT && says_none(t, b))
                    cell->content = CONTENT_ZERO;
            }
    }
    return STATUS_OK;
}

/* A row that numbers the columns: 1 2 3 ... */
static bool
is_numbering(const struct table *t, size_t row)
{
    size_t next = 0;
    for (size_t c = 0; c < t->columns; c++) {
        const struct cell *cell = cell_at(t, row, c);
        if (cell->block == SIZE_MAX || cell->content != CONTENT_NUMBER)
            return false;
        struct decimal v = t->d->blocks[cell->block].tokens[cell->number].number.value;
        if (v.scale || v.units != (int64_t)c + 1)
            return false;
        next++;
    }
    return next >= 3;
}

static bool
has_numbers(const struct table *t, size_t row, size_t from)
{
    for (size_t c = from; c < t->columns; c++) {
        const struct cell *cell = cell_at(t, row, c);
        if (cell->content == CONTENT_NUMBER || cell->content == CONTENT_ZERO)
            return true;
    }
    return false;
}

static bool
holds_number(const struct block *b)
{
    for (size_t i = 0; i < b->ntokens; i++)
        if (b->tokens[i].kind == TOKEN_NUMBER)
            return true;
    return false;
}

/* Whether anything stands behind the cell before column `from`, which may be merged with others. */
static bool
has_values(const struct table *t, size_t row, size_t from)
{
    for (size_t c = from; c < t->columns; c++)
        if (cell_at(t, row, c)->content != CONTENT_NONE &&
            cell_at(t, row, c)->block != cell_at(t, row, from - 1)->block)
            return true;
    return false;
}

/* Whether the row is a label and what is said of it: "Сменяемость | 5 чел. (7,1 %)". */
static bool
is_told(const struct table *t, size_t row)
{
    const struct cell *label = cell_at(t, row, 0), *value = cell_at(t, row, t->columns - 1);
    if (t->columns != 2 || label->content != CONTENT_TEXT || value->content != CONTENT_TEXT)
        return false;
    const struct block *b = &t->d->blocks[label->block];
    return b->ntokens <= LABEL_TOKENS && !holds_number(b) &&
        holds_number(&t->d->blocks[value->block]);
}

/* The number of cells that hold something; one that spans columns counts once. */
static size_t
count_filled(const struct table *t, size_t row)
{
    size_t n = 0, last = SIZE_MAX;
    for (size_t c = 0; c < t->columns; c++) {
        const struct cell *cell = cell_at(t, row, c);
        if (cell->block == SIZE_MAX || cell->block == last || !t->d->blocks[cell->block].ntokens)
            continue;
        last = cell->block;
        n++;
    }
    return n;
}

/* The heads of the columns; titles before them are of one cell, and so is a row below them that
 * names what follows: "1. Кадры". */
static size_t
count_header_rows(const struct table *t)
{
    size_t r = 0;
    bool heads = false;
    while (r < t->rows && (!has_numbers(t, r, 1) || is_numbering(t, r)) && !is_told(t, r)) {
        size_t filled = count_filled(t, r);
        if (heads && filled == 1)
            break;
        heads |= filled > 1;
        r++;
    }
    return r;
}

/* "7", "7.": whether a row begins another group of rows, as one without numbers does. "7.1" goes on
 * with it. */
static bool
begins_group(const struct table *t, size_t row)
{
    const struct cell *cell = cell_at(t, row, 0);
    struct str text = cell->block == SIZE_MAX ? STR("") : str_trim(t->d->blocks[cell->block].text);
    size_t digits = 0;
    while (digits < text.len && text.p[digits] >= '0' && text.p[digits] <= '9')
        digits++;
    bool numbered =
        digits && (digits == text.len || (digits + 1 == text.len && text.p[digits] == '.'));
    return numbered || count_filled(t, row) == 1;
}

/* Whether the subject of the hit can be meant here: "физические лица" are those who wrote only
 * where appeals are spoken of. */
static bool
is_needed(const struct table *t, const struct hit *h)
{
    int subject = h->phrase->owner;
    return !t->rules->subjects[subject].need || t->own_needs[subject];
}

static bool
block_money(const struct table *t, size_t block)
{
    const struct block *b = &t->d->blocks[block];
    for (size_t i = 0; i < b->ntokens; i++)
        if (token_is_kind(b, i, LEXICON_MONEY))
            return true;
    return false;
}

/* Whether the hit names more than what the head has: the language of the part first, then the noun
 * before its attributes, then length, then what can be meant. */
static bool
names_better(const struct table *t, const struct sentence *s, const struct hit *h,
    const struct head *head, size_t block)
{
    int part = t->d->blocks[block].part;
    if (!head->hit || head->block != block)
        return true;
    enum lang lang = part >= 0 ? t->d->parts[part].lang : LANG_NONE;
    bool own = h->phrase->lang == lang, had = head->hit->phrase->lang == lang;
    if (own != had)
        return own;
    bool sum = t->rules->subjects[h->phrase->owner].member[MEMBER_MONEY] >= 0;
    bool was_sum = t->rules->subjects[head->hit->phrase->owner].member[MEMBER_MONEY] >= 0;
    if (block_money(t, block) && sum != was_sum)
        return sum; /* "Шарттар сомасы, мың теңге" */
    if (sentence_is_genitive(s, h) != sentence_is_genitive(s, head->hit))
        return sentence_is_genitive(s, head->hit);
    size_t length = h->last - h->first, was = head->hit->last - head->hit->first;
    return length != was ? length > was : is_needed(t, h) > is_needed(t, head->hit);
}

static bool
is_light(const struct sentence *s, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (s->b->tokens[i].kind == TOKEN_WORD && !sentence_is_light(s, i) &&
            !sentence_hit(s, PHRASE_UNIT, i) && !sentence_hit(s, PHRASE_TOTAL, i) &&
            !sentence_hit(s, PHRASE_PART, i))
            return false;
    return true;
}

/* Whether the cell begins with "total", or says of what it is the total: "Бөлім бойынша барлығы".
 */
static bool
says_total(const struct hit *h)
{
    return h->phrase->kind == PHRASE_TOTAL &&
        (h->first == 0 ||
            str_is(token_skeleton(h->block, h->first - 1),
                "\xE1\xEE\xE8\xFB\xED\xF8\xE0")); /* бойынша */
}

/* Whether the hit is what the cell is about: nothing but light words and units stands before it,
 * nor in Kazakh behind it. "Работники" is who works there, "Принятые работники" are others; "Қызмет
 * алушылар" are people, "қызмет алушылардың шағымдары" complaints. */
static bool
heads_cell(const struct sentence *s, const struct hit *h)
{
    return is_light(s, s->from, h->first) &&
        (h->phrase->lang != LANG_KK || is_light(s, h->last, s->to));
}

/* Whether a cell says that there is none: "не налагались". */
static bool
is_absent(const struct sentence *s)
{
    bool absent = false;
    for (size_t i = s->from; i < s->to; i++) {
        const struct hit *h = sentence_hit(s, PHRASE_ABSENT, i);
        absent |= h != NULL;
        if (s->b->tokens[i].kind == TOKEN_NUMBER ||
            (s->b->tokens[i].kind == TOKEN_WORD && !h && !sentence_is_light(s, i)))
            return false;
    }
    return absent;
}

/* Reads one cell as a head: which subject, period, scale it names, and which subjects it excludes.
 * The longest name counts. */
static enum status
read_head(struct table *t, size_t block, struct head *head, bool *excluded)
{
    struct sentence s;
    const struct block *b = &t->d->blocks[block];
    enum status status =
        sentence_read(&s, t->m, t->rules, t->d, block, 0, b->ntokens, section_lang(t->d, b));
    if (status != STATUS_OK)
        return status;
    for (size_t k = 0; k < s.hits.count; k++) {
        const struct hit *h = &s.hits.hit[k];
        enum phrase_kind kind = h->phrase->kind;
        if (kind == PHRASE_NEED)
            t->own_needs[h->phrase->owner] = true;
        if (kind == PHRASE_UNLESS)
            excluded[h->phrase->owner] = head->excludes = true;
        head->change |= kind == PHRASE_CHANGE;
        head->total |= says_total(h);
        if (kind == PHRASE_PLAN)
            head->plan = true;
        if (kind == PHRASE_PREVIOUS) {
            head->dated = true;
            head->period = PERIOD_PREVIOUS;
        }
        if (kind == PHRASE_THIS)
            head->dated = true;
        if ((kind == PHRASE_COLUMN ? heads_cell(&s, h) : kind == PHRASE_LABEL && !h->dead) &&
            names_better(t, &s, h, head, block)) {
            head->hit = h;
            head->block = block;
        }
    }
    head->whole = head->hit && !t->rules->subjects[head->hit->phrase->owner].need;
    for (size_t k = 0; k < s.hits.count && head->hit; k++)
        head->whole |= s.hits.hit[k].phrase->kind == PHRASE_NEED &&
            s.hits.hit[k].phrase->owner == head->hit->phrase->owner;
    head->change |= is_plus_minus(b);
    for (size_t i = 0; i < b->ntokens; i++) {
        const struct token *token = &b->tokens[i];
        struct str word = token_skeleton(b, i);
        long scale;
        if (token->kind == TOKEN_PERIOD) {
            head->dated = true;
            head->period = period_relate(&t->d->period, &token->period);
        }
        if (token->kind == TOKEN_DATE && !head->dated) {
            head->dated = true;
            head->period = period_relate_day(&t->d->period, token->date);
        }
        head->percent |= str_is(word, "%") || (token->kinds & lexicon_bit(LEXICON_PERCENT));
        head->money |= (token->kinds & lexicon_bit(LEXICON_MONEY)) != 0;
        if (lexicon_is(t->rules->lexicon, LEXICON_SCALE, word, &scale))
            head->scale = scale;
        if (i == 0 && b->ntokens <= 2 && !head->hit &&
            lexicon_is(t->rules->lexicon, LEXICON_LIMIT, word, &scale) && scale == 1)
            head->plan = true; /* "План" */
    }
    return STATUS_OK;
}

static enum status
read_column_head(struct table *t, size_t column, struct head *head)
{
    size_t last = SIZE_MAX;
    for (size_t r = 0; r < t->header_rows; r++) {
        const struct cell *cell = cell_at(t, r, column);
        if (cell->block == SIZE_MAX || cell->block == last || is_numbering(t, r))
            continue;
        last = cell->block;
        struct head own = {0};
        enum status s = read_head(t, cell->block, &own, t->excluded);
        if (s != STATUS_OK)
            return s;
        bool title = (size_t)t->d->blocks[cell->block].colspan >= t->columns && t->columns > 1;
        if (own.hit && !title) {
            head->hit = own.hit;
            head->block = own.block;
        }
        if (own.dated && !title) {
            head->dated = true;
            head->period = own.period;
        }
        head->total |= own.total && !title;
        head->percent |= own.percent && !title;
        head->plan |= own.plan && !title;
        head->change |= own.change && !title;
        head->money |= own.money;
        if (own.scale)
            head->scale = own.scale;
    }
    return STATUS_OK;
}

/* "8 (11,6)", "8 / 11,6": whether a share stands behind the number in token `i`. */
static bool
is_pair(const struct block *b, size_t i)
{
    if (i + 2 >= b->ntokens || b->tokens[i + 2].kind != TOKEN_NUMBER ||
        b->tokens[i].number.kind != NUMBER_COUNT)
        return false;
    return token_is_punct(b, i + 1, '/') ||
        (token_is_punct(b, i + 1, '(') && token_is_punct(b, i + 3, ')'));
}

/* How a cell's number is to be taken, from what the heads over and before it say. */
struct view {
    enum period_relation period;
    bool percent; /* that it is a percentage goes without saying */
    bool change, points; /* a change: of a share, in percentage points */
    long scale; /* power of ten that goes without saying */
};

/* What kind of number it is where the heads say so. */
static enum number_kind
kind_in(const struct table *t, int subject, const struct token *token, const struct view *view)
{
    bool points = view->points || (!view->change && (token->flags & TOKEN_SIGNED));
    if (token->number.kind != NUMBER_COUNT)
        return token->number.kind;
    if (view->percent)
        return points ? NUMBER_POINTS : NUMBER_PERCENT;
    return t->rules->subjects[subject].member[MEMBER_MONEY] >= 0 ? NUMBER_MONEY : NUMBER_COUNT;
}

/* The figure that the number is, of those of the subject; -1 for none. */
static int
figure_of(
    const struct sentence *s, const struct figure_number *n, int subject, const struct view *view)
{
    enum member first = MEMBER_COUNT, last = MEMBER_CHANGE_POINTS;
    if (view->change)
        first = last = view->points ? MEMBER_CHANGE_POINTS : MEMBER_CHANGE_PERCENT;
    for (enum member m = first; m <= last; m++)
        if (bind_fits(s, n, subject, m, NULL))
            return s->rules->subjects[subject].member[m];
    return -1;
}

/* States the number in token `i` as a figure of the subject that `name` names. */
static enum status
state_number(
    struct table *t, struct sentence *s, const struct head *name, size_t i, const struct view *view)
{
    int subject = name->hit->phrase->owner;
    struct figure_number *n = NULL;
    for (size_t k = 0; k < s->nnumbers; k++)
        if (s->numbers[k].token == i)
            n = &s->numbers[k];
    if (!n)
        return STATUS_OK;
    struct token *token = &t->d->blocks[s->block].tokens[i];
    struct number *number = &token->number;
    n->period = view->period;
    n->units = 0;
    n->foreign = false;
    if (view->change)
        n->change = number->value.units < 0 ? -1 : 1;
    number->kind = kind_in(t, subject, token, view);
    if (view->scale && (number->kind == NUMBER_MONEY || number->kind == NUMBER_COUNT))
        (void)number_scale(number, view->scale);
    int figure = figure_of(s, n, subject, view);
    return figure < 0
        ? STATUS_OK
        : sentence_state(s, figure, name->hit, HOW_TABLE, number->value, number->step, i, i);
}

/* What the label of the row (or the head of its column) and the other head make of a number. */
static struct view
view_of(const struct head *name, const struct head *other)
{
    struct view v = {.period = other->dated ? other->period
            : name->dated                   ? name->period
                                            : PERIOD_THIS,
        .percent = name->percent || other->percent,
        .change = name->change || other->change,
        .points = other->change && name->percent && !name->change,
        .scale = other->scale ? other->scale : name->scale};
    /* "Рост к 2021 году" names the period that is compared with. */
    if (other->change || (name->change && !other->dated))
        v.period = PERIOD_THIS;
    return v;
}

static enum status
state_zero(struct sentence *s, const struct head *name, const struct view *view)
{
    bool previous = view->period == PERIOD_PREVIOUS;
    int figure = s->rules->subjects[name->hit->phrase->owner]
                     .member[previous ? MEMBER_PREVIOUS_COUNT : MEMBER_COUNT];
    if (figure < 0 || view->period == PERIOD_OTHER || view->percent || view->change)
        return STATUS_OK;
    size_t last = s->to - 1;
    while (last && s->b->tokens[last].kind == TOKEN_PUNCT && !token_is_punct(s->b, last, '-'))
        last--;
    return sentence_state(
        s, figure, name->hit, HOW_TABLE, decimal_of(0), decimal_of(1), s->from, last);
}

/* States a cell's number as a figure of the subject that `name` names. */
static enum status
state_cell(
    struct table *t, const struct cell *cell, const struct head *name, const struct head *other)
{
    if (cell->block == SIZE_MAX)
        return STATUS_OK;
    struct block *b = &t->d->blocks[cell->block];
    struct sentence s;
    if (!name->hit || cell->content == CONTENT_NONE || b->silent || name->plan || other->plan)
        return STATUS_OK;
    int subject = name->hit->phrase->owner;
    if (t->excluded[subject] || t->group_excluded[subject] ||
        (t->rules->subjects[subject].need && !t->own_needs[subject]))
        return STATUS_OK;
    enum status status =
        sentence_read(&s, t->m, t->rules, t->d, cell->block, 0, b->ntokens, section_lang(t->d, b));
    if (status != STATUS_OK)
        return status;
    struct view view = view_of(name, other), share = view;
    if (view.change && view.period != PERIOD_THIS)
        return STATUS_OK;
    if (cell->content == CONTENT_ZERO || (cell->content == CONTENT_TEXT && is_absent(&s)))
        return state_zero(&s, name, &view);
    if (cell->content == CONTENT_TEXT)
        return STATUS_OK;
    if (!is_pair(b, cell->number))
        return state_number(t, &s, name, cell->number, &view);
    view.percent = false;
    share.percent = true;
    share.scale = 0;
    status = state_number(t, &s, name, cell->number, &view);
    return status == STATUS_OK ? state_number(t, &s, name, cell->number + 2, &share) : status;
}

static bool
is_total(struct table *t, size_t row, bool *total)
{
    *total = false;
    for (size_t c = 0; c < t->columns && c < 3; c++) {
        const struct cell *cell = cell_at(t, row, c);
        struct hits hits;
        if (cell->block == SIZE_MAX || cell->content != CONTENT_TEXT)
            continue;
        const struct block *b = &t->d->blocks[cell->block];
        if (match_kinds(t->m, b, 0, b->ntokens, section_lang(t->d, b), 1u << PHRASE_TOTAL, &hits) !=
            STATUS_OK)
            return false;
        for (size_t k = 0; k < hits.count; k++)
            *total |= says_total(&hits.hit[k]);
    }
    return true;
}

static size_t
data_rows(struct table *t)
{
    size_t n = 0;
    for (size_t r = t->header_rows; r < t->rows; r++) {
        bool total;
        n += has_numbers(t, r, 1) && is_total(t, r, &total) && !total;
    }
    return n;
}

/* Reads the period that the first words of a row name: "2022 год | 72 | 70". */
static enum status
read_row_period(struct table *t, size_t row, struct head *period)
{
    *period = (struct head){0};
    for (size_t c = 0; c < t->columns; c++) {
        const struct cell *cell = cell_at(t, row, c);
        if (cell->content != CONTENT_TEXT)
            continue;
        struct head own = {0};
        enum status s = read_head(t, cell->block, &own, t->group_excluded);
        if (s == STATUS_OK)
            *period = (struct head){.dated = own.dated, .period = own.period, .change = own.change};
        return s;
    }
    return STATUS_OK;
}

/* "в % к списочному составу": a share, of what the row above names. */
static bool
begins_with_percent(const struct block *b)
{
    for (size_t i = 0; i < b->ntokens && i < 2; i++)
        if (token_is_punct(b, i, '%') || token_is_kind(b, i, LEXICON_PERCENT))
            return true;
    return false;
}

/* A cell behind the label says of what unit the row is: "%", "тыс. тенге". */
static enum status
read_row_unit(struct table *t, size_t row, size_t column, struct head *label)
{
    for (size_t c = column + 1; c < t->columns; c++) {
        const struct cell *cell = cell_at(t, row, c);
        struct head unit = {0};
        if (cell->block == SIZE_MAX || t->d->blocks[cell->block].ntokens > UNIT_TOKENS ||
            (cell->content != CONTENT_TEXT && cell->content != CONTENT_NONE))
            continue;
        enum status s = read_head(t, cell->block, &unit, t->group_excluded);
        if (s != STATUS_OK)
            return s;
        label->percent |= unit.percent;
        label->money |= unit.money;
        if (unit.scale)
            label->scale = unit.scale;
    }
    return STATUS_OK;
}

/* Whether the cell is nothing but "%" and the end of the sentence. */
static bool
is_percent(const struct table *t, const struct cell *cell)
{
    if (cell->block == SIZE_MAX)
        return false;
    const struct block *b = &t->d->blocks[cell->block];
    return b->ntokens <= 2 && token_is_punct(b, 0, '%');
}

/* Whether the block is nothing but what is counted: "человек". Its last token is a full stop. */
static enum status
is_unit(struct table *t, const struct block *b, bool *unit)
{
    struct hits hits;
    *unit = false;
    enum status s =
        match_kinds(t->m, b, 0, b->ntokens, section_lang(t->d, b), 1u << PHRASE_UNIT, &hits);
    for (size_t k = 0; s == STATUS_OK && k < hits.count; k++)
        *unit |= hits.hit[k].first == 0 && hits.hit[k].last + 1 >= b->ntokens;
    return s;
}

/* Reads the label of a row; `*column` is the one where it stands. A row that names nothing but its
 * unit ("человек", "%", "в % к прошлому году") goes with the row above, whose label is `above`. */
static enum status
read_row_label(
    struct table *t, size_t row, const struct head *above, struct head *label, size_t *column)
{
    size_t first = t->columns;
    bool unit = false, share = false; /* the row holds a percentage of what the row above names */
    *label = (struct head){0};
    for (*column = 0; *column < t->columns; ++*column) {
        const struct cell *cell = cell_at(t, row, *column);
        if (cell->content != CONTENT_TEXT && !is_percent(t, cell))
            continue;
        if (first < *column && holds_number(&t->d->blocks[cell->block]))
            break; /* what the row says, not what it is about */
        enum status s = read_head(t, cell->block, label, t->group_excluded);
        if (s != STATUS_OK)
            return s;
        first = first < *column ? first : *column;
        share |= begins_with_percent(&t->d->blocks[cell->block]);
        if (share)
            break;
        if (first == *column) {
            s = is_unit(t, &t->d->blocks[cell->block], &unit);
            if (s != STATUS_OK)
                return s;
        }
        bool own = label->hit && label->hit->last - label->hit->first > 1; /* "Штатные единицы" */
        if (label->hit && (own || !(unit && above->bare)))
            return STATUS_OK;
    }
    if ((share || (unit && above->bare)) && first < t->columns) {
        label->hit = above->hit;
        label->bare = above->bare;
    }
    if (first < t->columns)
        *column = first;
    return STATUS_OK;
}

/* In the row of totals a column that names but its period holds what the row names: "Всего услуг"
 * under "2022 год", beside columns for the ways of rendering. */
static enum status
state_total(struct table *t, size_t row, const struct head *heads)
{
    struct head none = {0}, label;
    size_t first;
    enum status s = read_row_label(t, row, &none, &label, &first);
    for (size_t c = first + 1; s == STATUS_OK && label.hit && c < t->columns; c++)
        if (!heads[c].hit && heads[c].dated && !heads[c].change)
            s = state_cell(t, cell_at(t, row, c), &label, &heads[c]);
    return s;
}

/* Columns are indicators: the row of totals, the row that is the only one, and rows of periods. */
static enum status
read_by_columns(struct table *t, const struct head *heads)
{
    bool alone = data_rows(t) == 1;
    for (size_t r = t->header_rows; r < t->rows; r++) {
        bool total;
        struct head period;
        if (!has_numbers(t, r, 1) || !is_total(t, r, &total))
            continue;
        enum status s = read_row_period(t, r, &period);
        for (size_t c = 0;
             s == STATUS_OK && (total || alone || period.dated || period.change) && c < t->columns;
             c++)
            s = state_cell(t, cell_at(t, r, c), &heads[c], &period);
        if (s == STATUS_OK && total)
            s = state_total(t, r, heads);
        if (s != STATUS_OK)
            return s;
    }
    return STATUS_OK;
}

/* "+2,3": a change, which needs no period of its own. */
static bool
is_change(const struct table *t, const struct cell *cell)
{
    return cell->content == CONTENT_NUMBER &&
        (t->d->blocks[cell->block].tokens[cell->number].flags & TOKEN_SIGNED);
}

/* Of several columns that name neither the reported period nor the one before, the one of the
 * totals, or the one beside the plan; where there is none, it can't be told which one is meant. */
static bool
is_meant(const struct head *heads, size_t from, size_t column, size_t columns)
{
    size_t totals = 0, facts = 0;
    bool plan = false;
    for (size_t k = from; k < columns; k++) {
        plan |= heads[k].plan;
        if (heads[k].change || heads[k].plan)
            continue;
        facts++;
        if (heads[k].dated && heads[k].period != PERIOD_OTHER)
            return heads[column].dated || heads[column].percent;
        totals += heads[k].total;
    }
    return heads[column].percent || (totals == 1 && heads[column].total) ||
        (plan && facts == 1 && !heads[column].plan);
}

/* The only cell behind the label may hold a sentence: "5 чел. (7,1 %), в 2021 году – 4 чел." */
static enum status
read_words(struct table *t, size_t row, size_t label_column, const struct head *heads,
    const struct head *label)
{
    const struct cell *only = NULL;
    for (size_t k = label_column + 1; k < t->columns; k++) {
        const struct cell *cell = cell_at(t, row, k);
        if (cell->content == CONTENT_NONE)
            continue;
        if (only || heads[k].plan || label->plan ||
            (heads[k].dated && heads[k].period != PERIOD_THIS))
            return STATUS_OK;
        only = cell;
    }
    if (!only || only->content != CONTENT_TEXT || t->d->blocks[only->block].silent)
        return STATUS_OK;
    return holds_number(&t->d->blocks[only->block])
        ? t->words->read(t->words->ctx, only->block, label->hit, t->own_needs)
        : STATUS_OK;
}

/* A row that names something else in full ends what the rows before exclude: behind "Конкурсы"
 * appeals are no longer those for services. */
static void
change_topic(struct table *t, const struct head *label)
{
    if (!label->whole || label->excludes)
        return;
    memset(t->group_excluded, 0, t->rules->nsubjects * sizeof *t->group_excluded);
}

/* "Изменение к прошлому году, %": whether the cell says but that something has changed since. */
static bool
says_change(struct table *t, size_t row, size_t column)
{
    const uint32_t kinds = 1u << PHRASE_CHANGE | 1u << PHRASE_PREVIOUS | 1u << PHRASE_COMPARE |
        1u << PHRASE_LIGHT | 1u << PHRASE_MORE | 1u << PHRASE_LESS | 1u << PHRASE_OF;
    const struct cell *cell = cell_at(t, row, column);
    struct hits hits;
    if (cell->block == SIZE_MAX)
        return false;
    const struct block *b = &t->d->blocks[cell->block];
    if (match_kinds(t->m, b, 0, b->ntokens, section_lang(t->d, b), kinds, &hits) != STATUS_OK)
        return false;
    for (size_t i = 0; i < b->ntokens; i++) {
        bool known = b->tokens[i].kind != TOKEN_WORD || token_is_kind(b, i, LEXICON_PERCENT) ||
            token_is_kind(b, i, LEXICON_AND);
        for (size_t k = 0; k < hits.count && !known; k++)
            known = hits.hit[k].first <= i && i < hits.hit[k].last;
        if (!known)
            return false;
    }
    return true;
}

/* Whether the label names what may change by a percentage. */
static bool
has_change(const struct table *t, const struct head *label)
{
    return label->hit && !label->change && !label->percent &&
        t->rules->subjects[label->hit->phrase->owner].member[MEMBER_CHANGE_PERCENT] >= 0;
}

/* Rows are indicators: each value under its period. */
static enum status
read_by_rows(struct table *t, const struct head *heads)
{
    struct head above = {0};
    size_t above_row = 0;
    for (size_t r = t->header_rows; r < t->rows; r++) {
        struct head label;
        size_t c;
        if (begins_group(t, r))
            memset(t->group_excluded, 0, t->rules->nsubjects * sizeof *t->group_excluded);
        enum status s = read_row_label(t, r, &above, &label, &c);
        if (s == STATUS_OK)
            s = read_row_unit(t, r, c, &label);
        if (s != STATUS_OK)
            return s;
        change_topic(t, &label);
        if (!label.hit && label.change && r == above_row + 1 && has_change(t, &above) &&
            says_change(t, r, c))
            label.hit = above.hit;
        size_t values = 0;
        for (size_t k = c + 1; k < t->columns; k++)
            values += cell_at(t, r, k)->content == CONTENT_NUMBER;
        s = read_words(t, r, c, heads, &label);
        if (s != STATUS_OK)
            return s;
        for (size_t k = c + 1; label.hit && k < t->columns; k++) {
            const struct cell *cell = cell_at(t, r, k);
            if (values > 1 && !heads[k].change && !is_change(t, cell) &&
                !is_meant(heads, c + 1, k, t->columns))
                continue;
            s = state_cell(t, cell, &label, &heads[k]);
            if (s != STATUS_OK)
                return s;
        }
        label.bare |= !has_values(t, r, c + 1);
        if (label.hit)
            above = label, above_row = r;
    }
    return STATUS_OK;
}

/* A table of which the title alone tells what it counts, and its rows in which period:
 * "Сменяемость" above "| | чел. | % |". */
static enum status
take_title(struct table *t, const struct hit *title, struct head *heads, size_t *named)
{
    size_t dated = 0;
    for (size_t r = t->header_rows; r < t->rows; r++) {
        struct head period;
        enum status s = read_row_period(t, r, &period);
        if (s != STATUS_OK)
            return s;
        dated += period.dated;
    }
    for (size_t c = 1; dated > 1 && c < t->columns; c++, ++*named) {
        heads[c].hit = title;
        heads[c].block = (size_t)(title->block - t->d->blocks);
    }
    return STATUS_OK;
}

/* A change that names nothing is of what the column before it names: "Обратилось | Рост, %". */
static void
take_before(struct head *heads, size_t c)
{
    if (c < 2 || heads[c].hit || !heads[c].change)
        return;
    heads[c].hit = heads[c - 1].hit;
    heads[c].block = heads[c - 1].block;
}

/* Whether every other column holds labels, and what follows each but values: two lists of figures
 * side by side, as often in two languages. */
static bool
is_paired(const struct table *t)
{
    size_t pairs = 0;
    if (t->columns < 4 || t->columns % 2)
        return false;
    for (size_t r = 0; r < t->rows; r++)
        for (size_t c = 0; c < t->columns; c += 2) {
            const struct cell *label = cell_at(t, r, c), *value = cell_at(t, r, c + 1);
            if (label->content == CONTENT_NUMBER ||
                (label->content == CONTENT_ZERO && value->content != CONTENT_NONE) ||
                (value->content == CONTENT_TEXT && r > 0))
                return false;
            bool pair = label->content == CONTENT_TEXT && value->content != CONTENT_NONE;
            pairs += pair && r > 0 && c > 0;
        }
    return pairs > 1;
}

/* Puts lists that stand side by side below each other. */
static enum status
unfold_pairs(struct table *t)
{
    struct cell *cells = arena_array(t->d->arena, t->rows * t->columns, sizeof *cells);
    size_t n = 0;
    if (!cells)
        return STATUS_LIMIT;
    for (size_t c = 0; c < t->columns; c += 2)
        for (size_t r = 0; r < t->rows; r++) {
            cells[n++] = *cell_at(t, r, c);
            cells[n++] = *cell_at(t, r, c + 1);
        }
    t->cells = cells;
    t->rows = n / 2;
    t->columns = 2;
    return STATUS_OK;
}

enum status
table_read(const struct rules *rules, struct matcher *m, struct document *d, size_t first,
    const bool *needs, const struct hit *title, const struct table_prose *words, size_t *next,
    bool *prose)
{
    struct table t = {
        .rules = rules, .m = m, .d = d, .words = words, .needs = needs, .first = first};
    int number = d->blocks[first].table;
    for (t.end = first; t.end < d->nblocks && d->blocks[t.end].kind == BLOCK_CELL &&
         d->blocks[t.end].table == number;)
        t.end++;
    *next = t.end;
    *prose = true;
    enum status s = lay_out(&t);
    if (s == STATUS_OK && is_paired(&t))
        s = unfold_pairs(&t);
    if (s != STATUS_OK)
        return s == STATUS_BAD ? STATUS_OK : s;
    t.header_rows = count_header_rows(&t);
    if (t.header_rows == t.rows || t.columns < 2)
        return STATUS_OK;
    *prose = false;
    struct head *heads = arena_array(d->arena, t.columns, sizeof *heads);
    if (!heads)
        return STATUS_LIMIT;
    size_t named = 0;
    for (size_t c = 0; c < t.columns; c++) {
        s = read_column_head(&t, c, &heads[c]);
        if (s != STATUS_OK)
            return s;
        take_before(heads, c);
        named += heads[c].hit != NULL && c > 0;
    }
    if (!named && title)
        s = take_title(&t, title, heads, &named);
    if (s != STATUS_OK)
        return s;
    return named >= 2 || (named == 1 && t.columns == 2) ? read_by_columns(&t, heads)
                                                        : read_by_rows(&t, heads);
}
