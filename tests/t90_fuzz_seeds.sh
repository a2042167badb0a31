#!/bin/sh
# Every fuzz target takes its seeds, and what once went wrong, and keeps its promises.  No fuzzing:
# that is `make fuzz`.
. "${top_srcdir:?}/tests/lib/tap.sh"

FUZZ=$top_srcdir/tests/fuzz
DIR=$(mktemp -d "${top_builddir:?}/fuzz-test-XXXXXX") || exit 1
trap 'rm -rf "$DIR"' EXIT
MOSTIK_TEST_PKI=$DIR/pki
ASAN_OPTIONS=${ASAN_OPTIONS:-}:abort_on_error=1
FUZZ_SAY=yes
export MOSTIK_TEST_PKI ASAN_OPTIONS FUZZ_SAY
"$top_srcdir/certs/make-test-pki.sh" "$MOSTIK_TEST_PKI" >"$DIR/pki.log" 2>&1 || cat "$DIR/pki.log"

# Runs the target NAME over the files, in a folder of its own.
replay() { # NAME FILE...
	target=$top_builddir/tests/fuzz/$1
	shift
	mkdir -p "$DIR/run"
	(cd "$DIR/run" && "$target" "$@") >"$DIR/out" 2>&1 && return 0
	tail -n 20 "$DIR/out" | sed 's/^/# /'
	return 1
}

# Prints the seeds called good* that the target NAME does not take all the way.
refused() { # NAME
	for seed in "$FUZZ/corpus/$1"/good*; do
		replay "$1" "$seed" && grep -qx accepted "$DIR/out" || basename "$seed"
	done
}

for corpus in "$FUZZ"/corpus/*; do
	name=${corpus##*/}
	set -- "$corpus"/*
	[ -d "$FUZZ/regress/$name" ] && set -- "$@" "$FUZZ/regress/$name"/*
	ok "$name: $# inputs" replay "$name" "$@"
	is "$name: the good ones come all the way" "$(refused "$name")" ''
done

# What a broken promise looks like: a target that is given no file has tried nothing.
ok 'no inputs is not success' eval '! replay token'
for source in "$FUZZ"/*.c; do
	grep -q '^LLVMFuzzerTestOneInput' "$source" || continue
	name=$(basename "$source" .c)
	ok "$name has seeds" test -d "$FUZZ/corpus/$name"
done
done_testing
