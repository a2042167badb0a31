#!/bin/sh
# The catalogue of attacks before `mostik verify`: what seal takes holds, and no wrapping gets past.
#
# verify judges what holds, not what mostik wants: so what the Fund itself signed in another manner
# than the contract's may hold.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" > /dev/null 2>&1 || exit 99
mkdir "$dir/messages"
"${top_builddir:?}/tests/attacks_tool" "$dir/messages" || exit 99

# Refused with these codes, it can never hold.
never='SIG_DIGEST|SIG_VALUE|SIG_DUPLICATE_ID|SIG_MISSING|SIG_COVERAGE|SIG_UNTRUSTED|XML|XML_LIMIT|XML_ENCODING'
# Wrapping that is none: the parts stand in their places and are signed, though not as mostik wants it.
harmless='^(W8 .*|W11 .*|W4 Timestamp in a sibling of Security)$'

while IFS='	' read -r file kind ids what want _; do
	[ "$kind" = ec ] || continue
	"$top_builddir/mostik" verify --ca "$dir/pki/sign-authorities.pem" "$dir/messages/$file" > /dev/null
	echo "$want|$?|$file|$ids $what"
done < "$dir/messages/rows.tsv" > "$dir/found"

ok 'there were many' test "$(wc -l < "$dir/found")" -gt 300
is 'nothing fell' "$(cut -d'|' -f2 "$dir/found" | sort -u | tr '\n' ' ')" '0 1 2 '
is 'what seal takes holds' "$(grep '^OK|[^0]|' "$dir/found")" ''
is 'what seal refuses for digest, value, identity or form does not hold' "$(grep -E "^($never)\|0\|" "$dir/found")" ''
grep -E '^[A-Z_]+\|0\|ec-wrapping' "$dir/found" | grep -v '^OK|' | cut -d'|' -f4 > "$dir/wrapped"
is 'no wrapping holds' "$(grep -vE "$harmless" "$dir/wrapped")" ''
ok 'but what is none was looked at' test -s "$dir/wrapped"
done_testing
