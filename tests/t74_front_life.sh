#!/bin/sh
# front: the life of connections: more than the limit, silent ones, slow ones, callers that go away,
# requests one behind the other, and the end of the server with calls under way.
set -u
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/front.sh"

# ---- settings that cannot be right ----

wrong() { # want clients name=value...
	want=$1
	shift
	is "$want" "$("${top_builddir:?}/tests/lib/front_tool" "$pki" "$@" 2>&1)" "$want"
}
wrong "CONFIG clients" 0123
wrong "CONFIG clients" "$(fingerprint portal-tls),$(fingerprint stranger-tls)00"
wrong "CONFIG max_connections" "" max_connections=0
mv "$pki/tls-ca.pem" "$pki/away.pem"
wrong "KEY_UNUSABLE client_ca_file" ""
mv "$pki/away.pem" "$pki/tls-ca.pem"
mv "$pki/mostik-tls.key" "$pki/away.key"
cp "$pki/fund-tls.key" "$pki/mostik-tls.key"
wrong "KEY_UNUSABLE key_file" ""
mv "$pki/away.key" "$pki/mostik-tls.key"

# ---- the limit of connections ----

front_start max_connections=20 idle_s=60
pids=
for i in $(seq 1 50); do
	get portal-tls /hold -o "$dir/held.$i" -w '%{http_code}' > "$dir/code.$i" &
	pids="$pids $!"
done
wait_arrived 20
sleep 0.3
is "no more than the limit get in" "$(arrived)" 20
# Each round lets go of those that got in; the next come from the kernel's queue.
rounds=0
while [ "$(cat "$dir"/code.* | grep -o 200 | wc -l)" -lt 50 ] && [ $rounds -lt 400 ]; do
	rounds=$((rounds + 1))
	kill -USR1 "$pid"
	sleep 0.1
done
for p in $pids; do
	wait "$p"
done
is "fifty callers over a limit of twenty are all served" \
	"$(cat "$dir"/held.* | grep -o held | wc -l)" 50
is "and none came twice" "$(arrived)" 50
front_stop
is "the server ends" "$rc" 0

front_start max_connections=1
get portal-tls /hold -o "$dir/first" &
first=$!
wait_for 'arrived /hold'
get portal-tls /echo -o "$dir/second" &
second=$!
sleep 0.3
is "the second waits while the first is held" "$(arrived)" 1
kill -USR1 "$pid"
wait $first
wait $second
like "and is served after it" "$(cat "$dir/second")" '"caller":"portal"'

# ---- requests one behind the other ----

two='GET /one HTTP/1.1\r\nHost: h\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'
is "two requests at once are answered in turn" \
	"$(printf "$two" | raw | grep -ao '"path":"/[a-z]*"' | tr '\n' ' ')" '"path":"/one" "path":"/two" '
held="GET /hold HTTP/1.1\r\nHost: h\r\n\r\n$two"
forget
printf "$held" | raw > "$dir/piped" &
piped=$!
wait_for 'arrived /hold'
sleep 0.2
is "those behind one that is held wait" "$(arrived)" 1
kill -USR1 "$pid"
wait $piped
is "and follow it" \
	"$(grep -aoE 'held|"path":"/[a-z]*"' "$dir/piped" | tr '\n' ' ')" 'held "path":"/one" "path":"/two" '

# ---- callers that go away ----

forget
get portal-tls /hold --max-time 1
wait_for 'gone /hold'
ok "a caller that goes while it waits is noticed" true
kill -USR1 "$pid"
wait_for released
is "answering it is no harm" "$(get portal-tls /echo -o /dev/null -w '%{http_code}')" 200
forget
printf 'POST /hold HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nhalf' |
	timeout 60 openssl s_client -connect "localhost:$port" -quiet -no_ign_eof > /dev/null 2>&1
is "a caller that goes within its body" \
	"$(get portal-tls /echo -o /dev/null -w '%{http_code}')" 200
is "brings no call" "$(grep -c hold "$dir/out")" 0
get portal-tls /big --limit-rate 1000 --max-time 1 -o /dev/null
wait_for 'arrived /big'
is "a caller that goes within its answer" \
	"$(get portal-tls /echo -o /dev/null -w '%{http_code}')" 200
front_stop
is "the server ends" "$rc" 0

# ---- silence ----

mkfifo "$dir/quiet"
exec 9<> "$dir/quiet"           # open at both ends: nothing to read, and no end

front_start idle_s=1
is "a connection that asks nothing is closed" "$(raw < "$dir/quiet" | wc -c)" 0
printf 'GET /echo HTTP/1.1\r\nHost: h\r\n\r\n' | raw > "$dir/kept"
like "one that has asked is closed when it is silent" "$(cat "$dir/kept")" '"path":"/echo"'
is "so is one that says nothing of TLS" \
	"$(timeout 60 bash -c "exec 3<>/dev/tcp/localhost/$port; cat <&3 | wc -c")" 0
