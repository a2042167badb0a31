#!/bin/sh
# `mostik verify` on the command line: exit statuses, text in two languages, JSON, files that are no messages.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" > /dev/null 2>&1 || exit 99
mostik=${top_builddir:?}/mostik
tool=$top_builddir/tests/seal_tool

"$tool" sample 11 | "$tool" sign fund ec > "$dir/good" || exit 99
sed 's/Get/Got/' "$dir/good" > "$dir/changed"
sed 's/></>\n</g' "$dir/good" > "$dir/pretty"
cat "$dir/good" "$dir/good" > "$dir/twice"
head -c 700 "$dir/good" > "$dir/short"
: > "$dir/empty"
head -c 9000000 /dev/zero | tr '\0' ' ' > "$dir/huge"
head -c 5000 "$mostik" > "$dir/binary"
printf '<a/>' > "$dir/unsigned"
{
	printf 'POST /ws HTTP/1.1\r\nContent-Type: multipart/related; boundary=x\r\n\r\n'
	printf -- '--x\r\nContent-Type: application/xop+xml\r\n\r\n'
	cat "$dir/good"
	printf '\r\n--x\r\nContent-ID: <1>\r\n\r\nattached\r\n--x--\r\n'
} > "$dir/mime"
printf -- '--x\r\nContent-Transfer-Encoding: base64\r\n\r\nPGEvPg==\r\n--x--\r\n' > "$dir/mime64"

# status WANT ARGUMENTS…: the exit status, and nothing on standard error unless it is a usage error.
status() {
	want=$1
	shift
	"$mostik" verify "$@" > "$dir/out" 2> "$dir/err"
	is "verify $(echo "$*" | sed "s,$dir/,,g"): exit status" $? "$want"
}

status 0 "$dir/good"
like 'the last line says so' "$(tail -n 1 "$dir/out")" '^All that was looked at holds'
like 'the chain was not asked for' "$(cat "$dir/out")" '[?] .*--ca FILE'
status 0 --ca "$dir/pki/sign-ca.pem" "$dir/good"
like 'the chain was asked for' "$(cat "$dir/out")" 'ok .* chains to an authority'
status 1 --ca "$dir/pki/other-ca.pem" "$dir/good"
like 'a stranger to the authority' "$(cat "$dir/out")" 'FAILS the certificate does not chain'
status 0 --ca "$dir/pki/sign-ca.pem" --crl "$dir/pki/sign-ca.crl.pem" "$dir/good"
like 'revocation was asked for' "$(cat "$dir/out")" 'ok .* is on its list'
"$tool" sample 11 | "$tool" sign revoked ec > "$dir/revoked" || exit 99
status 0 --ca "$dir/pki/sign-ca.pem" "$dir/revoked"
status 1 --ca "$dir/pki/sign-ca.pem" --crl "$dir/pki/sign-ca.crl.pem" "$dir/revoked"
like 'a revoked certificate' "$(cat "$dir/out")" 'FAILS the certificate is revoked'
status 1 --ca "$dir/pki/sign-ca.pem" --crl "$dir/pki/other-ca.crl.pem" "$dir/good"
status 1 --at 2001-01-01T00:00:00Z "$dir/good"
like 'not valid then' "$(cat "$dir/out")" 'FAILS the certificate was not valid'
stamp='<wsu:Timestamp><wsu:Created>2001-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>'
sed "s,<wsse:BinarySecurityToken,$stamp&," "$dir/good" > "$dir/stamped"
status 1 "$dir/stamped"
is 'an unsigned Timestamp says nothing of the certificate' \
	"$(grep -c 'when the message was signed' "$dir/out") $(grep -c 'not stated in what is signed' "$dir/out")" '0 1'
status 1 "$dir/changed"
like 'a change without a known cause' "$(cat "$dir/out")" \
	'content itself may have been changed; it is none of: .*pretty-printed'
status 1 "$dir/pretty"
like 'the cause is named' "$(cat "$dir/out")" 'cause: the message was pretty-printed after signing'
like 'the cause of the value, too' "$(cat "$dir/out")" 'cause: SignedInfo was pretty-printed after signing'
status 1 --lang ru "$dir/pretty"
like 'the cause is named in Russian' "$(cat "$dir/out")" 'причина: сообщение отформатировали после подписания'
is 'no English is left over' "$(grep -cE '\b(the|signature|holds|cause)\b' "$dir/out")" 0
status 1 "$dir/unsigned"
like 'that it is unsigned' "$(cat "$dir/out")" 'FAILS there is no signature'
status 0 "$dir/mime"
like 'the other parts are not passed over in silence' "$(cat "$dir/out")" 'warns the other parts of the MIME'
for file in empty huge binary short twice mime64; do
	status 2 "$dir/$file"
	like "$file: that it cannot be read" "$(tail -n 1 "$dir/out")" 'cannot be read'
