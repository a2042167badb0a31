#!/bin/sh
# A signing key in a PKCS#12 container, its certificate nowhere else: it signs, and the journal verifies, by the
# container or by the name that the settings say.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t94.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_pki && stand_start_fund && stand_config || exit 1
sed -i -e '/^certificate_file = pki\/mostik-sign/d' \
	-e 's|^key_file = pki/mostik-sign.*|key_file = pki/mostik-sign-ec.p12|' "$CONF"
is 'without a passphrase there is no start' \
	"$("$MOSTIK" serve --config "$CONF" 2>&1 | grep -c KEY_UNUSABLE)" 1
sed -i 's|^key_file = pki/mostik-sign-ec.p12|&\npassphrase_file = pki/mostik-sign.passphrase|' "$CONF"
ok 'with it the settings are good' "$MOSTIK" config check --config "$CONF"
stand_start_mostik || exit 1
AUTH="Authorization: Bearer $(stand_token 1 --scope "payments applications")"
is 'the Fund believes what is signed' \
	"$(stand_curl '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -o /dev/null -w '%{http_code}')" 200
ok 'the journal verifies by the container' "$MOSTIK" journal verify --config "$CONF"
printf '[audit]\nown_subjects = mostik\n' >>"$CONF"
sed -i 's|^passphrase_file = .*|passphrase_file = pki/none|' "$CONF"
ok 'and without the passphrase by the name' "$MOSTIK" journal verify --config "$CONF"
sed -i 's|^own_subjects = .*|own_subjects = stranger|' "$CONF"
"$MOSTIK" journal verify --config "$CONF" >"$STAND/verified" 2>&1
is 'but not by another' "$? $(grep -c SIG_SIGNER "$STAND/verified")" '1 1'
done_testing
