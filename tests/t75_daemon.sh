#!/bin/sh
# The daemon from outside: the three operations, who is let in, what is refused and how, the pages.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t75.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1

BODY=$STAND/body
HEAD=$STAND/head
APPLICATION=$top_srcdir/tests/lib/application.json

# Calls and leaves the status in STATUS, the body in $BODY, the head in $HEAD.
call() { # path [curl options]
	STATUS=$(stand_curl "$@" -D "$HEAD" -o "$BODY" -w '%{http_code}')
}
field() { jq -r "$1" "$BODY"; }
header() { sed -n "s/^$1: \([^\r]*\).*/\1/Ip" "$HEAD"; }
journal() { verb=$1; shift; "$MOSTIK" journal "$verb" --config "$CONF" "$@"; }
verifies() { journal verify >/dev/null; }
# What a problem says to people, but for names and codes: those of the contract, formats, headers.
words() { field '[.title, .hint, (.errors // [] | .[] | .detail, .hint)] | .[]'; }
english_words() {
	words | LC_ALL=C grep -oE '[A-Za-z][A-Za-z-]+' |
		grep -vxE 'JSON|UUID|true|false|bic|account|bank|post|from|kind|pointer|Idempotency-Key|oldAgePension' |
		grep -vxE 'pensionRecalculation|maternity(CapitalDisposal|Benefit)|birthLumpSum|monthlyChildBenefit' |
		sort -u | tr '\n' ' '
}
russian_letters() { words | LC_ALL=C tr -d '\000-\177'; }
some_russian() { [ "$(russian_letters | wc -c)" -gt 40 ]; }
only_russian() { is "$1: no English in Russian" "$(english_words)" ''; ok "$1: Russian" some_russian; }
only_english() { is "$1: no Russian in English" "$(russian_letters)" ''; like "$1: English" "$(words)" '[a-z]{4}'; }

TOKEN=$(stand_token 1 --scope "payments applications")
AUTH="Authorization: Bearer $TOKEN"

# ---- a read
call '/v1/payments/monthly?from=2026-01&months=3' -H "$AUTH"
is 'payments: 200' "$STATUS" 200
is 'payments: months are a list' "$(field '.monthlyPayments | type')" array
is 'payments: sums are strings with two places' \
	"$(field '[.monthlyPayments[].payments[].sum | type == "string" and test("^[0-9]+\\.[0-9]{2}$")] | all')" true
is 'payments: JSON' "$(header Content-Type)" application/json
is 'payments: not to be cached' "$(header Cache-Control)" no-store
like 'payments: names its exchange' "$(header Mostik-Exchange)" '^[0-9a-f-]{36}$'
ID=$(header Mostik-Exchange)
like 'payments: the journal has the exchange' "$(journal show "$ID")" request
like 'payments: with reply and answer' "$(journal show "$ID" | tr '\n' ' ')" 'sent.*reply.*answer'

# ---- a write, repeated, misused
submit() { # key [curl options]
	key=$1
	shift
	call /v1/applications -X POST -H "$AUTH" -H "Idempotency-Key: $key" \
		-H "Content-Type: ${TYPE:-application/json}" "$@"
}
submit key-1 --data-binary "@$APPLICATION"
is 'application: 201' "$STATUS" 201
NUMBER=$(field .number)
like 'application: has a number' "$NUMBER" '^[0-9A-Za-z-]+$'
FIRST=$(cat "$BODY")
submit key-1 --data-binary "@$APPLICATION"
is 'application again: the same status' "$STATUS" 201
is 'application again: the same answer' "$(cat "$BODY")" "$FIRST"
is 'application again: says so' "$(header Idempotent-Replayed)" true
jq '.details.dependants = 2' "$APPLICATION" >"$STAND/other.json"
submit key-1 --data-binary "@$STAND/other.json"
is 'same key, other body: 422' "$STATUS $(field .code)" '422 KEY_REUSED'
is 'one application at the Fund' "$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)" 1
submit 'key with blanks' --data-binary "@$APPLICATION"
is 'bad key: 400' "$STATUS $(field .code)" '400 HEADER'
call /v1/applications -X POST -H "$AUTH" -H 'Content-Type: application/json' --data-binary "@$APPLICATION"
is 'no key: 400' "$STATUS $(field '.errors[0].pointer')" '400 /Idempotency-Key'

call "/v1/applications/$NUMBER" -H "$AUTH"
is 'status: 200' "$STATUS" 200
is 'status: the same application' "$(field .number)" "$NUMBER"
is 'status: history is a list' "$(field '.history | type')" array
OTHER="Authorization: Bearer $(stand_token 2 --scope applications)"
call "/v1/applications/$NUMBER" -H "$OTHER"
is "another citizen's application: 404" "$STATUS $(field .code)" '404 FUND_NOT_FOUND'

