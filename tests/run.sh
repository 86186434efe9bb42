#!/bin/sh
# Runs suites: tests/run.sh SUITE... Each is tests/SUITE/run.sh, whose last line is "N passed, N
# failed"; a suite that does not come to that line has failed. Ends with the line of them all.
# Wants BUILD, the folder of the built programs.
cd "$(dirname "$0")" || exit 2

passed=0
failed=0
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for suite; do
	# The pipe is for the person who watches; the status is in the log.
	{ sh "$suite/run.sh" 2>&1; echo "status $?"; } | tee "$log" |
		sed -e '/^status [0-9]*$/d' -e "s/^\([0-9]* passed, [0-9]* failed.*\)/$suite: \1/"
	status=$(sed -n '$s/^status //p' "$log")
	set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$log" | tail -n 1)
	if [ $# -ne 2 ]; then
		echo "$suite: broke off with status $status" >&2
		set -- 0 1
	elif [ "$2" -eq 0 ] && [ "$status" -ne 0 ]; then
		echo "$suite: status $status, though nothing failed" >&2
		set -- "$1" 1
	fi
	passed=$((passed + $1))
	failed=$((failed + $2))
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
