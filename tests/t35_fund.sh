#!/bin/sh
# The stand-in Fund, asked directly: some operations in both versions of SOAP, exactly once, its
# refusals, and everything that it does wrong on purpose.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t35.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
STAND_SIGN=${STAND_SIGN:-ec}
stand_pki && stand_start_fund || exit 1

# The citizen as a request document has it.
citizen() { # number
	"$top_builddir/tests/stand/citizen" "$1" | jq -Rc 'split("|") | {familyName: .[0], firstName: .[1],
	    patronymic: (if .[2] == "" then null else .[2] end), snils: .[3], birthDate: .[4],
	    gender: (.[5] | ascii_downcase)} | with_entries(select(.value != null))'
}
payments() { # citizen months
	jq -nc --argjson token "$(citizen "$1")" --arg months "$2" \
		'{$token, query: {from: "2026-01", $months}}'
}
application() { # citizen key [jq filter]
	jq -c --argjson token "$(citizen "$1")" --arg key "$2" \
		"{\$token, header: {idempotencyKey: \$key}, body: .} | ${3:-.}" "$top_srcdir/tests/lib/application.json"
}
status() { # citizen number
	jq -nc --argjson token "$(citizen "$1")" --arg number "$2" '{$token, path: {$number}}'
}

# Asks; what is printed is "HTTP CODE FAULT FIELD", the JSON goes into $STAND/json.
ask() { # operation [options] <document
	operation=$1
	shift
	"$top_builddir/tests/fund/ask" "$operation" --port "$FUND_PORT" --pki "$PKI" --sign "$STAND_SIGN" "$@" \
		2>>"$STAND/ask.log" >"$STAND/answer"
	cut -d' ' -f5- "$STAND/answer" >"$STAND/json"
	cut -d' ' -f1-4 "$STAND/answer"
}
json() { jq -c "$1" "$STAND/json"; }

# ---- payments
is 'payments' "$(payments 1 3 | ask GetPaymentsByMonth)" '200 OK - -'
is 'payments: the person is repeated' "$(json .snils)" "$(citizen 1 | jq .snils)"
is 'payments: three months' "$(json '.monthlyPayments | length')" 3
is 'payments: several in a month' "$(json '.monthlyPayments[0].payments | length > 1')" true
is 'payments: with what was withheld' "$(json '[.monthlyPayments[0].payments[].details[]] | length > 0')" true
FIRST=$(cat "$STAND/json")
is 'payments: asked again' "$(payments 1 3 | ask GetPaymentsByMonth)" '200 OK - -'
is 'payments: the same again' "$(cat "$STAND/json")" "$FIRST"
is 'payments: by SOAP 1.2' "$(payments 1 3 | ask GetPaymentsByMonth --soap 1.2)" '200 OK - -'
is 'payments: by SOAP 1.2 the same' "$(cat "$STAND/json")" "$FIRST"
is 'payments: a month without' "$(payments 1 12 | ask GetPaymentsByMonth; json '.monthlyPayments | length')" "200 OK - -
9"
is 'payments: a citizen without' "$(payments 3 3 | ask GetPaymentsByMonth)" '200 OK - -'
is 'payments: a citizen without: none' "$(json '[.existData, .monthlyPayments]')" '[false,[]]'
is 'payments: a citizen without patronymic' "$(payments 4 3 | ask GetPaymentsByMonth)" '200 OK - -'
is 'payments: another name' "$(payments 1 3 | jq '.token.firstName = "Пётр"' | ask GetPaymentsByMonth)" \
	'500 FUND_REFUSED REFUSED FirstName'
is 'payments: another sex' "$(payments 1 3 | jq '.token.gender = "female"' | ask GetPaymentsByMonth)" \
	'500 FUND_REFUSED REFUSED Gender'
is 'payments: a patronymic too few' "$(payments 1 3 | jq 'del(.token.patronymic)' | ask GetPaymentsByMonth)" \
	'500 FUND_REFUSED REFUSED Patronymic'
is 'payments: refused by SOAP 1.2' \
	"$(payments 1 3 | jq '.token.firstName = "Пётр"' | ask GetPaymentsByMonth --soap 1.2)" \
	'400 FUND_REFUSED REFUSED FirstName'
is 'payments: someone not in the registry is answered with nothing' \
	"$(payments 100000 3 | ask GetPaymentsByMonth)" '200 FUND_NOT_FOUND - -'

# ---- applications, exactly once
ID=11111111-1111-4111-8111-111111111111
count() { "$FUND" count --db "$STAND/fund.db" | tr '\n' ' '; }
is 'application' "$(application 1 k-1 | ask SubmitApplication --id $ID)" '200 OK - -'
FIRST=$(cat "$STAND/json")
NUMBER=$(jq -r .number "$STAND/json")
is 'application: the same message again' "$(application 1 k-1 | ask SubmitApplication --id $ID)" '200 OK - -'
is 'application: the same outcome' "$(cat "$STAND/json")" "$FIRST"
is 'application: the same key in another message' "$(application 1 k-1 | ask SubmitApplication)" '200 OK - -'
is 'application: the same outcome again' "$(cat "$STAND/json")" "$FIRST"
is 'application: there is one' "$(count)" 'applications=1 keys=1 '
is 'application: the same message, another content' \
	"$(application 1 k-1 '.body.details.dependants = 2' | ask SubmitApplication --id $ID)" \
	'500 FUND_REFUSED DUPLICATE -'
