#!/bin/sh
# An envelope of ours before the stock xmlsec1 command, with nothing but the authority believed: the
# certificate is taken from the message, checked by openssl, and its key given to xmlsec1.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
command -v xmlsec1 > /dev/null || skip_all 'xmlsec1 is not installed'
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
tool=${top_builddir:?}/tests/seal_tool
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" || exit 1

wsa=http://www.w3.org/2005/08/addressing
wsu=http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd
soap11=http://schemas.xmlsoap.org/soap/envelope/
soap12=http://www.w3.org/2003/05/soap-envelope

# The certificate in the message, as PEM.
token() {
	echo '-----BEGIN CERTIFICATE-----'
	sed -n 's|.*#X509v3">\([A-Za-z0-9+/=]*\)</wsse:BinarySecurityToken>.*|\1|p' "$1" | fold -w 64
	echo
	echo '-----END CERTIFICATE-----'
}

chains() {
	openssl verify -CAfile "$dir/pki/sign-ca.pem" "$1" > /dev/null
}

# xmlsec1 verifies $1 with the key of certificate $2; its words go to $dir/said.
stock() {
	xmlsec1 --verify --pubkey-cert-pem "$2" \
		--id-attr:Id "$soap11:Body" --id-attr:Id "$soap12:Body" \
		--id-attr:Id "$wsu:Timestamp" --id-attr:Id "$wsa:To" --id-attr:Id "$wsa:Action" \
		--id-attr:Id "$wsa:MessageID" --id-attr:Id "$wsa:RelatesTo" "$1" > "$dir/said" 2>&1
}

refused() {
	! stock "$@" && grep -q '^FAIL' "$dir/said"
}

for version in 11 12; do
	for kind in rsa ec; do
		name="SOAP $version, $kind"
		m=$dir/$version-$kind.xml
		ok "$name: signed" sh -c "'$tool' sample $version urn:uuid:1 | '$tool' sign mostik $kind > '$m'"
		token "$m" > "$dir/token.pem"
		ok "$name: the certificate chains to the authority" chains "$dir/token.pem"
		ok "$name: xmlsec1 verifies it" stock "$m" "$dir/token.pem"
		like "$name: all six parts" "$(cat "$dir/said")" '^SignedInfo References \(ok/all\): 6/6$'
		ok "$name: another key does not" refused "$m" "$dir/pki/fund-sign-$kind.pem"
		for part in 'Z</wsu:Expires' urn:uuid:1 urn:peer GetPaymentsByMonth Ирина; do
			sed "s|$part|x$part|" "$m" > "$dir/bad.xml"
			ok "$name: refused with $part altered" refused "$dir/bad.xml" "$dir/token.pem"
		done
		like "$name: our own verifier agrees" "$("$tool" verify mostik < "$dir/bad.xml")" '^SIG_DIGEST '
	done
done
done_testing
