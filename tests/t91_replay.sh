#!/bin/sh
# A reply that was taken is not taken again: while the program runs, and after a restart or a crash of it.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t91.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1
AUTH="Authorization: Bearer $(stand_token 1 --scope "payments applications")"

# A repeated key gives the same MessageID, so that an earlier reply is an answer to it by all but its age.
submit() { # key
	stand_curl /v1/applications -X POST -H "$AUTH" -H "Idempotency-Key: $1" -o "$STAND/body" \
		-H 'Content-Type: application/json' --data-binary "@$top_srcdir/tests/lib/application.json" \
		-w '%{http_code} '
	jq -r '.code // "-"' "$STAND/body"
}
again() { # how: the program is ended that way and started again
	kill "-$1" "$MOSTIK_PID"
	wait "$MOSTIK_PID" 2>/dev/null
	MOSTIK_PID=
	stand_start_mostik
}

stand_mode fault
is 'the Fund fails; the key stays open' "$(submit key-1)" '502 FUND_FAULT'
stand_mode replay
is 'the same reply again is refused' "$(submit key-1)" '502 SIG_REPLAY'
again TERM
like 'after a restart it is told how much is remembered' \
	"$(grep event=recalled "$STAND/mostik.log")" 'replies=1 '
is 'and the reply is refused still' "$(submit key-1)" '502 SIG_REPLAY'
again KILL
is 'after a crash as well' "$(submit key-1)" '502 SIG_REPLAY'
stand_mode normal
is 'a new reply is taken' "$(submit key-1)" '201 -'
stand_mode replay
again TERM
is 'the answer stands' "$(submit key-1)" '201 -'
ok 'the journal verifies' "$MOSTIK" journal verify --config "$CONF"
done_testing
