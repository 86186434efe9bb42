/* policy.h - content security policies of the pages: what may run or be applied, by its hash. */
#ifndef SVODKA_POLICY_H
#define SVODKA_POLICY_H

#include "buf.h"
#include "str.h"

/* Appends 'sha256-...' of a script or a style sheet, with the quotes that a policy wants. */
void policy_hash(struct buf *b, struct str s);

#endif
