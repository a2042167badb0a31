#!/bin/sh
# Overload, deadlines, a graceful stop, a crash with exchanges under way, a full disk.
# shellcheck source-path=SCRIPTDIR
. "$top_srcdir/tests/lib/tap.sh"
STAND=$(mktemp -d "${TMPDIR:-/tmp}/mostik-t77.XXXXXX")
trap 'stand_stop; rm -rf "$STAND"' EXIT
. "$top_srcdir/tests/lib/stand.sh"
STAND_EXTRA='
[flow]
max_exchanges = 3
deadline_ms = 20000
'
stand_start || exit 1

AUTH="Authorization: Bearer $(stand_token 1 --scope "payments applications")"
journal() { verb=$1; shift; "$MOSTIK" journal "$verb" --config "$CONF" "$@"; }
verifies() { journal verify >/dev/null; }
ask() { # number: the answer's status, head and body in files of that number
	stand_curl '/v1/payments/monthly?from=2026-01&months=1' -H "$AUTH" -D "$STAND/head$1" -o "$STAND/body$1" \
		-w '%{http_code}' >"$STAND/status$1"
}
status() { cat "$STAND/status$1"; }
# Waits until a command succeeds, 20 seconds at most.
until_true() {
	for _ in $(seq 400); do
		"$@" && return 0
		sleep 0.05
	done
	return 1
}
sent() { # N: that many exchanges wait for the Fund
	[ "$(journal list --open --json | grep -c '"exchange"')" -eq "$1" ]
}

# ---- overload: three wait for a slow Fund, the fourth is turned away at once, the three are served
stand_mode slow 3000
for i in 1 2 3; do ask $i & eval "ask$i=\$!"; done
ok 'three exchanges wait for the Fund' until_true sent 3
ask 4
is 'the fourth is turned away' "$(status 4) $(jq -r .code "$STAND/body4")" '503 BUSY'
like 'and told when to come back' "$(cat "$STAND/head4")" '^Retry-After: [0-9]+'
is 'the pages answer meanwhile' "$(stand_curl /healthz -o /dev/null -w '%{http_code}')" 200
wait "$ask1" "$ask2" "$ask3"
is 'the three are served' "$(status 1) $(status 2) $(status 3)" '200 200 200'
stand_mode normal
ask 5
is 'and there is room again' "$(status 5)" 200

# ---- a vanished caller: what was sent is finished and recorded
stand_mode slow 1000
curl -s -m 0.5 --cacert "$PKI/tls-ca.pem" --cert "$PKI/portal-tls.pem" --key "$PKI/portal-tls.key" \
	-H "$AUTH" "https://localhost:$PORT/v1/payments/monthly?from=2026-02&months=1" -o /dev/null
ok 'a vanished caller leaves no open exchange' until_true sent 0
stand_mode normal

# ---- a write to be repeated after the restart
submit() { # number key
	stand_curl /v1/applications -X POST -H "$AUTH" -H "Idempotency-Key: $2" -o "$STAND/body$1" \
		-H 'Content-Type: application/json' --data-binary "@$top_srcdir/tests/lib/application.json" \
		-w '%{http_code}' >"$STAND/status$1"
}
submit 11 before-the-restart
is 'an application' "$(status 11)" 201

# ---- the same key while the first request is under way
stand_mode slow 2000
submit 13 busy & submit13=$!
ok 'an application is under way' until_true sent 1
submit 14 busy
is 'its key is busy' "$(status 14) $(jq -r .code "$STAND/body14")" '409 KEY_BUSY'
wait "$submit13"
is 'the first is served' "$(status 13)" 201
submit 15 busy
is 'then the key gives its answer' "$(status 15) $(cat "$STAND/body15")" "201 $(cat "$STAND/body13")"
stand_mode normal

# ---- a graceful stop finishes what is under way and takes nothing new
stand_mode slow 2000
ask 6 & ask6=$!
ok 'an exchange is under way' until_true sent 1
kill -TERM "$MOSTIK_PID"
wait "$ask6"
is 'it is answered' "$(status 6)" 200
wait "$MOSTIK_PID"
is 'then the daemon ends well' $? 0
ok 'the journal verifies' verifies
stand_mode normal
STAND_PORT=$PORT
stand_config

