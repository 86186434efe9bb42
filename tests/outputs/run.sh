#!/bin/sh
# The summaries as other programs see them: check.py reads them back, hostile.py looks for what reports
# must not bring along, page.py drives Chromium.
cd "$(dirname "$0")" || exit 2
data=../cli/report/data
passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
build=$(cd ../.. && cd "${BUILD:-build}" && pwd) || exit 2
run() {
	${PYTHON:-python3} "$@" >"$log" 2>&1
	cat "$log" | grep -v '^[0-9]* passed, [0-9]* failed$'
	counts=$(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$log" | tail -n 1)
	[ -n "$counts" ] || counts="0 1"
	passed=$((passed + ${counts% *}))
	failed=$((failed + ${counts#* }))
}
run check.py "$build" "$data"
run hostile.py "$build"
run page.py "$build/svodka-report" "$data"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
