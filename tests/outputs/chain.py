"""Documents through the chain, for the tests beside this file."""
import os
import subprocess

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../..")


def samples(build, folder):
    """Lines of the samples' documents, and of the records made of them: the names of two files."""
    documents, records = (os.path.join(folder, name) for name in ("documents.jsonl", "records.jsonl"))
    for program, given, out in (("svodka-extract", os.path.join(ROOT, "samples"), documents), ("svodka-normalize", documents, records)):
        with open(out, "wb") as f:
            subprocess.run([os.path.join(build, program), given], stdout=f, check=True)
    return [documents, records]
