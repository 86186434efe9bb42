#!/usr/bin/env python3
"""Makes extract/language.def: pairs.py FOLDER

FOLDER holds message catalogues (*.mo) in folders ru/LC_MESSAGES and kk/LC_MESSAGES, as translations
of Debian packages have them (libreoffice-l10n-kk, libreoffice-l10n-ru, libgtk-3-common, evolution-common,
nautilus-data, gedit-common, iso-codes ... unpacked by `dpkg -x`). What is kept are statistics of
letter pairs: how often a pair stands in Kazakh and in Russian text, in sixteenths of a bit above or
below chance. Words are folded first: Kazakh letters count as the Russian ones that they are mistyped as.
"""
import collections
import gettext
import math
import os
import re
import sys

FOLD = str.maketrans('қғңөұүәіһёй', 'кгноууаихеи')
LETTERS = '\0абвгдежзиклмнопрстуфхцчшщъыьэюя'  # \0: an end of a word


def words(folder, language):
    seen = set()
    for root, _, files in os.walk(folder):
        if not root.endswith(f'/{language}/LC_MESSAGES'):
            continue
        for name in sorted(files):
            if name.endswith('.mo'):
                with open(os.path.join(root, name), 'rb') as f:
                    seen.update(v for v in gettext.GNUTranslations(f)._catalog.values() if v)
    for text in sorted(seen):
        text = re.sub(r'[_~&]', '', text.lower()).translate(FOLD)
        yield from re.findall('[а-я]{2,}', text)


def pairs(folder, language):
    count = collections.Counter()
    for word in words(folder, language):
        word = '\0' + word + '\0'
        count.update(zip(word, word[1:]))
    return count


def main():
    kk, ru = (pairs(sys.argv[1], language) for language in ('kk', 'ru'))
    nkk, nru = sum(kk.values()), sum(ru.values())
    print('/* language.def - made by tests/language/pairs.py: how often each pair of folded letters (the end')
    print(' * of a word, then \u0430 to \u044f without \u0451 and \u0439) stands in a language, in sixteenths of a bit')
    print(' * above or below chance. PAIRS(language, rows) */')
    for name, count, n in (('KK', kk, nkk), ('RU', ru, nru)):
        print(f'PAIRS({name}')
        for a in LETTERS:
            row = (round(16 * math.log2((count[a, b] + 1) / (n + 1024) * 1024)) for b in LETTERS)
            print(',{' + ', '.join(str(max(-128, min(127, v))) for v in row) + '}')
        print(')')
    print(f'{nkk} and {nru} pairs', file=sys.stderr)


if __name__ == '__main__':
    main()
