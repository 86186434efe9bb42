/* margins.c - headers and footers. */
#include "story.h"

#include "package.h"

void
margins_reference(struct docx *x, bool footer, const struct xml_attributes *a)
{
    struct str type = xml_attribute(a, "type");
    int i = str_is(type, "first") ? MARGIN_FIRST
        : str_is(type, "even")    ? MARGIN_EVEN
                                  : MARGIN_DEFAULT;
    x->margins[footer][i] = story_keep(x, xml_attribute_ns(a, NS_R, "id"));
}

/* The end of a section: what its margins show. A section without a reference of its own goes on
 * with the one before. */
void
margins_close_section(struct docx *x)
{
    for (int footer = 0; footer < 2; footer++)
        for (int i = MARGIN_FIRST; i <= MARGIN_EVEN; i++) {
            struct str id = x->margins[footer][i];
            int *n = &x->nshown[footer], k = 0;
            if (!id.p || (i == MARGIN_FIRST && !x->title_page) ||
                (i == MARGIN_EVEN && !x->even_odd))
                continue;
            while (k < *n && !str_eq(x->shown[footer][k], id))
                k++;
            if (k == *n && *n < 64)
                x->shown[footer][(*n)++] = id;
        }
    x->title_page = false;
}

enum status
margins_read(struct docx *x, bool footer, struct block_list *out)
{
    enum status status = STATUS_OK;
    for (int i = 0; i < x->nshown[footer] && status == STATUS_OK; i++) {
        struct relationship *r = package_by_id(x->relations, x->shown[footer][i]);
        if (!r || r->used)
            continue;
        r->used = true;
        status = story_read(x, r->target, footer ? BLOCK_FOOTER : BLOCK_HEADER, out);
    }
    return status;
}
