#!/bin/sh
# The daemon and uploads: what it says of files where none are taken, what it records of them, and its spool folder.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t75u.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
STAND_EXTRA='[front]
max_file = 20000'
stand_start || exit 1

BODY=$STAND/body
AUTH="Authorization: Bearer $(stand_token 1 --scope "payments applications")"
SPOOL=$STAND/spool
{ printf '%%PDF-1.4\n'; head -c 10000 /dev/urandom; printf '%%%%EOF\n'; } > "$STAND/скан.pdf"
journal() { verb=$1; shift; "$MOSTIK" journal "$verb" --config "$CONF" "$@"; }

where=/v1/appointments
# up KEY [curl-argument...]: a form with files to $where; its status, the answer in $BODY.
up() {
	key=$1
	shift
	stand_curl "$where" -H "$AUTH" -H "Idempotency-Key: $key" -o "$BODY" -w '%{http_code}' \
		-F "body=<$top_srcdir/tests/lib/application.json;type=application/json" "$@"
}
problem() { jq -r '[.code, .errors[0].in, .errors[0].pointer, .errors[0].code] | join("|")' "$BODY"; }

is 'the spool folder is made beside the journal, for us alone' "$(stat -c %a "$SPOOL")" 700
is 'files where none are taken: 415' "$(up key-1 -F "scan=@$STAND/скан.pdf")" 415
is 'as a problem' "$(problem)" 'MEDIA_TYPE|header|/Content-Type|MEDIA_TYPE'
ID=$(jq -r .instance "$BODY")
journal show --payload "$ID" > "$STAND/shown" 2>&1
DIGEST=$(sha256sum < "$STAND/скан.pdf" | cut -d' ' -f1)
like 'the record has name, size and digest' "$(cat "$STAND/shown")" "\"scan\":\{\"digest\":\"[^\"]*\",\
\"filename\":\"[^\"]*\.pdf\",\"mediaType\":\"application/pdf\",\"sha256\":\"$DIGEST\",\"size\":10015"
like 'and the JSON as it came' "$(cat "$STAND/shown")" '"oldAgePension"'
like 'under a head as it came' "$(cat "$STAND/shown")" '^ *Content-Length: 1[0-9]{4}'
is 'but not the file' "$(grep -ac '%PDF' "$STAND/shown")" 0
is 'nor has the journal it' "$(cat "$STAND"/journal.db* | grep -ac '%PDF')" 0
ok 'the journal verifies' journal verify
where=/v1/applications
is 'a file that the body does not name: 422' "$(up key-1 -F "scan=@$STAND/скан.pdf")" 422
is 'is refused for that' "$(problem)" 'INVALID|files||INVALID'
is 'a file that is too large: 413' \
	"$(head -c 30000 /dev/zero > "$STAND/large"; up key-2 -F "scan=@$STAND/large")" 413
is 'and which it is' "$(problem)" 'FILE_TOO_LARGE|files|/scan|FILE_TOO_LARGE'
like 'the log has the refusal, without a name' "$(cat "$STAND/mostik.log")" \
	'event=upload_refused code=FILE_TOO_LARGE octets=[0-9]+$'
is 'a read with files' "$(stand_curl '/v1/payments/monthly?from=2026-01&months=3' -H "$AUTH" -X GET -o /dev/null \
	-w '%{http_code}' -F "scan=@$STAND/скан.pdf")" 422
is 'nothing is left in the folder' "$(ls -A "$SPOOL")" ''
is 'an application without files is taken as ever' "$(stand_curl /v1/applications -H "$AUTH" \
	-H 'Idempotency-Key: key-3' -H 'Content-Type: application/json' -o "$BODY" -w '%{http_code}' \
	--data-binary "@$top_srcdir/tests/lib/application.json")" 201

# ---- kill -9 while one comes ----
up key-4 -H 'Expect:' --limit-rate 2K -F "scan=@$STAND/скан.pdf" > "$STAND/status" &
caller=$!
n=0
until find "/proc/$MOSTIK_PID/fd" -lname "$SPOOL/*" | grep -q . || [ $n -gt 200 ]; do
	n=$((n + 1))
	sleep 0.05
done
is 'while it comes the file has no name' "$(find "/proc/$MOSTIK_PID/fd" -lname "$SPOOL/*(deleted)" | wc -l)" 1
kill -KILL "$MOSTIK_PID"
wait "$MOSTIK_PID" 2>/dev/null
wait $caller
is 'after kill -9 nothing is left' "$(ls -A "$SPOOL")" ''

# ---- a folder that will not do ----
chmod 755 "$SPOOL"
is 'a folder that others may enter is refused' \
	"$(timeout 20 "$MOSTIK" serve --config "$CONF" > "$STAND/refused" 2>&1; echo $?)" 2
like 'and the log says why' "$(cat "$STAND/refused")" 'spool: is a folder that others may enter'
chmod 700 "$SPOOL"
ok 'it starts again' stand_start_mostik
done_testing