# ---- a crash with an exchange under way: it is listed as unanswered after the restart
stand_start_mostik || exit 1
stand_mode silent
ask 7 2>/dev/null & ask7=$!
ok 'an exchange waits for a silent Fund' until_true sent 1
kill -9 "$MOSTIK_PID"
wait "$MOSTIK_PID" "$ask7" 2>/dev/null
stand_mode normal
stand_start_mostik || exit 1
like 'the start counts it' "$(cat "$STAND/mostik.log")" 'event=listening .*unanswered=1'
is 'the list has it' "$(journal list --open --json | grep -c '"exchange"')" 1
ok 'the journal verifies' verifies
ask 8
is 'the daemon serves' "$(status 8)" 200
submit 12 before-the-restart
is 'a key of before the restart: the same answer' "$(status 12) $(cat "$STAND/body12")" "201 $(cat "$STAND/body11")"

# ---- a second daemon on the same journal is refused
"$MOSTIK" serve --config "$CONF" 2>"$STAND/second.log"
is 'a second writer is refused' $? 2
ok 'and says why' grep -q CONFIG "$STAND/second.log"

# ---- the journal's disk is full: nothing is sent, nothing is acknowledged; it recovers by itself
if prlimit --version >/dev/null 2>&1; then
	sent_before=$(journal list --json --limit 100000 | wc -l)
	prlimit --pid "$MOSTIK_PID" --fsize=4096:unlimited
	ask 9
	is 'disk full: 503' "$(status 9) $(jq -r .code "$STAND/body9")" '503 JOURNAL_WRITE'
	is 'disk full: not ready' "$(stand_curl /readyz -o /dev/null -w '%{http_code}')" 503
	is 'disk full: alive' "$(stand_curl /healthz -o /dev/null -w '%{http_code}')" 200
	is 'disk full: nothing recorded' "$(journal list --json --limit 100000 | wc -l)" "$sent_before"
	prlimit --pid "$MOSTIK_PID" --fsize=unlimited:unlimited
	ready() { [ "$(stand_curl /readyz -o /dev/null -w '%{http_code}')" = 200 ]; }
	ok 'space again: ready by itself' until_true ready
	ask 10
	is 'space again: served' "$(status 10)" 200

	# The disk fills up after sending: the caller must not be told that nothing was done.
	before=$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)
	stand_mode slow 1500
	submit 13 disk-full-late & submit13=$!
	ok 'a write is with the Fund' until_true sent 2
	prlimit --pid "$MOSTIK_PID" --fsize=4096:unlimited
	wait "$submit13"
	is 'disk full after sending: its own code' "$(status 13) $(jq -r .code "$STAND/body13")" '503 ANSWER_UNRECORDED'
	prlimit --pid "$MOSTIK_PID" --fsize=unlimited:unlimited
	stand_mode normal
	ok 'ready again' until_true ready
	submit 14 disk-full-late
	is 'the same key: done' "$(status 14)" 201
	is 'and done once' "$("$FUND" count --db "$STAND/fund.db" | head -n 1 | tr -dc 0-9)" $((before + 1))

	# It fills up while nothing happens: readiness must notice.
	prlimit --pid "$MOSTIK_PID" --fsize=4096:unlimited
	unready() { ! ready; }
	ok 'idle with a full disk: not ready' until_true unready
	prlimit --pid "$MOSTIK_PID" --fsize=unlimited:unlimited
	ok 'and ready again' until_true ready
	ok 'the journal verifies' verifies
else
	skip 'disk full' 'prlimit is not installed'
fi
stand_stop

# ---- more than one worker can do within a deadline: what cannot be started in time is refused unsent
STAND_EXTRA='
[flow]
workers = 1
deadline_ms = 10
'
STAND_PORT=0
stand_start || exit 1
mkdir "$STAND/late"
hurry() {       # 72 calls, 50 at once; true once one of them was too late
	stand_curl '/v1/payments/monthly?from=2026-[01-12]&months=[1-6]' -Z --parallel-max 50 -H "$AUTH" \
		-o "$STAND/late/#1-#2" 2>/dev/null
	cat "$STAND/late/"* | jq -r '.code // "OK"' | sort -u >"$STAND/codes"
	grep -qx DEADLINE "$STAND/codes"
}
ok 'past the deadline: DEADLINE' until_true hurry
is 'and nothing but that, or no answer of the Fund in time' \
	"$(grep -vxE 'OK|DEADLINE|FUND_[A-Z]+' "$STAND/codes")" ''
left=1          # the one of the crash, and the one whose answer found the disk full
prlimit --version >/dev/null 2>&1 && left=2
ok 'none is left open but those whose outcome is not known' until_true sent $left
ok 'the journal verifies' verifies
stand_stop
done_testing
