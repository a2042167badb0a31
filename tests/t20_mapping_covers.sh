#!/bin/sh
# Every member of every generated struct has a row, so that a contract which grows a member cannot
# be carried silently incomplete.  Rows are found as the compiler finds them: each leaves the words
# "struct x" "." "member" of its own type check in the preprocessed text; rules leave others.
set -u
top=${top_srcdir:?}
. "$top/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT

rows() {        # TREE: "struct member" of each row in its mapping/
	for file in "$1"/mapping/*.c; do
		# shellcheck disable=SC2086
		$CC -I"$1" $CPPFLAGS_FOR_TESTS -DHAVE_CONFIG_H -E -P "$file" || echo broken
	done | grep -oE '"" "struct [A-Za-z0-9_]+" "\." "[A-Za-z0-9_]+" " is not of type|^broken' |
		sed 's/"" "struct \([^"]*\)" "\." "\([^"]*\)".*/\1 \2/' | sort -u
}

# "struct member" of each generated struct.  Left out: SOAP's own, which adapter/soap/ handles, and
# the parameter lists of server operations, which wsdl2h writes as structs named __prefix__Operation.
members() {     # STUB
	awk '
		/^struct [A-Za-z0-9_]+ \{/ {
			name = $2
			if (name ~ /^SOAP_ENV__/ || (name ~ /^__/ && name !~ /_(sequence|choice|union)_?[0-9]*$/))
				name = ""
			next
		}
		/^\};/ { name = "" }
		name != "" && !/\/\*\*/ && /;[ \t]*$/ {
			member = $NF
			gsub(/[*;]/, "", member)
			print name, member
		}' "$1" | sort -u
}

uncovered() {   # TREE STUB
	rows "$1" >"$dir/rows"
	members "$2" >"$dir/members"
	[ -s "$dir/rows" ] && [ -s "$dir/members" ] || echo nothing
	grep -x broken "$dir/rows"
	comm -13 "$dir/rows" "$dir/members"
}

# spoilt WHAT FILE SED-SCRIPT WANT: a copy in which FILE is changed must lack WANT, and only that.
spoilt() {
	rm -rf "$dir/tree"
	mkdir "$dir/tree" && cp -R "$top/mapping" "$dir/tree/" && cp wsdl/gen/soapStub.h "$dir/tree/stub.h"
	chmod -R u+w "$dir/tree"
	cp "$dir/tree/$2" "$dir/before"
	sed "$3" "$dir/before" >"$dir/tree/$2"
	cmp -s "$dir/before" "$dir/tree/$2" && echo "# $1: nothing was spoilt"
	is "$1" "$(uncovered "$dir/tree" "$dir/tree/stub.h")" "$4"
}

is 'every member has a row' "$(uncovered "$top" wsdl/gen/soapStub.h)" ''
ok 'there are structs to cover' test "$(members wsdl/gen/soapStub.h | wc -l)" -gt 60
spoilt 'a row taken out is missed' mapping/common.c '/"divisionCode"/d' \
	'cmn__PassportType DivisionCode'
spoilt 'a row that a rule mentions is missed too' mapping/benefits.c \
	'/MAP_INT.*"numberOfPayments"/d' 'ben__MonthlyPaymentType NumberOfPayments'
spoilt 'a row shared by all requests is missed in each' mapping/common.h '/OPT, "patronymic", person__Patronymic/d' \
	"$(members wsdl/gen/soapStub.h | grep -v '^_wex__' |
		grep -E '^(.*Request|cmn__RepresentativeType|__(bap|care|pod)__.*) person__Patronymic$')"
spoilt 'a kind taken out of a choice is missed' mapping/kinds.c '/KIND("oldAgePension"/d' \
	'app__ApplicationType OldAgePension'
spoilt 'a list taken out is missed, with its size' mapping/kinds_pension.c \
	'/MAP_LIST  (T, OPT, "workPeriods"/,/DOC/d' 'app__OldAgePensionType WorkPeriod
app__OldAgePensionType __sizeWorkPeriod'
spoilt 'a member that the contract grows is missed' stub.h \
	's/^struct cmn__ContactType {/&\n\tchar *Fax;/' 'cmn__ContactType Fax'
spoilt 'a struct that the contract grows is missed' stub.h \
	'$a struct app__NewType {\n\tchar *New;\n};' 'app__NewType New'
done_testing
