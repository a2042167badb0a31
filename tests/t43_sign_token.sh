#!/bin/sh
# `mostik sign` by keys that were made in a token and cannot leave it.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/softhsm.sh"
missing=$(softhsm_missing)
[ -z "$missing" ] || skip_all "$missing"
dir=$(mktemp -d) || exit 99
trap 'rm -rf "$dir"' EXIT
"$top_srcdir/certs/make-test-pki.sh" "$dir/pki" > /dev/null 2>&1 || exit 99
softhsm_make "$dir/hsm" "$dir/pki" || exit 99
mostik=${top_builddir:?}/mostik
MOSTIK_TEST_PKI=$dir/pki
export MOSTIK_TEST_PKI

"$top_builddir/tests/seal_tool" sample 12 > "$dir/envelope"
types=urn://x-artefacts-smev-gov-ru/services/message-exchange/types
cat > "$dir/ack" << EOT
<AckRequest xmlns="$types/1.2"><AckTargetMessage xmlns="$types/basic/1.2" Id="A">1</AckTargetMessage></AckRequest>
EOT
(umask 077; echo 000000 > "$dir/wrong")

sign() { # KIND PIN-FILE OPTION…
	uri=$(softhsm_uri "$1") certificate=$dir/hsm/mostik-sign-$1.pem pin=$2
	shift 2
	"$mostik" sign --key "$uri" --certificate "$certificate" --passphrase-file "$pin" \
		--pkcs11-module "$SOFTHSM_MODULE" "$@" > "$dir/out" 2> "$dir/err"
}
holds() { "$mostik" verify --ca "$dir/pki/sign-ca.pem" "$dir/out" > "$dir/said"; }

for kind in ec rsa; do
	ok "$kind: was made inside and cannot leave" softhsm_keeps $kind
	ok "$kind: an envelope" sign $kind "$dir/hsm/pin" "$dir/envelope"
	ok "$kind: verifies" holds
	ok "$kind: a request to SMEV 3" sign $kind "$dir/hsm/pin" --smev "$dir/ack"
	ok "$kind: verifies" holds
	sign $kind "$dir/wrong" "$dir/envelope"
	is "$kind: a wrong PIN" "$? $(cat "$dir/out")" '2 '
	is "$kind: and the right one is not shown" "$(grep -c "$(cat "$dir/hsm/pin")" "$dir/err")" 0
done
cp "$dir/hsm/mostik-sign-ec.pem" "$dir/hsm/mostik-sign-absent.pem"
sign absent "$dir/hsm/pin" "$dir/envelope"
is 'a key that is not there' "$? $(cat "$dir/out")" '2 '
"$mostik" sign --key "$(softhsm_uri ec)" --certificate "$dir/hsm/mostik-sign-ec.pem" \
	--passphrase-file "$dir/hsm/pin" "$dir/envelope" > "$dir/out" 2> "$dir/err"
is 'no library of the token' "$? $(cat "$dir/out")" '2 '
like 'and it is said' "$(cat "$dir/err")" 'pkcs11_module'
done_testing
