#!/bin/sh
# Golden cases: tests/cli/run.sh [PART OF A PATH]... runs those whose path holds it, else all.
#
# A case is a folder PROGRAM/CASE: `cmd` is a sh script, run from an empty folder with the built
# programs first in PATH; `out`, `err` and `status` are what it must print and return, to the byte
# (no file: nothing, 0). cmd finds $CASE (its own folder), $SAMPLES, $SRC (the source). What was
# printed, and lines in files that the case left, are kept below $BUILD/tests/cli for the schemas.
# GOLDEN=1 rewrites what is expected.
set -u
cd "$(dirname "$0")" || exit 2
here=$(pwd)
SRC=$(cd ../.. && pwd)
SAMPLES=$SRC/samples
BUILD=$(cd "$SRC" && cd "${BUILD:-build}" && pwd) || exit 2
PATH=$BUILD:$PATH
LC_ALL=C.UTF-8
TZ=UTC
PYTHON=${PYTHON:-python3}
export SRC SAMPLES BUILD PATH LC_ALL TZ PYTHON
unset SVODKA_DATA NO_COLOR COLUMNS MAKEFLAGS MAKELEVEL
umask 022

kept=$BUILD/tests/cli
scratch=$(mktemp -d)
trap 'chmod -R u+rwx "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
passed=0
failed=0

# Whether two files hold the same; a difference is shown as a person can read it.
same() {
	cmp -s "$1" "$2" && return 0
	diff -au --label "$3 (expected)" --label "$3 (got)" "$1" "$2" | head -n 60
	return 1
}

# The expected file, or an empty one.
expected() {
	[ -f "$CASE/$1" ] && echo "$CASE/$1" || echo /dev/null
}

rewrite() {
	for what in out err; do
		rm -f "$CASE/$what"
		[ -s "$got/$what" ] && cp "$got/$what" "$CASE/$what"
	done
	rm -f "$CASE/status"
	[ "$(cat "$got/status")" = 0 ] || cp "$got/status" "$CASE/status"
}

for CASE in "$here"/*/*/; do
	CASE=${CASE%/}
	export CASE
	name=${CASE#"$here"/}
	[ -f "$CASE/cmd" ] || continue
	if [ $# -gt 0 ]; then
		chosen=
		for part; do case $name in *"$part"*) chosen=1 ;; esac; done
		[ -n "$chosen" ] || continue
	fi
	got=$kept/$name
	work=$scratch/work
	rm -rf "$got"
	mkdir -p "$got" "$work"
	(cd "$work" && exec timeout "${CASE_SECONDS:-120}" sh "$CASE/cmd") \
		</dev/null >"$got/out" 2>"$got/err"
	echo $? >"$got/status"
	chmod -R u+rwx "$work"
	# Not lines that the case made by hand as input: those are poorer.
	find "$work" -type f -exec grep -ahE '^[{]"type":"(document|record)",.*"member":|^[{]"type":"end","program":"svodka' {} + |
		LC_ALL=C sort -u >"$got/lines"
	rm -rf "$work"
	[ -n "${GOLDEN:-}" ] && rewrite
	ok=1
	for what in status out err; do
		want=$(expected $what)
		if [ $what = status ] && [ "$want" = /dev/null ]; then
			want=$scratch/zero
			echo 0 >"$want"
		fi
		same "$want" "$got/$what" "$name/$what" || ok=
	done
	if [ -n "$ok" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $name: $(cat "$CASE/cmd" | grep -v '^#' | head -n 3)"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
