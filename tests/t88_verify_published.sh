#!/bin/sh
# Messages that others signed and published: `mostik verify` says of each what EXPECTED.txt states.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
published=$top_srcdir/../shared/contracts/signed
[ -r "$published/EXPECTED.txt" ] || skip_all 'the published messages are not beside the tree'
command -v jq > /dev/null || skip_all 'jq is not installed'
mostik=${top_builddir:?}/mostik
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT

# A line as EXPECTED.txt has it, of what was found.  "asis": the value as it stands; "exc": exclusive
# canonicalization; "-strip": only without the white space in SignedInfo.
found='.signatures | to_entries[] | .key as $n | .value as $s |
	($s.references[0]) as $r |
	"sig\($n) uri=\($r.uri) digest=\(if $r.holds then "OK" elif $r.cause then $r.cause.name else "FAIL" end)" +
	" sig=\(if $s.holds then "OK(exc,asis)" elif $s.cause.name == "signed-info-pretty-printed"
		then "OK(exc-strip,asis)" else "FAIL" end)" +
	" \($s.methodUri | split("#")[-1] | split(":")[-1]) tr=\($r.transforms | length)" +
	" serial=\($s.certificate.serial)"'

# The same of what is stated; validity is left to openssl, who printed it.
stated() {
	sed 's/digest=OK([^)]*)/digest=OK/; s/ notBefore=.* serial=/ serial=/; s/ *$//' "$1"
}

# A verdict: all holds as it stands; or not; of PARSE lines: it is no XML by itself.
verdict() {
	if [ ! -s "$1" ] || grep -q '^PARSE' "$1"; then
		echo 1
	elif grep -qE 'digest=FAIL|exc-strip' "$1"; then
		echo 1
	else
		echo 0
	fi
}

check() {       # check MESSAGE: compares with $dir/stated
	"$mostik" verify --json "$published/$1" > "$dir/report"
	is "$1: exit status" $? "$(verdict "$dir/stated")"
	if grep -q '^PARSE' "$dir/stated"; then
		is "$1: its root part was taken" \
			"$(jq -r '.message.checks[] | select(.check == "mime") | .result' "$dir/report")" note
	elif [ ! -s "$dir/stated" ]; then
		is "$1: unsigned" \
			"$(jq -r '.message.checks[] | select(.check == "signed") | .result' "$dir/report")" fails
	else
		is "$1: signatures" "$(jq -r "$found" "$dir/report")" "$(stated "$dir/stated")"
	fi
}

: > "$dir/stated"
message=
while read -r line; do
	case $line in
	'== '*)
		[ -z "$message" ] || check "$message"
		message=${line#== }
		: > "$dir/stated"
		;;
	*) printf '%s\n' "$line" >> "$dir/stated" ;;
	esac
done < "$published/EXPECTED.txt"
check "$message"
ok 'there were many' test "$tap_n" -gt 30

# An HTTP dump of the same with its attachments: its root part is the message.
"$mostik" verify --json "$published/ebbs-gost2001/SendRequestRequestAttachMTOM.txt" > "$dir/report"
is 'an HTTP dump: its root part is inspected' \
	"$(jq -c '[.verdict, .message.kind, .message.checks[0].check]' "$dir/report")" \
	'["fails","smev3","mime"]'
done_testing
