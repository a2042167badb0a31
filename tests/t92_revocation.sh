#!/bin/sh
# Revocation in the daemon: a list that comes with a reload ends belief that was there before; without a good
# list nobody is believed, but for the grace.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t92.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_pki || exit 1
# The Fund signs with a certificate that its authority has revoked.
cp "$PKI/revoked-sign-ec.key" "$PKI/fund-sign-ec.key"
cp "$PKI/revoked-sign-ec.pem" "$PKI/fund-sign-ec.pem"
stand_start_fund && stand_config && stand_start_mostik || exit 1
AUTH="Authorization: Bearer $(stand_token 1 --scope "payments applications")"

ask() {
	stand_curl '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -o "$STAND/body" -w '%{http_code} '
	jq -r '.code // "-"' "$STAND/body"
}
lists() { # file grace: the settings say these, and are taken
	sed -i '/^crl_/d' "$CONF"
	[ -z "$1" ] || sed -i "s|^peer_subject = .*|&\ncrl_file = pki/$1\ncrl_grace_s = $2|" "$CONF"
	before=$(grep -c event=reloaded "$STAND/mostik.log")
	kill -HUP "$MOSTIK_PID"
	for _ in $(seq 400); do
		[ "$(grep -c event=reloaded "$STAND/mostik.log")" -gt "$before" ] && return 0
		sleep 0.05
	done
	return 1
}

is 'without lists revocation is not looked at' "$(ask)" '200 -'
ok 'a list is taken' lists sign-ca.crl.pem 0
is 'who is on it is not believed any more' "$(ask)" '502 SIG_REVOKED'
ok 'a list that has ended is taken' lists sign-ca.stale-crl.pem 0
is 'but nobody is believed by it' "$(ask)" '502 SIG_CRL'
ok 'a list of another authority is taken' lists other-ca.crl.pem 0
is 'and says nothing of this one' "$(ask)" '502 SIG_CRL'
ok 'lists are given up again' lists '' 0
is 'and the Fund is believed' "$(ask)" '200 -'
sed -i "s|^peer_subject = .*|&\ncrl_file = pki/sign-ca.forged-crl.pem|" "$CONF"
kill -HUP "$MOSTIK_PID"
for _ in $(seq 400); do
	grep -q event=reload_refused "$STAND/mostik.log" && break
	sleep 0.05
done
like 'a forged list is refused at once' "$(grep event=reload_refused "$STAND/mostik.log")" \
	'part=seal code=KEY_UNUSABLE.*forged'
is 'and all stays as it was' "$(ask)" '200 -'
# Read without lists, nothing speaks against a signer; what was refused for them is no damage.
sed -i '/^crl_/d' "$CONF"
ok 'the journal verifies without lists' "$MOSTIK" journal verify --config "$CONF"
# With them it shows that the signer had been revoked when he was believed; refusals are confirmed.
sed -i "s|^peer_subject = .*|&\ncrl_file = pki/sign-ca.crl.pem|" "$CONF"
"$MOSTIK" journal verify --config "$CONF" >"$STAND/verified" 2>&1
is 'with the list it does not' "$?" 1
is 'for those that were believed' "$(grep -c 'SIG_REVOKED' "$STAND/verified")" 3
like 'and confirms those that were not' "$(cat "$STAND/verified")" '^refused replies +3 confirmed'
done_testing
