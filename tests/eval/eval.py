#!/usr/bin/env python3
"""Compare what the chain read out of reports with what an auditor read out of them.

usage: eval.py [--list] GOLD DOCUMENTS RECORDS [FLOOR]
  GOLD is a folder with NAME.json for each NAME.docx; DOCUMENTS and RECORDS are the chain's lines.
  --list names every difference. FLOOR is a file of lines "MEASURE[:REPORT] LEAST", each of which
  becomes a test; then the last line is "N passed, N failed".

A figure is right where its value is the auditor's, or where both say that the report contradicts
itself and give none. precision: right among the figures given; recall: right among the auditor's.
A statement is found where figure, language and value are the auditor's, as many times as the report says it.
"""
import argparse
import collections
import decimal
import json
import os
import re
import sys

CODES = {"ru_kk": "language-conflict", "within": "internal-conflict", "arithmetic": "arithmetic"}
# A finding that names more figures than this does not say which of them is meant.
MOST_FIGURES = 6
CONFLICT = "conflict"


def load(path):
    with open(path, encoding="utf-8") as f:
        return json.load(f, parse_float=decimal.Decimal)


def lines(path, kind):
    """The lines of one type by the names of their reports."""
    found = collections.defaultdict(list)
    with open(path, encoding="utf-8", newline="\n") as f:
        for text in f:
            line = json.loads(text)
            if line["type"] == kind:
                name = os.path.basename(line.get("member") or line["path"])
                found[os.path.splitext(name)[0]].append(line)
    return found


def exact(value):
    """A value as one can compare it: 93.730 and 93.73 are the same."""
    return None if value is None else decimal.Decimal(value).normalize()


def name_words(name):
    """Words of a name without what handwriting, keyboards and fonts make of Kazakh letters."""
    plain = str.maketrans("әғқңөұүһіё", "агкноуухие")
    return set(re.findall(r"\w+", (name or "").lower().translate(plain)))


def same_name(a, b):
    """Most words in common: declension and the order of the parents' names are not held against it."""
    a, b = name_words(a), name_words(b)
    return bool(a and b) and len(a & b) >= 0.6 * len(a | b)


class Report:
    """One report's gold beside its record."""

    def __init__(self, name, gold, records, documents):
        self.name, self.gold = name, gold
        self.record = max(records, key=lambda r: len(r["figures"]), default=None)
        self.texts = [b["text"] for d in documents for b in d.get("blocks", ())]
        self.count = collections.Counter()
        self.notes = []
        self.conflicts = {
            f for c in gold["contradictions"] if c["kind"] != "arithmetic" for f in c["figures"]
        }

    def note(self, format, *arguments):
        self.notes.append("%s: " % self.name + format % arguments)

    def compare(self):
        self.count["reports"] = 1
        if self.record is None:
            self.note("no record")
            self.record = {"institution": {}, "period": {}, "parts": [], "figures": [], "findings": []}
        self.figures()
        self.statements()
        self.spans()
        self.contradictions()
        self.identity()
        return self

    def expected(self):
        """The auditor's value of each figure; CONFLICT where the report has several."""
        values = {s["figure"]: exact(s["value"]) for s in reversed(self.gold["statements"])}
        return {f: CONFLICT if f in self.conflicts else v for f, v in values.items()}

    def figures(self):
        want = self.expected()
        got = {
            f["id"]: CONFLICT if f["status"] == CONFLICT else exact(f["value"])
            for f in self.record["figures"]
        }
        for figure in sorted(want.keys() | got.keys()):
            if figure not in want:
                outcome = "invented"
            elif figure not in got:
                outcome = "missed"
            else:
                outcome = "right" if want[figure] == got[figure] else "wrong"
            self.count[outcome] += 1
            if outcome != "right":
                self.note(
                    "%s %s: %s, should be %s", outcome, figure, got.get(figure), want.get(figure)
                )

    def statements(self):
        want = collections.Counter(
            (s["figure"], s["lang"], exact(s["value"])) for s in self.gold["statements"]
        )
        got = collections.Counter(
            (f["id"], s["lang"], exact(s["value"]))
            for f in self.record["figures"]
            for s in f["statements"]
        )
        self.count["stated"] = want.total()
        self.count["claimed"] = got.total()
        self.count["found"] = (want & got).total()
        for (figure, lang, value), n in sorted((want - got).items()):
            surface = [
                s["surface"]
                for s in self.gold["statements"]
                if (s["figure"], s["lang"], exact(s["value"])) == (figure, lang, value)
            ]
            self.note("statement missed: %s = %s [%s] x%d: %s", figure, value, lang, n, surface)
        for (figure, lang, value), n in sorted((got - want).items()):
            quotes = [
                s["quote"]
                for f in self.record["figures"]
                for s in f["statements"]
                if (f["id"], s["lang"], exact(s["value"])) == (figure, lang, value)
            ]
            self.note("statement not in gold: %s = %s [%s] x%d: %s", figure, value, lang, n, quotes)

    def spans(self):
        for s in (s for f in self.record["figures"] for s in f["statements"]):
            inside = s["block"] < len(self.texts)
            self.count["spans"] += 1
            if inside and self.texts[s["block"]][s["start"] : s["end"]] == s["quote"]:
                self.count["spans exact"] += 1
            else:
                self.note("quote is not at %s %s-%s: %s", s["block"], s["start"], s["end"], s["quote"])

    def planted(self):
        """Contradictions of figures one by one; of a calculation as a whole."""
        for c in self.gold["contradictions"]:
            if c["kind"] == "arithmetic":
                yield c["kind"], set(c["figures"])
            else:
                for figure in c["figures"]:
                    yield c["kind"], {figure}

    def contradictions(self):
        alarms = [f for f in self.record["findings"] if f["code"] in CODES.values()]
        known = set()
        for kind, figures in self.planted():
            known |= figures
            self.count["planted"] += 1
            if any(
                a["code"] == CODES[kind]
                and figures & set(a.get("figures", ()))
                and len(a["figures"]) <= MOST_FIGURES
                for a in alarms
            ):
                self.count["planted found"] += 1
            else:
                self.note("contradiction missed: %s %s", kind, sorted(figures))
        for a in alarms:
            if not known & set(a.get("figures", ())):
                self.count["other alarms"] += 1
                self.note("alarm that was not planted (it may be right): %s %s: %s",
                    a["code"], a.get("figures"), a["text"]["ru"])

    def identity(self):
        name = self.record["institution"].get("name") or {}
        for lang, expected in self.gold["institution"].items():
            if expected is None:
                continue
            self.judge("names", same_name(expected, name.get(lang)), name.get(lang), expected)
        label = self.record["period"].get("label")
        self.judge("periods", label == self.gold["period"], label, self.gold["period"])
        parts = [(p["lang"], p["form"]) for p in self.record["parts"]]
        expected = [(p["lang"], p["form"]) for p in self.gold["parts"]]
        self.judge("parts", parts == expected, parts, expected)

    def judge(self, what, right, got, expected):
        self.count[what] += 1
        self.count[what + " right"] += right
        if not right:
            self.note("%s: %s, should be %s", what, got, expected)


