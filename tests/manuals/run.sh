#!/bin/sh
# The manuals: mandoc has nothing to say, each code of finding.def has its entry, and the examples
# work: each line "$ COMMAND" of a page runs, one after another, where reports lie in the folders
# `samples`, `archive` and `inbox`, their lines in documents.jsonl and records.jsonl, and a registry in
# institutions.tsv.
set -u
cd "$(dirname "$0")/../.." || exit 2
SRC=$(pwd)
build=$(cd "${BUILD:-build}" && pwd) || exit 2
PATH=$build:$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
passed=0
failed=0

fail() {
	failed=$((failed + 1))
	echo "FAILED: $1"
	[ -s "$scratch/log" ] && head -n 20 "$scratch/log"
}

svodka-extract samples >"$scratch/documents.jsonl"
svodka-normalize "$scratch/documents.jsonl" >"$scratch/records.jsonl"
pages=$(ls extract/*.1 normalize/*.1 report/*.1 report/*/*.1 lib/*.5 rules/*.5 2>/dev/null)
for page in $pages; do
	# STYLE: the date is the day of the last change; Debian's mandoc knows no page of ours.
	if mandoc -T lint -W style "$page" 2>&1 | grep -v -e 'referenced manual not found' \
		>"$scratch/log"; then
		fail "mandoc -T lint $page"
	else
		passed=$((passed + 1))
	fi
	for section in NAME DESCRIPTION EXAMPLES; do
		: >"$scratch/log"
		grep -q "^\.Sh $section" "$page" && passed=$((passed + 1)) || fail "$page: no $section"
	done
	work=$scratch/$(basename "$page")
	mkdir "$work"
	ln -s "$SRC/samples" "$work/samples"
	cp -r "$SRC/samples" "$work/archive"
	ln -s archive "$work/inbox"
	cp "$SRC/tests/cli/report/data/institutions.tsv" "$work"
	cp "$scratch/documents.jsonl" "$scratch/records.jsonl" "$work"
	mandoc -T ascii -O width=1000 "$page" | sed -e 's/.\x08//g' -ne 's/^ *\$ //p' >"$scratch/examples"
	while read -r example; do
		(cd "$work" && sh -c "$example") </dev/null >"$scratch/log" 2>&1
		status=$?
		if [ "$status" -le 1 ]; then
			passed=$((passed + 1))
		else
			fail "$page: $example: status $status"
		fi
	done <"$scratch/examples"
done

: >"$scratch/log"
for code in $(sed -n 's/^FINDING(\([a-z_]*\),.*/\1/p' lib/finding.def | tr _ -); do
	if cat $pages | sed 's/\\-/-/g' | grep -q "^\.It .*\<$code\>"; then
		passed=$((passed + 1))
	else
		fail "no manual has an entry for the finding $code"
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
