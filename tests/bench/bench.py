#!/usr/bin/env python3
"""Time the stages of the chain over an archive made of the samples, COPIES times.

usage: bench.py BUILD SAMPLES COPIES
  For each stage: seconds (the best of three runs), documents a second, and the largest process.
  /bin/cat over the same files is the floor of reading them. Ends with "N passed, N failed": a test
  is that a stage succeeds, and that its memory does not grow with the archive.
"""
import os
import shutil
import subprocess
import sys
import tempfile

# A stage over a whole archive may need this many times the memory of a tenth of it. Reports keep a
# row for each institution, so some growth is theirs.
GROWTH = {"svodka-extract": 1.3, "svodka-normalize": 1.3, "svodka-report": 6}
RUNS = 3


def once(command, out):
    """Seconds, peak KiB of the largest process, and status of one run."""
    tool = os.path.join(sys.argv[1], "measure")
    said = subprocess.run([tool, out] + command, capture_output=True, check=True).stdout.split()
    return float(said[0]), int(said[1]), int(said[2])


def measure(name, command, documents, out):
    runs = [once(command, out) for _ in range(RUNS)]
    seconds, peak = min(r[0] for r in runs), max(r[1] for r in runs)
    print("%-26s %8.3f s %10.0f documents/s %8.1f MiB" % (name, seconds, documents / seconds, peak / 1024))
    return peak, all(r[2] == 0 for r in runs)


def archive(folder, samples, copies):
    os.makedirs(folder)
    names = sorted(n for n in os.listdir(samples) if n.endswith(".docx"))
    for i in range(copies):
        for name in names:
            shutil.copyfile(os.path.join(samples, name), os.path.join(folder, "%05d-%s" % (i, name)))
    return len(names) * copies


def main():
    build, samples, copies = sys.argv[1], sys.argv[2], int(sys.argv[3])
    passed = failed = 0
    with tempfile.TemporaryDirectory() as work:
        peaks = {}
        for n in (max(copies // 10, 1), copies):
            folder = os.path.join(work, "archive%d" % n)
            documents = archive(folder, samples, n)
            lines = os.path.join(work, "documents")
            records = os.path.join(work, "records")
            summary = os.path.join(work, "summary")
            print("%d documents" % documents)
            measure("cat (reading the files)", ["sh", "-c", 'cat "$0"/*', folder], documents, summary)
            for jobs in ("1", "2"):
                stages = [
                    ("svodka-extract", [folder, "-j" + jobs], lines),
                    ("svodka-normalize", [lines, "-j" + jobs], records),
                ]
                if jobs == "1":
                    stages.append(("svodka-report", ["--format=json", records], summary))
                for program, arguments, out in stages:
                    name = program + (" -j" + jobs if program != "svodka-report" else "")
                    peak, good = measure(
                        name, [os.path.join(build, program)] + arguments, documents, out
                    )
                    passed += good
                    failed += not good
                    before = peaks.setdefault(name, peak)
                    if n == copies and n > 1:
                        flat = peak <= before * GROWTH[program]
                        passed += flat
                        failed += not flat
                        if not flat:
                            print("FAILED: %s: its memory grew from %d to %d KiB" % (name, before, peak))
            shutil.rmtree(folder)
    print("%d passed, %d failed" % (passed, failed))
    return failed != 0


sys.exit(main())
