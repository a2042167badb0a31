#!/bin/sh
# mostik journal list, show, verify: what they print, take and refuse, and their exit status.
. "${top_srcdir:?}/tests/lib/tap.sh"

TOOL=${top_builddir:?}/tests/journal_tool
AUDIT=$top_builddir/tests/audit_tool
command -v jq >/dev/null || skip_all 'jq is not installed'
DIR=$(mktemp -d "$top_builddir/journal-test-XXXXXX") || exit 1
trap 'rm -rf "$DIR"' EXIT
ESC=$(printf '\033')

"$TOOL" write "$DIR/journal.db" <<EOT || exit 1
request a OK 0 GET /v1/payments
sent a OK 0 signed urn:a
request b OK 0 GET /v1/applications/1 ${ESC}[31m
reply a OK 200 signed urn:a and more
answer a OK 200 {"payments": ["да"]}
answer b NOT_FOUND 404 {"code": "NOT_FOUND"}
request c OK 0 POST /v1/applications
sent c OK 0 signed urn:c
request d OK 0 GET /v1/payments
sent d OK 0 signed urn:d
reply d SIG_VALUE 200 refused SIG_VALUE
answer d SIG_VALUE 502 {"code": "SIG_VALUE"}
request e OK 0 GET /v1/payments
EOT
audit() { "$AUDIT" --seals "$DIR/journal.db" "$@" 2>&1; }
column() { awk -v n="$1" '{ printf "%s%s", sep, $n; sep = " " }'; }

# ---- list
LIST=$(audit list)
is 'list: one line an exchange, as they began' "$(echo "$LIST" | column 2)" 'a b c d e'
is 'list: outcomes' "$(echo "$LIST" | column 5)" 'OK NOT_FOUND - SIG_VALUE -'
is 'list: HTTP status' "$(echo "$LIST" | column 6)" '200 404 - 502 -'
is 'list: state' "$(echo "$LIST" | column 7)" 'answered answered unknown answered unanswered'
is 'list: duration' "$(echo "$LIST" | column 8)" '6.0 4.5 - 4.5 -'
like 'list: time' "$LIST" '^2026-11-22T15:04:05.000Z +a +GetPayments +portal '
# what                 arguments                                              exchanges
while IFS=';' read -r what arguments want; do
	# shellcheck disable=SC2086 # the arguments are words
	is "list: $what" "$(audit list $arguments | column 2)" "$want"
	# shellcheck disable=SC2086
	is "list: $what, as JSON" "$(audit list --json $arguments | jq -r .exchange | xargs)" "$want"
done <<EOT
without an answer;--open;c e
of an operation;--operation GetApplication;b
with a code;--code SIG_VALUE;d
since a moment;--since 2026-11-22T15:04:05.005Z;c d e
until a moment;--until 2026-11-22T15:04:05.003Z;a
since another zone;--since 2026-11-22T18:04:05.012+03:00;d e
until a day;--until 2026-11-22;
since a day;--since 2026-11-22;a b c d e
the last two;--limit 2;d e
the last of more than there are;--limit 9;a b c d e
the last of those open;--limit 1 --open;e
EOT
is 'list: JSON has the facts' "$(audit list --json | head -n 1 | jq -r 'to_entries[] | "\(.key)=\(.value)"')" \
	'time=2026-11-22T15:04:05.000000Z
exchange=a
operation=GetPayments
caller=portal
state=answered
code=OK
status=200
duration_us=6000'

# ---- show
SHOW=$(audit show d)
is 'show: its records' "$(echo "$SHOW" | awk '/^record/ { print $2, $3 }' | xargs)" \
	'9 request 10 sent 11 reply 12 answer'
like 'show: the refused reply' "$SHOW" 'signature +does not verify, as when it arrived'
SHOW=$(audit show a)
is 'show: an exchange that holds' $? 0
like 'show: the signature' "$SHOW" 'algorithm +PLAY'
like 'show: the signer' "$SHOW" 'signer +CN=fund'
is 'show: no payload unasked' "$(echo "$SHOW" | grep -c 'GET /v1')" 0
like 'show: the payload' "$(audit show a --payload)" '^\{"payments": \["да"\]\}$'
is 'show: JSON' "$(audit show a --json | jq -c '[.exchange, .holds, [.records[].kind]]')" \
	'["a",true,["request","sent","reply","answer"]]'
is 'show: JSON payload' "$(audit show a --json --payload | jq -r '.records[3].payload')" '{"payments": ["да"]}'
is 'show: JSON signature' "$(audit show a --json | jq -c '.records[1].signature | [.verdict, .signer]')" \
	'["good","CN=mostik"]'
is 'show: links' "$(audit show a --json | jq '.records[0].hash == .records[1].prev')" true
is 'show: no control character reaches a terminal' \
	"$(script -qec "$AUDIT $DIR/journal.db show b --payload" /dev/null </dev/null | grep -c "$ESC")" 0
like 'show: without seals' "$("$AUDIT" "$DIR/journal.db" show a)" 'signature +not checked'
audit show nobody >/dev/null
is 'show: no such exchange' $? 2

# ---- verify
VERIFY=$(audit verify)
is 'verify: holds' $? 0
is 'verify: the whole' "$(echo "$VERIFY" | sed 's/ [0-9a-f]\{64\}$//; s/  */ /g')" 'records checked 13
signatures checked 4 (3 sent, 1 replies)
refused replies 1 confirmed
exchanges 3 answered, 2 unanswered (1 of them sent: outcome unknown)
head 1
tail 13
verified'
is 'verify: JSON' "$(audit verify --json | jq -c '[.verified, .records, .signatures, .exchanges, .tail.seq]')" \
	'[true,13,{"sent":3,"replies":1,"refused":1,"not_checked":0},{"answered":3,"unanswered":2,"unknown":1},13]'
like 'verify: from a record on' "$(audit verify --from 5)" '^records checked +9$'
audit verify --from 5 >/dev/null
is 'verify: from a record on holds' $? 0
like 'verify: from after the end' "$(audit verify --from 14)" 'no records to check'
like 'verify: without seals it says so' "$("$AUDIT" "$DIR/journal.db" verify)" 'signatures +5 NOT CHECKED'
"$TOOL" write "$DIR/empty.db" </dev/null
"$AUDIT" "$DIR/empty.db" verify >/dev/null
is 'verify: an empty journal does not verify' $? 1
"$AUDIT" "$DIR/none.db" verify >/dev/null 2>&1
is 'verify: no journal' $? 2
is 'verify: and none is made' "$(ls "$DIR"/none* 2>/dev/null)" ''
head -c 12288 "$DIR/journal.db" >"$DIR/cut.db"
"$AUDIT" "$DIR/cut.db" verify >/dev/null 2>&1
is 'verify: a file cut short' $? 1
"$AUDIT" "$DIR/journal.db" verify >/dev/full 2>/dev/null
is 'verify: a verdict that cannot be written is none' $? 2

# ---- a journal as a crash leaves it: records still in the write-ahead log
cp "$DIR/journal.db" "$DIR/crashed.db"
"$TOOL" crash "$DIR/crashed.db"
ok 'the log is there' test -s "$DIR/crashed.db-wal"
like 'verify: reads the write-ahead log' "$("$AUDIT" "$DIR/crashed.db" verify)" '^records checked +14$'

# ---- the command line
while IFS=';' read -r what arguments; do
	# shellcheck disable=SC2086
	audit $arguments >/dev/null
	is "refused: $what" $? 2
done <<EOT
no such verb;export
no exchange;show
two exchanges;show a b
an argument to list;list a
another verb's option;list --payload
an unknown option;verify --quickly
an option without its value;list --limit
a limit of zero;list --limit 0
a limit that is no number;list --limit 1x
a time without zone;list --since 2026-11-22T15:04:05
no time;list --since yesterday
a head too short;verify --expect-head abc
EOT
done_testing
