/* digest.h - what is new in a store and wants a person: findings, documents that can't be read,
 * files that are gone. */
#ifndef SVODKA_DIGEST_H
#define SVODKA_DIGEST_H

#include "output.h"

/* Writes what the last digest did not know, and nothing where there is nothing new. Between
 * store_digest() and store_told(). STATUS_BROKEN after a message. */
NODISCARD enum status digest_write(struct report *r, struct store *store);

#endif
