#!/bin/sh
# Files stay within 400 lines, functions within 60.  One writes to 100 columns; past 120 is refused.
. "${top_srcdir:?}/tests/lib/tree.sh"

all() {
	files '*.[ch]' adapter mapping tests
	files '*.sh' certs tests
	files '*.py' tests
	files '*.am' Makefile.am wsdl tests
	files quickstart .
	files run .ci
}

long_files() {
	all | xargs wc -l | awk '$2 != "total" && $1 > 400 { print $2 ": " $1 " lines" }'
}

# wc counts columns as a terminal does: a tab to the next multiple of 8, a Cyrillic letter as one.
# Tables (clang-format off) may be wider: an aligned row is worth it.
wide_lines() {
	for file in $(all); do
		width=$(sed '/clang-format off/,/clang-format on/d' "$file" | wc -L)
		[ "$width" -le 120 ] || echo "$file: a line of $width columns"
	done
}

long_functions() {
	files '*.c' adapter mapping tests |
		xargs ctags -x --c-kinds=f --_xformat='%{end} %n %N %F' |
		awk '$1 - $2 + 1 > 60 { print $4 ": " $3 "() has " $1 - $2 + 1 " lines" }'
}

rule 'files have at most 400 lines' long_files
rule 'lines have at most 120 columns' wide_lines
if ctags --version 2>/dev/null | grep -q Universal; then
	rule 'functions have at most 60 lines' long_functions
else
	skip 'functions have at most 60 lines' 'universal-ctags is not installed'
fi
done_testing
