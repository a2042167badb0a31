#!/bin/sh
# What uploads cost in memory: that many at once, each of a file of so many octets, sent slowly enough
# that all of them are under way together.  Prints the peak of mostik's resident memory (VmHWM) before and
# after, and how many were under way at once.  Fails above the limit, or if they were not at once.
#
#   UPLOADS 50   UPLOAD_SIZE 10485760   UPLOAD_LIMIT_MB 150   UPLOAD_RATE 2M (of each, for curl)
# shellcheck source-path=SCRIPTDIR
set -u
. "${top_srcdir:?}/tests/lib/stand.sh"
dir=$(mktemp -d "${TMPDIR:-/tmp}/mostik-uploads.XXXXXX")
trap 'stand_stop; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
uploads=${UPLOADS:-50} size=${UPLOAD_SIZE:-10485760} limit=${UPLOAD_LIMIT_MB:-150} rate=${UPLOAD_RATE:-2M}

STAND=$dir/stand
STAND_EXTRA="[front]
max_file = $size"
stand_start || exit 1

peak_kb() { awk '/^VmHWM/ { print $2 }' "/proc/$MOSTIK_PID/status"; }
open_files() { find "/proc/$MOSTIK_PID/fd" -lname "*/spool/*" 2>/dev/null | wc -l; }

{ printf '%%PDF-1.4\n'; head -c $((size - 15)) /dev/urandom; printf '%%%%EOF\n'; } >"$dir/file.pdf"
token=$(stand_token 1 --scope "payments applications")
before=$(peak_kb)
for i in $(seq "$uploads"); do
	curl -s --max-time 300 --limit-rate "$rate" --cacert "$PKI/tls-ca.pem" --cert "$PKI/portal-tls.pem" \
		--key "$PKI/portal-tls.key" -H "Authorization: Bearer $token" -H "Idempotency-Key: upload-$i" \
		-F "body=<$top_srcdir/tests/lib/application.json;type=application/json" \
		-F "scan=@$dir/file.pdf" -o "$dir/answer.$i" -w '%{http_code} %{size_upload}\n' \
		"https://localhost:$PORT/v1/applications" >"$dir/status.$i" &
	last=$!
done
most=0
while kill -0 "$last" 2>/dev/null; do
	now=$(open_files)
	[ "$now" -le "$most" ] || most=$now
	sleep 0.1
done
for i in $(seq "$uploads"); do
	until [ -s "$dir/status.$i" ]; do sleep 0.1; done
done
after=$(peak_kb)
# After it has come whole, an operation that takes no files says so (415); of one that takes them, the
# mapping or the Fund refuses a file that the application does not name (422).
answered=$(cat "$dir"/status.* | awk -v size="$size" '($1 == 415 || $1 == 422) && $2 > size' | wc -l)
echo "uploads=$uploads size=$size answered=$answered at_once=$most"
echo "peak_before_mb=$((before / 1024)) peak_after_mb=$((after / 1024)) limit_mb=$limit"
echo "left_in_spool=$(find "$STAND/spool" -mindepth 1 | wc -l) open=$(open_files)"
[ "$answered" -eq "$uploads" ] && [ "$most" -ge "$uploads" ] && [ "$after" -le $((limit * 1024)) ]
