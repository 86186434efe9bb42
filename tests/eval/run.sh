#!/bin/sh
# Scores samples/ against tests/eval/gold, the reports of tests/eval/wordings against theirs, and the sentences of
# tests/eval/sentences; a file named floor says what must not be undercut. LIST=1 names every difference.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
lines=$(mktemp -d)
trap 'rm -rf "$lines"' EXIT
failed=0

# score NAME GOLD FLOOR, for the document lines of "$lines/NAME"
score() {
	"$build/svodka-normalize" -j0 "$lines/$1" >"$lines/$1.records" || {
		echo "eval: the chain broke on $1" >&2
		exit 1
	}
	"${PYTHON:-python3}" tests/eval/eval.py ${LIST:+--list} "$2" "$lines/$1" "$lines/$1.records" "$3" || failed=1
}

"$build/svodka-extract" -j0 samples >"$lines/samples" || exit 1
mkdir "$lines/files"
"${PYTHON:-python3}" tests/eval/reports.py "$lines/files" tests/eval/wordings/*.txt &&
	"$build/svodka-extract" -j0 "$lines/files" >"$lines/wordings" || exit 1
score samples tests/eval/gold tests/eval/floor >"$lines/first"
score wordings tests/eval/wordings/gold tests/eval/wordings/floor >"$lines/second"
"${PYTHON:-python3}" tests/eval/sentences.py "$build/svodka-normalize" ${LIST:+--list} tests/eval/sentences/*.tsv tests/eval/sentences/floor >"$lines/third" || failed=1
cat "$lines/first" "$lines/second" "$lines/third" | awk '
	/^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; next }
	{ print }
	END { printf "%d passed, %d failed\n", passed, failed }'
exit "$failed"