def ratio(part, whole):
    return part / whole if whole else 0.0


def measures(n):
    given = n["right"] + n["wrong"] + n["invented"]
    return {
        "precision": ratio(n["right"], given),
        "recall": ratio(n["right"], n["right"] + n["wrong"] + n["missed"]),
        "statements": ratio(n["found"], n["stated"]),
        "claims": ratio(n["found"], n["claimed"]),
        "spans": ratio(n["spans exact"], n["spans"]),
        "contradictions": ratio(n["planted found"], n["planted"]),
        "names": ratio(n["names right"], n["names"]),
        "periods": ratio(n["periods right"], n["periods"]),
        "parts": ratio(n["parts right"], n["parts"]),
    }


def show(n):
    m = measures(n)
    print("%d reports" % n["reports"])
    print("figures        precision %.4f, recall %.4f: %d right, %d wrong, %d invented, %d missed"
        % (m["precision"], m["recall"], n["right"], n["wrong"], n["invented"], n["missed"]))
    print("statements     %d of %d found, %d claimed; %d of %d quotes stand where they should"
        % (n["found"], n["stated"], n["claimed"], n["spans exact"], n["spans"]))
    print("contradictions %d of %d found, %d other alarms"
        % (n["planted found"], n["planted"], n["other alarms"]))
    print("identity       names %d of %d, periods %d of %d, parts %d of %d"
        % tuple(n[k + s] for k in ("names", "periods", "parts") for s in (" right", "")))


def test(path, total, reports):
    """Each line of the floor file is a test."""
    passed = failed = 0
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.strip() or line.startswith("#"):
                continue
            what, least = line.split()
            measure, _, name = what.partition(":")
            value = measures(reports[name].count if name else total)[measure]
            if value >= float(least):
                passed += 1
            else:
                failed += 1
                print("FAILED: %s is %.4f, should be %s at least" % (what, value, least))
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


def main():
    parser = argparse.ArgumentParser(description="Score records against gold.")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("gold")
    parser.add_argument("documents")
    parser.add_argument("records")
    parser.add_argument("floor", nargs="?")
    a = parser.parse_args()
    documents, records = lines(a.documents, "document"), lines(a.records, "record")
    reports = {}
    for file in sorted(os.listdir(a.gold)):
        name, ending = os.path.splitext(file)
        if ending == ".json":
            gold = load(os.path.join(a.gold, file))
            reports[name] = Report(name, gold, records[name], documents[name]).compare()
    total = sum((r.count for r in reports.values()), collections.Counter())
    if a.list:
        for r in reports.values():
            print("\n".join(r.notes + [""]) if r.notes else "", end="")
    show(total)
    return test(a.floor, total, reports) if a.floor else 0


sys.exit(main())