# ---- everything wrong is said at once
jq 'del(.details.passport.number) | .details.dependants = "two" | .details.surprise = 1
    | .details.address.postIndex = "12" | .details.averageMonthlyEarnings = 5.5
    | .details.consent = false | .details.working = 1 | .details.delivery = {method: "pigeon"}
    | .details.contact = {phone: "8", email: "x"} | .details.workPeriods[0].to = "1980-01-01"
    | .details.workPeriods[1] = 1 | .details.passport.divisionCode = "1" | .orderId = ""
    | .details.address.guidFias = "x" | .details.desiredDate = "2027-02-30"' "$APPLICATION" >"$STAND/wrong.json"
submit key-2 --data-binary "@$STAND/wrong.json" -H 'Accept-Language: en'
is 'wrong form: 422' "$STATUS $(field .code)" '422 INVALID'
is 'wrong form: a problem' "$(header Content-Type)" application/problem+json
POINTERS=$(field '[.errors[] | .code + " " + .pointer] | sort | .[]')
for want in 'MAP_MISSING /details/passport/number' 'MAP_TYPE /details/dependants' \
	'MAP_UNKNOWN /details/surprise' 'MAP_[A-Z_]+ /details/address/postIndex' \
	'MAP_TYPE /details/averageMonthlyEarnings' 'MAP_[A-Z_]+ /details/consent' \
	'MAP_CHOICE /details/delivery/method' 'MAP_RANGE /details/workPeriods/0/to' \
	'MAP_LENGTH /orderId' 'MAP_FORMAT /details/desiredDate'; do
	like "wrong form: names $want" "$POINTERS" "^$want\$"
done
is 'wrong form: nothing was sent' "$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)" 1
like 'wrong form: English' "$(field .title)" '^The request'
only_english 'wrong form'
LIST=$(field '[.errors[] | .code + " " + .in + .pointer]')
submit key-2 --data-binary "@$STAND/wrong.json"
like 'wrong form: Russian by default' "$(field .title)" 'запросе'
only_russian 'wrong form'
is 'wrong form: the same list in both' "$(field '[.errors[] | .code + " " + .in + .pointer]')" "$LIST"
jq '.kind = "other" | .details.delivery = {method: "bank"}' "$APPLICATION" >"$STAND/kind.json"
submit key-2 --data-binary "@$STAND/kind.json"
is 'other kind: 422' "$STATUS $(field .errors[0].code)" '422 MAP_CHOICE'
only_russian 'other kind'
submit key-3 --data-binary '{"kind":'
is 'broken JSON: 400' "$STATUS $(field .code)" '400 JSON'
only_russian 'broken JSON'
like 'broken JSON: the place of the body is named' "$(field '.errors[0].in')" body
submit key-3 --data-binary '{"kind":' -H 'Accept-Language: en'
only_english 'broken JSON'
like 'broken JSON: English has the line' "$(field '.errors[0].detail')" 'line 1'
submit key-3 --data-binary '{"kind":"oldAgePension","kind":"oldAgePension"}'
is 'a member twice: 400' "$STATUS $(field .code)" '400 JSON'
TYPE=text/plain
submit key-3 --data-binary "@$APPLICATION"
is 'not JSON: 415' "$STATUS $(field .code)" '415 MEDIA_TYPE'
TYPE=
head -c 2000000 /dev/zero | tr '\0' ' ' >"$STAND/big"
submit key-3 --data-binary "@$STAND/big"
is 'too large: 413' "$STATUS $(field .code)" '413 TOO_LARGE'

# ---- refusals of reads: query, method, path, media type
refusal() { # name status-and-code path [curl options]
	name=$1 want=$2
	shift 2
	call "$@"
	is "$name" "$STATUS $(field .code)" "$want"
}
refusal 'no query'            '422 INVALID'     /v1/payments/monthly -H "$AUTH"
refusal 'bad month'           '422 INVALID'     '/v1/payments/monthly?from=2026-13&months=3' -H "$AUTH"
is 'bad month: in the query' "$(field '.errors[0] | .in + .pointer')" query/from
only_russian 'bad month'
like 'bad month: what is wanted' "$(field '.errors[0].detail')" 'ГГГГ-ММ'
refusal 'bad month, English' '422 INVALID' '/v1/payments/monthly?from=2026-13&months=3' \
	-H "$AUTH" -H 'Accept-Language: en'
only_english 'bad month'
refusal 'months out of range' '422 INVALID'     '/v1/payments/monthly?from=2026-01&months=0' -H "$AUTH"
only_russian 'months out of range'
refusal 'months not a number' '422 INVALID'     '/v1/payments/monthly?from=2026-01&months=3x' -H "$AUTH"
refusal 'unknown parameter'   '422 INVALID'     '/v1/payments/monthly?from=2026-01&months=3&x=1' -H "$AUTH"
refusal 'parameter twice'     '422 INVALID'     '/v1/payments/monthly?from=2026-01&months=3&months=4' -H "$AUTH"
only_russian 'parameter twice'
refusal 'unknown path'        '404 NOT_FOUND'   /v1/paymants -H "$AUTH"
refusal 'other method'        '405 METHOD'      /v1/payments/monthly -X PUT -H "$AUTH"
is 'other method: allowed ones' "$(header Allow)" GET
refusal 'XML wanted' '406 NOT_ACCEPTABLE' '/v1/payments/monthly?from=2026-01&months=3' -H "$AUTH" -H 'Accept: text/xml'

