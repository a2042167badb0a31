#!/bin/sh
# The daemon and the identity provider: keys fetched by https and rotated, tokens of every algorithm,
# tokens bound to a certificate; and that nothing but the token says who the citizen is.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t70.XXXXXX")
trap 'kill "${ISSUER_PID:-}" 2>/dev/null; stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_pki && stand_start_fund && stand_config || exit 1

BODY=$STAND/body
HEAD=$STAND/head
READ='/v1/payments/monthly?from=2026-01&months=1'
call() { # path [curl options]
	STATUS=$(stand_curl "$@" -D "$HEAD" -o "$BODY" -w '%{http_code}')
}
field() { jq -r "$1" "$BODY"; }
header() { sed -n "s/^$1: \([^\r]*\).*/\1/Ip" "$HEAD"; }
outcome() { echo "$STATUS $(jq -r '.code // "-"' "$BODY")"; }
as() { # path, token [curl options]
	path=$1 token=$2
	shift 2
	call "$path" -H "Authorization: Bearer $token" "$@"
}
token() { citizen=$1; shift; stand_token "$citizen" --scope 'payments applications' "$@"; }
# Calls until the status is this one, for half a minute.
becomes() { # status path [curl options]
	want=$1 tries=0
	shift
	until call "$@"; [ "$STATUS" = "$want" ] || [ $tries -gt 300 ]; do
		tries=$((tries + 1))
		sleep 0.1
	done
	[ "$STATUS" = "$want" ]
}
start_issuer() { # port
	"$ISSUER" serve --pki "$PKI" --port "$1" --tls fund-tls >"$STAND/issuer.log" 2>&1 &
	ISSUER_PID=$!
	stand_wait "$STAND/issuer.log" '^port=' "$ISSUER_PID" || exit 1
	ISSUER_PORT=$(sed -n 's/^port=//p' "$STAND/issuer.log")
}
stop_issuer() {
	kill "$ISSUER_PID"
	wait "$ISSUER_PID" 2>/dev/null
}
settings() { # what stands in place of jwks_file
	awk -v keys="$1" '/^jwks_file = / { $0 = keys } { print }' "$STAND/first.conf" >"$CONF"
}
cp "$CONF" "$STAND/first.conf"
gost=
[ ! -s "$PKI/token-gost256.pem" ] || gost='certificate_file = pki/token-gost256.pem'

# ---- a provider that is away at first: its port is had, then given up
start_issuer 0
stop_issuer
by_https="jwks_url = https://localhost:$ISSUER_PORT/jwks.json
ca_file = pki/tls-ca.pem
retry_s = 1
$gost"
settings "$by_https"
ok 'settings are good without connecting' sh -c '"$@" >/dev/null' sh "$MOSTIK" config check --config "$CONF"
stand_start_mostik || exit 1
call /healthz
is 'it starts without keys' "$STATUS" 200
call /readyz
is 'but is not ready' "$(outcome)" '503 -'
as "$READ" "$(token 1)"
is 'a token cannot be checked yet' "$(outcome)" '503 TOKEN_KEYS'
is 'and may be tried again' "$(header Retry-After)" 2
like 'the log says why' "$(cat "$STAND/mostik.log")" 'event=token_keys_not_fetched code=TOKEN_KEYS'
start_issuer "$ISSUER_PORT"
ok 'it becomes ready when the keys are there' becomes 200 /readyz
like 'the log says so' "$(cat "$STAND/mostik.log")" 'event=token_keys_fetched'

# ---- tokens of every algorithm
for alg in RS256 ES256 ${gost:+GOST3410_2012_256}; do
	as "$READ" "$(token 1 --alg $alg)"
	is "$alg: good" "$(outcome)" '200 -'
	as "$READ" "$(token 1 --alg $alg --aud other)"
	is "$alg: for another audience" "$(outcome)" '401 TOKEN_INVALID'
	as "$READ" "$(token 1 --alg $alg --bind "$PKI/portal-tls.pem")"
	is "$alg: bound to the caller's certificate" "$(outcome)" '200 -'
	as "$READ" "$(token 1 --alg $alg --bind "$PKI/stranger-tls.pem")"
	is "$alg: bound to another's" "$(outcome)" '401 TOKEN_BINDING'
	is "$alg: and is told" "$(header WWW-Authenticate)" 'Bearer error="invalid_token"'
	as "$READ" "$(token 1 --alg $alg --set 'cnf={"jkt":"x"}')"
	is "$alg: bound in a way that cannot be checked" "$(outcome)" '401 TOKEN_BINDING'
done
[ -n "$gost" ] || skip 'GOST tokens' 'OpenSSL has no gost engine'

# ---- the provider changes its key, then goes away
old=$(token 1 --alg ES256)
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$PKI/token-ec.key"
kill -HUP "$ISSUER_PID"
stand_wait "$STAND/issuer.log" '^rotated' "$ISSUER_PID" || exit 1
new=$(token 1 --alg ES256)
ok 'a token of a new key is good' becomes 200 "$READ" -H "Authorization: Bearer $new"
as "$READ" "$old"
is 'one of the key before is, too' "$(outcome)" '200 -'
stop_issuer
for one in "$old" "$new"; do
	as "$READ" "$one"
	is 'good without the provider' "$(outcome)" '200 -'
