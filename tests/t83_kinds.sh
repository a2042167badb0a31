#!/bin/sh
# The daemon with each kind of signing key in turn, on one journal: what is signed is believed, what
# is not is refused by its code, and records signed by former keys still verify.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t83.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"

journal() { verb=$1; shift; "$MOSTIK" journal "$verb" --config "$CONF" "$@"; }
verifies() { journal verify >"$STAND/verdict" 2>&1; }
ask() { # status, and the code if it is no answer
	token=$(stand_token 1 --scope payments)
	status=$(stand_curl '/v1/payments/monthly?from=2026-01&months=3' -H "Authorization: Bearer $token" \
		-D "$STAND/head" -o "$STAND/body" -w '%{http_code}')
	echo "$status $(jq -r '.code // "OK"' "$STAND/body")"
}
algorithm() { # of the record of that kind in the last exchange
	journal show --json "$(sed -n 's/^Mostik-Exchange: \([0-9a-f-]*\).*/\1/Ip' "$STAND/head")" |
		jq -r --arg kind "$1" '.records[] | select(.kind == $kind) | .signature |
			.verdict + " " + .algorithm'
}

# serve OURS FUND'S: the stand again, with these kinds of keys
serve() {
	stand_stop
	STAND_SIGN=$2
	stand_pki && stand_start_fund || exit 1
	STAND_SIGN=$1
	stand_config && stand_start_mostik || exit 1
}

stand_pki || exit 1
gost=yes
if [ ! -s "$PKI/gost.cnf" ]; then
	gost=
	skip 'GOST' 'OpenSSL has no gost engine'
fi

# ours    the Fund's  our algorithm   the Fund's algorithm
while read -r ours fund sent reply; do
	case $gost$ours$fund in gost*) continue ;; esac
	serve "$ours" "$fund"
	is "$ours, $fund: an answer is believed" "$(ask)" '200 OK'
	is "$ours, $fund: we signed by ours" "$(algorithm sent)" "good $sent"
	is "$ours, $fund: the Fund by its own" "$(algorithm reply)" "good $reply"
	ok "$ours, $fund: the journal verifies, former keys and all" verifies
	while read -r mode code; do
		stand_mode "$mode"
		is "$ours, $fund: $mode" "$(ask)" "502 $code"
	done <<-end
		unsigned     SIG_MISSING
		badsignature SIG_VALUE
		baddigest    SIG_DIGEST
		otherkey     SIG_SIGNER
		stale        SIG_STALE
	end
	ok "$ours, $fund: and with what was refused" verifies
done <<end
ec       ec       ECDSA-SHA256   ECDSA-SHA256
gost256  gost256  GOST-2012-256  GOST-2012-256
gost512  gost512  GOST-2012-512  GOST-2012-512
gost256  gost512  GOST-2012-256  GOST-2012-512
gost512  rsa      GOST-2012-512  RSA-SHA256
ec       gost256  ECDSA-SHA256   GOST-2012-256
rsa      rsa      RSA-SHA256     RSA-SHA256
end

# ---- an authority of another kind is no authority
if [ "$gost" ]; then
	serve ec gost256
	stand_stop
	stand_start_fund_by() { STAND_SIGN=$1 && stand_start_fund && STAND_SIGN=ec; }
	stand_start_fund_by gost256 || exit 1
	stand_config
	sed -i 's#^ca_file = pki/sign-authorities.pem#ca_file = pki/sign-ca.pem#' "$CONF"
	stand_start_mostik || exit 1
	is 'GOST, without its authority' "$(ask)" '502 SIG_UNTRUSTED'
fi
done_testing
