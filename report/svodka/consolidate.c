#include "svodka.h"
int svodka_consolidate(int argc, char **argv){(void)argc;(void)argv;return 2;}
int svodka_status(int argc, char **argv){(void)argc;(void)argv;return 2;}
int svodka_log(int argc, char **argv){(void)argc;(void)argv;return 2;}
int svodka_diff(int argc, char **argv){(void)argc;(void)argv;return 2;}
int svodka_export(int argc, char **argv){(void)argc;(void)argv;return 2;}
int svodka_check_store(int argc, char **argv){(void)argc;(void)argv;return 2;}
