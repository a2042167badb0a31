#!/bin/sh
# A row that does not fit its struct does not compile, and the compiler says which.
set -u
top=${top_srcdir:?}
. "$top/tests/lib/tap.sh"

compiles() {    # FILE: prints what the compiler says
	# shellcheck disable=SC2086
	LC_ALL=C $CC $CPPFLAGS_FOR_TESTS -fsyntax-only "$1" 2>&1
}

cases=0
for file in "$top"/tests/compile_fail/*.c; do
	name=$(basename "$file" .c)
	want=$(sed -n '1s/^\/\* must not compile: \(.*\) \*\/$/\1/p' "$file")
	cases=$((cases + 1))
	said=$(compiles "$file")
	status=$?
	if [ "$name" = good ]; then
		is 'a good row compiles' "$status" 0
	elif [ -z "$want" ] || [ $status -eq 0 ]; then
		is "$name is refused" compiled refused
	else
		ok "$name is refused: $want" eval 'printf "%s\n" "$said" | grep -qF -- "$want"'
	fi
done
ok 'there were cases' test $cases -gt 5
done_testing
