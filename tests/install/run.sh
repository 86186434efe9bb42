#!/bin/sh
# make install into an empty folder, the installed programs from another folder with the source out of
# sight, make uninstall: nothing stays.
set -u
cd "$(dirname "$0")/../.." || exit 2
SRC=$(pwd)
build=${BUILD:-build}
unset SVODKA_DATA MAKEFLAGS MAKELEVEL
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
stage=$scratch/stage
passed=0
failed=0

# try NAME COMMAND...: the command must succeed.
try() {
	name=$1
	shift
	if "$@" >"$scratch/log" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $name"
		tail -n 20 "$scratch/log"
	fi
}

prefix=$stage/usr
install_there() {
	make -s BUILD="$build" PREFIX=/usr DESTDIR="$stage" install
}
chain() (
	cd "$scratch" || exit 2
	cp -r "$SRC/samples" in
	"$prefix/bin/svodka-extract" in >documents &&
		"$prefix/bin/svodka-normalize" documents >records &&
		"$prefix/bin/svodka-report" --format=csv records >summary &&
		grep -q '"program":"svodka-normalize"' records && test -s summary
)
same_as_built() (
	cd "$SRC/samples" || exit 2
	"$build/svodka-extract" . | "$build/svodka-normalize" | grep -v '"type":"end"' >"$scratch/a"
	"$prefix/bin/svodka-extract" . | "$prefix/bin/svodka-normalize" | grep -v '"type":"end"' >"$scratch/b"
	test -s "$scratch/a" && cmp "$scratch/a" "$scratch/b"
)
manual() {
	mandoc -T utf8 "$prefix/share/man/man1/$1.1" && test -x "$prefix/bin/$1"
}
nothing_left() {
	make -s BUILD="$build" PREFIX=/usr DESTDIR="$stage" uninstall || return 1
	left=$(find "$stage" ! -type d)
	echo "$left"
	test -z "$left"
}
file_modes() {
	bad=$(find "$stage" \( -type f ! -perm 644 ! -perm 755 \) -o \( -type d ! -perm 755 \))
	echo "$bad"
	test -z "$bad"
}

umask 022
try 'make install' install_there
try 'the installed chain' chain
try 'the same bytes as from the source tree' same_as_built
for p in svodka-extract svodka-normalize svodka-report; do
	try "manual of $p" manual "$p"
done
for file in share/svodka/figures.tsv share/svodka/schema/record.schema.json share/man/man5/svodka-records.5; do
	try "$file" test -s "$prefix/$file"
done
try 'modes' file_modes
try 'make uninstall' nothing_left
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
