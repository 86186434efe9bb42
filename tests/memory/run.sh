#!/bin/sh
# The unit tests again under valgrind: no invalid access, no use of undefined bytes, nothing lost.
cd "$(dirname "$0")" || exit 2
RUNNER='valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite' \
	sh ../unit/run.sh
