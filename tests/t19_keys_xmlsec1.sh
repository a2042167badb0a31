#!/bin/sh
# Envelopes signed by keys that are not simply in a file, before the stock xmlsec1 command: from SoftHSM,
# where they were made and which they cannot leave, and from containers under a passphrase.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/softhsm.sh"
command -v xmlsec1 > /dev/null || skip_all 'xmlsec1 is not installed'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
tool=${top_builddir:?}/tests/seal_tool
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" 2> /dev/null || exit 1
phrase=$dir/pki/mostik-sign.passphrase

wsa=http://www.w3.org/2005/08/addressing
wsu=http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd
soap11=http://schemas.xmlsoap.org/soap/envelope/

# xmlsec1 verifies $1 with the key of certificate $2; its words go to $dir/said.
stock() {
	xmlsec1 --verify --pubkey-cert-pem "$2" --id-attr:Id "$soap11:Body" \
		--id-attr:Id "$wsu:Timestamp" --id-attr:Id "$wsa:To" --id-attr:Id "$wsa:Action" \
		--id-attr:Id "$wsa:MessageID" --id-attr:Id "$wsa:RelatesTo" "$1" > "$dir/said" 2>&1
}

refused() {
	! stock "$@" && grep -q '^FAIL' "$dir/said"
}

# sign KEY CERTIFICATE PASSPHRASE MODULE
sign() {
	"$tool" sample 11 | "$tool" sign-by "$@" > "$dir/m.xml" 2>> "$dir/told"
	status=$?
	cat "$dir/m.xml" >> "$dir/told"
	return $status
}

fails() {
	! "$@"
}

# verified NAME CERTIFICATE: what was signed last.
verified() {
	ok "$1: xmlsec1 verifies it" stock "$dir/m.xml" "$2"
	like "$1: all five parts" "$(cat "$dir/said")" '^SignedInfo References \(ok/all\): 5/5$'
	sed 's|urn:peer|urn:other|' "$dir/m.xml" > "$dir/bad.xml"
	ok "$1: not when it is altered" refused "$dir/bad.xml" "$2"
	like "$1: our own verifier agrees" "$("$tool" verify mostik < "$dir/m.xml")" '^OK (RSA|ECDSA)-SHA256 CN=mostik'
}

# refuses NAME WORDS KEY CERTIFICATE PASSPHRASE MODULE
refuses() {
	name=$1 words=$2
	shift 2
	ok "$name" fails sign "$@"
	like "$name: is told" "$(cat "$dir/m.xml")" "^KEY_UNUSABLE .*$words"
}

for kind in rsa ec; do
	for form in enc.key p12; do
		certificate=$dir/pki/mostik-sign-$kind.pem given=-
		[ $form = p12 ] || given=$certificate
		key=$dir/pki/mostik-sign-$kind.$form
		ok "$kind.$form: signs" sign "$key" "$given" "$phrase" -
		verified "$kind.$form" "$certificate"
		refuses "$kind.$form without its passphrase" 'no passphrase_file' "$key" "$given" - -
	done
done

missing=$(softhsm_missing)
if [ -n "$missing" ]; then
	skip 'keys in a token' "$missing"
	done_testing
	exit 0
fi

ok 'the token and its keys are made' softhsm_make "$dir/hsm" "$dir/pki"
pin=$dir/hsm/pin
(umask 077 && echo 000000 > "$dir/wrong")
for kind in rsa ec; do
	certificate=$dir/hsm/mostik-sign-$kind.pem
	uri=$(softhsm_uri $kind)
	ok "$kind in a token: signs" sign "$uri" "$certificate" "$pin" "$SOFTHSM_MODULE"
	verified "$kind in a token" "$certificate"
	ok "$kind in a token: not the key of the file" refused "$dir/m.xml" "$dir/pki/mostik-sign-$kind.pem"
	ok "$kind in a token: cannot leave it" softhsm_keeps $kind
	refuses "$kind in a token, a wrong PIN" 'PIN incorrect' "$uri" "$certificate" "$dir/wrong" "$SOFTHSM_MODULE"
	refuses "$kind in a token, no PIN" 'wants a PIN' "$uri" "$certificate" - "$SOFTHSM_MODULE"
	refuses "$kind in a token, no module" 'no pkcs11_module' "$uri" "$certificate" "$pin" -
	refuses "$kind in a token, no certificate there" 'no such certificate' "$uri" - "$pin" "$SOFTHSM_MODULE"
	openssl x509 -in "$certificate" -outform DER -out "$dir/der"
	ok "$kind in a token: the certificate goes there" sh -c ". '$top_srcdir/tests/lib/softhsm.sh'
		SOFTHSM='$dir/hsm'; softhsm_tool --write-object '$dir/der' --type cert \
			--label mostik-sign-$kind > '$dir/said' 2>&1"
	ok "$kind and certificate in a token: signs" sign "$uri" - "$pin" "$SOFTHSM_MODULE"
	verified "$kind and certificate in a token" "$certificate"
done
ok 'no key lies beside the token' fails grep -rq 'PRIVATE KEY' "$dir/hsm"
ok 'nor is the PIN told' fails grep -q "$(cat "$pin")" "$dir/told"
done_testing