drip() {
	printf 'GET /echo HTTP/1.1\r\n'
	for i in $(seq 1 100); do
		printf 'X: %s\r\n' "$i" || return
		sleep 0.3
	done
	printf 'Host: h\r\nConnection: close\r\n\r\n'
}
is "one that never ends its request is closed, too" "$(drip 2>/dev/null | raw | wc -c)" 0
forget
get portal-tls /hold -o "$dir/patient" &
caller=$!
wait_for 'arrived /hold'
sleep 2
kill -USR1 "$pid"
wait $caller
is "but a caller may wait longer than that for its answer" "$(cat "$dir/patient")" held

front_stop

# ---- strangers: callers with a certificate that is not on the list, or with none ----

front_start max_connections=8 idle_s=60
like "a stranger may send a small body" "$(get stranger-tls /echo -d 12345)" '"length":5,"caller":"-"'
forget
big() {         # NAME PATH [curl-argument...]
	head -c 40000 /dev/zero | get "$@" --data-binary @- -o /dev/null -w '%{http_code}'
}
is "a large one hangs up on it" "$(big stranger-tls /echo)" 000
is "in chunks as well" "$(big stranger-tls /echo -H 'Transfer-Encoding: chunked')" 000
is "and on one without a certificate" "$(big none /echo)" 000
is "none of them became a call" "$(arrived)" 0
is "a listed caller may send it" "$(big portal-tls /echo)" 200
is "in chunks as well" "$(big portal-tls /echo -H 'Transfer-Encoding: chunked')" 200
is "and as the second request of a connection" \
	"$(big portal-tls /echo "$url/echo" -o /dev/null)" 200200

# Each of them asks once and stays: "HTTP/1.1 200" in its file says that it has been let in.  Later
# ones send off earlier ones, which may not have asked yet.
let_in() {
	grep -al '^HTTP/1.1 200' "$dir"/stranger.* | wc -l
}
printf 'GET /echo HTTP/1.1\r\nHost: h\r\n\r\n' > "$dir/ask"
strangers=
for i in $(seq 1 12); do
	cat "$dir/ask" "$dir/quiet" 2>/dev/null | timeout 60 openssl s_client -connect "localhost:$port" -quiet \
		-cert "$pki/stranger-tls.pem" -key "$pki/stranger-tls.key" > "$dir/stranger.$i" 2>/dev/null &
	strangers="$strangers $!"
done
n=0
until [ "$(let_in)" -ge 8 ] || [ $n -gt 400 ]; do
	n=$((n + 1))
	sleep 0.05
done
ok "strangers come in, one for another" test "$(let_in)" -ge 8
like "and a listed caller, too" "$(get portal-tls /echo --max-time 30)" '"caller":"portal"'
is "all at once" "$(get portal-tls "/echo?[1-8]" -Z --max-time 30 -o /dev/null -w '%{http_code} ')" \
	"200 200 200 200 200 200 200 200 "
# stay N NAME: asks once and keeps the connection; true when it has been answered.
stay() {
	cat "$dir/ask" "$dir/quiet" 2>/dev/null | timeout 60 openssl s_client -connect "localhost:$port" -quiet \
		-cert "$pki/$2.pem" -key "$pki/$2.key" > "$dir/stay.$1" 2>/dev/null &
	stayed="$stayed $!"
	n=0
	until grep -aq '^HTTP/1.1 200' "$dir/stay.$1" || [ $n -gt 400 ]; do
		n=$((n + 1))
		sleep 0.05
	done
	grep -aq '^HTTP/1.1 200' "$dir/stay.$1"
}
stayed=
for i in $(seq 1 10); do
	ok "listed caller $i of those who come one by one, and stay" stay $i portal-tls
done
kill $stayed 2>/dev/null
kill $strangers 2>/dev/null

# Silent before the handshake: idle_s is 60, so it is not the idle time that lets them go.
silent=
for i in $(seq 1 8); do
	timeout 60 bash -c "exec 3<>/dev/tcp/localhost/$port; cat <&3" > /dev/null 2>&1 &
	silent="$silent $!"
done
sleep 0.5
like "nor do silent ones keep a listed caller out" \
	"$(get portal-tls /echo --max-time 30)" '"caller":"portal"'
wait $silent
front_stop
is "the server ends" "$rc" 0
front_start idle_s=1

# ---- the end ----

raw < "$dir/quiet" > "$dir/idle" &
forget
get portal-tls /hold -i -o "$dir/last" &
caller=$!
wait_for 'arrived /hold'
kill -TERM "$pid"
wait_for stopping
is "a stopping server takes nobody more" \
	"$(get portal-tls /echo -o /dev/null -w '%{http_code}')" 000
kill -USR1 "$pid"
wait $caller
like "and answers those under way" "$(tail -n 1 "$dir/last")" held
like "for the last time on that connection" "$(cat "$dir/last")" '^Connection: close'
wait_for closed
wait "$pid"
is "then it ends" "$?" 0

front_start
get portal-tls /big --limit-rate 10M -o "$dir/big" &
caller=$!
wait_for 'arrived /big'
front_stop
wait $caller
is "an answer that is being written is written to its end" "$(wc -c < "$dir/big")" 3000000
is "nothing was said by sanitizers" "$(grep -cE 'Sanitizer|runtime error' "$dir/err")" 0
done_testing
