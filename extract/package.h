/* package.h - the parts of an Office file and how they point to each other (OPC). */
#ifndef SVODKA_PACKAGE_H
#define SVODKA_PACKAGE_H

#include "xml.h"
#include "zipbox.h"

/* What a relationship leads to, told by the end of its type, which transitional and strict files
 * share. */
enum relation {
    RELATION_OTHER,
    RELATION_DOCUMENT,
    RELATION_CORE,
    RELATION_STYLES,
    RELATION_NUMBERING,
    RELATION_SETTINGS,
    RELATION_HEADER,
    RELATION_FOOTER,
    RELATION_FOOTNOTES,
    RELATION_ENDNOTES,
    RELATION_COMMENTS,
    RELATION_CHART,
    RELATION_DIAGRAM,
    RELATION_CHUNK,
    RELATION_COUNT
};

struct relationship {
    struct relationship *next;
    struct str id;
    enum relation relation;
    struct str target; /* name of the part, without "/" in front */
    bool used;
};

/* Reads the relationships of `part` (empty: of the package) in the order of the file. None is no
 * fault. */
NODISCARD enum status package_relationships(
    struct zipbox *z, struct document *d, struct str part, struct relationship **out);

struct relationship *package_by_id(struct relationship *list, struct str id);
struct relationship *package_by_kind(struct relationship *list, enum relation relation);

/* Parses a part. STATUS_OK also where the zip has no such part, `*found` (may be NULL) says so. */
NODISCARD enum status package_parse(struct zipbox *z, struct document *d, struct str part,
    const struct xml_handler *handler, void *ctx, struct xml **running, bool *found);

/* The same for a part whose bytes go through `push` (an xml_push() that leaves some out). */
NODISCARD enum status package_parse_by(struct zipbox *z, struct document *d, struct str part,
    const struct xml_handler *handler, void *ctx, bool (*push)(void *xml, struct str piece));

/* The content type of a part; p == NULL where none is said. */
NODISCARD enum status package_content_type(
    struct zipbox *z, struct document *d, struct str part, struct str *type);

/* Title, author and times from the core properties. */
NODISCARD enum status package_properties(struct zipbox *z, struct document *d, struct str part);

#endif
