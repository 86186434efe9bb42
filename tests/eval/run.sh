#!/bin/sh
# Scores samples/ against tests/eval/gold; tests/eval/floor says what must not be undercut. LIST=1 names
# every difference.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
lines=$(mktemp -d)
trap 'rm -rf "$lines"' EXIT
"$build/svodka-extract" -j0 samples >"$lines/documents" &&
	"$build/svodka-normalize" -j0 "$lines/documents" >"$lines/records" || {
	echo "eval: the chain broke on samples/" >&2
	exit 1
}
"${PYTHON:-python3}" tests/eval/eval.py ${LIST:+--list} tests/eval/gold "$lines/documents" "$lines/records" \
	tests/eval/floor
