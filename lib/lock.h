/* lock.h - one run at a time over one store. */
#ifndef SVODKA_LOCK_H
#define SVODKA_LOCK_H

/* Takes the lock of the store: STORE.lock beside it, which holds whose it is. It goes with the
 * process, however that ends. EXIT_GOOD, or after a message EXIT_LOCKED where another has it,
 * EXIT_BROKEN. */
int lock_take(const char *store);

/* Gives it back and removes the file. */
void lock_leave(void);

#endif
