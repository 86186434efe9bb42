/* input.h - the lines of the files that the program was given, one after another. */
#ifndef SVODKA_INPUT_H
#define SVODKA_INPUT_H

#include "io.h"
#include "lines.h"

struct input {
    char **files; /* "-" is standard input; none at all, too */
    int nfiles;
    int file; /* of the line last handed out: index into files */
    struct io_reader reader;
    bool begun, open;
    bool broken; /* a file can't be opened or read; it was said */
};

/* Begins with the first of the files. */
void input_begin(struct input *in, char **files, int nfiles);

/* The next line that is not blank, valid until the next call. False at the end, and where a file
 * can't be opened or read. Each file is opened when the one before it ends. */
bool input_next(struct input *in, struct str *line);

/* The name of file `i` for messages. */
const char *input_name(const struct input *in, int i);

void input_end(struct input *in);

/* Parses a line of documents for programs that look at one after another: `arena` is reset, `*json`
 * is the document, or NULL for any other line. What is wrong is said; false then, and at the end of
 * the input, which `in->broken` tells apart. End lines are put into `check`. */
bool input_document(
    struct input *in, struct lines_check *check, struct arena *arena, struct json **json);

#endif
