#!/bin/sh
# Layout, warnings of two compilers, advisers, manuals. Each file and each check counts as a test.
set -u
cd "$(dirname "$0")/../.." || exit 2
flags="-std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -I. -Ilib -Itests/unit ${CPPFLAGS_LINT:-}"
warnings='-Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wpointer-arith
	-Wwrite-strings -Wundef -Werror'
sources=$(git ls-files -co --exclude-standard 'lib/*.c' 'extract/*.c' 'normalize/*.c' 'report/*.c')
headers=$(git ls-files -co --exclude-standard 'lib/*.h' 'extract/*.h' 'normalize/*.h' 'report/*.h')
tests=$(git ls-files -co --exclude-standard 'tests/*.c' 'tests/*.h')
pages=$(git ls-files -co --exclude-standard 'lib/*.5' 'rules/*.5' 'extract/*.1' 'normalize/*.1' 'report/*.1')
scripts=$(git ls-files -co --exclude-standard '*.sh' .ci/install .ci/chain 'tests/cli/*/*/cmd')
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Runs a check; what it prints is shown only where it fails.
try() {
	name=$1
	shift
	if "$@" >"$results/out" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $name"
		head -n 40 "$results/out"
	fi
}

# The same command for each file, two at a time: the name of each that fails goes to a list.
each() {
	name=$1
	files=$2
	shift 2
	: >"$results/failed"
	echo "$files" | xargs -P 2 -I '{}' sh -c '
		results=$1 file=$2
		shift 2
		log=$(mktemp -p "$results")
		"$@" "$file" >"$log" 2>&1 </dev/null && exit 0
		{ echo "FAILED: $file"; head -n 12 "$log"; } >>"$results/failed"
	' sh "$results" '{}' "$@"
	bad=$(grep -c '^FAILED: ' "$results/failed")
	sed "s/^FAILED: /FAILED: $name: /" "$results/failed"
	failed=$((failed + bad))
	passed=$((passed + $(echo "$files" | wc -l) - bad))
}

passed=0
failed=0
each layout "$sources
$headers
$tests" clang-format --dry-run -Werror
each gcc "$sources" gcc $flags $warnings -O2 -c -o /dev/null
each clang "$sources" clang $flags $warnings -fsyntax-only
each 'header alone' "$headers" gcc $flags $warnings -fsyntax-only -x c
each manual "$pages" mandoc -T lint -W warning
each shell "$scripts" sh -n
each clang-tidy "$sources" tests/lint/tidy "$flags"
try cppcheck cppcheck -q -j 2 --error-exitcode=1 --std=c11 --inline-suppr --library=posix \
	--enable=warning,performance,portability --suppressions-list=tests/lint/cppcheck -Ilib \
	lib extract normalize report
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
