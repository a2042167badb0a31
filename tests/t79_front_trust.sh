#!/bin/sh
# front: the rules of TLS, server names, revocation lists, and a reload of all that is trusted, which
# loses no connection and no call.
set -u
. "${top_srcdir:?}/tests/lib/tap.sh"
. "$top_srcdir/tests/lib/front.sh"

# ---- the rules ----

front_start server_names='Localhost, bridge.example'
for case in localhost:200 LOCALHOST:200 bridge.example:200; do
	name=${case%:*}
	is "the server name $name" "$(request GET /echo | raw -servername "$name" | head -c 12)" 'HTTP/1.1 200'
done
is "no server name" "$(request GET /echo | raw -noservername | head -c 12)" 'HTTP/1.1 200'
for name in localhost.example ocalhost bridge.example.; do
	like "the server name $name is not ours" "$(tls_facts -servername "$name")" 'unrecognized name'
done
like "http/1.1 is chosen" "$(tls_facts -alpn h2,http/1.1)" 'ALPN protocol: http/1.1'
like "h2 alone is not" "$(tls_facts -alpn h2)" 'no application protocol'
like "nothing is compressed" "$(tls_facts -tls1_2)" 'Compression: NONE'
for cipher in ECDHE-ECDSA-AES128-SHA ECDHE-ECDSA-AES128-SHA256 ECDHE-ECDSA-AES256-CCM \
	DHE-RSA-AES128-GCM-SHA256 AES128-GCM-SHA256 ECDHE-ECDSA-NULL-SHA; do
	like "$cipher is refused" "$(tls_facts -tls1_2 -cipher "$cipher:@SECLEVEL=0")" 'handshake failure'
done
for version in -tls1 -tls1_1; do
	like "$version is refused" "$(tls_facts $version -cipher ALL:@SECLEVEL=0)" 'alert protocol version'
done
# Not quiet: then s_client takes an R for the wish to renegotiate.
renegotiate() {
	(sleep 1; echo R; sleep 1; request GET /echo) | timeout 60 openssl s_client -tls1_2 \
		-connect "localhost:$port" -cert "$pki/portal-tls.pem" -key "$pki/portal-tls.key" 2>&1
}
forget
got=$(renegotiate)
like "a caller that wants to renegotiate" "$got" '^RENEGOTIATING'
like "is told no" "$got" 'no renegotiation'
is "and its call does not count" "$(arrived)" 0
is "the server has lived through that" "$(get portal-tls /echo -o /dev/null -w '%{http_code}')" 200
front_stop

# ---- one connection that stays: asks, and says who it is taken for ----

mkfifo "$dir/words"
talk_open() {
	: > "$dir/talk"
	timeout 120 openssl s_client -connect "localhost:$port" -quiet -cert "$pki/portal-tls.pem" \
		-key "$pki/portal-tls.key" < "$dir/words" > "$dir/talk" 2>/dev/null &
	talker=$!
	exec 8> "$dir/words"
}
talk_close() {
	exec 8>&-
	kill $talker
	wait $talker 2>/dev/null
}
answers() {
	grep -aoE '"caller":"[^"]*","certificate":[a-z]*' "$dir/talk"
}
talk() {
	talks=$(($(answers | wc -l) + 1))
	printf 'GET /echo HTTP/1.1\r\nHost: h\r\n\r\n' >&8
	n=0
	until [ "$(answers | wc -l)" -ge $talks ] || [ $n -gt 400 ]; do
		n=$((n + 1))
		sleep 0.05
	done
	answers | sed -n "${talks}p"
}
listed='"caller":"portal","certificate":true'
unlisted='"caller":"-","certificate":true'
unknown='"caller":"-","certificate":false'

reload() { # WHAT WANT
	forget
	kill -HUP "$pid"
	wait_for reload
	like "$1" "$(cat "$dir/out")" "$2"
}
shown() { # the name in the certificate that a new connection is shown
	tls_facts | sed -n 's/.*s:O = Test, CN = //p' | head -n 1
}

# ---- the reload ----

front_start
talk_open
is "a listed caller" "$(talk)" "$listed"
is "our certificate" "$(shown)" mostik
forget
get portal-tls /hold -o "$dir/held" &
caller=$!
wait_for 'arrived /hold'

mkdir "$dir/away"
cp "$pki"/mostik-tls.* "$pki"/tls-ca.pem "$dir/away"
cp "$pki/fund-tls.key" "$pki/mostik-tls.key"
reload "a key without its certificate is refused" '^reload_failed KEY_UNUSABLE key_file: .*mismatch'
is "and the old one stays" "$(shown)" mostik
cp "$pki/fund-tls.pem" "$pki/mostik-tls.pem"
end=$(date -d "$(openssl x509 -in "$pki/fund-tls.pem" -noout -enddate | cut -d= -f2)" +%s)
reload "a new key with its certificate is taken, and its end known" "^reloaded $end"
is "a new connection is shown it" "$(shown)" fund
is "an open one lives on" "$(talk)" "$listed"
kill -USR1 "$pid"
wait $caller
is "and so does a call under way" "$(cat "$dir/held")" held