is 'application: the same key, another content' \
	"$(application 1 k-1 '.body.details.dependants = 2' | ask SubmitApplication)" \
	'500 FUND_REFUSED DUPLICATE -'
is 'application: the same message with another key' \
	"$(application 1 k-2 | ask SubmitApplication --id $ID)" '500 FUND_REFUSED DUPLICATE -'
is 'application: the same key of another citizen is another' \
	"$(application 2 k-1 | ask SubmitApplication)" '200 OK - -'
is 'application: by SOAP 1.2' "$(application 2 k-3 | ask SubmitApplication --soap 1.2)" '200 OK - -'
is 'application: there are three' "$(count)" 'applications=3 keys=2 '
is 'application: someone not in the registry' "$(application 100000 k-1 | ask SubmitApplication)" \
	'500 FUND_REFUSED REFUSED Snils'
is 'status' "$(status 1 "$NUMBER" | ask GetApplication)" '200 OK - -'
is 'status: its history' "$(json '[.history[].statusId], .statusId')" '[1,2,6]
6'
is 'status: of another citizen' "$(status 2 "$NUMBER" | ask GetApplication)" '500 FUND_NOT_FOUND NOT_FOUND Number'
is 'status: of no application' "$(status 1 PEN-1 | ask GetApplication)" '500 FUND_NOT_FOUND NOT_FOUND Number'

# ---- what does not verify is answered by a signed fault
is 'another signer' "$(payments 1 3 | ask GetPaymentsByMonth --as stranger)" '500 FUND_FAULT SIG_SIGNER -'
is 'a package without files' "$(payments 1 3 | ask GetPaymentsByMonth --files 0)" '200 OK - -'
is 'a package without files, by SOAP 1.2' "$(payments 1 3 | ask GetPaymentsByMonth --files 0 --soap 1.2)" \
	'200 OK - -'
is 'a package with a file that the message does not name' \
	"$(payments 1 3 | ask GetPaymentsByMonth --files 1)" '500 FUND_REFUSED REPLY_PART -'
is 'another signer by SOAP 1.2' "$(payments 1 3 | ask GetPaymentsByMonth --as stranger --soap 1.2)" \
	'400 FUND_FAULT SIG_SIGNER -'
is 'the same octets twice' "$(payments 1 3 | ask GetPaymentsByMonth --times 2)" '200 OK - -
500 FUND_FAULT SIG_REPLAY -'

# ---- what it does wrong on purpose
while read -r mode want; do
	stand_mode "$(echo "$mode" | tr _ ' ')"
	is "mode $mode" "$(payments 1 3 | ask GetPaymentsByMonth | cut -d' ' -f1-3)" "$want"
done <<EOT
normal        200 OK -
slow_10       200 OK -
close         0 FUND_BROKEN -
half          200 FUND_BROKEN -
huge          200 FUND_BROKEN -
garbage       200 XML -
html          200 XML_FORBIDDEN -
http500       500 XML_FORBIDDEN -
unsigned      200 SIG_MISSING -
badsignature  200 SIG_VALUE -
baddigest     200 SIG_DIGEST -
otherkey      200 SIG_SIGNER -
stale         200 SIG_STALE -
otherrelates  200 SIG_RELATES -
otheraction   200 SIG_RELATES -
replay        200 SIG_RELATES -
wrongtotal    200 REPLY_SENSE -
wrongcount    200 REPLY_SENSE -
wrongperson   200 OK -
otherperiod   200 OK -
fault         500 FUND_FAULT -
refuse        500 FUND_REFUSED REFUSED
unsignedfault 500 SIG_MISSING -
normal        200 OK -
EOT
stand_mode silent
curl -s --max-time 1 --cacert "$PKI/tls-ca.pem" --cert "$PKI/mostik-tls.pem" --key "$PKI/mostik-tls.key" \
	-d '<a/>' "https://localhost:$FUND_PORT/" >"$STAND/silence"
is 'mode silent: curl gives up waiting' "$? $(cat "$STAND/silence")" '28 '
stand_mode wrongperson
is 'mode wrongperson: who' "$(payments 1 3 | ask GetPaymentsByMonth; json .snils)" "200 OK - -
$(citizen 2 | jq .snils)"
stand_mode otherperiod
is 'mode otherperiod: which' "$(payments 1 3 | ask GetPaymentsByMonth; json .from)" '200 OK - -
"2025-01"'
stand_mode close
is 'mode close acts before it closes' "$(application 5 k-5 | ask SubmitApplication --id $ID-5; count)" \
	'0 FUND_BROKEN - -
applications=4 keys=3 '
stand_mode normal

# ---- the contract, for other people's clients; nobody without a certificate
get() { # path
	curl -s --cacert "$PKI/tls-ca.pem" --cert "$PKI/portal-tls.pem" --key "$PKI/portal-tls.key" \
		--path-as-is "https://localhost:$FUND_PORT$1"
}
for file in wsdl/payments.wsdl wsdl/applications.wsdl xsd/person.xsd xsd/faults.xsd; do
	is "GET /$file" "$(get "/$file")" "$(cat "$top_srcdir/$file")"
done
is 'GET /payments?wsdl' "$(get '/payments?wsdl')" "$(cat "$top_srcdir/wsdl/payments.wsdl")"
like 'GET outside' "$(get '/xsd/../wsdl/payments.wsdl')" '^a service of the Fund'
is 'GET without a certificate' "$(curl -s --cacert "$PKI/tls-ca.pem" "https://localhost:$FUND_PORT/payments.wsdl")" ''
ok 'it is still there' kill -0 "$FUND_PID"
stand_stop
done_testing
