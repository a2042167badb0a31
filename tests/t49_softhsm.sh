#!/bin/sh
# The token that tests of keys in hardware stand on: what signs there was made there and stays there.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/softhsm.sh"
missing=$(softhsm_missing)
[ -z "$missing" ] || skip_all "$missing"
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" 2> /dev/null || exit 1

# sign KIND [PIN file]: signs a file by the token's key, as a program would: by its URI.
sign() {
	rm -f "$dir/signature"
	OPENSSL_CONF=$dir/plain.cnf openssl dgst -engine pkcs11 -keyform engine -sha256 \
		-sign "$(softhsm_uri "$1");pin-source=file:${2:-$dir/hsm/pin}" \
		-out "$dir/signature" "$dir/data" 2> "$dir/said" < /dev/null && [ -s "$dir/signature" ]
}

verifies() {
	openssl x509 -in "$dir/hsm/mostik-sign-$1.pem" -noout -pubkey > "$dir/public" &&
	openssl dgst -sha256 -verify "$dir/public" -signature "$dir/signature" "$2" > /dev/null 2>&1
}

fails() {
	! "$@"
}

ok 'the token and its keys are made' softhsm_make "$dir/hsm" "$dir/pki"
sed '/^PIN/d' "$dir/hsm/openssl.cnf" > "$dir/plain.cnf"
echo data > "$dir/data"
echo other > "$dir/other"
echo 000000 > "$dir/wrong"
is 'the PIN is private' "$(stat -c %a "$dir/hsm/pin" "$dir/hsm" | tr '\n' ' ')" '600 700 '
ok 'no key lies beside the token' fails grep -rq 'PRIVATE KEY' "$dir/hsm"
for kind in ec rsa; do
	ok "$kind: the certificate chains" openssl verify -x509_strict \
		-CAfile "$dir/pki/sign-ca.pem" "$dir/hsm/mostik-sign-$kind.pem"
	ok "$kind: was made inside and cannot leave" softhsm_keeps $kind
	ok "$kind: signs" sign $kind
	ok "$kind: the certificate verifies it" verifies $kind "$dir/data"
	ok "$kind: and nothing else" fails verifies $kind "$dir/other"
	ok "$kind: a wrong PIN does not sign" fails sign $kind "$dir/wrong"
done
ok 'a key that is not there does not sign' fails sign absent
softhsm_tool --keypairgen --key-type EC:prime256v1 --id 03 --label mostik-sign-loose \
	--extractable > /dev/null 2>&1
ok 'a key that may leave signs as well' sign loose
ok 'but is told apart' fails softhsm_keeps loose
done_testing
