#!/bin/sh
# front: bodies that are sent piece by piece: whole, to slow callers, to callers that go away midway; what
# cannot be read on; memory; the graceful stop.
set -u
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/front.sh"
front_start max_connections=400

expected() { # SIZE: what such a stream has
	python3 -c 'import sys
n = int(sys.argv[1])
sys.stdout.buffer.write((bytes(range(251)) * (n // 251 + 1))[:n])' "$1" | sha256sum
}
released() { grep -c '^released stream' "$dir/out"; }
wait_released() { # N
	n=0
	until [ "$(released)" -ge "$1" ] || [ $n -gt 600 ]; do
		n=$((n + 1))
		sleep 0.05
	done
	released
}
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$pid/status"; }

# ---- whole ----

count=0
for size in 1 1000 65535 65536 65537 10000000; do
	is "$size bytes come whole" "$(get portal-tls "/stream/$size" | sha256sum)" "$(expected $size)"
	count=$((count + 1))
	is "and are released" "$(wait_released $count)" "$count"
done
head=$(get portal-tls /stream/100000 -D - -o /dev/null)
like "the length is told" "$head" '^Content-Length: 100000'
like "the type is" "$head" '^Content-Type: application/pdf'
is "there are no chunks" "$(printf '%s' "$head" | grep -ci transfer-encoding)" 0
is "an empty one" "$(get portal-tls /stream/0 -w '%{http_code} %{size_download}')" "200 0"
head=$(get portal-tls /stream/100000 -I)
like "HEAD has the length" "$head" '^Content-Length: 100000'
is "and no body, so the connection is good for more" "$(get portal-tls /stream/5 -I "$url/stream/5" \
	-o /dev/null -o /dev/null -w '%{num_connects}')" 10
is "one connection serves several" "$(get portal-tls /stream/200000 "$url/stream/3" "$url/echo" -o /dev/null \
	-o /dev/null -o /dev/null -w '%{num_connects}%{http_code} ')" '1200 0200 0200 '
two=$({ printf 'GET /stream/300000 HTTP/1.1\r\nHost: h\r\n\r\n'; request GET /stream/7; } |
	raw | grep -ao 'HTTP/1.1 200' | wc -l)
is "two requests at once get two answers" "$two" 2

# ---- what cannot be read on ----

out=$(get portal-tls /broken/1000000 -o "$dir/got" -w '%{http_code}'; echo " rc=$?")
is "half of it is no whole: the connection ends" "$out" "200 rc=18"
is "at the half" "$(wc -c <"$dir/got")" 524288
like "it is logged" "$(cat "$dir/err")" 'event=answer_cut_short code=SPOOL'
out=$(get portal-tls /broken/1 -o /dev/null; echo "rc=$?")
like "so with one that cannot be begun" "$out" '^rc=(18|52|56)$'
like "the server lives" "$(get portal-tls /echo)" '"method":"GET"'

# ---- slow callers, and those that go ----

before=$(released)
start=$(rss)
callers=
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	curl -s --max-time 60 --cacert "$pki/tls-ca.pem" --cert "$pki/portal-tls.pem" --key "$pki/portal-tls.key" \
		--limit-rate 100k -o /dev/null "$url/stream/100000000" &
	callers="$callers $!"
done
sleep 2
is "twenty slow callers hold their streams" "$(($(released) - before))" 0
grown=$(($(rss) - start))
limit=32768             # a sanitizer keeps what was freed for a while
! grep -qa __asan_init "$top_builddir/tests/lib/front_tool" || limit=262144
ok "of 2 GB no more than $limit KB is in memory ($grown)" test "$grown" -lt "$limit"
like "others are served meanwhile" "$(get portal-tls /stream/10 | sha256sum)" "$(expected 10)"
# shellcheck disable=SC2086
kill $callers && wait $callers 2>/dev/null
is "when they go midway all is released" "$(($(wait_released $((before + 21))) - before))" 21
like "and the server lives" "$(get portal-tls /echo)" '"method":"GET"'

# ---- stop ----

forget
get portal-tls /stream/3000000 --limit-rate 2M -o "$dir/got" -w '%{http_code}' >"$dir/code" &
caller=$!
wait_arrived 1
front_stop
wait $caller
is "a stop waits for a stream" "$(cat "$dir/code") $(wc -c <"$dir/got")" "200 3000000"
is "and ends well" "$rc" 0
is "and says nothing of sanitizers" "$(grep -cE 'Sanitizer|runtime error' "$dir/err")" 0
done_testing
