#!/bin/sh
# mostik call: operations from the command line, as JSON and as tables, with the envelopes, and refusals.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t79c.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1
stand_token 1 --scope 'account payments applications' >"$STAND/token"

# Leaves the exit status in STATUS, what is printed in $STAND/out and $STAND/err.
call() {
	"$MOSTIK" call "$@" --url "https://localhost:${TO:-$PORT}/" --ca "$PKI/tls-ca.pem" \
		--cert "$PKI/portal-tls.pem" --key "$PKI/portal-tls.key" >"$STAND/out" 2>"$STAND/err"
	STATUS=$?
}
as_citizen() { call "$@" --token "${TOKEN:-$STAND/token}"; }
out() { jq -r "$1" "$STAND/out"; }

"$MOSTIK" call --list >"$STAND/list"
ok 'the list has every operation of the document' sh -c \
	"[ \"\$(wc -l <'$STAND/list')\" = \"\$('$MOSTIK' openapi | jq '[.paths[][]] | length')\" ]"

as_citizen GetPaymentsByMonth from=2026-01 months=3
is 'a read: status' "$STATUS" 0
is 'a read: JSON' "$(out '.months')" 3
like 'a read: names its exchange' "$(cat "$STAND/err")" '^200, exchange [0-9a-f-]{36}$'
as_citizen GetPaymentsByMonth from=2026-01 months=3 --table
like 'a table: a member by line' "$(cat "$STAND/out")" '^months  +3$'
like 'a table: a list as columns' "$(cat "$STAND/out")" '^  year +month +totalPaymentsSum +numberOfPayments$'
as_citizen GetPaymentsByMonth from=2026-01 months=3 --show-soap --journal "$STAND/journal.db"
is 'envelopes: both' "$(grep -c '^---- \(sent\|reply\)$' "$STAND/out")" 2
like 'envelopes: signed' "$(cat "$STAND/out")" 'SignatureValue'

# ---- a write, member by member
submit() {
	as_citizen SubmitApplication kind=oldAgePension details.desiredDate=2026-12-01 details.working=false \
		details.dependants=0 details.passport.series=4599 details.passport.number=000001 \
		details.passport.issueDate=2011-10-03 details.passport.issuedBy='ОВД Образцового района' \
		details.address.region=Москва details.contact.phone=+79001234567 details.delivery.method=post \
		details.workPeriods.0.employer='ООО «Пример»' details.workPeriods.0.from=1995-02-01 \
		details.workPeriods.0.to=null details.consent=true "$@"
}
submit
is 'a write: status' "$STATUS" 0
like 'a write: a number' "$(out .number)" '^[A-Z0-9-]+$'
like 'a write: says its key' "$(cat "$STAND/err")" 'Idempotency-Key [0-9a-f-]{36}$'
NUMBER=$(out .number)
submit --idempotency-key my-key
first=$(cat "$STAND/out")
submit --idempotency-key my-key
is 'a write with the same key: the same answer' "$(cat "$STAND/out")" "$first"
as_citizen GetApplication "number=$NUMBER"
is 'a member of the path' "$(out .number)" "$NUMBER"

# ---- refusals
submit details.passport.series=45
is 'a problem: exit status' "$STATUS" 1
is 'a problem: is printed' "$(out '.errors[0].pointer')" /details/passport/series
as_citizen GetApplication number=PEN-999999999 --lang en
is 'the Fund says no: exit status' "$STATUS" 1
is 'the Fund says no: code' "$(out .code)" FUND_NOT_FOUND
call GetAccountStatus
is 'no token: exit status' "$STATUS" 1
is 'no token: code' "$(out .code)" TOKEN_MISSING

refuse() { # NAME PATTERN WORD…
	name=$1 pattern=$2
	shift 2
	as_citizen "$@"
	is "$name: exit status" "$STATUS" 2
	like "$name: says so" "$(cat "$STAND/err")" "$pattern"
	is "$name: prints nothing else" "$(cat "$STAND/out")" ''
}
refuse 'no such operation' 'no such operation' GetNothing
refuse 'no such member' 'nosuch: one of: from, months' GetPaymentsByMonth nosuch=1
refuse 'no such member inside' 'one of: series, number, issueDate' SubmitApplication kind=oldAgePension \
	details.passport.x=1
refuse 'details before the kind' 'kind=. before details' SubmitApplication details.working=true
refuse 'a gap in a list' '0 is next' SubmitApplication kind=oldAgePension details.workPeriods.1.employer=x
refuse 'members of a leaf' 'has no members' SubmitApplication orderId.x=1
refuse 'a whole object' 'has members' SubmitApplication kind=oldAgePension details.passport=x
refuse 'no value' 'NAME=VALUE' GetPaymentsByMonth from
refuse 'the path is not whole' 'number: NAME=VALUE is required' GetApplication
TO=1 refuse 'nothing listens' '[Cc]onnect' GetAccountStatus
TOKEN=$STAND/none refuse 'a token that is not there' 'cannot be opened' GetAccountStatus
refuse 'an unknown option' '^usage' GetAccountStatus --nosuch
done_testing
