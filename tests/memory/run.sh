#!/bin/sh
# The unit tests again under valgrind: no invalid access, no use of undefined bytes, nothing lost. Not
# those of the sandbox, which forbids what valgrind itself does.
cd "$(dirname "$0")" || exit 2
EXCEPT=tests/unit/extract/test_sandbox.c RUNNER='valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite' \
	sh ../unit/run.sh
