#!/bin/sh
# kill -9 of the daemon under load, again and again: nothing acknowledged is lost, no application is
# sent twice, the journal verifies after each start.  usage: kill.sh [rounds]; prints TAP.
# shellcheck source-path=SCRIPTDIR
ROUNDS=${1:-${KILL_ROUNDS:-40}}
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-kill.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
stand_start || exit 1
kill -9 "$MOSTIK_PID"
wait "$MOSTIK_PID" 2>/dev/null
MOSTIK_PID=
STAND_PORT=$PORT                # the same port after each start
stand_config

for citizen in 0 1 2 4 5 6 7 8; do
	stand_token "$citizen" --scope "payments applications" --expires-in 7200
	echo
done >"$STAND/tokens"
MOSTIK=$MOSTIK CONF=$CONF PORT=$PORT PKI=$PKI STAND=$STAND \
	APPLICATION=$top_srcdir/tests/lib/application.json \
	/usr/bin/python3 "$top_srcdir/tests/campaign/kill.py" "$ROUNDS" >"$STAND/result" 2>"$STAND/kill.err"
CODE=$?
sed 's/^/# /' "$STAND/result"
[ $CODE -eq 0 ] || sed 's/^/# /' "$STAND/kill.err"
ok 'the Fund has lived through it' kill -0 "$FUND_PID"
is "$ROUNDS kills under load" "$CODE" 0
value() { sed -n "s/^$1=//p" "$STAND/result"; }
ok 'there was load' test "$(value acknowledged)" -ge "$ROUNDS"
is 'every key came to an answer' "$(value acknowledged)" "$(value keys)"
is 'each key has one application at the Fund, and there are no others' \
	"$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)" "$(value keys)"
is 'every acknowledged exchange is answered in the journal' "$(value missing)" 0
is 'a repeated key got the same number' "$(value changed)" 0
is 'the journal verified after every start' "$(value verified)" "$ROUNDS"
done_testing
