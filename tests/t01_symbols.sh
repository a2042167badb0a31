#!/bin/sh
# Every external symbol says where it lives: adapter/seal/x.c exports seal_*, mapping/ map_*.  In
# adapter/ itself and in base/, which are made of small modules, the first word is the name of
# one of the folder's headers (steps.h: step_) or of a struct that one of them defines.
. "${top_srcdir:?}/tests/lib/tree.sh"

prefixes() {    # the words a symbol of this folder may start with
	case $1 in
	mapping) echo map ;;
	adapter | adapter/base)
		for header in "$1"/*.h; do
			name=$(basename "$header" .h)
			echo "$name"
			echo "${name%s}"
		done
		sed -n 's/^struct \([a-z]*\)\( {\|;\)$/\1/p' "$1"/*.h
		;;
	adapter/parts) echo part ;;
	*) basename "$1" ;;
	esac | sort -u | tr '\n' ' '
}

# OBJECTS is where the objects are; a source that is gone may have left one behind.
objects=${OBJECTS:-$builddir}
foreign_symbols() {
	for source in $(files '*.c' adapter mapping); do
		object=$objects/${source%.c}.o
		[ "$source" = adapter/main.c ] && continue      # main itself
		if [ ! -f "$object" ]; then
			echo "no object of $source"
			continue
		fi
		nm -g --defined-only "$object" | awk -v words="$(prefixes "$(dirname "$source")")" \
			-v source="$source" '
			BEGIN { n = split(words, word, " ") }
			NF == 3 && $3 !~ /^_/ {
				good = 0
				for (i = 1; i <= n; i++)
					if (index($3, word[i] "_") == 1 || $3 == word[i]) good = 1
				if (!good) print source " exports " $3
				total++
			}
			END { if (total == 0) print source " exports nothing" }'
	done
}
rule "external symbols carry their folder's prefix" foreign_symbols
done_testing
