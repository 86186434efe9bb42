/* xml.h - XML from somebody one does not know: libxml2's SAX2 in push mode, without DTD, entities,
 * network, and with names turned into small numbers. */
#ifndef SVODKA_XML_H
#define SVODKA_XML_H

#include "extract.h"

/* Namespaces that we know, in their transitional and strict form. */
enum xml_ns {
    NS_NONE, /* no namespace */
    NS_OTHER, /* one that we do not know */
#define NAMESPACE(id, uri, strict) NS_##id,
#include "names.def"
    NS_COUNT
};

/* Elements that we know: W_p for w:p ... */
enum xml_name {
    NAME_OTHER,
#define NAME(ns, local) ns##_##local,
#include "names.def"
    NAME_COUNT
};

struct xml_attributes {
    const unsigned char **p; /* five pointers each, as libxml2 gives them */
    int count;
};

struct xml;

struct xml_handler {
    void (*start)(void *ctx, enum xml_name name, enum xml_ns ns, const struct xml_attributes *a);
    void (*end)(void *ctx, enum xml_name name);
    void (*text)(void *ctx, struct str text);
};

/* The value of the attribute `local`, whatever its namespace; p == NULL where there is none. Lives
 * until the callback returns. An attribute with a predefined entity or character reference is
 * already decoded. */
struct str xml_attribute(const struct xml_attributes *a, const char *local);

/* The same where the attribute's namespace is `ns` (relationship ids: r:id). */
struct str xml_attribute_ns(const struct xml_attributes *a, enum xml_ns ns, const char *local);

/* A whole number; `fallback` where there is none or it is out of range. */
long xml_number(struct str value, long fallback);

/* An on-off value: true unless it says "0", "false" or "off". Absent (p == NULL) is true. */
bool xml_on(struct str value);

/* A parser of one part. What is wrong with it rejects `d`, "PART: reason". */
NODISCARD struct xml *xml_new(
    struct document *d, struct str part, const struct xml_handler *handler, void *ctx);

/* Takes the next piece; false once the parser or the document has given up. Fits zipbox_read(). */
bool xml_push(void *xml, struct str piece);

/* The end of the part: whether all of it was well-formed. */
NODISCARD enum status xml_finish(struct xml *x);

/* Whether `prefix` stands, at this place, for a namespace that we know. */
bool xml_prefix_known(const struct xml *x, struct str prefix);

/* Stops parsing without fault: the rest of the part is of no interest. */
void xml_stop(struct xml *x);

void xml_free(struct xml *x);

#endif
