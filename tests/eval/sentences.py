#!/usr/bin/env python3
"""Sentences that state figures, each read as a report of its own.

usage: sentences.py NORMALIZE [--list] FILE... [FLOOR]
  A line of a FILE is "LANG<TAB>TEXT". A number that states a figure is written {{FIGURE=VALUE|WORDS}}, one that
  states two {{FIGURE=VALUE;FIGURE=VALUE|WORDS}}; an absence is such WORDS with the value 0. Whatever else the
  text holds states nothing. A report is a title for the year 2022 in front of the text.
  --list prints every sentence that is not read as it is marked. FLOOR is a file named floor with lines
  "MEASURE LEAST", each a test; then the last line is "N passed, N failed".

A statement is found where figure and value are as marked, as many times as they are. precision: found among
those that the program states; recall: found among those that are marked.
"""
import collections
import decimal
import json
import os
import re
import subprocess
import sys

MARK = re.compile(r"\{\{([^|{}]+)\|([^{}]*)\}\}")
TITLE = {
    "ru": "Аналитическая справка по результатам внутреннего анализа коррупционных рисков в деятельности"
          " КГУ «Средняя школа № 5 города Аксу» за 2022 год",
    "kk": "«Ақсу қаласының № 5 орта мектебі» КММ қызметіндегі сыбайлас жемқорлық тәуекелдеріне 2022 жылғы"
          " ішкі талдау нәтижелері бойынша талдамалық анықтама",
}


def exact(value):
    return decimal.Decimal(value).normalize()


def read(path):
    """(line number, language, text, marked statements) of each line of a file."""
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            lang, _, marked = line.rstrip("\n").partition("\t")
            want = collections.Counter()
            for mark in MARK.finditer(marked):
                for one in mark[1].split(";"):
                    figure, _, value = one.partition("=")
                    want[figure, exact(value)] += 1
            yield number, lang, MARK.sub(r"\2", marked), want


def documents(sentences):
    for i, (_, _, lang, text, _) in enumerate(sentences):
        blocks = [{"kind": kind, "level": 1, "lang": lang, "text": t}
                  for kind, t in (("heading", TITLE[lang]), ("paragraph", text))]
        yield {"type": "document", "path": "%d.txt" % i, "member": None, "sha256": "%064x" % i, "bytes": 1,
               "format": "text", "properties": {}, "blocks": blocks, "findings": []}
    yield {"type": "end", "program": "svodka-extract", "documents": len(sentences), "rejected": 0}


def normalize(command, sentences):
    """What the program states of each sentence."""
    text = "".join(json.dumps(d, ensure_ascii=False) + "\n" for d in documents(sentences))
    out = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    got = {}
    for record in map(json.loads, out.stdout.splitlines()):
        if record["type"] != "record":
            continue
        found = collections.Counter()
        for figure in record["figures"]:
            for s in figure["statements"]:
                found[figure["id"], exact(s["value"])] += 1
        got[int(os.path.splitext(record["path"])[0])] = found
    return got


def said(sign, statements):
    return ["%s%s=%s" % (sign, figure, format(value, "f")) for figure, value in statements.elements()]


def main():
    arguments = [a for a in sys.argv[1:] if a != "--list"]
    floors = [a for a in arguments[1:] if os.path.basename(a) == "floor"]
    sentences = [(path, number, lang, text, want) for path in arguments[1:] if path not in floors
                 for number, lang, text, want in read(path)]
    if not sentences:
        sys.exit(__doc__)
    got = normalize([arguments[0]], sentences)
    count = collections.Counter()
    for i, (path, number, _, text, want) in enumerate(sentences):
        found = got.get(i, collections.Counter())
        count["found"] += (found & want).total()
        count["missed"] += (want - found).total()
        count["beyond"] += (found - want).total()
        if found != want and "--list" in sys.argv:
            differences = said("-", want - found) + said("+", found - want)
            print("%s:%d: %s | %s" % (os.path.basename(path), number, " ".join(differences), text))
    measures = {"precision": count["found"] / max(1, count["found"] + count["beyond"]),
                "recall": count["found"] / max(1, count["found"] + count["missed"])}
    print("%d sentences" % len(sentences))
    print("statements     precision %.4f, recall %.4f: %d found, %d missed, %d beyond them"
          % (measures["precision"], measures["recall"], count["found"], count["missed"], count["beyond"]))
    if not floors:
        return 0
    passed = failed = 0
    for path in floors:
        with open(path, encoding="utf-8") as f:
            for measure, least in (line.split() for line in f if line.strip() and line[0] != "#"):
                good = measures[measure] >= float(least)
                passed, failed = passed + good, failed + (not good)
                if not good:
                    print("%s: %.4f, at least %s" % (measure, measures[measure], least))
    print("%d passed, %d failed" % (passed, failed))
    return failed > 0


sys.exit(main())
