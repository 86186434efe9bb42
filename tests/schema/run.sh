#!/bin/sh
# Every line that the golden cases printed or left in files, against the schemas; and lines that must not pass.
# Comes after the suite cli, which leaves the lines in the build folder.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
python=${PYTHON:-python3}
find "$build/tests/cli" -type f \( -name out -o -name lines \) | LC_ALL=C sort |
	xargs "$python" tests/schema/validate.py lib tests/schema/bad.jsonl tests/schema/good.jsonl
