/* svodka.h - the commands of svodka(1). Each takes its name and its arguments and returns the exit
 * status. */
#ifndef SVODKA_SVODKA_H
#define SVODKA_SVODKA_H

int svodka_run(int argc, char **argv);
int svodka_consolidate(int argc, char **argv);
int svodka_status(int argc, char **argv);
int svodka_log(int argc, char **argv);
int svodka_diff(int argc, char **argv);
int svodka_export(int argc, char **argv);
int svodka_check_store(int argc, char **argv);

#endif