fingerprint stranger-tls > "$pki/clients"
reload "another allow-list" '^reloaded'
is "who is no longer on it is a stranger on his open connection, too" "$(talk)" "$unlisted"
like "and on a new one" "$(get portal-tls /echo)" "$unlisted"
like "who is new on it is let in" "$(get stranger-tls /echo)" '"caller":"stranger"'
echo 0123 > "$pki/clients"
reload "half a fingerprint is refused" '^reload_failed CONFIG clients'
like "and the list stays" "$(get stranger-tls /echo)" '"caller":"stranger"'
fingerprint portal-tls > "$pki/clients"
reload "the first list again" '^reloaded'
is "who is on it again is let in on his open connection" "$(talk)" "$listed"

cp "$pki/other-ca.pem" "$pki/tls-ca.pem"
reload "another authority of callers" '^reloaded'
cp "$dir/away/tls-ca.pem" "$pki/tls-ca.pem"      # for our own side
is "whom it has not issued is nobody on his open connection" "$(talk)" "$unknown"
is "and gets no new one" "$(get portal-tls /echo)" ''
: > "$pki/tls-ca.pem"
reload "no authority at all is refused" '^reload_failed KEY_UNUSABLE client_ca_file'
cp "$dir/away"/* "$pki"
reload "the first authority again" '^reloaded'
is "its caller is known again" "$(talk)" "$listed"
talk_close
front_stop
is "the server ends" "$rc" 0
is "and says nothing of sanitizers" "$(grep -cE 'Sanitizer|runtime error' "$dir/err")" 0

# ---- revocation lists ----

# crl CA [openssl-argument...]: what CA has revoked, in $dir/CA.crl.
printf '[ca]\ndefault_ca = ca\n[ca]\ndatabase = %s\ndefault_md = sha256\n' "$dir/index" > "$dir/ca.cnf"
: > "$dir/index"
crl() {
	ca=$1
	shift
	openssl ca -config "$dir/ca.cnf" -cert "$pki/$ca.pem" -keyfile "$pki/$ca.key" -gencrl \
		-out "$dir/$ca.crl" "$@" 2> "$dir/ca.log" || cat "$dir/ca.log"
}
revoke() {
	openssl ca -config "$dir/ca.cnf" -cert "$pki/tls-ca.pem" -keyfile "$pki/tls-ca.key" \
		-revoke "$pki/$1.pem" 2> "$dir/ca.log" || cat "$dir/ca.log"
}
refused() { # WHAT WHY
	: > "$dir/err"
	is "$1: refused" "$(get portal-tls /echo)" ''
	like "$1: and why" "$(cat "$dir/err")" "event=client_certificate_refused reason=\"$2\""
}

rm "$pki/clients"
crl tls-ca -crldays 30
cp "$dir/tls-ca.crl" "$dir/crl"
front_start crl_file="$dir/crl"
like "who is not revoked is let in" "$(get portal-tls /echo)" "$listed"
like "no certificate needs no list" "$(get none /echo)" "$unknown"
talk_open
is "over a connection that stays" "$(talk)" "$listed"
revoke stranger-tls
crl tls-ca -crldays 30
cp "$dir/tls-ca.crl" "$dir/crl"
like "a list is read when told to" "$(get stranger-tls /echo)" "$unlisted"
reload "a list with a revoked stranger" '^reloaded'
is "who is not let in any more" "$(get stranger-tls /echo)" ''
is "another is" "$(talk)" "$listed"
revoke portal-tls
crl tls-ca -crldays 30
cp "$dir/tls-ca.crl" "$dir/crl"
reload "a list with a revoked portal" '^reloaded'
is "who is nobody on its open connection" "$(talk)" "$unknown"
refused "and on a new one" 'certificate revoked'

: > "$dir/index"
crl tls-ca -crl_lastupdate 200101000000Z -crl_nextupdate 200201000000Z
cp "$dir/tls-ca.crl" "$dir/crl"
reload "a stale list" '^reloaded'
refused "a stale list" 'CRL has expired'
crl other-ca -crldays 30
cp "$dir/other-ca.crl" "$dir/crl"
reload "the list of another authority" '^reloaded'
refused "no list of the caller's authority" 'unable to get certificate CRL'
crl tls-ca -crldays 30
sed '$d; /BEGIN/a AAAA' "$dir/tls-ca.crl" > "$dir/crl"
reload "a broken list" '^reload_failed KEY_UNUSABLE crl_file'
: > "$dir/crl"
reload "an empty list" '^reload_failed KEY_UNUSABLE crl_file'
rm "$dir/crl"
reload "no list at all" '^reload_failed KEY_UNUSABLE crl_file'
cat "$dir/other-ca.crl" "$dir/tls-ca.crl" > "$dir/crl"
reload "two lists" '^reloaded'
is "and the caller is known again" "$(talk)" "$listed"
talk_close
front_stop
is "the server ends" "$rc" 0
is "and says nothing of sanitizers" "$(grep -cE 'Sanitizer|runtime error' "$dir/err")" 0
rm "$dir/crl"
is "it does not start without its list" "$("${top_builddir:?}/tests/lib/front_tool" "$pki" "" \
	crl_file="$dir/crl")" "KEY_UNUSABLE crl_file"
done_testing
