"""Every output read back by another program: LibreOffice, sqlite3, Python's csv, svodka-extract.

check.py BUILD DATA-FOLDER"""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from decimal import Decimal

import chain

build, data = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
passed = failed = 0


def check(what, good, detail=""):
    global passed, failed
    if good:
        passed += 1
    else:
        failed += 1
        print(f"FAILED: {what} {detail}")


def shown(value, thousands="\u00a0"):
    """A decimal as people read it."""
    negative, value = value.startswith("-"), value.lstrip("-")
    whole, _, fraction = value.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", thousands)
    return ("\u2212" if negative else "") + whole + ("," + fraction if fraction else "")


def office(folder, name, kind):
    environment = dict(os.environ, HOME=folder)
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", folder, name],
                   env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180, check=True)
    out = os.path.join(folder, os.path.basename(name).rsplit(".", 1)[0] + "." + kind.split(":")[0])
    check(f"LibreOffice makes {kind.split(':')[0]} of {os.path.basename(name)}", os.path.exists(out))
    return out


def words(pdf):
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2212", "-")


def pages(folder):
    """Of the workbook on paper."""
    run = subprocess.run(["pdfinfo", os.path.join(folder, "summary.pdf")], capture_output=True, text=True, check=True)
    return int(re.search(r"Pages: *(\d+)", run.stdout)[1])


def values(summary):
    return [f["value"] for row in summary["rows"] for f in row["figures"] if f["value"] is not None]


def hashes(summary):
    return [d["sha256"] for row in summary["rows"] for d in row["documents"]] + [r["sha256"] for r in summary["rejected"]]


