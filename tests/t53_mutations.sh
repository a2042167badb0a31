#!/bin/sh
# Whatever is changed in a journal, verify finds it: each field of each record, records dropped,
# swapped, duplicated, spliced; and with an anchor from outside also a lost tail and a forged chain.
. "${top_srcdir:?}/tests/lib/tap.sh"

TOOL=${top_builddir:?}/tests/journal_tool
AUDIT=$top_builddir/tests/audit_tool
DIR=$(mktemp -d "$top_builddir/journal-test-XXXXXX") || exit 1
trap 'rm -rf "$DIR"' EXIT

"$TOOL" write "$DIR/good.db" <<EOT || exit 1
request a OK 0 GET /v1/payments
sent a OK 0 signed urn:a
request b OK 0 GET /v1/applications/1
reply a OK 200 signed urn:a and more
answer a OK 200 {"payments": []}
answer b NOT_FOUND 404 {"code": "NOT_FOUND"}
request c OK 0 POST /v1/applications
sent c OK 0 signed urn:c
reply c SIG_VALUE 200 refused SIG_VALUE
answer c SIG_VALUE 502 {"code": "SIG_VALUE"}
EOT
"$TOOL" write "$DIR/other.db" <<EOT || exit 1
request x OK 0 GET /v1/payments
answer x OK 200 {"payments": [1]}
EOT

verify() { "$AUDIT" --seals "$DIR/bad.db" verify "$@" 2>&1; }

fresh() { rm -f "$DIR"/bad.db*; cp "$DIR/good.db" "$DIR/bad.db"; }

# found NAME SQL PATTERN [verify's arguments]: the harm is done and verify says PATTERN, status 1
found() {
	name=$1 sql=$2 pattern=$3
	shift 3
	fresh
	"$TOOL" sql "$DIR/bad.db" "$sql" || echo "# not harmed"
	out=$(verify "$@")
	code=$?
	is "$name: status" $code 1
	like "$name: reason" "$out" "$pattern"
}

