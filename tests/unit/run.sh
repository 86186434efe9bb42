#!/bin/sh
# Runs the unit tests that are built; says which test failed and why.
set -u
src=$(cd "$(dirname "$0")/../.." && pwd)
cd "$src" || exit 2
build=${BUILD:-build}
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for source in tests/unit/test_*.c tests/unit/*/test_*.c; do
	[ -f "$source" ] && [ "$source" != "${EXCEPT:-}" ] || continue
	CMOCKA_MESSAGE_OUTPUT=TAP ASAN_OPTIONS=allocator_may_return_null=1 \
			timeout 120 ${RUNNER:-} "$build/${source%.c}" >"$log" 2>&1 </dev/null
	status=$?
	good=$(grep -c '^ok ' "$log")
	skipped=$(grep -c '^not ok .* # SKIP' "$log")
	bad=$(($(grep -c '^not ok ' "$log") - skipped))
	[ "$skipped" -eq 0 ] || echo "skipped: $skipped of $source"
	passed=$((passed + good))
	failed=$((failed + bad))
	[ "$status" -eq 0 ] && [ "$bad" -eq 0 ] && [ $((good + skipped)) -gt 0 ] && continue
	[ "$bad" -gt 0 ] || failed=$((failed + 1))
	echo "FAILED: $source (status $status)"
	grep -v '^ok ' "$log" | head -n 40
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
