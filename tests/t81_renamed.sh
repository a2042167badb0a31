#!/bin/sh
# mostik journal verify after a side was renamed or its authority changed: old records stay good,
# if the settings say whose they were, and only then.
# shellcheck source-path=SCRIPTDIR
. "${top_srcdir:?}/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t81.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1

AUTH="Authorization: Bearer $(stand_token 1 --scope payments)"
ask() { stand_curl '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -o "$STAND/body" -w '%{http_code}'; }
verify() { "$MOSTIK" journal verify --config "$CONF" >"$STAND/verdict" 2>&1; }
check() { "$MOSTIK" config check --config "$CONF" >"$STAND/check" 2>&1; }
plain=$CONF
# settings KEY CA SUBJECT [LINE...]: our pair, own_ca_file, peer_subject, and lines for [audit]
settings() {
	sed -e "s/mostik-sign-ec/$1/" \
		-e "s|^\([[:space:]]*\)peer_subject = .*|\1own_ca_file = $2\n\1peer_subject = $3|" \
		"$plain" >"$STAND/other.conf"
	shift 3
	printf '%s\n' '[audit]' "$@" >>"$STAND/other.conf"
	CONF=$STAND/other.conf
}

is 'a call is served' "$(ask)" 200
ok 'its records verify' verify
cat "$PKI/sign-ca.pem" "$PKI/other-ca.pem" >"$PKI/both-ca.pem"

# what          pair             own_ca_file       peer  line                        status says
while IFS=';' read -r what pair ca peer line want says; do
	settings "$pair" "$ca" "$peer" "$line"
	verify
	is "$what" $? "$want"
	like "$what: and says so" "$(cat "$STAND/verdict")" "$says"
done <<END
we are renamed;stranger-sign-ec;;fund;;1;SIG_SIGNER
we are renamed, the name is listed;stranger-sign-ec;;fund;own_subjects = older, mostik;0;^verified
the name is listed for the other side;stranger-sign-ec;;fund;peer_subjects = mostik;1;SIG_SIGNER
our authority is another;foreign-sign-ec;pki/other-ca.pem;fund;own_subjects = mostik;1;SIG_UNTRUSTED
our authority is another, the former is kept;foreign-sign-ec;pki/both-ca.pem;fund;own_subjects = mostik;0;^verified
the Fund is renamed;mostik-sign-ec;;sfr;;1;SIG_SIGNER
the Fund is renamed, the name is listed;mostik-sign-ec;;sfr;peer_subjects = fund;0;^verified
the name is listed for our side;mostik-sign-ec;;sfr;own_subjects = fund;1;SIG_SIGNER
END

# ---- a certificate that no counterparty of ours would believe is refused at the start
for ca in '' pki/sign-ca.pem; do
	settings foreign-sign-ec "$ca" fund
	check
	is "own_ca_file '$ca': a certificate of another authority is refused" $? 2
	like 'and named' "$(cat "$STAND/check")" \
		"foreign-sign-ec.pem: it does not chain to .*${ca:-pki/sign-authorities.pem}"
	like 'by its code' "$(cat "$STAND/check")" KEY_UNUSABLE
done
settings foreign-sign-ec pki/both-ca.pem fund
ok 'under its own authority it is good' check
settings mostik-sign-ec pki/none.pem fund
check
is 'authorities that are not there' $? 2
like 'are named' "$(cat "$STAND/check")" 'none.pem'

# ---- the daemon believes nobody for [audit]; what it refused then is no fault of the journal's now
kill -TERM "$MOSTIK_PID"
wait "$MOSTIK_PID"
settings mostik-sign-ec '' sfr 'peer_subjects = fund'
stand_start_mostik || exit 1
is 'the daemon does not believe a former name' "$(ask) $(jq -r .code "$STAND/body")" '502 SIG_SIGNER'
ok 'the journal verifies with the same settings' verify
CONF=$plain
ok 'and with those before' verify
stand_stop
done_testing
