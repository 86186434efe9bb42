"""Records of many institutions with all figures, two statements each, and the documents they stand in.

many.py SIZE FILE"""
import json
import os
import sys

FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../rules/figures.tsv")
WORDS = {
    "ru": "В отчётном периоде показатель {} по организации составил {} единиц, что подтверждается данными учёта ({}).\n",
    "kk": "Есепті кезеңде {} көрсеткіші ұйым бойынша {} бірлікті құрады, бұл есеп деректерімен расталады ({}).\n",
}


def figure(name, value, salt, blocks):
    statements = []
    for lang, words in WORDS.items():
        text = words.format(name, value, salt)
        start = text.index(value, text.index(name) + len(name))
        statements.append({"value": value, "step": "1", "how": "stated", "lang": lang, "part": 0, "block": len(blocks),
                           "start": start, "end": start + len(value), "quote": value, "match": "exact", "rule": f"{name}/{lang}/1"})
        blocks.append({"kind": "paragraph", "lang": lang, "text": text})
    return {"id": name, "value": value, "unit": "x", "status": "agree", "statements": statements}


def institution(i, names, lines):
    path, sha, blocks = f"inbox/{i}.docx", f"{i:064x}", []
    figures = [figure(n, str((i * 37 + k * 101) % 1000), i * k, blocks) for k, n in enumerate(names)]
    finding = {"code": "arithmetic", "level": "warning", "figures": [names[0]],
               "text": {"ru": f"Не сходится расчёт {i}.", "kk": f"Есеп сәйкес келмейді {i}.", "en": f"It does not add up {i}."}}
    for line in (
        {"type": "document", "path": path, "sha256": sha, "blocks": blocks, "findings": []},
        {"type": "record", "path": path, "member": None, "sha256": sha,
         "institution": {"key": f"k{i}", "name": {"ru": f"КГУ «Средняя школа №{i}»", "kk": f"«№{i} орта мектебі» КММ"},
                         "locality": {"ru": "Усть-Каменогорск", "kk": "Өскемен"}},
         "period": {"label": "2023", "from": "2023-01-01", "to": "2023-12-31"},
         "parts": [{"lang": "ru", "form": "analysis_note"}, {"lang": "kk", "form": "analysis_note"}],
         "figures": figures, "findings": [finding], "unclaimed": []},
    ):
        lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def write(path, size):
    with open(FIGURES, encoding="utf-8") as f:
        names = [line.split("\t")[0] for line in f][1:]
    with open(path, "w", encoding="utf-8") as lines:
        for i in range(size):
            institution(i, names, lines)
        lines.write(json.dumps({"type": "end", "program": "svodka-normalize", "documents": size, "rejected": 0, "records": size}) + "\n")


if __name__ == "__main__":
    write(sys.argv[2], int(sys.argv[1]))
