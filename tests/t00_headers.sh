#!/bin/sh
# Each header compiles alone and twice, so that the order of includes never matters, and its
# guard is its path, so that no two can be the same.
. "${top_srcdir:?}/tests/lib/tree.sh"

# Included several times on purpose; they say so themselves.
tables='adapter/base/err_codes.h adapter/base/err_codes_seal.h adapter/inspect/causes.h adapter/inspect/findings.h'

alone() {       # alone HEADER
	printf '#include "config.h"\n#include "%s"\n#include "%s"\n' "$1" "$1" |
		(cd "$builddir" && $CC -I"$TREE" $CPPFLAGS_FOR_TESTS -Wall -Wextra -Werror \
			-Wno-unused-function -x c -fsyntax-only - 2>&1) | head -n 5
	guard=$(printf %s "$1" | tr 'a-z/.-' 'A-Z___')
	grep -q "^#ifndef $guard\$" "$1" || echo "the guard is not $guard"
}

for header in ${HEADERS:-$(files '*.h' adapter mapping tests)}; do
	case " $tables " in *" $header "*) continue ;; esac
	rule "$header" alone "$header"
done
done_testing
