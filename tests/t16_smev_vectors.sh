#!/bin/sh
# The SMEV transform beside its reference: what the method text's example makes of each vector,
# and the digests that real messages of SMEV carry.  Needs the vectors and messages, which are not
# ours to hand on, and for the digests the GOST engine of OpenSSL.
. "${top_srcdir:?}/tests/lib/tap.sh"

MOSTIK=${top_builddir:?}/mostik
CONTRACTS=$top_srcdir/../shared/contracts
VECTORS=$CONTRACTS/transform-vectors
[ -d "$VECTORS" ] || skip_all 'the vectors are not here'
command -v jq >/dev/null || skip_all 'jq is not installed'
DIR=$(mktemp -d "$top_builddir/smev-test-XXXXXX") || exit 1
trap 'rm -rf "$DIR"' EXIT
openssl dgst -engine gost -md_gost12_256 /dev/null >/dev/null 2>&1 && GOST=yes || GOST=

digest() { # ALGORITHM, of standard input
	openssl dgst -engine gost "-$1" -binary 2>/dev/null | base64 -w 0
}

transforms() { # NAME: to what the reference says
	"$MOSTIK" canonicalize --smev "$VECTORS/$1.in.xml" >"$DIR/out" &&
		cmp "$DIR/out" "$VECTORS/$1.out.xml"
}

for out in "$VECTORS"/*.out.xml; do
	name=$(basename "$out" .out.xml)
	want=$(jq -r --arg name "$name" \
		'.[] | select(.name == $name) | .digest_gost3411_2012_256' "$VECTORS/vectors.json")
	if grep -q '^!ERROR' "$out"; then
		"$MOSTIK" canonicalize --smev "$VECTORS/$name.in.xml" >"$DIR/out" 2>"$DIR/errors"
		is "$name: refused" "$? $(wc -c <"$DIR/out")" '2 0'
		continue
	fi
	ok "$name" transforms "$name"
	if [ -n "$GOST" ]; then
		is "$name: its digest" "$(digest md_gost12_256 <"$DIR/out")" "$want"
	else
		skip "$name: its digest" 'OpenSSL has no GOST engine'
	fi
done

# Real messages whose digests are known to match, each reference of each signature.
ds='*[namespace-uri()="http://www.w3.org/2000/09/xmldsig#" and local-name()='
of() { xmllint --xpath "string((//$ds\"Reference\"])[$2]$3)" "$1" 2>/dev/null; }
messages=0
for file in "$CONTRACTS"/signed/gost2012/*.xml "$CONTRACTS"/signed/smev3sharp/SendRequestResponce.xml \
	"$CONTRACTS"/signed/ebbs-gost2001/*.xml; do
	n=0
	name=$(basename "$file" .xml)
	case $name in *AttachMTOM) [ "$name" != GetRequestResponseAttachMTOM ] || continue ;; esac
	while n=$((n + 1)) && uri=$(of "$file" "$n" /@URI) && [ -n "$uri" ]; do
		case $(of "$file" "$n" "/$ds\"DigestMethod\"]/@Algorithm") in
		*gostr34112012-256) algorithm=md_gost12_256 ;;
		*gostr3411) algorithm=md_gost94 ;;
		*) algorithm= ;;
		esac
		if [ -z "$GOST" ] || [ -z "$algorithm" ]; then
			skip "$name $uri" 'OpenSSL has no GOST engine'
			continue
		fi
		messages=$((messages + 1))
		got=$("$MOSTIK" canonicalize --smev --id "${uri#\#}" "$file" | digest "$algorithm")
		is "$name $uri" "$got" "$(of "$file" "$n" "/$ds\"DigestValue\"]" | tr -d ' \t\r\n')"
	done
done
[ -z "$GOST" ] || ok 'there were messages' [ "$messages" -gt 10 ]
done_testing
