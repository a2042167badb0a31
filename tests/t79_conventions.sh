#!/bin/sh
# What all operations have in common, from outside: whose token, who acts for whom, versions, refusals.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t79.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1

URLS=
BODY=$STAND/body
HEAD=$STAND/head
call() { # path [curl options]
	STATUS=$(stand_curl "$@" -H 'Accept-Language: en' -D "$HEAD" -o "$BODY" -w '%{http_code}')
}
field() { jq -r "$1" "$BODY"; }
header() { sed -n "s/^$1: \([^\r]*\).*/\1/Ip" "$HEAD"; }
journal() { verb=$1; shift; "$MOSTIK" journal "$verb" --config "$CONF" "$@"; }
verifies() { journal verify >/dev/null; }

AUTH="Authorization: Bearer $(stand_token 1 --scope 'account payments applications')"
PERSON=$("$top_builddir/tests/stand/citizen" 2)

# ---- a representative
ACT=$(echo "$PERSON" | jq -R 'split("|") | {family_name: "Представителев", given_name: "Пётр", snils: .[3],
	birthdate: "1985-01-07", gender: "male", basis: "powerOfAttorney", document_number: "77 АБ 7"}')
ACTING="Authorization: Bearer $(stand_token 1 --scope 'account payments applications' --set "act=$ACT")"
call /v1/account/status -H "$ACTING"
is 'a representative asks: 200' "$STATUS" 200
ID=$(header Mostik-Exchange)
SHOWN=$(journal show "$ID" --payload)
like 'the envelope says who acts' "$SHOWN" 'Представителев'
like 'and on which grounds' "$SHOWN" 'PowerOfAttorney'
call '/v1/payments/monthly?from=2026-01&months=3' -H "$ACTING"
is 'no place for a representative: 403' "$STATUS $(field .code)" '403 REPRESENTATIVE'
is 'it is the token that says so' "$(field '.errors[0] | .in + .pointer')" 'token/act'
BAD="Authorization: Bearer $(stand_token 1 --scope account --set 'act={"sub":"9"}')"
call /v1/account/status -H "$BAD"
is 'a representative without a name: 403' "$STATUS $(field .code)" '403 TOKEN_CLAIM'
is 'what is missing' "$(field '.errors[0].pointer')" '/act/family_name'

# ---- a system's token, where a citizen's is needed
# shellcheck disable=SC2046
SYSTEM="Authorization: Bearer $(stand_token 1 --scope account --set 'client_id="social-care"' \
	$(printf -- '--drop %s ' family_name given_name middle_name snils birthdate gender))"
call /v1/account/status -H "$SYSTEM"
is "a system's token for a citizen's operation: 403" "$STATUS $(field .code)" '403 TOKEN_HOLDER'

# ---- conditions
call /v1/account/status -H "$AUTH" -H 'If-Match: "1"'
is 'If-Match where there are no versions: 400' "$STATUS $(field .code)" '400 HEADER'
is 'the header is named' "$(field '.errors[0] | .in + .pointer')" 'header/If-Match'
call /v1/account/status -H "$AUTH" -H 'If-None-Match: 1'
is 'If-None-Match that is none: 400' "$STATUS $(field .code)" '400 HEADER'
call /v1/account/status -H "$AUTH" -H 'If-None-Match: "1"'
is 'If-None-Match that names another: 200' "$STATUS" 200

# ---- a rate
kill "$MOSTIK_PID" && wait "$MOSTIK_PID"
printf '[flow]\nmax_rate = 3\n' >>"$CONF"
stand_start_mostik || exit 1
n=0 good=0 many=0
while [ $n -lt 12 ]; do
	URLS="$URLS https://localhost:$PORT/v1/account/status"
	n=$((n + 1))
done
# shellcheck disable=SC2086
stand_curl /v1/account/status -H "$AUTH" -H 'Accept-Language: en' --parallel --parallel-immediate -D "$HEAD" \
	-w '\n%{http_code}\n' $URLS >"$BODY" 2>/dev/null
good=$(grep -c '^200$' "$BODY")
many=$(grep -c '^429$' "$BODY")
ok "some are answered ($good)" test "$good" -ge 3
ok "and some turned away ($many)" test "$many" -ge 1
like 'by a problem' "$(grep -m 1 'urn:mostik:problem:RATE' "$BODY")" '"code":"RATE"'
is 'that says when to come back' "$(header Retry-After | head -n 1)" 1
is 'and is no exchange' "$(journal list | grep -c RATE)" 0
sleep 1.1
call /v1/account/status -H "$AUTH"
is 'a second later: 200' "$STATUS" 200

ok 'the journal verifies' verifies
done_testing
