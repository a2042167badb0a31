#!/bin/sh
# ADDING-AN-OPERATION.md is true: what it shows stands in the files that it names, and nothing else knows an operation.
set -u
top=${top_srcdir:?}
. "$top/tests/lib/tap.sh"
page=$top/ADDING-AN-OPERATION.md
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT

# The page's blocks, each into a file of its own, after the name of the file that they are from.
awk -v dir="$dir" '
	/^`[^` ]+`$/ { file = substr($0, 2, length($0) - 2) }
	/^```[a-z]+$/ {
		block = sprintf("%s/block-%02d", dir, ++n)
		print file > (block ".from")
		inside = 1
		next
	}
	/^```$/ { inside = 0; close(block); next }
	inside { print > block }' "$page"

# Whether the lines of a block stand together in a file.
stands() { # BLOCK FILE
	/usr/bin/env awk '
		NR == FNR { want[++n] = $0; next }
		{ have[FNR] = $0; last = FNR }
		END {
			for (i = 1; i + n - 1 <= last; i++) {
				for (k = 1; k <= n && have[i + k - 1] == want[k]; k++)
					continue
				if (k > n) exit 0
			}
			exit 1
		}' "$1" "$2"
}

for block in "$dir"/block-??; do
	file=$(cat "$block.from")
	ok "$(head -n 1 "$block" | cut -c1-60) … stands in $file" stands "$block" "$top/$file"
done
ok 'there are blocks for each step' test "$(find "$dir" -name 'block-??' | wc -l)" -ge 8
cp "$dir/block-01" "$dir/spoilt"
echo 'no such line' >>"$dir/spoilt"
is 'a block that stands nowhere is noticed' "$(stands "$dir/spoilt" "$top/xsd/account.xsd" && echo found)" ''
for named in $(grep -oE 'tests/t[0-9]{2}_[a-z_]+(\.sh)?' "$page" | sort -u); do
	ok "$named is there" test -f "$top/$named" -o -f "$top/$named.c"
done

# Each operation stands in one schema, one WSDL file and one file of rows, and nowhere else in the program.
where() { # OPERATION, which may have rows in several files of its service: account.c, account_identity.c
	(cd "$top" && grep -rlwE "$1(Request|Response)?|__$1(Request|Response)?" adapter mapping wsdl xsd \
		--include='*.c' --include='*.wsdl' --include='*.xsd' |
		sed 's,/\([a-z]*\).*,/\1,' | sort -u | sed 's,/.*,,' | uniq -c | tr -s ' \n' ' ')
}
wrong=
for operation in $(./mostik openapi | jq -r '.paths[][].operationId'); do
	case $operation in
	# Their elements have the published contracts' names.
	GetPaymentsByMonth | *OnDate | *Care* | GetWorkExperience) ;;
	*)
		there=$(where "$operation")
		[ "$there" = ' 1 mapping 1 wsdl 1 xsd ' ] || wrong="$wrong $operation:$there"
		;;
	esac
done
is 'an operation is known to its schema, its WSDL and its rows only' "$wrong" ''
is '… and one that is known elsewhere would be noticed' "$(where NoSuchOperation)" ''
done_testing
