/* symbol.h - characters of symbol fonts as Unicode. */
#ifndef SVODKA_SYMBOL_H
#define SVODKA_SYMBOL_H

#include "buf.h"
#include "str.h"

/* Whether `font` is one whose letters are pictures ("Symbol", "Wingdings" ...). */
bool symbol_font(struct str font);

/* The Unicode character for `c` (0x20 to 0xFF, or that plus 0xF000) in `font`; 0xFFFD for a picture
 * that has none; `c` itself where the font is no symbol font. */
uint32_t symbol_char(struct str font, uint32_t c);

/* Appends `text`, whose characters in the private area U+F020 to U+F0FF (all characters, where
 * `font` is a symbol font) go through symbol_char(). */
void symbol_text(struct str font, struct str text, struct buf *to);

#endif