fresh
out=$(verify)
is 'the good journal verifies' $? 0
like 'all its records are checked' "$out" '^records checked +10$'
like 'and its signatures' "$out" '^signatures checked +3 \(2 sent, 1 replies\)$'
like 'and the refused reply' "$out" '^refused replies +1 confirmed$'
HEAD=$(echo "$out" | sed -n 's/^tail *10 //p')
is 'the tail is named' ${#HEAD} 64

# ---- every field of the first, a middle and the last record
FIELDS='the fields do not match the hash'
for seq in 1 5 10; do
	while IFS=';' read -r column value pattern; do
		found "record $seq, $column = $value" \
			"UPDATE record SET $column = $value WHERE seq = $seq" "$pattern"
	done <<-EOT
		seq;77;missing|out of order
		seq;0;missing|out of order
		seq;-seq;missing|out of order
		kind;(kind + 1) % 4 + 1;record $seq: $FIELDS
		at_us;at_us + 1;record $seq: $FIELDS
		exchange;'z';record $seq: $FIELDS
		operation;operation || 'x';record $seq: $FIELDS
		caller;'';record $seq: $FIELDS
		code;'FUND_SILENT';record $seq: $FIELDS
		status;status + 1;record $seq: $FIELDS
		status;status + 4294967296;record $seq: a field
		message_id;message_id || '1';record $seq: $FIELDS
		message_id;message_id || char(0);record $seq: a field
		digest;zeroblob(32);record $seq: the payload does not match its digest
		digest;x'00';record $seq: a field
		prev;randomblob(32);record $seq: it does not chain
		hash;randomblob(32);record $seq: $FIELDS
		hash;x'';record $seq: a field
		payload;CAST(payload || '.' AS BLOB);record $seq: the payload does not match its digest
		payload;x'';record $seq: the payload does not match its digest
	EOT
done
found 'a payload and its digest' \
	"UPDATE record SET payload = x'61',
	 digest = x'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb' WHERE seq = 5" \
	"record 5: $FIELDS"

# ---- records that go, come, move
found 'the first dropped' 'DELETE FROM record WHERE seq = 1' 'record 2: 1 to 1 are missing'
found 'a middle one dropped' 'DELETE FROM record WHERE seq = 5' 'record 6: 5 to 5 are missing'
found 'a middle one dropped and the gap closed' \
	'DELETE FROM record WHERE seq = 6; UPDATE record SET seq = -(seq - 1) WHERE seq > 6;
	 UPDATE record SET seq = -seq WHERE seq < 0' 'record 6: it does not chain'
found 'all dropped' 'DELETE FROM record' 'no records'
found 'the last dropped, with the number of records' 'DELETE FROM record WHERE seq = 10' \
	'ends before' --expect-records 10
found 'the last dropped, with the head' 'DELETE FROM record WHERE seq = 10' \
	'expect-head' --expect-head "$HEAD"
found 'the last dropped: it leaves its exchange unanswered' \
	'DELETE FROM record WHERE seq = 10' 'unanswered exchanges does not follow'
found 'the last exchange dropped, with the head' 'DELETE FROM record WHERE seq > 6' \
	'expect-head' --expect-head "$HEAD" --expect-records 10
found 'two swapped' 'UPDATE record SET seq = 99 WHERE seq = 4; UPDATE record SET seq = 4 WHERE seq = 5;
	UPDATE record SET seq = 5 WHERE seq = 99' 'record 4: it does not chain'
found 'one duplicated at the end' "INSERT INTO record SELECT 11, kind, at_us, exchange, operation,
	caller, code, status, message_id, digest, prev, hash, payload FROM record WHERE seq = 10" \
	'record 11: it does not chain'
found 'one spliced in from another journal' "ATTACH '$DIR/other.db' AS other;
	DELETE FROM record WHERE seq = 5; INSERT INTO record SELECT 5, kind, at_us, exchange, operation,
	caller, code, status, message_id, digest, prev, hash, payload FROM other.record WHERE seq = 2" \
	'record 5: it does not chain'
found 'one put before the first' "INSERT INTO record SELECT 0, kind, at_us, exchange, operation,
	caller, code, status, message_id, digest, prev, hash, payload FROM record WHERE seq = 1" \
	'record 0: its number is out of order'
found 'only looking at the end' 'DELETE FROM record WHERE seq = 5' 'record before it is not there' --from 6

# ---- what is kept beside the records
found 'the list of unanswered, longer' "INSERT INTO pending VALUES ('a')" 'unanswered exchanges'
found 'a claim answered by a record of another exchange' \
	"INSERT INTO claim VALUES (zeroblob(32), zeroblob(32), 'b', 5)" 'final answers'
found 'a claim answered by a record that is no answer' \
	"INSERT INTO claim VALUES (zeroblob(32), zeroblob(32), 'a', 4)" 'final answers'
found 'a claim answered by no record' \
	"INSERT INTO claim VALUES (zeroblob(32), zeroblob(32), 'a', 40)" 'final answers'

# ---- a forger who makes all hashes again: only what was noted outside finds that out
forged() {
	fresh
	"$TOOL" sql "$DIR/bad.db" "$1" && "$TOOL" rehash "$DIR/bad.db"
}
forged "UPDATE record SET payload = CAST('{\"payments\": [9]}' AS BLOB) WHERE seq = 5"
verify >/dev/null
is 'a forged chain verifies by itself' $? 0
out=$(verify --expect-head "$HEAD")
is 'a forged chain does not verify against a head' $? 1
like 'and the reason is the head' "$out" 'expect-head'
forged "UPDATE record SET payload = CAST('refused SIG_DIGEST' AS BLOB) WHERE seq = 4"
out=$(verify)
is 'a forged reply' $? 1
like 'has no good signature' "$out" 'record 4: its signature: SIG_DIGEST'
forged "UPDATE record SET payload = CAST('signed urn:b' AS BLOB) WHERE seq = 8"
like 'a message of another exchange is not what was sent' "$(verify)" 'record 8: its signature: the MessageID'
forged "UPDATE record SET payload = CAST('signed urn:c' AS BLOB) WHERE seq = 9"
like 'a reply refused that verifies' "$(verify)" 'record 9: its signature: it verifies, but was refused'
forged "UPDATE record SET payload = CAST('refused SIG_DIGEST' AS BLOB) WHERE seq = 9"
like 'a reply refused for another reason' "$(verify)" 'record 9: its signature: SIG_DIGEST'

# ---- the order of an exchange, in a chain that is sound
while IFS=';' read -r what sql pattern; do
	forged "$sql"
	like "$what" "$(verify)" "$pattern"
done <<EOT
an answer without a request;DELETE FROM record WHERE seq = 3;no request before it
a reply to nothing;DELETE FROM record WHERE seq = 2;a reply to what was not sent
a second answer;UPDATE record SET exchange = 'a' WHERE seq = 6;has its answer already
a second request;UPDATE record SET exchange = 'a' WHERE seq = 3;a second request
a request after the answer;UPDATE record SET exchange = 'a' WHERE seq = 7;in an exchange that is answered
a reply before it was sent;UPDATE record SET kind = 5 - kind WHERE seq IN (2, 4);a reply to what was not sent
sent after the reply;UPDATE record SET kind = 2 WHERE seq = 5;sent after the reply
EOT

# ---- a journal that grows goes on verifying against an earlier head
fresh
printf '%s\n' 'request d OK 0 x' 'answer d OK 200 y' | "$TOOL" write "$DIR/bad.db"
verify --expect-head "$HEAD" --expect-records 10 >/dev/null
is 'a head noted earlier still holds' $? 0
verify --expect-head "$HEAD" --expect-records 9 >/dev/null
is 'but not at another record' $? 1
done_testing
