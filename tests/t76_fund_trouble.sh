#!/bin/sh
# Everything that can be wrong with the Fund: each has its own code and leaves a complete journal.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t76.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
STAND_EXTRA='
[flow]
deadline_ms = 4000
'
stand_start || exit 1

TOKEN=$(stand_token 1 --scope "payments applications")
journal() { verb=$1; shift; "$MOSTIK" journal "$verb" --config "$CONF" "$@"; }
verifies() { journal verify >/dev/null; }
read_payments() {
	stand_curl '/v1/payments/monthly?from=2026-01&months=3' -H "Authorization: Bearer $TOKEN" \
		-H 'Accept-Language: en' -D "$STAND/head" -o "$STAND/body" -w '%{http_code}'
}
exchange() { sed -n 's/^Mostik-Exchange: \([0-9a-f-]*\).*/\1/Ip' "$STAND/head"; }
kinds() { journal show "$(exchange)" --json | jq -r '[.records[].kind] | join(" ")'; }

# mode of the Fund       answer           records in the journal
while read -r mode want code records; do
	mode=$(echo "$mode" | tr '_' ' ')
	stand_mode "$mode"
	STATUS=$(read_payments)
	is "$mode: the answer" "$STATUS $(jq -r '.code // "OK"' "$STAND/body")" "$want $code"
	is "$mode: the journal" "$(kinds)" "$(echo "$records" | tr ',' ' ')"
done <<EOT
normal          200 OK               request,sent,reply,answer
slow_300        200 OK               request,sent,reply,answer
silent          504 FUND_SILENT      request,sent,answer
close           502 FUND_BROKEN      request,sent,answer
half            502 FUND_BROKEN      request,sent,reply,answer
garbage         502 XML              request,sent,reply,answer
html            502 FUND_HTTP        request,sent,reply,answer
http500         502 FUND_HTTP        request,sent,reply,answer
unsigned        502 SIG_MISSING      request,sent,reply,answer
badsignature    502 SIG_VALUE        request,sent,reply,answer
baddigest       502 SIG_DIGEST       request,sent,reply,answer
otherkey        502 SIG_SIGNER       request,sent,reply,answer
stale           502 SIG_STALE        request,sent,reply,answer
otherrelates    502 SIG_RELATES      request,sent,reply,answer
otheraction     502 SIG_RELATES      request,sent,reply,answer
replay          502 SIG_RELATES      request,sent,reply,answer
wrongtotal      502 REPLY_SENSE      request,sent,reply,answer
wrongcount      502 REPLY_SENSE      request,sent,reply,answer
wrongperson     502 REPLY_OTHER      request,sent,reply,answer
otherperiod     502 REPLY_OTHER      request,sent,reply,answer
fault           502 FUND_FAULT       request,sent,reply,answer
refuse          422 FUND_REFUSED     request,sent,reply,answer
unsignedfault   502 SIG_MISSING      request,sent,reply,answer
huge            502 FUND_TOO_LARGE   request,sent,reply,answer
EOT

stand_mode refuse
read_payments >/dev/null
like "refusal: the Fund's words reach the caller" "$(jq -r .fault.code "$STAND/body")" '^[A-Z_]+$'

# ---- a silent Fund leaves the outcome of a write unknown; the same key finishes it, once
submit() {
	stand_curl /v1/applications -X POST -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $1" \
		-H 'Content-Type: application/json' --data-binary "@$top_srcdir/tests/lib/application.json" \
		-D "$STAND/head" -o "$STAND/body" -w '%{http_code}'
}
stand_mode close
is 'lost answer: 502' "$(submit k1)" 502
stand_mode normal
is 'the same key again: 201' "$(submit k1)" 201
is 'and for ever the same' "$(submit k1)" 201
is 'one application at the Fund' "$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)" 1

# ---- "no" to a message that was sent before is not the answer for ever: the first may have been carried out
stand_mode close
is 'lost answer: 502' "$(submit k2)" 502
stand_mode refuse
is 'the same key, refused: 422' "$(submit k2)" 422
stand_mode normal
is 'the same key, later: what became of the first' "$(submit k2)" 201
stand_mode refuse
is 'a first "no": 422' "$(submit k3)" 422
stand_mode normal
is 'is the answer for ever' "$(submit k3) $(jq -r .code "$STAND/body")" '422 FUND_REFUSED'

# ---- another token must not make another message of the same key
stand_mode close
is 'lost answer: 502' "$(submit k4)" 502
stand_mode normal
FIRST=$TOKEN
TOKEN=$(stand_token 1 --scope "payments applications" --drop middle_name)
is 'other data of the citizen: another request' "$(submit k4) $(jq -r .code "$STAND/body")" '422 KEY_REUSED'
TOKEN=$(stand_token 1 --scope "payments applications")
is 'a new token with the same data: the same request' "$(submit k4)" 201
TOKEN=$FIRST
is 'three applications at the Fund' "$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)" 3

# ---- the Fund is gone: nothing was sent; and comes back
kill "$FUND_PID"; wait "$FUND_PID" 2>/dev/null
is 'no Fund: 503' "$(read_payments) $(jq -r .code "$STAND/body")" '503 FUND_UNREACHABLE'
is 'no Fund: the journal' "$(kinds)" 'request sent answer'
STAND_FUND_PORT=$FUND_PORT
stand_start_fund || exit 1
is 'the Fund is back: 200' "$(read_payments)" 200

ok 'the journal verifies, refused replies and all' verifies
stand_stop
done_testing
