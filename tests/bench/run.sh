#!/bin/sh
# Times of the chain over COPIES times the samples, then the pieces beside this file (*.bench).
cd "$(dirname "$0")/../.." || exit 2
build=${BUILD:-build}
for piece in tests/bench/*.bench; do
	[ -f "$piece" ] || continue
	echo "== $piece"
	BUILD=$build sh "$piece" || exit 1
done
"${PYTHON:-python3}" tests/bench/bench.py "$build" samples "${COPIES:-100}"