done

# ---- nothing but the token says who the citizen is
other=$(token 2)
SNILS=$(printf %s "$other" | cut -d. -f2 | tr '_-' '/+' | base64 -d 2>/dev/null | jq -r .snils | tr -dc 0-9)
names='snils|SNILS|familyName|firstName|patronymic|birthDate|gender|person|applicant|citizen|token|sub'
is 'no parameter and no member of a body is a citizen' "$("$MOSTIK" openapi | jq -r --arg names "$names" '
	[.paths[][] | .parameters[]?.name | strings | select(test("^(" + $names + ")$"))] +
	[.paths[][] | .requestBody? // empty | .. | .properties? // empty | keys[] |
		select(test("^(" + $names + ")$"))] | join(" ")')" ''
as "$READ" "$old"
mine=$(cat "$BODY")
as "$READ&snils=$SNILS" "$old"
is 'another in the query' "$(outcome)" '422 INVALID'
is 'another in the query: is unknown' "$(field '.errors[0].code')" MAP_UNKNOWN
for name in token citizen sub; do
	as "$READ&$name=$SNILS" "$old"
	is "another as $name" "$(outcome)" '422 INVALID'
done
as "$READ" "$old" -H "snils: $SNILS" -H "X-Snils: $SNILS" -H "X-Citizen: $SNILS" -H "Cookie: snils=$SNILS"
is 'another in headers: the same answer' "$(cat "$BODY")" "$mine"
as "$READ" "$old" -H "Authorization: Bearer $other"
is 'two tokens' "$(outcome)" '400 HEADER'
as "/v1/payments/monthly/$SNILS?from=2026-01&months=1" "$old"
is 'another in the path' "$(outcome)" '404 NOT_FOUND'
as "$READ" "$other"
ok "the other citizen's answer is another" test "$(cat "$BODY")" != "$mine"
for change in '.snils = $s' '.token = {snils: $s}' '.details.snils = $s' '.details.person = {snils: $s}'; do
	jq --arg s "$SNILS" "$change" "$top_srcdir/tests/lib/application.json" >"$STAND/application.json"
	as /v1/applications "$old" -X POST -H 'Content-Type: application/json' -H 'Idempotency-Key: other' \
		--data-binary "@$STAND/application.json"
	is "another in a body, $change" "$(outcome) $(field '.errors[0].code')" '422 INVALID MAP_UNKNOWN'
done
as /v1/applications "$old" -X POST -H 'Content-Type: application/json' -H 'Idempotency-Key: mine' \
	--data-binary "@$top_srcdir/tests/lib/application.json"
is 'an application of his own' "$(outcome)" '201 -'
number=$(field .number)
as "/v1/applications/$number" "$old"
is 'he may look at it' "$(outcome)" '200 -'
as "/v1/applications/$number" "$other"
is 'another citizen may not' "$(outcome)" '404 FUND_NOT_FOUND'
as /v1/applications "$other" -X POST -H 'Content-Type: application/json' -H 'Idempotency-Key: mine' \
	--data-binary "@$top_srcdir/tests/lib/application.json"
is "another's key is not his: an application of his own" "$(outcome) $(header Idempotent-Replayed)" '201 - '
stand_stop

# ---- key sets of files, read again on SIGHUP; all or nothing
settings "jwks_file = jwks.json
$gost"
"$ISSUER" jwks --pki "$PKI" >"$STAND/jwks.json"
stand_start_fund && sed -i "s|^url = .*|url = https://localhost:$FUND_PORT/|" "$CONF" && stand_start_mostik || exit 1
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$PKI/token-ec.key"
new=$(token 1 --alg ES256)
as "$READ" "$new"
is 'a key that is not in the file' "$(outcome)" '401 TOKEN_INVALID'
echo '{"keys":[]}' >"$STAND/jwks.json"
kill -HUP "$MOSTIK_PID"
stand_wait "$STAND/mostik.log" 'event=reload_refused part=token code=CONFIG' "$MOSTIK_PID" || exit 1
as "$READ" "$(token 1)"
is 'a broken file changes nothing' "$(outcome)" '200 -'
"$ISSUER" jwks --pki "$PKI" >"$STAND/jwks.json"
kill -HUP "$MOSTIK_PID"
stand_wait "$STAND/mostik.log" 'event=reloaded' "$MOSTIK_PID" || exit 1
as "$READ" "$new"
is 'a key that now is' "$(outcome)" '200 -'
stand_stop

# ---- only bound tokens, where that is required
settings "jwks_file = jwks.json
require_binding = 1"
"$ISSUER" jwks --pki "$PKI" >"$STAND/jwks.json"
stand_start_fund && sed -i "s|^url = .*|url = https://localhost:$FUND_PORT/|" "$CONF" && stand_start_mostik || exit 1
as "$READ" "$(token 1)"
is 'not bound' "$(outcome)" '401 TOKEN_BINDING'
as "$READ" "$(token 1 --bind "$PKI/portal-tls.pem")"
is 'bound' "$(outcome)" '200 -'
done_testing