call '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -H 'Accept: application/json;q=0, */*'
is 'JSON refused by weight' "$STATUS $(field .code)" '406 NOT_ACCEPTABLE'
call '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -H 'Accept: text/html' -H 'Accept: */*;q=0.1'
is 'anything accepted in the end' "$STATUS" 200

# ---- who the citizen is
READ='/v1/payments/monthly?from=2026-01&months=3'
refusal 'no token'      '401 TOKEN_MISSING' "$READ"
is 'no token: told how' "$(header WWW-Authenticate)" Bearer
refusal 'not a token'   '401 TOKEN_INVALID' "$READ" -H 'Authorization: Bearer x.y.z'
refusal 'expired'       '401 TOKEN_EXPIRED' "$READ" \
	-H "Authorization: Bearer $(stand_token 1 --scope payments --expires-in -3600)"
refusal 'other scope'   '403 TOKEN_SCOPE'   "$READ" -H "Authorization: Bearer $(stand_token 1 --scope applications)"
refusal 'no SNILS'      '403 TOKEN_CLAIM'   "$READ" \
	-H "Authorization: Bearer $(stand_token 1 --scope payments --drop snils)"
refusal 'altered'       '401 TOKEN_INVALID' "$READ" -H "$(printf '%s' "$AUTH" | sed 's/\(.\)$/x/;s/x$/A/')x"

# ---- which system is calling
stranger() { # certificate: the exit status of curl and the HTTP status
	curl -s --cacert "$PKI/tls-ca.pem" ${1:+--cert "$PKI/$1.pem" --key "$PKI/$1.key"} -o "$BODY" \
		-w '%{http_code}' -H "$AUTH" "https://localhost:$PORT$READ"
}
is 'no certificate: 403'         "$(stranger '') $(field .code)" '403 CLIENT_CERTIFICATE'
is 'not on the list: 403'        "$(stranger stranger-tls) $(field .code)" '403 CLIENT_CERTIFICATE'
is 'foreign authority: no TLS'   "$(stranger foreign-tls)" 000

# ---- pages
call /healthz;      is 'healthz' "$STATUS $(field .status)" '200 ok'
call /readyz;       is 'readyz' "$STATUS $(field .status)" '200 ready'
for page in healthz readyz openapi.json; do
	call "/$page" -X POST -H 'Accept-Language: en'
	is "$page: POST is refused as a problem" "$STATUS $(header Content-Type) $(field .code) $(header Allow)" \
		'405 application/problem+json METHOD GET, HEAD'
	like "$page: in English" "$(field .title)" '^The method'
done
call /openapi.json; is 'openapi' "$STATUS $(field .openapi)" '200 3.1.0'
is 'openapi: the same from the command' "$("$MOSTIK" openapi --lang ru | jq -cS .)" "$(jq -cS . "$BODY")"
call '/openapi.json?lang=en'
is 'openapi: in English' "$("$MOSTIK" openapi | jq -cS .)" "$(jq -cS . "$BODY")"
is 'openapi: the language is said' "$(header Content-Language) $(header Vary)" 'en Accept-Language'
"$MOSTIK" openapi --lang de >"$STAND/german" 2>&1
is 'openapi: no other language' "$? $(cat "$STAND/german")" '2 usage: mostik openapi [--lang en|ru]'

# ---- nothing personal is logged; the journal holds and is complete
like 'the log has the exchanges' "$(cat "$STAND/mostik.log")" 'event=exchange .*operation=GetPaymentsByMonth code=OK'
ok 'no name, SNILS or token in the log' \
	sh -c '! grep -qE "90000000|Ёжиков|Семён|eyJ|Примерн|primer@" "$1"' sh "$STAND/mostik.log"
ok 'no token can be taken from the journal' \
	sh -c '! grep -qaF "$1" "$2" "$2-wal"' sh "${TOKEN##*.}" "$STAND/journal.db"
VERDICT=$(journal verify); CODE=$?
is 'the journal verifies' "$CODE" 0
is 'every exchange is answered' "$(journal list --open --json | jq -s 'flatten | length')" 0

# ---- a graceful stop
kill -TERM "$MOSTIK_PID"; wait "$MOSTIK_PID"; CODE=$?; MOSTIK_PID=
is 'stops with 0' "$CODE" 0
like 'and says so' "$(tail -n 1 "$STAND/mostik.log")" 'event=stopped'
ok 'the journal still verifies' verifies
done_testing
