#!/bin/sh
# Runs each fuzzer over its corpus (tests/fuzz/corpus/NAME, and tests/bad and samples for documents),
# then lets it search: $SECONDS_FUZZ seconds, by default only a few thousand inputs from a fixed seed, so that
# a run of the tests is the same each time. What it finds is left in the build folder; keep it, as
# small as it gets (-minimize_crash=1), in tests/bad or the corpus.
set -u
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}-fuzz
passed=0
failed=0
for source in tests/fuzz/fuzz_*.c tests/fuzz/*/fuzz_*.c; do
	[ -f "$source" ] || continue
	name=$(basename "$source" .c)
	program=$build/${source#tests/fuzz/}
	program=${program%.c}
	found=$build/found/$name
	grown=$build/${SECONDS_FUZZ:+long-}corpus/$name
	rm -rf "$found"
	mkdir -p "$found" "$grown"
	set --
	[ -d "tests/fuzz/corpus/$name" ] && set -- "tests/fuzz/corpus/$name"
	[ "$name" = fuzz_document ] && set -- "$@" tests/bad samples
	options="-artifact_prefix=$found/ -timeout=20 -rss_limit_mb=2048"
	if [ -n "${SECONDS_FUZZ:-}" ]; then
		options="$options -max_total_time=$SECONDS_FUZZ"
	else
		options="$options -seed=1 -runs=${RUNS:-3000}"
		rm -f "$grown"/*
	fi
	# New inputs go into the first folder.
	set -- "$grown" "$@"
	if "$program" $options "$@" >"$found.log" 2>&1; then
		passed=$((passed + 1))
		grep -a -o 'Done [0-9]* runs' "$found.log" | sed "s/^/$name: /"
	else
		failed=$((failed + 1))
		echo "FAILED: $name: see $found.log"
		grep -a -E 'ERROR|SUMMARY|Assertion|Test unit written' "$found.log" | head -n 8
	fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
