#!/usr/bin/env python3
"""Check JSON Lines against lib/*.schema.json.

usage: validate.py SCHEMAS BAD FILE...
  Every line of the FILEs that is a document, record, end or file line must be valid, with no member
  that the schema does not name; every line of BAD must be refused. What a line says beyond its schema
  is checked too: spans lie inside texts, quotes are what stands there, streams end as they must.
"""
import glob
import json
import os
import sys

import jsonschema

TYPES = ("document", "record", "end", "file")


def close(schema):
    """Our own lines hold nothing that is not written down; other people's may."""
    if isinstance(schema, dict):
        if "properties" in schema and schema.get("type") in ("object", ["object", "null"]):
            schema.setdefault("additionalProperties", False)
        for value in schema.values():
            close(value)
    elif isinstance(schema, list):
        for value in schema:
            close(value)
    return schema


def validators(folder):
    schemas = {}
    for path in sorted(glob.glob(os.path.join(folder, "*.schema.json"))):
        with open(path, encoding="utf-8") as f:
            schema = json.load(f)
        jsonschema.Draft202012Validator.check_schema(schema)
        schemas[schema["$id"]] = close(schema)
    return {
        t: jsonschema.Draft202012Validator(
            schemas[t + ".schema.json"],
            resolver=jsonschema.RefResolver("", {}, store=schemas),
        )
        for t in TYPES
    }


def places(line):
    """Everything in a record that quotes its document."""
    for figure in line["figures"]:
        yield from figure["statements"]
    for finding in line["findings"]:
        yield from finding.get("statements", ())
    yield from line["unclaimed"]


def beyond(line):
    """What no schema can say."""
    if line["type"] == "record":
        ids = [f["id"] for f in line["figures"]]
        if len(ids) != len(set(ids)):
            yield "a figure stands twice"
        for place in places(line):
            if place["end"] - place["start"] != len(place["quote"]):
                yield "%(start)d to %(end)d is not the length of %(quote)r" % place
        for statement in (s for f in line["figures"] for s in f["statements"]):
            if statement["part"] >= len(line["parts"]):
                yield "there is no part %d" % statement["part"]
        for part in line["parts"]:
            if part["first_block"] > part["last_block"]:
                yield "a part ends before it begins"
    if line["type"] == "end" and line["rejected"] > line["documents"]:
        yield "more rejected than there were"


def errors(validator, line):
    for e in validator.iter_errors(line):
        yield "%s: %s" % ("/".join(map(str, e.absolute_path)) or "the line", e.message[:300])
        return
    yield from beyond(line)


def parse(text):
    """The object of a line of ours, else None."""
    if not text.startswith('{"type":"'):
        return None
    try:
        line = json.loads(text)
    except ValueError:
        return None
    return line if line.get("type") in TYPES else None


def main():
    schemas, bad, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    check = validators(schemas)
    passed = failed = 0
    seen = set()
    for path in files:
        with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as f:
            for number, text in enumerate(f, 1):
                line = None if text in seen else parse(text)
                if line is None:
                    continue
                seen.add(text)
                wrong = list(errors(check[line["type"]], line))
                passed += not wrong
                failed += bool(wrong)
                for w in wrong[: 20 - failed]:
                    print("FAILED: %s:%d: %s: %s" % (path, number, line["type"], w))
    with open(bad, encoding="utf-8") as f:
        for number, text in enumerate(f, 1):
            line = json.loads(text)
            refused = any(errors(check[line["type"]], line))
            passed += refused
            failed += not refused
            if not refused:
                print("FAILED: %s:%d: this line must be refused" % (bad, number))
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


sys.exit(main())
