/* command.h - the other programs of the chain, as this one runs them. */
#ifndef SVODKA_COMMAND_H
#define SVODKA_COMMAND_H

#include "buf.h"
#include "status.h"
#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* The arguments of a program. {0} is empty. */
struct command {
    char **words;
    size_t count;
    bool failed;
    const char *folder; /* where it works; NULL: here */
    int in, out, err; /* its descriptors; 0 (in) and -1 (out, err): ours */
};

#define COMMAND                                                                                    \
    (struct command)                                                                               \
    {                                                                                              \
        .out = -1, .err = -1                                                                       \
    }

/* The program's own word: beside this one, else by PATH. */
void command_program(struct command *c, const char *name);

void command_word(struct command *c, const char *word);

/* One word: the option and its value. */
void command_option(struct command *c, const char *option, const char *value);
void command_number(struct command *c, const char *option, long n);

void command_free(struct command *c);

/* Starts it; it dies with us. -1 after a message. */
pid_t command_start(const struct command *c);

/* Its exit status; EXIT_BROKEN after a message where it died. */
int command_wait(const struct command *c, pid_t child);

/* Both. */
int command_run(const struct command *c);

/* A file that goes with us; NULL after a message. */
FILE *command_scratch(void);

/* Adds a line to such a file: for store_each_line(). STATUS_BROKEN after a message. */
NODISCARD enum status command_keep_line(void *file, struct str line);

/* Runs it and appends what it prints to `answer`. */
int command_answer(struct command *c, struct buf *answer);

/* Runs it into a file that is complete or as it was. */
int command_into(struct command *c, const char *path);

#endif
