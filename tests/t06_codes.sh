#!/bin/sh
# Each code of adapter/base/err_codes.h can happen, and some test makes it happen.
. "${top_srcdir:?}/tests/lib/tree.sh"

codes=$(sed -n 's/^ERR(\([A-Z_]*\),.*/\1/p' adapter/base/err_codes*.h)
[ -n "$codes" ] || exit 99

# Guards against what cannot be brought about from outside: connections are closed before.
guards=STOPPING

missing() {     # the codes that are not in the list on standard input
	list=$(sed 's/^ERR_//' | sort -u)
	for code in $codes; do
		printf '%s\n' "$list" | grep -qx "$code" || echo "$code"
	done
}
unused() { sources | grep -v err_codes | xargs cat | grep -oE '\<ERR_[A-Z_]+\>' | missing; }
untested() {
	{
		printf '%s\n' $guards
		find tests -type f \( -name 't[1-9]*' -o -path '*/campaign/*' -o -path '*/attacks/*' \
			-o -path '*/golden/*' \) \
			-exec cat {} + | grep -oE '\<(ERR_)?[A-Z][A-Z_]+\>'
	} | missing
}
twice() { printf '%s\n' "$codes" | sort | uniq -d; }

rule 'every code is used' unused
rule 'every code stands in a test' untested
rule 'no code stands twice' twice
done_testing
