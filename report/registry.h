/* registry.h - who is expected to report: rules/institutions.tsv or --registry=FILE.
 *
 * Tab-separated, the first line names the columns: key, bin, name_ru, name_kk, aliases (separated
 * by
 * "|"), place_ru, place_kk, forms (names of kinds of report, separated by blanks), due (the date by
 * which the report is to be there). Only key is needed; other columns are ignored. */
#ifndef SVODKA_REGISTRY_H
#define SVODKA_REGISTRY_H

#include "summary.h"

/* Reads it; its institutions take part in the joining of names. `path` is NULL for the one of the
 * data folder, which need not exist. STATUS_BAD after a message. */
NODISCARD enum status registry_load(struct summary *s, const char *path);

#endif