def check_csv(folder, summary):
    with open(os.path.join(folder, "figures.csv"), newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    wanted = [(r["institution"]["key"], r["period"] or "", f["id"], f["value"] or "", f["status"]) for r in summary["rows"] for f in r["figures"]]
    check("figures.csv", [(r["institution_key"], r["period"], r["figure"], r["value"], r["status"]) for r in rows] == wanted)
    with open(os.path.join(folder, "matrix.csv"), newline="", encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    good = all(row[f["id"]] == (f["value"] or "conflict") for row, r in zip(rows, summary["rows"], strict=True) for f in r["figures"])
    check("matrix.csv", good)
    tables = {}
    for name in ("totals", "findings", "missing", "sources"):
        with open(os.path.join(folder, name + ".csv"), newline="", encoding="utf-8") as f:
            tables[name] = list(csv.DictReader(f))
    check("findings.csv", [(f["level"], f["code"], f["sha256"]) for f in tables["findings"]] ==
          [(f["finding"]["level"], f["finding"]["code"], f["sha256"]) for f in summary["findings"]])
    check("missing.csv", [(m["institution_key"], m["missing"], m["due"]) for m in tables["missing"]] ==
          [(m["institution"]["key"], m["missing"], m["due"] or "") for m in summary["missing"]])
    keys = ("period", "figure", "stated", "conflicts", "sum", "mean", "median", "least", "greatest")
    check("totals.csv", [[t[k] for k in keys] for t in tables["totals"]] == [["" if t[k] is None else str(t[k]) for k in keys] for t in summary["totals"]],
          [[t[k] for k in keys] for t in tables["totals"]][:2])
    check("sources.csv", [s["sha256"] for s in tables["sources"]] == hashes(summary))
    with open(os.path.join(folder, "datapackage.json"), encoding="utf-8") as f:
        package = json.load(f)
    for resource in package["resources"]:
        with open(os.path.join(folder, resource["path"]), newline="", encoding="utf-8") as f:
            check("heads of " + resource["path"], next(csv.reader(f)) == [c["name"] for c in resource["schema"]["fields"]])


def check_sqlite(folder, summary):
    out = subprocess.run(["sqlite3", "-json", os.path.join(folder, "summary.sqlite"), "select * from total"], capture_output=True, text=True, check=True).stdout
    got = {(t["period"], t["figure"]): t for t in json.loads(out)}
    good = len(got) == len(summary["totals"])
    for t in summary["totals"]:
        g = got[(t["period"], t["figure"])]
        good &= g["stated"] == t["stated"] and g["conflicts"] == t["conflicts"]
        if t["sum"] is not None:
            good &= abs(Decimal(str(g["sum"])) - Decimal(t["sum"])) < Decimal("0.001")
        if t["median"] is not None:
            good &= abs(Decimal(str(g["median"])) - Decimal(t["median"])) < Decimal("0.001")
        if t["mean"] is not None:
            good &= abs(Decimal(str(g["mean"])) - Decimal(t["mean"])) < Decimal("0.006")
    check("sums, means and medians by sqlite3", good)
    out = subprocess.run(["sqlite3", "-json", os.path.join(folder, "summary.sqlite"), "select * from missing"], capture_output=True, text=True, check=True).stdout
    check("late and missing by sqlite3", sorted((m["key"], m["period"], m["what"]) for m in json.loads(out or "[]")) ==
          sorted((m["institution"]["key"], m["period"], m["missing"]) for m in summary["missing"]))
    for view in ("labelled_value", "conflict", "evidence", "missing", "finding_count"):
        run = subprocess.run(["sqlite3", os.path.join(folder, "summary.sqlite"), f"select count(*) from {view}"], capture_output=True, text=True)
        check("view " + view, run.returncode == 0, run.stderr)


def sheet(path):
    """Values of the first sheet by address, and which are formulas."""
    with zipfile.ZipFile(path) as z:
        text = z.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r'<c r="([A-Z]+\d+)"[^>]*>(<f[^>]*>.*?</f>)?<v>([^<]*)</v>', text)
    return {a: v for a, _, v in cells}, {a for a, f, _ in cells if f}


def check_xlsx(folder, summary):
    path = os.path.join(folder, "summary.xlsx")
    numbers, formulas = sheet(path)
    check("the workbook has formulas", len(formulas) > 10)
    # without the cached values LibreOffice must compute each formula
    bare = os.path.join(folder, "bare.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            new.writestr(name, content)
    os.makedirs(os.path.join(folder, "computed"))
    office(os.path.join(folder, "computed"), bare, "xlsx:Calc MS Excel 2007 XML")
    computed, _ = sheet(os.path.join(folder, "computed", "bare.xlsx"))
    wrong = [a for a in formulas if a not in computed or abs(float(computed[a]) - float(numbers[a])) > 0.00501]
    check("LibreOffice computes what is cached", not wrong, wrong[:5])
    held = {round(float(v), 6) for v in numbers.values()}
    check("every value is in the workbook", all(round(float(v), 6) in held for v in values(summary)))
    text = words(office(folder, path, "pdf"))
    matrix = " ".join(page for page in text.split("\f") if "Медиана" in page)
    check("counts are whole on paper", not re.search(r"\s\d+[.,]0+\s", matrix), re.findall(r"\s\d+[.,]0+\s", matrix)[:5])
    check("the workbook's institutions are on paper", all((r["institution"]["name"]["ru"] or r["institution"]["name"]["kk"])[:20] in text for r in summary["rows"]))


def check_origin(folder, summary):
    """The version of the rules in every output."""
    version = summary["rules"][0]
    got = subprocess.run(["sqlite3", os.path.join(folder, "summary.sqlite"), "select rules from run"], capture_output=True, text=True, check=True).stdout.strip()
    check("rules in summary.sqlite", got == version, got)
    for name in ("datapackage.json", "summary.html"):
        with open(os.path.join(folder, name), encoding="utf-8") as f:
            check("rules in " + name, version in f.read())
    for name, part in (("summary.xlsx", "xl/worksheets/sheet%d.xml" % (len(re.findall("worksheets/sheet", zip_text(folder, "summary.xlsx", "[Content_Types].xml"))))), ("note.docx", "word/document.xml")):
        check("rules in " + name, version in zip_text(folder, name, part))
    with open(os.path.join(folder, "summary.txt"), encoding="utf-8") as f:
        check("rules in summary.txt", version[:12] in f.read())


def zip_text(folder, name, part):
    with zipfile.ZipFile(os.path.join(folder, name)) as z:
        return z.read(part).decode()


def check_docx(folder, summary):
    path = os.path.join(folder, "note.docx")
    text = re.sub(r"\s+", " ", words(office(folder, path, "pdf")))
    missing = [v for v in values(summary) if shown(v, " ").replace("\u2212", "-") not in text]
    check("every value of the note is on paper", not missing, missing[:5])
    run = subprocess.run([os.path.join(build, "svodka-extract"), path], capture_output=True, text=True)
    check("svodka-extract reads the note", run.returncode == 0, run.stderr)
    document = json.loads(run.stdout.splitlines()[0])
    cells = {b["text"] for b in document.get("blocks", []) if b["kind"] == "cell"}
    wanted = values(summary) + [t[k] for t in summary["totals"] if t["stated"] > 1 for k in ("sum", "mean", "median") if t[k] is not None]
    missing = [v for v in wanted if shown(v) not in cells]
    check("every number of its tables is found again", not missing, missing[:5])
    document_words = " ".join(b["text"] for b in document.get("blocks", []))
    check("hashes of all sources in the note", all(h in document_words for h in hashes(summary)))
    check("both languages", {b.get("lang") for b in document.get("blocks", [])} >= {"ru", "kk"})


def check_all(folder, *inputs):
    subprocess.run([os.path.join(build, "svodka-report"), "--all=" + folder, *inputs], stdout=subprocess.DEVNULL, check=False)
    with open(os.path.join(folder, "summary.json"), encoding="utf-8") as f:
        content = json.load(f)
    check_csv(folder, content)
    check_sqlite(folder, content)
    check_xlsx(folder, content)
    check_docx(folder, content)
    check_origin(folder, content)


with tempfile.TemporaryDirectory(prefix="svodka-outputs.") as scratch:
    small, samples = os.path.join(scratch, "small"), os.path.join(scratch, "samples")
    for made in (small, samples):
        os.mkdir(made)
    check_all(small, "--registry=" + os.path.join(data, "institutions.tsv"), os.path.join(data, "archive-documents.jsonl"), os.path.join(data, "archive.jsonl"))
    check("a page for each sheet of a small workbook", pages(small) == zip_text(small, "summary.xlsx", "xl/workbook.xml").count("<sheet "), pages(small))
    lines, registry = chain.samples(build, scratch), os.path.join(scratch, "registry.tsv")
    subprocess.run([os.path.join(build, "svodka-report"), "--registry=draft", "-o", registry, *lines], check=True)
    check_all(samples, "--registry=" + registry, "--due=2018-01-15", *lines)
    check("the matrix of the samples is on few pages", 4 >= sum("Медиана" in page for page in words(os.path.join(samples, "summary.pdf")).split("\f")))
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0)