done
for arguments in '' '--json' -h '-x FILE' '--at yesterday FILE' '--lang fr FILE' '--no-such FILE' 'FILE FILE' \
	"$dir/none" "--ca $dir/none FILE" '--crl FILE FILE'; do
	# shellcheck disable=SC2046,SC2086
	status 2 $(echo $arguments | sed "s,FILE,$dir/good,g")
	ok 'and it is said why' test -s "$dir/err"
	is 'and nothing is verified' "$(cat "$dir/out")" ''
done

"$mostik" verify - < "$dir/good" > "$dir/out"
is 'standard input: exit status' $? 0

cp "$dir/pki/sign-ca.pem" "$dir/pem"
status 2 "$dir/pem"
like 'a certificate is no MIME message' "$(cat "$dir/out")" 'does not begin with'

# The exit status is the verdict, so it must not say "holds" over a report that nobody got.
for option in '' --json; do
	# shellcheck disable=SC2086
	"$mostik" verify $option "$dir/good" > /dev/full 2> "$dir/err"
	is "no room for the report $option: exit status" $? 2
	like 'and it is said why' "$(cat "$dir/err")" '^mostik: standard output: '
	# shellcheck disable=SC2086
	"$mostik" verify $option "$dir/good" >&- 2> "$dir/err"
	is "no standard output $option: exit status" $? 2
done

if command -v jq > /dev/null; then
	json() {        # json FILE FILTER [OPTION...]
		file=$1 filter=$2
		shift 2
		"$mostik" verify --json "$dir/$file" | jq -c "$@" "$filter"
	}
	is 'JSON of a good message' "$(json good '[.version, .verdict, .message.kind, (.signatures | length)]')" \
		'[1,"holds","mostik",1]'
	is 'what it covers' "$(json good '[.signatures[0].references[].covers] | sort | .[0:2]')" \
		'["/Envelope/Body","/Envelope/Header/Action"]'
	is 'digests as computed and as stated' \
		"$(json good '[.signatures[0].references[] | .computed == .stated and .holds] | all')" true
	is 'and in a changed message' \
		"$(json changed '[.signatures[0].references[] | select(.computed != .stated)] | length')" 1
	is 'a cause' "$(json pretty '[.signatures[0].references[].cause.name // empty] | unique')" '["pretty-printed"]'
	is 'a certificate' "$(json good '.signatures[0].certificate.subject | contains("CN=fund")')" true
	is 'each check has a result' \
		"$(json pretty '[.. | .checks? // empty | .[].result] | unique - $known' --argjson known \
		'["holds","fails","warning","note","not asked"]')" '[]'
	for file in empty binary mime64 unsigned changed; do
		ok "$file: JSON" sh -c "\"$mostik\" verify --json \"$dir/$file\" | jq -e .verdict > /dev/null"
	done
else
	skip 'JSON' 'jq is not installed'
fi

# A megabyte: the failing case is the long one, for every cause is tried.
body=$(head -c 750000 /dev/urandom | base64 -w 76)
{
	"$tool" sample 11 | sed 's,</s:Body>.*,,'
	printf '<x:Big xmlns:x="urn:x">%s</x:Big></s:Body></s:Envelope>' "$body"
} > "$dir/big.unsigned"
"$tool" sign fund ec < "$dir/big.unsigned" > "$dir/big" || exit 99
status 0 "$dir/big"
sed 's/Get/Got/' "$dir/big" > "$dir/big.changed"
status 1 "$dir/big.changed"

# Control characters and marks of direction do not reach a terminal.
id='\302\2331m\342\200\256\342\201\246\330\234'
# shellcheck disable=SC2059 # the format is the text
printf "<a Id=\"$id\"><b Id=\"$id\"/></a>" > "$dir/escape"
status 1 "$dir/escape"
is 'control characters are written out' "$(tr -d '\n -~' < "$dir/out" | wc -c)" 0
is 'and can be told from each other' "$(grep -cF 'x9b1m\u202e\u2066\u061c' "$dir/out")" 1
done_testing
