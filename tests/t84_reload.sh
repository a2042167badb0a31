#!/bin/sh
# SIGHUP: a new signing key, new callers and new authorities without losing an exchange; what is wrong
# changes nothing; what ends soon is told in the log and in /metrics.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t84.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"

AUTH=
until_true() {
	for _ in $(seq 400); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}
logged() { # event number: so often, at least
	[ "$(grep -c "event=$1" "$STAND/mostik.log")" -ge "$2" ]
}
hup() { # event: waits until the log says so once more
	before=$(grep -c "event=$1" "$STAND/mostik.log")
	kill -HUP "$MOSTIK_PID"
	until_true logged "$1" $((before + 1))
}
ask() { # name [curl options]
	name=$1
	shift
	stand_curl '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -o "$STAND/body-$name" \
		-w '%{http_code}' "$@" >"$STAND/status-$name"
}
status() { cat "$STAND/status-$1"; }
signer() { # the serial number of the certificate that the last envelope was signed with
	sqlite3 -readonly "$STAND/journal.db" \
		'select cast(payload as text) from record where kind = 2 order by seq desc limit 1' |
		sed -n 's/.*X509v3">\([^<]*\)<.*/\1/p' | base64 -d |
		openssl x509 -inform DER -noout -serial
}
serial() { openssl x509 -in "$PKI/$1.pem" -noout -serial; }
keys() { # names: the settings say these
	for suffix in key pem; do
		list=
		for name; do list="$list${list:+, }pki/$name.$suffix"; done
		case $suffix in
		key) sed -i "s|^key_file = pki/mostik-.*sign.*|key_file = $list|" "$CONF" ;;
		pem) sed -i "s|^certificate_file = pki/mostik-.*sign.*|certificate_file = $list|" "$CONF" ;;
		esac
	done
}

stand_pki && stand_start_fund && stand_config || exit 1
keys mostik-soon-sign-ec
stand_start_mostik || exit 1
AUTH="Authorization: Bearer $(stand_token 1 --scope "payments applications")"

# ---- what ends soon
like 'a certificate that ends in days is told at the start' \
	"$(grep event=certificate_ends "$STAND/mostik.log")" 'role="own" subject="CN=mostik,O=Test" days=4'
stand_curl /metrics >"$STAND/metrics"
like 'and in /metrics' "$(cat "$STAND/metrics")" \
	'mostik_certificate_not_after_seconds.role="own",subject="CN=mostik,O=Test",sha256="[0-9a-f]{64}". [0-9]+'
is 'by the time that openssl prints' \
	"$(sed -n 's/.*role="own".* //p' "$STAND/metrics")" \
	"$(date -d "$(openssl x509 -in "$PKI/mostik-soon-sign-ec.pem" -noout -enddate | cut -d= -f2)" +%s)"
like '/metrics tells that it is ready' "$(cat "$STAND/metrics")" '^mostik_ready 1'
is '/metrics is for callers on the list' "$(curl -s -o /dev/null -w '%{http_code}' --cacert "$PKI/tls-ca.pem" \
	--cert "$PKI/stranger-tls.pem" --key "$PKI/stranger-tls.key" "https://localhost:$PORT/metrics")" 403

# ---- a new key, while exchanges wait for the Fund
ask first
is 'an exchange by the first key' "$(status first) $(signer)" "200 $(serial mostik-soon-sign-ec)"
stand_mode slow 1500
for i in 1 2 3; do ask "waits$i" & eval "ask$i=\$!"; done
sleep 0.5
keys mostik-soon-sign-ec mostik-sign-ec mostik-next-sign-ec
ok 'a reload is taken' hup reloaded
wait "$ask1" "$ask2" "$ask3"
is 'what was under way is answered' "$(status waits1) $(status waits2) $(status waits3)" '200 200 200'
stand_mode normal
ask second
stand_curl /metrics | grep -v '^#' | sed 's/ [^ ]*$//' >"$STAND/series"
is 'three keys of one subject are three series' "$(grep -c 'role="own"' "$STAND/series")" 3
is 'and no series is there twice' "$(sort "$STAND/series" | uniq -d)" ''
is 'the newest key that is valid signs' "$(status second) $(signer)" "200 $(serial mostik-sign-ec)"

# ---- what is wrong changes nothing
keys mostik-next-sign-ec
ok 'a reload without a key for today is refused' hup reload_refused
like 'and says why' "$(grep event=reload_refused "$STAND/mostik.log")" 'KEY_UNUSABLE.*mostik-next-sign-ec'
ask third
is 'the keys stay' "$(status third) $(signer)" "200 $(serial mostik-sign-ec)"
keys mostik-sign-ec
cp "$CONF" "$STAND/good.conf"
echo 'nonsense = 1' >>"$CONF"
ok 'settings that cannot be read are refused' hup reload_refused
cp "$STAND/good.conf" "$CONF"
sed -i 's|^client_ca_file = .*|client_ca_file = pki/none.pem|' "$CONF"
ok 'and files that are not there' hup reload_refused
cp "$STAND/good.conf" "$CONF"
sed -i -e 's|^peer_subject = .*|&\nmax_skew_s = 61|' \
	-e "s|^clients = .*|clients = $(stand_fingerprint "$PKI/stranger-tls.pem")|" "$CONF"
ok 'and times that only a restart can lengthen, with all that came with them' hup reload_refused
cp "$STAND/good.conf" "$CONF"
ask fourth
is 'and all goes on' "$(status fourth)" 200

# ---- whom we believe: the verdict about the Fund's certificate is forgotten
sed -i 's|^peer_subject = .*|&\npeer_pins = '"$(stand_fingerprint "$PKI/fund-sign-rsa.pem")"'|' "$CONF"
ok 'a pin is taken' hup reloaded
ask pinned
is 'the Fund may not sign with another certificate' "$(status pinned) $(jq -r .code "$STAND/body-pinned")" \
	'502 SIG_SIGNER'
cp "$STAND/good.conf" "$CONF"
ok 'the pin is taken away' hup reloaded
ask unpinned
is 'and the Fund believed again' "$(status unpinned)" 200

# ---- what a reload does not take is named
sed -i 's|^issuer = .*|issuer = https://other.test/|' "$CONF"
ok 'other settings are left, and named' hup reloaded
is 'each of them, and nothing else' "$(sed -n 's/.*event=needs_restart //p' "$STAND/mostik.log")" \
	'setting=token.issuer'
ask same
is 'they hold as they were' "$(status same)" 200
cp "$STAND/good.conf" "$CONF"

# ---- who is let in
sed -i "s|^clients = .*|clients = $(stand_fingerprint "$PKI/stranger-tls.pem")|" "$CONF"
ok 'another caller is let in' hup reloaded
ask dropped
is 'the one before is not any more' "$(status dropped) $(jq -r .code "$STAND/body-dropped")" \
	'403 CLIENT_CERTIFICATE'
ok 'the journal verifies with the keys of all times' \
	"$MOSTIK" journal verify --config "$CONF"
done_testing
